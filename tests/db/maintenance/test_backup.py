"""One file out, one file in: whole, checked, and the old one kept beside."""

import os
import sqlite3
import threading
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from db.engine import new_engine
from db.errors import BackupRefused, DatabaseOutdated, Refused
from db.maintenance import backup as backups
from db.maintenance.verify import verify
from db.snapshots import store
from tests.support.actors import OPERATOR
from tests.support.uploads import CODE, NOW, group, put

FEB, MAR = date(2021, 2, 28), date(2021, 3, 31)


@pytest.fixture
def filled(sqlite: Engine) -> Engine:
    put(sqlite, "groups", [group("G01")], FEB)
    return sqlite


def days(engine: Engine) -> list[date]:
    return [info.as_of for info in store.history(engine, CODE)]


def test_backup_is_one_whole_file_without_companions(filled: Engine, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"

    size = backups.backup(filled, target, actor=OPERATOR)

    assert size == target.stat().st_size
    assert os.name == "nt" or target.stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("copy.db-*")) and not list(tmp_path.glob("*.part*"))
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT count(*) FROM upload").fetchone() == (1,)


def test_backup_while_somebody_writes_holds_what_was_committed(filled: Engine, tmp_path: Path) -> None:
    with filled.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("DELETE FROM group_row"))
        backups.backup(filled, tmp_path / "copy.db", actor=OPERATOR)
        connection.rollback()

    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM group_row").fetchone() == (1,)


def test_restored_database_is_the_one_of_the_backup(filled: Engine, tmp_path: Path) -> None:
    backups.backup(filled, tmp_path / "copy.db", actor=OPERATOR)
    put(filled, "groups", [group("G02")], MAR)

    kept = backups.restore(filled, tmp_path / "copy.db", actor=OPERATOR, now=NOW)

    assert days(filled) == [FEB]
    assert verify(filled) == []
    assert kept == Path(str(filled.url.database) + ".before-restore")
    old = new_engine(f"sqlite:///{kept}")
    assert days(old) == [MAR, FEB]
    old.dispose()
    assert not list(tmp_path.glob("*.restoring*"))


def test_restore_on_a_new_machine_needs_no_database(filled: Engine, tmp_path: Path) -> None:
    backups.backup(filled, tmp_path / "copy.db", actor=OPERATOR)
    fresh = new_engine(f"sqlite:///{tmp_path / 'fresh.db'}")

    assert backups.restore(fresh, tmp_path / "copy.db", actor=OPERATOR, now=NOW) is None
    assert days(fresh) == [FEB]
    fresh.dispose()


def test_restore_reaches_those_who_are_connected(filled: Engine, tmp_path: Path) -> None:
    backups.backup(filled, tmp_path / "copy.db", actor=OPERATOR)
    put(filled, "groups", [group("G02")], MAR)
    other = new_engine(str(filled.url))
    assert days(other) == [MAR, FEB]

    backups.restore(filled, tmp_path / "copy.db", actor=OPERATOR, now=NOW)

    assert days(other) == [FEB]
    other.dispose()


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\x00" + b"\x00" * 3000])
def test_file_that_is_no_backup_is_refused_and_nothing_changes(filled: Engine, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.db").write_bytes(content)

    with pytest.raises(BackupRefused, match=r"odd\.db"):
        backups.restore(filled, tmp_path / "odd.db", actor=OPERATOR, now=NOW)

    assert days(filled) == [FEB]


def test_damaged_backup_is_refused_and_nothing_changes(filled: Engine, tmp_path: Path) -> None:
    put(filled, "groups", [group(f"G{i:04}") for i in range(2000)], MAR)
    target = tmp_path / "copy.db"
    backups.backup(filled, target, actor=OPERATOR)
    content = bytearray(target.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40_000] = b"\xff" * 40_000  # more than two pages
    target.write_bytes(content)

    with pytest.raises(BackupRefused, match="damaged"):
        backups.restore(filled, target, actor=OPERATOR, now=NOW)

    assert days(filled) == [MAR, FEB]


def test_database_of_another_program_is_refused(filled: Engine, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE something (id INTEGER)")

    with pytest.raises(BackupRefused, match="another program"):
        backups.restore(filled, tmp_path / "other.db", actor=OPERATOR, now=NOW)


def test_backup_of_a_newer_program_is_refused(filled: Engine, tmp_path: Path) -> None:
    backups.backup(filled, tmp_path / "copy.db", actor=OPERATOR)
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
        copy.commit()

    with pytest.raises(DatabaseOutdated, match="newer"):
        backups.restore(filled, tmp_path / "copy.db", actor=OPERATOR, now=NOW)

    assert days(filled) == [FEB]


def test_backup_over_the_database_itself_or_nowhere_is_refused(filled: Engine, tmp_path: Path) -> None:
    for target in (Path(str(filled.url.database)), tmp_path / "no" / "such" / "folder.db", tmp_path):
        with pytest.raises(Refused):
            backups.backup(filled, target, actor=OPERATOR)
    with pytest.raises(BackupRefused, match="in use"):
        backups.restore(filled, Path(str(filled.url.database)), actor=OPERATOR, now=NOW)


def test_restore_waits_for_a_writer_to_finish(filled: Engine, tmp_path: Path) -> None:
    backups.backup(filled, tmp_path / "copy.db", actor=OPERATOR)
    done = threading.Event()

    def restore() -> None:
        backups.restore(new_engine(str(filled.url)), tmp_path / "copy.db", actor=OPERATOR, now=NOW)
        done.set()

    with filled.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("DELETE FROM group_row"))
        thread = threading.Thread(target=restore)
        thread.start()
        assert not done.wait(0.2)
        connection.rollback()
    thread.join(20)

    assert done.is_set()
    assert days(filled) == [FEB]


def test_postgresql_is_sent_to_its_own_tool() -> None:
    engine = new_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")

    with pytest.raises(Refused, match="pg_dump"):
        backups.backup(engine, Path("x.db"), actor=OPERATOR)
    with pytest.raises(Refused, match="pg_restore"):
        backups.restore(engine, Path("x.db"), actor=OPERATOR, now=NOW)
