"""Connections go to the worker that they belong to: real sockets, two workers, each with a loop of its own."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect

from ui.auth.spread import place_of
from ui.serve.passing import Inbox
from ui.serve.worker import Worker

BIG = bytes(range(256)) * 8_000  # two million
TOKENS = {worker: next(f"t{n}" for n in range(99) if place_of(f"t{n}", 2) == worker) for worker in (0, 1)}


def program(number: int) -> Starlette:
    """Says which worker it is, from where the visitor came, and how much was sent."""

    async def say(request: Request) -> Response:
        body = await request.body()
        assert request.client is not None
        return JSONResponse({"worker": number, "from": request.client.port, "sent": len(body), "sum": sum(body) % 997})

    async def talk(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_json({"worker": number})
        await websocket.close()

    return Starlette(routes=[Route("/{any:path}", say, methods=["GET", "PUT"]), WebSocketRoute("/{any:path}", talk)])


class Two:
    """Two workers in threads of this process, on one port."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.open: list[http.client.HTTPConnection] = []
        self.port = int(self.listening.getsockname()[1])
        self.inboxes = [Inbox.new(), Inbox.new()]
        self.lives = [socket.socketpair() for _ in self.inboxes]
        self.servers = [self._worker(number) for number in (0, 1)]
        self.threads = [
            threading.Thread(target=one.run, args=([self.listening.dup()],), daemon=True) for one in self.servers
        ]

    def _worker(self, number: int) -> Worker:
        return Worker(program(number), number, self.inboxes, self.lives[number][1])

    def start(self) -> "Two":
        """Both serve."""
        for thread, (ours, _) in zip(self.threads, self.lives, strict=True):
            thread.start()
            assert ours.recv(1) == b"r"
        return self

    def end(self) -> None:
        """Both have ended."""
        for connection in self.open:
            connection.close()
        for server in self.servers:
            server.should_exit = True
        for thread in self.threads:
            thread.join(10)
            assert not thread.is_alive()
        self.listening.close()
        for one in (*self.inboxes, *(end for life in self.lives for end in life)):
            one.close()

    def cookie(self, worker: int) -> dict[str, str]:
        """The headers of somebody who belongs to a worker."""
        return {"Cookie": f"otop-{self.port}={TOKENS[worker]}"}

    def plain(self) -> http.client.HTTPConnection:
        """A connection that stays open between requests."""
        self.open.append(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10))
        return self.open[-1]


@pytest.fixture
def two() -> Iterator[Two]:
    workers = Two().start()
    yield workers
    workers.end()


def said(connection: http.client.HTTPConnection, **asked: object) -> dict[str, int]:
    """One request and its answer."""
    import json

    connection.request(str(asked.pop("method", "GET")), str(asked.pop("path", "/")), **asked)  # type: ignore[arg-type]
    found: dict[str, int] = json.loads(connection.getresponse().read())
    return found


def test_a_connection_follows_its_visitor_through_signing_in(two: Two) -> None:
    """The first request has no cookie yet; later ones, on the same connection, belong to another worker and back."""
    connection = two.plain()
    connection.connect()
    mine = connection.sock.getsockname()[1]

    found = [said(connection, headers=headers) for headers in ({}, two.cookie(1), two.cookie(1), two.cookie(0), {})]
    assert [one["worker"] for one in found] == [0, 1, 1, 0, 0]
    assert {one["from"] for one in found} == {mine}  # of the visitor themselves: nobody stands in between


@pytest.mark.parametrize("worker", [0, 1])
def test_a_large_file_comes_whole_to_its_worker(worker: int, two: Two) -> None:
    for _ in range(4):  # whichever of the two accepts
        connection = two.plain()
        said(connection, headers=two.cookie(1 - worker))
        found = said(connection, method="PUT", body=BIG, headers=two.cookie(worker))
        assert (found["worker"], found["sent"], found["sum"]) == (worker, len(BIG), sum(BIG) % 997)


@pytest.mark.parametrize("worker", [0, 1])
def test_a_socket_of_a_page_belongs_to_its_worker(worker: int, two: Two) -> None:
    for _ in range(4):
        address = f"ws://127.0.0.1:{two.port}/any"
        with connect(address, additional_headers=two.cookie(worker), open_timeout=10) as page:
            assert page.recv(timeout=10) == f'{{"worker":{worker}}}'


def test_first_lines_may_come_in_pieces(two: Two) -> None:
    text = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{two.port}\r\nCookie: otop-{two.port}={TOKENS[1]}\r\n\r\n".encode()
    for size in (1, 7, 40):
        with socket.create_connection(("127.0.0.1", two.port), timeout=10) as plain:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for at in range(0, len(text), size):
                plain.sendall(text[at : at + size])
                time.sleep(0.001)
            assert b'"worker":1' in plain.recv(4_096) + plain.recv(4_096)


def test_first_lines_without_an_end_are_refused(two: Two) -> None:
    with socket.create_connection(("127.0.0.1", two.port), timeout=10) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nCookie: otop=" + b"x" * 40_000)
        assert plain.recv(4_096).startswith(b"HTTP/1.1 400")


def test_requests_that_do_not_wait_for_each_other_are_all_answered(two: Two) -> None:
    """Nobody's browser sends so; what comes before its answer is read is answered where it came in."""
    one = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{two.port}\r\nCookie: otop-{two.port}="
    text = "".join(f"{one}{TOKENS[worker]}\r\n\r\n" for worker in (0, 1, 0, 1))
    with socket.create_connection(("127.0.0.1", two.port), timeout=10) as plain:
        plain.sendall(text.encode())
        came = b""
        while came.count(b'"worker"') < 4:
            part = plain.recv(65_536)
            assert part, came
            came += part
    assert came.count(b"HTTP/1.1 200") == 4


def test_a_visitor_who_left_is_forgotten(two: Two) -> None:
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", two.port)) as plain:
            lines = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{two.port}\r\nCookie: otop-{two.port}={TOKENS[1]}\r\n\r\n"
            plain.sendall(lines.encode())
    until = time.monotonic() + 10
    while any(server.server_state.connections for server in two.servers):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_what_waits_for_a_worker_that_is_not_there_yet_is_served_later() -> None:
    workers = Two()
    workers.threads[0].start()
    assert workers.lives[0][0].recv(1) == b"r"
    visitors = [workers.plain() for _ in range(150)]  # more than the inbox of the other holds at once
    for visitor in visitors:
        visitor.request("GET", "/", headers=workers.cookie(1))
    time.sleep(0.3)
    workers.threads[1].start()
    assert all(b'"worker":1' in visitor.getresponse().read() for visitor in visitors)
    workers.end()


def test_a_worker_ends_when_its_parent_is_gone(two: Two) -> None:
    for ours, _ in two.lives:
        ours.close()
    for thread in two.threads:
        thread.join(10)
        assert not thread.is_alive()
