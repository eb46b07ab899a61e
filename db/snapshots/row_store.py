"""Rows of uploads, in and out, by column, through the driver's own cursors: never as ORM objects, which for 200,000
rows take minutes where the driver takes a second.

An upload is immutable, so what was read once is kept: the newest few, by id and content.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from itertools import islice, repeat
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
_TOGETHER = 200  # rows of one INSERT, where SQLite takes as many values
COPIED_TOGETHER = 20_000  # rows of one COPY: a statement has its time, however large the file and busy the machine
_APART = "\x1f"
_CHUNK = 500  # rows at a time: their tuples die young, which a garbage collection over 200,000 of them does not like


def insert_rows(connection: Connection, upload_id: int, rows: Rows) -> None:
    """Store the rows of one upload: many rows a statement on SQLite, COPY on PostgreSQL."""
    table = KINDS[rows.kind].table
    names = ["upload_id", "pos", "row", *_fields(rows.kind)]
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        _insert_many(driver, f"INSERT INTO {table} ({_quoted(names)}) VALUES ", upload_id, rows)
        return
    assert driver is not None
    cells = zip(repeat(upload_id), *_columns(rows, None), strict=False)
    with driver.cursor() as cursor:
        for _ in range(0, len(rows), COPIED_TOGETHER):
            with cursor.copy(f"COPY {table} ({_quoted(names)}) FROM STDIN") as copy:
                for values in islice(cells, COPIED_TOGETHER):
                    copy.write_row(values)


def _insert_many(driver: sqlite3.Connection, insert: str, upload_id: int, rows: Rows) -> None:
    """Insert many rows at each step: no tuple is made for a row, and a step costs more than a row."""
    columns = _columns(rows, date.isoformat)
    width = len(columns)
    one = f"({int(upload_id)}{', ?' * width})"
    lent = [_lent if _varied(column) else _as_they_are for column in columns]
    together = min(_TOGETHER, driver.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // width)
    for start in range(0, len(rows), together):
        count = min(together, len(rows) - start)
        values: list[Any] = [None] * (width * count)
        for place, column in enumerate(columns):
            values[place::width] = lent[place](column[start : start + count])
        driver.execute(insert + ", ".join([one] * count), values)


def _varied(column: Sequence[Any]) -> bool:
    """Whether a column holds texts that mostly differ, by its first ones."""
    first = column[:_CHUNK]
    return all(isinstance(cell, str) for cell in first) and len(set(first)) * 2 > len(first)


def _lent(cells: Sequence[Any]) -> Sequence[Any]:
    """The cells as texts of their own, which end with the step. In each text that SQLite's driver is given it leaves an
    encoded copy, which lives as long as the text: with the rows, which are kept.
    """
    try:
        found = _APART.join(cells).split(_APART)
    except TypeError:  # one is unknown
        return cells
    return found if len(found) == len(cells) else cells


def _as_they_are(cells: Sequence[Any]) -> Sequence[Any]:
    return cells


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


def _columns(rows: Rows, render: Callable[[date], str] | None) -> list[Sequence[Any]]:
    """The places of the rows, their numbers, and their values column by column."""
    columns = [
        _shared(rows[column.field], render) if render and column.type in _DATES else rows[column.field]
        for column in KINDS[rows.kind].columns
    ]
    return [range(len(rows)), rows.numbers, *columns]


def _shared(cells: list[Any], convert: Callable[[Any], Any] | None) -> list[Any]:
    """The cells, equal ones as one object, each converted once."""
    memo: dict[Any, Any] = {}
    if convert is None:
        return [memo.setdefault(cell, cell) for cell in cells]
    memo = {cell: None if cell is None else convert(cell) for cell in set(cells)}
    return [memo[cell] for cell in cells]
