"""What this process knows of those who are there: who began each session, which sockets are open, who was seen when."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine
from datetime import datetime
from threading import Lock
from typing import Any

from cachetools import LRUCache

SESSIONS = 20_000  # of the framework, of which the oldest are forgotten first

Shut = Callable[[str], Coroutine[Any, Any, None]]  # lead the page of a socket to an address, and close


class Visitors:
    """Sessions, sockets and last sights, by sign-in. Its loop is that of the server, once that has begun."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self._began: LRUCache[str, str] = LRUCache(SESSIONS)
        self._sockets: defaultdict[str, set[Shut]] = defaultdict(set)
        self._seen: dict[str, datetime] = {}
        self._unwritten: set[str] = set()
        self._lock = Lock()
        self._closing: set[asyncio.Task[None]] = set()

    def began(self, session_id: str, sid: str) -> None:
        """A sign-in began a session of the framework."""
        self._began[session_id] = sid

    def owner(self, session_id: str) -> str | None:
        """The sign-in that began a session; ``None`` where this process does not know it."""
        return self._began.get(session_id)

    def opened(self, sid: str, shut: Shut) -> None:
        """A socket of a sign-in is open."""
        self._sockets[sid].add(shut)

    def closed(self, sid: str, shut: Shut) -> None:
        """A socket of a sign-in is closed."""
        self._sockets[sid].discard(shut)
        if not self._sockets[sid]:
            del self._sockets[sid]

    def connected(self) -> list[str]:
        """The sign-ins with open sockets."""
        return list(self._sockets)

    def shut(self, sid: str, address: str = "") -> None:
        """Lead every open page of a sign-in to an address (none: load the same again). From any thread."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._shut, sid, address)

    def _shut(self, sid: str, address: str) -> None:
        for shut in list(self._sockets.get(sid, ())):
            task = asyncio.ensure_future(shut(address))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    def saw(self, sid: str, now: datetime) -> None:
        """Somebody asked for something under a sign-in."""
        with self._lock:
            self._seen[sid] = now
            self._unwritten.add(sid)

    def seen(self, sid: str) -> datetime | None:
        """When a sign-in was seen last by this process."""
        return self._seen.get(sid)

    def unwritten(self) -> dict[str, datetime]:
        """What was seen since this was asked last; sights of sign-ins without a socket are then forgotten here."""
        with self._lock:
            found = {sid: self._seen[sid] for sid in self._unwritten}
            self._unwritten.clear()
            self._seen = {sid: at for sid, at in self._seen.items() if sid in self._sockets or sid in found}
        return found


visitors = Visitors()
