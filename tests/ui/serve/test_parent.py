"""The parent and its workers as processes: what becomes of each when another ends."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.server import children

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import logging, os, socket, sys, time
from contextlib import asynccontextmanager
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from ui.serve.parent import Parent

how = sys.argv[1]
logging.basicConfig(level=logging.INFO)

@asynccontextmanager
async def lifespan(app):
    if how == "never":
        raise RuntimeError("could not begin")
    yield
    if how == "slow":
        time.sleep(1)
    print("ended", os.getpid(), flush=True)

async def say(request):
    return JSONResponse(os.getpid())

listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
app = Starlette(routes=[Route("/healthz", say)], lifespan=lifespan)
raise SystemExit(Parent(app, listening, 2).run())
"""


@dataclass
class Running:
    """A server of two workers that say their numbers."""

    process: "subprocess.Popen[str]"
    port: int

    def ask(self) -> int:
        """One request: the process that answered."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
            return int(json.load(answer))

    def workers(self) -> set[int]:
        """The processes that serve."""
        return children(self.process.pid)

    def said(self) -> str:
        """What was printed after both had begun, once it has ended."""
        return self.process.communicate(timeout=20)[0]


@pytest.fixture
def begin() -> Iterator[Callable[[str], Running]]:
    made: list[Running] = []

    def make(how: str = "well") -> Running:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, how],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        made.append(Running(process, int(process.stdout.readline())))
        if how != "never":
            while "2 of 2 workers serve" not in process.stdout.readline():
                assert process.poll() is None
        return made[-1]

    yield make
    for one in made:
        left = one.workers()
        one.process.kill()
        one.process.communicate()
        until(lambda left=left: not alive(left))  # type: ignore[misc]


def until(true: Callable[[], bool]) -> None:
    """Wait for it."""
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def alive(processes: set[int]) -> set[int]:
    """Those that have not ended."""
    found = set()
    for one in processes:
        with suppress(OSError):
            state = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()[0]
            found |= {one} if state != "Z" else set()
    return found


def test_the_workers_serve_and_the_parent_does_not(begin: Callable[..., Running]) -> None:
    server = begin()
    asked = {server.ask() for _ in range(40)}

    assert asked <= server.workers()
    assert len(server.workers()) == 2
    assert len(list(Path(f"/proc/{server.process.pid}/task").iterdir())) == 1  # what has one thread can be forked again


def test_a_worker_that_died_is_followed_by_another(begin: Callable[..., Running]) -> None:
    server = begin()
    os.kill(gone := min(server.workers()), signal.SIGKILL)
    until(lambda: len(server.workers() - {gone}) == 2)
    assert server.ask() in server.workers() - {gone}
    server.process.terminate()

    assert "(exit -9); another takes its place" in server.said()


def test_the_end_of_the_parent_is_that_of_all_and_waits_for_them(begin: Callable[..., Running]) -> None:
    server = begin("slow")
    server.ask()
    workers = server.workers()
    server.process.terminate()

    assert server.said().count("ended") == 2
    assert server.process.returncode == -signal.SIGTERM
    assert not alive(workers)


def test_the_keyboard_ends_all(begin: Callable[..., Running]) -> None:
    server = begin()
    server.ask()
    workers = server.workers()
    for one in (server.process.pid, *workers):  # a terminal tells all of them
        os.kill(one, signal.SIGINT)

    assert server.said().count("ended") == 2
    assert not alive(workers)


def test_workers_whose_parent_was_killed_end_and_let_the_port_go(begin: Callable[..., Running]) -> None:
    server = begin()
    server.ask()
    workers = server.workers()
    server.process.kill()
    until(lambda: not alive(workers))

    assert server.said().count("ended") == 2
    with pytest.raises(OSError):
        server.ask()


def test_a_server_whose_workers_cannot_begin_ends_as_one_process_does(begin: Callable[..., Running]) -> None:
    server = begin("never")

    server.said()
    assert server.process.returncode == 3


def test_the_keyboard_twice_waits_for_nobody(begin: Callable[..., Running]) -> None:
    server = begin("slow")
    server.ask()
    workers = server.workers()
    server.process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    server.process.send_signal(signal.SIGINT)
    until(lambda: not alive(workers))

    assert "ended" not in server.said()
