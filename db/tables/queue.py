"""Who is told of what, and the queue of what is to be sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.analysis.telling.occasions import OCCASIONS
from db.columns import UtcDateTime, one_of

CHANNELS, FORMS = ("mail", "line"), ("png", "pdf")
# waiting: to be sent, or sent again; ended: given up, ``why`` says it; dropped: its reader may not have it any more
STATES = ("waiting", "sent", "ended", "dropped")


class Contact(SQLModel, table=True):
    """Where LINE reaches a user, as an admin entered it. The e-mail is the user's own."""

    __tablename__ = "contact"
    user_name: str = Field(primary_key=True, foreign_key="user.name")
    line_id: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class Subscription(SQLModel, table=True):
    """That a user is told of an occasion. ``day`` and ``hour`` are those of a schedule, in Bangkok (0: Monday).

    Never changed but by its end.
    """

    __tablename__ = "subscription"
    __table_args__ = (
        one_of("occasion", "occasion", OCCASIONS),
        one_of("channel", "channel", CHANNELS),
        one_of("form", "form", FORMS),
    )
    id: int = Field(default=None, primary_key=True)
    user_name: str = Field(foreign_key="user.name", index=True)
    project: str | None = Field(default=None, index=True)  # None: an occasion of no project
    occasion: str
    channel: str
    form: str  # of the brief in a mail
    day: int | None = None
    hour: int | None = None
    lang: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class QueuedMessage(SQLModel, table=True):
    """One message to one user. Its text is made when it is sent; of what is sent no copy is kept.

    ``message_id`` and ``retry_key`` are drawn once: whoever gets a message twice can see that it is one. While somebody
    sends it, it is theirs (``lease_by``) until ``lease_until``. ``unsure`` counts tries whose end nobody knows: a
    message that was sent after such a try may have arrived once more than once.
    """

    __tablename__ = "queued_message"
    __table_args__ = (
        UniqueConstraint("subscription_id", "key"),
        one_of("state", "state", STATES),
        one_of("channel", "channel", CHANNELS),
        Index("ix_queued_message_state_due", "state", "due_at"),
    )
    id: int = Field(default=None, primary_key=True)
    subscription_id: int = Field(foreign_key="subscription.id")
    user_name: str = Field(foreign_key="user.name", index=True)
    project: str | None = None
    occasion: str
    channel: str
    key: str
    sentence: str
    params: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    put_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    state: str = "waiting"
    lease_by: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    tries: int = 0
    unsure: int = 0
    message_id: str
    retry_key: str
    why: str | None = None  # the sentence of the last try that came to nothing
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sets: str = ""  # numbers of the uploads whose figures were sent


class ToldState(SQLModel, table=True):
    """The verdict of a project that its subscribers know."""

    __tablename__ = "told_state"
    project: str = Field(primary_key=True)
    verdict: str
    at: datetime = Field(sa_type=UtcDateTime)
