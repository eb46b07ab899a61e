"""What meetings leave behind. Every row is written once."""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.model.meetings import remarks, resolutions
from db.columns import UtcDateTime, one_of


class Remark(SQLModel, table=True):
    """A remark on a figure, a group, a set of data or an item of the agenda (``about``; ``subject`` names which).

    One that takes another back is a row too: it names that one, and its text is the reason. ``role`` is the writer's.
    """

    __tablename__ = "remark"
    __table_args__ = (one_of("about", "about", remarks.ABOUT), UniqueConstraint("takes_back"))
    id: int = Field(default=None, primary_key=True)
    project: str = Field(index=True)
    about: str
    subject: str
    as_of: date  # of the data that were looked at
    text: str = Field(sa_type=Text)
    takes_back: int | None = Field(default=None, foreign_key="remark.id")
    role: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class Resolution(SQLModel, table=True):
    """What a meeting decided: ``who`` is an office or a role, ``due_on`` the last day, where there is one."""

    __tablename__ = "resolution"
    id: int = Field(default=None, primary_key=True)
    project: str = Field(index=True)
    met_on: date
    decided: str = Field(sa_type=Text)
    who: str
    due_on: date | None = None
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class ResolutionEvent(SQLModel, table=True):
    """What became of a resolution by ``on_date``; the last one counts."""

    __tablename__ = "resolution_event"
    __table_args__ = (one_of("event", "event", resolutions.EVENTS),)
    id: int = Field(default=None, primary_key=True)
    resolution_id: int = Field(foreign_key="resolution.id", index=True)
    event: str
    became: str = Field(sa_type=Text)
    on_date: date
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
