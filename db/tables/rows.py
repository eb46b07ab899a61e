"""The tables that hold the rows of uploads, one for each kind of file."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, ForeignKey, Integer, Table
from sqlalchemy.types import TypeEngine
from sqlmodel import AutoString, SQLModel

from core.model.kinds import KINDS, FileKind, Kind
from db.columns import ids, one_of

_TYPES: dict[str, type[TypeEngine[Any]]] = {
    "satang": BigInteger,
    "int": Integer,
    "line": Integer,
    "date": Date,
    "month": Date,
}  # others are text


def row_table(kind: FileKind) -> Table:
    """The table of a kind: upload, place in it from 0, row number in the file (it may repeat where one upload joins
    files), then the kind's own columns. No model: rows are read by column, never as objects.
    """
    limits = [one_of(column.field, column.field, ids(column.choices)) for column in kind.columns if column.choices]
    limits += [
        CheckConstraint(f"{column.field} >= {column.least}", name=column.field.removesuffix("_satang"))
        for column in kind.columns
        if column.least is not None
    ]
    return Table(
        kind.table,
        SQLModel.metadata,
        Column("upload_id", ForeignKey("upload.id"), primary_key=True),
        Column("pos", Integer, primary_key=True, autoincrement=False),
        Column("row", Integer, nullable=False),
        *(Column(c.field, _TYPES.get(c.type, AutoString)(), nullable=not c.filled) for c in kind.columns),
        *limits,
        sqlite_with_rowid=False,
    )


ROW_TABLES: dict[Kind, Table] = {kind.id: row_table(kind) for kind in KINDS.values()}
