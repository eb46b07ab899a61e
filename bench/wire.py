"""A visitor without a browser who can be one of many: speaks Streamlit's websocket protocol as its browser side does.

Keeps the tree of what is on the page, the states of the widgets that can be seen, the address, and the messages that
the browser would hold in its cache. One ``rerun_script`` is answered by one run, or by several where a callback asks
for another (of the page, or of a named fragment): the answer ends with the last of them.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

TIMEOUT_S = 120.0
CHARTS = frozenset({"vega_lite_chart", "arrow_vega_lite_chart", "plotly_chart"})
TABLES = frozenset({"arrow_data_frame", "arrow_table", "dataframe", "table"})
TEXTS = frozenset({"text", "markdown", "html"})
_CHOICES = frozenset({"button_group", "selectbox", "multiselect"})
_EARLY, _FRAGMENT = ForwardMsg.FINISHED_EARLY_FOR_RERUN, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
_MAX_AGE = 20  # runs that a browser keeps a message unused (global.maxCachedMessageAge)


class WireError(RuntimeError):
    """What a visitor must not get: an exception on the page, no answer, another page."""


@dataclass
class Answer:
    """What came back for one request."""

    ms: float = 0.0  # from the request to the end of the last run
    first_ms: float = 0.0  # to the first message
    bytes: int = 0  # of all messages, before any compression of the socket
    messages: int = 0
    elements: int = 0  # drawn anew or pointed to in the browser's cache
    charts: int = 0  # of them
    cached: int = 0  # elements that were only pointed to
    runs: int = 0
    fragment: bool = False  # the last run was of fragments alone


@dataclass
class Node:
    """One element or block of the page."""

    kind: str
    content: Any
    fragment: str
    run: int


@dataclass
class _Cached:
    message: ForwardMsg
    run: int


@dataclass
class Tab:
    """One tab of one visitor. ``async with Tab(...) as tab: await tab.open()``."""

    address: str  # http://127.0.0.1:port
    cookie: str | None = None
    page: str = ""
    query: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nodes: dict[tuple[int, ...], Node] = {}
        self.page_hash = ""
        self.opened: tuple[int, ...] | None = None  # the popover that is open
        self.popovers: dict[str, bool] = {}  # of those that tell the server: open or not
        self._states: dict[str, list[str]] = {}  # what the visitor chose
        self._cache: dict[str, _Cached] = {}
        self._run = 0
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> "Tab":
        self._socket = await connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            additional_headers={"Cookie": self.cookie} if self.cookie else {},
            origin=Origin(self.address),
            max_size=None,
            open_timeout=TIMEOUT_S,
            ping_interval=None,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """End the visit."""
        if self._socket is not None:
            await self._socket.close()

    async def open(self) -> Answer:
        """Ask for the page as a browser's first request does."""
        return await self.ask()

    async def ask(self, fragment: str = "") -> Answer:
        """One request with everything that the browser would say now, and the answer to its last run."""
        assert self._socket is not None
        await self._drain()
        message = self._request(fragment).SerializeToString()
        answer, start = Answer(), time.perf_counter()
        await self._socket.send(message)
        ended = False
        while not ended:
            async with asyncio.timeout(TIMEOUT_S):
                payload = await self._socket.recv(decode=False)
            answer.first_ms = answer.first_ms or (time.perf_counter() - start) * 1e3
            ended = self._take(payload, answer)
        answer.ms = (time.perf_counter() - start) * 1e3
        return answer

    async def choose(self, widget: Node, values: list[str]) -> Answer:
        """Give a widget these options, as a click does: the address follows if it is bound to it."""
        self._states[widget.content.id] = values
        if bound := widget.content.query_param_key:
            self.query.pop(bound, None)
            if values and values != _default(widget):
                self.query[bound] = values
        return await self.ask(widget.fragment)

    async def open_popover(self, path: tuple[int, ...] | None) -> Answer | None:
        """Open a popover (``None``: none), closing the one that is open; the last answer, if the server is told."""
        answer = None
        if path != self.opened:
            answer = await self._turn(self.opened, is_open=False)
            self.opened = None
            answer = await self._turn(path, is_open=True) or answer
            self.opened = path
        return answer

    async def _turn(self, path: tuple[int, ...] | None, *, is_open: bool) -> Answer | None:
        node = None if path is None else self.nodes.get(path)
        if node is None or not node.content.popover.id:
            return None
        self.popovers[node.content.popover.id] = is_open
        self.opened = path if is_open else None
        return await self.ask(node.fragment)

    # what is on the page

    def bound(self) -> dict[str, tuple[tuple[int, ...], Node]]:
        """The widgets of choices that are bound to the address, by their name there, and where they stand."""
        found = {p: n for p, n in self.nodes.items() if n.kind in _CHOICES and n.content.query_param_key}
        return {node.content.query_param_key: (path, node) for path, node in found.items()}

    def popover_of(self, path: tuple[int, ...]) -> tuple[int, ...] | None:
        """The popover that an element stands in."""
        above = [path[:n] for n in range(len(path)) if self._is_popover(path[:n])]
        return above[-1] if above else None

    def all_popovers(self) -> list[tuple[int, ...]]:
        """Every popover on the page, in its order."""
        return sorted(path for path in self.nodes if self._is_popover(path))

    def chosen(self, widget: Node) -> list[str]:
        """The options that a widget of choices holds."""
        return self._states.get(widget.content.id, _default(widget))

    def texts(self) -> Iterator[str]:
        """Every piece of text and of HTML on the page, in its order."""
        for _, node in sorted(self.nodes.items()):
            if node.kind in TEXTS:
                yield node.content.body

    def digest(self, kinds: frozenset[str]) -> str:
        """A digest of all elements of these kinds on the page, in their order."""
        digest = sha256()
        for _, node in sorted(self.nodes.items()):
            if node.kind in kinds:
                digest.update(node.content.SerializeToString(deterministic=True))
        return digest.hexdigest()

    def _is_popover(self, path: tuple[int, ...]) -> bool:
        node = self.nodes.get(path)
        return node is not None and node.kind == "block" and node.content.HasField("popover")

    # what is said

    def _request(self, fragment: str) -> BackMsg:
        message = BackMsg()
        said = message.rerun_script
        said.query_string = urlencode(self.query, doseq=True, quote_via=quote)
        said.page_script_hash, said.fragment_id = self.page_hash, fragment
        if not self.page_hash:
            said.page_name = self.page
        said.cached_message_hashes.extend(self._cache)
        about = said.context_info
        about.timezone, about.timezone_offset, about.locale = "Asia/Bangkok", -420, "th-TH"
        about.url, about.color_scheme = f"{self.address}/{self.page}", "light"
        about.is_embedded = False
        said.widget_states.SetInParent()
        for path, node in self.nodes.items():
            if node.kind in _CHOICES and self.popover_of(path) in (None, self.opened):
                state = said.widget_states.widgets.add(id=node.content.id)
                held = self.chosen(node)
                if node.kind == "selectbox":
                    state.string_value = held[0] if held else ""
                else:
                    state.string_array_value.SetInParent()  # no choice is said too
                    state.string_array_value.data.extend(held)
        for name, is_open in self.popovers.items():
            said.widget_states.widgets.add(id=name, bool_value=is_open)
        return message

    # what comes back

    async def _drain(self) -> None:
        """Take what came unasked since the last answer."""
        assert self._socket is not None
        try:
            while True:
                async with asyncio.timeout(0):
                    self._take(await self._socket.recv(decode=False), Answer())
        except TimeoutError:
            return

    def _take(self, payload: bytes, answer: Answer) -> bool:
        """One message; whether it ends the answer."""
        message = ForwardMsg.FromString(payload)
        answer.bytes += len(payload)
        answer.messages += 1
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            answer.cached += 1
            message = self._recalled(message)
            kind = "delta"
        elif message.metadata.cacheable and message.hash not in self._cache:
            self._cache[message.hash] = _Cached(message, self._run)
        if kind == "delta":
            self._draw(message, answer)
        elif kind == "new_session":
            self._run += 1
            answer.runs += 1
            self.page_hash = message.new_session.page_script_hash
        elif kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = parse_qs(message.page_info_changed.query_string, keep_blank_values=True)
        elif kind in ("page_not_found", "auth_redirect"):
            raise WireError(f"{kind}: {getattr(message, kind)}")
        elif kind == "script_finished":
            return self._finish(message, answer)
        return False

    def _recalled(self, pointer: ForwardMsg) -> ForwardMsg:
        held = self._cache.get(pointer.ref_hash)
        if held is None:
            raise WireError(f"the server points to a message that no browser holds: {pointer.ref_hash}")
        held.run = self._run
        message = ForwardMsg()
        message.CopyFrom(held.message)
        message.metadata.CopyFrom(pointer.metadata)
        return message

    def _draw(self, message: ForwardMsg, answer: Answer) -> None:
        delta, path = message.delta, tuple(message.metadata.delta_path)
        what = delta.WhichOneof("type")
        if what == "new_element":
            kind = str(delta.new_element.WhichOneof("type"))
            content = getattr(delta.new_element, kind)
            if kind == "exception":
                raise WireError(f"{content.type}: {content.message}\n" + "\n".join(content.stack_trace))
            answer.elements += 1
            answer.charts += kind in CHARTS
            for below in [held for held in self.nodes if held[: len(path)] == path]:
                del self.nodes[below]  # a block that stood here
            self.nodes[path] = Node(kind, content, delta.fragment_id, self._run)
            self._settle(self.nodes[path])
        elif what == "add_block":
            self.nodes[path] = Node("block", delta.add_block, delta.fragment_id, self._run)
            popover = delta.add_block.popover
            if delta.add_block.HasField("popover") and popover.id:
                self.popovers.setdefault(popover.id, popover.open)

    def _settle(self, node: Node) -> None:
        """Hold what the server sets a widget to."""
        if node.kind in _CHOICES and node.content.set_value:
            values = [node.content.raw_value] if node.kind == "selectbox" else list(node.content.raw_values)
            self._states[node.content.id] = values

    def _finish(self, message: ForwardMsg, answer: Answer) -> bool:
        """The end of a run: what it did not draw again leaves the page; whether nothing follows."""
        status = message.script_finished
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise WireError("the script does not compile")
        if status == _EARLY:
            return False
        answer.fragment = status == _FRAGMENT
        fragments = set(message.metadata.run.fragment_ids)
        old = [
            path
            for path, node in self.nodes.items()
            if node.run < self._run and (node.fragment in fragments if answer.fragment else True)
        ]
        for path in old:
            del self.nodes[path]
        here = {node.content.popover.id for node in self.nodes.values() if node.kind == "block"}
        self.popovers = {name: is_open for name, is_open in self.popovers.items() if name in here}
        if self.opened not in self.nodes:
            self.opened = None
        self._cache = {name: held for name, held in self._cache.items() if self._run - held.run <= _MAX_AGE}
        return True


def _default(widget: Node) -> list[str]:
    content = widget.content
    if widget.kind == "selectbox":
        return [content.options[content.default]] if content.HasField("default") and content.options else []
    names = [option.content for option in content.options] if widget.kind == "button_group" else list(content.options)
    return [names[place] for place in content.default]


def options(widget: Node) -> list[str]:
    """What a widget of choices offers."""
    content = widget.content
    return [option.content for option in content.options] if widget.kind == "button_group" else list(content.options)
