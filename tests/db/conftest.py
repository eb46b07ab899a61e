"""A database of its own for each test: SQLite always, PostgreSQL too where OTOP_TEST_POSTGRES names one."""

import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from db import passwords, projects
from db.engine import new_engine
from db.migrate import migrate
from db.sessions import strangers
from db.uploads import rows_kept

POSTGRES = os.environ.get("OTOP_TEST_POSTGRES", "")
NOW = datetime(2021, 8, 2, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "ROUNDS", 4)


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    yield
    rows_kept.clear()
    strangers.clear()


def backends() -> list[object]:
    skip = pytest.mark.skipif(not POSTGRES, reason="OTOP_TEST_POSTGRES names no PostgreSQL")
    return ["sqlite", pytest.param("postgresql", marks=skip)]


@pytest.fixture(params=backends())
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without tables."""
    if request.param == "sqlite":
        engine = new_engine(f"sqlite:///{(tmp_path / 'otop.db').as_posix()}")
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
def engine(empty: Engine) -> Engine:
    """A database with tables and projects."""
    migrate(empty)
    projects.store_projects(empty, now=datetime(2020, 9, 1, tzinfo=UTC))
    return empty


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """An SQLite database with tables and projects, for what only SQLite has."""
    engine = new_engine(f"sqlite:///{(tmp_path / 'otop.db').as_posix()}")
    migrate(engine)
    projects.store_projects(engine, now=datetime(2020, 9, 1, tzinfo=UTC))
    yield engine
    engine.dispose()
