"""What the server looks after while it runs: sign-ins that are over lose their pages, refusals come into the log.

It outlives every fault: were it to end, nobody would be signed out any more.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from anyio.to_thread import run_sync

from db import engine as databases
from db import generation
from db.accounts import refusals, sessions, tries
from db.errors import DbError
from ui.app.background import beside
from ui.auth import door
from ui.auth.visitors import visitors
from ui.logs import slow

EVERY_S = 0.5
WRITTEN_EVERY = timedelta(minutes=5)  # when sign-ins were seen; a write has every cache read anew
TOLD_EVERY = timedelta(seconds=10)  # of what was refused
log = logging.getLogger("otop")


@asynccontextmanager
async def watching() -> AsyncIterator[None]:
    """Within, open pages follow what becomes of their sign-ins; at the end what is only in memory is written."""
    visitors.loop = asyncio.get_running_loop()
    try:
        async with beside(_watch()):
            yield
    finally:
        await _keep_on(_write_seen, _tell_the_rest, slow.write)


async def _watch() -> None:
    written = told = door.utc_now()
    while True:
        await asyncio.sleep(EVERY_S)
        await _keep_on(_end_those_over)
        now = door.utc_now()
        if not timedelta() <= now - told < TOLD_EVERY:
            told = now
            await _keep_on(_tell_refusals, slow.write)
        if not timedelta() <= now - written < WRITTEN_EVERY:
            written = now
            await _keep_on(_write_seen, _end_old_tries)


async def _keep_on(*steps: Callable[[datetime], None]) -> None:
    for step in steps:
        try:
            await run_sync(step, door.utc_now())
        except DbError as error:
            log.error("the watch: %s", error)
        except Exception:
            log.exception("the watch goes on")


def _end_those_over(now: datetime) -> None:
    engine = databases.engine()
    with generation.held():
        for sid in visitors.connected():
            if door.person_of(engine, sid, now) is None:
                visitors.shut(sid)


def _tell_refusals(now: datetime) -> None:
    refusals.write(databases.engine(), now)


def _tell_the_rest(now: datetime) -> None:
    refusals.write(databases.engine(), now, at_the_end=True)


def _write_seen(_now: datetime) -> None:
    sessions.write_seen(databases.engine(), visitors.unwritten())


def _end_old_tries(now: datetime) -> None:
    tries.end_old(databases.engine(), now)
