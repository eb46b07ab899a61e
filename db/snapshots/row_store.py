"""Rows of uploads, in and out, by column, through the driver's own cursors: never as ORM objects, which for 200,000
rows take minutes where the driver takes a second.

An upload is immutable, so what was read once is kept: the newest few, by id and content.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import Connection, delete, inspect

from core.kinds import Kind, columns_of
from core.model.rows import Rows
from db.tables import ROW_TABLES

CACHED_ROWS = 1_000_000  # kept in memory at most, over all uploads; one upload is kept whatever its size
CACHED_UPLOADS = 64
_DATES = ("date", "month")
_REPEATING = (*_DATES, "enum", "text")  # few different values in many rows: kept as one object each
_CHUNK = 500  # rows at a time: their tuples die young, which a garbage collection over 200,000 of them does not like


def insert_rows(connection: Connection, upload_id: int, rows: Rows) -> None:
    """Store the rows of one upload, in one stream: ``executemany`` on SQLite, COPY on PostgreSQL."""
    table = table_of(rows.kind)
    names = ["upload_id", "pos", "row", *_fields(rows.kind)]
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        marks = ", ".join("?" * len(names))
        driver.executemany(f"INSERT INTO {table} ({_quoted(names)}) VALUES ({marks})", _tuples(upload_id, rows, _iso))
        return
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({_quoted(names)}) FROM STDIN") as copy:
        for values in _tuples(upload_id, rows, None):
            copy.write_row(values)


def read_rows(connection: Connection, kind: Kind, upload_id: int) -> Rows:
    """The rows of one upload in the order of its file."""
    names = _fields(kind)
    query = f'SELECT "row", {_quoted(names)} FROM {table_of(kind)} WHERE upload_id = {int(upload_id)} ORDER BY pos'
    cells: list[list[Any]] = [[] for _ in range(len(names) + 1)]
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(query)
        while part := cursor.fetchmany(_CHUNK):
            for column, values in zip(cells, zip(*part, strict=True), strict=True):
                column.extend(values)
    parse = date.fromisoformat if connection.dialect.name == "sqlite" else None
    columns = {
        column.field: _shared(values, parse if column.type in _DATES else None) if column.type in _REPEATING else values
        for column, values in zip(columns_of(kind), cells[1:], strict=True)
    }
    return Rows(kind, columns, cells[0])


def delete_rows(connection: Connection, kind: Kind, upload_ids: Sequence[int]) -> None:
    """Remove the rows of uploads of a sample project."""
    table = inspect(ROW_TABLES[kind]).local_table
    connection.execute(delete(table).where(table.c.upload_id.in_(upload_ids)))


def table_of(kind: Kind) -> str:
    """The table that holds the rows of a kind."""
    return str(ROW_TABLES[kind].__tablename__)


class RowCache:
    """The newest uploads that were read, by database, id and content; safe between threads."""

    def __init__(self, most_rows: int = CACHED_ROWS, most_uploads: int = CACHED_UPLOADS) -> None:
        self._kept: OrderedDict[tuple[str, int, str], Rows] = OrderedDict()
        self._lock = Lock()
        self._most_rows, self._most_uploads = most_rows, most_uploads

    def get(self, key: tuple[str, int, str], read: Callable[[], Rows]) -> Rows:
        """What is kept under ``key``, else what ``read`` gives."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        rows = read()
        with self._lock:
            self._kept[key] = rows
            self._drop()
        return rows

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept)

    def _drop(self) -> None:
        total = sum(len(rows) for rows in self._kept.values())
        while len(self._kept) > 1 and (total > self._most_rows or len(self._kept) > self._most_uploads):
            _, oldest = self._kept.popitem(last=False)
            total -= len(oldest)


def _fields(kind: Kind) -> list[str]:
    return [column.field for column in columns_of(kind)]


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _tuples(upload_id: int, rows: Rows, render: Callable[[date], str] | None) -> Iterator[tuple[Any, ...]]:
    """One tuple a row, made as they are taken."""
    columns = [
        _shared(rows[column.field], render) if render and column.type in _DATES else rows[column.field]
        for column in columns_of(rows.kind)
    ]
    count = len(rows)
    return zip([upload_id] * count, range(count), rows.numbers, *columns, strict=True)


def _iso(value: date) -> str:
    return value.isoformat()


def _shared(cells: list[Any], convert: Callable[[Any], Any] | None) -> list[Any]:
    """The cells, equal ones as one object, each converted once."""
    memo: dict[Any, Any] = {}
    if convert is None:
        return [memo.setdefault(cell, cell) for cell in cells]
    memo = {cell: None if cell is None else convert(cell) for cell in set(cells)}
    return [memo[cell] for cell in cells]
