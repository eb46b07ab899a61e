"""Closing a project's year: what is loaded afterwards needs a reason. No figure and no verdict changes by it."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from core.calendar import bangkok_day
from core.model import Actor, Right
from core.text import has_national_id
from db.accounts import audit
from db.accounts.actors import asks
from db.errors import Refused, WrongState, YearClosed
from db.generation import remembered
from db.instants import next_instant
from db.projects import versions
from db.tables import ProjectClosing
from db.transactions import reading, writing


@remembered
def closed(engine: Engine, project: str) -> ProjectClosing | None:
    """Who closed the year and when; ``None`` while it is open."""
    with reading(engine) as session:
        found = _closed(session, project)
        if found is not None:
            session.expunge(found)
    return found


@asks(Right.MAINTAIN)
def close(engine: Engine, project: str, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Close the year, from its last day on. Raises ``UnknownProject``, ``Refused``, ``WrongState``."""
    _turn(engine, project, "close", actor, now, reason)


@asks(Right.MAINTAIN)
def reopen(engine: Engine, project: str, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Open the year again. Raises ``UnknownProject``, ``WrongState``."""
    _turn(engine, project, "reopen", actor, now, reason)


def require_reason(session: Session, project: str, reason: str) -> None:
    """Raises ``YearClosed`` where the year is closed and no reason is given, ``Refused`` for one that is not kept."""
    if has_national_id(reason):
        raise Refused("reason_id13")
    if not reason.strip() and (found := _closed(session, project)) is not None:
        raise YearClosed(versions.version_at(session, project, None).project.fiscal_year_be, bangkok_day(found.at))


def _turn(engine: Engine, project: str, event: str, actor: Actor, now: datetime, reason: str) -> None:
    if has_national_id(reason):
        raise Refused("reason_id13")
    with writing(engine) as session:
        end = versions.version_at(session, project, None).project.end
        if event == "close" and bangkok_day(now) < end:
            raise Refused("year_runs", end=end)
        if (_closed(session, project) is not None) == (event == "close"):
            raise WrongState("year_closed_already" if event == "close" else "year_open_already")
        at = next_instant(session, project, now)
        session.add(ProjectClosing(project=project, event=event, by=actor.user, at=at, reason=reason.strip()))
        action = f"project.{event}"
        audit.record(session, at=at, actor=actor, action=action, project=project, detail=reason.strip())


def _closed(session: Session, project: str) -> ProjectClosing | None:
    newest = select(ProjectClosing).where(ProjectClosing.project == project).order_by(col(ProjectClosing.id).desc())
    found = session.exec(newest.limit(1)).first()
    return found if found is not None and found.event == "close" else None
