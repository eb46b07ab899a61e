"""Where the counters of ids have got to: the next id of a copy is the one that the source would have given."""

from sqlalchemy import Connection, Table, cast, column, func, select, table
from sqlalchemy.dialects.postgresql import REGCLASS

from db.tables import metadata

_SEQUENCES = table("pg_sequences", column("schemaname"), column("sequencename"), column("last_value"))
_COUNTED = table("sqlite_sequence", column("name"), column("seq"))  # of tables with AUTOINCREMENT, by SQLite itself


def counted() -> list[Table]:
    """The tables whose ids the database gives."""
    return [one for one in metadata.sorted_tables if one.autoincrement_column is not None]


def last(connection: Connection) -> dict[str, int]:
    """The last id that each table gave, 0 where it gave none: also of a row that is gone, where the database knows."""
    found = {one.name: _greatest(connection, one) for one in counted()}
    if connection.dialect.name == "sqlite":
        known = dict(connection.execute(select(_COUNTED.c.name, _COUNTED.c.seq)).all())
    else:
        known = {one.name: _of_sequence(connection, one) for one in counted()}
    return {name: max(greatest, known.get(name, 0)) for name, greatest in found.items()}


def go_on(connection: Connection, numbers: dict[str, int]) -> None:
    """The next id of each table is behind these."""
    for one in counted():
        number = numbers[one.name]
        if not number:
            continue
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.setval(cast(_sequence(connection, one), REGCLASS), number)))
        elif one.dialect_options["sqlite"]["autoincrement"]:
            connection.execute(_COUNTED.delete().where(_COUNTED.c.name == one.name))
            connection.execute(_COUNTED.insert().values(name=one.name, seq=number))


def _greatest(connection: Connection, one: Table) -> int:
    return int(connection.scalar(select(func.max(one.autoincrement_column))) or 0)


def _sequence(connection: Connection, one: Table) -> str:
    assert one.autoincrement_column is not None
    quoted = connection.dialect.identifier_preparer.quote(one.name)
    return str(connection.scalar(select(func.pg_get_serial_sequence(quoted, one.autoincrement_column.name))))


def _of_sequence(connection: Connection, one: Table) -> int:
    schema, _, name = _sequence(connection, one).rpartition(".")
    there = (_SEQUENCES.c.schemaname == schema.strip('"')) & (_SEQUENCES.c.sequencename == name.strip('"'))
    return int(connection.scalar(select(_SEQUENCES.c.last_value).where(there)) or 0)
