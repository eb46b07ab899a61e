"""Wrong passwords of the last hour."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.columns import UtcDateTime


class WrongTry(SQLModel, table=True):
    """Tries of one user on one device since the last right one. ``id`` is a hash of the two, which names neither.

    No link covers it, no page remembers it, and a row goes with the right password, else minutes after
    the hour in which it counts.
    """

    __tablename__ = "wrong_try"
    id: str = Field(primary_key=True)
    tries: int
    at: datetime = Field(sa_type=UtcDateTime, index=True)  # of the last one
