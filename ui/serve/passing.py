"""Connections that go from one worker to another, as open sockets with what was read from them already.

Nothing of a visitor passes through a third process, and the worker that takes one sees the visitor's own address.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

AT_ONCE = 64  # taken before the rest of a worker's work goes on


class Inbox(NamedTuple):
    """The way to one worker: every worker holds the end to put into, its own alone the one to take out of."""

    into: socket.socket
    out_of: socket.socket

    @classmethod
    def new(cls) -> "Inbox":
        """An empty one; it outlives a worker that dies, whose successor takes what waits."""
        into, out_of = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        into.setblocking(False)
        out_of.setblocking(False)
        return cls(into, out_of)

    def put(self, connection: int, read: bytes) -> None:
        """Hand over a connection by its descriptor, which the caller then closes. Raises ``BlockingIOError`` where so
        many wait that no more fit.
        """
        held = os.memfd_create("read")
        try:
            with open(held, "wb", closefd=False) as file:
                file.write(read)
            socket.send_fds(self.into, [b"c"], [connection, held])
        finally:
            os.close(held)

    def taken(self) -> Iterator[tuple[socket.socket, bytes]]:
        """What waits now: connections, and what was read from each."""
        with suppress(BlockingIOError):
            for _ in range(AT_ONCE):
                said, found, _, _ = socket.recv_fds(self.out_of, 1, 2)
                if not said:
                    return
                if len(found) == 2:  # fewer where this process may open no more
                    yield socket.socket(fileno=found[0]), _content(found[1])
                else:
                    for descriptor in found:
                        os.close(descriptor)

    def close(self) -> None:
        """Close both ends, in this process."""
        self.into.close()
        self.out_of.close()


def _content(descriptor: int) -> bytes:
    with open(descriptor, "rb") as file:
        file.seek(0)
        return file.read()
