"""What people chose while loading files, offered again: header mappings, value choices, acknowledged findings."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from core.intake.layout.mapping import Mapping, header_signature
from core.model.kinds import Kind
from core.model.roles import Actor, Right
from db.accounts import audit
from db.accounts.actors import asks
from db.generation import remembered
from db.tables import Acknowledgement, HeaderMapping, ValueMapping
from db.transactions import reading, writing

_chosen_headers = (
    select(HeaderMapping).where(col(HeaderMapping.removed_at).is_(None)).order_by(col(HeaderMapping.id).desc())
)
_chosen_values = select(ValueMapping).where(col(ValueMapping.removed_at).is_(None)).order_by(col(ValueMapping.id))


@asks(Right.UPLOAD)
def remember_headers(engine: Engine, headers: Iterable[str], mapping: Mapping, *, actor: Actor, now: datetime) -> None:
    """Keep how these headers were mapped; what was remembered for the same set before is set aside."""
    listed = list(headers)
    signature = header_signature(mapping.kind, listed)
    with writing(engine) as session:
        for earlier in session.exec(_chosen_headers.where(HeaderMapping.headers_sha256 == signature)):
            earlier.removed_at = now
        session.add(
            HeaderMapping(
                kind=mapping.kind,
                headers=listed,
                headers_sha256=signature,
                columns=asdict(mapping),
                by=actor.user,
                at=now,
            )
        )
        audit.record(session, at=now, actor=actor, action="mapping.remember", detail=mapping.kind)


def recall_headers(engine: Engine, kind: Kind, headers: Iterable[str]) -> Mapping | None:
    """The mapping that was chosen for this kind and set of headers, if any."""
    signature = header_signature(kind, headers)
    with reading(engine) as session:
        newest = session.exec(_chosen_headers.where(HeaderMapping.headers_sha256 == signature)).first()
    return None if newest is None else newest.mapping


def list_headers(engine: Engine, kind: Kind | None = None) -> list[HeaderMapping]:
    """Every mapping that is remembered, the newest first."""
    query = _chosen_headers if kind is None else _chosen_headers.where(HeaderMapping.kind == kind)
    with reading(engine) as session:
        return list(session.exec(query))


@asks(Right.UPLOAD)
def forget_headers(engine: Engine, mapping_id: int, *, actor: Actor, now: datetime) -> None:
    """Offer a mapping no more."""
    with writing(engine) as session:
        for chosen in session.exec(_chosen_headers.where(HeaderMapping.id == mapping_id)):
            chosen.removed_at = now
        audit.record(session, at=now, actor=actor, action="mapping.forget", detail=str(mapping_id))


@asks(Right.UPLOAD)
def remember_value(
    engine: Engine, kind: Kind, column: str, found: str, meant: str, *, actor: Actor, now: datetime
) -> None:
    """Keep that ``found`` means ``meant`` in a column; an earlier choice for the same words is set aside."""
    same = _chosen_values.where(ValueMapping.kind == kind, ValueMapping.column == column, ValueMapping.found == found)
    with writing(engine) as session:
        for earlier in session.exec(same):
            earlier.removed_at = now
        session.add(ValueMapping(kind=kind, column=column, found=found, meant=meant, by=actor.user, at=now))
        audit.record(session, at=now, actor=actor, action="value.remember", detail=f"{kind}.{column}")


def recall_values(engine: Engine, kind: Kind) -> dict[str, dict[str, str]]:
    """Column -> {found: meant}, in the form that ``Mapping.values`` takes."""
    choices: dict[str, dict[str, str]] = {}
    for value in list_values(engine, kind):
        choices.setdefault(value.column, {})[value.found] = value.meant
    return choices


def list_values(engine: Engine, kind: Kind | None = None) -> list[ValueMapping]:
    """Every value choice that is remembered."""
    query = _chosen_values if kind is None else _chosen_values.where(ValueMapping.kind == kind)
    with reading(engine) as session:
        return list(session.exec(query))


@asks(Right.UPLOAD)
def forget_value(engine: Engine, value_id: int, *, actor: Actor, now: datetime) -> None:
    """Offer a value choice no more."""
    with writing(engine) as session:
        for chosen in session.exec(_chosen_values.where(ValueMapping.id == value_id)):
            chosen.removed_at = now
        audit.record(session, at=now, actor=actor, action="value.forget", detail=str(value_id))


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
