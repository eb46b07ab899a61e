"""A database that does not answer, and one that somebody else holds: a sentence within seconds, never a hang."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool
from sqlmodel import select

from db import patience
from db.engine import new_engine
from db.errors import DatabaseBusy, DatabaseForbidden, DatabaseSilent, SettingRefused
from db.tables import Upload
from db.transactions import reading, unhurried, writing
from tests.support.databases import POSTGRES, Templates, database, with_projects
from tests.support.door import Run

needs_postgres = pytest.mark.skipif(not POSTGRES, reason="OTOP_TEST_POSTGRES names no PostgreSQL")


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of something that takes connections and says nothing."""
    monkeypatch.setattr(patience, "CONNECT_S", 2)  # the least that the driver knows
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"postgresql+psycopg://office:secret-word@127.0.0.1:{listening.getsockname()[1]}/otop"


@pytest.mark.parametrize("command", [["init"], ["summary"], ["verify"], ["users", "list"]])
def test_a_command_ends_with_a_sentence_where_nothing_answers(
    command: list[str], silent: str, nowhere: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", silent)

    begun = time.monotonic()
    ran = nowhere(*command, "--json")

    assert time.monotonic() - begun < 8
    assert ran.exit == 69
    error = json.loads(ran.out)["error"]
    assert error["code"] == "DatabaseSilent"
    assert "ไม่ตอบ" in error["message"] and "does not answer" in error["message_en"]
    assert "secret-word" not in ran.out + ran.err and "127.0.0.1" not in ran.out + ran.err


def test_nobody_waits_longer_than_forty_seconds_however_it_falls_silent() -> None:
    assert patience.CONNECT_S + max(patience.LOCK_S, patience.STATEMENT_S, patience.ANSWER_S) < 40
    assert patience.STATEMENT_S < patience.ANSWER_S  # the database itself says first what it ends


def test_what_the_address_says_counts() -> None:
    ours = patience.limits(make_url("postgresql+psycopg://h/otop"))
    theirs = patience.limits(
        make_url("postgresql+psycopg://h/otop?connect_timeout=60&options=-c%20lock_timeout%3D1s%20-csearch_path%3Dx")
    )

    assert ours["connect_timeout"] == patience.CONNECT_S
    assert ours["tcp_user_timeout"] == 1000 * patience.ANSWER_S
    assert "connect_timeout" not in theirs
    assert theirs["options"] == f"{ours['options']} -c lock_timeout=1s -csearch_path=x"


def test_a_process_opens_as_many_connections_as_it_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def bounds() -> tuple[int, int]:
        pool = new_engine("postgresql://h/otop").pool
        assert isinstance(pool, QueuePool)
        return pool.size(), pool._max_overflow

    assert bounds() == (5, 10)
    monkeypatch.setenv("OTOP_POOL", "2")
    monkeypatch.setenv("OTOP_POOL_MORE", "1")
    assert bounds() == (2, 1)
    for wrong in ("0", "many", "-1", "1001", "๕"):
        monkeypatch.setenv("OTOP_POOL_MORE", wrong)
        with pytest.raises(SettingRefused, match=f"OTOP_POOL_MORE.*{wrong}"):
            bounds()


@pytest.mark.long
@needs_postgres
class TestPostgresql:
    """On the real one."""

    def test_it_ends_what_takes_too_long_itself(self, monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
        if engine.dialect.name != "postgresql":
            pytest.skip("has no such limit")
        with reading(engine) as session:
            for name, seconds in (("statement_timeout", patience.STATEMENT_S), ("lock_timeout", patience.LOCK_S)):
                assert session.connection().scalar(text(f"SHOW {name}")) == f"{seconds}s"
        monkeypatch.setattr(patience, "STATEMENT_S", 1)
        hurried = new_engine(engine.url.render_as_string(False))
        with pytest.raises(DatabaseSilent), reading(hurried) as session:
            session.connection().execute(text("SELECT pg_sleep(5)"))
        with reading(hurried) as session, unhurried(session.connection()):
            session.connection().execute(text("SELECT pg_sleep(1.5)"))
        with pytest.raises(DatabaseSilent), reading(hurried) as session:  # and in the next one no longer
            session.connection().execute(text("SELECT pg_sleep(5)"))
        hurried.dispose()

    def test_a_table_that_somebody_else_holds_is_said(self, monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
        if engine.dialect.name != "postgresql":
            pytest.skip("holds its file, not a table")
        monkeypatch.setattr(patience, "LOCK_S", 1)
        other = new_engine(engine.url.render_as_string(False))
        with engine.begin() as holding:
            holding.execute(text("LOCK TABLE upload IN ACCESS EXCLUSIVE MODE"))
            begun = time.monotonic()
            with pytest.raises(DatabaseBusy), reading(other) as session:
                session.exec(select(Upload)).all()
            assert 0.9 < time.monotonic() - begun < 5
        with reading(other) as session:
            assert session.exec(select(Upload)).all() == []
        other.dispose()

    def test_what_its_account_may_not_do_is_said(self, engine: Engine) -> None:
        if engine.dialect.name != "postgresql":
            pytest.skip("has no accounts")
        with pytest.raises(DatabaseForbidden), reading(engine) as session:
            session.connection().execute(text("SET TRANSACTION READ ONLY"))
            session.connection().execute(text("DELETE FROM upload"))

    def test_one_that_falls_silent_is_given_up_and_used_again_when_it_is_back(
        self, monkeypatch: pytest.MonkeyPatch, templates: Templates
    ) -> None:
        monkeypatch.setattr(patience, "CONNECT_S", 2)
        monkeypatch.setattr(patience.Patient, "answer_s", 1.0)
        monkeypatch.setattr(patience, "ANSWER_S", 1.0)
        with database(templates.postgresql(with_projects)) as url, Relay(url) as relay:
            engine = new_engine(relay.address)
            for asked in (reading, writing):
                with pytest.raises(DatabaseSilent), asked(engine) as session:
                    session.connection().execute(text("SELECT 1"))
                    relay.speaks.clear()
                    session.connection().execute(text("SELECT 2"))
                relay.speaks.set()
            with reading(engine) as session:
                assert session.connection().scalar(text("SELECT 3")) == 3
            relay.speaks.clear()  # while its connections are idle
            begun = time.monotonic()
            with pytest.raises(DatabaseSilent), reading(engine) as session:
                session.connection().execute(text("SELECT 4"))
            assert time.monotonic() - begun < 8
            relay.speaks.set()
            engine.dispose()


class Relay:
    """Stands before a database, and says nothing more while ``speaks`` is not set."""

    def __init__(self, url: str) -> None:
        self.speaks = threading.Event()
        self.speaks.set()
        self._url = make_url(url)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open = [self._listening]
        self._threads: list[threading.Thread] = []
        self._start(self._take)

    def _start(self, work: Callable[..., None], *given: object) -> None:
        self._threads.append(threading.Thread(target=work, args=given, daemon=True))
        self._threads[-1].start()

    @property
    def address(self) -> str:
        return self._url.set(host="127.0.0.1", port=self._listening.getsockname()[1]).render_as_string(False)

    def __enter__(self) -> "Relay":
        return self

    def __exit__(self, *_: object) -> None:
        self.speaks.set()
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        for one in self._open:
            one.close()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection((self._url.host or "127.0.0.1", self._url.port or 5432))
                self._open += [near, far]
                self._start(self._hand_on, near, far)
                self._start(self._hand_on, far, near)

    def _hand_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                self.speaks.wait()
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
