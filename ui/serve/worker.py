"""One worker: the server as it is alone, that also takes what others hand to it, and ends with its parent."""

import asyncio
import logging
import signal
import socket
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import NoReturn

import uvicorn
from starlette.types import ASGIApp

from ui import framework
from ui.auth.spread import spread
from ui.jobs.loop import place
from ui.serve.connection import Connection
from ui.serve.passing import Inbox
from ui.workers.turns import line

READY = b"r"
log = logging.getLogger("otop")


class Worker(uvicorn.Server):
    """Number ``here``; serves until it is told to end, or its parent is gone. ``life`` is the way to the parent."""

    def __init__(self, app: ASGIApp, here: int, inboxes: Sequence[Inbox], life: socket.socket) -> None:
        self._connection = partial(Connection, here=here, inboxes=inboxes)
        super().__init__(framework.of_uvicorn(app, self._connection))
        self._inbox, self._life = inboxes[here], life
        self._coming: set[asyncio.Task[None]] = set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve, and say so."""
        await super().startup(sockets)
        loop = asyncio.get_running_loop()
        loop.add_reader(self._inbox.out_of, self._take)
        loop.add_reader(self._life, self._parent_is_gone)
        with suppress(OSError):  # the parent is gone already, which is read next
            self._life.send(READY)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more, and end as one server does."""
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._inbox.out_of)
        loop.remove_reader(self._life)
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End as the parent says. A terminal tells the workers too, which must not count as being told twice."""
        if sig != signal.SIGINT:
            super().handle_exit(sig, frame)

    def _take(self) -> None:
        for connection, read in self._inbox.taken():
            task = asyncio.ensure_future(self._go_on(connection, read))
            self._coming.add(task)
            task.add_done_callback(self._coming.discard)

    async def _go_on(self, connection: socket.socket, read: bytes) -> None:
        """Serve a connection from where another worker left it."""
        connection.setblocking(False)
        make = partial(
            self._connection,
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
            already=read,
        )
        await asyncio.get_running_loop().connect_accepted_socket(make, connection)

    def _parent_is_gone(self) -> None:
        asyncio.get_running_loop().remove_reader(self._life)
        log.error("the parent of this worker is gone, and the worker ends")
        self.should_exit = True


def live(
    app: ASGIApp,
    listening: socket.socket,
    here: int,
    inboxes: Sequence[Inbox],
    life: socket.socket,
    asking: socket.socket,
) -> NoReturn:
    """Be worker number ``here`` for the rest of this process, which was just forked. Ends it by ``SystemExit``, or as a
    signal ends it.
    """
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    line.share(asking)
    spread.over(len(inboxes))
    if here:
        place.stay_out()
    for at, inbox in enumerate(inboxes):
        if at != here:
            inbox.out_of.close()
    server = Worker(app, here, inboxes, life)
    server.run(sockets=[listening])
    if not server.started:
        raise SystemExit(uvicorn.config.STARTUP_FAILURE)
    signal.raise_signal(signal.SIGTERM)  # its parent is gone: at once, as when that tells it
    raise AssertionError("a signal ends it")
