"""Databases that are made once a process and copied for each test: tables and samples cost no test anything."""

import gzip
import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from db.accounts import users
from db.engine import new_engine
from db.maintenance import samples, setup
from db.maintenance.migrate import migrate
from db.projects import versions
from tests.support.actors import OPERATOR, SYSTEM, store_projects

RELEASES = Path(__file__).resolve().parents[1] / "db" / "releases"
RELEASE_BEFORE = RELEASES / "2026-11-27.sql.gz"

PROJECTS_STORED = datetime(2020, 9, 1, tzinfo=UTC)
NOW = datetime.now(UTC).replace(microsecond=0)  # when the samples came in and the users were made
ROLES = ("director", "committee", "staff", "admin")
PASSWORD = "long-enough-64"
POSTGRES = os.environ.get("OTOP_TEST_POSTGRES", "")  # the URL of a database for long tests
CHAIN_KEY = "64" * 32  # signs the chain in every process of the tests
Fill = Callable[[Engine], None]


class Templates:
    """Databases by what fills them, in a folder of their own. The fixture ``templates`` keeps one for each process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ending = ExitStack()  # of what is not in the folder
        self._postgresql: dict[str, str] = {}

    def copy(self, fill: Fill, path: Path) -> Path:
        """A database at ``path`` as ``fill`` leaves an empty one; it is filled once."""
        template = self.folder / f"{fill.__name__}.db"
        if not template.exists():
            engine = new_engine(address(template))
            fill(engine)
            engine.dispose()  # the last connection writes everything into the file itself
        return Path(shutil.copy(template, path))

    def postgresql(self, fill: Fill) -> str:
        """The URL of a PostgreSQL database as ``fill`` leaves it, the template of others; filled once."""
        if fill.__name__ not in self._postgresql:
            url = self.ending.enter_context(database())
            engine = new_engine(url)
            fill(engine)
            engine.dispose()  # a template is copied only while nobody is connected to it
            self._postgresql[fill.__name__] = url
        return self._postgresql[fill.__name__]


@contextmanager
def database(template: str = "") -> Iterator[str]:
    """The URL of a PostgreSQL database of its own, empty or a copy of another; it is dropped at the end."""
    name, given = f"otop_{uuid.uuid4().hex}", new_engine(POSTGRES).execution_options(isolation_level="AUTOCOMMIT")
    copied = f" TEMPLATE {make_url(template).database}" if template else ""
    with given.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}{copied}"))
    try:
        yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    finally:
        with given.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        given.dispose()


def address(path: Path) -> str:
    """The URL of an SQLite file."""
    return f"sqlite:///{path.as_posix()}"


def with_projects(engine: Engine) -> None:
    """Tables, and the program's projects, stored before their year began."""
    migrate(engine)
    store_projects(engine, now=PROJECTS_STORED)


def initialised(engine: Engine) -> None:
    """What ``python -m db init`` leaves: tables, and the program's projects, stored now."""
    migrate(engine)
    versions.store_folder(engine, actor=SYSTEM, now=NOW)


def initialised_with_samples(engine: Engine) -> None:
    """The same after ``python -m db sample load``; nobody may sign in."""
    initialised(engine)
    samples.load(engine, actor=OPERATOR, now=NOW)


def with_samples_and_users(engine: Engine) -> None:
    """The samples, and a user of each role, named as the role, whose password is ``PASSWORD``."""
    setup.prepare(engine, samples=True, actor=OPERATOR, now=NOW)
    for role in ROLES:
        users.set_password(engine, role, PASSWORD, actor=OPERATOR, now=NOW)


def restore(dump: Path, path: Path) -> Path:
    """An SQLite file at ``path`` filled from an SQL dump: a database as an older release of the program left it."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript(gzip.decompress(dump.read_bytes()).decode("utf-8"))
    finally:
        connection.close()
    return path
