"""Subscriptions: who is told of which occasion of which project, by which channel; and where LINE reaches a user."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from core.analysis.telling.occasions import OCCASIONS, OF_NO_PROJECT, SCHEDULED
from core.model import Actor, Right
from db.accounts import audit
from db.accounts.actors import asks, require
from db.errors import NotAllowed, OfTheWhole, Refused, UnknownSubscription, UnknownUser
from db.projects import versions
from db.tables import LAST_ID, Contact, Subscription, ToldState, User
from db.tables.queue import CHANNELS, FORMS
from db.transactions import reading, writing

MOST = 20  # that one user may have
SHOWN = 200  # that are listed
LINE_ID = re.compile(r"[UCR][0-9a-f]{32}")  # of a user, a group, a room; not the name by which LINE finds friends


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be told. ``day`` and ``hour`` are those of a schedule, in Bangkok (0: Monday)."""

    occasion: str
    channel: str = "mail"
    form: str = "png"
    day: int | None = None
    hour: int | None = None
    lang: str = "th"

    @property
    def is_good(self) -> bool:
        """Whether it is one of the occasions, channels and forms, and a schedule has its day and hour."""
        known = self.occasion in OCCASIONS and self.channel in CHANNELS and self.form in FORMS
        if self.occasion not in SCHEDULED:
            return known and self.day is None and self.hour is None
        first, last = (0, 6) if self.occasion == "week" else (1, 31)
        return known and self.day is not None and self.hour is not None and first <= self.day <= last and (
            0 <= self.hour <= 23
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """An enabled user as the database has them now, and where they are reached."""

    actor: Actor
    email: str | None
    line_id: str | None

    def may_read(self, occasion: str, project: str | None) -> bool:
        """Whether their role and scope let them be told of an occasion. What is told is of the whole project."""
        return self.actor.amphoe is None and self.actor.may(OCCASIONS[occasion], project)

    def address(self, channel: str) -> str | None:
        """Where they are reached by a channel."""
        return self.email if channel == "mail" else self.line_id


@asks(Right.EXPORT)
def subscribe(engine: Engine, user: str, wish: Wish, *, project: str | None, actor: Actor, now: datetime) -> int:
    """Have a user told from now on; the number of the subscription. For others it takes the right to keep users.

    Raises ``NotAllowed``, ``UnknownUser``, ``UnknownProject``, and ``Refused`` for what is there already or one too
    many.
    """
    if not wish.is_good:
        raise Refused("subscription")
    if user != actor.user:
        require(actor, Right.USERS)
    project = None if wish.occasion in OF_NO_PROJECT else project
    with writing(engine) as session:
        _require_reader(session, user, wish.occasion, project)
        live = session.exec(_live(user)).all()
        if len(live) >= MOST:
            raise Refused("subscriptions_many", n=MOST)
        same = wish.occasion, wish.channel, wish.day, wish.hour, project
        if any((one.occasion, one.channel, one.day, one.hour, one.project) == same for one in live):
            raise Refused("subscribed")
        if wish.occasion == "verdict":
            _begin_to_follow(session, project)
        made = Subscription(
            user_name=user, project=project, occasion=wish.occasion, channel=wish.channel, form=wish.form,
            day=wish.day, hour=wish.hour, lang=wish.lang, by=actor.user, at=now,
        )  # fmt: skip
        session.add(made)
        session.flush()
        detail = f"{made.id} {user} {wish.occasion} {wish.channel}"
        audit.record(session, at=now, actor=actor, action="told.subscribe", project=project, detail=detail)
        return made.id


@asks(Right.EXPORT)
def unsubscribe(engine: Engine, subscription_id: int, *, actor: Actor, now: datetime) -> None:
    """End a subscription; what waits of it is not sent any more. Of others it takes the right to keep users."""
    with writing(engine) as session:
        found = own(session, subscription_id, actor)
        if found.ended_at is None:
            found.ended_at = now
            detail = f"{found.id} {found.user_name} {found.occasion} {found.channel}"
            audit.record(session, at=now, actor=actor, action="told.end", project=found.project, detail=detail)


@asks(Right.USERS)
def set_line_id(engine: Engine, user: str, line_id: str, *, actor: Actor, now: datetime) -> None:
    """Where LINE reaches a user; an empty text takes it away. Raises ``Refused`` for what is no id of LINE."""
    line_id = line_id.strip()
    if line_id and not LINE_ID.fullmatch(line_id):
        raise Refused("line_id")
    with writing(engine) as session:
        if session.get(User, user) is None:
            raise UnknownUser(user)
        kept = session.get(Contact, user)
        if kept is not None and line_id:
            kept.line_id, kept.by, kept.at = line_id, actor.user, now
        elif kept is not None:
            session.delete(kept)
        elif line_id:
            session.add(Contact(user_name=user, line_id=line_id, by=actor.user, at=now))
        audit.record(session, at=now, actor=actor, action="told.line_id", detail=user)


def listed(engine: Engine, user: str | None = None) -> Sequence[Subscription]:
    """The live subscriptions of a user, or of everybody; the newest first."""
    query = select(Subscription).where(col(Subscription.ended_at).is_(None))
    if user is not None:
        query = query.where(Subscription.user_name == user)
    with reading(engine) as session:
        return session.exec(query.order_by(col(Subscription.id).desc()).limit(SHOWN)).all()


def find(engine: Engine, subscription_id: int) -> Subscription:
    """One subscription, one that has ended too. Raises ``UnknownSubscription``."""
    with reading(engine) as session:
        return _found(session, subscription_id)


def reader(engine: Engine, user: str) -> Reader | None:
    """A user and where they are reached; ``None`` for one who is shut out."""
    with reading(engine) as session:
        found, contact = session.get(User, user), session.get(Contact, user)
        if found is None or found.disabled:
            return None
        actor = found.acts("job")
        return Reader(actor, found.email, contact.line_id if contact else None)


def own(session: Session, subscription_id: int, actor: Actor) -> Subscription:
    """A subscription of the actor, or anybody's for who keeps users. Raises ``UnknownSubscription``, ``NotAllowed``."""
    found = _found(session, subscription_id)
    if found.user_name != actor.user:
        require(actor, Right.USERS)
    require(actor, Right.EXPORT, found.project)
    return found


def _found(session: Session, subscription_id: int) -> Subscription:
    found = session.get(Subscription, subscription_id) if 0 < subscription_id <= LAST_ID else None
    if found is None:
        raise UnknownSubscription(subscription_id)
    return found


def _live(user: str) -> SelectOfScalar[Subscription]:
    return select(Subscription).where(Subscription.user_name == user, col(Subscription.ended_at).is_(None))


def _require_reader(session: Session, user: str, occasion: str, project: str | None) -> None:
    """The user is enabled and may be told of it, and the project is there."""
    found = session.get(User, user)
    if found is None or found.disabled:
        raise UnknownUser(user)
    reader = found.acts()
    if reader.amphoe is not None:
        raise OfTheWhole
    if not reader.may(OCCASIONS[occasion], project):
        raise NotAllowed(user, OCCASIONS[occasion])
    if occasion in OF_NO_PROJECT:
        return
    versions.version_at(session, project or "-", None)


def _begin_to_follow(session: Session, project: str | None) -> None:
    """Where nobody was told of verdicts until now, what was last told is of old and no news."""
    query = select(func.count()).select_from(Subscription).where(
        Subscription.project == project, Subscription.occasion == "verdict", col(Subscription.ended_at).is_(None)
    )  # fmt: skip
    if not session.exec(query).one():
        session.connection().execute(delete(ToldState).where(col(ToldState.project) == project))
