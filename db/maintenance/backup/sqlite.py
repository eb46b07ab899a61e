"""SQLite: its own online backup, a transaction on the file that it writes; broken off, it leaves what was there."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError

from db.chain import head
from db.engine import BUSY_TIMEOUT_MS, new_engine, sqlite_file
from db.errors import BackupRefused, DatabaseBusy, DatabaseFull, Refused
from db.maintenance.backup.files import beside, private_folder
from db.maintenance.backup.schema import Schema, require_schema, require_version
from db.maintenance.migrate import build, migrate
from db.transactions import translate

SUFFIX = ".db"
_MAGIC = b"SQLite format 3\x00"
_OWN = {"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}  # tables that SQLite makes by itself


def require_source(engine: Engine, target: Path) -> None:
    """Raise ``Refused`` where there is no file yet, or ``target`` is the database itself."""
    source = sqlite_file(engine.url.render_as_string(hide_password=False))
    if source is None or not source.is_file():
        raise Refused("nothing_to_back_up")
    if target.exists() and target.samefile(source):
        raise Refused("backup_onto_itself")


def dump(engine: Engine, part: Path) -> str:
    """Copy the database into one file without companions; returns its newest link. Raises ``BackupRefused``."""
    source = _file_of(engine)
    with _named_errors(source.name):
        _copy(source, part)
        with closing(_open(part)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")
            _without_drafts(copy)
            _require_whole(copy, source.name)
            seq, digest = copy.execute("SELECT seq, hash FROM chain_link ORDER BY seq DESC").fetchone() or (0, "")
    return f"{seq}:{digest}"


@contextmanager
def staged(engine: Engine, file: Path) -> Iterator[Engine]:
    """What a backup holds, in a file of its own. Raises ``BackupRefused``, ``DatabaseOutdated``."""
    if _file_of(engine).exists() and file.samefile(_file_of(engine)):
        raise BackupRefused("restore_itself")
    with private_folder() as folder:
        path = folder / "copy.db"
        with _named_errors(file.name):
            _require_sqlite(file)
            _copy(file, path)
            _require_ours(path, file.name)
        copy = _engine(path)
        try:
            with _named_errors(file.name):
                migrate(copy)
            yield copy
        finally:
            copy.dispose()
            head.forget(copy)


def put_in_place(engine: Engine, copy: Engine) -> Path | None:
    """Replace what the file holds in one transaction; what it held before is kept beside it."""
    copy.dispose()  # its pages are perhaps to be put in order
    target = _file_of(engine)
    kept = target.with_name(f"{target.name}.before-restore") if target.is_file() else None
    with _named_errors(target.name):
        if kept is None:
            target.touch(0o600)
        else:
            with beside(kept) as part:
                _copy(target, part)
                with closing(_open(part)) as old:
                    old.execute("PRAGMA journal_mode = DELETE")
                    _without_drafts(old)
        _match_pages(_file_of(copy), target)
        _copy(_file_of(copy), target)
    return kept


def _without_drafts(copy: sqlite3.Connection) -> None:
    """Delete the loads that nobody has saved yet: they end within days, and a copy would outlive them."""
    if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'draft'").fetchone():
        copy.execute("PRAGMA secure_delete = ON")
        copy.execute("DELETE FROM draft")
        copy.commit()


def _match_pages(path: Path, target: Path) -> None:
    """Give a copy the page size of the file that it is to replace, which SQLite's backup asks for."""
    with closing(_open(target)) as there, closing(_open(path)) as copy:
        (wanted,), (size,) = (one.execute("PRAGMA page_size").fetchone() for one in (there, copy))
        if target.stat().st_size and wanted != size:
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.execute(f"PRAGMA page_size = {int(wanted)}")
            copy.execute("VACUUM")


def _file_of(engine: Engine) -> Path:
    found = sqlite_file(engine.url.render_as_string(hide_password=False))
    if found is None:
        raise Refused("nothing_to_back_up")
    return found


def _engine(path: Path) -> Engine:
    return new_engine(f"sqlite:///{path.as_posix()}")


def _copy(source: Path, target: Path) -> None:
    with closing(_open(source)) as before, closing(_open(target)) as after:
        before.backup(after)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000)
    connection.execute("PRAGMA trusted_schema = OFF")  # a file from elsewhere runs nothing here
    return connection


def _require_sqlite(path: Path) -> None:
    """Refuse what is no SQLite file, and a file that is shorter than its own first page says."""
    with path.open("rb") as file:
        begin = file.read(100)
    if len(begin) < 100 or not begin.startswith(_MAGIC):
        raise BackupRefused("no_backup", name=path.name)
    page = int.from_bytes(begin[16:18], "big")
    pages = int.from_bytes(begin[28:32], "big")
    if path.stat().st_size < pages * (65_536 if page == 1 else page):
        raise BackupRefused("half", name=path.name)


def _require_ours(path: Path, name: str) -> None:
    """The schema first: only then is anything in the file used."""
    with closing(_open(path)) as copy:
        found = schema(copy)
        if "table alembic_version" not in found or "table project_version" not in found:
            raise BackupRefused("another_program", name=name)
        revision = require_version([row[0] for row in copy.execute("SELECT version_num FROM alembic_version")], name)
        require_schema(found, made(revision), name)
        _require_whole(copy, name)


@cache
def made(revision: str) -> Schema:
    """What the migrations make up to a revision; callers share it and must not change it."""
    engine = create_engine("sqlite://")  # with no foreign keys on, as for ``migrate``
    try:
        with engine.connect() as connection:
            build(connection, revision)
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            return schema(driver)
    finally:
        engine.dispose()


def schema(database: sqlite3.Connection) -> Schema:
    """What was created, by kind and name: the parts of its statement, in whatever order, quotes and spaces."""
    found: Schema = {}
    for kind, name, table, statement in database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"):
        by_itself = (kind == "table" and name in _OWN) or (kind == "index" and statement is None)
        if not by_itself:
            found[f"{kind} {name}"] = frozenset({table, *_parts(statement or "")})
    return found


def _parts(statement: str) -> Iterator[str]:
    """What stands before the outer brackets, behind them, and each thing between them."""
    plain = re.sub(r"\s+", " ", statement.replace('"', ""))
    begin, end = plain.find("("), plain.rfind(")")
    yield plain[:begin].strip()
    yield plain[end + 1 :].strip()
    depth, part = 0, ""
    for char in plain[begin + 1 : max(end, 0)]:
        depth += (char == "(") - (char == ")")
        if char == "," and not depth:
            yield part.strip()
            part = ""
        else:
            part += char
    yield part.strip()


def _require_whole(database: sqlite3.Connection, name: str) -> None:
    found = [line for (line,) in database.execute("PRAGMA integrity_check(3)") if line != "ok"]
    found += [f"{row[0]} {row[1]}" for row in database.execute("PRAGMA foreign_key_check")]
    if found:
        raise BackupRefused("damaged", name=name, detail=found[0])


@contextmanager
def _named_errors(name: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        named = translate(error.orig if isinstance(error, DBAPIError) else error)
        if isinstance(named, DatabaseBusy | DatabaseFull):
            raise named from error
        raise BackupRefused("damaged", name=name, detail=str(error).splitlines()[0]) from error
    except OSError as error:
        raise BackupRefused("disk", error=error) from error
