"""Work that neither a click nor a shutdown may tear: done in a thread of its own, waited for before the server ends.

A script of Streamlit is stopped at any ``st.`` call when its visitor clicks, leaves, or the server is told to end. The
work therefore draws nothing: it hands over its progress, and the script draws that while it waits.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")
Progress = Callable[[float], None]

DRAW_EVERY_S = 0.1


class Closing(Exception):  # noqa: N818  names say what happened
    """The server is ending and takes on no new work."""


@dataclass
class _Desk:
    """How much is under way, and whether more may come."""

    changed: threading.Condition = field(default_factory=threading.Condition)
    running: int = 0
    closed: bool = False

    def enter(self) -> None:
        """One more; refused once the server is ending."""
        with self.changed:
            if self.closed:
                raise Closing
            self.running += 1

    def leave(self) -> None:
        """One less."""
        with self.changed:
            self.running -= 1
            self.changed.notify_all()


_desk = _Desk()


def apart(work: Callable[[Progress], T], draw: Progress = lambda _share: None) -> T:
    """Do ``work`` to its end, whatever becomes of this script; return its result or raise its exception.

    ``work`` gets a function to report its share done (0 to 1); ``draw`` is called with the newest share from here.
    """
    shares: SimpleQueue[float] = SimpleQueue()
    result: Future[T] = Future()
    _desk.enter()

    def run() -> None:
        try:
            result.set_result(work(shares.put))
        except BaseException as error:
            result.set_exception(error)
        finally:
            _desk.leave()

    threading.Thread(target=run, name="apart", daemon=True).start()
    while not result.done():
        try:
            draw(shares.get(timeout=DRAW_EVERY_S))
        except Empty:
            continue
    while not shares.empty():
        draw(shares.get())
    return result.result()


def close(timeout_s: float) -> bool:
    """Take on nothing more and wait for what is under way; false where it did not end in time."""
    with _desk.changed:
        _desk.closed = True
        return _desk.changed.wait_for(lambda: _desk.running == 0, timeout_s)


def open_again() -> None:
    """Take on work: at start-up."""
    with _desk.changed:
        _desk.closed = False
