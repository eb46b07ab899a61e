"""Payees that the office says are organisations, so that their names are shown. Append-only: the last mark counts."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from core.model import Actor, Right
from core.text import fold, has_national_id
from db.accounts import audit
from db.accounts.actors import asks
from db.errors import Refused, WrongState
from db.generation import remembered
from db.tables import PayeeMark
from db.transactions import reading, writing


@asks(Right.UPLOAD)
def mark(engine: Engine, project: str, name: str, *, organisation: bool, actor: Actor, now: datetime) -> None:
    """Keep that a payee is an organisation, or (``organisation`` false) that it is none after all.

    The log says which mark, never the name: it may turn out to be a person's. Raises ``WrongState`` where the name
    stands so already, ``Refused`` for one that holds a citizen's number.
    """
    name = fold(name).strip()
    if not name or has_national_id(name):
        raise Refused("note_id13")
    with writing(engine) as session:
        if (name in _marked(session, project)) is organisation:
            raise WrongState("payee_marked")
        stored = PayeeMark(project=project, name=name, organisation=organisation, by=actor.user, at=now)
        session.add(stored)
        session.flush()
        action = "payee.organisation" if organisation else "payee.person"
        audit.record(session, at=now, actor=actor, action=action, project=project, detail=str(stored.id))


@remembered
def marked(engine: Engine, project: str) -> frozenset[str]:
    """The payees of a project that are organisations by the office's word."""
    with reading(engine) as session:
        return _marked(session, project)


def _marked(session: Session, project: str) -> frozenset[str]:
    query = select(PayeeMark).where(PayeeMark.project == project).order_by(col(PayeeMark.id))
    last = {found.name: found.organisation for found in session.exec(query)}
    return frozenset(name for name, organisation in last.items() if organisation)
