"""What Streamlit and its cookie component have no public name for, in one place: try it before raising a version."""

import gc
import logging
import socket
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

_TALKATIVE = (  # "missing ScriptRunContext", "No runtime found"
    "streamlit.runtime.scriptrunner_utils.script_run_context",
    "streamlit.runtime.caching.cache_data_api",
)


@contextmanager
def before_the_first_visitor() -> Iterator[None]:
    """Keep away the warnings of a missing visitor while the program is imported and warmed; errors are still logged."""
    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def freeze() -> None:
    """Take all that is imported by now out of the garbage collector, which Streamlit runs in full after each script."""
    gc.collect()
    gc.freeze()


def send_at_once() -> None:
    """Turn Nagle's algorithm off on the sockets that listen; what they accept inherits it.

    Streamlit binds its socket in a way that asyncio leaves it on, so that the later messages of a run wait for the
    reader's delayed acknowledgement, 40 ms. The socket is bound before start-up, and nothing else gives it away.
    """
    for found in gc.get_objects():
        if type(found) is socket.socket and found.fileno() >= 0 and found.type == socket.SOCK_STREAM:
            with suppress(OSError):
                if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def register_component(manager: type) -> None:
    """Make the component behind ``manager`` known to the server: importing it does so only under a visitor."""
    get_instance().component_registry.register_component(sys.modules[manager.__module__]._component_func)


def address() -> tuple[str, str] | None:
    """The page of this run, as Streamlit numbers it, and its query; ``None`` without a visitor."""
    context = get_script_run_ctx()
    return None if context is None else (context.page_script_hash, context.query_string)


def turned_from(page: str) -> bool:
    """Whether the visitor came to another page than ``page`` by the menu, neither Back nor Forward."""
    context = get_script_run_ctx()
    return context is not None and not context.is_history_navigation and context.page_script_hash != page


def add_to_address(values: Mapping[str, Sequence[str]]) -> None:
    """Put into the address what it lacks, as if the browser had asked with it: it makes no entry of its history."""
    context = get_script_run_ctx()
    assert context is not None
    with context.session_state.query_params() as query:
        query.update({name: list(found) for name, found in values.items() if not query.has_param(name)})
        query.set_initial_query_params_from_current()


def unbind(names: Iterable[str]) -> None:
    """Let the address keep these names when the widgets that are bound to them are not drawn."""
    context = get_script_run_ctx()
    assert context is not None
    with context.session_state.query_params() as query:
        for name in names:
            if (binding := query.get_binding_for_param(name)) is not None:
                query.unbind_widget(binding.widget_id)
