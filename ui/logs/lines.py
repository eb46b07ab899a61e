"""How a line is written: for people, or one JSON object a line (``OTOP_LOG=json``). Both pass the same filter.

A fault is where it happened and of which kind: its message may hold what somebody typed or loaded, so it is left out.
"""

import logging
import os
import sys
import threading
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import structlog

from ui import framework
from ui.logs import numbered
from ui.logs.filtered import filtered

VARIABLE = "OTOP_LOG"
FORMS = ("lines", "json")

Line = MutableMapping[str, Any]
log = logging.getLogger("otop")


def begin() -> None:
    """Have every logger of this process write through here, those of the framework and its server too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(os.environ.get(VARIABLE, "").strip()))
    root = logging.getLogger()
    root.handlers = [handler]
    log.setLevel(logging.INFO)
    framework.log_through_the_root()
    logging.captureWarnings(capture=True)
    sys.excepthook = lambda kind, error, trace: log.critical("the program ends", exc_info=(kind, error, trace))
    threading.excepthook = _thread_ended


def formatter(form: str) -> logging.Formatter:
    """Of one of ``FORMS``."""
    last = structlog.processors.JSONRenderer(ensure_ascii=False) if form == "json" else _for_people
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso")],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _of_whom, _fault, _filter, last],
        use_get_message=True,
    )


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        log.critical("a thread ends", exc_info=ended.exc_value)


def _of_whom(_logger: Any, _name: str, line: Line) -> Line:
    return {**line, **numbered.of_this_line()}


def _fault(_logger: Any, _name: str, line: Line) -> Line:
    found = line.pop("exc_info", None)
    line.pop("stack_info", None)
    error = found[1] if isinstance(found, tuple) else sys.exc_info()[1] if found is True else found
    if isinstance(error, BaseException):
        line["fault"] = "\n".join(_told(error, set()))
    return line


def _told(error: BaseException, seen: set[int]) -> Iterator[str]:
    """A fault and those that it came of, the first of them first: each with its places, and its kind."""
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    for one in (before, *(error.exceptions if isinstance(error, BaseExceptionGroup) else ())):
        if one is not None and id(one) not in seen:
            yield from _told(one, seen)
    yield from "".join(traceback.format_tb(error.__traceback__)).splitlines()
    yield type(error).__qualname__


def _filter(_logger: Any, _name: str, line: Line) -> Line:
    for name in ("event", "fault"):
        if name in line:
            line[name] = filtered(str(line[name]))
    return line


def _for_people(_logger: Any, _name: str, line: Line) -> str:
    whose = "".join(f" {name}={line[name]}" for name in ("request", "user") if name in line)
    text = f"{line['timestamp']} {line['level']:<8}{whose} {line['event']}"
    return f"{text}\n  {line['fault']}" if "fault" in line else text
