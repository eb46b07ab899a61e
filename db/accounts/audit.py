"""Who did what, when, to which upload. Append-only; never a password, never a cell of a file."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, or_, select

from db.errors import NoAuthor
from db.tables import AuditEvent
from db.transactions import reading, writing


def record(
    session: Session,
    *,
    at: datetime,
    by: str,
    action: str,
    project: str | None = None,
    upload_id: int | None = None,
    detail: str = "",
) -> None:
    """Write one event in the caller's transaction, so that the deed and its record stand or fall together.

    Raises ``NoAuthor`` where ``by`` names nobody: the deed then falls too.
    """
    if not by.strip():
        raise NoAuthor
    session.add(AuditEvent(at=at, by=by, action=action, project=project, upload_id=upload_id, detail=detail))


def note(engine: Engine, *, at: datetime, by: str, action: str, project: str | None = None, detail: str = "") -> None:
    """Write one event that changes nothing else (an export, a paper) in a transaction of its own."""
    with writing(engine) as session:
        record(session, at=at, by=by, action=action, project=project, detail=detail)


def recent(engine: Engine, *, project: str | None = None, limit: int = 200) -> list[AuditEvent]:
    """The newest events first: of one project and of no project, or of all."""
    query = select(AuditEvent).order_by(col(AuditEvent.id).desc()).limit(limit)
    if project is not None:
        query = query.where(or_(AuditEvent.project == project, col(AuditEvent.project).is_(None)))
    with reading(engine) as session:
        return list(session.exec(query))
