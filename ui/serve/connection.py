"""A connection of a worker: the first lines of each request say whose it is, and what is another's is handed over.

A browser keeps its connections from before it signed in, and some proxies send requests of several visitors over one:
each request is looked at, not only the first.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ui.serve.passing import Inbox
from ui.serve.whose import END_OF_HEAD, LONGEST_HEAD, whose

AGAIN_S = 0.02  # until a full inbox is tried again
PATIENCE_S = 30.0  # of a connection whose worker takes nothing


class Connection(H11Protocol):
    """Of worker number ``here``, among the workers of ``inboxes``. ``already`` was read by another before."""

    def __init__(self, *, here: int, inboxes: Sequence[Inbox], already: bytes = b"", **of_uvicorn: Any) -> None:
        super().__init__(**of_uvicorn)
        self._here, self._inboxes, self._already = here, inboxes, already
        self._head = b""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin with what was read before; the rest comes from the connection itself, later."""
        super().connection_made(transport)
        if self._already:
            self.data_received(self._already)
            self._already = b""

    def data_received(self, data: bytes) -> None:
        """Wait for the whole head of a request, then answer it, or hand it over."""
        if self.conn.their_state is h11.IDLE and self.conn.our_state is h11.IDLE:
            self._unset_keepalive_if_required()
            self._head += data
            if len(self._head) < LONGEST_HEAD and not END_OF_HEAD.search(self._head):
                return
            data, self._head = self._head, b""
            owner = whose(data, len(self._inboxes))
            if owner is not None and owner != self._here and self._may_go:
                self._hand_over(self._inboxes[owner], data, self.loop.time() + PATIENCE_S)
                return
        super().data_received(data)

    @property
    def _may_go(self) -> bool:
        """Not where it was just handed here, nor where the browser has not read the last answer to its end."""
        return not self._already and self.transport.get_write_buffer_size() == 0

    def _hand_over(self, inbox: Inbox, read: bytes, until: float) -> None:
        """Give the socket away and forget it here; while the other's inbox is full, try again."""
        if self.transport.is_closing():
            return
        try:
            inbox.put(self.transport.get_extra_info("socket").fileno(), read)
        except OSError:
            if self.loop.time() < until:
                self.transport.pause_reading()
                self.loop.call_later(AGAIN_S, self._hand_over, inbox, read, until)
                return
        self.transport.abort()  # closes this descriptor of it alone
