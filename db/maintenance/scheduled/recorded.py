"""What became of each backup, as events of the log: begun, written, proved to restore, restored otherwise, refused."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from core.model import Actor, Right
from core.text import Message
from db.accounts import audit
from db.accounts.actors import asks
from db.errors import DbError
from db.maintenance.backup import Backup
from db.tables import AuditEvent
from db.transactions import reading, writing

BEGUN, WRITTEN, PROVED, DIFFERS, REFUSED = (
    f"backup.{word}" for word in ("begin", "write", "prove", "differ", "refuse")
)
AGAIN_AFTER = timedelta(hours=1)  # one that was refused, or began and never ended


@dataclass(frozen=True, slots=True)
class Written:
    """The newest backup of a kind. ``size`` in bytes; ``action``: ``WRITTEN``, ``PROVED`` or ``DIFFERS``."""

    at: datetime
    action: str
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class NotWritten:
    """The newest backup that was refused, and why."""

    at: datetime
    why: Message


@asks(Right.MAINTAIN)
def begin(engine: Engine, due: datetime, *, actor: Actor, now: datetime) -> bool:
    """Whether the backup of ``due`` is the caller's to take: of several servers one alone gets it. It is to be taken
    where none was written since, and none began within the hour.
    """
    if not is_open(engine, due, now):
        return False
    with writing(engine) as session:
        if not _is_open(session, due, now):
            return False
        audit.record(session, at=now, actor=actor, action=BEGUN)
    return True


def is_open(engine: Engine, due: datetime, now: datetime) -> bool:
    """Whether the backup of ``due`` is still to be taken, and nobody is taking it."""
    with reading(engine) as session:
        return _is_open(session, due, now)


def _is_open(session: Session, due: datetime, now: datetime) -> bool:
    if any((found := _newest(session, action)) and found.at >= due for action in (PROVED, DIFFERS)):
        return False
    lately = now - AGAIN_AFTER
    return not any((found := _newest(session, action)) and found.at >= lately for action in (BEGUN, REFUSED))


@asks(Right.MAINTAIN)
def keep(engine: Engine, made: Backup, action: str, *, actor: Actor, now: datetime) -> None:
    """Record a backup that was written."""
    _keep(engine, action, f"{made.size} {made.file}", actor, now)


@asks(Right.MAINTAIN)
def keep_refused(engine: Engine, why: DbError, *, actor: Actor, now: datetime) -> None:
    """Record that a backup could not be taken, with its sentence."""
    params = {name: str(value) for name, value in why.message.params.items()}
    _keep(engine, REFUSED, json.dumps({"key": why.message.key, "params": params}, ensure_ascii=False), actor, now)


def _keep(engine: Engine, action: str, detail: str, actor: Actor, now: datetime) -> None:
    with writing(engine) as session:
        audit.record(session, at=now, actor=actor, action=action, detail=detail)


def reason(detail: str) -> Message | None:
    """The sentence of a refused backup, from what was recorded of it; ``None`` where that is none."""
    try:
        found: dict[str, Any] = json.loads(detail)
        return Message(str(found["key"]), dict(found["params"]))
    except (ValueError, KeyError, TypeError):
        return None


def last_written(engine: Engine) -> Written | None:
    """The newest backup that was written."""
    with reading(engine) as session:
        found = [event for action in (WRITTEN, PROVED, DIFFERS) if (event := _newest(session, action))]
    return max((_written(event) for event in found), key=lambda one: one.at, default=None)


def last_proved(engine: Engine) -> Written | None:
    """The newest backup that was restored on trial and was as it should be."""
    with reading(engine) as session:
        found = _newest(session, PROVED)
    return _written(found) if found else None


def last_refused(engine: Engine) -> NotWritten | None:
    """The newest backup that was refused."""
    with reading(engine) as session:
        found = _newest(session, REFUSED)
    return NotWritten(found.at, reason(found.detail) or Message("status.unknown")) if found else None


def _newest(session: Session, action: str) -> AuditEvent | None:
    query = select(AuditEvent).where(AuditEvent.action == action).order_by(col(AuditEvent.at).desc()).limit(1)
    return session.exec(query).first()


def _written(event: AuditEvent) -> Written:
    size, _, file = event.detail.partition(" ")
    return Written(event.at, event.action, file, int(size))
