"""What the server answers besides the screens: the door, health, fonts, headers, a sentence where a screen fails."""

from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from anyio import CapacityLimiter, move_on_after
from anyio.to_thread import run_sync
from starlette.datastructures import Headers, QueryParams
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from db.errors import DbError
from ui import fonts, needs
from ui.app import browser_scripts, digits
from ui.app.headers import SecurityHeaders
from ui.auth import menu
from ui.gate.forms import first_admin, oidc, signing_in
from ui.gate.middleware import Door
from ui.gate.unread import ReadOn
from ui.glance import first
from ui.glance import page as glance
from ui.glance.phones import Phones
from ui.guide import pictures
from ui.logs.numbered import Numbered
from ui.request import link
from ui.text import t, told
from ui.visit.packed import Named, Packed
from ui.visit.pages import WORD, Pages
from words import known

ROUTER = Path(__file__).resolve().parent / "router.py"
ICON = ROUTER.with_name("icon.png")
READY_S = 5.0
_ASKED = CapacityLimiter(4)


def routes() -> list[BaseRoute]:
    """Signing in, ``/glance``, ``/healthz``, ``/readyz``, the icon, ``/fonts``, ``/scripts`` and ``/pictures``."""
    plain = Mount("/fonts", app=StaticFiles(directory=fonts.SCREEN), name="fonts")
    own = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/favicon.png", icon)]
    return [
        *signing_in.routes(),
        *first_admin.routes(),
        *oidc.routes(),
        *glance.routes(),
        *own,
        Mount("/fonts/pages", app=Named(directory=fonts.OF_PAGES), name="page-fonts"),
        *digits.routes(),
        *browser_scripts.routes(),
        *pictures.routes(),
        plain,
    ]


def middleware() -> list[Middleware]:
    """The end of an answer once its request was read; a number and headers for every answer; the door; compressed
    files; the quick page for phones; a known page for an unknown one; pages as the program writes them.
    """
    return [
        Middleware(ReadOn),
        Middleware(Numbered),
        Middleware(SecurityHeaders),
        Middleware(Door),
        Middleware(Packed),
        Middleware(Phones),
        Middleware(UnknownPages),
        Middleware(Pages, words=first.words),
    ]


class UnknownPages:
    """Leads from an address that is no page to the overview, which says so; Streamlit would say it in English alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; whatever asks for no page passes untouched."""
        base = link.base_path()
        asked = str(scope.get("path", "")).removeprefix(base).strip("/")
        if scope["type"] == "http" and WORD.fullmatch(asked) and asked not in menu.known() and _shows_pages(scope):
            query = urlencode([*QueryParams(scope["query_string"]).multi_items(), (link.GONE, asked)])
            await RedirectResponse(f"{base}/?{query}", status_code=303)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _shows_pages(scope: Scope) -> bool:
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


async def icon(_request: Request) -> Response:
    """The icon of the tab, where the framework's page looks for its own."""
    return FileResponse(ICON)


async def healthz(_request: Request) -> Response:
    """``ok`` while the process answers. Says nothing about the database: ``/readyz`` does."""
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


async def readyz(_request: Request) -> Response:
    """``ok`` while a visitor could be served; else 503 and what is amiss, by name alone. Never waits for longer than
    ``READY_S``, and behind no other request: a database that says nothing is not there.
    """
    amiss = ["database"]
    with move_on_after(READY_S):
        amiss = await run_sync(needs.missing, abandon_on_cancel=True, limiter=_ASKED)
    text = "ok" if not amiss else f"not ready: {', '.join(amiss)}"
    return PlainTextResponse(text, status_code=503 if amiss else 200, headers={"Cache-Control": "no-store"})


def tell_fault(error: Exception) -> bool:
    """A page failed: Streamlit logs the fault, the reader gets a sentence (a database's own, where it has one)."""
    lang = known(st.query_params.get("lang"))
    st.error(told(error.message, lang) if isinstance(error, DbError) else t("app.fault", lang), icon=":material/error:")
    return True
