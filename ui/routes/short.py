"""The route of short links: ``/s/<code>`` leads to the page it stands for; who is not signed in signs in there."""

import html

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from db import engine as databases
from db.errors import DbError
from db.notebook import short_links
from ui.request import link
from ui.text import t, told

NO_STORE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
_PAGE = """<!doctype html>
<html lang="th"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="{base}/scripts/plain.css"></head>
<body><main>{body}<p><a href="{base}/">{home_th} · <span lang="en">{home_en}</span></a></p></main></body></html>
"""


def routes() -> list[BaseRoute]:
    """``/s/<code>``; also with a slash at its end, as a mail program may write it."""
    return [Route("/s/{code}", _lead), Route("/s/{code}/", _lead)]


def _lead(request: Request) -> Response:
    """On to the page; a code that nobody was given, or a database that does not answer, is said in both languages."""
    base = link.base_path()
    code = str(request.path_params["code"])
    try:
        target = short_links.find(databases.engine(), code)
    except DbError as error:
        return _said(base, 503, told(error.message, "th"), told(error.message, "en"))
    if target is None:
        shown = code[:40]
        return _said(base, 404, t("link.unknown", "th", code=shown), t("link.unknown", "en", code=shown))
    return RedirectResponse(f"{base}/{target.page}?{target.query}", status_code=303, headers=NO_STORE)


def _said(base: str, status: int, th: str, en: str) -> Response:
    """A small page of its own, Thai first."""
    body = f'<h1>{html.escape(th)}</h1><p lang="en">{html.escape(en)}</p>'
    page = _PAGE.format(
        title=html.escape(t("app.title", "th")),
        base=html.escape(base),
        body=body,
        home_th=html.escape(t("link.home", "th")),
        home_en=html.escape(t("link.home", "en")),
    )
    return HTMLResponse(page, status_code=status, headers=NO_STORE)
