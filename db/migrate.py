"""Bring a database to the newest tables, in this process, in one transaction; make a new revision.

``python -m db.migrate MESSAGE`` writes the next revision beside the others, from the difference that it finds.
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from db.errors import DatabaseMissing, DatabaseOutdated, DbError
from db.transactions import reading, writing

SCRIPTS = Path(__file__).resolve().parent / "migrations"


def migrate(engine: Engine, revision: str = "head") -> None:
    """Upgrade to ``revision``; safe to repeat, and safe for two at once. All or nothing."""
    with writing(engine, foreign_keys=False) as connection:
        _refuse_newer(connection)
        command.upgrade(_config(connection), revision)
        _check_foreign_keys(connection)


def require_current(engine: Engine) -> None:
    """Raise ``DatabaseMissing`` or ``DatabaseOutdated`` unless the tables are this program's. Creates nothing."""
    if engine.dialect.name == "sqlite" and not _sqlite_file_exists(engine):
        raise DatabaseMissing(str(engine.url.database))
    with reading(engine) as connection:
        current = current_revision(connection)
        if current is None:
            raise DatabaseMissing("no tables")
        _refuse_newer(connection)
        if current != head():
            raise DatabaseOutdated(newer=False)


def head() -> str:
    """The newest revision that this program knows."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    assert newest is not None
    return newest


def revisions() -> list[str]:
    """Every revision, oldest first."""
    found = [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]
    return found[::-1]


def current_revision(connection: Connection) -> str | None:
    """The revision of the database that is connected; ``None`` where there are no tables."""
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _refuse_newer(connection: Connection) -> None:
    current = current_revision(connection)
    if current is not None and current not in revisions():
        raise DatabaseOutdated(newer=True)


def _sqlite_file_exists(engine: Engine) -> bool:
    name = engine.url.database
    return not name or name == ":memory:" or Path(name).is_file()


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise DbError(
            f"ปรับรุ่นฐานข้อมูลไม่สำเร็จ: ข้อมูลอ้างอิงขาด {len(broken)} แถว ฐานข้อมูลเดิมไม่ถูกเปลี่ยน",
            f"Migration failed: {len(broken)} rows refer to nothing. The database was left as it was",
        )


def revise(engine: Engine, message: str) -> None:
    """Write the next revision from the difference between the database and ``db/tables.py``; read it before use."""
    with reading(engine) as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=f"{len(revisions()) + 1:04d}")


if __name__ == "__main__":
    from db.engine import engine as present

    revise(present(), " ".join(sys.argv[1:]) or "change")
