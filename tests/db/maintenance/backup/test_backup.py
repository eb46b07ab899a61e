"""One file out, one file in: whole, checked, and the old one kept."""

import os
import re
import secrets
import sqlite3
import stat
import threading
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from core.figures import compute
from db import generation
from db.accounts import audit, sessions, users
from db.chain import keys
from db.chain.links import last
from db.engine import new_engine
from db.errors import BackupRefused, Refused
from db.maintenance import backup as backups
from db.maintenance import migrate as migrations
from db.maintenance.backup import pg_tools, postgresql
from db.maintenance.chain import check
from db.maintenance.verify import verify
from db.snapshots import store
from db.tables import ChainLink
from db.transactions import reading
from tests.support.actors import OPERATOR
from tests.support.databases import address
from tests.support.uploads import CODE, NOW, group, payment, put
from words.rendering import render

FEB, MAR = date(2021, 2, 28), date(2021, 3, 31)
OWNER_ALONE = 0o600


@pytest.fixture
def filled(engine: Engine) -> Engine:
    put(engine, "groups", [group("G01")], FEB)
    return engine


@pytest.fixture
def file(filled: Engine, tmp_path: Path) -> Path:
    """Of SQLite and PostgreSQL alike."""
    return backups.backup(filled, tmp_path / "copy.backup", actor=OPERATOR).file


def days(engine: Engine) -> list[date]:
    return [info.as_of for info in store.history(engine, CODE)]


def newest(engine: Engine) -> str:
    with reading(engine) as session:
        link = last(session.connection())
    assert link is not None
    return link.text


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# -- writing one ----------------------------------------------------------------------------------------------------


def test_backup_is_one_whole_file_with_its_newest_link_beside_it(filled: Engine, tmp_path: Path) -> None:
    target = tmp_path / "copy.backup"
    made = backups.backup(filled, target, actor=OPERATOR)

    assert (made.file, made.size, made.link, made.key) == (target, target.stat().st_size, newest(filled), None)
    assert backups.link_file(target).read_text() == f"{made.link}\n"
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.backup", "copy.backup.link"]
    assert os.name == "nt" or {mode(path) for path in tmp_path.glob("copy*")} == {OWNER_ALONE}


def test_sqlite_backup_is_an_sqlite_file_by_itself(sqlite: Engine, tmp_path: Path) -> None:
    put(sqlite, "groups", [group("G01")], FEB)
    backups.backup(sqlite, tmp_path / "copy.db", actor=OPERATOR)

    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM upload").fetchone() == (1,)
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_the_key_goes_along_where_it_is_asked_for_and_nowhere_else(filled: Engine, tmp_path: Path) -> None:
    made = backups.backup(filled, tmp_path / "with", actor=OPERATOR, with_key=True)
    backups.backup(filled, tmp_path / "without", actor=OPERATOR)

    (key,) = keys.held().values()
    assert made.key == backups.key_file(tmp_path / "with")
    assert made.key.read_text().split() == [key]
    assert os.name == "nt" or mode(made.key) == OWNER_ALONE
    assert [path.name for path in tmp_path.iterdir() if key.encode() in path.read_bytes()] == ["with.key"]
    assert not backups.key_file(tmp_path / "without").exists()


@pytest.mark.parametrize("there", ["copy", "copy.link", "copy.key"])
def test_what_is_there_is_not_replaced_unless_that_is_said(filled: Engine, tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine")

    with pytest.raises(Refused, match=rf"{there} is there already.*--force"):
        backups.backup(filled, tmp_path / "copy", actor=OPERATOR, with_key=True)
    assert [(path.name, path.read_text()) for path in tmp_path.glob("copy*")] == [(there, "mine")]

    backups.backup(filled, tmp_path / "copy", actor=OPERATOR, with_key=True, force=True)
    assert "mine" not in {path.read_bytes().decode("latin-1") for path in tmp_path.glob("copy*")}


def test_a_backup_that_can_not_be_written_leaves_the_one_before(
    filled: Engine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BackupRefused, match="No space left"):
        backups.backup(filled, file, actor=OPERATOR, force=True)

    assert file.read_bytes() == before
    assert not list(file.parent.glob("*.part*"))


def test_backup_while_somebody_writes_holds_what_was_committed(filled: Engine, tmp_path: Path) -> None:
    with filled.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("DELETE FROM group_row"))
        backups.backup(filled, tmp_path / "copy", actor=OPERATOR)
        connection.rollback()

    backups.restore(filled, tmp_path / "copy", actor=OPERATOR, now=NOW)
    assert len(store.view(filled, CODE).rows["groups"]) == 1


def test_backup_over_the_database_itself_or_nowhere_is_refused(sqlite: Engine, tmp_path: Path) -> None:
    for target in (Path(str(sqlite.url.database)), tmp_path / "no" / "such" / "folder.db", tmp_path):
        with pytest.raises(Refused):
            backups.backup(sqlite, target, actor=OPERATOR, force=True)
    with pytest.raises(BackupRefused, match="in use"):
        backups.restore(sqlite, Path(str(sqlite.url.database)), actor=OPERATOR, now=NOW)


def test_where_there_is_no_database_there_is_no_backup(empty: Engine, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no database"):
        backups.backup(empty, tmp_path / "copy", actor=OPERATOR)
    assert not (tmp_path / "copy").exists()


# -- putting one back -----------------------------------------------------------------------------------------------


def test_restored_database_is_the_one_of_the_backup_and_the_old_one_is_kept(filled: Engine, file: Path) -> None:
    put(filled, "groups", [group("G02")], MAR)

    kept = backups.restore(filled, file, actor=OPERATOR, now=NOW)

    assert days(filled) == [FEB]
    assert verify(filled) == []
    assert check(filled).findings == ()
    assert kept is not None and (os.name == "nt" or mode(kept) == OWNER_ALONE)
    backups.restore(filled, kept, actor=OPERATOR, now=NOW)
    assert days(filled) == [MAR, FEB]
    assert verify(filled) == []


def test_a_restore_leaves_nothing_but_the_database_and_the_old_one(sqlite: Engine, tmp_path: Path) -> None:
    backups.backup(sqlite, tmp_path / "copy.db", actor=OPERATOR)
    before = {path.name for path in tmp_path.iterdir()}
    data = {path.name for path in Path(os.environ["OTOP_DATA"]).iterdir()}

    kept = backups.restore(sqlite, tmp_path / "copy.db", actor=OPERATOR, now=NOW)

    assert kept == Path(str(sqlite.url.database) + ".before-restore")
    beside = {path.name for path in tmp_path.iterdir()} - before
    assert {name for name in beside if not name.endswith(("-wal", "-shm"))} == {kept.name}
    made = {path.name for path in Path(os.environ["OTOP_DATA"]).iterdir()} - data
    assert [name for name in made if not re.fullmatch(r"chain-[0-9a-f]+\.head", name)] == []
    assert len(made) <= 1


def test_a_file_is_read_into_a_schema_that_is_gone_afterwards(
    filled: Engine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if filled.dialect.name == "sqlite":
        pytest.skip("SQLite has files")
    number, query = secrets.token_hex(4), text("SELECT count(*) FROM pg_namespace WHERE nspname = :name")
    monkeypatch.setattr(postgresql.secrets, "token_hex", lambda _bytes: number)

    with filled.connect() as connection:
        name = {"name": f"otop_restoring_{number}"}
        with postgresql.staged(filled, file):
            assert connection.scalar(query, name) == 1
        assert connection.scalar(query, name) == 0


def test_restore_on_a_new_machine_needs_no_database(sqlite: Engine, tmp_path: Path) -> None:
    put(sqlite, "groups", [group("G01")], FEB)
    backups.backup(sqlite, tmp_path / "copy.db", actor=OPERATOR)
    fresh = new_engine(address(tmp_path / "fresh.db"))

    assert backups.restore(fresh, tmp_path / "copy.db", actor=OPERATOR, now=NOW) is None
    assert days(fresh) == [FEB]
    assert os.name == "nt" or mode(tmp_path / "fresh.db") == OWNER_ALONE
    fresh.dispose()


def test_restore_into_a_database_without_tables(filled: Engine, file: Path) -> None:
    if filled.dialect.name == "sqlite":
        pytest.skip("a file: the test before")
    with filled.begin() as connection:
        schema = connection.scalar(text("SELECT current_schema()"))
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {schema}"))

    assert backups.restore(filled, file, actor=OPERATOR, now=NOW) is None
    assert days(filled) == [FEB]
    assert put(filled, "groups", [group("G02")], MAR).id == 2
    assert (verify(filled), check(filled).findings) == ([], ())


def test_numbers_go_on_where_they_had_got_to(filled: Engine, file: Path) -> None:
    backups.restore(filled, file, actor=OPERATOR, now=NOW)

    assert put(filled, "groups", [group("G02")], MAR).id >= 2
    assert verify(filled) == []


def test_restore_is_in_the_log_and_begins_a_section_of_the_chain(filled: Engine, file: Path) -> None:
    backups.restore(filled, file, actor=OPERATOR, now=NOW)

    (event,) = [event for event in audit.recent(filled) if event.action == "restore"]
    assert (event.by, event.role, event.via, event.detail) == ("operator", "operator", "command", file.name)
    with reading(filled) as session:
        link = session.connection().execute(select(ChainLink.__table__).order_by(text("seq DESC"))).first()
    assert link is not None and link.action == "restore"


def test_a_sign_in_of_before_is_dead_even_one_that_is_good_in_the_backup(filled: Engine, tmp_path: Path) -> None:
    users.add(filled, "clerk", "staff", actor=OPERATOR, now=NOW)
    token = sessions.public_id(sessions.sign_in(filled, "clerk", NOW))
    backups.backup(filled, tmp_path / "copy", actor=OPERATOR)
    later = NOW + timedelta(minutes=5)
    assert sessions.signed_in(filled, token, later) is not None

    backups.restore(filled, tmp_path / "copy", actor=OPERATOR, now=later)

    assert sessions.signed_in(filled, token, later) is None
    after = sessions.public_id(sessions.sign_in(filled, "clerk", later))
    assert sessions.signed_in(filled, after, later) is not None


def test_a_sign_in_that_was_ended_after_the_backup_does_not_come_back(filled: Engine, tmp_path: Path) -> None:
    users.add(filled, "clerk", "staff", actor=OPERATOR, now=NOW)
    token = sessions.public_id(sessions.sign_in(filled, "clerk", NOW))
    backups.backup(filled, tmp_path / "copy", actor=OPERATOR)
    sessions.sign_out(filled, token, NOW)

    backups.restore(filled, tmp_path / "copy", actor=OPERATOR, now=NOW)

    assert sessions.signed_in(filled, token, NOW + timedelta(minutes=1)) is None


def test_restore_reaches_those_who_are_connected(filled: Engine, file: Path) -> None:
    put(filled, "groups", [group("G02")], MAR)
    other = new_engine(filled.url.render_as_string(hide_password=False))
    assert days(other) == [MAR, FEB]

    backups.restore(filled, file, actor=OPERATOR, now=NOW)

    assert days(other) == [FEB]
    other.dispose()


def test_no_row_that_was_kept_in_memory_outlives_a_restore(filled: Engine, tmp_path: Path) -> None:
    """An upload whose rows were changed by hand keeps its number and its hash: by these alone old rows would be shown
    beside sums of new ones.
    """
    spent = put(filled, "spending", [payment("ฎ.1", 706_782_00)], MAR)
    backups.backup(filled, tmp_path / "before", actor=OPERATOR)
    with filled.begin() as connection:
        connection.execute(text(f"UPDATE spending_row SET amount_satang = 79578200 WHERE upload_id = {spent.id}"))
    backups.backup(filled, tmp_path / "changed", actor=OPERATOR)
    other = new_engine(filled.url.render_as_string(hide_password=False))  # a server that goes on
    backups.restore(filled, tmp_path / "before", actor=OPERATOR, now=NOW)
    shown, held = store.view(other, CODE), generation.current(other)
    assert shown.rows["spending"]["amount_satang"] == [706_782_00]

    backups.restore(filled, tmp_path / "changed", actor=OPERATOR, now=NOW)

    assert generation.current(other) != held
    again = store.view(other, CODE)
    assert again.rows["spending"]["amount_satang"] == [795_782_00]
    assert store.rows_of_upload(other, spent.id)[0]["amount_satang"] == [795_782_00]
    assert again.key != shown.key  # by which papers are kept
    other.dispose()


def test_restore_waits_for_a_writer_to_finish(filled: Engine, file: Path) -> None:
    done = threading.Event()
    other = new_engine(filled.url.render_as_string(hide_password=False))

    def restore() -> None:
        backups.restore(other, file, actor=OPERATOR, now=NOW)
        done.set()

    with filled.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("DELETE FROM group_row"))
        thread = threading.Thread(target=restore)
        thread.start()
        assert not done.wait(0.2)
        connection.rollback()
    thread.join(30)

    assert done.is_set()
    assert days(filled) == [FEB]
    other.dispose()


# -- the release before ---------------------------------------------------------------------------------------------


def test_a_database_of_the_release_before_is_restored_migrated_chained_and_verified(
    release_before: Engine, sqlite: Engine
) -> None:
    source = Path(str(release_before.url.database))
    with closing(sqlite3.connect(source)) as before:
        stored = before.execute("SELECT id, rows_sha256, figures FROM upload ORDER BY id").fetchall()

    backups.restore(sqlite, source, actor=OPERATOR, now=NOW)

    migrations.require_current(sqlite)
    with closing(sqlite3.connect(str(sqlite.url.database))) as after:
        assert after.execute("SELECT id, rows_sha256, figures FROM upload ORDER BY id").fetchall() == stored
    assert verify(sqlite) == []
    found = check(sqlite)
    assert (found.findings, found.count) == ((), 2)  # all that there was, and the restore
    printed = store.view(sqlite, CODE, date(2021, 6, 30), datetime(2026, 11, 28, 4, 11, 14, tzinfo=UTC))
    summary = compute(printed).summary(render)  # what a link that was printed then opens
    assert (summary["registered_groups"], summary["disbursed_baht"]) == (9, 241_858.75)
    assert put(sqlite, "groups", [group("G01")], date(2021, 9, 30), now=NOW.replace(year=2026, month=12)).id == 37


# -- PostgreSQL's own tools -----------------------------------------------------------------------------------------


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without PostgreSQL's programs, and the folder of its PATH."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(pg_tools, "DEBIAN", tmp_path / "postgresql")
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


def tool(path: Path, version: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n")
    path.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="POSIX")
def test_a_missing_or_older_pg_dump_is_said_with_what_to_install(tools: Path) -> None:
    with pytest.raises(Refused, match=r"pg_dump is not there.*postgresql-client-15"):
        pg_tools.find("pg_dump", 15)

    tool(tools / "pg_dump", "13.11 (Debian 13.11-1)")
    with pytest.raises(Refused, match=r"pg_dump is version 13, older.*postgresql-client-15"):
        pg_tools.find("pg_dump", 15)


@pytest.mark.skipif(os.name == "nt", reason="POSIX")
def test_the_newest_pg_dump_of_path_and_debians_folders_is_taken(tools: Path) -> None:
    tool(tools / "pg_dump", "13.11")
    for version in (15, 16):
        tool(tools.parent / "postgresql" / str(version) / "bin" / "pg_dump", f"{version}.2")

    assert pg_tools.find("pg_dump", 15) == str(tools.parent / "postgresql" / "16" / "bin" / "pg_dump")
