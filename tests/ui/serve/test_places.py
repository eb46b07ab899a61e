"""One line of heavy work for several processes, kept by their parent."""

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from ui.serve.places import Places
from ui.workers.turns import Busy, Line


class Kept:
    """A parent that keeps the line, in a thread, and processes that ask it."""

    def __init__(self) -> None:
        self.selector = selectors.DefaultSelector()
        self.places = Places(self.selector)
        self.thread = threading.Thread(target=self._keep, daemon=True)
        self.ended = False
        self.thread.start()

    def _keep(self) -> None:
        while not self.ended:
            for key, _ in self.selector.select(0.05):
                key.data()

    def end(self) -> None:
        """Nobody asks any more."""
        self.ended = True
        self.thread.join(10)
        self.places.close()
        self.places.asking.close()
        self.selector.close()

    def line(self) -> Line:
        """The line as another process sees it."""
        line = Line()
        line.share(self.places.asking)
        return line


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    monkeypatch.setenv("OTOP_WORKERS", "2")
    monkeypatch.setenv("OTOP_WORKERS_QUEUE", "1")
    kept = Kept()
    yield kept
    kept.end()


class LeftError(Exception):
    """Somebody does not wait."""


def test_two_processes_share_the_bound(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTOP_WORKERS_QUEUE", "5")  # who has left is heard of a moment later

    def leave(before: int) -> None:
        assert before == 1
        raise LeftError

    one, other = kept.line(), kept.line()
    with one.turn(), other.turn(), pytest.raises(LeftError), other.turn(leave):
        pytest.fail("there is no third turn")
    with one.turn(), one.turn():
        pass


def test_a_line_that_is_full_takes_nobody(kept: Kept) -> None:
    waits, ended = threading.Event(), threading.Event()

    def third() -> None:
        with kept.line().turn(lambda _before: waits.set()):
            ended.set()

    with ExitStack() as two:
        two.enter_context(kept.line().turn())
        two.enter_context(kept.line().turn())
        threading.Thread(target=third, daemon=True).start()
        assert waits.wait(5)
        with pytest.raises(Busy), kept.line().turn(lambda _before: pytest.fail("two work and one waits")):
            pytest.fail("two work and one waits")
        assert not ended.is_set()
    assert ended.wait(5)


def test_a_process_that_was_killed_keeps_no_place(kept: Kept) -> None:
    mine, theirs = socket.socketpair()
    socket.send_fds(kept.places.asking, [b"p"], [theirs.fileno()])
    theirs.close()
    with kept.line().turn():
        mine.close()  # as the kernel does for it
        with kept.line().turn():
            pass


def test_a_parent_that_is_gone_gives_no_turn(kept: Kept) -> None:
    kept.end()
    asked, asking = socket.socketpair()
    line = Line()
    line.share(asking)
    asked.close()

    with asking, pytest.raises(OSError), line.turn():
        pytest.fail("nobody keeps the line")
