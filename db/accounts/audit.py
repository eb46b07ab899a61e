"""Who did what, when, to which upload. Append-only; never a password, never a cell of a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, and_, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from core.model import Actor
from db.errors import NoAuthor, NotAllowed
from db.tables import AuditEvent
from db.transactions import reading

PAGE = 100  # events


def record(
    session: Session,
    *,
    at: datetime,
    actor: Actor,
    action: str,
    project: str | None = None,
    upload_id: int | None = None,
    detail: str = "",
) -> None:
    """Write one event in the caller's transaction, so that the change and its record are kept or lost together.

    Raises ``NoAuthor`` where the actor is nobody, ``NotAllowed`` where the project is outside its scope: the
    change is then lost too.
    """
    if not actor.user.strip():
        raise NoAuthor
    if not actor.reaches(project):
        raise NotAllowed(actor.user)
    session.add(
        AuditEvent(
            at=at,
            by=actor.user,
            role=actor.role,
            via=actor.via,
            account=actor.account,
            address=actor.address,
            action=action,
            project=project,
            upload_id=upload_id,
            detail=detail,
        )
    )


def recent(engine: Engine, *, project: str | None = None, limit: int = 200) -> list[AuditEvent]:
    """The newest events first: of one project and of no project, or of all."""
    query = select(AuditEvent).order_by(col(AuditEvent.id).desc()).limit(limit)
    if project is not None:
        query = query.where(or_(AuditEvent.project == project, col(AuditEvent.project).is_(None)))
    with reading(engine) as session:
        return list(session.exec(query))


@dataclass(frozen=True, slots=True)
class Sought:
    """Which events are looked for: from ``since`` on, before ``until``, by one actor, of one action, of one project,
    with ``text`` in what is recorded of them. ``None`` and an empty text: all.
    """

    since: datetime | None = None
    until: datetime | None = None
    by: str | None = None
    action: str | None = None
    project: str | None = None
    text: str = ""


Place = tuple[datetime, int]  # of an event in the log: its instant and its number


def page(engine: Engine, sought: Sought, *, before: Place | None = None, limit: int = PAGE) -> list[AuditEvent]:
    """The newest events that are sought, those before a place; read by index, never the whole log."""
    query = _sought(sought).order_by(col(AuditEvent.at).desc(), col(AuditEvent.id).desc()).limit(limit)
    if before is not None:
        at, number = before
        same = and_(AuditEvent.at == at, AuditEvent.id < number)
        query = query.where(AuditEvent.at <= at, or_(AuditEvent.at < at, same))
    with reading(engine) as session:
        return list(session.exec(query))


def every(engine: Engine, sought: Sought) -> Iterator[AuditEvent]:
    """Every event that is sought, the newest first, read page by page."""
    before: Place | None = None
    while found := page(engine, sought, before=before, limit=10 * PAGE):
        yield from found
        before = (found[-1].at, found[-1].id)


def actors_and_actions(engine: Engine) -> tuple[list[str], list[str]]:
    """The names and the actions that the log holds, each once, in order; found by index, a step a name."""
    with reading(engine) as session:
        return _distinct(session, AuditEvent.by), _distinct(session, AuditEvent.action)


def _distinct(session: Session, column: str) -> list[str]:
    found: list[str] = []
    least = select(func.min(column))
    while (following := session.exec(least.where(col(column) > found[-1]) if found else least).one()) is not None:
        found.append(following)
    return found


def _sought(sought: Sought) -> SelectOfScalar[AuditEvent]:
    query = select(AuditEvent)
    for column, value in (("by", sought.by), ("action", sought.action), ("project", sought.project)):
        if value is not None:
            query = query.where(getattr(AuditEvent, column) == value)
    if sought.since is not None:
        query = query.where(AuditEvent.at >= sought.since)
    if sought.until is not None:
        query = query.where(AuditEvent.at < sought.until)
    if sought.text:
        texts = (AuditEvent.detail, AuditEvent.by, AuditEvent.account, AuditEvent.address)
        query = query.where(or_(*(col(text).icontains(sought.text, autoescape=True) for text in texts)))
    return query
