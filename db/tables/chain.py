"""The links of the chain."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Text
from sqlmodel import Field, SQLModel

from db.columns import UtcDateTime


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
