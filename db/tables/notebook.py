"""What people write beside the data, and the links that they hand out."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.columns import UtcDateTime, one_of, satang
from db.tables.uploads import EVENTS


class Note(SQLModel, table=True):
    """A comment, a meeting, an official total, an explained gap. Lessons have a table of their own."""

    __tablename__ = "note"
    __table_args__ = (one_of("kind", "kind", ("lesson", "comment", "meeting", "official_total", "explained_gap")),)
    id: int = Field(default=None, primary_key=True)
    project: str = Field(index=True)
    kind: str
    subject: str
    text: str = Field(sa_type=Text)
    on_date: date | None = None
    amount_satang: int | None = satang()
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class PayeeMark(SQLModel, table=True):
    """That a payee is an organisation, or is none after all; the last one of a name counts."""

    __tablename__ = "payee_mark"
    id: int = Field(default=None, primary_key=True)
    project: str = Field(index=True)
    name: str
    organisation: bool
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class Lesson(SQLModel, table=True):
    """One lesson as somebody wrote it; a correction is a row of its own that names the one it replaces.

    ``group_code`` is empty where the lesson is of the whole project, ``as_of`` the day of the data it was written to.
    """

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("corrects"),)  # two corrections of one row: the second is refused
    id: int = Field(default=None, primary_key=True)
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
    id: int = Field(default=None, primary_key=True)
    lesson_id: int = Field(foreign_key="lesson.id", index=True)
    event: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(sa_type=Text)


class KeptFigures(SQLModel, table=True):
    """The figures of a frozen link whose rows were erased since: those of its project on its day, as known at ``seen``.

    Written in the transaction that erases the rows.
    """

    __tablename__ = "kept_figures"
    __table_args__ = (UniqueConstraint("project", "as_of", "seen"),)
    id: int = Field(default=None, primary_key=True)
    project: str
    as_of: date
    seen: datetime = Field(sa_type=UtcDateTime)
    figures: dict[str, Any] = Field(sa_type=JSON)
    at: datetime = Field(sa_type=UtcDateTime)


class ShortLink(SQLModel, table=True):
    """A code and what it opens: a page of a project, on a day, as it was known at ``seen``.

    ``query`` holds the other parts of the address that are kept (language, digits), encoded, in the order of names.
    """

    __tablename__ = "short_link"
    __table_args__ = (UniqueConstraint("project", "page", "as_of", "seen", "query"),)
    code: str = Field(primary_key=True)
    project: str
    page: str
    as_of: date
    seen: datetime = Field(sa_type=UtcDateTime)
    query: str
    made_by: str
    made_at: datetime = Field(sa_type=UtcDateTime)
