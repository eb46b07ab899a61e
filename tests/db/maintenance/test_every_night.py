"""A backup for every night: dated, proved to restore, and only then do the oldest go."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from db import engine as engines
from db.accounts import audit, users
from db.errors import BackupRefused, Refused
from db.maintenance import backup as backups
from db.maintenance import every_night, status
from db.maintenance.scheduled import recorded
from db.maintenance.verify import Difference, verify
from db.telling import queue, subscriptions
from db.telling.subscriptions import Wish
from tests.support.actors import OPERATOR, admin
from tests.support.door import Run
from tests.support.uploads import NOW, group, payment, put
from words.rendering import said

FEB = date(2021, 2, 28)
NIGHT = datetime(2026, 11, 27, 19, 30, tzinfo=UTC)  # half past two in Bangkok


@pytest.fixture
def filled(engine: Engine) -> Engine:
    put(engine, "groups", [group("G01")], FEB)
    put(engine, "spending", [payment("ฎ.1", 5_000)], FEB)
    return engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept"


def nights(engine: Engine, folder: Path, count: int, keep: int | None) -> list[every_night.Proved]:
    return [
        every_night.nightly(engine, folder, actor=OPERATOR, now=NIGHT + timedelta(days=day), keep=keep)
        for day in range(count)
    ]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def with_links(files: Sequence[str]) -> list[str]:
    return sorted([*files, *(f"{name}.link" for name in files)])


def test_names_are_by_date_and_time_in_bangkok_and_the_newest_are_kept(filled: Engine, folder: Path) -> None:
    end = ".db" if filled.dialect.name == "sqlite" else ".dump"

    done = nights(filled, folder, 4, keep=2)

    assert names(folder) == with_links([f"otop-20261130-023000{end}", f"otop-20261201-023000{end}"])
    assert [one.removed for one in done] == [(), (), (f"otop-20261128-023000{end}",), (f"otop-20261129-023000{end}",)]
    assert all(one.differences == () for one in done)
    backups.restore(filled, done[-1].backup.file, actor=OPERATOR, now=NOW)
    assert verify(filled) == []


def test_without_a_number_all_are_kept(sqlite: Engine, folder: Path) -> None:
    nights(sqlite, folder, 3, keep=None)

    assert len(list(folder.glob("*.db"))) == 3


def test_only_files_of_its_own_names_are_removed(sqlite: Engine, folder: Path) -> None:
    theirs = [
        "otop.db",
        "otop-20200101.db",
        "otop-20200101-000000.db.txt",
        "old-otop-20200101-000000.db",
        "otop-20200101-000000.sqlite",
        "letter.link",
    ]
    own = ["otop-20200101-000000.db", "otop-20200101-000000.db.link", "otop-20200101-000000.db.key"]
    left = ["otop-20200102-000000.db.part", "otop-20200102-000000.db.part-journal"]  # by a run that was killed
    for name in (*theirs, *own, *left):
        (folder / name).write_text("")

    (done,) = nights(sqlite, folder, 1, keep=1)

    assert done.removed == ("otop-20200101-000000.db",)
    assert names(folder) == sorted([*theirs, *with_links(["otop-20261128-023000.db"])])


def test_the_new_one_stays_though_the_clock_ran_ahead_before(sqlite: Engine, folder: Path) -> None:
    for name in ("otop-20990101-000000.db", "otop-20990102-000000.db"):
        (folder / name).write_text("")

    nights(sqlite, folder, 1, keep=2)

    assert [path.name for path in sorted(folder.glob("*.db"))] == ["otop-20261128-023000.db", "otop-20990102-000000.db"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE spending_row SET amount_satang = 1",
        "DELETE FROM group_row",
        "UPDATE upload SET file_name = 'other.csv' WHERE id = 1",
        "DELETE FROM audit_event",
    ],
)
def test_while_something_differs_the_new_one_stays_and_nothing_is_removed(
    filled: Engine, folder: Path, statement: str
) -> None:
    nights(filled, folder, 2, keep=2)
    with filled.begin() as connection:
        connection.execute(text(statement))

    made = every_night.nightly(filled, folder, actor=OPERATOR, now=NIGHT + timedelta(days=9), keep=1)

    assert made.differences and made.removed == ()
    assert made.backup.file.is_file()
    assert len(names(folder)) == 6


def test_a_backup_that_does_not_restore_is_said_and_nothing_is_removed(sqlite: Engine, folder: Path) -> None:
    nights(sqlite, folder, 2, keep=2)
    with sqlite.begin() as connection:
        connection.execute(text("CREATE TRIGGER quiet AFTER INSERT ON upload BEGIN SELECT 1; END"))

    with pytest.raises(BackupRefused, match="trigger quiet"):
        every_night.nightly(sqlite, folder, actor=OPERATOR, now=NIGHT + timedelta(days=9), keep=1)

    assert len(list(folder.glob("*.db"))) == 3


def test_nothing_is_removed_before_the_new_one_is_proved(
    sqlite: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights(sqlite, folder, 2, keep=2)
    seen: list[list[str]] = []
    monkeypatch.setattr(every_night, "verify", lambda copy: (seen.append(names(folder)), verify(copy))[1])

    every_night.nightly(sqlite, folder, actor=OPERATOR, now=NIGHT + timedelta(days=9), keep=1)

    assert len([name for name in seen[0] if name.endswith(".db")]) == 3
    assert len(list(folder.glob("*.db"))) == 1


def test_the_figures_that_are_proved_are_those_of_the_file(
    sqlite: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is compared is what was restored from the file, and not the database beside it."""
    looked: list[str] = []
    monkeypatch.setattr(every_night, "verify", lambda copy: (looked.append(str(copy.url.database)), verify(copy))[1])

    nights(sqlite, folder, 1, keep=1)

    assert looked and looked[0] != sqlite.url.database
    assert not Path(looked[0]).exists()


def test_figures_that_are_others_in_the_database_by_then_are_told(
    filled: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(copy: Engine) -> list[Difference]:
        with filled.begin() as connection:
            connection.execute(text("UPDATE upload SET rows_sha256 = 'x' WHERE id = 2"))
        return verify(copy)

    monkeypatch.setattr(every_night, "verify", meanwhile)

    (done,) = nights(filled, folder, 1, keep=1)

    (told,) = done.differences
    assert (told.params["at"], told.params["what"], told.params["stored"]) == (2, "rows_sha256", "x")


def test_a_folder_that_is_not_there_is_not_made(sqlite: Engine, tmp_path: Path) -> None:
    """A share that is not mounted: a folder made in its place would fill the disk of the server."""
    with pytest.raises(Refused, match="no such folder"):
        every_night.nightly(sqlite, tmp_path / "share", actor=OPERATOR, now=NIGHT, keep=1)
    assert not (tmp_path / "share").exists()


# -- the command ----------------------------------------------------------------------------------------------------


def test_the_command_tells_what_it_did(sample: Run, folder: Path) -> None:
    for number in range(2):
        ran = sample("backup", "--to", folder, "--keep", "1", "--json")
        assert ran.exit == 0
        assert ran.json["ok"] is True and ran.json["differences"] == []
        for end in ("", ".link"):  # the next may be made in the same second
            Path(ran.json["file"] + end).rename(folder / f"otop-20200101-00000{number}.db{end}")

    again = sample("backup", "--to", folder, "--keep", "1")
    assert again.exit == 0
    assert len(list(folder.glob("*.db"))) == 1
    (link,) = folder.glob("otop-2*.db.link")
    assert link.read_text().strip() in again.out


def test_the_command_exits_1_with_a_sentence_where_the_backup_is_not_proved(sample: Run, folder: Path) -> None:
    (folder / "otop-20200101-000000.db").write_text("")
    with engines.engine().begin() as connection:
        connection.execute(text("UPDATE spending_row SET amount_satang = amount_satang + 100"))

    ran = sample("backup", "--to", folder, "--keep", "1", "--json")

    assert ran.exit == 1
    assert ran.json["ok"] is False and ran.json["differences"] and ran.json["removed"] == []
    assert len(list(folder.glob("*.db"))) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("copy.db", "--to", "."),
        ("copy.db", "--keep", "3"),
        ("--to", ".", "--keep", "0"),
        ("--to", ".", "--keep", "-1"),
        ("--to", ".", "--keep", "many"),
        ("--to", ".", "--force"),
        ("--keep", "3"),
    ],
)
def test_wrong_usage_exits_64_and_writes_nothing(
    new: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    assert new("backup", *arguments).exit == 64
    assert list((tmp_path / "here").iterdir()) == []


def test_the_key_goes_along_by_the_command_where_it_is_asked_for(new: Run, tmp_path: Path) -> None:
    ran = new("backup", tmp_path / "copy.db", "--with-key", "--json")

    assert ran.json["key"] == str(tmp_path / "copy.db.key")
    assert new("backup", tmp_path / "copy.db", "--with-key").exit == 64
    assert new("backup", tmp_path / "copy.db", "--with-key", "--force").exit == 0
    assert new("backup", tmp_path / "other.db", "--json").json["key"] is None


def test_a_backup_by_hand_that_is_refused_is_recorded_and_told_of_once_a_day(run: Run, tmp_path: Path) -> None:
    engine = engines.engine()
    users.add(engine, "keeper", "admin", actor=OPERATOR, now=NOW)
    subscriptions.subscribe(engine, "keeper", Wish("backup"), project=None, actor=admin(), now=NOW)
    there = tmp_path / "there.db"
    assert run("backup", there).exit == 0
    assert (queue.recent(engine), recorded.last_refused(engine)) == ([], None)

    refused = [run("backup", there), run("backup", tmp_path / "gone" / "one.db")]

    assert all(one.exit for one in refused)
    (message,) = queue.recent(engine)
    assert (message.occasion, message.user_name, message.state) == ("backup", "keeper", "waiting")
    last = recorded.last_refused(engine)
    assert last is not None and "gone" in said(last.why, "en")
    done = [event.action for event in audit.recent(engine) if event.action.startswith("backup.")]
    assert done == [recorded.REFUSED, recorded.REFUSED, recorded.WRITTEN]
    assert "backup_refused" in [
        one.code for one in status.found(engine, actor=OPERATOR, now=datetime.now(UTC)).warnings
    ]
