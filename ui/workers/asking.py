"""Have a function of ``core`` done in a process of its own, and take its result as if it had been called here."""

import logging
import pickle  # nosec B403 # between this program and itself
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import IO, Any, TypeVar

from core.intake.model import OPEN, Progress
from ui.workers.process import Bounds, NotDone, Work, at_work
from ui.workers.turns import Waits, line

T = TypeVar("T")
_STILL_THERE_S = 0.3  # how often the caller may say that nobody wants the result any more
_ANSWERING = ("ui.workers.answering",)
log = logging.getLogger("otop")


def done(
    function: Callable[..., T],
    *arguments: Any,
    progress: Progress,
    waits: Waits,
    bounds: Bounds | None = None,
    files: Sequence[IO[bytes]] = (),
) -> T:
    """What ``function(*arguments, progress)`` returns. ``waits`` is called while it is not its turn, ``progress`` at
    each step and in between: where one of them raises the process is killed. The ``files`` are open there too, under
    the same numbers. Raises ``Busy``, ``NotDone``.
    """
    bounds = bounds or Bounds()
    with line.turn(waits), at_work(_ANSWERING, bounds, files) as work:
        heard: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        job = (function, arguments, bounds.megabytes)
        threading.Thread(target=_talk, args=(work, job, heard), name="worker", daemon=True).start()
        share: tuple[float, str] = (0.0, OPEN)
        while True:
            with suppress(Empty):
                what, value = heard.get(timeout=_STILL_THERE_S)
                if what == "result":
                    result: T = value
                    return result
                if what == "nothing":
                    work.end()
                    raise NotDone("ended", 0)
                share = value
            progress(*share)


def _talk(work: Work, job: tuple[Any, ...], heard: "SimpleQueue[tuple[str, Any]]") -> None:
    """Send the job and hear all that comes; a process that ends, or is killed, says nothing more."""
    what = ""
    try:
        with work.given:
            pickle.dump(job, work.given, protocol=pickle.HIGHEST_PROTOCOL)
        with work.told:
            while what != "result":
                what, value = pickle.load(work.told)  # nosec B301 # from a process that this one began
                heard.put((what, value))
    except Exception as error:  # whatever a half message looks like
        log.debug("a worker was not heard to its end: %s", type(error).__name__)
        heard.put(("nothing", None))
