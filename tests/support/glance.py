"""The quick page asked for as the whole server gives it, without the framework's own pages, and what it says."""

import re
from collections.abc import Mapping
from datetime import date
from html import unescape

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route

from core.model import Snapshot
from tests.support import pages
from tests.support.asgi import Answer, Pairs, ask
from tests.support.views import entry, group, planned, registered, view
from ui import server
from ui.glance import page

OVERVIEW = "the overview"
APP = Starlette(
    routes=[*page.routes(), Route("/", lambda _request: HTMLResponse(OVERVIEW))],
    middleware=[Middleware(one.cls) for one in server.middleware()],
)
PLAN = [planned("2021-06", groups=1, money=300)]
PAID = [entry("P-1", "2021-06-01", "disbursement", 300)]
RUNNING = view("2021-06-30", groups=[registered("G01")], spending=PAID, plan=PLAN)
# Code of the verdict -> data that have it, and the day of the clock.
STATES: Mapping[str, tuple[Snapshot, date | None]] = {
    "no_plan": (view("2021-06-30", groups=[registered("G01")], spending=PAID), None),
    "suspect": (
        view(
            "2021-06-30",
            groups=[group("G01")],
            plan=PLAN,
            spending=[entry("P-1", "2021-06-01", "disbursement", 900_000)],
        ),
        None,
    ),
    "stale": (RUNNING, date(2021, 9, 20)),
    "closed": (view("2021-09-30", groups=[registered("G01")], plan=PLAN, spending=PAID), None),
}
HTML = [("accept", "text/html"), ("sec-fetch-dest", "document")]


def glance(query: str = "", user: str | None = "director", *, headers: Pairs = HTML) -> Answer:
    """The answer to somebody who is signed in, or to a stranger."""
    return ask(APP, f"/glance{query}", cookie=pages.cookie(user) if user else None, headers=headers)


def text_of(html: str) -> str:
    """What a reader reads, a space between any two parts; what only a screen reader says is left out."""
    body = re.sub(r"<(style|title|desc)>.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def parts_of(html: str, pattern: str) -> list[str]:
    """The text of each part that a pattern finds."""
    return [text_of(found) for found in re.findall(pattern, html, re.DOTALL)]
