"""Loads that people have not saved yet."""

from datetime import datetime

from sqlalchemy import JSON, Text
from sqlmodel import Field, SQLModel

from db.columns import UtcDateTime


class Draft(SQLModel, table=True):
    """A load under way, of the user ``by`` alone: the rows as read and corrected, and every answer, never the file.

    Its rows are deleted when they end, and no link covers them. ``files`` tells the chosen files from others,
    ``holder`` which tab goes on with them. ``choices`` and ``content`` are JSON, in plain letters.
    """

    __tablename__ = "draft"
    id: int = Field(default=None, primary_key=True)
    by: str = Field(index=True)
    project: str
    files: str
    names: list[str] = Field(sa_type=JSON)
    kinds: list[str] = Field(sa_type=JSON)
    holder: str
    begun_at: datetime = Field(sa_type=UtcDateTime)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    choices: str = Field(sa_type=Text)
    content: str = Field(sa_type=Text)
