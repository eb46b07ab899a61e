"""Saving settings on the web as a version of the project: judged and stored in one transaction, or not at all."""

from datetime import datetime

from sqlalchemy import Engine

from core.model import Actor, Right
from db.accounts import actors, audit
from db.accounts.actors import asks
from db.instants import next_instant
from db.projects import versions
from db.settings.judged import Judged, Proposed, judge
from db.snapshots import plan_past
from db.snapshots.acts import require_reason
from db.snapshots.headlines import stored as headlines
from db.snapshots.plan_past import Accepted
from db.tables import ProjectVersion
from db.transactions import reading, writing


def what_changes(engine: Engine, proposed: Proposed, now: datetime) -> Judged:
    """What saving would change, and nothing is stored. Raises as ``judge``."""
    with reading(engine) as session:
        return judge(session, proposed, now)


@asks(Right.MAINTAIN)
def save(
    engine: Engine, proposed: Proposed, *, reason: str, actor: Actor, now: datetime, accept_past: Accepted = ()
) -> ProjectVersion:
    """Store the settings as a version in force from the day that was chosen, with who and why.

    Raises as ``judge``, ``WrongState`` without a reason, ``PastNotAccepted`` where past months change that are not in
    ``accept_past``.
    """
    require_reason(reason)
    actors.require(actor, Right.MAINTAIN, proposed.project)
    with writing(engine) as session:
        past = judge(session, proposed, now).past
        plan_past.require_accepted(past, accept_past, "settings_past")
        at = next_instant(session, proposed.project, now)
        stored = versions.add_version(
            session,
            proposed.text,
            now=at,
            by=actor.user,
            on_web=True,
            in_force_from=proposed.in_force_from,
            reason=reason.strip(),
            past=[change.as_json() for change in past] or None,
        )
        detail = f"{stored.version} {proposed.in_force_from.isoformat()} {reason.strip()}"
        audit.record(session, at=at, actor=actor, action="project.settings", project=proposed.project, detail=detail)
        session.refresh(stored)
        session.expunge(stored)
    headlines.keep_up(engine, proposed.project)
    return stored
