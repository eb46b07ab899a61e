"""One socket of a signed-in person: whose session it serves, what it may say, and how it is shut from outside."""

from collections import Counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import framework
from ui.auth import door
from ui.auth.visitors import visitors
from ui.gate.refusals import note

AT_ONCE = 20  # of one person
LONGEST = 2_000_000  # bytes of a message from a browser
OVER = 4401  # why a socket of a sign-in that is over is closed
SAYS = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"})
PROTOCOL = "streamlit"
open_of: Counter[str] = Counter()


async def serve(app: ASGIApp, person: door.Person, scope: Scope, receive: Receive, send: Send) -> None:
    """A socket from beginning to end."""
    wanted = _session_asked_for(scope)
    owner = visitors.owner(wanted) if wanted is not None else person.sid
    if owner != person.sid:  # another's, or of before the server began
        if owner is not None:
            note(scope, "gate.session", person.actor)
        await lead_away(receive, send)
        return
    if open_of[person.actor.user] >= AT_ONCE:
        note(scope, "gate.busy", person.actor)
        await send({"type": "websocket.close", "code": 1008})
        return
    socket = Socket(person.sid, receive, send)
    open_of[person.actor.user] += 1
    visitors.opened(person.sid, socket.shut)
    try:
        await app(scope, socket.receive, socket.send)
    finally:
        visitors.closed(person.sid, socket.shut)
        open_of[person.actor.user] -= 1


async def lead_away(receive: Receive, send: Send) -> None:
    """Have a page load its address again: the server then says what becomes of it."""
    await receive()  # the handshake
    await send({"type": "websocket.accept", "subprotocol": PROTOCOL})
    await send({"type": "websocket.send", "bytes": framework.lead_to("")})
    await send({"type": "websocket.close", "code": OVER})


class Socket:
    """What goes through a socket, both ways."""

    def __init__(self, sid: str, receive: Receive, send: Send) -> None:
        self.sid = sid
        self._receive, self._send = receive, send
        self._session: str | None = None
        self._over = False

    async def receive(self) -> Message:
        """The next message of the browser; one that is none of a page's closes the socket."""
        message = await self._receive()
        payload = message.get("bytes")
        if message["type"] != "websocket.receive" or self._over:
            return message
        kind = None if payload is None or len(payload) > LONGEST else framework.asked_for(payload)
        if kind not in SAYS:
            await self._close(1008)
            return {"type": "websocket.disconnect", "code": 1008}
        if kind == "rerun_script":
            visitors.saw(self.sid, door.utc_now())
        return message

    async def send(self, message: Message) -> None:
        """A message to the browser; the first that tells of the session says whose it is."""
        if self._over:
            return
        payload = message.get("bytes")
        if self._session is None and payload is not None:
            self._session = framework.session_begun(payload)
            if self._session is not None:
                visitors.began(self._session, self.sid)
        self._over = message["type"] == "websocket.close"
        await self._send(message)

    async def shut(self, address: str) -> None:
        """Lead the page to an address and close; the session is never taken up again."""
        if self._over:
            return
        if self._session is not None:
            framework.never_resume(self._session)
        await self.send({"type": "websocket.send", "bytes": framework.lead_to(address)})
        await self._close(OVER)

    async def _close(self, code: int) -> None:
        if not self._over:
            await self.send({"type": "websocket.close", "code": code})


def _session_asked_for(scope: Scope) -> str | None:
    """The session that a socket wants to take up again: third among its protocols."""
    given = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"sec-websocket-protocol"]
    entries = [entry.strip() for entry in ",".join(given).split(",")]
    return entries[2] if len(entries) > 2 and entries[2] else None
