"""What is recorded of an upload, of what became of it, and of how its file was read."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import AutoString, Field, SQLModel

from core.intake import Mapping
from core.model.kinds import KINDS, Kind
from db.columns import UtcDateTime, one_of

EVENTS = ("withdraw", "reinstate")
ERASE = "erase"  # of an upload alone: its rows are gone, and it never comes back
# Of an upload alone, where the project has what is loaded reviewed: it waits, is passed, or is sent back.
WAIT, PASS, SEND_BACK = "wait", "pass", "send_back"
IN_FORCE = ("reinstate", PASS)  # after one of these, or none at all, an upload counts


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


class UploadBatch(SQLModel, table=True):
    """That an upload was stored with others in one transaction. ``batch`` is the id of the first of them."""

    __tablename__ = "upload_batch"
    upload_id: int = Field(primary_key=True, foreign_key="upload.id", sa_column_kwargs={"autoincrement": False})
    batch: int = Field(index=True)
    project: str


class UploadEvent(SQLModel, table=True):
    """A withdrawal, a reinstatement, a step of the review or the erasure of the rows; the last one says whether the
    upload is live.
    """

    __tablename__ = "upload_event"
    __table_args__ = (one_of("event", "event", (*EVENTS, ERASE, WAIT, PASS, SEND_BACK)),)
    id: int = Field(default=None, primary_key=True)
    upload_id: int = Field(foreign_key="upload.id", index=True)
    event: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(sa_type=Text)
    # of a plan: the past month ends that this changed
    past: list[dict[str, str]] | None = Field(default=None, sa_type=JSON(none_as_null=True))


class UploadReview(SQLModel, table=True):
    """The figures of an upload that was passed in a review: the summary at its day with it in, as known when it was
    passed, under the version of the project that was in force then. Its own have stayed empty. Append-only.
    """

    __tablename__ = "upload_review"
    upload_id: int = Field(primary_key=True, foreign_key="upload.id", sa_column_kwargs={"autoincrement": False})
    project: str
    project_version_id: int = Field(foreign_key="project_version.id")
    figures: dict[str, Any] = Field(sa_type=JSON)


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
