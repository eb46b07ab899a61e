"""Work that neither a click nor a shutdown may tear: done in a thread of its own, waited for before the server ends.

A script of Streamlit is stopped at any ``st.`` call when its visitor clicks, leaves, or the server is told to end. The
work therefore draws nothing: it hands over its progress, and the script draws that while it waits.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
Progress = Callable[[float], None]

DRAW_EVERY_S = 0.1


class Closing(Exception):  # noqa: N818  names say what happened
    """The server is ending and takes on no new work."""


_under_way: set[Future[Any]] = set()
_closed = threading.Event()
_lock = threading.Lock()


def apart(work: Callable[[Progress], T], draw: Progress = lambda _share: None) -> T:
    """Do ``work`` to its end, whatever becomes of this script; return its result or raise its exception.

    ``work`` gets a function to report its share done (0 to 1); ``draw`` is called with the newest share from here.
    """
    shares: SimpleQueue[float] = SimpleQueue()
    result: Future[T] = Future()
    with _lock:
        if _closed.is_set():
            raise Closing
        _under_way.add(result)
    result.add_done_callback(_under_way.discard)

    def run() -> None:
        try:
            result.set_result(work(shares.put))
        except BaseException as error:
            result.set_exception(error)

    # No pool: the interpreter waits for the threads of a pool without end, and the server may wait for so long only.
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
    with _lock:
        _closed.set()
        left = set(_under_way)
    return not wait(left, timeout_s).not_done


def open_again() -> None:
    """Take on work: at start-up."""
    _closed.clear()
