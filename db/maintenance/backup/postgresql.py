"""PostgreSQL: pg_dump writes the tables of this program from one state of the database; of a file only data are taken.

The tables that a file is read into are those that the migrations make, in a schema of their own. They take the place of
what the database holds in one transaction of rows alone, so that nobody who reads meanwhile waits or sees half of it.
"""

import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    ScalarSelect,
    Table,
    cast,
    column,
    func,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateSchema, DropSchema

from db.chain import head
from db.chain.links import last
from db.engine import data_dir, new_engine
from db.errors import BackupRefused, Refused
from db.maintenance.backup import pg_tools
from db.maintenance.backup.files import beside
from db.maintenance.backup.schema import Schema, require_schema, require_version
from db.maintenance.migrate import current_revision, migrate
from db.tables import Draft, metadata
from db.transactions import WRITE_LOCK, reading, translate, unhurried

SUFFIX = ".dump"
KEPT = "before-restore.dump"
_MAGIC = b"PGDMP"
_OWN = "otop_restoring_"  # schemas that a file is read into
_COPY = re.compile(r"COPY \S+ \((.*)\) FROM stdin;\n")
_SETVAL = re.compile(r"setval\('(?:[^'.]*\.)?([^'.]+)', (\d+), (true|false)\)")
_NOT_DEFINED = ("--", "SET ", "SELECT pg_catalog.set_config", "\\restrict", "\\unrestrict", "CREATE SCHEMA")


def require_source(engine: Engine, target: Path) -> None:  # noqa: ARG001  no file can be the database itself
    """Raise ``Refused`` where there are no tables yet."""
    if not _has_tables(engine):
        raise Refused("nothing_to_back_up")


def dump(engine: Engine, part: Path) -> str:
    """Write the tables into a file of pg_dump's own format; returns the newest link in it. Raises ``Refused``,
    ``BackupRefused``.
    """
    with _named_errors(part.name), reading(engine) as session, unhurried(session.connection()):
        connection = session.connection()
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        link = last(connection)
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        options = ["--format=custom", f"--snapshot={snapshot}", f"--file={part}"]
        pg_tools.run([*_pg_dump(connection), *options], connection, part.name)
    return link.text if link else "0:"


@contextmanager
def staged(engine: Engine, file: Path) -> Iterator[Engine]:
    """What a backup holds, in a schema of its own. Raises ``BackupRefused``, ``DatabaseOutdated``, ``Refused``."""
    with _named_errors(file.name), engine.connect() as connection:
        with file.open("rb") as begin:
            if begin.read(len(_MAGIC)) != _MAGIC:
                raise BackupRefused("no_backup", name=file.name)
        _drop_left(connection)
        schema = f"{_OWN}{secrets.token_hex(4)}"
        _take(connection, schema)
        connection.execute(CreateSchema(schema))
        connection.commit()
        copy = _engine(engine, schema)
        try:
            _read_into(copy, file, _server(connection))
            yield copy
        finally:
            copy.dispose()
            head.forget(copy)
            _drop(connection, schema)


def put_in_place(engine: Engine, copy: Engine) -> Path | None:
    """Replace the rows of every table in one transaction; what was there is kept as a backup in the data folder."""
    kept = data_dir() / KEPT if _has_tables(engine) else None
    migrate(engine, opens=False)  # the chain comes with the rows
    if kept is not None:
        with beside(kept) as part:
            dump(engine, part)
    with copy.connect() as connection:
        schema = connection.scalar(text("SELECT current_schema()"))
    with _named_errors(engine.url.database or ""), engine.begin() as connection, unhurried(connection):
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITE_LOCK})
        for ours in reversed(metadata.sorted_tables):
            connection.execute(ours.delete())
        for ours in metadata.sorted_tables:
            there = ours.to_metadata(MetaData(), schema=schema)
            connection.execute(ours.insert().from_select([one.name for one in there.columns], select(there)))
        for name in inspect(connection).get_sequence_names(schema):
            _set_sequence(connection, name, func.greatest(_got_to(name), _got_to(name, schema)), called=True)
    return kept


# -- reading a file -------------------------------------------------------------------------------------------------


def _read_into(copy: Engine, file: Path, server: int) -> None:
    """The tables as the migrations make them at the version of the file, then its rows, then the newest tables."""
    restore = [pg_tools.find("pg_restore", server), "--no-owner", "--no-privileges", "--file=-"]
    with pg_tools.lines_of([*restore, "--data-only", "--table=alembic_version", str(file)], file.name) as lines:
        found = [line.decode().strip() for line in _rows(lines) if line.strip()]
    migrate(copy, require_version(found, file.name))
    with copy.connect() as connection:
        made = pg_tools.run([*_pg_dump(connection), "--schema-only"], connection, file.name)
    with pg_tools.lines_of([*restore, "--schema-only", str(file)], file.name) as lines:
        told = lines.read().decode("utf-8", "replace")
    require_schema(_schema(told), _schema(made), file.name)
    with copy.begin() as connection, unhurried(connection):
        tables = MetaData()
        tables.reflect(connection)
        for one in reversed(tables.sorted_tables):
            connection.execute(one.delete())
        for one in tables.sorted_tables:
            if one.name == Draft.__tablename__:
                continue
            command = [*restore, "--data-only", f"--table={one.name}", str(file)]
            _fill(connection, one, command, file.name)
        _set_sequences(connection, [*restore, "--data-only"], file)
    head.forget(copy)  # of the tables before the rows of the file were in them
    migrate(copy)


def _rows(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines of the one COPY in what pg_restore writes; none where it writes none."""
    for line in lines:
        if _COPY.fullmatch(line.decode("utf-8", "replace")):
            break
    for line in lines:
        if line == b"\\.\n":
            break
        yield line


def _fill(connection: Connection, target: Table, command: Sequence[str], name: str) -> None:
    """Copy the rows of one table; what the file calls its columns must be the table's."""
    driver = connection.connection.driver_connection
    assert driver is not None
    with pg_tools.lines_of(command, name) as lines:
        for line in lines:
            if found := _COPY.fullmatch(line.decode("utf-8", "replace")):
                break
        else:
            raise BackupRefused("damaged", name=name, detail=target.name)
        given = [field.strip().strip('"') for field in found[1].split(",")]
        if sorted(given) != sorted(target.columns.keys()):
            raise BackupRefused("damaged", name=name, detail=target.name)
        listed = sql.SQL(", ").join(map(sql.Identifier, given))
        query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(target.name), listed)
        with driver.cursor() as cursor, cursor.copy(query) as rows:
            for line in lines:
                if line == b"\\.\n":
                    break
                rows.write(line)


def _set_sequences(connection: Connection, command: Sequence[str], file: Path) -> None:
    """Numbers go on where they had got to, so that none is given twice."""
    known = inspect(connection).get_sequence_names()
    wanted = [*command, *(f"--table={name}" for name in known), str(file)]
    with pg_tools.lines_of(wanted, file.name) as lines:
        found = _SETVAL.findall(lines.read().decode("utf-8", "replace"))
    for name, value, called in found:
        if name in known:
            _set_sequence(connection, name, int(value), called=called == "true")


def _set_sequence(connection: Connection, name: str, value: Any, *, called: bool) -> None:
    connection.execute(select(func.setval(cast(f'"{name}"', REGCLASS), value, called)))


def _got_to(sequence: str, schema: str | None = None) -> ScalarSelect[Any]:
    """The last number that a sequence gave."""
    return select(table(sequence, column("last_value"), schema=schema).c.last_value).scalar_subquery()


def _schema(said: str) -> Schema:
    """Each statement by its first line: its lines, in whatever order, without the schema that the tables were in."""
    place = re.search(r"^CREATE TABLE (\S+)\.\S+ \(", said, re.MULTILINE)
    plain = said.replace(f"{place[1]}.", "") if place else said
    lines = [line for line in plain.splitlines() if line.strip() and not line.startswith(_NOT_DEFINED)]
    found: Schema = {}
    for statement in "\n".join(lines).split(";\n"):
        parts = [part.strip().rstrip(",;") for part in statement.splitlines()]
        if parts:
            title = parts[0].rstrip(" (")
            title = f"{title} {parts[1]}" if title.startswith("ALTER TABLE") and len(parts) > 1 else title
            found[title] = frozenset(parts)
    return found


# -- the database ---------------------------------------------------------------------------------------------------


def _pg_dump(connection: Connection) -> list[str]:
    """The command that writes the tables of this program in the schema of a connection, and nothing else there."""
    schema = connection.scalar(text("SELECT current_schema()"))
    names = [*(ours.name for ours in metadata.sorted_tables), "alembic_version"]
    tables = [f'--table="{schema}"."{name}"' for name in names]
    without = f'--exclude-table-data="{schema}"."{Draft.__tablename__}"'  # a copy would outlive what ends within days
    tool = pg_tools.find("pg_dump", _server(connection))
    return [tool, "--encoding=UTF8", "--no-owner", "--no-privileges", *tables, without]


def _server(connection: Connection) -> int:
    """The main version of the server."""
    return int(connection.scalar(text("SHOW server_version_num")) or 0) // 10_000


def _engine(engine: Engine, schema: str) -> Engine:
    """The same database, its tables in another schema."""
    given = engine.url.query.get("options", "")
    options = f"{given if isinstance(given, str) else ' '.join(given)} -csearch_path={schema}".strip()
    return new_engine(engine.url.update_query_dict({"options": options}).render_as_string(hide_password=False))


def _has_tables(engine: Engine) -> bool:
    with reading(engine) as session:
        return current_revision(session.connection()) is not None


def _take(connection: Connection, schema: str) -> bool:
    """Hold a schema as long as this connection lives; ``False`` where another run holds it."""
    lock = (WRITE_LOCK << 32) + int(schema.removeprefix(_OWN), 16)
    return bool(connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": lock}))


def _drop(connection: Connection, schema: str) -> None:
    connection.rollback()
    with unhurried(connection):
        connection.execute(DropSchema(schema, cascade=True, if_exists=True))
        connection.execute(text("SELECT pg_advisory_unlock_all()"))
        connection.commit()


def _drop_left(connection: Connection) -> None:
    """Drop the schemas that runs left which were killed: nobody holds them."""
    query = text("SELECT nspname FROM pg_namespace WHERE nspname ~ :ours")
    for schema in connection.scalars(query, {"ours": f"^{_OWN}[0-9a-f]{{8}}$"}).all():
        if _take(connection, schema):
            _drop(connection, schema)


@contextmanager
def _named_errors(name: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if isinstance(error, OSError):
            raise BackupRefused("disk", error=error) from error
        cause = error.orig if isinstance(error, DBAPIError) else error
        named = translate(cause)
        if isinstance(cause, psycopg.errors.InsufficientPrivilege):
            raise Refused("pg_rights", right="CREATE", why=str(cause).splitlines()[0]) from error
        if named is not None:
            raise named from error
        if isinstance(cause, psycopg.Error):
            raise BackupRefused("damaged", name=name, detail=str(cause).splitlines()[0]) from error
        raise
