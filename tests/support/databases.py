"""SQLite databases that are made once a process and copied for each test: tables and samples cost no test anything."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from db.accounts import passwords, users
from db.engine import new_engine
from db.maintenance import setup
from db.maintenance.migrate import migrate
from db.projects import samples, versions

PROJECTS_STORED = datetime(2020, 9, 1, tzinfo=UTC)
NOW = datetime.now(UTC).replace(microsecond=0)  # when the samples came in and the users were made
ROLES = ("director", "committee", "staff", "admin")
PASSWORD = "long-enough-64"
_folder = TemporaryDirectory(prefix="otop-templates-", ignore_cleanup_errors=True)


def address(path: Path) -> str:
    """The URL of an SQLite file."""
    return f"sqlite:///{path.as_posix()}"


def with_projects(path: Path) -> Path:
    """A database at ``path`` with tables and the program's projects, stored before their year began."""
    return Path(shutil.copy(_template(_fill_projects), path))


def initialised(path: Path) -> Path:
    """A database at ``path`` as ``python -m db init`` leaves it: tables and the program's projects, stored now."""
    return Path(shutil.copy(_template(_fill_init), path))


def initialised_with_samples(path: Path) -> Path:
    """The same after ``python -m db sample load``; nobody may sign in."""
    return Path(shutil.copy(_template(_fill_init_and_samples), path))


def with_samples(path: Path) -> Path:
    """A database at ``path`` with the samples and a user of each role, named as the role, whose password is set."""
    return Path(shutil.copy(_template(_fill_samples), path))


@cache
def _template(fill: Callable[[Engine], None]) -> Path:
    path = Path(_folder.name) / f"{fill.__name__}.db"
    engine, rounds = new_engine(address(path)), passwords.ROUNDS
    passwords.ROUNDS = 4
    try:
        fill(engine)
    finally:
        passwords.ROUNDS = rounds
        engine.dispose()  # the last connection writes everything into the file itself
    return path


def _fill_projects(engine: Engine) -> None:
    migrate(engine)
    versions.store_projects(engine, now=PROJECTS_STORED)


def _fill_init(engine: Engine) -> None:
    migrate(engine)
    versions.store_folder(engine, now=NOW)


def _fill_init_and_samples(engine: Engine) -> None:
    _fill_init(engine)
    samples.load(engine, now=NOW)


def _fill_samples(engine: Engine) -> None:
    setup.prepare(engine, samples=True, now=NOW)
    for role in ROLES:
        users.set_password(engine, role, PASSWORD, by="test", now=NOW)
