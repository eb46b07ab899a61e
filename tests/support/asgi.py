"""Requests and sockets to an ASGI program, without a server."""

import asyncio
import re
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import unquote

from starlette.types import ASGIApp, Scope

T = TypeVar("T")

HOST = "localhost"
Pairs = Sequence[tuple[str, str]]


@dataclass
class Answer:
    """What came back. ``cookies``: each cookie that is set, with what follows its value."""

    status: int
    headers: dict[str, str]
    content: bytes
    cookies: dict[str, str]

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.content.decode("utf-8")

    @property
    def sentences(self) -> list[str]:
        """What a refusal says, in each language; after them stands its number and nothing else."""
        *said, number = self.text.splitlines()
        assert re.fullmatch("[0-9a-f]{8}", number), self.text
        return said


def scope_of(kind: str, path: str, headers: Pairs, **more: Any) -> Scope:
    """What a server would say of a request or a socket."""
    place, _, query = path.partition("?")
    return {
        "type": kind,
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http" if kind == "http" else "ws",
        "path": unquote(place),
        "raw_path": place.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        **more,
    }


def run(made: Coroutine[Any, Any, T]) -> T:
    """What a coroutine returns; in a thread of its own where a browser that was driven before left its loop in this."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(made)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, made).result()


def ask(
    app: ASGIApp,
    path: str,
    method: str = "GET",
    cookie: str | None = None,
    *,
    headers: Pairs = (),
    body: bytes = b"",
    host: str | None = HOST,
    **more: Any,
) -> Answer:
    """Send one request and gather the answer."""
    return run(answered(app, path, method, cookie, headers=headers, body=body, host=host, **more))


async def answered(
    app: ASGIApp,
    path: str,
    method: str = "GET",
    cookie: str | None = None,
    *,
    headers: Pairs = (),
    body: bytes = b"",
    whole: bool = True,
    host: str | None = HOST,
    **more: Any,
) -> Answer:
    """The same, beside others that are asked at once."""
    own = [("host", host)] if host is not None else []
    own += [("cookie", cookie)] if cookie else []
    scope = scope_of("http", path, [*own, *headers], method=method, **more)
    sent: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": body, "more_body": not whole}]

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()  # the browser stays for the answer
        return waiting.pop()

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = next(m for m in sent if m["type"] == "http.response.start")
    content = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
    pairs = [(name.decode(), value.decode("latin-1")) for name, value in start["headers"]]
    cookies = dict(value.split("=", 1) for name, value in pairs if name == "set-cookie")
    return Answer(start["status"], dict(pairs), content, cookies)


def send_form(app: ASGIApp, path: str, form: bytes, cookie: str | None = None, **more: Any) -> Answer:
    """Send a form from a page of the same host."""
    headers = [("origin", f"http://{HOST}"), ("content-type", "application/x-www-form-urlencoded")]
    return ask(app, path, "POST", cookie, headers=headers, body=form, **more)


def knock(
    app: ASGIApp, path: str, messages: Sequence[Mapping[str, Any]] = (), *, headers: Pairs = (), host: str = HOST
) -> list[dict[str, Any]]:
    """Open a socket, say these messages, go; what the program sent."""
    waiting = [{"type": "websocket.connect"}, *messages, {"type": "websocket.disconnect", "code": 1001}]
    sent: list[dict[str, Any]] = []

    async def receive() -> Any:
        return waiting.pop(0) if waiting else {"type": "websocket.disconnect", "code": 1001}

    async def send(message: Any) -> None:
        sent.append(message)

    async def call() -> None:
        await app(scope_of("websocket", path, [("host", host), *headers], subprotocols=["streamlit"]), receive, send)

    run(call())
    return sent
