"""The door: every request and every socket passes it, and what is not in the table asks for a living sign-in.

What a client may never say itself is taken away: the header that names the sign-in is written here alone.
"""

import time
from collections import Counter
from dataclasses import dataclass

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from cachetools import LRUCache
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.model import Actor, Right
from db import engine as databases
from db.accounts import sessions
from db.errors import DbError
from ui import framework
from ui.auth import cookies, door
from ui.auth.visitors import visitors
from ui.gate import hosts, onward, sockets, table
from ui.gate.problems import problem
from ui.gate.refusals import note, refusal
from ui.logs import numbered
from ui.request import link

LOOKED_UP_FOR_S = 1.0  # how long a file of the page takes a sign-in for good without looking it up
ASKED_AT_ONCE = 50  # of one address without a sign-in
ELSEWHERE = "gate.elsewhere"  # no page of this server: of before it began, or of another one behind the same proxy
HEADER = framework.SIGN_IN_HEADER.lower().encode()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sent a request: a person, or nobody; ``was`` says that their cookie names a sign-in that is over, ``made_up``
    that it names none that ever was.
    """

    person: door.Person | None
    was: bool = False
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One request or one socket: its address below the program's place (``None``: outside), its row of the table."""

    scope: Scope
    receive: Receive
    send: Send
    path: str | None
    row: table.Public | None

    @property
    def is_safe(self) -> bool:
        """Whether it changes nothing."""
        return self.scope["type"] == "http" and self.scope["method"] in table.SAFE

    @property
    def is_everybodys(self) -> bool:
        """Whether it reads a file of the page itself, in which nothing is of anybody."""
        return self.is_safe and self.path is not None and self.path.startswith(table.OF_THE_PAGE)

    async def answer(self, app: ASGIApp) -> None:
        """Have it answered."""
        await app(self.scope, self.receive, self.send)

    async def refuse(self, status: int, key: str, actor: Actor | None = None, **params: str) -> None:
        """One short sentence, or a closed socket."""
        if self.scope["type"] == "websocket":
            note(self.scope, key, actor)
            await self.send({"type": "websocket.close", "code": 1008})
        elif self.path is not None and self.path.startswith(table.API):
            note(self.scope, key, actor)
            await self.answer(problem(self.scope, status, key, None, **params))
        else:
            as_json = self.path in table.PINGS
            await self.answer(refusal(self.scope, status, key, actor, as_json=as_json, **params))


class Door:
    """Around the whole server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.lookups = CapacityLimiter(4)
        self.known: LRUCache[str, tuple[float, Visitor]] = LRUCache(1_000)
        self.strangers: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or one socket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() != HEADER]}
        path = _path(scope)
        if path is not None and path.startswith(table.API):
            scope["headers"] = [pair for pair in scope["headers"] if pair[0].lower() != b"cookie"]
        asked = Asked(scope, receive, send, path, None if path is None else table.public(path))
        if asked.row is not None and asked.row.how == "any host" and asked.is_safe:
            await asked.answer(self.app)
        elif (misplaced := _misplaced(asked)) is not None:
            await asked.refuse(*misplaced, self._seen_lately(asked), variable=hosts.VARIABLE, proxies=hosts.PROXIES)
        else:
            try:
                visitor = await self._visitor(asked)
            except DbError:
                await asked.refuse(503, "gate.no_database")
                return
            await (self._let_in(asked, visitor.person) if visitor.person else self._bounded(asked, visitor))

    async def _visitor(self, asked: Asked) -> Visitor:
        """Who asks; a file that is the same for everybody takes what was found a moment ago."""
        token = cookies.token_of(HTTPConnection(asked.scope))
        if token is None:
            return Visitor(None)
        sid, now = sessions.public_id(token), time.monotonic()
        if asked.is_everybodys and sid in self.known and now - self.known[sid][0] < LOOKED_UP_FOR_S:
            return self.known[sid][1]
        self.known[sid] = now, await run_sync(_looked_up, sid, limiter=self.lookups)
        return self.known[sid][1]

    def _seen_lately(self, asked: Asked) -> Actor | None:
        """Who a cookie names, as far as is known without asking the database."""
        token = cookies.token_of(HTTPConnection(asked.scope))
        _, visitor = self.known.get(sessions.public_id(token) if token else "", (0.0, None))
        return visitor.person.actor if visitor and visitor.person else None

    async def _let_in(self, asked: Asked, person: door.Person) -> None:
        assert asked.path is not None
        asked.scope["headers"].append((HEADER, person.sid.encode()))
        numbered.known(person.actor.user, person.sid, socket=asked.scope["type"] == "websocket")
        if asked.scope["type"] == "websocket":
            await sockets.serve(self.app, person, asked.scope, asked.receive, asked.send)
        elif asked.path == table.STREAM:  # asked for as a file: a proxy did not say that it is to be a socket
            await asked.refuse(426, "gate.no_upgrade", person.actor)
        elif asked.path.startswith(table.UPLOADS) and (sentence := _no_upload(person, asked.path)):
            await asked.refuse(409 if sentence == ELSEWHERE else 403, sentence, person.actor)
        else:
            visitors.saw(person.sid, door.utc_now())
            await self.app(asked.scope, asked.receive, _kept_by_no_cache(asked.path, asked.send))

    async def _bounded(self, asked: Asked, visitor: Visitor) -> None:
        """Somebody without a sign-in: so many at once of one address, and no more."""
        address = str((asked.scope.get("client") or ("?",))[0])
        if self.strangers[address] >= ASKED_AT_ONCE:
            await asked.refuse(429, "gate.busy")
            return
        self.strangers[address] += 1
        try:
            await self._stranger(asked, visitor)
        finally:
            self.strangers[address] -= 1
            if not self.strangers[address]:
                del self.strangers[address]

    async def _stranger(self, asked: Asked, visitor: Visitor) -> None:
        row = asked.row
        if visitor.made_up:
            note(asked.scope, "gate.cookie")
        if asked.scope["type"] == "websocket":
            await (sockets.lead_away(asked.receive, asked.send) if visitor.was else asked.refuse(401, "gate.sign_in"))
        elif await self._open_to(asked, visitor):
            await asked.answer(self.app)
        elif asked.is_safe and (is_document(asked.scope) or (row is not None and row.how == "leads")):
            address = onward.to_sign_in(asked.scope)
            await asked.answer(RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"}))
        else:
            await asked.refuse(401, "gate.sign_in")

    async def _open_to(self, asked: Asked, visitor: Visitor) -> bool:
        """Whether somebody without a sign-in gets an answer; so does a page whose sign-in is over, when it asks whether
        the server is there: its socket then leads it away.
        """
        if asked.path in table.PINGS:
            return visitor.was
        row = asked.row
        return row is not None and row.how == "answers" and await run_sync(row.open, limiter=self.lookups)


def _looked_up(sid: str) -> Visitor:
    person = door.person_of(databases.engine(), sid, door.utc_now())
    was = person is None and sessions.is_known(databases.engine(), sid)
    return Visitor(person, was=was, made_up=person is None and not was)


def _misplaced(asked: Asked) -> tuple[int, str] | None:
    """Why a request is refused whoever sends it: its host, an address that is shut, its method, the page it is of."""
    scope = asked.scope
    if not hosts.allowed(scope):
        return 421, "gate.host"
    if asked.path is None or asked.path.startswith(table.SHUT):
        return 404, "gate.nothing"
    if scope["type"] == "websocket":
        return None if asked.path == table.STREAM and hosts.same_origin(scope) else _of_another_origin(scope)
    if scope["method"] not in table.methods(asked.path):
        return 405, "gate.method"
    named = any(name.lower() == b"origin" for name, _ in scope["headers"])  # by what is no plain link
    return None if (asked.is_safe and not named) or hosts.same_origin(scope) else _of_another_origin(scope)


def _of_another_origin(scope: Scope) -> tuple[int, str]:
    return 403, "gate.proxy_scheme" if hosts.is_ours_but_for_tls(scope) else "gate.origin"


def _path(scope: Scope) -> str | None:
    """The address below the program's own place on its server, to the letter; ``None`` outside of it."""
    path, base = str(scope["path"]), link.base_path()
    return path.removeprefix(base) if path.startswith(f"{base}/") else None


def is_document(scope: Scope) -> bool:
    """Whether a browser asks for a page to show, and nothing of a page does."""
    headers = Headers(scope=scope)
    wanted = headers.get("sec-fetch-dest")
    return wanted == "document" if wanted else "text/html" in headers.get("accept", "")


def _no_upload(person: door.Person, path: str) -> str | None:
    """Why a file is not taken, or not taken away: the session is another sign-in's or another server's, or the role
    loads nothing.
    """
    owner = visitors.owner(path.removeprefix(table.UPLOADS).split("/")[0])
    if owner is None and person.actor.may(Right.UPLOAD):
        return ELSEWHERE
    if owner != person.sid:
        return "gate.not_yours"
    return None if person.actor.may(Right.UPLOAD) else "gate.no_upload"


def _kept_by_no_cache(path: str, send: Send) -> Send:
    """Pages are drawn anew when a browser goes back to them, and what was made for one is kept by no cache."""

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if path.startswith(table.LOADED_ALONE):
                headers["Cache-Control"] = "private, no-store"
            elif headers.get("content-type", "").startswith("text/html"):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return send_on
