"""Wrong tokens, counted in this process by the address that they come from: whoever shows one writes nothing."""

from datetime import datetime
from threading import Lock

from cachetools import LRUCache

from db.accounts.tries import forgotten, waits_until

_KEPT = 10_000  # addresses of which the oldest are forgotten first


class Tries:
    """The wrong tries that this process remembers."""

    def __init__(self) -> None:
        self._found: LRUCache[str, tuple[int, datetime]] = LRUCache(_KEPT)
        self._lock = Lock()

    def take(self, address: str, now: datetime) -> datetime | None:
        """Count one more wrong token; else until when the address waits."""
        with self._lock:
            failures, at = self._found.get(address, (0, now))
            if (until := waits_until(failures, at, now)) is not None:
                return until
            self._found[address] = (1 if forgotten(at, now) else failures + 1, now)
        return None

    def clear(self) -> None:
        """Forget every try."""
        with self._lock:
            self._found.clear()


tries = Tries()
