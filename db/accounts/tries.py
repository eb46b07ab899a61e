"""Wrong passwords, counted in this process by user and device, or by user and address where the device is unknown.

A device on which somebody has signed in before waits for its own wrong tries, longer each time, up to a minute. From an
unknown one nobody waits: its address is that of a whole office, and whoever keeps trying a director's name there would
make the director wait. What limits guessing there is hashing, one at a time for an address, and passwords that are hard
to guess.
"""

from datetime import datetime, timedelta
from threading import Lock

from cachetools import LRUCache

FREE = 3  # wrong tries before the first wait
_LONGEST_WAIT = timedelta(seconds=60)
_FORGOTTEN_AFTER = timedelta(hours=1)
_KEPT = 10_000  # pairs of which the oldest are forgotten first

Pair = tuple[str, str]  # a user's name ("": nobody's), and a device or an address


def waits_until(failures: int, failed_at: datetime, now: datetime) -> datetime | None:
    """When the next try is taken after so many wrong ones: 1, 2, 4 … 60 seconds from the fourth; ``None``: at once.

    A wrong try that is later than now was counted by a clock that ran ahead, and makes nobody wait.
    """
    if forgotten(failed_at, now) or failures < FREE:
        return None
    wait = min(timedelta(seconds=2 ** min(failures - FREE, 16)), _LONGEST_WAIT)
    return failed_at + wait if now < failed_at + wait else None


def forgotten(failed_at: datetime, now: datetime) -> bool:
    """Whether counting begins anew: the last wrong try is old, or of a time that has not come yet."""
    return not timedelta() <= now - failed_at <= _FORGOTTEN_AFTER


class Tries:
    """The wrong tries that this process remembers."""

    def __init__(self) -> None:
        self._found: LRUCache[Pair, tuple[int, datetime]] = LRUCache(_KEPT)
        self._lock = Lock()

    def waits(self, pair: Pair, now: datetime) -> datetime | None:
        """Until when a pair waits."""
        with self._lock:
            return waits_until(*self._found.get(pair, (0, now)), now)

    def count(self, pair: Pair, now: datetime) -> None:
        """One more try, before it is known whether it is a wrong one: a burst cannot race it."""
        with self._lock:
            failures, at = self._found.get(pair, (0, now))
            self._found[pair] = (1 if forgotten(at, now) else failures + 1, now)

    def forget(self, pair: Pair) -> None:
        """The right password came."""
        with self._lock:
            self._found.pop(pair, None)

    def clear(self) -> None:
        """Forget every try."""
        with self._lock:
            self._found.clear()


tries = Tries()
