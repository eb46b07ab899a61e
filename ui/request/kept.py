"""What is worked out of a snapshot under filters, kept for whoever chooses the same filters again.

Keep numbers, texts and bytes: objects would be walked through after each run, by the framework's collection.
"""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

from core.analysis.filters import Filters
from core.model import Snapshot, once

Kept = TypeVar("Kept")


@once
def _of_snapshot(_: Snapshot) -> object:
    """What stands for one snapshot among the keys, as long as any result of it is kept."""
    return object()


class Keeper(Generic[Kept]):
    """One kind of result. ``most`` of them are kept, or as many as weigh that much together."""

    def __init__(self, most: int, weight: Callable[[Kept], int] = lambda _: 1) -> None:
        self._kept: LRUCache[Hashable, Kept] = LRUCache(most, getsizeof=weight)
        self._lock = Lock()

    def of(self, view: Snapshot, chosen: Filters, make: Callable[[], Kept], *more: Hashable) -> Kept:
        """``make()``, done once for all that it depends on: the snapshot, the filters, and what ``more`` names."""
        key = (_of_snapshot(view), chosen.months, tuple(chosen.values.items()), *more)
        with self._lock:
            if key in self._kept:
                return self._kept[key]
        found = make()
        with self._lock:
            self._kept[key] = found
        return found
