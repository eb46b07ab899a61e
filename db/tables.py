"""Every table. Rows of uploads are inserted once and never updated or deleted; money is satang in BigInteger.

No ``from __future__ import annotations`` here: SQLModel reads the annotations at run time.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from core.kinds import CATEGORIES, ENTRIES, KINDS, PRODUCER_TYPES, QUADRANTS, STAGES, STATUSES, Choice, Kind

ROLES = ("director", "committee", "staff", "admin")
EVENTS = ("withdraw", "reinstate")
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: kept as UTC, given back with its zone (SQLite alone would drop it)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a naive instant; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back."""
        if value is None:
            return None
        instant: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return instant.astimezone(UTC)


def _one_of(name: str, column: str, values: Iterable[str]) -> CheckConstraint:
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=name)


def _ids(choices: tuple[Choice, ...]) -> list[str]:
    return [choice.id for choice in choices]


def _satang() -> Any:
    return Field(default=None, sa_type=BigInteger)


class ProjectVersion(SQLModel, table=True):
    """One text of a project's TOML and the instant from which it is in force."""

    __tablename__ = "project_version"
    __table_args__ = (UniqueConstraint("code", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(index=True)
    version: int
    text_sha256: str
    text: str = Field(sa_type=Text)
    stored_at: datetime = Field(sa_type=UtcDateTime)


class Upload(SQLModel, table=True):
    """One accepted file of one kind. Never changed, never deleted."""

    __tablename__ = "upload"
    __table_args__ = (
        UniqueConstraint("project", "kind", "seq"),
        _one_of("kind", "kind", KINDS),
        Index("ix_upload_today", "project", "kind", "as_of", "seq"),
    )
    id: int | None = Field(default=None, primary_key=True)
    project: str
    kind: str
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
    counts: str = Field(sa_type=Text)  # JSON: what was folded, skipped, accepted as warnings, edited
    figures: str = Field(default="{}", sa_type=Text)  # JSON: the summary at this as_of, as it stood after this upload


class UploadEvent(SQLModel, table=True):
    """A withdrawal or reinstatement; the last one says whether the upload is live."""

    __tablename__ = "upload_event"
    __table_args__ = (_one_of("event", "event", EVENTS),)
    id: int | None = Field(default=None, primary_key=True)
    upload_id: int = Field(foreign_key="upload.id", index=True)
    event: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(sa_type=Text)


def _upload_id() -> Any:
    return Field(sa_column=Column(ForeignKey("upload.id"), primary_key=True, nullable=False))


class GroupRow(SQLModel, table=True):
    """One group as one upload told it; ``row`` is its number in the file."""

    __tablename__ = "group_row"
    __table_args__ = (
        _one_of("stage", "stage", _ids(STAGES)),
        _one_of("status", "status", _ids(STATUSES)),
        CheckConstraint(
            "producer_type IS NULL OR producer_type IN ('" + "','".join(_ids(PRODUCER_TYPES)) + "')",
            name="producer_type",
        ),
        {"sqlite_with_rowid": False},
    )
    upload_id: int = _upload_id()
    row: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    code: str
    name: str
    village: str | None = None
    tambon: str | None = None
    amphoe: str
    occupation: str | None = None
    members: int | None = None
    producer_type: str | None = None
    stage: str
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
        _one_of("category", "category", _ids(CATEGORIES)),
        CheckConstraint("quadrant IS NULL OR quadrant IN ('" + "','".join(_ids(QUADRANTS)) + "')", name="quadrant"),
        {"sqlite_with_rowid": False},
    )
    upload_id: int = _upload_id()
    row: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    code: str
    group_code: str
    name: str
    category: str
    quadrant: str | None = None
    standards: str | None = None
    otop_registered_on: date | None = None
    stars: int | None = None
    price_satang: int | None = _satang()
    sales_before_satang: int | None = _satang()
    sales_after_satang: int | None = _satang()
    note: str | None = None


class SpendingRow(SQLModel, table=True):
    """One entry of the ledger as one upload told it. The amount is before tax and penalty and never below zero."""

    __tablename__ = "spending_row"
    __table_args__ = (
        _one_of("entry", "entry", _ids(ENTRIES)),
        CheckConstraint("amount_satang >= 0", name="amount"),
        {"sqlite_with_rowid": False},
    )
    upload_id: int = _upload_id()
    row: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
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
    upload_id: int = _upload_id()
    row: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    month: date
    planned_groups: int | None = None
    planned_disbursed_satang: int | None = _satang()


class InstalmentRow(SQLModel, table=True):
    """One instalment of the contract, or, without an amount, one milestone of the procurement."""

    __tablename__ = "instalment_row"
    __table_args__ = ({"sqlite_with_rowid": False},)
    upload_id: int = _upload_id()
    row: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    no: str
    name: str | None = None
    percent: str | None = None  # decimal text, exact
    amount_satang: int | None = _satang()
    due_on: date
    delivered_on: date | None = None
    accepted_on: date | None = None
    paid_on: date | None = None
    contract_no: str | None = None


class Note(SQLModel, table=True):
    """Append-only: a lesson, a comment, a meeting, an official total, an explained gap."""

    __tablename__ = "note"
    __table_args__ = (_one_of("kind", "kind", ("lesson", "comment", "meeting", "official_total", "explained_gap")),)
    id: int | None = Field(default=None, primary_key=True)
    project: str = Field(index=True)
    kind: str
    subject: str
    text: str = Field(sa_type=Text)
    on_date: date | None = None
    amount_satang: int | None = _satang()
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class User(SQLModel, table=True):
    """Who may sign in, in which role. ``must_change`` holds until the one-time password is replaced."""

    __tablename__ = "user"
    __table_args__ = (_one_of("role", "role", ROLES),)
    name: str = Field(primary_key=True)
    role: str
    password_hash: str
    must_change: bool = True
    disabled: bool = False
    failures: int = 0
    failed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class SignIn(SQLModel, table=True):
    """One sign-in of one device. The cookie names it; revoked, it opens nothing."""

    __tablename__ = "sign_in"
    id: str = Field(primary_key=True)
    user_name: str = Field(foreign_key="user.name", index=True)
    issued_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AuditEvent(SQLModel, table=True):
    """Who did what, when, to which upload. Append-only; never holds a password or a cell of a file."""

    __tablename__ = "audit_event"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    by: str
    action: str
    project: str | None = Field(default=None, index=True)
    upload_id: int | None = Field(default=None, foreign_key="upload.id")
    detail: str = Field(default="", sa_type=Text)


ROW_TABLES: dict[Kind, type[SQLModel]] = {
    "groups": GroupRow,
    "products": ProductRow,
    "spending": SpendingRow,
    "plan": PlanRow,
    "instalments": InstalmentRow,
}
