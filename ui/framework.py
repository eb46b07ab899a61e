"""What Streamlit and its server have no public name for: try it, and ``ui.sending``, before raising a version."""

import asyncio
import errno
import gc
import logging
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import streamlit as st
import uvicorn
from google.protobuf.message import DecodeError
from starlette.types import ASGIApp
from streamlit import config, dataframe_util, delta_generator
from streamlit import logger as streamlit_logger
from streamlit.config_option import ConfigOption
from streamlit.errors import FragmentStorageKeyError, StreamlitAPIException
from streamlit.navigation.page import Page
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import get_instance
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.scriptrunner import StopException, get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile
from streamlit.web import bootstrap
from streamlit.web.server.starlette import starlette_server
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

if TYPE_CHECKING:
    import pandas as pd

SIGN_IN_HEADER = "X-Door-Sid"  # ``server.trustedUserHeaders`` of the settings names it too
NEXT_PORTS = 100  # tried where none was asked for, as Streamlit does
BACKLOG = 2048  # connections that wait to be accepted, as uvicorn has it
_REQUEST_RERUN, _LOOKUP = AppSession.request_rerun, MemoryFragmentStorage.lookup
_PAGES: WeakKeyDictionary[Any, str] = WeakKeyDictionary()  # by the fragments of a visit: the page asked for last
_TALKATIVE = (  # "missing ScriptRunContext", "No runtime found"
    "streamlit.runtime.scriptrunner_utils.script_run_context",
    "streamlit.runtime.caching.cache_data_api",
)


def frame_of(data: bytes) -> "pd.DataFrame":
    """The table of an Arrow stream, which is how browsers are sent tables."""
    return dataframe_util.convert_arrow_bytes_to_pandas_df(data)


def arrow_table(content: "Mapping[str, Sequence[Any]] | pd.DataFrame") -> Any:
    """A table as one of Arrow, which ``st.dataframe`` sends as it is: columns, or a frame. The first of a server
    imports pandas.
    """
    import pandas as pd
    import pyarrow as pa

    if not isinstance(content, pd.DataFrame):
        with suppress(pa.ArrowInvalid, pa.ArrowTypeError):  # a column of several kinds is one of texts
            return pa.table(dict(content))
        content = pd.DataFrame(content)
    return dataframe_util.convert_pandas_df_to_arrow_table(content)


Stopped = StopException  # what ``st.stop()`` ends a script with


@contextmanager
def running_as(page: Page) -> Iterator[None]:
    """Have what is drawn belong to a page, as it does while the page runs: another page knows it not."""
    context = get_script_run_ctx()
    assert context is not None
    with context.run_with_active_hash(page._script_hash):
        yield


@contextmanager
def before_the_first_visitor() -> Iterator[None]:
    """Import and warm the program: without warnings that a visitor is missing (errors are still logged), and without
    looking for garbage in what is there to stay.
    """
    delta_generator._use_warning_has_been_displayed = True  # it looks through every module for a console
    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def freeze(*, thaw: bool = False) -> int:
    """Collect what is dead and take the rest out of the garbage collector, which Streamlit runs in full after each
    script. ``thaw``: look at what was frozen before too, which writes to all of that memory. Returns how many objects
    are frozen.
    """
    if thaw:
        gc.unfreeze()
    gc.collect()
    gc.freeze()
    return gc.get_freeze_count()


def collected_each_run() -> int:
    """How many objects each of those collections walks through: all that are not frozen."""
    return len(gc.get_objects())


def send_at_once() -> None:
    """Turn Nagle's algorithm off on the sockets that listen; what they accept inherits it.

    Streamlit binds its socket in a way that asyncio leaves it on, so that the later messages of a run wait for the
    reader's delayed acknowledgement, 40 ms. The socket is bound before start-up, and nothing else gives it away; what
    is frozen would not be found.
    """
    gc.unfreeze()
    for found in gc.get_objects():
        if type(found) is socket.socket and found.fileno() >= 0 and found.type == socket.SOCK_STREAM:
            with suppress(OSError):
                if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def share_uploads() -> None:
    """Have each run of a page be given the very file that was uploaded. Streamlit copies it for every run: a tenth of a
    second for 60 MB, and what is then compared with the bytes of the run before is compared byte by byte. Nothing of
    ours reads a file by its position, or writes into one before it is let go.
    """
    setattr(UploadedFile, "__deepcopy__", lambda file, _memo: file)  # noqa: B010  no such name is declared


def let_go(file: UploadedFile) -> None:
    """Drop the bytes of a file whose content is held elsewhere; the browser shows it as chosen all the same. Nothing is
    dropped of a file that the visitor has taken away meanwhile.
    """
    context = get_script_run_ctx()
    if context is not None:
        files: Any = context.uploaded_file_mgr
        for record in files.get_files(context.session_id, [file.file_id]):
            files.add_file(context.session_id, record._replace(data=b""))
    file.truncate(0)


def read_settings(script: str, given: Mapping[str, Any]) -> None:
    """The settings of ``streamlit run SCRIPT`` with these options, from its files, the environment and the options."""
    config._main_script_path = script
    config._server_mode = "starlette-app"
    bootstrap.load_config_options(dict(given))
    st.get_option("server.cookieSecret")  # drawn once where nobody has set it: every worker then knows it


def listen() -> socket.socket:
    """The socket of the server at the address and the port of the settings, as ``streamlit run`` finds them.

    Raises ``OSError`` where the port is taken, or the next hundred where none was asked for.
    """
    address, first = starlette_server._get_server_address(), int(st.get_option("server.port"))
    binds = starlette_server._get_bind_address(address)
    more = 0 if config.is_manually_set("server.port") else NEXT_PORTS
    for port in range(first, first + more + 1):
        try:
            listening, _ = starlette_server._bind_server_socket(address, binds, port, BACKLOG)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES) or port == first + more:
                raise
            continue
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if (found := int(listening.getsockname()[1])) != first:
            config.set_option("server.port", found, ConfigOption.STREAMLIT_DEFINITION)
        bootstrap._print_url(is_running_hello=False)
        return listening
    raise AssertionError("the last port raises")


def of_uvicorn(app: ASGIApp, connection: Callable[..., asyncio.Protocol]) -> uvicorn.Config:
    """What ``streamlit run`` asks of its server, with connections of our own kind."""
    given = starlette_server._get_uvicorn_config_kwargs()
    return uvicorn.Config(app, http=connection, log_config=None, **given)  # type: ignore[arg-type]


def speaks_tls() -> bool:
    """Whether the settings have the server itself encrypt."""
    return bool(st.get_option("server.sslCertFile") or st.get_option("server.sslKeyFile"))


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


def run_instead(of: str, other: str) -> None:
    """Have a press in the fragment of the key ``of`` run the one of the key ``other``, and leave the first as it
    stands: its widgets hold what was pressed. ``st.rerun(other)`` in their callbacks would cost a run more.

    A press in a fragment that the page, drawn anew meanwhile, has at another place runs the whole page. Streamlit
    knows a fragment by its place and passes such a press over: a box would stand ticked beside what waits for it.
    """

    def request(session: AppSession, client_state: Any = None) -> None:
        if client_state is not None:
            _of_what_stands(session._fragment_storage, client_state, of, other)
        _REQUEST_RERUN(session, client_state)

    setattr(AppSession, "request_rerun", request)  # noqa: B010  a method is not assigned to
    setattr(MemoryFragmentStorage, "lookup", _found)  # noqa: B010


def _of_what_stands(storage: Any, asked: Any, of: str, other: str) -> None:
    """Point what a browser asked for at the fragments that its page has now."""
    if not asked.fragment_id:
        _PAGES[storage] = asked.page_script_hash
    elif not storage.contains(asked.fragment_id):
        if not asked.is_auto_rerun and _shows(storage, asked.page_script_hash):
            asked.fragment_id = ""
    else:
        with suppress(StreamlitAPIException):  # the page has no such fragment
            if asked.fragment_id in storage.resolve_target(of):
                (asked.fragment_id,) = storage.resolve_target(other)


def _found(storage: Any, key: str) -> Any:
    """Look up a fragment that is to run. Where it went while its run waited, the whole page runs."""
    try:
        return _LOOKUP(storage, key)
    except FragmentStorageKeyError:
        context = get_script_run_ctx()
        if context is not None and _shows(storage, context.page_script_hash):
            st.rerun()
        raise


def _shows(storage: Any, page: str) -> bool:
    """Whether a page is the one that was asked for last; the first of a visit is asked for without its number."""
    return _PAGES.get(storage) in ("", page)


def run_these(*keys: str) -> None:
    """End a callback, and have the fragments of these keys run instead of the one that was asked for. Where the whole
    page was, it runs as it would: perhaps another page, whose widgets are not those that changed.
    """
    context = get_script_run_ctx()
    if context is not None and context.fragment_ids_this_run:
        with suppress(StreamlitAPIException):
            context.fragment_storage.resolve_target(keys)
            st.rerun(keys)


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
