"""Keeps old memory out of the garbage collector, which Streamlit runs in full after each script.

What is there when the server starts is frozen. What comes later (modules, caches, what a tab holds) would be walked
through after every run, so it is frozen too as soon as it is enough to be felt. To freeze takes no longer than the
collection after one run. What is frozen is not looked at again until a fifth more of it has come, or until nothing has
come for minutes: then what has died since, such as closed tabs, goes. Not each time, for it stops everybody and writes
to all memory, which processes that were forked from one share until then.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ui import framework
from ui.app.background import beside

FELT = 5_000  # objects that every collection walks through: one or two milliseconds of each run
GROWN = 1.2  # times what was frozen when all of it was looked at last
LOOKED_EVERY_S = 2.0
RESTED_S = 300.0  # without a freeze, after which what the last ones kept is looked at: who caused it has left
PAUSED_EVERY_S = 60.0  # to look at all that is frozen stops everybody for about 0.1 s
PAUSE_SHARE = 0.002  # of the time, where memory is so large that it takes longer
log = logging.getLogger("otop")


class Freezer:
    """Says when memory is frozen again, and does it. Seconds are of any clock that does not go back."""

    def __init__(self) -> None:
        self._frozen = self._looked_at = framework.freeze()
        self._due = 0.0
        self._kept_since: float | None = None  # when something was frozen last that nobody has looked at since

    def look(self, now: float) -> bool:
        """Freeze again where enough has come since; whether that was so."""
        came = framework.collected_each_run()
        rests = self._kept_since is not None and now - self._kept_since >= RESTED_S
        if came < FELT and not rests:
            return False
        thaw = rests or (now >= self._due and self._frozen + came > GROWN * self._looked_at)
        begun = time.perf_counter()
        self._frozen = framework.freeze(thaw=thaw)
        took = time.perf_counter() - begun
        self._kept_since = None if thaw else now
        if thaw:
            self._looked_at = self._frozen
            self._due = now + max(PAUSED_EVERY_S, took / PAUSE_SHARE)
        log.debug("froze %s objects in %.0f ms", self._frozen, took * 1e3)
        return True


@asynccontextmanager
async def refreezing() -> AsyncIterator[None]:
    """Freeze now, and within again and again."""
    async with beside(_keep_looking(Freezer())):
        yield


async def _keep_looking(freezer: Freezer) -> None:
    while True:
        await asyncio.sleep(LOOKED_EVERY_S)
        freezer.look(time.monotonic())
