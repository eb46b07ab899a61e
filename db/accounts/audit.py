"""Who did what, when, to which upload. Append-only; never a password, never a cell of a file."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, or_, select

from core.model import Actor, Right
from db.accounts.actors import asks
from db.errors import NoAuthor, NotAllowed
from db.tables import AuditEvent
from db.transactions import reading, writing


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
            action=action,
            project=project,
            upload_id=upload_id,
            detail=detail,
        )
    )


@asks(Right.EXPORT)
def exported(engine: Engine, *, actor: Actor, project: str, detail: str, now: datetime) -> None:
    """Record a file or a paper that is handed out."""
    with writing(engine) as session:
        record(session, at=now, actor=actor, action="export", project=project, detail=detail)


@asks(Right.SEE_PHONE)
def phone_shown(engine: Engine, *, actor: Actor, project: str, group_code: str, now: datetime) -> None:
    """Record who is shown the telephone number of a group."""
    with writing(engine) as session:
        record(session, at=now, actor=actor, action="phone.show", project=project, detail=group_code)


def recent(engine: Engine, *, project: str | None = None, limit: int = 200) -> list[AuditEvent]:
    """The newest events first: of one project and of no project, or of all."""
    query = select(AuditEvent).order_by(col(AuditEvent.id).desc()).limit(limit)
    if project is not None:
        query = query.where(or_(AuditEvent.project == project, col(AuditEvent.project).is_(None)))
    with reading(engine) as session:
        return list(session.exec(query))
