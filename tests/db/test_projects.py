"""Projects as stored: versions, the one in force on a day, lists."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import projects
from db.errors import ProjectFileRefused, UnknownProject
from tests.db.conftest import NOW

CODE = "phetchaburi-2564"
SHIPPED = Path(projects.FOLDER)


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
    found = {info.code for info in projects.list_projects(engine)}

    assert found == {path.stem for path in SHIPPED.glob("*.toml")}


def test_storing_again_stores_nothing_new(engine: Engine) -> None:
    assert projects.store_projects(engine, now=NOW) == []


def test_byte_order_mark_and_windows_line_ends_change_nothing(engine: Engine, folder: Path) -> None:
    path = folder / "office.toml"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8"))

    assert projects.store_projects(engine, now=NOW, folder=folder) == []


def test_changed_text_is_a_new_version_in_force_from_its_day(engine: Engine, folder: Path) -> None:
    edit(folder, "tolerance_groups = 0", "tolerance_groups = 2")
    projects.store_projects(engine, now=datetime(2021, 6, 30, 18, 0, tzinfo=UTC), folder=folder)  # 1 July in Bangkok

    def tolerance(day: date) -> int:
        return projects.project_at(engine, CODE, day).project.tolerance_groups

    assert tolerance(date(2021, 6, 30)) == 0
    assert tolerance(date(2021, 7, 1)) == 2
    assert projects.project_at(engine, CODE).version == 2


def test_day_before_the_first_version_is_shown_under_the_newest(engine: Engine, folder: Path) -> None:
    edit(folder, "tolerance_groups = 0", "tolerance_groups = 2")
    projects.store_projects(engine, now=NOW, folder=folder)

    assert projects.project_at(engine, CODE, date(2019, 1, 1)).version == 2


def test_later_versions_are_not_seen_from_before(engine: Engine, folder: Path) -> None:
    edit(folder, "tolerance_groups = 0", "tolerance_groups = 2")
    projects.store_projects(engine, now=NOW, folder=folder)

    before = NOW - timedelta(seconds=1)

    assert projects.project_at(engine, CODE, date(2021, 9, 1), seen=before).version == 1
    assert projects.project_at(engine, CODE, date(2019, 1, 1), seen=before).version == 1


def test_unknown_project_names_the_known(engine: Engine) -> None:
    with pytest.raises(UnknownProject, match=CODE):
        projects.project_at(engine, "nowhere-2570")


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
        projects.store_projects(engine, now=NOW, folder=folder)

    assert projects.project_at(engine, CODE).version == 1


def test_project_file_in_another_encoding_is_named(engine: Engine, folder: Path) -> None:
    path = folder / "office.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp874", errors="replace"))

    with pytest.raises(ProjectFileRefused, match="UTF-8"):
        projects.store_projects(engine, now=NOW, folder=folder)


def test_sample_project_is_shown_while_no_other_has_data(engine: Engine) -> None:
    assert projects.shown_by_default(engine) == projects.SAMPLE_PROJECT
