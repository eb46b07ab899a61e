"""How far a copy has come, in a table of the target that is gone when the copy is whole.

While it is there the target has no revision that any release of the program takes for its own (``COPYING``), and no row
in ``generation``: start, commands, reads and writes all refuse it.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, Text, inspect, text
from sqlmodel import select

from db.errors import CopyRefused
from db.maintenance.migrate import COPYING, build, current_revision, head
from db.tables import metadata

_MARK = Table("otop_copy", MetaData(), Column("name", Text, primary_key=True), Column("value", Text, nullable=False))
_ABOUT = "about"
OURS = [*(table.name for table in metadata.sorted_tables), "alembic_version", _MARK.name]


@dataclass(frozen=True, slots=True)
class About:
    """What is copied: the state of the source (its number, its newest link), and the tables that the copy has made."""

    number: int
    link: str
    revision: str
    tables: Sequence[str]


@dataclass(frozen=True, slots=True)
class Reached:
    """How far one table has come: its last key and the count of rows. ``done``: it has no more."""

    after: Sequence[Any] | None = None
    rows: int = 0
    done: bool = False


def is_there(connection: Connection) -> bool:
    """Whether a copy into this database was begun and has not ended."""
    return current_revision(connection) == COPYING and inspect(connection).has_table(_MARK.name)


def begin(connection: Connection, number: int, link: str) -> About:
    """Make the tables, empty and marked, in the caller's transaction."""
    build(connection, head())
    for table in reversed(metadata.sorted_tables):  # of rows that migrations put there
        connection.execute(table.delete())
    connection.execute(text("UPDATE alembic_version SET version_num = :copying"), {"copying": COPYING})
    _MARK.create(connection)
    about = About(number, link, head(), OURS)
    connection.execute(_MARK.insert().values(name=_ABOUT, value=json.dumps(asdict(about))))
    return about


def about(connection: Connection) -> About:
    """What the copy is of that was begun."""
    found = connection.scalars(select(_MARK.c.value).where(_MARK.c.name == _ABOUT)).one()
    return About(**json.loads(found))


def reached(connection: Connection) -> dict[str, Reached]:
    """How far each table has come that was begun."""
    rows = connection.execute(select(_MARK.c.name, _MARK.c.value).where(_MARK.c.name != _ABOUT))
    return {name: Reached(**json.loads(value)) for name, value in rows}


def move(connection: Connection, table: str, before: Reached | None, now: Reached) -> None:
    """Note how far a table has come, in the transaction that writes its rows. Raises ``CopyRefused`` where somebody
    else has moved it on.
    """
    value = json.dumps(asdict(now))
    if before is None:
        connection.execute(_MARK.insert().values(name=table, value=value))
        return
    as_known = (_MARK.c.name == table) & (_MARK.c.value == json.dumps(asdict(before)))
    if not connection.execute(_MARK.update().where(as_known).values(value=value)).rowcount:
        raise CopyRefused("copy_two")


def forget(connection: Connection, table: Table) -> None:
    """Copy a table anew: its rows in the target go."""
    connection.execute(table.delete())
    connection.execute(_MARK.delete().where(_MARK.c.name == table.name))


def remove(connection: Connection) -> None:
    """Drop all that the copy has made."""
    made = about(connection).tables
    found = MetaData()
    found.reflect(connection, only=[name for name in inspect(connection).get_table_names() if name in made])
    found.drop_all(connection)


def end(connection: Connection) -> None:
    """The database is whole: it is of its revision, and nothing of the copy is left beside it."""
    connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head()})
    _MARK.drop(connection)
