"""Two at once, a lock that is held, a process killed at any moment: old or new, whole."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from core.model.rows import from_records
from db import transactions
from db.engine import BUSY_TIMEOUT_MS, _prepare_sqlite, new_engine
from db.errors import DatabaseBusy, DatabaseFull, DatabaseReadOnly, StaleBase
from db.maintenance import verify as proofs
from db.snapshots import store, together
from db.snapshots.uploads import UploadInfo
from db.transactions import writing
from tests.support.actors import staff
from tests.support.uploads import CODE, NOW, group, intake_of, payment, put

ROOT = Path(__file__).resolve().parents[3]
DAY = date(2021, 3, 31)


def test_of_two_at_once_one_wins_and_the_other_learns_who(engine: Engine) -> None:
    today = store.base_view(engine, CODE, DAY)
    start, outcomes = threading.Barrier(2), {}

    def load(by: str) -> None:
        intake = intake_of(from_records("groups", [group(f"G-{by}")]), today)
        start.wait()
        try:
            outcomes[by] = store.apply(engine, intake, project=CODE, as_of=DAY, actor=staff(by), now=NOW)
        except StaleBase as error:
            outcomes[by] = error

    threads = [threading.Thread(target=load, args=(by,)) for by in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (winner,) = [found for found in outcomes.values() if isinstance(found, UploadInfo)]
    (told,) = [found for found in outcomes.values() if isinstance(found, StaleBase)]
    assert told.other == winner
    assert [info.id for info in store.history(engine, CODE)] == [winner.id]


def test_many_at_once_on_different_days_all_come_in(engine: Engine) -> None:
    def load(number: int) -> None:
        day = date(2021, 3, number + 1)
        rows = from_records("groups", [group(f"G{number:02}")])
        for _ in range(20):
            try:
                today = store.base_view(engine, CODE, day)
                store.apply(
                    engine, intake_of(rows, today), project=CODE, as_of=day, actor=staff(f"clerk{number}"), now=NOW
                )
                return
            except StaleBase:
                continue

    threads = [threading.Thread(target=load, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(info.seq for info in store.history(engine, CODE)) == [1, 2, 3, 4, 5, 6]
    assert proofs.verify(engine) == []


def test_held_lock_is_told_in_words(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    other = new_engine(engine.url.render_as_string(False))
    if engine.dialect.name == "sqlite":
        with other.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    waiting = threading.Event()

    with writing(engine):
        monkeypatch.setattr(transactions, "BUSY_TIMEOUT_MS", 50)  # not before: tests beside this one hold the lock too
        caught: list[BaseException] = []

        def attempt() -> None:
            try:
                with writing(other):
                    pass
            except DatabaseBusy as error:
                caught.append(error)
            waiting.set()

        threading.Thread(target=attempt).start()
        assert waiting.wait(5)

    other.dispose()
    assert "try again" in str(caught[0])


def test_full_disk_is_told_in_words_and_changes_nothing(sqlite: Engine) -> None:
    put(sqlite, "groups", [group("G01")], DAY)
    full = new_engine(str(sqlite.url))
    event.listen(full, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 90"))

    with pytest.raises(DatabaseFull, match="Nothing was changed"):
        put(full, "groups", [group(f"G{number:05}", note="x" * 200) for number in range(5_000)], DAY)

    full.dispose()
    assert len(store.history(sqlite, CODE)) == 1
    assert proofs.verify(sqlite) == []


def test_a_place_that_can_not_be_written_is_told_in_words(sqlite: Engine) -> None:
    shut = new_engine(str(sqlite.url))
    event.listen(shut, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))

    with pytest.raises(DatabaseReadOnly, match="can not be written"):
        put(shut, "groups", [group("G01")], DAY)

    shut.dispose()
    assert store.history(sqlite, CODE) == ()


def test_a_connection_is_ready_to_wait_before_it_asks_for_anything(tmp_path: Path) -> None:
    asked: list[list[str]] = []
    for _ in range(2):
        connection = sqlite3.connect(tmp_path / "new.db")
        asked.append([])
        connection.set_trace_callback(asked[-1].append)
        _prepare_sqlite(connection, None)
        connection.close()

    first, second = asked
    wal, wait = "PRAGMA journal_mode = WAL", f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}"
    assert first.index(wait) < first.index(wal)
    assert wal not in second


def test_reader_is_not_held_up_by_a_writer(engine: Engine) -> None:
    with writing(engine):
        assert store.view(engine, CODE).day is None


ROWS, GROUPS = 4_000, 500
NURSERY = f"""
    import os, sys
    from datetime import date
    from core.model.rows import from_records
    from db.snapshots import store, together
    from db.snapshots.together import Load
    from db.engine import new_engine
    from tests.support.actors import staff
    from tests.support.uploads import CODE, NOW, group, intake_of, payment

    def load_for_ever(url, month):
        engine, day = new_engine(url), date(2021, 3, 31)
        for number in range(10_000):
            made = {{"spending": [payment(f"D{{number}}-{{i}}", i) for i in range({ROWS})]}}
            if month:
                made["groups"] = [group(f"G{{number}}-{{i}}") for i in range({GROUPS})]
            base = store.base_view(engine, CODE, day)
            loads = [Load(intake_of(from_records(kind, rows), base), day) for kind, rows in made.items()]
            os.write(1, b"+") if number == 0 else None
            if month:
                together.apply(engine, loads, project=CODE, actor=staff("child"), now=NOW)
            else:
                store.apply(engine, loads[0].intake, project=CODE, as_of=day, actor=staff("child"), now=NOW)

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            url, month = line.split()
            load_for_ever(url, month == "month")
        print(child, flush=True)
        os.waitpid(child, 0)
        print("dead", flush=True)
"""


class Nursery:
    """A process that has imported everything and forks one that loads without end, to be killed."""

    def __init__(self) -> None:
        command = [sys.executable, "-W", "ignore", "-c", textwrap.dedent(NURSERY)]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=env, cwd=ROOT)

    def kill_one(self, url: str, delay: float, what: str = "one") -> None:
        """Start one that loads one file at a time, or a ``month`` of them, let it do so for ``delay`` seconds after its
        first intake is ready, kill it.
        """
        talk, hear = self._process.stdin, self._process.stdout
        assert talk is not None
        assert hear is not None
        talk.write(f"{url} {what}\n".encode())
        talk.flush()
        child = int(hear.readline().replace(b"+", b""))
        if delay > 0.02:  # else it may die while it still reads
            threading.Event().wait(delay)
        os.kill(child, signal.SIGKILL)
        assert hear.readline().endswith(b"dead\n")

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    if not hasattr(os, "fork"):
        pytest.skip("needs a system that forks")
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def before(sqlite: Engine) -> Path:
    """A closed database with one upload in it: the old state."""
    put(sqlite, "spending", [payment("old", 100)], DAY)
    sqlite.dispose()
    return Path(str(sqlite.url.database))


def killed_copy(nursery: Nursery, before: Path, delay: float, what: str = "one") -> Engine:
    """A copy of ``before`` into which one loaded that was killed; what it holds is proved."""
    copy = before.with_name("copy.db")
    for name in ("copy.db", "copy.db-wal", "copy.db-shm"):
        before.with_name(name).unlink(missing_ok=True)
    shutil.copy(before, copy)
    engine = new_engine(f"sqlite:///{copy.as_posix()}")

    nursery.kill_one(str(engine.url), delay, what)

    assert proofs.verify(engine) == []
    return engine


def kill_and_look(nursery: Nursery, before: Path, delay: float) -> int:
    """Kill one that loads into a copy; the copy must be whole. Returns how many uploads came in."""
    engine = killed_copy(nursery, before, delay)
    uploads = store.history(engine, CODE)
    shown = store.view(engine, CODE)
    assert shown.uploads["spending"].id == uploads[0].id
    assert len(shown.rows["spending"]) == (1 if len(uploads) == 1 else ROWS)
    engine.dispose()
    return len(uploads) - 1


def long_enough(nursery: Nursery, before: Path, what: str = "one") -> float:
    """One and a half times the seconds that a first load takes on this machine now, as steps of doubling find them."""
    for tenths in (2, 4, 8, 16, 32, 64, 128, 256):
        engine = killed_copy(nursery, before, tenths / 10, what)
        came_in = len(store.history(engine, CODE)) - 1
        engine.dispose()
        if came_in:
            return 1.5 * tenths / 10
    raise AssertionError("no load was whole within half a minute")


@pytest.mark.long
def test_killed_while_loading_leaves_old_or_new_whole(nursery: Nursery, before: Path) -> None:
    most = long_enough(nursery, before)
    came_in = [kill_and_look(nursery, before, random.uniform(0, most)) for _ in range(20)]

    assert max(came_in) >= 1  # some were killed after a first upload was whole, so the moments do vary


@pytest.mark.long
def test_killed_two_hundred_times_leaves_old_or_new_whole(nursery: Nursery, before: Path) -> None:
    most = long_enough(nursery, before)
    came_in = [kill_and_look(nursery, before, random.uniform(0, most)) for _ in range(200)]

    assert 0 in came_in
    assert max(came_in) >= 1


@pytest.mark.long
def test_killed_while_a_month_is_saved_leaves_all_of_it_or_nothing(nursery: Nursery, before: Path) -> None:
    came_in, most = [], long_enough(nursery, before, "month")
    for _ in range(20):
        engine = killed_copy(nursery, before, random.uniform(0, most), "month")
        _, *newest_last = store.history(engine, CODE)[::-1]
        batches = [{one.id for one in together.batch_of(engine, upload.id)} for upload in newest_last]
        assert all(len(batch) == 2 for batch in batches) and len(newest_last) % 2 == 0
        shown = store.view(engine, CODE)
        if newest_last:
            assert (len(shown.rows["spending"]), len(shown.rows["groups"])) == (ROWS, GROUPS)
            assert {upload.id for upload in shown.uploads.values()} == batches[-1]
        came_in.append(len(newest_last))
        engine.dispose()

    assert max(came_in) >= 2  # some were killed after a first month was whole
