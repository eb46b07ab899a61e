"""A request that is answered before it has arrived: who sends it hears the answer, and cannot hold the server."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from ui.gate import unread
from ui.gate.unread import ReadOn

BODY = 4 * 2**20  # more than the buffers of both ends hold


async def refuse(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("too large", status_code=413)


async def count(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    routes = [Route("/refuse", refuse, methods=["PUT"]), Route("/count", count, methods=["PUT"])]
    app = Starlette(routes=routes, middleware=[Middleware(ReadOn)])
    server = uvicorn.Server(uvicorn.Config(app, port=0, http="h11", log_level="critical", lifespan="off"))
    running = threading.Thread(target=server.run)
    running.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    running.join()


@contextmanager
def sent(port: int, path: str, *headers: str) -> Iterator[socket.socket]:
    """A connection over which the first lines of a request went, as a proxy sends them."""
    lines = [f"PUT {path} HTTP/1.1", "Host: here", "Connection: close", *headers, "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall("\r\n".join(lines).encode())
        yield connection


def answer(connection: socket.socket) -> bytes:
    """Everything that comes until the server closes."""
    return b"".join(iter(lambda: connection.recv(2**16), b""))


@pytest.mark.parametrize("chunked", [False, True])
def test_who_sends_on_after_the_answer_hears_it(port: int, chunked: bool) -> None:
    how = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {BODY}"
    part = b"x" * 2**16
    framed = b"%x\r\n%s\r\n" % (len(part), part) if chunked else part
    with sent(port, "/refuse", how) as connection:
        first = connection.recv(2**16)  # the answer is there, and the connection with it
        for _ in range(BODY // len(part)):
            connection.sendall(framed)
        if chunked:
            connection.sendall(b"0\r\n\r\n")
        whole = first + answer(connection)

    assert whole.startswith(b"HTTP/1.1 413")
    assert whole.endswith(b"too large")


def test_what_the_program_reads_itself_is_all_there(port: int) -> None:
    with sent(port, "/count", f"Content-Length: {BODY}") as connection:
        connection.sendall(b"x" * BODY)

        assert answer(connection).endswith(str(BODY).encode())


def test_nobody_is_waited_for_who_first_asks_whether_to_send(port: int) -> None:
    with sent(port, "/refuse", f"Content-Length: {BODY}", "Expect: 100-continue") as connection:
        connection.settimeout(unread.NEXT_PART_S / 2)

        assert answer(connection).endswith(b"too large")


@pytest.mark.parametrize("sends", ["nothing more", "a little at a time", "without end", "goes away"])
def test_the_wait_is_bounded(monkeypatch: pytest.MonkeyPatch, sends: str) -> None:
    """By the time for a part, by the time for all, by the bytes, by the visitor."""
    monkeypatch.setattr(unread, "NEXT_PART_S", 0.5 if sends == "nothing more" else 60.0)
    monkeypatch.setattr(unread, "LINGERS_S", 0.5 if sends == "a little at a time" else 60.0)
    monkeypatch.setattr(unread, "AT_MOST", 1_000 if sends == "without end" else 2**60)
    given, said = [0], list[dict[str, Any]]()

    async def receive() -> dict[str, Any]:
        given[0] += 1
        if sends == "goes away":
            return {"type": "http.disconnect"}
        if sends != "without end":
            await asyncio.sleep(3_600 if sends == "nothing more" else 0.01)
        return {"type": "http.request", "body": b"x" * 100, "more_body": True}

    async def send(message: Any) -> None:
        said.append(message)

    scope = {"type": "http", "method": "PUT", "path": "/", "headers": [(b"content-length", b"999999")]}
    app = ReadOn(PlainTextResponse("no", status_code=413))
    asyncio.run(asyncio.wait_for(app(scope, receive, send), 30))

    assert [one["type"] for one in said] == ["http.response.start", "http.response.body", "http.response.body"]
    assert not said[-1].get("more_body")
    if sends == "without end":
        assert given == [10]
