"""Each request and each socket has a number: the log's lines have it, the answer's header, the page of a refusal."""

import hashlib
import secrets

from cachetools import LRUCache
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

from ui import framework

HEADER = "X-Request-Id"
KEPT = 20_000  # sign-ins with an open page
# By sign-in, what its newest socket is of: a page runs in a thread of its own, which nothing of a request reaches.
_sockets: LRUCache[str, dict[str, str]] = LRUCache(KEPT)


def user_id(name: str) -> str:
    """What the log calls a user: always the same, and not the name, from which the admin can find it (README)."""
    return hashlib.sha256(b"otop user " + name.encode()).hexdigest()[:8]


def number() -> str:
    """The number of the request that is answered now; a new one outside of any."""
    return str(get_contextvars().get("request") or secrets.token_hex(4))


def known(user: str, sid: str, *, socket: bool) -> None:
    """Whose the request is, once the door knows."""
    bind_contextvars(user=user_id(user))
    if socket:
        _sockets[sid] = {"request": number(), "user": user_id(user)}


def of_this_line() -> dict[str, str]:
    """Number and user of whatever is logged now; empty outside of every request."""
    found = get_contextvars()
    if "request" in found:
        return {name: str(found[name]) for name in ("request", "user")}
    return _sockets.get(framework.sign_in_of_this_thread() or "", {})


def kept_for_ever(headers: Headers) -> bool:
    """Whether an answer is a file that a browser keeps: a first visit fetches a hundred, and nothing is said of them
    that a number would help to find.
    """
    return "immutable" in headers.get("Cache-Control", "")


class Numbered:
    """Around everything else, so that a fault has a number too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or one socket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        clear_contextvars()
        bind_contextvars(request=secrets.token_hex(4), user="-")

        async def send_with_number(message: Message) -> None:
            if message["type"] == "http.response.start" and not kept_for_ever(headers := MutableHeaders(scope=message)):
                headers[HEADER] = number()
            await send(message)

        await self.app(scope, receive, send_with_number)
