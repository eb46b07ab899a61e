"""Every table. Rows of uploads are inserted once and never updated or deleted; money is satang in BigInteger.

An ``id`` is given by the database: it is there once the row is flushed. No ``from __future__ import annotations`` here:
SQLModel reads the annotations at run time.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import AutoString, Field, SQLModel

from core.intake.layout.mapping import Mapping
from core.kinds import CATEGORIES, ENTRIES, KINDS, PRODUCER_TYPES, QUADRANTS, STATUSES, Kind
from core.model.roles import user_roles
from db.columns import UtcDateTime, ids, one_of, position, satang, upload_id

EVENTS = ("withdraw", "reinstate")


class ProjectVersion(SQLModel, table=True):
    """One text of a project's TOML and the instant from which it is in force."""

    __tablename__ = "project_version"
    __table_args__ = (UniqueConstraint("code", "version"),)
    id: int = Field(default=None, primary_key=True)
    code: str = Field(index=True)
    version: int
    text_sha256: str
    text: str = Field(sa_type=Text)
    stored_at: datetime = Field(sa_type=UtcDateTime)


class Generation(SQLModel, table=True):
    """One row: a number that stands for the state of the database, drawn again with each change."""

    __tablename__ = "generation"
    id: int = Field(default=1, primary_key=True)
    number: int = Field(sa_type=BigInteger)


class UploadBase(SQLModel):
    """What is recorded of one accepted file of one kind."""

    id: int = Field(default=None, primary_key=True)
    project: str
    kind: Kind = Field(sa_type=AutoString)
    seq: int
    as_of: date
    received_at: datetime = Field(sa_type=UtcDateTime)
    by: str
    file_name: str
    file_sha256: str
    rows_sha256: str
    encoding: str
    row_count: int
    project_version_id: int = Field(foreign_key="project_version.id")
    counts: dict[str, Any] = Field(sa_type=JSON)  # what was folded, skipped, accepted as warnings, edited
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # the summary at as_of, with this upload in


class Upload(UploadBase, table=True):
    """One accepted file. Never changed, never deleted."""

    __tablename__ = "upload"
    __table_args__ = (
        UniqueConstraint("project", "kind", "seq"),
        one_of("kind", "kind", KINDS),
        Index("ix_upload_today", "project", "kind", "as_of", "seq"),
        {"sqlite_autoincrement": True},  # an id is never used again, so caches by id hold for ever
    )


class UploadEvent(SQLModel, table=True):
    """A withdrawal or reinstatement; the last one says whether the upload is live."""

    __tablename__ = "upload_event"
    __table_args__ = (one_of("event", "event", EVENTS),)
    id: int = Field(default=None, primary_key=True)
    upload_id: int = Field(foreign_key="upload.id", index=True)
    event: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(sa_type=Text)
    # of a plan: the past month ends that this changed
    past: list[dict[str, str]] | None = Field(default=None, sa_type=JSON(none_as_null=True))


class GroupRow(SQLModel, table=True):
    """One group as one upload told it; ``row`` is its number in the file."""

    __tablename__ = "group_row"
    __table_args__ = (
        one_of("status", "status", ids(STATUSES)),
        one_of("producer_type", "producer_type", ids(PRODUCER_TYPES)),
        {"sqlite_with_rowid": False},
    )
    upload_id: int = upload_id()
    pos: int = position()
    row: int
    code: str
    name: str
    village: str | None = None
    tambon: str | None = None
    amphoe: str
    occupation: str | None = None
    members: int | None = None
    producer_type: str | None = None
    stage: str  # of the project's ladder; no CHECK, since each project lists its own (intake holds a file to it)
    stage_since: date | None = None
    registered_on: date | None = None
    registration_no: str | None = None
    status: str
    missing_papers: str | None = None
    next_step: str | None = None
    phone: str | None = None
    note: str | None = None


class ProductRow(SQLModel, table=True):
    """One product as one upload told it."""

    __tablename__ = "product_row"
    __table_args__ = (
        one_of("category", "category", ids(CATEGORIES)),
        one_of("quadrant", "quadrant", ids(QUADRANTS)),
        {"sqlite_with_rowid": False},
    )
    upload_id: int = upload_id()
    pos: int = position()
    row: int
    code: str
    group_code: str
    name: str
    category: str
    quadrant: str | None = None
    standards: str | None = None
    otop_registered_on: date | None = None
    stars: int | None = None
    price_satang: int | None = satang()
    sales_before_satang: int | None = satang()
    sales_after_satang: int | None = satang()
    note: str | None = None


class SpendingRow(SQLModel, table=True):
    """One entry of the ledger as one upload told it. The amount is before tax and penalty and never below zero."""

    __tablename__ = "spending_row"
    __table_args__ = (
        one_of("entry", "entry", ids(ENTRIES)),
        CheckConstraint("amount_satang >= 0", name="amount"),
        {"sqlite_with_rowid": False},
    )
    upload_id: int = upload_id()
    pos: int = position()
    row: int
    doc_no: str
    line_no: int
    date: "date"
    entry: str
    activity: str | None = None
    expense_line: str | None = None
    description: str | None = None
    payee: str | None = None
    amount_satang: int = Field(sa_type=BigInteger)
    settles: str | None = None
    group_code: str | None = None


class PlanRow(SQLModel, table=True):
    """One month of the office's own plan, cumulative at the month's end; ``month`` is its first day."""

    __tablename__ = "plan_row"
    __table_args__ = ({"sqlite_with_rowid": False},)
    upload_id: int = upload_id()
    pos: int = position()
    row: int
    month: date
    planned_groups: int | None = None
    planned_disbursed_satang: int | None = satang()


class InstalmentRow(SQLModel, table=True):
    """One instalment of the contract, or, without an amount, one milestone of the procurement."""

    __tablename__ = "instalment_row"
    __table_args__ = ({"sqlite_with_rowid": False},)
    upload_id: int = upload_id()
    pos: int = position()
    row: int
    no: str
    name: str | None = None
    percent: str | None = None  # decimal text, exact
    amount_satang: int | None = satang()
    due_on: date
    delivered_on: date | None = None
    accepted_on: date | None = None
    paid_on: date | None = None
    contract_no: str | None = None


class UserBase(SQLModel):
    """A user as others may see them. ``must_change`` holds until the one-time password is replaced."""

    name: str = Field(primary_key=True)
    role: str
    disabled: bool = False
    must_change: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)


class User(UserBase, table=True):
    """Who may sign in, in which role."""

    __tablename__ = "user"
    __table_args__ = (one_of("role", "role", user_roles()),)
    password_hash: str
    failures: int = 0
    failed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignIn(SQLModel, table=True):
    """One sign-in of one device. The cookie names it; revoked, it opens nothing.

    ``failures`` counts wrong passwords typed on this device since: a stranger elsewhere can not make it wait.
    """

    __tablename__ = "sign_in"
    id: str = Field(primary_key=True)
    user_name: str = Field(foreign_key="user.name", index=True)
    issued_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failures: int = 0
    failed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class HeaderMapping(SQLModel, table=True):
    """How a person mapped the headers of a file of one kind; offered again for the same set of headers."""

    __tablename__ = "header_mapping"
    __table_args__ = (one_of("kind", "kind", KINDS), Index("ix_header_mapping_headers", "kind", "headers_sha256"))
    id: int = Field(default=None, primary_key=True)
    kind: str
    headers_sha256: str
    headers: list[str] = Field(sa_type=JSON)  # as they are in the file
    columns: dict[str, Any] = Field(sa_type=JSON)  # the fields of a ``Mapping``
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def mapping(self) -> Mapping:
        """The choice itself."""
        return Mapping(**{**self.columns, "ignore": tuple(self.columns["ignore"]), "skip": tuple(self.columns["skip"])})


class ValueMapping(SQLModel, table=True):
    """A value that a person read as another ("found" means "meant") in one column of a kind."""

    __tablename__ = "value_mapping"
    __table_args__ = (one_of("kind", "kind", KINDS), Index("ix_value_mapping_found", "kind", "column", "found"))
    id: int = Field(default=None, primary_key=True)
    kind: str
    column: str
    found: str
    meant: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Acknowledgement(SQLModel, table=True):
    """A finding that a person has looked at; it stays so in later uploads. ``row_key`` is the row's key as text."""

    __tablename__ = "acknowledgement"
    __table_args__ = (one_of("kind", "kind", KINDS), UniqueConstraint("project", "kind", "row_key", "code"))
    id: int = Field(default=None, primary_key=True)
    project: str
    kind: str
    row_key: str
    code: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class AuditEvent(SQLModel, table=True):
    """Who did what, when, to which upload. Append-only; never holds a password or a cell of a file."""

    __tablename__ = "audit_event"
    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    by: str
    action: str
    project: str | None = Field(default=None, index=True)
    upload_id: int | None = None  # no foreign key: what was done outlives a cleared sample
    detail: str = Field(default="", sa_type=Text)
    role: str | None = None  # of the actor then; empty in events of before roles were recorded
    via: str | None = None  # screen, command, job
    account: str | None = None  # of the system, where nobody signed in


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


class Lesson(SQLModel, table=True):
    """One lesson as somebody wrote it; a correction is a row of its own that names the one it stands for.

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


class ShortLink(SQLModel, table=True):
    """A code and what it stands for: a page of a project, on a day, as it was known at ``seen``.

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


ROW_TABLES: dict[Kind, type[SQLModel]] = {
    "groups": GroupRow,
    "products": ProductRow,
    "spending": SpendingRow,
    "plan": PlanRow,
    "instalments": InstalmentRow,
}

metadata = SQLModel.metadata  # complete here: every table is a class above
