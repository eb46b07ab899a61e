"""The two ends of a copy: opened, looked at, and held still. What is wrong with one is said with its name."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import Enum
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlmodel import col, select

from core.text import Message
from db.chain.links import last
from db.engine import address_of, new_engine, sqlite_file
from db.errors import (
    AddressRefused,
    CopyRefused,
    DatabaseBusy,
    DatabaseForbidden,
    DatabaseMissing,
    DatabaseOutdated,
    DatabaseUnfinished,
    DbError,
)
from db.maintenance.copying import mark
from db.maintenance.migrate import COPYING, current_revision, revisions
from db.tables import Generation
from db.transactions import WRITE_LOCK, named_errors, reading, unhurried

FROM, TO = Message("error.copy_from"), Message("error.copy_to")
_OF_END = {DatabaseForbidden: "copy_forbidden", DatabaseBusy: "copy_busy"}


class Holds(Enum):
    """What a target holds: nothing, a copy that has not ended, or a database of this release."""

    NOTHING, COPY, DATABASE = range(3)


@contextmanager
def at(end: Message) -> Iterator[None]:
    """Within, an error of a database says which of the two it is of."""
    try:
        yield
    except CopyRefused:
        raise
    except DatabaseMissing as error:
        sentence = "copy_missing" if end == FROM else "copy_unreachable"
        raise CopyRefused(sentence, detail=error.message.params["detail"]) from error
    except DbError as error:
        raise CopyRefused(_OF_END.get(type(error), "copy_at"), end=end, why=error.message) from error


@contextmanager
def opened(end: Message, address: str) -> Iterator[Engine]:
    """The database at an address or in a file. Raises ``CopyRefused``; nothing is connected to yet."""
    url = address_of(address) if "://" in address else f"sqlite:///{Path(address).absolute().as_posix()}"
    try:
        engine = new_engine(url)
        if engine.dialect.name == "sqlite" and sqlite_file(url) is None:
            raise AddressRefused
    except AddressRefused:
        raise CopyRefused("copy_address", end=end) from None
    try:
        yield engine
    finally:
        engine.dispose()


def require_source(engine: Engine) -> None:
    """Raise ``CopyRefused`` unless a whole database of this program is there, of this release or of an earlier one."""
    file = sqlite_file(engine.url.render_as_string(hide_password=False))
    if file is not None and not file.is_file():
        raise CopyRefused("copy_missing", detail=f" ({file})")
    with at(FROM), reading(engine) as session:
        found = current_revision(session.connection())
        if found == COPYING:
            raise DatabaseUnfinished
        if found is None:
            raise DatabaseMissing("no tables")
        if found not in revisions():
            raise DatabaseOutdated(newer=True)


def require_two(source: Engine, target: Engine) -> None:
    """Raise ``CopyRefused`` where both are one database, however their addresses are spelled."""
    files = [sqlite_file(one.url.render_as_string(hide_password=False)) for one in (source, target)]
    if files[0] is not None and files[1] is not None:
        if files[0].resolve() == files[1].resolve() or (files[1].exists() and files[0].samefile(files[1])):
            raise CopyRefused("copy_itself")
    elif files == [None, None] and _are_one(source, target):
        raise CopyRefused("copy_itself")


def _are_one(source: Engine, target: Engine) -> bool:
    """Whether a lock that is taken in one is held in the other, and their tables are in one schema."""
    schema, drawn = text("SELECT current_schema()"), {"lock": secrets.randbits(62)}
    with at(FROM), named_errors(), source.connect() as one:
        one.execute(text("SELECT pg_advisory_xact_lock(:lock)"), drawn)
        with at(TO), named_errors(), target.connect() as other:
            is_free = other.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), drawn)
            return not is_free and one.scalar(schema) == other.scalar(schema)


def held_by(engine: Engine) -> Holds:
    """What the target holds. Raises ``CopyRefused`` where it could not take a copy."""
    with at(TO), reading(engine) as session:
        connection = session.connection()
        if engine.dialect.name == "postgresql":
            _require_room(connection)
        there = set(inspect(connection).get_table_names())
        if mark.is_there(connection):
            return Holds.COPY
        found = current_revision(connection)
        if found is not None and found not in revisions():
            raise DatabaseOutdated(newer=True)
        if not there.intersection(mark.OURS) and (engine.dialect.name == "postgresql" or not there):
            return Holds.NOTHING
        if found != revisions()[-1]:
            raise CopyRefused("copy_not_empty")
        return Holds.DATABASE


def _require_room(connection: Connection) -> None:
    """Raise unless tables can be made there, and hold every letter."""
    schema = connection.scalar(text("SELECT current_schema()"))
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise CopyRefused("copy_encoding", found=encoding)
    if schema is None or not connection.scalar(
        text("SELECT has_schema_privilege(:schema, 'CREATE')"), {"schema": schema}
    ):
        raise DatabaseForbidden


@contextmanager
def held_still(source: Engine) -> Iterator[Connection]:
    """One state of the source, in one transaction, while nobody can write to it. Raises ``CopyRefused`` where somebody
    is writing.
    """
    with ExitStack() as until_the_end:
        with at(FROM), named_errors():
            if source.dialect.name == "sqlite":
                view = until_the_end.enter_context(source.connect()).execution_options(writes=True)
                until_the_end.enter_context(view.begin())
            else:
                _keep(until_the_end, holding := until_the_end.enter_context(source.connect()))
                holding.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITE_LOCK})
                view = until_the_end.enter_context(source.connect())
                view.execution_options(isolation_level="REPEATABLE READ")
                _keep(until_the_end, view)
        yield view


def _keep(until_the_end: ExitStack, connection: Connection) -> None:
    """A transaction that may last as long as it must."""
    until_the_end.enter_context(connection.begin())
    until_the_end.enter_context(unhurried(connection))
    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))


def state_of(connection: Connection) -> tuple[int, str]:
    """The number of the state, and the newest link as ``SEQ:HASH``; ``0:`` where there is none."""
    number = connection.scalar(select(col(Generation.number)))
    newest = last(connection)
    return int(number or 0), newest.text if newest else "0:"
