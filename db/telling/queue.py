"""The queue: what is to be sent, claimed by one sender at a time, sent once.

A sender claims one message for a while (the lease), sends it, and says how that ended. A sender that was killed says
nothing: once its lease is over another takes the message. Nobody knows then whether it went out, so by mail it is sent
once more at most, under the same Message-ID; LINE itself refuses what it has accepted under the same retry key.
"""

# ruff: noqa: ARG001  an actor is there to be asked its right

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col, func, or_, select

from core.analysis.telling.occasions import SCHEDULED, Occasion
from core.analysis.telling.times import PAUSES, Schedule, pause
from core.model import Actor, Right
from core.text import Message
from db.accounts.actors import asks, require, system
from db.errors import DbError, Refused, UnknownSubscription
from db.tables import LAST_ID, AuditEvent, QueuedMessage, Subscription, ToldState
from db.telling import subscriptions
from db.transactions import passing, reading

LEASE = timedelta(minutes=30)  # longer than a brief may take to make and a server to answer
MOST_UNSURE = 1  # so many tries of a mail may come to an end that nobody knows
KEPT = timedelta(days=90)  # what was sent is listed so long
SHOWN = 50
TRIAL, TRIALS_APART = "trial:", timedelta(minutes=1)
log = logging.getLogger("otop")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that its sender has to itself. ``unsure``: it may have gone out before."""

    id: int
    by: str
    subscription_id: int
    user: str
    project: str | None
    occasion: str
    channel: str
    sentence: Message
    message_id: str
    retry_key: str
    unsure: bool
    trial: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a try ended: sent; to be tried again; given up; or not to be sent at all. ``why`` is the key of a sentence.

    ``unsure``: it may have been taken. ``shut``: nothing else would get through either. ``sets`` are the numbers of the
    uploads whose figures were in it.
    """

    end: Literal["sent", "again", "ended", "dropped"]
    why: str | None = None
    unsure: bool = False
    shut: bool = False
    sets: str = ""


@asks(Right.MAINTAIN)
def put(engine: Engine, occasion: Occasion, *, project: str | None, actor: Actor, now: datetime) -> int:
    """Queue an occasion for all who are told of it, once for each; how many that are."""
    with passing(engine) as session:
        return _put(session, occasion, project, now)


def tell(engine: Engine, occasion: Occasion, *, project: str | None, now: datetime) -> None:
    """For whoever does something that others are told of: queue it. A queue that cannot be written stops no deed."""
    try:
        put(engine, occasion, project=project, actor=system(), now=now)
    except DbError as error:
        log.error("nobody is told of %s: %s", occasion.name, error)


@asks(Right.MAINTAIN)
def put_scheduled(engine: Engine, *, actor: Actor, now: datetime) -> int:
    """Queue what is due by a schedule: of each the newest time alone, once; how many that are."""
    with reading(engine) as session:
        restored = session.exec(select(func.max(AuditEvent.at)).where(AuditEvent.action == "restore")).one()
        live = col(Subscription.ended_at).is_(None), col(Subscription.occasion).in_(SCHEDULED)
        due = [
            (one, key) for one in session.exec(select(Subscription).where(*live)) if (key := _due(one, restored, now))
        ]
        ids = col(QueuedMessage.subscription_id).in_([one.id for one, _ in due])
        there = set(session.exec(select(QueuedMessage.subscription_id, QueuedMessage.key).where(ids)).all())
    missing = [(one, key) for one, key in due if (one.id, key) not in there]
    if not missing:
        return 0
    with passing(engine) as session:
        return sum(
            _insert(session, [one], Occasion(one.occasion, key, Message(f"telling.{one.occasion}")), now)
            for one, key in missing
        )


@asks(Right.MAINTAIN)
def put_verdict(engine: Engine, project: str, verdict: str, *, actor: Actor, now: datetime) -> int:
    """Queue that the verdict is another than its readers know; how many are told. The first is known without news."""
    with reading(engine) as session:
        known = session.get(ToldState, project)
    if known is not None and known.verdict == verdict:
        return 0
    with passing(engine) as session:
        if known is None:
            row = {"project": project, "verdict": verdict, "at": now}
            _insert_missing(session, ToldState, [row], ["project"])
            return 0
        is_known = col(ToldState.project) == project, col(ToldState.verdict) == known.verdict
        turned = session.connection().execute(update(ToldState).where(*is_known).values(verdict=verdict, at=now))
        if not turned.rowcount:  # another process has told of it
            return 0
        occasion = Occasion("verdict", f"verdict:{now.isoformat()}", Message("telling.verdict"))
        return _put(session, occasion, project, now)


@asks(Right.EXPORT)
def trial(engine: Engine, subscription_id: int, *, actor: Actor, now: datetime) -> None:
    """Queue one message of a subscription at once, quiet hours or not; at most one a minute."""
    with passing(engine) as session:
        found = subscriptions.own(session, subscription_id, actor)
        lately = col(QueuedMessage.put_at) > now - TRIALS_APART, col(QueuedMessage.put_at) <= now
        same = QueuedMessage.subscription_id == found.id, col(QueuedMessage.key).startswith(TRIAL)
        if found.ended_at is not None or session.exec(select(QueuedMessage.id).where(*same, *lately)).first():
            raise Refused("trial_again")
        _insert(session, [found], Occasion(found.occasion, f"{TRIAL}{now.isoformat()}", Message("telling.trial")), now)


@asks(Right.EXPORT)
def again(engine: Engine, message_id: int, *, actor: Actor, now: datetime) -> None:
    """Try a message anew that was given up. Raises ``Refused``."""
    with passing(engine) as session:
        found = session.get(QueuedMessage, message_id) if 0 < message_id <= LAST_ID else None
        if found is None:
            raise UnknownSubscription(message_id)
        if found.user_name != actor.user:
            require(actor, Right.USERS)
        require(actor, Right.EXPORT, found.project)
        if found.state != "ended":
            raise Refused("not_ended")
        found.state, found.due_at, found.done_at = "waiting", now, None
        found.tries = found.unsure = 0
        found.retry_key = str(uuid4())  # LINE may have forgotten the old one


@asks(Right.MAINTAIN)
def claim(
    engine: Engine,
    channels: Collection[str],
    by: str,
    *,
    actor: Actor,
    now: datetime,
    trials_alone: bool = False,
    lease: timedelta = LEASE,
) -> Claimed | None:
    """Take the message that has waited longest for the sender ``by``; ``None``: nothing is due."""
    free = or_(col(QueuedMessage.lease_until).is_(None), col(QueuedMessage.lease_until) <= now)
    due = QueuedMessage.state == "waiting", QueuedMessage.due_at <= now, col(QueuedMessage.channel).in_(channels)
    query = select(QueuedMessage).where(*due, free).order_by(col(QueuedMessage.due_at), col(QueuedMessage.id)).limit(1)
    if trials_alone:
        query = query.where(col(QueuedMessage.key).startswith(TRIAL))
    with reading(engine) as session:
        if session.exec(query).first() is None:  # most often: nobody waits for a lock because of it
            return None
    with passing(engine) as session:
        while (one := session.exec(query.with_for_update(skip_locked=True)).first()) is not None:
            if one.lease_by is not None:  # whoever had it came to no end
                one.unsure += 1
                log.warning("message %s was left by its sender and may go out a second time", one.id)
            if not _in_doubt(one) and one.tries <= len(PAUSES):
                break
            _close(one, "ended", now, "undelivered.unsure")
            session.flush()
        if one is None:
            return None
        one.lease_by, one.lease_until, one.tries = by, now + lease, one.tries + 1
        session.flush()
        return _claimed(one, by)


@asks(Right.MAINTAIN)
def finish(engine: Engine, claimed: Claimed, outcome: Outcome, *, actor: Actor, now: datetime) -> bool:
    """Write down how a try ended. ``False``: the lease was over and the message is another's; nothing is written."""
    mine = QueuedMessage.id == claimed.id, QueuedMessage.lease_by == claimed.by, QueuedMessage.state == "waiting"
    with passing(engine) as session:
        one = session.exec(select(QueuedMessage).where(*mine).with_for_update()).first()
        if one is None:
            return False
        one.unsure += outcome.unsure
        one.lease_by = one.lease_until = None
        one.why = outcome.why
        wait = pause(one.tries)
        if outcome.end != "again":
            _close(one, outcome.end, now, outcome.why)
            one.sets = outcome.sets
        elif _in_doubt(one):
            _close(one, "ended", now, "undelivered.unsure")
        elif wait is None:
            _close(one, "ended", now, outcome.why)
        else:
            one.due_at = now + wait
        return True


@asks(Right.MAINTAIN)
def purge(engine: Engine, *, actor: Actor, now: datetime) -> None:
    """Remove what was done with long ago."""
    old = col(QueuedMessage.done_at) < now - KEPT
    with reading(engine) as session:
        if session.exec(select(QueuedMessage.id).where(old).limit(1)).first() is None:
            return
    with passing(engine) as session:
        session.connection().execute(delete(QueuedMessage).where(old))


def is_idle(engine: Engine) -> bool:
    """Whether nobody is told of anything and nothing waits."""
    live = select(Subscription.id).where(col(Subscription.ended_at).is_(None)).limit(1)
    waiting = select(QueuedMessage.id).where(QueuedMessage.state == "waiting").limit(1)
    with reading(engine) as session:
        return session.exec(live).first() is None and session.exec(waiting).first() is None


def followed(engine: Engine) -> dict[str, set[str]]:
    """The projects of which somebody is told, and of which occasions of each."""
    query = select(Subscription.project, Subscription.occasion).where(col(Subscription.ended_at).is_(None)).distinct()
    found: dict[str, set[str]] = {}
    with reading(engine) as session:
        for project, occasion in session.exec(query):
            if project is not None:
                found.setdefault(project, set()).add(occasion)
    return found


def recent(engine: Engine, user: str | None = None, *, states: Iterable[str] = ()) -> Sequence[QueuedMessage]:
    """The newest messages first, of a user or of everybody, in some states or in any; at most ``SHOWN``."""
    query = select(QueuedMessage).order_by(col(QueuedMessage.id).desc()).limit(SHOWN)
    if user is not None:
        query = query.where(QueuedMessage.user_name == user)
    if wanted := tuple(states):
        query = query.where(col(QueuedMessage.state).in_(wanted))
    with reading(engine) as session:
        return session.exec(query).all()


def counts(engine: Engine, user: str | None = None) -> Mapping[str, int]:
    """How many messages are in each state."""
    query = select(QueuedMessage.state, func.count()).group_by(col(QueuedMessage.state))
    if user is not None:
        query = query.where(QueuedMessage.user_name == user)
    with reading(engine) as session:
        return dict(session.exec(query).all())


def _due(one: Subscription, restored: datetime | None, now: datetime) -> str | None:
    """The key of the newest time of a schedule that has come since it began; what came before a restore was told."""
    if one.day is None or one.hour is None:
        return None
    last = Schedule("week" if one.occasion == "week" else "month", one.day, one.hour).last(now)
    return f"{one.occasion}:{last.isoformat()}" if last > max(one.at, restored or one.at) else None


def _put(session: Session, occasion: Occasion, project: str | None, now: datetime) -> int:
    live = col(Subscription.ended_at).is_(None), Subscription.occasion == occasion.name
    of = col(Subscription.project).is_(None) if project is None else Subscription.project == project
    return _insert(session, session.exec(select(Subscription).where(*live, of)).all(), occasion, now)


def _insert(session: Session, told: Sequence[Subscription], occasion: Occasion, now: datetime) -> int:
    """A message for each subscription that has none of this occasion yet."""
    kept = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in occasion.sentence.params.items()
    }
    rows = [
        {
            "subscription_id": one.id, "user_name": one.user_name, "project": one.project, "occasion": one.occasion,
            "channel": one.channel, "key": occasion.key, "sentence": occasion.sentence.key, "params": kept,
            "put_at": now, "due_at": now, "state": "waiting", "tries": 0, "unsure": 0, "sets": "",
            "message_id": uuid4().hex, "retry_key": str(uuid4()),
        }
        for one in told
    ]  # fmt: skip
    return _insert_missing(session, QueuedMessage, rows, ["subscription_id", "key"])


def _insert_missing(session: Session, table: Any, rows: Sequence[Mapping[str, Any]], unique: Sequence[str]) -> int:
    """Insert the rows that are not there; how many those were. Two processes may do it at once."""
    if not rows:
        return 0
    if session.connection().dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite as way
    else:
        from sqlalchemy.dialects import postgresql as way  # type: ignore[no-redef]  # loaded where it is used
    statement = way.insert(table).values(list(rows)).on_conflict_do_nothing(index_elements=unique).returning(table)
    return len(session.connection().execute(statement).all())


def _in_doubt(one: QueuedMessage) -> bool:
    """Whether one more try might be one repeat too many."""
    return one.channel == "mail" and one.unsure > MOST_UNSURE


def _close(one: QueuedMessage, state: str, now: datetime, why: str | None) -> None:
    one.state, one.why, one.done_at = state, why, now
    one.lease_by = one.lease_until = None


def _claimed(one: QueuedMessage, by: str) -> Claimed:
    params = {name: _day(value) for name, value in one.params.items()}
    return Claimed(
        id=one.id, by=by, subscription_id=one.subscription_id, user=one.user_name, project=one.project,
        occasion=one.occasion, channel=one.channel, sentence=Message(one.sentence, params), message_id=one.message_id,
        retry_key=one.retry_key, unsure=one.unsure > 0, trial=one.key.startswith(TRIAL),
    )  # fmt: skip


def _day(value: Any) -> Any:
    """A value as it was before it was kept: days are kept as text."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value
