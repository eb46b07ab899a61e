"""``/api``: what programs can read here and how, for people who are signed in; the same as an OpenAPI document."""

from collections.abc import Iterable
from html import escape

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from db.errors import DbError
from ui.api import document
from ui.api.asked import MOST_ROWS
from ui.api.page_style import POLICY, STYLE
from ui.auth import door
from ui.auth.door import Person
from ui.gate import problems
from ui.gate.refusals import refusal
from ui.gate.table import API
from ui.request import link, load
from ui.routes.files import NotDelivered
from ui.text import others, t

HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
EXAMPLES = ("excel", "power_bi", "pandas", "libreoffice", "curl")
_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {app}</title><link rel="icon" href="data:,"><style>{style}</style></head>
<body><main><nav><a href="{home}">{app}</a><span>{others}</span></nav><h1>{title}</h1>{body}</main></body></html>
"""


def routes() -> list[BaseRoute]:
    """The page, and the document for whoever is signed in; programs get theirs under ``/api/v1``."""
    return [
        Route(problems.PAGE, _draw, methods=["GET"]),
        Route(f"{problems.PAGE}/openapi.json", _document, methods=["GET"]),
    ]


async def _draw(request: Request) -> Response:
    return await run_sync(_answer, request)


async def _document(request: Request) -> Response:
    return await run_sync(_described, request)


def _lang(request: Request) -> str:
    return link.of(request.query_params).lang


def _described(request: Request) -> Response:
    try:
        _visitor(request)
    except NotDelivered as why:
        return refusal(request.scope, why.status, why.key)
    return JSONResponse(document.made(_lang(request)), headers={"Cache-Control": "no-store"})


def _visitor(request: Request) -> Person:
    """Who reads. Raises ``NotDelivered`` for strangers, and for who has not chosen a password yet."""
    try:
        person = door.person_at(request)
    except DbError:
        raise NotDelivered(503, "gate.no_database") from None
    if person is None:
        raise NotDelivered(401, "gate.sign_in")
    if person.must_change:
        raise NotDelivered(403, "files.change_first")
    return person


def _answer(request: Request) -> Response:
    try:
        actor = _visitor(request).actor
        project, _ = load.project_shown(door.engine_of(actor), request.query_params.get("project"))
    except NotDelivered as why:
        return refusal(request.scope, why.status, why.key)
    except DbError:
        return refusal(request.scope, 503, "gate.no_database")
    lang, base = _lang(request), link.base_path()
    root = f"{str(request.base_url).rstrip('/')}{base if not request.base_url.path.startswith(base) else ''}"
    address = f"{root}{API.rstrip('/')}"
    page = _PAGE.format(
        lang=escape(lang),
        title=escape(t("api.title", lang)),
        app=escape(t("app.title", lang)),
        style=STYLE,
        home=escape(f"{base}/" + (f"?lang={lang}" if request.query_params.get("lang") else "")),
        others=" ".join(
            f'<a href="?lang={code}" lang="{code}" hreflang="{code}">{escape(name)}</a>'
            for code, name in others(lang).items()
        ),
        body="\n".join(_body(lang, address, project.code)),
    )
    return HTMLResponse(page, headers=HEADERS)


def _body(lang: str, address: str, project: str) -> Iterable[str]:
    yield f"<p>{escape(t('api.intro', lang))}</p>"
    yield f"<p>{escape(t('api.how_token', lang))}</p>"
    yield _section(lang, "addresses")
    yield "<dl>"
    for path in document.answers():
        shown = f"{address}{path.replace('{project}', project)}"
        yield f"<dt>{escape(document.summary(path, lang))}</dt><dd><code>{escape(shown)}</code></dd>"
    whole = f"{link.base_path()}{problems.PAGE}/openapi.json?lang={lang}"
    yield f'</dl><p><a href="{whole}">{escape(t("api.document", lang))}</a></p>'
    yield _section(lang, "parameters")
    yield "<dl>"
    for name in document.PARAMETERS:
        yield f"<dt><code>{name}</code></dt><dd>{escape(t(f'api.how_{name}', lang, most=MOST_ROWS))}</dd>"
    yield "</dl>"
    yield _section(lang, "examples")
    for name in EXAMPLES:
        said = escape(t(f"api.example_{name}", lang))
        shown = escape(_example(name, address, project))
        yield f"<h3>{escape(t(f'api.name_{name}', lang))}</h3><p>{said}</p>"
        yield f'<pre tabindex="0"><code>{shown}</code></pre>'
    yield _section(lang, "problems")
    yield "<dl>"
    for code, status in problems.CODES.items():
        said = escape(t(f"api.{code}", lang, value="…", known="…", seconds="…", kind="…", day="…", least="…", most="…"))
        yield f'<dt id="{code}"><code>{code}</code> {status}</dt><dd>{said}</dd>'
    yield "</dl>"


def _section(lang: str, name: str) -> str:
    return f'<h2 id="{name}">{escape(t(f"api.head_{name}", lang))}</h2>'


def _example(name: str, address: str, project: str) -> str:
    rows = f"{address}/projects/{project}"
    return {
        "excel": f"{rows}/figures.csv",
        "power_bi": f'= Csv.Document(Web.Contents("{rows}/ledger.csv"), [Encoding=65001])',
        "pandas": f'import pandas as pd\npd.read_csv("{rows}/ledger.csv",\n'
        '    storage_options={"Authorization": "Bearer " + open("token.txt").read().strip()})',
        "libreoffice": f"{rows}/groups.csv",
        "curl": f'curl -H @header.txt "{rows}/figures?as_of=2021-06-30&lang=en"',
    }[name]
