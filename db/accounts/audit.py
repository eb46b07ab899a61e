"""Who did what, when, to which upload. Append-only; never a password, never a cell of a file."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select
from sqlmodel import SQLModel

import db.tables.uploads  # noqa: F401  fills the metadata
from db.errors import NoAuthor
from db.transactions import reading, writing

_events = SQLModel.metadata.tables["audit_event"]


@dataclass(frozen=True, slots=True)
class AuditInfo:
    """One event of the log."""

    id: int
    at: datetime
    by: str
    action: str
    project: str | None
    upload_id: int | None
    detail: str


def record(
    connection: Connection,
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
    values = {"at": at, "by": by, "action": action, "project": project, "upload_id": upload_id, "detail": detail}
    connection.execute(insert(_events).values(values))


def note(engine: Engine, *, at: datetime, by: str, action: str, project: str | None = None, detail: str = "") -> None:
    """Write one event that changes nothing else (an export, a paper) in a transaction of its own."""
    with writing(engine) as connection:
        record(connection, at=at, by=by, action=action, project=project, detail=detail)


def recent(engine: Engine, *, project: str | None = None, limit: int = 200) -> list[AuditInfo]:
    """The newest events first: of one project and of no project, or of all."""
    query = select(_events).order_by(_events.c.id.desc()).limit(limit)
    if project is not None:
        query = query.where((_events.c.project == project) | _events.c.project.is_(None))
    with reading(engine) as connection:
        return [AuditInfo(**row._mapping) for row in connection.execute(query)]
