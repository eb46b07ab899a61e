"""Every table. Rows of uploads are inserted once and never updated or deleted; money is satang in BigInteger.

An ``id`` is given by the database: it is there once the row is flushed. No ``from __future__ import annotations`` here:
SQLModel reads the annotations at run time.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine
from sqlmodel import AutoString, Field, SQLModel

from core.intake import Mapping
from core.model import user_roles
from core.model.kinds import KINDS, FileKind, Kind
from core.model.project import Project, parse_project
from db.columns import UtcDateTime, ids, one_of, satang

EVENTS = ("withdraw", "reinstate")
LAST_ID = 2**31 - 1  # what an INTEGER of PostgreSQL holds; it refuses to be asked for more
ERASE = "erase"  # of an upload alone: its rows are gone, and it never comes back


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

    @property
    def project(self) -> Project:
        """What the text says."""
        return parse_project(self.text)


class Generation(SQLModel, table=True):
    """One row: a number that names the state of the database, drawn again with each change; and one that each restore
    draws, so that nothing outlives it that was kept by what uploads say of themselves.
    """

    __tablename__ = "generation"
    id: int = Field(default=1, primary_key=True)
    number: int = Field(sa_type=BigInteger)
    restored: int = Field(default=0, sa_type=BigInteger)


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
    """A withdrawal, a reinstatement or the erasure of the rows; the last one says whether the upload is live."""

    __tablename__ = "upload_event"
    __table_args__ = (one_of("event", "event", (*EVENTS, ERASE)),)
    id: int = Field(default=None, primary_key=True)
    upload_id: int = Field(foreign_key="upload.id", index=True)
    event: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(sa_type=Text)
    # of a plan: the past month ends that this changed
    past: list[dict[str, str]] | None = Field(default=None, sa_type=JSON(none_as_null=True))


class UserBase(SQLModel):
    """A user as others may see them. ``must_change`` holds until the one-time password is replaced.

    ``scope`` lists the codes of the projects that the user is kept to; ``None``: every project.
    """

    name: str = Field(primary_key=True)
    role: str
    disabled: bool = False
    must_change: bool = True
    email: str | None = None  # by which the office's own sign-in service knows them
    created_at: datetime = Field(sa_type=UtcDateTime)
    scope: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))

    @property
    def projects(self) -> frozenset[str] | None:
        """The scope as an ``Actor`` has it."""
        return None if self.scope is None else frozenset(self.scope)


class User(UserBase, table=True):
    """Who may sign in, in which role. A one-time password opens nothing from ``one_time_until`` on."""

    __tablename__ = "user"
    __table_args__ = (one_of("role", "role", user_roles()), UniqueConstraint("email"))
    password_hash: str
    one_time_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    opens_full: bool | None = None  # whether a phone opens the full page at once; empty: the quick one first


class SignIn(SQLModel, table=True):
    """One sign-in of one device. ``id`` is a hash of what the cookie holds: who reads the table cannot sign in by it.

    ``device`` is a hash too, of what a browser keeps when its user has signed out: a person's own browser is known by
    it. ``agent`` names browser and system in a few words.
    """

    __tablename__ = "sign_in"
    id: str = Field(primary_key=True)
    user_name: str = Field(foreign_key="user.name", index=True)
    issued_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    device: str = ""
    address: str = ""
    agent: str = ""


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
    __table_args__ = (
        Index("ix_audit_event_by_at", "by", "at"),
        Index("ix_audit_event_action_at", "action", "at"),
        Index("ix_audit_event_project_at", "project", "at"),
    )
    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    by: str
    action: str
    project: str | None = None
    upload_id: int | None = None  # no foreign key: what was done outlives a cleared sample
    detail: str = Field(default="", sa_type=Text)
    role: str | None = None  # of the actor then; empty in events of before roles were recorded
    via: str | None = None  # screen, command, job
    account: str | None = None  # of the system, where nobody signed in
    address: str | None = None  # of the browser


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


class ChainLink(SQLModel, table=True):
    """One link of the chain (``db.chain``): what was done by whom, the digests of the rows that it wrote, and the hash
    over all of it and the link before. Append-only.
    """

    __tablename__ = "chain_link"
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime)
    action: str
    about: str = Field(sa_type=Text)  # the rows, as "table key"
    by: str
    role: str | None = None
    via: str | None = None
    account: str | None = None
    content: dict[str, Any] = Field(sa_type=JSON)  # table -> key of a row -> its digest; null: the row is gone
    content_sha256: str
    previous: str  # hash of the link before; empty in the first
    key_id: str  # which key signed it
    hash: str
    mac: str


_TYPES: dict[str, type[TypeEngine[Any]]] = {
    "satang": BigInteger,
    "int": Integer,
    "line": Integer,
    "date": Date,
    "month": Date,
}  # others are text


def row_table(kind: FileKind) -> Table:
    """The table of a kind: upload, place in it from 0, row number in the file (it may repeat where one upload joins
    files), then the kind's own columns. No model: rows are read by column, never as objects.
    """
    limits = [one_of(column.field, column.field, ids(column.choices)) for column in kind.columns if column.choices]
    limits += [
        CheckConstraint(f"{column.field} >= {column.least}", name=column.field.removesuffix("_satang"))
        for column in kind.columns
        if column.least is not None
    ]
    return Table(
        kind.table,
        SQLModel.metadata,
        Column("upload_id", ForeignKey("upload.id"), primary_key=True),
        Column("pos", Integer, primary_key=True, autoincrement=False),
        Column("row", Integer, nullable=False),
        *(Column(c.field, _TYPES.get(c.type, AutoString)(), nullable=not c.filled) for c in kind.columns),
        *limits,
        sqlite_with_rowid=False,
    )


ROW_TABLES: dict[Kind, Table] = {kind.id: row_table(kind) for kind in KINDS.values()}

metadata = SQLModel.metadata  # complete here: every table is above
