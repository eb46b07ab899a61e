"""The rows of one table, out of one database and into the other: page by page, typed, never all of them in memory.

JSON goes as the text that it is, so that an empty cell and a null of JSON stay two things.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import JSON, Column, Connection, MetaData, Table, Text, cast, func, literal, select, tuple_
from sqlalchemy.exc import DataError, IntegrityError

from db.errors import CopyRefused
from db.tables import ROW_TABLES, ChainLink, Draft

BATCH_ROWS, BATCH_LETTERS = 20_000, 16_000_000  # written in one transaction: whichever comes first
_PAGE, _PAGE_OF_TEXTS = 2_000, 50  # rows read at once
_ONE_BY_ONE = {Draft.__tablename__: 1, ChainLink.__tablename__: 10}  # a row may hold a whole file, or every digest
_ROW_TABLES = {table.name for table in ROW_TABLES.values()}

Row = Sequence[Any]
Key = tuple[Any, ...]


def count(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def batches(view: Connection, table: Table, after: Sequence[Any] | None) -> Iterator[tuple[list[Row], Key]]:
    """The rows behind a key in the order of keys, as many together as one transaction writes, and the last key of
    each. Raises ``CopyRefused`` for a cell that is not what its column holds.
    """
    places = [list(table.columns.keys()).index(one.name) for one in table.primary_key]
    batch: list[Row] = []
    letters = 0
    for page in _pages(view, table, after):
        batch += page
        if table.name not in _ROW_TABLES:
            letters += sum(len(cell) for row in page for cell in row if isinstance(cell, str))
        if len(batch) >= BATCH_ROWS or letters >= BATCH_LETTERS:
            yield batch, tuple(batch[-1][place] for place in places)
            batch, letters = [], 0
    if batch:
        yield batch, tuple(batch[-1][place] for place in places)


def _pages(view: Connection, table: Table, after: Sequence[Any] | None) -> Iterator[Sequence[Row]]:
    keys = list(table.primary_key)
    columns = [cast(one, Text).label(one.name) if isinstance(one.type, JSON) else one for one in table.columns]
    query = select(*columns).order_by(*keys)
    if after is not None:
        bounds = [literal(value, one.type) for value, one in zip(after, keys, strict=True)]
        query = query.where(tuple_(*keys) > tuple_(*bounds) if len(keys) > 1 else keys[0] > bounds[0])
    size = _ONE_BY_ONE.get(table.name, _PAGE if table.name in _ROW_TABLES else _PAGE_OF_TEXTS)
    try:
        with view.execute(query, execution_options={"yield_per": size}) as found:
            yield from found.partitions()
    except (ValueError, TypeError) as error:
        raise CopyRefused("copy_cell", table=table.name, why=_first_line(error)) from error


def write(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows: by COPY on PostgreSQL, many a statement on SQLite. Raises ``CopyRefused`` for one that the database
    does not take.
    """
    if connection.dialect.name == "postgresql":
        _copy_in(connection, table, rows)
        return
    names = list(table.columns.keys())
    try:
        connection.execute(_as_text(table).insert(), [dict(zip(names, row, strict=True)) for row in rows])
    except (IntegrityError, DataError) as error:
        raise CopyRefused("copy_row", table=table.name, why=_first_line(error.orig or error)) from error


def _copy_in(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    import psycopg
    from psycopg import sql

    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    names = sql.SQL(", ").join(map(sql.Identifier, table.columns.keys()))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as into:
            for row in rows:
                into.write_row(row)
    except (psycopg.IntegrityError, psycopg.DataError, UnicodeError) as error:
        raise CopyRefused("copy_row", table=table.name, why=_first_line(error)) from error


@cache
def _as_text(table: Table) -> Table:
    """The same table, whose JSON is text."""
    columns = [Column(one.name, Text() if isinstance(one.type, JSON) else one.type) for one in table.columns]
    return Table(table.name, MetaData(), *columns)


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
