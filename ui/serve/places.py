"""The line of heavy work of all workers: each place is a socket, which closes with whoever holds it.

The bounds (``OTOP_WORKERS``, ``OTOP_WORKERS_QUEUE``) then hold for the sum of the workers, the first who came is the
first at work whichever worker asked, and one that was killed keeps no place.
"""

import selectors
import socket
from contextlib import suppress
from functools import partial

from ui.workers.settings import AT_ONCE, IN_LINE
from ui.workers.turns import FULL, told


class Places:
    """At work and waiting, in the order in which they came. Who selects calls the data of what was selected."""

    def __init__(self, selector: selectors.BaseSelector) -> None:
        self._asked, self.asking = socket.socketpair()
        self._line: list[socket.socket] = []
        self._selector = selector
        selector.register(self._asked, selectors.EVENT_READ, self._join)

    def close(self) -> None:
        """Close what of it is open in this process, but the way to ask."""
        for one in (self._asked, *self._line):
            one.close()

    def _join(self) -> None:
        """Take one in, who hears how many are before them; where the line is full, that alone."""
        for descriptor in socket.recv_fds(self._asked, 1, 1)[1]:
            place = socket.socket(fileno=descriptor)
            place.setblocking(False)
            if len(self._line) >= AT_ONCE.value + IN_LINE.value:
                _tell(place, FULL)
                place.close()
            else:
                self._line.append(place)
                self._selector.register(place, selectors.EVENT_READ, partial(self._leave, place))
                self._tell_from(len(self._line) - 1)

    def _leave(self, place: socket.socket) -> None:
        """Nobody says anything through a place: what can be read is its end. Those behind it move up."""
        self._selector.unregister(place)
        at = self._line.index(place)
        del self._line[at]
        place.close()
        self._tell_from(at)

    def _tell_from(self, at: int) -> None:
        for index in range(at, len(self._line)):
            _tell(self._line[index], max(0, index - AT_ONCE.value + 1))


def _tell(place: socket.socket, before: int) -> None:
    with suppress(OSError):  # it is gone: its end is heard of next
        place.send(told(before))
