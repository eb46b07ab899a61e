"""The parent of the workers: forks them, takes the place of one that died with another, ends them all, keeps the line.

It serves nothing, has one thread and no open database, and so can be forked at any time.
"""

import logging
import os
import selectors
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

from starlette.types import ASGIApp

from ui import framework
from ui.serve import worker
from ui.serve.passing import Inbox
from ui.serve.places import Places

FAILED = 70  # exit where a worker could not begin, and has none of its own
LIVED_S = 10.0  # a worker that dies sooner is not begun again at once
LONGEST_PAUSE_S = 30.0
ENDING = (signal.SIGTERM, signal.SIGINT)
log = logging.getLogger("otop")


@dataclass
class Child:
    """A worker as its parent sees it. ``life`` closes with either of the two."""

    process: int
    life: socket.socket
    begun: float
    ready: bool = False


class Parent:
    """Of ``count`` workers that serve ``app`` on one socket."""

    def __init__(self, app: ASGIApp, listening: socket.socket, count: int) -> None:
        self._app, self._listening = app, listening
        self._inboxes = [Inbox.new() for _ in range(count)]
        self._children: dict[int, Child] = {}
        self._due: dict[int, float] = {}  # when a worker that died is to be begun again
        self._pause = dict.fromkeys(range(count), 0.0)
        self._selector = selectors.DefaultSelector()
        self._places = Places(self._selector)
        self._signals: list[int] = []
        self._code = 0

    def run(self) -> int:
        """Serve until a signal ends all. The exit: 0, or that of a worker that could not begin. A signal is left to its
        usual end, once the workers are gone.
        """
        framework.freeze()  # what is here now is shared with the workers as long as nobody writes to it
        self._hear_signals()
        for at in range(len(self._inboxes)):
            self._begin(at)
        while self._children or self._due:
            for key, _ in self._selector.select(self._until_due()):
                key.data()
            self._bury()
            for at in [at for at, when in self._due.items() if when <= time.monotonic()]:
                del self._due[at]
                self._begin(at)
        self._listening.close()
        for number in reversed(self._signals):
            signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.default_int_handler)
            signal.raise_signal(number)
        return self._code

    def _hear_signals(self) -> None:
        woken, waking = socket.socketpair()
        woken.setblocking(False)
        waking.setblocking(False)
        self._waking = waking
        signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
        for number in ENDING:
            signal.signal(number, self._end)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._read(woken, lambda: woken.recv(4_096))

    def _read(self, source: socket.socket, then: Callable[[], Any]) -> None:
        self._selector.register(source, selectors.EVENT_READ, then)

    def _until_due(self) -> float | None:
        return max(0.0, min(self._due.values()) - time.monotonic()) if self._due else None

    def _begin(self, at: int) -> None:
        """Fork a worker. A signal that comes meanwhile waits until the parent knows it, and is never the worker's."""
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        try:
            if not self._signals:
                self._fork(at)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)

    def _fork(self, at: int) -> None:
        ours, theirs = socket.socketpair()
        process = os.fork()
        if process == 0:
            for one in (ours, *(child.life for child in self._children.values())):
                one.close()
            self._places.close()
            self._selector.close()
            worker.live(self._app, self._listening, at, self._inboxes, theirs, self._places.asking)
        theirs.close()
        self._children[at] = Child(process, ours, time.monotonic())
        self._read(ours, lambda: self._hear(at))

    def _hear(self, at: int) -> None:
        child = self._children[at]
        if child.life.recv(16):
            child.ready = True
            if all(one.ready for one in self._children.values()):
                log.info("%s of %s workers serve", len(self._children), len(self._inboxes))
        else:
            self._selector.unregister(child.life)  # it is ending

    def _end(self, number: int, _frame: FrameType | None) -> None:
        """Have all workers end; asked twice from the keyboard, without waiting."""
        again = bool(self._signals)
        self._signals = [number]
        self._due.clear()
        for child in self._children.values():
            os.kill(child.process, signal.SIGKILL if again and number == signal.SIGINT else signal.SIGTERM)

    def _bury(self) -> None:
        """See which workers have ended, and what is to become of their places."""
        for at, child in list(self._children.items()):
            found, status = os.waitpid(child.process, os.WNOHANG)
            if not found:
                continue
            del self._children[at]
            if child.life in self._selector.get_map():
                self._selector.unregister(child.life)
            child.life.close()
            if not self._signals and not self._code:
                self._follow(at, child, os.waitstatus_to_exitcode(status))

    def _follow(self, at: int, child: Child, code: int) -> None:
        """Another takes the place of one that served; where one never did at the start, the server ends."""
        if not child.ready and not self._pause[at]:
            self._code = code if code > 0 else FAILED
            for other in self._children.values():
                os.kill(other.process, signal.SIGTERM)
            return
        short = time.monotonic() - child.begun < LIVED_S
        self._pause[at] = min(LONGEST_PAUSE_S, 2 * self._pause[at] or 1.0) if short else 0.01
        log.error("worker %s ended (exit %s); another takes its place in %.0f s", at + 1, code, self._pause[at])
        self._due[at] = time.monotonic() + self._pause[at]
