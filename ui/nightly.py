"""The backup by schedule, begun by the server where ``OTOP_BACKUP_TO`` names a folder: in a process of its own."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import run_sync

from db import engine as databases
from db.engine import ROOT
from db.errors import DbError
from db.maintenance.scheduled import recorded
from db.maintenance.scheduled.schedule import schedule
from ui.app.background import beside
from ui.auth import door

LOOKED_EVERY_S = 60.0
_ENDED_EVERY_S = 1.0  # how often it is asked whether the process has ended
_COMMAND = (sys.executable, "-m", "db.maintenance.scheduled")
log = logging.getLogger("otop")


@asynccontextmanager
async def backups() -> AsyncIterator[None]:
    """Within, backups are taken when they are due. Where no folder is set nothing runs."""
    if schedule() is None:
        yield
        return
    async with beside(_keep_looking()):
        yield


async def _keep_looking() -> None:
    while True:
        await asyncio.sleep(LOOKED_EVERY_S)
        try:
            if await run_sync(is_due):
                await _take()
        except DbError as error:
            log.error("the backup by schedule: %s", error)
        except Exception:
            log.exception("the backup by schedule goes on")


def is_due() -> bool:
    """Whether a backup is to be taken now; the process that takes it asks once more, so that one alone does."""
    found, now = schedule(), door.utc_now()
    return found is not None and recorded.is_open(databases.engine(), found.due(now), now)


async def _take() -> None:
    process = subprocess.Popen(_COMMAND, cwd=ROOT, stdin=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            await asyncio.sleep(_ENDED_EVERY_S)
    finally:
        if process.poll() is None:  # the server ends: an unfinished file is removed by the next one
            process.kill()
            process.wait()
    if process.returncode:
        log.error("the backup by schedule ended with %s; the status page says why", process.returncode)
