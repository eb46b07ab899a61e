"""A visitor without a browser: speaks Streamlit's websocket protocol and keeps every message that the server sends."""

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.text_format import MessageToString
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

TIMEOUT_S = 20
FINISHED = "script_finished"


def trust(address: str) -> ssl.SSLContext | None:
    """How a socket to an address is encrypted. Of TLS 1.3 a server sends more once the greeting is over; Python reads
    that in one thread while another writes the request, which may then never leave.
    """
    if not address.startswith("https"):
        return None
    context = ssl.create_default_context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


@dataclass
class Visit:
    """One tab: connect, ask for a page, press, and look at what came back."""

    address: str  # http://127.0.0.1:port
    cookie: str | None = None
    received: list[ForwardMsg] = field(default_factory=list)
    last: list[ForwardMsg] = field(default_factory=list)
    page_hash: str = ""
    page: str = ""
    query: str = ""
    widgets: dict[str, Any] = field(default_factory=dict)

    def __enter__(self) -> "Visit":
        headers = {"Cookie": self.cookie} if self.cookie else {}
        url = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        self._tab = ExitStack()
        connection = connect(
            url,
            subprotocols=[Subprotocol("streamlit")],
            additional_headers=headers,
            origin=Origin(self.address),
            max_size=None,
            open_timeout=TIMEOUT_S,
            ssl=trust(self.address),
        )
        self.socket: ClientConnection = self._tab.enter_context(connection)
        return self

    def __exit__(self, *_: object) -> None:
        self._tab.close()

    def ask(self, page: str = "", query: str = "") -> list[ForwardMsg]:
        """Open ``/page?query`` as a browser's first request does; the messages until the script has finished."""
        self.page, self.query = page, query
        message = self._request()
        message.rerun_script.page_name, message.rerun_script.page_script_hash = page, ""
        return self.run(message)

    def begin(self) -> None:
        """Ask for the first page and do not wait for it."""
        self.socket.send(self._request().SerializeToString())

    def again(self) -> list[ForwardMsg]:
        """Click somewhere that changes nothing."""
        return self.run(self._request())

    def press(self, label: str, **texts: str) -> list[ForwardMsg]:
        """Fill text fields by key and press the button of that label."""
        return self.run(self.pressed(label, **texts))

    def pressed(self, label: str, **texts: str) -> BackMsg:
        """What the browser says then."""
        message = self._request()
        for key, text in texts.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = self._id_of(key.replace("__", ".")), text
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = self._button(label), True
        return message

    def run(self, message: BackMsg) -> list[ForwardMsg]:
        """Send one request and wait for the end of its script."""
        self.socket.send(message.SerializeToString())
        start = len(self.received)
        while True:
            found = ForwardMsg()
            found.ParseFromString(self.socket.recv(timeout=TIMEOUT_S, decode=False))
            self.received.append(found)
            self._keep(found)
            if found.WhichOneof("type") == FINISHED and found.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return self._settle(start)

    def _request(self) -> BackMsg:
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page_hash
        message.rerun_script.query_string = self.query
        message.rerun_script.context_info.url = f"{self.address}/{self.page}"
        return message

    def _settle(self, start: int) -> list[ForwardMsg]:
        """Remember as ``last`` what the last run alone sent: a script may begin anew before it ends."""
        sent = self.received[start:]
        begun = [i for i, message in enumerate(sent) if message.WhichOneof("type") == "new_session"]
        self.last = sent[begun[-1] :] if begun else sent
        return sent

    def _keep(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "new_session" and not self.page_hash:
            self.page_hash = message.new_session.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            name = element.WhichOneof("type")
            if name in ("text_input", "button", "multiselect", "selectbox"):
                self.widgets[getattr(element, name).id] = getattr(element, name)

    def _id_of(self, key: str) -> str:
        return next(i for i in reversed(list(self.widgets)) if i.endswith(f"-{key}"))

    def _button(self, label: str) -> str:
        return next(i for i in reversed(list(self.widgets)) if self.widgets[i].label == label)


def elements(messages: list[ForwardMsg]) -> Iterator[tuple[str, Any]]:
    """Every element sent: its kind and its content."""
    for message in messages:
        if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            kind = str(element.WhichOneof("type"))
            yield kind, getattr(element, kind)


def kinds_sent(messages: list[ForwardMsg]) -> set[str]:
    """Kinds of message that came, besides the bookkeeping of each run."""
    return {str(m.WhichOneof("type")) for m in messages}


def text_sent(messages: list[ForwardMsg]) -> str:
    """Everything that was sent, as one text to search in."""
    return "\n".join(MessageToString(message, as_utf8=True) for message in messages)
