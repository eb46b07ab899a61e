"""Rows of uploads, in and out, by column, through the driver's own cursors: never as ORM objects, which for 200,000
rows take minutes where the driver takes a second.

An upload is immutable, so what was read once is kept: the newest few, by id and content.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from typing import Any

from cachetools import LRUCache
from sqlalchemy import Connection, delete

from core.model import Rows
from core.model.kinds import KINDS, Kind
from db.tables import ROW_TABLES

CACHED_ROWS = 1_000_000  # kept in memory at most, over all uploads; one upload is kept whatever its size
CACHED_UPLOADS = 64
RowsKey = tuple[str, int, int, str]
_DATES = ("date", "month")
_REPEATING = (*_DATES, "enum", "text")  # few different values in many rows: kept as one object each
_CHUNK = 500  # rows at a time: their tuples die young, which a garbage collection over 200,000 of them does not like


def insert_rows(connection: Connection, upload_id: int, rows: Rows) -> None:
    """Store the rows of one upload, in one stream: ``executemany`` on SQLite, COPY on PostgreSQL."""
    table = KINDS[rows.kind].table
    names = ["upload_id", "pos", "row", *_fields(rows.kind)]
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        marks = ", ".join("?" * len(names))
        insert = f"INSERT INTO {table} ({_quoted(names)}) VALUES ({marks})"
        driver.executemany(insert, _tuples(upload_id, rows, date.isoformat))
        return
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({_quoted(names)}) FROM STDIN") as copy:
        for values in _tuples(upload_id, rows, None):
            copy.write_row(values)


def read_rows(connection: Connection, kind: Kind, upload_id: int) -> Rows:
    """The rows of one upload in the order of its file."""
    names = _fields(kind)
    query = f'SELECT "row", {_quoted(names)} FROM {KINDS[kind].table} WHERE upload_id = {int(upload_id)} ORDER BY pos'
    cells: list[list[Any]] = [[] for _ in range(len(names) + 1)]
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(query)
        while part := cursor.fetchmany(_CHUNK):
            for column, values in zip(cells, zip(*part, strict=True), strict=True):
                column.extend(values)
    parse = date.fromisoformat if connection.dialect.name == "sqlite" else None
    columns = {
        column.field: _shared(values, parse if column.type in _DATES else None) if column.type in _REPEATING else values
        for column, values in zip(KINDS[kind].columns, cells[1:], strict=True)
    }
    return Rows(kind, columns, cells[0])


def delete_rows(connection: Connection, kind: Kind, upload_ids: Sequence[int]) -> None:
    """Remove the rows of uploads of a sample project."""
    table = ROW_TABLES[kind]
    connection.execute(delete(table).where(table.c.upload_id.in_(upload_ids)))


def row_cache(most_rows: int = CACHED_ROWS, most_uploads: int = CACHED_UPLOADS) -> LRUCache[RowsKey, Rows]:
    """The uploads that were read last, by database, last restore, id and content. One is kept whatever its size."""
    least = -(-most_rows // most_uploads)  # what the smallest upload counts for, so that no more than so many are kept
    return LRUCache(most_rows, getsizeof=lambda rows: min(max(len(rows), least), most_rows))


def _fields(kind: Kind) -> list[str]:
    return [column.field for column in KINDS[kind].columns]


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _tuples(upload_id: int, rows: Rows, render: Callable[[date], str] | None) -> Iterator[tuple[Any, ...]]:
    """One tuple a row, made as they are taken."""
    columns = [
        _shared(rows[column.field], render) if render and column.type in _DATES else rows[column.field]
        for column in KINDS[rows.kind].columns
    ]
    count = len(rows)
    return zip([upload_id] * count, range(count), rows.numbers, *columns, strict=True)


def _shared(cells: list[Any], convert: Callable[[Any], Any] | None) -> list[Any]:
    """The cells, equal ones as one object, each converted once."""
    memo: dict[Any, Any] = {}
    if convert is None:
        return [memo.setdefault(cell, cell) for cell in cells]
    memo = {cell: None if cell is None else convert(cell) for cell in set(cells)}
    return [memo[cell] for cell in cells]
