"""Whether the server has answered what a page asked, heard on the wire: the page shows it only some time after."""

from weakref import WeakKeyDictionary

from google.protobuf.message import DecodeError
from playwright.sync_api import BrowserContext, Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_SMALL = 1_000  # bytes; the message that a run has ended has fewer
_open: WeakKeyDictionary[Page, set[WebSocket]] = WeakKeyDictionary()


def listen(context: BrowserContext) -> None:
    """Hear the pages that a visitor opens from now on."""
    context.on("page", lambda page: page.on("websocket", lambda socket: _hear(page, socket)))


def answered(page: Page) -> bool:
    """Whether each run that the page asked for has ended. A page that nobody listens to has asked for none."""
    return not _open.get(page)


def _hear(page: Page, socket: WebSocket) -> None:
    waits = _open[page] = set()  # the socket of an address left before is not always said to have closed
    socket.on("framesent", lambda frame: _sent(waits, socket, frame))
    socket.on("framereceived", lambda frame: _received(waits, socket, frame))
    socket.on("close", lambda _: waits.discard(socket))


def _sent(waits: set[WebSocket], socket: WebSocket, frame: str | bytes) -> None:
    try:
        if isinstance(frame, bytes) and BackMsg.FromString(frame).WhichOneof("type") == "rerun_script":
            waits.add(socket)
    except DecodeError:
        pass


def _received(waits: set[WebSocket], socket: WebSocket, frame: str | bytes) -> None:
    if not isinstance(frame, bytes) or len(frame) > _SMALL:
        return
    try:
        message = ForwardMsg.FromString(frame)
    except DecodeError:
        return
    ended = message.WhichOneof("type") == "script_finished"
    if ended and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
        waits.discard(socket)
