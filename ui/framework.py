"""What Streamlit and its server have no public name for, in one place: try it before raising a version."""

import gc
import logging
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

import streamlit as st
from google.protobuf.message import DecodeError
from streamlit import config
from streamlit import logger as streamlit_logger
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

SIGN_IN_HEADER = "X-Door-Sid"  # ``server.trustedUserHeaders`` of the settings names it too
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


def sign_in_of_this_run() -> str | None:
    """The public name of the sign-in behind this run, as the door put it into the header of the socket."""
    found = st.user.to_dict().get("sid")
    return found if isinstance(found, str) else None


def sign_in_of_this_thread() -> str | None:
    """The same for whatever thread asks, also one that runs no page."""
    context = get_script_run_ctx(suppress_warning=True)
    found = None if context is None else context.user_info.get("sid")
    return found if isinstance(found, str) else None


def log_through_the_root() -> None:
    """Have the loggers of Streamlit and of its server write nothing themselves, those that come later too."""
    config.set_option(
        "logger.enableRich", False
    )  # it prints the faults of pages past every logger, with their messages
    streamlit_logger.setup_formatter = _hand_on
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in ("streamlit", "uvicorn", "websockets"):
            _hand_on(logging.getLogger(name))
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.WARNING)  # at INFO it writes from which address each request comes


def _hand_on(logger: logging.Logger) -> None:
    logger.handlers.clear()
    logger.propagate = True


def trusts_the_door() -> bool:
    """Whether the settings let the framework keep apart sessions by the header of the door, and no other."""
    return dict(st.get_option("server.trustedUserHeaders") or {}) == {SIGN_IN_HEADER: "sid"}


def trust_proxies(addresses: Sequence[str]) -> None:
    """Take a visitor's address and scheme from the headers of these proxies alone.

    The server is made before the program is imported, and trusts whoever is on the same machine.
    """
    for found in gc.get_objects():
        if type(found) is ProxyHeadersMiddleware:
            found.__init__(found.app, trusted_hosts=list(addresses))  # type: ignore[misc]


def lead_to(address: str) -> bytes:
    """The message that has a page load an address; an empty one: its own again."""
    message = ForwardMsg()
    message.auth_redirect.url = address
    return bytes(message.SerializeToString())


def lead_this_page_to(address: str) -> None:
    """The same for the page of this run; nothing where there is no page."""
    context = get_script_run_ctx()
    if context is not None:
        message = ForwardMsg()
        message.auth_redirect.url = address
        context.enqueue(message)


def session_begun(payload: bytes) -> str | None:
    """The session that a message to the browser tells of; ``None`` where it tells of something else."""
    message = ForwardMsg()
    message.ParseFromString(payload)
    return message.new_session.initialize.session_id or None if message.HasField("new_session") else None


def asked_for(payload: bytes) -> str | None:
    """What kind of message a browser sent; ``None`` where it is none."""
    message = BackMsg()
    try:
        message.ParseFromString(payload)
    except DecodeError:
        return None
    return message.WhichOneof("type")


def never_resume(session_id: str) -> None:
    """Drop a session with all that it holds as soon as its socket closes."""
    get_instance().mark_session_nonresumable(session_id)


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
