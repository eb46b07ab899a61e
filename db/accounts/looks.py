"""What leaves the program or names a person, recorded: files, papers, telephone numbers."""

from datetime import datetime

from sqlalchemy import Engine

from core.model import Actor, Right
from db.accounts import audit
from db.accounts.actors import asks
from db.transactions import writing


@asks(Right.EXPORT)
def exported(engine: Engine, *, actor: Actor, project: str, detail: str, now: datetime, payees: bool = False) -> None:
    """Record a file or a paper that is handed out; ``payees`` says that names of payees are in it."""
    action = "export.payees" if payees else "export"
    with writing(engine) as session:
        audit.record(session, at=now, actor=actor, action=action, project=project, detail=detail)


@asks(Right.SEE_PHONE)
def phone_shown(engine: Engine, *, actor: Actor, project: str, group_code: str, now: datetime) -> None:
    """Record who is shown the telephone number of a group."""
    with writing(engine) as session:
        audit.record(session, at=now, actor=actor, action="phone.show", project=project, detail=group_code)


@asks(Right.USERS)
def log_taken(engine: Engine, *, actor: Actor, now: datetime) -> None:
    """Record that the log was handed out as a file."""
    with writing(engine) as session:
        audit.record(session, at=now, actor=actor, action="audit.export")
