"""What people chose while loading files, offered again: header mappings, value choices, acknowledged findings."""

import json
from collections.abc import Iterable
from collections.abc import Mapping as MappingType
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select, update
from sqlmodel import SQLModel

import db.tables.uploads  # noqa: F401  fills the metadata
from core.intake.layout.mapping import Mapping, header_signature
from core.kinds import Kind
from db.accounts import audit
from db.transactions import reading, writing

_headers = SQLModel.metadata.tables["header_mapping"]
_values = SQLModel.metadata.tables["value_mapping"]
_acknowledged = SQLModel.metadata.tables["acknowledgement"]


@dataclass(frozen=True, slots=True)
class Remembered:
    """A mapping that somebody chose for a set of headers."""

    id: int
    headers: tuple[str, ...]
    mapping: Mapping
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RememberedValue:
    """``found`` in ``column`` means ``meant``."""

    id: int
    kind: str
    column: str
    found: str
    meant: str
    by: str
    at: datetime


def remember_headers(engine: Engine, headers: Iterable[str], mapping: Mapping, *, by: str, now: datetime) -> None:
    """Keep how these headers were mapped; what was remembered for the same set before is set aside."""
    listed = list(headers)
    signature = header_signature(mapping.kind, listed)
    values = {
        "kind": mapping.kind,
        "headers_sha256": signature,
        "headers": json.dumps(listed, ensure_ascii=False),
        "columns": json.dumps(asdict(mapping), ensure_ascii=False),
        "by": by,
        "at": now,
    }
    with writing(engine) as connection:
        _set_aside(connection, _headers, _headers.c.headers_sha256 == signature, now)
        connection.execute(insert(_headers).values(values))
        audit.record(connection, at=now, by=by, action="mapping.remember", detail=mapping.kind)


def recall_headers(engine: Engine, kind: Kind, headers: Iterable[str]) -> Mapping | None:
    """The mapping that was chosen for this kind and set of headers, if any."""
    signature = header_signature(kind, headers)
    query = select(_headers).where(_headers.c.headers_sha256 == signature, _headers.c.removed_at.is_(None))
    with reading(engine) as connection:
        row = connection.execute(query.order_by(_headers.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _mapping(row)


def list_headers(engine: Engine, kind: Kind | None = None) -> list[Remembered]:
    """Every mapping that is remembered, the newest first."""
    query = select(_headers).where(_headers.c.removed_at.is_(None)).order_by(_headers.c.id.desc())
    if kind is not None:
        query = query.where(_headers.c.kind == kind)
    with reading(engine) as connection:
        return [
            Remembered(row.id, tuple(json.loads(row.headers)), _mapping(row), row.by, row.at)
            for row in connection.execute(query)
        ]


def forget_headers(engine: Engine, mapping_id: int, *, by: str, now: datetime) -> None:
    """Offer a mapping no more."""
    with writing(engine) as connection:
        _set_aside(connection, _headers, _headers.c.id == mapping_id, now)
        audit.record(connection, at=now, by=by, action="mapping.forget", detail=str(mapping_id))


def remember_value(engine: Engine, kind: Kind, column: str, found: str, meant: str, *, by: str, now: datetime) -> None:
    """Keep that ``found`` means ``meant`` in a column; an earlier choice for the same words is set aside."""
    same = (_values.c.kind == kind) & (_values.c.column == column) & (_values.c.found == found)
    values = {"kind": kind, "column": column, "found": found, "meant": meant, "by": by, "at": now}
    with writing(engine) as connection:
        _set_aside(connection, _values, same, now)
        connection.execute(insert(_values).values(values))
        audit.record(connection, at=now, by=by, action="value.remember", detail=f"{kind}.{column}")


def recall_values(engine: Engine, kind: Kind) -> dict[str, dict[str, str]]:
    """Column -> {found: meant}, in the form that ``Mapping.values`` takes."""
    choices: dict[str, dict[str, str]] = {}
    for value in list_values(engine, kind):
        choices.setdefault(value.column, {})[value.found] = value.meant
    return choices


def list_values(engine: Engine, kind: Kind | None = None) -> list[RememberedValue]:
    """Every value choice that is remembered."""
    query = select(_values).where(_values.c.removed_at.is_(None)).order_by(_values.c.id)
    if kind is not None:
        query = query.where(_values.c.kind == kind)
    with reading(engine) as connection:
        return [
            RememberedValue(row.id, row.kind, row.column, row.found, row.meant, row.by, row.at)
            for row in connection.execute(query)
        ]


def forget_value(engine: Engine, value_id: int, *, by: str, now: datetime) -> None:
    """Offer a value choice no more."""
    with writing(engine) as connection:
        _set_aside(connection, _values, _values.c.id == value_id, now)
        audit.record(connection, at=now, by=by, action="value.forget", detail=str(value_id))


def acknowledge(engine: Engine, project: str, kind: Kind, marks: Iterable[str], *, by: str, now: datetime) -> None:
    """Keep that these findings (``Issue.mark``) were looked at; they stay so in later uploads. Safe to repeat."""
    with writing(engine) as connection:
        new = sorted(set(marks) - _marks(connection, project, kind))
        if new:
            same = {"project": project, "kind": kind, "by": by, "at": now}
            connection.execute(insert(_acknowledged), [same | _parts(mark) for mark in new])
            audit.record(connection, at=now, by=by, action="acknowledge", project=project, detail=f"{kind} {len(new)}")


def acknowledged(engine: Engine, project: str, kind: Kind) -> frozenset[str]:
    """The marks of every finding of a kind that somebody has looked at."""
    with reading(engine) as connection:
        return frozenset(_marks(connection, project, kind))


def _marks(connection: Connection, project: str, kind: Kind) -> set[str]:
    query = select(_acknowledged.c.code, _acknowledged.c.row_key)
    mine = (_acknowledged.c.project == project) & (_acknowledged.c.kind == kind)
    return {f"{row.code}|{row.row_key}" for row in connection.execute(query.where(mine))}


def _parts(mark: str) -> dict[str, str]:
    """A mark begins with the code of the finding; the rest says which row, column and value."""
    code, _, row_key = mark.partition("|")
    return {"code": code, "row_key": row_key}


def _set_aside(connection: Connection, table: Any, which: Any, now: datetime) -> None:
    connection.execute(update(table).where(which, table.c.removed_at.is_(None)).values(removed_at=now))


def _mapping(row: Row[Any]) -> Mapping:
    kept: MappingType[str, Any] = json.loads(row.columns)
    return Mapping(**{**kept, "ignore": tuple(kept["ignore"]), "skip": tuple(kept["skip"])})
