"""Tables of what people write beside the figures. Append-only: nothing is updated, nothing deleted.

No ``from __future__ import annotations`` here: SQLModel reads the annotations at run time.
"""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.tables.columns import UtcDateTime, one_of, satang

EVENTS = ("withdraw", "reinstate")


class Note(SQLModel, table=True):
    """A comment, a meeting, an official total, an explained gap. Lessons have a table of their own."""

    __tablename__ = "note"
    __table_args__ = (one_of("kind", "kind", ("lesson", "comment", "meeting", "official_total", "explained_gap")),)
    id: int | None = Field(default=None, primary_key=True)
    project: str = Field(index=True)
    kind: str
    subject: str
    text: str = Field(sa_type=Text)
    on_date: date | None = None
    amount_satang: int | None = satang()
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class Lesson(SQLModel, table=True):
    """One lesson as somebody wrote it; a correction is a row of its own that names the one it stands for.

    ``group_code`` is empty where the lesson is of the whole project, ``as_of`` the day of the data it was written to.
    """

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("corrects"),)  # two corrections of one row: the second is refused
    id: int | None = Field(default=None, primary_key=True)
    project: str = Field(index=True)
    group_code: str | None = None
    as_of: date
    tried: str = Field(sa_type=Text)
    outcome: str = Field(sa_type=Text)
    advice: str = Field(sa_type=Text)
    corrects: int | None = Field(default=None, foreign_key="lesson.id")
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class LessonEvent(SQLModel, table=True):
    """A withdrawal or return of a lesson; the last one says whether it is shown."""

    __tablename__ = "lesson_event"
    __table_args__ = (one_of("event", "event", EVENTS),)
    id: int | None = Field(default=None, primary_key=True)
    lesson_id: int = Field(foreign_key="lesson.id", index=True)
    event: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(sa_type=Text)
