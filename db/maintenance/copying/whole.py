"""Copy a whole database: every table with every row, the chain as it is, the counters of ids.

The target is made, marked as not whole, filled batch by batch, counted, and only then, in one transaction, is it a
database that anything else opens. Killed at any moment it is empty, or marked and gone on with, or whole.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, Table, insert, text

from core.model import Actor, Right
from db.accounts.actors import asks
from db.chain import head
from db.errors import (
    CopyRefused,
    CopyStopped,
    DatabaseForbidden,
    DatabaseFull,
    DatabaseMissing,
    DbError,
    Refused,
)
from db.maintenance import migrate
from db.maintenance.copying import ends, mark, numbers, rows
from db.maintenance.copying.ends import FROM, TO, Holds
from db.maintenance.copying.mark import About, Reached
from db.tables import Draft, Generation, QueuedMessage, ToldState, metadata
from db.transactions import named_errors, reading, unhurried, writing

# Written in ``passing``, which gives the database no other number: a copy that goes on takes them again.
_PASSING = (Draft.__tablename__, QueuedMessage.__tablename__, ToldState.__tablename__)
_STATE = Generation.__tablename__  # its row comes last: without it nothing is read or written
TABLES = sorted(metadata.sorted_tables, key=lambda table: table.name in _PASSING)  # none refers to one of those
_STOPS = {DatabaseFull: "copy_full", DatabaseMissing: "copy_lost", DatabaseForbidden: "copy_not_allowed"}
Told = Callable[[int, int], None]  # rows that are copied, of so many


@dataclass(frozen=True, slots=True)
class Copied:
    """What came of a copy. ``rows`` by table; ``link``: the newest one, ``SEQ:HASH``; ``went_on``: an earlier run had
    begun it; ``was_there``: the target was a copy of this very state before.
    """

    rows: dict[str, int]
    link: str
    went_on: bool = False
    was_there: bool = False


@asks(Right.MAINTAIN)
def copy(
    engine: Engine,
    target: Engine,
    *,
    actor: Actor,  # noqa: ARG001  asked for its right
    start_over: bool = False,
    told: Told = lambda _copied, _of: None,
) -> Copied:
    """Copy all that ``engine`` holds into ``target``, which is empty or holds a part of this copy. ``start_over`` drops
    such a part first. A source of an earlier release is brought up to date before; nothing else is written to it.

    Raises ``CopyRefused`` where nothing was copied, ``CopyStopped`` where the same call goes on.
    """
    ends.require_source(engine)
    ends.require_two(engine, target)
    holds = ends.held_by(target)
    if holds is Holds.DATABASE:
        return _the_same(engine, target)
    going_on = holds is Holds.COPY and not start_over
    with ends.at(FROM):
        migrate.migrate(engine)
    with ends.held_still(engine) as view:
        with ends.at(FROM), named_errors():
            number, link = ends.state_of(view)
            wanted = {table.name: rows.count(view, table) for table in TABLES}
        with ends.at(TO):
            _begin(target, About(number, link, migrate.head(), mark.OURS), went_on=going_on)
        with _can_go_on(), named_errors():
            _fill(view, target, wanted, told)
            _require_still(engine, (number, link))
            _end(target, wanted, numbers.last(view))
    head.carry(engine, target, link)
    return Copied(wanted, link, went_on=going_on)


def _the_same(source: Engine, target: Engine) -> Copied:
    """A copy that is whole already: of the same newest link, with as many rows. Raises ``CopyRefused`` for another."""
    found = []
    for end, one in ((FROM, source), (TO, target)):
        with ends.at(end), reading(one) as session, unhurried(session.connection()):
            connection = session.connection()
            if migrate.current_revision(connection) != migrate.head():
                raise CopyRefused("copy_not_empty")
            found.append(
                (ends.state_of(connection)[1], {table.name: rows.count(connection, table) for table in TABLES})
            )
    if found[0] != found[1] or found[0][0] == "0:":
        raise CopyRefused("copy_not_empty")
    if not head.read(target):  # killed before it was written
        head.carry(source, target, found[0][0])
    return Copied(found[0][1], found[0][0], was_there=True)


def _begin(target: Engine, about: About, *, went_on: bool) -> None:
    """Make the tables of the target, or raise ``CopyRefused`` unless what is there is a part of this very copy."""
    with writing(target, foreign_keys=False) as session, unhurried(session.connection()):
        connection = session.connection()
        if went_on:
            found = mark.about(connection)
            if found.revision != about.revision:
                raise CopyRefused("copy_release")
            if (found.number, found.link) != (about.number, about.link):
                raise CopyRefused("copy_moved")
            for table in TABLES:
                if table.name in _PASSING:
                    mark.forget(connection, table)
            return
        if mark.is_there(connection):
            mark.remove(connection)
        mark.begin(connection, about.number, about.link)


def _fill(view: Connection, target: Engine, wanted: dict[str, int], told: Told) -> None:
    with reading(target) as session:
        known = mark.reached(session.connection())
    total = sum(wanted.values())
    copied = sum(one.rows for one in known.values())
    for table in TABLES:
        before = known.get(table.name)
        if table.name == _STATE or (before is not None and before.done):
            continue
        for now, batch in _steps(view, table, before):
            with writing(target, foreign_keys=False) as session, unhurried(session.connection()):
                mark.move(session.connection(), table.name, before, now)
                if batch:
                    rows.write(session.connection(), table, batch)
            before = now
            copied += len(batch)
            told(copied, total)


def _steps(view: Connection, table: Table, before: Reached | None) -> Iterator[tuple[Reached, list[rows.Row]]]:
    """What each transaction writes, and how far the table has come with it; the last step writes no row."""
    now = before or Reached()
    for batch, key in rows.batches(view, table, now.after):
        now = Reached(key, now.rows + len(batch))
        yield now, batch
    yield replace(now, done=True), []


def _require_still(source: Engine, state: tuple[int, str]) -> None:
    """Raise ``CopyRefused`` where the source was written to in spite of the lock, as after its server was changed."""
    with reading(source) as session:
        if ends.state_of(session.connection()) != state:
            raise CopyRefused("copy_moved")


def _end(target: Engine, wanted: dict[str, int], given: dict[str, int]) -> None:
    """Count, and make the target a database, all in one transaction. It has numbers of its own, so that nothing is
    taken for known that a server remembers of another database at this address.
    """
    with writing(target, foreign_keys=False) as session, unhurried(session.connection()):
        connection = session.connection()
        connection.execute(insert(Generation).values(id=1, number=secrets.randbits(62), restored=secrets.randbits(62)))
        for table in TABLES:
            if (found := rows.count(connection, table)) != wanted[table.name]:
                raise CopyRefused("copy_count", table=table.name, wanted=wanted[table.name], found=found)
        migrate.check_foreign_keys(connection)
        numbers.go_on(connection, given)
        mark.end(connection)
        if connection.dialect.name == "postgresql":  # else its first questions are planned for empty tables
            for table in TABLES:
                connection.execute(text(f"ANALYZE {connection.dialect.identifier_preparer.quote(table.name)}"))


@contextmanager
def _can_go_on() -> Iterator[None]:
    """Within, what the databases themselves stop is raised as ``CopyStopped``: the same command goes on."""
    try:
        yield
    except Refused:
        raise
    except DbError as error:
        detail = str(error.message.params.get("detail", "")).strip(" ()")
        raise CopyStopped(_STOPS.get(type(error), "copy_stopped"), why=detail or error.message) from error
