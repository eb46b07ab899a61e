"""The database: which one, opened how. SQLite in WAL with foreign keys on; PostgreSQL through psycopg."""

import json
import os
import sqlite3
from functools import cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy import Engine as Engine  # for the rooms above, which know no SQLAlchemy
from sqlalchemy.exc import ArgumentError

from db import private
from db.errors import AddressRefused, FolderRefused, SettingRefused

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
DIALECTS = ("sqlite", "postgresql")
BUSY_TIMEOUT_MS = 10_000
PAGE_BYTES = 16_384
CACHE_KIB = 32_768
# Of PostgreSQL, for each process: connections that stay open, and those that a busy moment may add.
POOL, POOL_MORE, MOST = "OTOP_POOL", "OTOP_POOL_MORE", 1_000
_as_json = partial(json.dumps, ensure_ascii=False, default=str)  # Thai stays readable in the file


def database_url() -> str:
    """``DATABASE_URL``, else an SQLite file under ``data/``."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if not url:
        return f"sqlite:///{(data_dir() / 'otop.db').as_posix()}"
    return address_of(url)


def address_of(url: str) -> str:
    """An address as people write it, with the driver that the program has."""
    if url.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    return url


def data_dir() -> Path:
    """Where the program keeps what it makes itself: ``OTOP_DATA``, else ``data/`` beside the program.

    Raises ``FolderRefused``.
    """
    folder = Path(os.environ.get("OTOP_DATA", "").strip() or DATA)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # names, phones and the cookie key live here
    except OSError as error:
        raise FolderRefused(str(folder), error.strerror or str(error)) from error
    return folder


def new_engine(url: str) -> Engine:
    """An engine of its own, for a database that is only passed through (a backup). Raises ``AddressRefused``,
    ``SettingRefused``.
    """
    try:
        address = _address(url)
        return _sqlite(address) if address.get_backend_name() == "sqlite" else _postgresql(address)
    except (ArgumentError, ImportError, ValueError):  # no cause is kept: its text may hold the password
        raise AddressRefused from None


def _sqlite(address: URL) -> Engine:
    engine = create_engine(address, json_serializer=_as_json)
    if (file := address.database) and file != ":memory:":
        event.listen(engine, "do_connect", lambda *_: private.make(Path(file)))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(address: URL) -> Engine:
    from db import patience

    engine = create_engine(
        address,
        pool_pre_ping=True,  # one that a restart of the database has cut is replaced, and nobody sees it
        pool_timeout=patience.LOCK_S,
        pool_size=_setting(POOL, 5),
        max_overflow=_setting(POOL_MORE, 10),
        connect_args=patience.limits(address),
        json_serializer=_as_json,
    )
    event.listen(engine, "do_connect", patience.connect)
    engine.dialect.do_ping = patience.ping(engine.dialect.do_ping)  # type: ignore[method-assign, assignment]
    return engine


def _setting(variable: str, usual: int) -> int:
    """A number of connections, at least 1. Raises ``SettingRefused``."""
    given = os.environ.get(variable, "").strip()
    if not given:
        return usual
    if not (given.isascii() and given.isdecimal() and 1 <= int(given) <= MOST):
        raise SettingRefused(variable, given, f"{usual}")
    return int(given)


engine_for = cache(new_engine)  # one engine a URL in this process; no connection is made before it is used


def _address(url: str) -> URL:
    address = make_url(url)
    if address.get_backend_name() not in DIALECTS:
        raise AddressRefused
    return address


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; ``None`` where it is another database or lives in memory alone."""
    address = _address(url)
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        return None
    return Path(address.database).absolute()


def engine() -> Engine:
    """The engine of ``database_url()``."""
    return engine_for(database_url())


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None  # transactions begin where we say, see _begin_sqlite
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # of a new file: fewer, larger pages take large loads faster
    cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")  # first: what follows may have to wait
    if cursor.execute("PRAGMA journal_mode").fetchone() != ("wal",):  # a file keeps it; asking again takes a lock
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where the caller means to write: two writers then queue and never collide."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
