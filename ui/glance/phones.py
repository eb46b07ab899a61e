"""A phone that comes to the program is led to the quick page, unless its owner chose the full one."""

import re
from urllib.parse import parse_qsl, urlsplit

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from db.errors import DbError
from ui.auth import door
from ui.gate.middleware import is_document
from ui.request import link

HOW = frozenset({"lang", "digits"})  # parts of a query that say how, and ask for nothing
_PHONE = re.compile(r"\bMobi|\biPhone\b|\biPod\b", re.IGNORECASE)
_ENTRANCES = frozenset({"/signin", "/setup", "/oidc/callback"})


class Phones:
    """Behind the door, before the pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; whatever is no phone's first passes untouched."""
        if _comes_by_phone(scope) and await run_sync(_takes_the_quick_page, scope):
            query = scope["query_string"].decode("latin-1")
            address = f"{link.base_path()}/glance" + (f"?{query}" if query else "")
            answer = RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _comes_by_phone(scope: Scope) -> bool:
    """Whether a phone opens the program's first address, without asking for anything and not from within."""
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and scope["path"] == f"{link.base_path()}/"
        and {name for name, _ in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)} <= HOW
        and is_document(scope)
        and _is_phone(Headers(scope=scope))
        and not _from_within(Headers(scope=scope))
    )


def _is_phone(headers: Headers) -> bool:
    """As the browser says itself; else by its name."""
    said = headers.get("sec-ch-ua-mobile")
    return said == "?1" if said else _PHONE.search(headers.get("user-agent", "")) is not None


def _from_within(headers: Headers) -> bool:
    """Whether a page of the program led here, or this very page is loaded again; signing in does not count."""
    try:
        came = urlsplit(headers.get("referer", ""))
    except ValueError:
        return False
    inside = came.path.removeprefix(link.base_path())
    return came.netloc == headers.get("host") and inside not in _ENTRANCES


def _takes_the_quick_page(scope: Scope) -> bool:
    try:
        person = door.person_at(HTTPConnection(scope))
    except DbError:
        return False  # the page itself says what is amiss
    if person is None or person.must_change or person.actor.amphoe is not None:
        return False
    return not person.opens_full
