"""One writer at a time, and driver errors turned into ours.

SQLite takes its write lock at BEGIN IMMEDIATE; PostgreSQL an advisory lock that ends with the transaction. A process
killed inside the block leaves the old state, whole.
"""

import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, event, text, update
from sqlalchemy import Table as FromTable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import ORMExecuteState, QueryContext, with_loader_criteria
from sqlalchemy.orm import Session as SomeSession
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql import visitors
from sqlmodel import Session, SQLModel, col, or_, select
from sqlmodel.main import default_registry

from core.model import Actor
from db.chain import head
from db.chain.links import Changes, append, take_head
from db.engine import BUSY_TIMEOUT_MS
from db.errors import (
    DatabaseBusy,
    DatabaseForbidden,
    DatabaseFull,
    DatabaseMissing,
    DatabaseReadOnly,
    DatabaseSilent,
    DatabaseUnfinished,
    DbError,
    OfTheWhole,
)
from db.tables import AuditEvent, Generation, ProjectVersion, Upload, UploadEvent


class Turns(NamedTuple):
    """How often the data of a database have changed since a process saw it first, and at which of those turns what."""

    last: int = 0
    whole: int = 0  # the last one of which it is not known that it was of some projects alone
    projects: Mapping[str, int] = {}


# The state of a database: the number of ``generation``, the hash of the newest link, the turns of its data.
State = tuple[int, str | None, Turns]
# The state that ``db.generation`` read in this run, by database; a change made in the run forgets it.
HELD: ContextVar[dict[str, State] | None] = ContextVar("held", default=None)
_SCOPE = "otop_scope"  # of an engine and its sessions: the projects that can be read through it
_AMPHOE = "otop_amphoe"  # and in them the one amphoe whose rows can be
_DATA_ALONE = "otop_data_alone"  # whether what is read is kept while people come and go: no table of people is read
# Tables of who may come, who came, what they took along and are told of.
PEOPLE = frozenset({"audit_event", "contact", "service_token", "sign_in", "subscription", "user"})
# What a session that is kept to an amphoe may ask: which project, which uploads are in force, by which link. A table
# that is not named here is the whole project's.
OPEN_TABLES = frozenset({
    "chain_link", "generation", "payee_mark", "project_closing", "project_version", "short_link", "upload",
    "upload_event",
})  # fmt: skip
WRITE_LOCK = 0x07059  # any number, the same in every process of ours
_SQLITE_ERRORS: dict[int, type[DatabaseBusy | DatabaseFull | DatabaseReadOnly]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_FULL: DatabaseFull,
    sqlite3.SQLITE_IOERR: DatabaseFull,
    sqlite3.SQLITE_READONLY: DatabaseReadOnly,
}
_SQLITE_UNUSABLE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}


@contextmanager
def writing(engine: Engine, *, foreign_keys: bool = True) -> Iterator[Session]:
    """A session in one transaction that writes. All or nothing: an exception rolls back. What it writes to a covered
    table ends in a link (``db.chain``). The database gets another number (``db.generation``), drawn at random so that
    it never comes back, not even after a restored backup.

    ``foreign_keys=False`` is for migrations alone: SQLite changes a table by copying it, and a parent that is
    dropped must not take its children along.
    """
    with named_errors(), engine.connect().execution_options(writes=True) as connection:
        if connection.dialect.name == "sqlite" and not foreign_keys:
            _foreign_keys(connection, on=False)
        try:
            with connection.begin(), Session(connection, info=_reach(engine)) as session:
                if connection.dialect.name == "postgresql":
                    connection.execute(text(f"SET LOCAL lock_timeout = {BUSY_TIMEOUT_MS}"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITE_LOCK})
                changes = Changes(session, connection) if foreign_keys else None
                if changes is not None:
                    _draw_number(connection)
                yield session
                session.flush()
                if changes is not None:
                    append(connection, changes)
            if link := take_head(connection):
                head.write(engine, link)
        finally:
            take_head(connection)
            (HELD.get() or {}).pop(str(engine.url), None)
            if connection.dialect.name == "sqlite" and not foreign_keys:
                _foreign_keys(connection, on=True)


def _draw_number(connection: Connection) -> None:
    """Give the database another number. One into which a copy has not ended has none yet: raises
    ``DatabaseUnfinished``.
    """
    if not connection.execute(update(Generation).values(number=secrets.randbits(62))).rowcount:
        raise DatabaseUnfinished


@contextmanager
def passing(engine: Engine, *, waits_ms: int = BUSY_TIMEOUT_MS, overwrites: bool = False) -> Iterator[Session]:
    """A session in one transaction that writes what is under way: tables that no link covers and no page remembers. The
    database keeps its number, so that nothing is read anew for it, and on PostgreSQL nobody waits for another's rows.
    It waits ``waits_ms`` for another writer; ``overwrites``: on SQLite what it deletes is filled with zeroes.
    """
    with (
        named_errors(),
        engine.connect().execution_options(writes=True) as connection,
        _manner(connection, waits_ms, overwrites=overwrites),
        connection.begin(),
        Session(connection, info=_reach(engine)) as session,
    ):
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = {waits_ms:d}"))
        if connection.scalar(select(col(Generation.number))) is None:
            raise DatabaseUnfinished
        changes = Changes(session, connection)
        yield session
        session.flush()
        if changes.rows:
            raise TypeError(f"{', '.join(sorted(changes.rows))}: a link covers it, so it is written in ``writing``")


@contextmanager
def _manner(connection: Connection, waits_ms: int, *, overwrites: bool) -> Iterator[None]:
    """Within, a connection to SQLite waits so long for another writer, and overwrites what it deletes or does not."""
    if connection.dialect.name != "sqlite" or (waits_ms == BUSY_TIMEOUT_MS and not overwrites):
        yield
        return
    try:
        _pragmas(connection, busy_timeout=waits_ms, secure_delete=int(overwrites))
        yield
    finally:
        _pragmas(connection, busy_timeout=BUSY_TIMEOUT_MS, secure_delete=0)


def _pragmas(connection: Connection, **settings: int) -> None:
    """Straight to the driver: no transaction is begun for them."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    for name, value in settings.items():
        driver.execute(f"PRAGMA {name} = {value:d}")


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    """The pragma does nothing inside a transaction."""
    _pragmas(connection, foreign_keys=int(on))


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session in one transaction that reads a single state of the database."""
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with named_errors(), Session(engine.execution_options(**options), info=_reach(engine)) as session:
        yield session


@contextmanager
def asking(engine: Engine) -> Iterator[Connection]:
    """A connection for one question about no project: no session is made for it, and no scope narrows it."""
    with named_errors(), engine.connect() as connection:
        yield connection


@contextmanager
def unhurried(connection: Connection) -> Iterator[None]:
    """Within, and in its transaction, a statement may take as long as it must: of migrations and of verifying."""
    if connection.dialect.name != "postgresql":
        yield
        return
    driver: Any = connection.connection.driver_connection
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    driver.answer_s = None
    try:
        yield
    finally:
        driver.answer_s = type(driver).answer_s


def as_seen_by(engine: Engine, actor: Actor) -> Engine:
    """The database as somebody may see it: the one way in which a handle is given to who acts."""
    return within(engine, actor.scope, actor.amphoe)


def within(engine: Engine, scope: frozenset[str] | None, amphoe: str | None = None) -> Engine:
    """The same database for somebody who is kept to some projects, and in them to one amphoe: of the others nothing is
    found through it.
    """
    reach = {_SCOPE: scope, _AMPHOE: amphoe}
    return engine if scope is None and amphoe is None else engine.execution_options(**reach)


def beyond_amphoe(engine: Engine) -> Engine:
    """The whole of the same projects. For what is told of the whole to everybody, and nothing else
    (``db.snapshots.headlines``).
    """
    return engine.execution_options(**{_AMPHOE: None})


def reach_of(engine: Engine) -> tuple[frozenset[str] | None, str | None]:
    """All that an engine is kept to: a part of every key by which what was read is kept."""
    return scope_of(engine), amphoe_of(engine)


def amphoe_of(engine: Engine) -> str | None:
    """The amphoe that an engine is kept to; ``None``: the whole of its projects."""
    amphoe: str | None = engine.get_execution_options().get(_AMPHOE)
    return amphoe


def amphoe_in(session: SomeSession) -> str | None:
    """The same of a session."""
    amphoe: str | None = session.info.get(_AMPHOE)
    return amphoe


def of_data_alone(engine: Engine) -> Engine:
    """The same database, through which no table of people is read: a query of one raises ``TypeError``."""
    return engine.execution_options(**{_DATA_ALONE: True})


def _reach(engine: Engine) -> dict[str, Any]:
    alone = engine.get_execution_options().get(_DATA_ALONE, False)
    return {_SCOPE: scope_of(engine), _AMPHOE: amphoe_of(engine), _DATA_ALONE: alone}


def scope_of(engine: Engine) -> frozenset[str] | None:
    """The projects that an engine is kept to; ``None``: every project."""
    scope: frozenset[str] | None = engine.get_execution_options().get(_SCOPE)
    return scope


@event.listens_for(Session, "do_orm_execute")
def _keep_to_scope(state: ORMExecuteState) -> None:
    """Every query of a session that is kept to some projects finds their rows alone, and those of no project. One that
    is kept to an amphoe asks open tables alone; the rows of files come to it through ``db.snapshots.uploads``.
    """
    scope, amphoe = state.session.info.get(_SCOPE), amphoe_in(state.session)
    alone = state.session.info.get(_DATA_ALONE)
    asked = _tables_of(state.statement) if alone or amphoe is not None else set()
    if alone and (people := asked & PEOPLE):
        raise TypeError(f"{', '.join(sorted(people))}: read in what is kept while people come and go")
    if amphoe is not None and not asked <= OPEN_TABLES:
        raise OfTheWhole
    if scope is None or not state.is_select:
        return
    codes = sorted(scope)
    state.statement = state.statement.options(
        with_loader_criteria(ProjectVersion, lambda table: table.code.in_(codes), include_aliases=True),
        with_loader_criteria(
            AuditEvent, lambda table: or_(table.project.in_(codes), table.project.is_(None)), include_aliases=True
        ),
        *(
            with_loader_criteria(model, lambda table: table.project.in_(codes), include_aliases=True)
            for model in _of_a_project()
        ),
    )


def _tables_of(statement: Any) -> set[str]:
    """The tables that a statement names, in whatever place; of one that is a text nobody knows."""
    found = {one.name for one in visitors.iterate(statement) if isinstance(one, FromTable)}
    return found or {"?"}


@event.listens_for(Upload, "load")
@event.listens_for(Upload, "refresh")
def _blank_upload(upload: Upload, context: QueryContext, *_: Any) -> None:
    """What is recorded of a whole file is not told to whoever is kept to an amphoe."""
    if amphoe_in(context.session) is not None:
        for name, nothing in (("file_name", ""), ("row_count", 0), ("counts", {}), ("figures", {})):
            set_committed_value(upload, name, nothing)


@event.listens_for(UploadEvent, "load")
@event.listens_for(UploadEvent, "refresh")
def _blank_event(happened: UploadEvent, context: QueryContext, *_: Any) -> None:
    if amphoe_in(context.session) is not None:
        for name, nothing in (("reason", ""), ("past", None)):
            set_committed_value(happened, name, nothing)


@cache
def _of_a_project() -> tuple[type[SQLModel], ...]:
    """The tables whose every row belongs to one project."""
    models = (mapper.class_ for mapper in default_registry.mappers)
    return tuple(model for model in models if "project" in model.__table__.c and model is not AuditEvent)


@contextmanager
def named_errors() -> Iterator[None]:
    """Within, a driver's error is raised as the named one that it stands for."""
    try:
        yield
    except Exception as error:
        ours = translate(error.orig if isinstance(error, DBAPIError) else error)
        if ours is None:
            raise
        raise ours from error


def translate(error: BaseException | None) -> DbError | None:
    """The named error that a driver's error stands for; ``None`` where it has no name here."""
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    if isinstance(error, NoConnection):  # all are in use, and wait themselves
        return DatabaseSilent()
    if type(error).__module__.startswith(("psycopg", "db.patience")):
        return _of_postgresql(error)
    return None


def _of_sqlite(error: sqlite3.Error) -> DbError | None:
    code = getattr(error, "sqlite_errorcode", None) or 0
    if code & 0xFF in _SQLITE_UNUSABLE or "no such table" in str(error):
        return DatabaseMissing(str(error))
    found = _SQLITE_ERRORS.get(code & 0xFF)
    return found() if found else None


def _of_postgresql(error: BaseException | None) -> DbError | None:
    import psycopg

    from db.patience import Silence

    if isinstance(error, psycopg.errors.LockNotAvailable):
        return DatabaseBusy()
    if isinstance(error, Silence | psycopg.errors.ConnectionTimeout | psycopg.errors.QueryCanceled):
        return DatabaseSilent()
    if isinstance(error, psycopg.errors.InsufficientPrivilege | psycopg.errors.ReadOnlySqlTransaction):
        return DatabaseForbidden()
    if isinstance(error, psycopg.errors.DiskFull):
        return DatabaseFull()
    if isinstance(error, psycopg.errors.UndefinedTable | psycopg.OperationalError):
        return DatabaseMissing(str(error).splitlines()[0])
    return None
