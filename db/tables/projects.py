"""What states a project, and the number that names the state of the database."""

from datetime import date, datetime
from typing import Literal

from sqlalchemy import JSON, BigInteger, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.model.project import Project, parse_project
from db.columns import UtcDateTime, one_of


class ProjectVersion(SQLModel, table=True):
    """One text of a project's TOML. It is in force from the day on which it was stored, or from ``in_force_from``."""

    __tablename__ = "project_version"
    __table_args__ = (UniqueConstraint("code", "version"),)
    id: int = Field(default=None, primary_key=True)
    code: str = Field(index=True)
    version: int
    text_sha256: str
    text: str = Field(sa_type=Text)
    stored_at: datetime = Field(sa_type=UtcDateTime)
    in_force_from: date | None = None  # of settings saved on the web: the day that a person chose
    on_web: bool | None = None  # saved on the web; empty: the text of a file
    aside: bool | None = None  # of a file that changed while the web's text was in force: stored, and never in force
    by: str | None = None  # empty: stored before it was recorded
    reason: str | None = Field(default=None, sa_type=Text)
    # the past month ends that are judged otherwise since
    past: list[dict[str, str]] | None = Field(default=None, sa_type=JSON(none_as_null=True))

    @property
    def source(self) -> Literal["file", "web"]:
        """Where the text was changed."""
        return "web" if self.on_web else "file"

    @property
    def project(self) -> Project:
        """What the text says."""
        return parse_project(self.text)


class StoredHeadline(SQLModel, table=True):
    """The headline of a project as it was computed last, from what ``basis`` names. Derived: no link covers it, and it
    can be thrown away. ``mac`` is the HMAC of the rest by a key of the chain: what it does not fit is not shown.
    """

    __tablename__ = "headline"
    project: str = Field(primary_key=True)
    basis: str
    content: str = Field(sa_type=Text)
    mac: str


CLOSINGS = ("close", "reopen")


class ProjectClosing(SQLModel, table=True):
    """That a project's year was closed, or opened again; the last one says which."""

    __tablename__ = "project_closing"
    __table_args__ = (one_of("event", "event", CLOSINGS),)
    id: int = Field(default=None, primary_key=True)
    project: str = Field(index=True)
    event: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(sa_type=Text)


class Generation(SQLModel, table=True):
    """One row: a number that names the state of the database, drawn again with each change; and one that each restore
    draws, so that nothing outlives it that was kept by what uploads say of themselves.
    """

    __tablename__ = "generation"
    id: int = Field(default=1, primary_key=True)
    number: int = Field(sa_type=BigInteger)
    restored: int = Field(default=0, sa_type=BigInteger)
