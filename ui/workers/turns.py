"""Whose turn it is: the first of a line work, the others wait in order, and a line that is full takes nobody."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ui.workers.settings import AT_ONCE, IN_LINE

LOOK_EVERY_S = 0.25
Waits = Callable[[int], None]  # gets how many are before it; may raise to leave the line


class Busy(Exception):  # noqa: N818  names say what happened
    """The line is full."""


FULL = -1  # in place of how many are before one
_NUMBER = struct.Struct("!i")


class Line:
    """One line for all heavy work: the first ``OTOP_WORKERS`` are at work, ``OTOP_WORKERS_QUEUE`` more may wait.

    Where several processes are one server the line is with their parent (``ui.serve.places``).
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._line: list[object] = []
        self._asking: socket.socket | None = None

    def counts(self) -> tuple[int, int] | None:
        """How many are at work and how many wait; ``None`` where the line is that of several processes."""
        if self._asking is not None:
            return None
        with self._changed:
            at_work = min(len(self._line), AT_ONCE.value)
            return at_work, len(self._line) - at_work

    def share(self, asking: socket.socket) -> None:
        """Wait from now on in the line of all, which is asked for a place through this socket."""
        self._asking = asking

    @contextmanager
    def turn(self, waits: Waits = lambda _before: None) -> Iterator[None]:
        """Within, the caller is at work. ``waits`` is called again and again until then. Raises ``Busy``."""
        if self._asking is not None:
            with _turn_of_all(self._asking, waits):
                yield
            return
        place = object()
        with self._changed:
            if len(self._line) >= AT_ONCE.value + IN_LINE.value:
                raise Busy
            self._line.append(place)
        try:
            while before := self._before(place):
                waits(before)
            yield
        finally:
            with self._changed:
                self._line.remove(place)
                self._changed.notify_all()

    def _before(self, place: object) -> int:
        """How many must end before it is this one's turn, after waiting a moment for it; 0: it is."""
        with self._changed:
            self._changed.wait_for(lambda: self._line.index(place) < AT_ONCE.value, LOOK_EVERY_S)
            return max(0, self._line.index(place) - AT_ONCE.value + 1)


@contextmanager
def _turn_of_all(asking: socket.socket, waits: Waits) -> Iterator[None]:
    """A place in the line of all is a socket that is held as long as it is wanted."""
    mine, theirs = socket.socketpair()
    with mine:
        with theirs:
            socket.send_fds(asking, [b"p"], [theirs.fileno()])
        mine.settimeout(LOOK_EVERY_S)
        before = _heard(mine, last=1)
        while before:
            waits(before)
            before = _heard(mine, last=before)
        yield


def told(before: int) -> bytes:
    """How many are before one, as the parent says it."""
    return _NUMBER.pack(before)


def _heard(place: socket.socket, last: int) -> int:
    """How many are before one: the last that was said, or what was known. Raises ``Busy``."""
    try:
        said = place.recv(4_096)
    except TimeoutError:
        return last
    before = _NUMBER.unpack(said[-_NUMBER.size :])[0] if said else FULL  # the parent is gone, and the server ends
    if before == FULL:
        raise Busy
    return int(before)


line = Line()
