"""Which runs of pages took long: noted in memory while they run, written beside the data every few seconds."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Lock

from db.errors import FolderRefused
from db.maintenance.status import slow
from db.maintenance.status.slow import KEPT, Slow

SLOW_S = 1.0  # from when on a run is noted
_noted: list[Slow] = []
_lock = Lock()


@contextmanager
def timed(page: str) -> Iterator[None]:
    """Within, a page runs; however it ends, it is noted where it took long."""
    begun = time.monotonic()
    try:
        yield
    finally:
        seconds = time.monotonic() - begun
        if seconds >= SLOW_S:
            note(Slow(page, seconds, datetime.now(UTC)))


def note(run: Slow) -> None:
    """Keep a run until it is written; of very many the slowest alone."""
    with _lock:
        _noted.append(run)
        _noted.sort(key=lambda one: -one.seconds)
        del _noted[KEPT:]


def write(now: datetime) -> None:
    """Write what was noted; nothing where no run was slow. What cannot be written is let go."""
    with _lock:
        runs = list(_noted)
        _noted.clear()
    if runs:
        with suppress(OSError, FolderRefused):
            slow.keep(runs, now)
