"""One job in one process: begun with its bounds, killed when its time is up or nobody wants it any more."""

import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

from ui.workers.bounds import NO_MEMORY
from ui.workers.settings import MEGABYTES, SECONDS

ROOT = Path(__file__).resolve().parents[2]
LAST_WORDS = 2000  # letters of what a process that failed said that go to the server's log
_OUT_OF_MEMORY = ("out of memory", "memory allocation of")  # last words of libraries that end the process themselves
log = logging.getLogger("otop")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a process may use: by default what the settings say."""

    megabytes: int = field(default_factory=lambda: MEGABYTES.value)
    seconds: float = field(default_factory=lambda: SECONDS.value)


class NotDone(Exception):  # noqa: N818  names say what happened
    """A job came to no end: its time was up, its memory did not suffice, or its process ended otherwise."""

    def __init__(self, why: Literal["time", "memory", "ended"], code: int) -> None:
        super().__init__(f"{why}, exit {code}")
        self.why, self.code = why, code


class Work:
    """A process at work. ``given`` is its standard input, ``told`` its output."""

    def __init__(self, command: Sequence[str], said: IO[bytes], files: Sequence[IO[bytes]] = ()) -> None:
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1", "RUST_BACKTRACE": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            pass_fds=[file.fileno() for file in files],
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.given, self.told = self.process.stdin, self.process.stdout
        self._said = said
        self._time_is_up = False

    def time_is_up(self) -> None:
        """Kill it, late as it is."""
        self._time_is_up = True
        self.process.kill()

    def end(self) -> None:
        """Wait for its own end; raises ``NotDone`` unless that is exit 0."""
        code = self.process.wait()
        if code == 0:
            return
        self._said.seek(0)
        said = self._said.read().decode("utf-8", "replace")
        log.error("a worker came to no end (exit %s): %s", code, said[-LAST_WORDS:])
        if self._time_is_up:
            raise NotDone("time", code)
        lacks = code == NO_MEMORY or (code < 0 and any(words in said for words in _OUT_OF_MEMORY))
        raise NotDone("memory" if lacks else "ended", code)


_at_work: set[Work] = set()


@contextmanager
def at_work(module: Sequence[str], bounds: Bounds, files: Sequence[IO[bytes]] = ()) -> Iterator[Work]:
    """Within, a process runs ``python -m MODULE …``; it never outlives the block, nor its time. It has the ``files``
    open under their numbers here.
    """
    bounded = ["ui.workers", str(bounds.megabytes), str(bounds.seconds)]
    with tempfile.TemporaryFile() as said:
        work = Work([sys.executable, "-m", *bounded, *module], said, files)
        _at_work.add(work)
        watch = threading.Timer(bounds.seconds, work.time_is_up)
        watch.daemon = True
        watch.start()
        try:
            yield work
        finally:
            watch.cancel()
            _at_work.discard(work)
            work.process.kill()  # nothing, where it has ended
            work.process.wait()
            with suppress(OSError):  # what was not yet sent
                work.given.close()


def end_all() -> None:
    """Kill what is at work: the server ends."""
    for work in list(_at_work):
        work.process.kill()
