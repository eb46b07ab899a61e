"""``python -m db project``: new, check, list."""

from pathlib import Path

import pytest

from core.model.project import accept_project
from db.projects import versions
from tests.support.door import Run

SHIPPED = Path(versions.FOLDER)
CODE = "phetchaburi-2564"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of project files of one's own, with the shipped ones."""
    made = tmp_path / "projects"
    made.mkdir()
    for path in SHIPPED.glob("*.toml"):
        (made / path.name).write_bytes(path.read_bytes())
    monkeypatch.setenv(versions.FOLDER_VARIABLE, str(made))
    return made


def new(run: Run, *more: object, code: str = CODE, year: object = 2565):
    return run("project", "new", "--from", code, "--year", year, *more)


def test_next_year_is_written_checked_and_stored(run: Run, folder: Path) -> None:
    ran = new(run, "--json")

    path = folder / "phetchaburi-2565.toml"
    assert ran.exit == 0
    assert (ran.json["ok"], ran.json["file"], ran.json["code"]) == (True, str(path), "phetchaburi-2565")
    assert ran.json["empty"] == ["curves", "penalty", "registration_windows", "last_safe_days", "baselines"]
    assert accept_project(path.read_text(encoding="utf-8"), path.name).fiscal_year_be == 2565
    assert run("project", "check", path.name).exit == 0
    assert run("init", "--json").json["projects"] == ["phetchaburi-2565 v1"]


def test_another_province_is_written_with_its_own_target_and_budget(run: Run, folder: Path) -> None:
    ran = new(run, "--province", "น่าน", "--target", 12, "--budget", "500000.50")

    project = accept_project((folder / "nan-2565.toml").read_text(encoding="utf-8"), "nan-2565.toml")
    assert ran.exit == 0
    assert "nan-2565.toml" in ran.out
    assert (project.target_groups, project.budget_satang, project.province.get("en")) == (12, 50_000_050, "Nan")


@pytest.mark.parametrize(
    ("more", "code", "year", "said"),
    [
        ((), "nowhere-2564", 2565, "ไม่มีแฟ้มโครงการรหัส “nowhere-2564”"),
        ((), CODE, 2022, "โปรดเขียนเช่น 2565"),
        ((), CODE, 9999, "ตั้งแต่ 2400 ถึง 2700"),
        ((), CODE, 2564, "จึงไม่ได้เขียนทับ"),
        (("--province", "Nowhere"), CODE, 2565, "ไม่มีจังหวัดชื่อ “Nowhere”"),
        (("--province", "เพชรบูร"), CODE, 2565, "หากหมายถึง เพชรบูรณ์ โปรดแก้"),
        (("--province", "Nan"), CODE, 2565, "โปรดระบุ --target จำนวนกลุ่ม และ --budget จำนวนบาท"),
        (("--province", "Nan", "--target", 12), CODE, 2565, "--budget จำนวนบาท"),
        (("--target", 0), CODE, 2565, "“0” ไม่ใช่จำนวนกลุ่ม โปรดเขียนเช่น 12 / '0' is not a number of groups"),
        (("--budget", "500,000"), CODE, 2565, "“500,000” ไม่ใช่จำนวนเงิน"),
        (("--budget", "0.50"), CODE, 2565, "'0.50' is not an amount in baht"),
        ((), CODE, "next", "“next” ไม่ใช่ปี โปรดเขียนปีงบประมาณ พ.ศ. เช่น 2565 / 'next' is not a year"),
    ],
)
def test_what_can_not_be_made_is_refused_in_words_and_writes_nothing(
    run: Run, folder: Path, more: tuple[object, ...], code: str, year: object, said: str
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    ran = new(run, *more, code=code, year=year)

    assert ran.exit == 64
    assert said in ran.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_file_that_is_there_is_never_overwritten_whatever_its_name(run: Run, folder: Path) -> None:
    assert new(run).exit == 0
    (folder / "phetchaburi-2565.toml").rename(folder / "ours.toml")

    assert new(run).exit == 64
    assert not (folder / "phetchaburi-2565.toml").exists()


def test_a_wrong_file_to_begin_from_is_told_and_writes_nothing(run: Run, folder: Path) -> None:
    path = folder / f"{CODE}.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("end = 2021-09-30", "end = 2564-09-30"), encoding="utf-8")

    ran = new(run)

    assert ran.exit == 1
    assert "end = 2564-09-30" in ran.err
    assert not (folder / "phetchaburi-2565.toml").exists()


def test_check_says_every_fault_of_every_file(run: Run, folder: Path) -> None:
    path = folder / f"{CODE}.toml"
    text = path.read_text(encoding="utf-8").replace("end = 2021-09-30", "end = 2564-09-30")
    path.write_text(text.replace("target_groups = 30", "target_groups = 0"), encoding="utf-8")

    ran = run("project", "check", "--json")

    assert ran.exit == 1
    found = {Path(one["file"]).name: one for one in ran.json["files"]}
    assert [one["ok"] for one in found.values()].count(False) == 1
    assert len(found[f"{CODE}.toml"]["faults"]) == 2
    assert "ค่า target_groups = 0" in run("project", "check", path).out
    assert run("project", "check", folder / "demo-egp-2568.toml").exit == 0


def test_check_finds_the_code_of_another_file(run: Run, folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "copy.toml"
    elsewhere.write_bytes((folder / f"{CODE}.toml").read_bytes())

    ran = run("project", "check", elsewhere)

    assert ran.exit == 1
    assert f"รหัสโครงการนี้อยู่ในแฟ้ม {CODE}.toml ด้วย" in ran.out


def test_check_of_no_file_exits_2(run: Run, folder: Path) -> None:
    ran = run("project", "check", "nothing.toml")

    assert ran.exit == 2
    assert "nothing.toml: เปิดอ่านไม่ได้" in ran.out


def test_list_names_every_stored_project_and_marks_the_samples(sample: Run, folder: Path) -> None:
    ran = sample("project", "list", "--json")

    found = {one["code"]: one for one in ran.json["projects"]}
    assert ran.exit == 0
    assert set(found) == {path.stem for path in SHIPPED.glob("*.toml")}
    demo = found["demo-phetchaburi-2564"]
    assert (demo["sample"], demo["fiscal_year_be"], demo["province"]) == (True, 2564, "เพชรบุรี")
    assert demo["uploads"] > 0
    assert demo["newest_as_of"] == "2021-07-31"
    assert (found[CODE]["sample"], found[CODE]["uploads"], found[CODE]["newest_as_of"]) == (False, 0, None)
    said = sample("project", "list").out
    assert "ตัวอย่าง" in next(line for line in said.splitlines() if line.startswith("demo-phetchaburi-2564"))
