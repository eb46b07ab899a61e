"""A database of its own for each test: SQLite, and in long runs PostgreSQL too, where OTOP_TEST_POSTGRES names one."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from db import commands
from db import engine as engines
from db.accounts import users
from db.engine import engine_for, new_engine
from db.snapshots.uploads import forget_rows
from tests.support.actors import OPERATOR
from tests.support.databases import (
    POSTGRES,
    RELEASE_BEFORE,
    Templates,
    address,
    database,
    initialised,
    initialised_with_samples,
    restore,
    with_projects,
)
from tests.support.door import Ran, Run
from tests.support.uploads import NOW


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    yield
    forget_rows()


def backends() -> list[object]:
    """SQLite with every run; PostgreSQL with the long tests, where ``OTOP_TEST_POSTGRES`` names one."""
    skip = pytest.mark.skipif(not POSTGRES, reason="OTOP_TEST_POSTGRES names no PostgreSQL")
    return ["sqlite", pytest.param("postgresql", marks=[pytest.mark.long, skip])]


@pytest.fixture(params=backends())
def backend(request: pytest.FixtureRequest) -> str:
    """The system that a test's database lies in."""
    return str(request.param)


@pytest.fixture
def empty(backend: str, tmp_path: Path) -> Iterator[Engine]:
    """A database without tables; of PostgreSQL a schema that is not the usual one."""
    if backend == "sqlite":
        engine = new_engine(address(tmp_path / "otop.db"))
        yield engine
        engine.dispose()
        return
    schema = f"test_{uuid.uuid4().hex}"
    admin = new_engine(POSTGRES)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    engine = new_engine(
        make_url(POSTGRES).update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(False)
    )
    yield engine
    engine.dispose()
    with admin.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()


@pytest.fixture
def engine(backend: str, tmp_path: Path, templates: Templates) -> Iterator[Engine]:
    """A database with tables and projects."""
    with ExitStack() as ending:
        if backend == "sqlite":
            url = address(templates.copy(with_projects, tmp_path / "otop.db"))
        else:
            url = ending.enter_context(database(templates.postgresql(with_projects)))
        engine = new_engine(url)
        ending.callback(engine.dispose)
        yield engine


@pytest.fixture
def sqlite(tmp_path: Path, templates: Templates) -> Iterator[Engine]:
    """An SQLite database with tables and projects, for what only SQLite has."""
    engine = new_engine(address(templates.copy(with_projects, tmp_path / "otop.db")))
    yield engine
    engine.dispose()


@pytest.fixture
def release_before(tmp_path: Path) -> Iterator[Engine]:
    """The database that the release before this one filled, as it left it: not migrated, its projects not stored anew.

    The samples and ``phetchaburi-2564`` with uploads 26 to 35, of which 29 is withdrawn; a lesson, a meeting, a mapping
    of headers, an acknowledgement. Tests outside this folder use ``restore(RELEASE_BEFORE, path)``.
    """
    engine = new_engine(f"sqlite:///{restore(RELEASE_BEFORE, tmp_path / 'before.db').as_posix()}")
    yield engine
    engine.dispose()


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """The door to a database that is not there yet."""
    url = address(tmp_path / "door.db")
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.delenv("OTOP_PROJECT", raising=False)

    def run(*arguments: object) -> Ran:
        try:
            code = commands.main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        return Ran(code, *capsys.readouterr())

    yield run
    engine_for(url).dispose()


@pytest.fixture
def new(nowhere: Run, tmp_path: Path, templates: Templates) -> Run:
    """The door to a database with tables and projects, and nobody to sign in."""
    templates.copy(initialised, tmp_path / "door.db")
    return nowhere


@pytest.fixture
def run(new: Run) -> Run:
    """The door to a database with tables, projects and ``clerk``, who loads."""
    users.add(engines.engine(), "clerk", "staff", actor=OPERATOR, now=NOW)
    return new


@pytest.fixture
def sample(nowhere: Run, tmp_path: Path, templates: Templates) -> Run:
    """The door to a database with the samples and ``clerk``, who loads."""
    templates.copy(initialised_with_samples, tmp_path / "door.db")
    users.add(engines.engine(), "clerk", "staff", actor=OPERATOR, now=NOW)
    return nowhere
