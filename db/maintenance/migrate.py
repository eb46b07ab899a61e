"""Bring a database to the newest tables, in this process, in one transaction; make a new revision. There is no way back
but a backup: a program never drops what people entered.

``python -m db.maintenance.migrate MESSAGE`` writes the next revision beside the others, from the difference.
"""

import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from db.chain import keys
from db.chain.links import across_migration, last, require_chain
from db.errors import DatabaseMissing, DatabaseOutdated, DatabaseUnfinished, DbError
from db.transactions import reading, unhurried, writing

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).resolve().parents[1] / "migrations"
COPYING = "copying"  # in place of the revision, as long as a copy into the database has not ended


def migrate(engine: Engine, revision: str = "", *, opens: bool = True) -> None:
    """Upgrade to ``revision`` (else the newest); safe to repeat, and safe for two at once. All or nothing. It ``opens``
    the chain where there is none, unless a person begins it next (a restore, a new key). Raises ``ChainGone``.
    """
    revision = revision or head()
    if _is_at(engine, revision):
        return
    with writing(engine, foreign_keys=False) as session:
        connection = session.connection()
        _refuse_newer(connection)
        with unhurried(connection), across_migration(connection, complete=revision == head(), opens=opens):
            build(connection, revision)
        check_foreign_keys(connection)


def build(connection: Connection, revision: str) -> None:
    """Make or upgrade the tables alone, up to ``revision``: no chain, no check, in the caller's transaction."""
    from alembic import command

    command.upgrade(_config(connection), revision)


def require_current(engine: Engine) -> None:
    """Raise ``DatabaseMissing``, ``DatabaseUnfinished`` or ``DatabaseOutdated`` unless the tables are this program's.
    Creates nothing.
    """
    if engine.dialect.name == "sqlite" and not _sqlite_file_exists(engine):
        raise DatabaseMissing(str(engine.url.database))
    with reading(engine) as session:
        current = current_revision(session.connection())
        if current is None:
            raise DatabaseMissing("no tables")
        _refuse_newer(session.connection())
        if current != head():
            raise DatabaseOutdated(newer=False)


def require_key(engine: Engine) -> None:
    """Raise ``ChainKeyRefused`` unless the key that signed the newest link is here, ``ChainGone`` where there should be
    a link: nothing could be written.
    """
    with reading(engine) as session:
        newest = last(session.connection())
        require_chain(session.connection())
    if newest is not None:
        keys.of(newest.key_id)


@cache
def revisions() -> list[str]:
    """Every revision, oldest first: the numbers that the files in ``migrations/versions`` begin with."""
    names = (re.match(r"(\d{4})_", path.name) for path in (SCRIPTS / "versions").glob("*.py"))
    return sorted(name[1] for name in names if name)


def head() -> str:
    """The newest revision that this program knows."""
    return revisions()[-1]


def current_revision(connection: Connection) -> str | None:
    """The revision of the database that is connected; ``None`` where there are no tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _is_at(engine: Engine, revision: str) -> bool:
    if engine.dialect.name == "sqlite" and not _sqlite_file_exists(engine):
        return False
    with reading(engine) as session:
        return current_revision(session.connection()) == revision


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _refuse_newer(connection: Connection) -> None:
    current = current_revision(connection)
    if current == COPYING:
        raise DatabaseUnfinished
    if current is not None and current not in revisions():
        raise DatabaseOutdated(newer=True)


def _sqlite_file_exists(engine: Engine) -> bool:
    name = engine.url.database
    return not name or name == ":memory:" or Path(name).is_file()


def check_foreign_keys(connection: Connection) -> None:
    """Raise ``DbError`` where a row of SQLite names one that is not there; PostgreSQL lets none in."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise DbError("migration", count=len(broken))


def revise(engine: Engine, message: str) -> None:
    """Write the next revision from the difference between the database and ``db.tables``; read it before use."""
    from alembic import command

    with reading(engine) as session:
        command.revision(_config(session.connection()), message, autogenerate=True, rev_id=f"{int(head()) + 1:04d}")


if __name__ == "__main__":
    from db.engine import engine as present

    revise(present(), " ".join(sys.argv[1:]) or "change")
