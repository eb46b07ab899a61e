"""The table of short links. Append-only: what was printed on paper leads on for ever.

No ``from __future__ import annotations`` here: SQLModel reads the annotations at run time.
"""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from db.tables.columns import UtcDateTime


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
