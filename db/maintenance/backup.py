"""Back up and restore: one consistent file, taken and put back while the program runs.

Both go through SQLite's own backup, a transaction on its target: broken off, it leaves what was there.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from core.model import Actor, Right
from db.accounts import audit
from db.accounts.actors import asks
from db.chain import head
from db.engine import BUSY_TIMEOUT_MS, new_engine
from db.errors import BackupRefused, DatabaseBusy, DatabaseFull, Refused
from db.maintenance.migrate import migrate
from db.snapshots.uploads import rows_of
from db.transactions import translate, writing

_OURS = {"alembic_version", "project_version", "upload", "upload_event", "user", "audit_event"}


@asks(Right.MAINTAIN)
def backup(engine: Engine, target: Path, *, actor: Actor) -> int:  # noqa: ARG001  asked for its right
    """Write the whole database into one file and check it; returns its size in bytes. The newest link of its chain is
    written beside it (``link_file``): kept elsewhere, it proves later that nothing before it has changed.
    """
    source = _sqlite_path(engine, "pg_dump -Fc -f FILE DATABASE")
    if not source.is_file():
        raise Refused("nothing_to_back_up")
    if target.is_dir() or not target.parent.is_dir():
        raise Refused("no_such_folder", target=target)
    if target.exists() and target.samefile(source):
        raise Refused("backup_onto_itself")
    part = target.with_name(target.name + ".part")
    with _named_errors(source.name):
        part.unlink(missing_ok=True)
        _copy(source, part)
        with closing(sqlite3.connect(part)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, no companions
            _require_whole(copy, part.name)
            seq, digest = copy.execute("SELECT seq, hash FROM chain_link ORDER BY seq DESC").fetchone() or (0, "")
        part.chmod(0o600)  # it holds password hashes and telephone numbers
        part.replace(target)
        link_file(target).write_text(f"{seq}:{digest}\n", encoding="ascii")
    return target.stat().st_size


def link_file(backup: Path) -> Path:
    """The file beside a backup that holds the newest link, ``SEQ:HASH``."""
    return backup.with_name(f"{backup.name}.link")


@asks(Right.MAINTAIN)
def restore(engine: Engine, source: Path, *, actor: Actor, now: datetime) -> Path | None:
    """Put a backup in place of the database, brought up to date; returns where the old one was kept, if any.

    The backup is checked first: whole, ours, and not of a newer program.
    """
    target = _sqlite_path(engine, "pg_restore --clean -d DATABASE FILE")
    if not source.is_file():
        raise BackupRefused("no_file", source=source)
    if target.exists() and target.samefile(source):
        raise BackupRefused("restore_itself")
    part, kept = target.with_name(target.name + ".restoring"), target.with_name(target.name + ".before-restore")
    with _named_errors(source.name):
        part.unlink(missing_ok=True)
        try:
            _require_sqlite(source)
            _copy(source, part)
            _require_ours(part, source.name)
            _bring_up_to_date(part)
            had_one = target.is_file()
            if had_one:
                kept.unlink(missing_ok=True)
                _copy(target, kept)
            _copy(part, target)
        finally:
            for name in (part, part.with_name(part.name + "-wal"), part.with_name(part.name + "-shm")):
                name.unlink(missing_ok=True)
    engine.dispose()
    rows_of.cache_clear()
    with writing(engine) as session:
        audit.record(session, at=now, actor=actor, action="restore", detail=source.name)
    return kept if had_one else None


def _sqlite_path(engine: Engine, instead: str) -> Path:
    if engine.dialect.name != "sqlite" or not engine.url.database or engine.url.database == ":memory:":
        raise Refused("not_sqlite", instead=instead)
    return Path(engine.url.database)


def _copy(source: Path, target: Path) -> None:
    with closing(_open(source)) as before, closing(_open(target)) as after:
        before.backup(after)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000)


def _require_sqlite(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(16) == b"SQLite format 3\x00":
            return
    raise BackupRefused("no_backup", name=path.name)


def _require_ours(path: Path, name: str) -> None:
    with closing(_open(path)) as copy:
        _require_whole(copy, name)
        tables = {table for (table,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables >= _OURS:
        raise BackupRefused("another_program", name=name)


def _require_whole(database: sqlite3.Connection, name: str) -> None:
    found = [line for (line,) in database.execute("PRAGMA integrity_check(3)") if line != "ok"]
    found += [f"{row[0]} {row[1]}" for row in database.execute("PRAGMA foreign_key_check")]
    if found:
        raise _damaged(name, found[0])


def _damaged(name: str, detail: str) -> BackupRefused:
    return BackupRefused("damaged", name=name, detail=detail)


def _bring_up_to_date(path: Path) -> None:
    copy = new_engine(f"sqlite:///{path.as_posix()}")
    try:
        migrate(copy)
    finally:
        copy.dispose()
        head.forget(copy)


@contextmanager
def _named_errors(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        named = translate(error)
        raise (named if isinstance(named, DatabaseBusy | DatabaseFull) else _damaged(name, str(error))) from error
    except OSError as error:
        raise BackupRefused("disk", error=error) from error
