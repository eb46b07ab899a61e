"""Whose turn it is: the first of a line work, the others wait in order, and a line that is full takes nobody."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ui.workers.settings import AT_ONCE, IN_LINE

LOOK_EVERY_S = 0.25
Waits = Callable[[int], None]  # gets how many are before it; may raise to leave the line


class Busy(Exception):  # noqa: N818  names say what happened
    """The line is full."""


class Line:
    """One line for all heavy work: the first ``OTOP_WORKERS`` are at work, ``OTOP_WORKERS_QUEUE`` more may wait."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._line: list[object] = []

    @contextmanager
    def turn(self, waits: Waits = lambda _before: None) -> Iterator[None]:
        """Within, the caller is at work. ``waits`` is called again and again until then. Raises ``Busy``."""
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


line = Line()
