"""Streamlit warns of a visitor that is missing while the program is imported and warmed; there is none yet."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

_TALKATIVE = (  # "missing ScriptRunContext", "No runtime found"
    "streamlit.runtime.scriptrunner_utils.script_run_context",
    "streamlit.runtime.caching.cache_data_api",
)


@contextmanager
def before_the_first_visitor() -> Iterator[None]:
    """Keep those warnings away; errors are still logged."""
    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
