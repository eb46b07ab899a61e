"""How each kind of database is written to a file and read back."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from db.maintenance.backup import sqlite


class Way(Protocol):
    """What both ways know."""

    SUFFIX: str

    def require_source(self, engine: Engine, target: Path) -> None:
        """Raise ``Refused`` where there is nothing to back up, or ``target`` is the database itself."""

    def dump(self, engine: Engine, part: Path) -> str:
        """Write the database into a file, checked, while others go on writing; returns the newest link in the file,
        ``SEQ:HASH``. Raises ``Refused``, ``BackupRefused``.
        """

    def staged(self, engine: Engine, file: Path) -> AbstractContextManager[Engine]:
        """What a backup holds, in a place of its own, gone afterwards: whole, by the schema of the migrations and
        brought up to date. Raises ``BackupRefused``, ``DatabaseOutdated``.
        """

    def put_in_place(self, engine: Engine, copy: Engine) -> Path | None:
        """Replace all that the database holds, in one transaction; returns the file that keeps what it held before."""


def way_of(engine: Engine) -> Way:
    """The way of this database."""
    if engine.dialect.name == "sqlite":
        return sqlite
    from db.maintenance.backup import postgresql  # loads the driver

    return postgresql
