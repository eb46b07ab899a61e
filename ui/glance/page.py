"""``/glance``: drawn for whoever is signed in, kept for as long as nothing changes, and the way to the full page.

What it says is what the overview says: the same session, figures, sentences and charts. Each answer is the page of one
link, one visitor's rights and one state of the database.
"""

import threading
from contextlib import suppress
from html import escape

from anyio.to_thread import run_sync
from cachetools import LRUCache, cached
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from core.calendar import bangkok_day
from db import engine as databases
from db import generation
from db.accounts import users
from db.errors import DbError, Erased
from ui.auth import door, guard
from ui.auth.door import Person
from ui.gate.forms import entering
from ui.gate.refusals import refusal
from ui.glance import charts, parts
from ui.glance.pen import Pairs, Pen, rest_of
from ui.glance.style import POLICY, STYLE
from ui.request import link
from ui.text import others
from words import FIRST, template

PROOF = "@proof@"  # in a kept page: where the form of one browser gets its own field
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
KEPT = 100  # pages
_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="icon" href="data:,"><style>{style}</style></head>
<body><main>{body}</main></body></html>
"""


def routes() -> list[BaseRoute]:
    """``/glance``, drawn; and the press that leads to the full page and is kept with the person."""
    return [Route("/glance", _draw, methods=["GET"]), Route("/glance", _leave, methods=["POST"])]


async def _draw(request: Request) -> Response:
    try:
        return await run_sync(_answer, request)
    except DbError:
        return refusal(request.scope, 503, "gate.no_database")


def _answer(request: Request) -> Response:
    with generation.held():
        person = door.person_at(request)
        if person is None:
            return refusal(request.scope, 401, "gate.sign_in")
        if person.must_change or person.actor.amphoe is not None:  # the quick page is of the whole project
            return _to_full(request)
        try:
            html = _page_for(person, tuple(request.query_params.multi_items()))
        except Erased:  # the full page shows what was kept of it
            return _to_full(request)
    return entering.with_form(request, lambda proof: HTMLResponse(html.replace(PROOF, proof), headers=HEADERS))


def key(person: Person, query: Pairs) -> tuple[object, ...]:
    """All that decides what the page says: the data, what could be drawn, the visitor's rights, the link, the day."""
    actor = person.actor
    engine = door.engine_of(actor)
    rights = actor.role, actor.scope, actor.amphoe, actor.reviews
    return generation.of_data(engine), charts.tries(), str(engine.url), rights, query, bangkok_day(door.utc_now())


@cached(LRUCache(KEPT), key=key, lock=threading.Lock())
def _page_for(person: Person, query: Pairs) -> str:
    here = link.of(dict(query))
    pen = Pen(guard.session_of(person, here), here, rest_of(query))
    view, figures = pen.session.view(), pen.session.figures()
    said = [_way(pen), parts.head(pen, view, figures), parts.verdict(pen, figures)]
    if figures.day is None:
        said.append(parts.beginning(pen))
    else:
        said += [
            parts.headline(pen, figures),
            parts.needs(pen, view, figures),
            parts.burns(pen, view, figures),
            parts.tiles(pen, view),
        ]
    said.append(f"<footer>{parts.trust(pen, view, figures)}</footer>")
    title = f"{pen.session.say('glance.title')} · {pen.session.project.name.get(pen.session.lang)}"
    return _PAGE.format(lang=escape(here.lang), title=pen.text(title), style=STYLE, body="\n".join(said))


def _way(pen: Pen) -> str:
    """The program's name, the other languages, the other digits, and the full page."""
    lang = pen.session.lang
    switches = [
        f'<a href="{pen.address("glance", lang=None if code == FIRST else code)}" lang="{code}" hreflang="{code}">'
        f"{escape(name)}</a>"
        for code, name in others(lang).items()
    ]
    if template("language.digits", lang) == "thai":
        key, digits = ("app.digits_arabic", None) if pen.here.thai_digits else ("app.digits_thai", "thai")
        switches.append(f'<a href="{pen.address("glance", digits=digits)}">{pen.say(key)}</a>')
    form = (
        f'<form method="post"><input type="hidden" name="field" value="{PROOF}">'
        f'<button type="submit" title="{pen.say("glance.full_how")}">{pen.say("glance.full")}</button></form>'
    )
    return f"<nav>{form}<div>{''.join(switches)}</div></nav>"


async def _leave(request: Request) -> Response:
    """On to the full page, which a phone then opens first."""
    form = await entering.read_form(request)
    if form is None:
        return refusal(request.scope, 413, "gate.too_large")
    return await run_sync(_choose, request, form)


def _choose(request: Request, form: dict[str, str]) -> Response:
    try:
        person = door.person_at(request)
    except DbError:
        return refusal(request.scope, 503, "gate.no_database")
    if person is None:
        return refusal(request.scope, 401, "gate.sign_in")
    if entering.from_its_form(request, form):
        with suppress(DbError):  # a choice that cannot be kept stops nobody
            users.open_full(databases.engine(), person.actor.user, full=True, now=door.utc_now())
    return _to_full(request)


def _to_full(request: Request) -> Response:
    query = request.scope["query_string"].decode("latin-1")
    address = f"{link.base_path()}/" + (f"?{query}" if query else "")
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
