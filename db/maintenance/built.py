"""Whether the database itself is built as the migrations build it. A trigger, a rule or an index of somebody else can
drop or change what the program writes, before a link says what that was.

On SQLite everything in the file is compared. A schema of PostgreSQL may hold tables of other programs, so there it is
what stands in place of this program's tables, and what is attached to them.
"""

import re
import sqlite3
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, bindparam, text

from db.maintenance.backup import sqlite
from db.maintenance.backup.schema import Schema, differing
from db.maintenance.migrate import build, head
from db.tables import metadata
from db.transactions import reading, unhurried

_TABLES = [*(table.name for table in metadata.sorted_tables), "alembic_version"]
_ATTACHED = text("""
WITH ours AS (
    SELECT oid, relname, relkind, relrowsecurity, relforcerowsecurity FROM pg_class
    WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind NOT IN ('i', 'I', 'S') AND relname IN :names
)
SELECT 'table ' || relname, concat_ws(' ', relkind, relrowsecurity, relforcerowsecurity) FROM ours
UNION ALL
SELECT format('column %s.%s', relname, attname), concat_ws(' ', format_type(atttypid, atttypmod), attnotnull,
    attidentity, attgenerated, pg_get_expr(adbin, adrelid))
FROM ours JOIN pg_attribute ON attrelid = ours.oid LEFT JOIN pg_attrdef ON adrelid = ours.oid AND adnum = attnum
WHERE attnum > 0 AND NOT attisdropped
UNION ALL
SELECT format('constraint %s.%s', relname, conname), pg_get_constraintdef(pg_constraint.oid)
FROM ours JOIN pg_constraint ON conrelid = ours.oid
UNION ALL
SELECT format('index %s.%s', ours.relname, named.relname), concat_ws(' ', indisvalid, pg_get_indexdef(named.oid))
FROM ours JOIN pg_index ON indrelid = ours.oid JOIN pg_class AS named ON named.oid = indexrelid
UNION ALL
SELECT format('trigger %s.%s', relname, tgname), pg_get_triggerdef(pg_trigger.oid)
FROM ours JOIN pg_trigger ON tgrelid = ours.oid WHERE NOT tgisinternal OR tgenabled <> 'O'
UNION ALL
SELECT format('rule %s.%s', relname, rulename), pg_get_ruledef(pg_rewrite.oid)
FROM ours JOIN pg_rewrite ON ev_class = ours.oid
UNION ALL
SELECT format('policy %s.%s', relname, polname), '' FROM ours JOIN pg_policy ON polrelid = ours.oid
UNION ALL
SELECT format('heir %s.%s', relname, CAST(inhrelid AS regclass)), '' FROM ours JOIN pg_inherits ON inhparent = ours.oid
""").bindparams(bindparam("names", _TABLES, expanding=True))


def differences(engine: Engine, connection: Connection) -> Iterator[tuple[str, str]]:
    """What is not as the migrations make it: as they make it, and as it is. ``-`` stands for nothing."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        found, made = sqlite.schema(driver), sqlite.made(head())
    else:
        found, made = _attached(connection), _made(engine)
    for _, name in differing(found, made):
        yield _parts(name, made, found), _parts(name, found, made)


def _parts(name: str, one: Schema, other: Schema) -> str:
    """The name, and what one of both alone says of it."""
    if name not in one:
        return "-"
    own = sorted(one[name] - other.get(name, one[name]))
    return f"{name}: {', '.join(own)}" if own else name


def _made(engine: Engine) -> Schema:
    """What the migrations make, as temporary tables that are gone with their transaction."""
    with reading(engine) as session, unhurried(session.connection()):
        connection = session.connection()
        connection.execute(text("CREATE TEMPORARY TABLE otop_first (id INTEGER)"))  # there is a place for them now
        connection.execute(text("SET LOCAL search_path = pg_temp"))
        build(connection, head())
        return _attached(connection)


def _attached(connection: Connection) -> Schema:
    """This program's tables of the schema and what is attached to them, without the name of the schema."""
    found = connection.execute(_ATTACHED).all()
    return {name: frozenset({re.sub(r" ON \S+\.", " ON ", definition, count=1)}) for name, definition in found}
