"""Projects as stored: versions, the one in force on a day, lists."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from db.errors import ProjectFileRefused, UnknownProject
from db.maintenance.migrate import migrate
from db.projects import files, versions
from tests.support.actors import SYSTEM, store_projects
from tests.support.door import Run
from tests.support.said import english, thai
from tests.support.uploads import NOW

CODE = "phetchaburi-2564"
SHIPPED = Path(versions.FOLDER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "projects"
    made.mkdir()
    (made / "office.toml").write_text((SHIPPED / f"{CODE}.toml").read_text("utf-8-sig"), encoding="utf-8")
    return made


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "office.toml"
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_every_shipped_project_is_stored(engine: Engine) -> None:
    found = {info.code for info in versions.list_projects(engine)}

    assert found == {path.stem for path in SHIPPED.glob("*.toml")}


def test_storing_again_stores_nothing_new(engine: Engine) -> None:
    assert store_projects(engine, now=NOW) == []


def test_byte_order_mark_and_windows_line_ends_change_nothing(engine: Engine, folder: Path) -> None:
    path = folder / "office.toml"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8"))

    assert store_projects(engine, now=NOW, folder=folder) == []


def test_changed_text_is_a_new_version_in_force_from_its_day(engine: Engine, folder: Path) -> None:
    edit(folder, "tolerance_groups = 0", "tolerance_groups = 2")
    store_projects(engine, now=datetime(2021, 6, 30, 18, 0, tzinfo=UTC), folder=folder)  # 1 July in Bangkok

    def tolerance(day: date) -> int:
        return versions.project_at(engine, CODE, day).project.tolerance_groups

    assert tolerance(date(2021, 6, 30)) == 0
    assert tolerance(date(2021, 7, 1)) == 2
    assert versions.project_at(engine, CODE).version == 2


def test_day_before_the_first_version_is_shown_under_the_newest(engine: Engine, folder: Path) -> None:
    edit(folder, "tolerance_groups = 0", "tolerance_groups = 2")
    store_projects(engine, now=NOW, folder=folder)

    assert versions.project_at(engine, CODE, date(2019, 1, 1)).version == 2


def test_later_versions_are_not_seen_from_before(engine: Engine, folder: Path) -> None:
    edit(folder, "tolerance_groups = 0", "tolerance_groups = 2")
    store_projects(engine, now=NOW, folder=folder)

    before = NOW - timedelta(seconds=1)

    assert versions.project_at(engine, CODE, date(2021, 9, 1), seen=before).version == 1
    assert versions.project_at(engine, CODE, date(2019, 1, 1), seen=before).version == 1


def test_unknown_project_names_the_known(engine: Engine) -> None:
    with pytest.raises(UnknownProject, match=CODE):
        versions.project_at(engine, "nowhere-2570")


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("target_groups = 30", "target_groups = 0", "target_groups"),
        ("target_groups = 30", "", "target_groups"),
        ("[verdict]", "[verdict", "TOML"),
    ],
)
def test_faulty_project_file_is_named_with_its_setting(
    engine: Engine, folder: Path, old: str, new: str, word: str
) -> None:
    edit(folder, old, new)

    with pytest.raises(ProjectFileRefused, match=rf"office\.toml.*{word}"):
        store_projects(engine, now=NOW, folder=folder)

    assert versions.project_at(engine, CODE).version == 1


def test_project_file_in_another_encoding_is_named(engine: Engine, folder: Path) -> None:
    path = folder / "office.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp874", errors="replace"))

    with pytest.raises(ProjectFileRefused, match="UTF-8"):
        store_projects(engine, now=NOW, folder=folder)


def bad(folder: Path, name: str = "other.toml") -> Path:
    """A second file in the folder, of another project, with a wrong setting."""
    path = folder / name
    text = (SHIPPED / "demo-egp-2568.toml").read_text(encoding="utf-8")
    path.write_text(text.replace("fiscal_year_be = 2568", "fiscal_year_be = 2025"), encoding="utf-8")
    return path


def test_right_files_are_stored_beside_a_wrong_one_whose_stored_version_stays(engine: Engine, folder: Path) -> None:
    edit(folder, "tolerance_groups = 0", "tolerance_groups = 2")
    bad(folder)

    stored = versions.store_folder(engine, actor=SYSTEM, now=NOW, files=folder)

    assert [(v.project.code, v.version) for v in stored.versions] == [(CODE, 2)]
    [fault] = stored.refused
    th, en = thai(fault), english(fault)
    assert "other.toml ค่า fiscal_year_be = 2025" in th
    assert "โปรดแก้เป็น 2568" in th
    assert "Write 2568" in en
    assert versions.project_at(engine, "demo-egp-2568").version == 1
    assert versions.project_at(engine, "demo-egp-2568").project.fiscal_year_be == 2568


def test_a_wrong_file_is_told_as_it_stands_now(engine: Engine, folder: Path) -> None:
    path = bad(folder)
    assert len(files.refused(folder)) == 1

    path.write_text((SHIPPED / "demo-egp-2568.toml").read_text(encoding="utf-8"), encoding="utf-8")

    assert files.refused(folder) == ()


def test_two_files_with_one_code_are_both_refused_and_the_stored_version_stays(engine: Engine, folder: Path) -> None:
    edit(folder, "tolerance_groups = 0", "tolerance_groups = 2")
    (folder / "copy.toml").write_text((folder / "office.toml").read_text(encoding="utf-8"), encoding="utf-8")

    stored = versions.store_folder(engine, actor=SYSTEM, now=NOW, files=folder)

    assert stored.versions == ()
    said = [
        (
            f'แฟ้มโครงการ {one} ค่า code = "{CODE}": รหัสโครงการนี้อยู่ในแฟ้ม {other} ด้วย หนึ่งรหัสใช้ได้แฟ้มเดียว '
            "โปรดแก้รหัสหรือนำแฟ้มหนึ่งออก",
            f'Project file {one}, code = "{CODE}": the file {other} has this code too, and a code belongs to one file. '
            "Change the code or take one file away",
        )
        for one, other in (("copy.toml", "office.toml"), ("office.toml", "copy.toml"))
    ]
    assert [(thai(fault), english(fault)) for fault in stored.refused] == said
    assert versions.project_at(engine, CODE).version == 1


def test_a_folder_that_is_not_there_and_a_file_that_can_not_be_opened_are_told(tmp_path: Path, folder: Path) -> None:
    (folder / "folder.toml").mkdir()

    assert "OTOP_PROJECTS" in english(files.read_folder(tmp_path / "nowhere")[1][0])
    texts, [fault] = files.read_folder(folder)
    assert len(texts) == 1
    assert "folder.toml: เปิดอ่านไม่ได้" in thai(fault)
    assert "folder.toml: it can not be opened" in english(fault)


def test_every_text_of_the_release_before_is_still_in_force(release_before: Engine) -> None:
    migrate(release_before)

    found = versions.list_projects(release_before)

    assert {(info.code, info.version) for info in found} == {(path.stem, 1) for path in SHIPPED.glob("*.toml")}


def test_init_stores_the_right_files_says_the_faults_and_exits_1(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTOP_PROJECTS", str(folder))
    edit(folder, "tolerance_groups = 0", "tolerance_groups = 2")
    bad(folder)

    ran = run("init", "--json")

    assert ran.exit == 1
    assert (ran.json["ok"], ran.json["projects"]) == (False, [f"{CODE} v2"])
    assert "fiscal_year_be = 2025" in ran.json["faults"][0]["message"]
    again = run("init")
    assert again.exit == 1
    assert "other.toml ค่า fiscal_year_be = 2025" in again.err
    assert "ฉบับที่บันทึกไว้ก่อนยังใช้อยู่" in again.err


def test_setup_says_the_faults_and_goes_on(new: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTOP_PROJECTS", str(folder))
    bad(folder)

    ran = new("setup", "--json")

    assert ran.exit == 0
    assert len(ran.json["users"]) == 4
    assert "other.toml" in ran.json["faults"][0]["message_en"]


def test_sample_project_is_shown_while_no_other_has_data(engine: Engine) -> None:
    assert versions.shown_by_default(engine) == versions.SAMPLE_PROJECT


def test_the_newest_projects_are_those_of_the_list_by_one_question(engine: Engine) -> None:
    asked: list[str] = []
    listed = [info.project for info in versions.list_projects(engine)]
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    assert list(versions.newest(engine)) == listed
    assert len([statement for statement in asked if "project_version" in statement]) == 1
    assert not any("upload" in statement for statement in asked)
