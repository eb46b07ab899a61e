"""Files made for one person for a short while (a workbook of findings): in memory, under a name nobody can guess."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from cachetools import FIFOCache

KEPT_FOR = timedelta(hours=1)
KEPT_EACH = 5  # files a person
KEPT_BYTES = 200_000_000  # of all together


@dataclass(frozen=True, slots=True)
class Drop:
    """One file waiting for its owner."""

    owner: str
    name: str
    media_type: str
    content: bytes
    until: datetime


def _size(drop: Drop) -> int:
    return min(len(drop.content), KEPT_BYTES)  # one file is kept whatever its size


class Drops:
    """A small store that forgets: after an hour, beyond five files a person, beyond its size; oldest first."""

    def __init__(self) -> None:
        self._kept: FIFOCache[str, Drop] = FIFOCache(KEPT_BYTES, getsizeof=_size)
        self._lock = Lock()

    def put(self, owner: str, name: str, media_type: str, content: bytes, now: datetime) -> str:
        """Keep a file for ``owner``; returns the token that only its link holds."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._kept[token] = Drop(owner, name, media_type, content, now + KEPT_FOR)
            self._forget(now, owner)
        return token

    def get(self, owner: str, token: str, now: datetime) -> Drop | None:
        """The file, for its owner alone and while it is kept."""
        with self._lock:
            drop = self._kept.get(token)
        return drop if drop is not None and drop.owner == owner and now < drop.until else None

    def _forget(self, now: datetime, owner: str) -> None:
        for token in [token for token, drop in self._kept.items() if now >= drop.until]:
            del self._kept[token]
        mine = [token for token, drop in self._kept.items() if drop.owner == owner]
        for token in mine[:-KEPT_EACH]:
            del self._kept[token]


drops = Drops()
