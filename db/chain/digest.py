"""What a link covers: the rows of a table, each as one digest of all that its columns hold."""

import hashlib
import json
from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from db.tables import ROW_TABLES, metadata

# Tables that no link covers: a number drawn at random, the chain itself, loads that nobody has saved yet, headlines,
# which are computed from the rest, and the rows of uploads, whose hash is in the upload that a link covers. The queue
# of messages and what its readers know change with every minute, and nobody's act is in them: who is told of what is in
# the subscriptions, which are covered.
BESIDE = frozenset(
    {
        "generation",
        "chain_link",
        "draft",
        "headline",
        "queued_message",
        "told_state",
        "wrong_try",
        *(table.name for table in ROW_TABLES.values()),
    }
)
PASSING = frozenset({"seen_at"})  # when a sign-in was seen last: nobody's act, and written every few minutes
# In a link's content, beside the tables: the rows, as "table key", that were not as recorded when the link's own writer
# changed them, with the digest that they then had.
WAS_CHANGED = "row_was_changed"
UNREADABLE = "unreadable"  # in place of the digest of a row in which a column holds what it cannot hold
COVERED: dict[str, Table] = {table.name: table for table in metadata.sorted_tables if table.name not in BESIDE}


def canonical(value: Any) -> str:
    """The same text for the same content, whatever the database and the order of names."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def sha256(value: Any) -> str:
    """The digest of the canonical text."""
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()


def digests(
    connection: Connection, table: Table, keys: Collection[Any] | None = None, columns: Collection[str] | None = None
) -> dict[str, str]:
    """The digest of each row by its key, of these keys or of all, over these columns or all. An empty cell counts as if
    there were no column, so that a column added later changes no digest. A row that cannot be read is ``UNREADABLE``.
    """
    (key,) = table.primary_key
    query = select(*(c for c in table.columns if c.name not in PASSING and (columns is None or c.name in columns)))
    try:
        return _digests(connection, query if keys is None else query.where(key.in_(keys)), key.name)
    except (ValueError, TypeError):
        return {
            str(one): _digest(connection, query.where(key == one), key.name)
            for one in connection.scalars(select(key)).all()
            if keys is None or one in keys
        }


def _digests(connection: Connection, query: Select[Any], key: str) -> dict[str, str]:
    found = connection.execute(query).mappings()
    return {str(row[key]): sha256({k: v for k, v in row.items() if v is not None}) for row in found}


def _digest(connection: Connection, query: Select[Any], key: str) -> str:
    """Of one row."""
    try:
        (found,) = _digests(connection, query, key).values()
    except (ValueError, TypeError):
        return UNREADABLE
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)
