"""Killed at any moment, however often: nothing is there, or a part that goes on, or the whole."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import new_engine
from db.errors import DatabaseMissing, DatabaseUnfinished
from db.maintenance.migrate import require_current
from tests.support.copies import content, figures, proved
from tests.support.databases import Templates, address, with_samples_and_users

ROOT = Path(__file__).resolve().parents[4]
KILLS = 25
# One that has imported everything forks one for each line: an address to copy from and one to copy to. It prints a
# plus for each batch, and its end.
NURSERY = """
    import os, sys
    from db.engine import new_engine
    from db.maintenance.copying import copy, rows
    from tests.support.actors import OPERATOR
    rows.BATCH_ROWS, rows._PAGE, rows._PAGE_OF_TEXTS = 20, 10, 10

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            source, target = (new_engine(url) for url in line.split())
            copy(source, target, actor=OPERATOR, told=lambda *_: os.write(1, b"+\\n"))
            os._exit(0)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Nursery:
    """Copies in processes of their own, which can be killed."""

    def __init__(self) -> None:
        command = [sys.executable, "-W", "ignore", "-c", textwrap.dedent(NURSERY)]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd=ROOT, text=True
        )

    def copy(self, source: Engine, target: Engine, batches: int | None = None, wait_s: float = 0) -> int:
        """The exit of a copy; -9 where it was killed: so many seconds after so many batches, but before it ended."""
        urls = [one.url.render_as_string(hide_password=False) for one in (source, target)]
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(" ".join(urls) + "\n")
        self._process.stdin.flush()
        child, line, heard = int(self._process.stdout.readline()), "+", 0
        while batches is not None and heard < batches and line == "+":
            line, heard = self._process.stdout.readline().strip(), heard + 1
        if batches is not None and line == "+":
            threading.Event().wait(wait_s)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        while line == "+":
            line = self._process.stdout.readline().strip()
        return int(line)

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
def source(tmp_path: Path, templates: Templates) -> Iterator[Engine]:
    engine = new_engine(address(templates.copy(with_samples_and_users, tmp_path / "from.db")))
    yield engine
    engine.dispose()


def found_in(target: Engine) -> str:
    """What a server that starts on it would find."""
    try:
        require_current(target)
    except DatabaseMissing:
        return "nothing"
    except DatabaseUnfinished:
        return "a part"
    finally:
        target.dispose()
    return "the whole"


@pytest.mark.long
def test_killed_at_random_it_ends_as_one_that_was_not(
    source: Engine, empty: Engine, nursery: Nursery, tmp_path: Path
) -> None:
    found: list[str] = []
    begun = time.monotonic()
    nursery.copy(source, new_engine(f"sqlite:///{tmp_path / 'timed.db'}"), 1)
    first_batch_s = time.monotonic() - begun  # on this machine

    for number in range(KILLS):
        early = number < KILLS // 3
        batches, wait_s = (0, random.uniform(0, first_batch_s)) if early else (random.randint(1, 12), 0.0)
        nursery.copy(source, empty, batches, wait_s + random.uniform(0, 0.02))
        found.append(found_in(empty))
        if found[-1] == "the whole":
            assert proved(empty) == proved(source)
    assert nursery.copy(source, empty) == 0

    order = ["nothing", "a part", "the whole"]
    assert found == sorted(found, key=order.index)  # it never goes back
    assert "a part" in found
    assert content(empty) == content(source)
    assert figures(empty) == figures(source)
    assert proved(empty) == proved(source)
