"""A project's file and its settings on the web do not fight: which text is in force, and that both are told."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.maintenance import chain, status
from db.projects import versions
from db.tables import ProjectVersion
from db.transactions import writing
from tests.support.actors import OPERATOR, SYSTEM
from tests.support.door import Run
from tests.support.said import english, thai
from tests.support.uploads import NOW

CODE = "phetchaburi-2564"
LATER, LATEST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
TOLERANCE = "tolerance_groups = {}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "projects"
    made.mkdir()
    (made / "office.toml").write_text((versions.FOLDER / f"{CODE}.toml").read_text("utf-8-sig"), encoding="utf-8")
    return made


def text_with(groups: int) -> str:
    """The shipped text with another tolerance of groups."""
    shipped = (versions.FOLDER / f"{CODE}.toml").read_text("utf-8-sig")
    return shipped.replace(TOLERANCE.format(0), TOLERANCE.format(groups))


def on_web(engine: Engine, groups: int, in_force_from: date | None = None) -> ProjectVersion:
    with writing(engine) as session:
        return versions.add_version(
            session, text_with(groups), now=NOW, by="admin", reason="ก", on_web=True, in_force_from=in_force_from
        )


def store(engine: Engine, folder: Path, groups: int, now: object = LATER) -> versions.Stored:
    (folder / "office.toml").write_text(text_with(groups), encoding="utf-8")
    return versions.store_folder(engine, actor=SYSTEM, now=now, files=folder)  # type: ignore[arg-type]


def tolerance(engine: Engine, day: date | None = None) -> int:
    return versions.project_at(engine, CODE, day).project.tolerance_groups


def test_what_was_saved_on_the_web_is_in_force_after_the_file_is_looked_at_again(engine: Engine, folder: Path) -> None:
    on_web(engine, 3)

    stored = store(engine, folder, 0)

    assert (stored.versions, stored.beside) == ((), ())
    assert (tolerance(engine), versions.project_at(engine, CODE).source) == (3, "web")
    assert versions.file_beside_web(engine, CODE) is None


def test_init_leaves_in_force_what_was_saved_on_the_web(
    run: Run, engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTOP_PROJECTS", str(folder))
    on_web(engine, 3)

    ran = run("init", "--json")

    assert (ran.exit, ran.json["projects"], ran.json["beside"]) == (0, [], [])
    assert tolerance(engine) == 3


def test_a_file_changed_beside_the_web_is_kept_never_in_force_and_told_until_a_person_decides(
    engine: Engine, folder: Path
) -> None:
    on_web(engine, 3)

    stored = store(engine, folder, 5)
    again = store(engine, folder, 5, LATEST)

    assert stored.versions == again.versions == ()
    assert tolerance(engine) == tolerance(engine, date(2030, 1, 1)) == tolerance(engine, date(2019, 1, 1)) == 3
    found = versions.file_beside_web(engine, CODE)
    assert found is not None
    assert (found.in_force.version, found.file.version) == (2, 3)
    assert stored.beside == again.beside == (found.message,)
    assert versions.all_beside_web(engine) == (found,)
    warned = [one for one in status.found(engine, actor=OPERATOR, now=NOW).warnings if one.code == "settings_differ"]
    assert [one.message for one in warned] == [found.message]
    assert "ค่าที่ admin บันทึกทางหน้าเว็บ (ฉบับที่ 2) ยังใช้อยู่" in thai(found.message)
    assert "stay in force" in english(found.message)
    on_web(engine, 5)
    assert versions.file_beside_web(engine, CODE) is None
    assert tolerance(engine) == 5
    assert chain.check(engine).findings == ()


def test_a_file_that_is_brought_back_is_no_longer_told(engine: Engine, folder: Path) -> None:
    on_web(engine, 3)
    store(engine, folder, 5)

    assert store(engine, folder, 0, LATEST).beside == ()
    assert versions.file_beside_web(engine, CODE) is None
    assert tolerance(engine) == 3


def test_a_file_that_says_what_the_web_says_goes_on_from_there(engine: Engine, folder: Path) -> None:
    on_web(engine, 3, date(2021, 1, 1))

    [agreed] = store(engine, folder, 3).versions
    [changed] = store(engine, folder, 4, LATEST).versions

    assert (agreed.source, agreed.in_force_from, agreed.by) == ("file", date(2021, 1, 1), "system")
    assert (changed.aside, tolerance(engine)) == (None, 4)


def test_a_version_is_in_force_from_the_day_that_a_person_chose(engine: Engine) -> None:
    on_web(engine, 3, date(2021, 3, 1))
    on_web(engine, 4, date(2021, 6, 1))
    last = on_web(engine, 5, date(2021, 5, 1))

    days = [date(2021, 2, 28), date(2021, 3, 1), date(2021, 4, 30), date(2021, 5, 1), date(2021, 6, 1)]

    assert [tolerance(engine, day) for day in days] == [0, 3, 3, 5, 5]
    assert tolerance(engine) == 5
    before = last.stored_at - timedelta(microseconds=1)
    assert versions.project_at(engine, CODE, date(2021, 6, 1), seen=before).version == 1


def test_who_stored_a_file_is_recorded(engine: Engine, folder: Path) -> None:
    [stored] = store(engine, folder, 2).versions

    assert (stored.by, stored.source, stored.reason, stored.in_force_from) == ("system", "file", None, None)
