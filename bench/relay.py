"""A relay between a browser and a server of this machine, which counts what goes to the browser as it goes on the wire:
a browser tells of a websocket's messages only how long they were before they were compressed.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

CHUNK = 65_536


@dataclass
class Relay:
    """Where it listens, and the bytes that have gone to its clients."""

    address: str
    sent: int = 0


@contextmanager
def relay(port: int) -> Iterator[Relay]:
    """A relay to a port of this machine; its connections end with it."""
    listening = socket.create_server(("127.0.0.1", 0))
    held = Relay(f"http://127.0.0.1:{listening.getsockname()[1]}")
    open_now: list[socket.socket] = []
    lock = threading.Lock()

    def pass_on(source: socket.socket, target: socket.socket, *, counted: bool) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if counted:
                    with lock:
                        held.sent += len(data)
                target.sendall(data)
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = listening.accept()
                server = socket.create_connection(("127.0.0.1", port))
                open_now.extend((client, server))
                for each in (client, server):
                    each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=pass_on, args=(client, server), kwargs={"counted": False}, daemon=True).start()
                threading.Thread(target=pass_on, args=(server, client), kwargs={"counted": True}, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield held
    finally:
        for each in (listening, *open_now):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
