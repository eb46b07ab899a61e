"""Where a person occurs in the whole database: the places, never the text around them."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Column, Engine, String, Table, select
from sqlmodel import AutoString, Session, col

from core.intake.unfinished import plain
from core.model import Actor, Right
from core.model.kinds import Kind
from core.text import needle, squeezed
from db.accounts import audit
from db.accounts.actors import asks
from db.errors import NotAllowed, Refused
from db.tables import ROW_TABLES, Upload, metadata
from db.transactions import reading, writing

# Columns whose text is the program's own: identifiers, hashes, codes.
OWN = {
    *(
        "id",
        "code",
        "kind",
        "event",
        "action",
        "role",
        "via",
        "project",
        "scope",
        "query",
        "page",
        "encoding",
        "device",
    ),
    *("password_hash", "text_sha256", "file_sha256", "rows_sha256", "headers_sha256", "figures", "past", "device"),
    *(
        "occasion",
        "channel",
        "form",
        "lang",
        "key",
        "sentence",
        "params",
        "state",
        "lease_by",
        "message_id",
        "retry_key",
    ),
    *("why", "sets", "verdict"),
    *("about", "content", "content_sha256", "previous", "key_id", "hash", "mac"),
    *("files", "kinds", "holder", "basis", "tours"),
}
_KEPT = "draft"  # its columns of JSON are searched text by text
_DATA = {table.name: kind for kind, table in ROW_TABLES.items()}
_CHUNK = 1_000  # rows at a time


@dataclass(frozen=True, slots=True)
class Place:
    """One column of one table, of one upload where it is a row of a file; ``rows`` are its numbers there."""

    table: str
    column: str
    project: str | None
    kind: Kind | None
    set: int | None
    rows: tuple[str, ...]


@asks(Right.USERS)
def search(engine: Engine, text: str, *, actor: Actor, now: datetime) -> list[Place]:
    """Every place in which a name or a telephone number stands: rows of every upload and of loads under way, notes,
    lessons, reasons, users, the log. What was looked for is not recorded, only that somebody looked and how many places
    were found.

    Raises ``Refused`` for a text that is too short.
    """
    if actor.scope is not None:  # the search knows no projects
        raise NotAllowed(actor.user, Right.USERS)
    wanted = needle(text)
    if wanted is None:
        raise Refused("person_short")

    @lru_cache(100_000)
    def holds(cell: str) -> bool:
        return wanted in squeezed(cell)

    with reading(engine) as session:
        found = [place for table in metadata.sorted_tables for place in _places(session, table, holds)]
    with writing(engine) as session:
        audit.record(session, at=now, actor=actor, action="person.search", detail=str(len(found)))
    return found


def searched(table: Table) -> list[Column[Any]]:
    """The columns of a table that hold what people wrote."""
    own: set[str] = set() if table.name in _DATA else OWN - {"content"} if table.name == _KEPT else OWN
    written = (column for column in table.columns if isinstance(column.type, String | AutoString | JSON))
    return [column for column in written if column.name not in own and not column.foreign_keys]


def _places(session: Session, table: Table, holds: Callable[[str], bool]) -> Iterator[Place]:
    columns = searched(table)
    if not columns:
        return
    found: dict[tuple[str, Any], list[str]] = {}
    owner, number = _owner(table), _number(table)
    query = select(owner, number, *columns) if owner is not None else select(number, number, *columns)
    rows = session.connection().execution_options(yield_per=_CHUNK).execute(query)
    for whose, row, *cells in rows:
        for column, cell in zip(columns, cells, strict=True):
            if any(map(holds, _texts(table, column, cell))):
                found.setdefault((column.name, whose if owner is not None else None), []).append(str(row))
    uploads = _uploads(session) if table.name in _DATA else {}
    for (column_name, whose), numbers in found.items():
        project, kind, seq = uploads.get(whose, (whose, None, None))
        yield Place(table.name, column_name, project, kind, seq, tuple(numbers))


def _texts(table: Table, column: Column[Any], cell: Any) -> Iterator[str]:
    """The texts in which a cell is searched."""
    if table.name == _KEPT and column.name in ("choices", "content"):
        yield from plain.texts(cell)
    elif cell:
        yield cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)


def _owner(table: Table) -> Column[Any] | None:
    """The column that says what a row belongs to: an upload where it is a row of a file, else a project, if any."""
    if table.name in _DATA:
        return table.c["upload_id"]
    return table.c.get("code" if table.name == "project_version" else "project")


def _number(table: Table) -> Column[Any]:
    """The column by which a row is known: its number in the file, else the key."""
    return table.c["row"] if table.name in _DATA else next(iter(table.primary_key.columns))


def _uploads(session: Session) -> Mapping[int, tuple[str, Kind, int]]:
    columns = (col(Upload.id), col(Upload.project), col(Upload.kind), col(Upload.seq))
    uploads = session.connection().execute(select(*columns))
    return {number: (project, kind, seq) for number, project, kind, seq in uploads}
