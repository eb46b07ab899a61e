"""What people chose while loading files, offered again: header mappings, value choices, acknowledged findings."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Engine
from sqlmodel import Session, SQLModel, and_, col, select
from sqlmodel.sql.expression import SelectOfScalar

from core.intake.layout.mapping import Mapping, header_signature
from core.model import Actor, Right
from core.model.kinds import Kind
from db.accounts import audit
from db.accounts.actors import asks
from db.generation import remembered
from db.tables import Acknowledgement, HeaderMapping, ValueMapping
from db.transactions import reading, writing

Choice = TypeVar("Choice", bound=HeaderMapping | ValueMapping)
_NAMES: dict[type[SQLModel], str] = {HeaderMapping: "mapping", ValueMapping: "value"}  # in the audit log


@asks(Right.UPLOAD)
def remember_headers(engine: Engine, headers: Iterable[str], mapping: Mapping, *, actor: Actor, now: datetime) -> None:
    """Keep how these headers were mapped; what was remembered for the same set before is set aside."""
    listed = list(headers)
    signature = header_signature(mapping.kind, listed)
    chosen = HeaderMapping(
        kind=mapping.kind, headers=listed, headers_sha256=signature, columns=asdict(mapping), by=actor.user, at=now
    )
    _remember(engine, chosen, col(HeaderMapping.headers_sha256) == signature, detail=mapping.kind, actor=actor)


@asks(Right.UPLOAD)
def remember_value(
    engine: Engine, kind: Kind, column: str, found: str, meant: str, *, actor: Actor, now: datetime
) -> None:
    """Keep that ``found`` means ``meant`` in a column; an earlier choice for the same words is set aside."""
    chosen = ValueMapping(kind=kind, column=column, found=found, meant=meant, by=actor.user, at=now)
    same = and_(ValueMapping.kind == kind, ValueMapping.column == column, ValueMapping.found == found)
    _remember(engine, chosen, same, detail=f"{kind}.{column}", actor=actor)


def recall_headers(engine: Engine, kind: Kind, headers: Iterable[str]) -> Mapping | None:
    """The mapping that was chosen for this kind and set of headers, if any."""
    signature = header_signature(kind, headers)
    known = (one.mapping for one in listed(engine, HeaderMapping, kind) if one.headers_sha256 == signature)
    return next(known, None)


def recall_values(engine: Engine, kind: Kind) -> dict[str, dict[str, str]]:
    """Column -> {found: meant}, in the form that ``Mapping.values`` takes."""
    choices: dict[str, dict[str, str]] = {}
    for value in listed(engine, ValueMapping, kind):
        choices.setdefault(value.column, {})[value.found] = value.meant
    return choices


def listed(engine: Engine, table: type[Choice], kind: Kind | None = None) -> list[Choice]:
    """Every header mapping or value choice that is remembered, the oldest first."""
    return list(_listed(engine, table, kind))


@remembered
def _listed(engine: Engine, table: type[Choice], kind: Kind | None) -> tuple[Choice, ...]:
    query = _chosen(table) if kind is None else _chosen(table).where(table.kind == kind)
    with reading(engine) as session:
        return tuple(session.exec(query))


@asks(Right.UPLOAD)
def forget(engine: Engine, choice: HeaderMapping | ValueMapping, *, actor: Actor, now: datetime) -> None:
    """Offer a header mapping or a value choice no more."""
    with writing(engine) as session:
        for chosen in session.exec(_chosen(type(choice)).where(type(choice).id == choice.id)):
            chosen.removed_at = now
        audit.record(session, at=now, actor=actor, action=f"{_NAMES[type(choice)]}.forget", detail=str(choice.id))


@asks(Right.UPLOAD)
def acknowledge(engine: Engine, project: str, kind: Kind, marks: Iterable[str], *, actor: Actor, now: datetime) -> None:
    """Keep that these findings (``Issue.mark``) were looked at; they stay so in later uploads. Safe to repeat."""
    with writing(engine) as session:
        if new := sorted(set(marks) - _marks(session, project, kind)):
            for mark in new:
                code, _, row_key = mark.partition("|")  # the code of the finding; the row, column and value
                session.add(
                    Acknowledgement(project=project, kind=kind, code=code, row_key=row_key, by=actor.user, at=now)
                )
            audit.record(
                session, at=now, actor=actor, action="acknowledge", project=project, detail=f"{kind} {len(new)}"
            )


@remembered
def acknowledged(engine: Engine, project: str, kind: Kind) -> frozenset[str]:
    """The marks of every finding of a kind that somebody has looked at."""
    with reading(engine) as session:
        return frozenset(_marks(session, project, kind))


def _marks(session: Session, project: str, kind: Kind) -> set[str]:
    mine = select(Acknowledgement).where(Acknowledgement.project == project, Acknowledgement.kind == kind)
    return {f"{one.code}|{one.row_key}" for one in session.exec(mine)}


def _chosen(table: type[Choice]) -> SelectOfScalar[Choice]:
    return select(table).where(col(table.removed_at).is_(None)).order_by(col(table.id))


def _remember(engine: Engine, choice: Choice, same: ColumnElement[bool], *, detail: str, actor: Actor) -> None:
    """Store a choice in place of the earlier one."""
    with writing(engine) as session:
        for earlier in session.exec(_chosen(type(choice)).where(same)):
            earlier.removed_at = choice.at
        session.add(choice)
        action = f"{_NAMES[type(choice)]}.remember"
        audit.record(session, at=choice.at, actor=actor, action=action, detail=detail)
