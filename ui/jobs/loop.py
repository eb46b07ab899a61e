"""Telling people from inside the server: one thread that sleeps nearly always, from the start of the server to its end.

Of several processes that are one server (``ui.serve``) one alone does it; where ``OTOP_JOBS`` says ``command``, none.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event, Thread

from anyio.to_thread import run_sync

from db import engine as databases
from db.errors import DbError
from db.telling import queue
from ui.auth.door import utc_now
from ui.jobs import settings

EVERY_S = 20.0  # how soon after it was put in the queue a message goes out
LOOK_EVERY = 3  # rounds: how soon what has happened is seen
ENDS_WITHIN_S = 5.0  # how long the end of the server waits for a message that is on its way
log = logging.getLogger("otop")


class Place:
    """Whether this process tells people; one that another process of the same server does it for stays out."""

    def __init__(self) -> None:
        self._ours = True

    def stay_out(self) -> None:
        """Leave it to another process."""
        self._ours = False

    @property
    def ours(self) -> bool:
        """Whether there is anything to do here at all."""
        return self._ours and settings.in_server() and bool(settings.channels())


class Teller(Thread):
    """Does a round every few seconds until it is stopped. It outlives every fault."""

    def __init__(self) -> None:
        super().__init__(name="telling", daemon=True)
        self._stopped = Event()

    def run(self) -> None:
        """Wait, then do a round, again and again."""
        rounds = 0
        while not self._stopped.wait(EVERY_S):
            try:
                self._round(look=rounds % LOOK_EVERY == 0)
            except DbError as error:
                log.error("telling: %s", error)
            except Exception:
                log.exception("telling goes on")
            rounds += 1

    def stop(self) -> None:
        """End after the message that is on its way. One that takes too long is left: its lease ends by itself."""
        self._stopped.set()
        self.join(ENDS_WITHIN_S)

    def _round(self, *, look: bool) -> None:
        engine = databases.engine()
        if queue.is_idle(engine):
            return
        from ui.jobs import work  # nobody needs it before

        if look:
            work.look(engine, utc_now())
        work.send_due(engine, utc_now, stop=self._stopped.is_set)


@asynccontextmanager
async def telling() -> AsyncIterator[None]:
    """Within, people are told what they subscribed to."""
    if not place.ours:
        yield
        return
    teller = Teller()
    teller.start()
    try:
        yield
    finally:
        await run_sync(teller.stop)


place = Place()
