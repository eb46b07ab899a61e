"""What is left of a request when it is answered early: it is read, and dropped, before the answer ends.

A file that is too large, a form of a stranger: the answer is known before the request has arrived. A server that closes
a connection with something unread resets it, and a proxy that is still sending then has no answer to hand on: visitors
were told that the program does not answer. HTTP calls it a lingering close (RFC 9112, 9.6).
"""

from anyio import move_on_after
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LINGERS_S = 30.0  # nginx waits as long (lingering_time)
NEXT_PART_S = 5.0  # and so long for each part (lingering_timeout)
AT_MOST = 128 * 2**20  # bytes that are dropped; nginx lets through 101 MiB


class ReadOn:
    """Around the whole server: each answer ends when its request has been read, or has taken too long."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or one socket."""
        if scope["type"] == "http" and _brings_something(Headers(scope=scope)):
            incoming = _Incoming(receive)
            await self.app(scope, incoming.receive, incoming.before_the_end_of(send))
        else:
            await self.app(scope, receive, send)


def _brings_something(headers: Headers) -> bool:
    """Whether a body comes with the request; not where the client first waits to be told to send it."""
    length = headers.get("content-length", "0")
    return ("transfer-encoding" in headers or length != "0") and "expect" not in headers


class _Incoming:
    """The body of one request."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._whole = False

    async def receive(self) -> Message:
        """What the application is given, as it comes."""
        message = await self._receive()
        self._whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    def before_the_end_of(self, send: Send) -> Send:
        """The answer, which ends when the rest of the body was dropped."""

        async def send_on(message: Message) -> None:
            ends = message["type"] == "http.response.body" and not message.get("more_body", False)
            if ends and not self._whole:
                await send({**message, "more_body": True})
                await self._drop_the_rest()
                message = {"type": "http.response.body"}
            await send(message)

        return send_on

    async def _drop_the_rest(self) -> None:
        dropped = 0
        with move_on_after(LINGERS_S):
            while not self._whole and dropped < AT_MOST:
                with move_on_after(NEXT_PART_S) as waiting:
                    message = await self.receive()
                    dropped += len(message.get("body", b""))
                if waiting.cancelled_caught:
                    return
