"""The addresses under ``/api/v1``: read only, each asked anew who asks and what of."""

import logging
from collections.abc import Awaitable, Callable

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from db import generation
from db.errors import DbError
from ui.api import answers, asked, caller, document, models, page, resources
from ui.api.refused import NotAnswered
from ui.gate import problems
from ui.gate.refusals import status_of
from ui.gate.table import API
from ui.text import told

AT_ONCE = 4  # requests of programs; more wait their turn, and no page with them
COME_AGAIN_S = 30
OF_A_PROJECT = ("figures", "history", *models.RESOURCES)
_LIMIT = CapacityLimiter(AT_ONCE)
log = logging.getLogger("otop")


def routes() -> list[BaseRoute]:
    """All for programs, and the page that explains it to people."""
    inner = Starlette(
        routes=[
            Route("/openapi.json", _endpoint(_document), methods=["GET"]),
            Route("/projects/{project}/{resource}", _endpoint(_resource), methods=["GET"]),
            Route("/{resource}", _endpoint(_resource), methods=["GET"]),
            Route("/{rest:path}", _endpoint(_nothing), methods=["GET"]),
        ],
        middleware=[Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=6)],
    )
    return [*page.routes(), Mount(API.rstrip("/"), app=inner)]


def _endpoint(make: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    def answer(request: Request) -> Response:
        try:
            with generation.held():
                return make(request)
        except NotAnswered as why:
            return problems.problem(request.scope, why.status, why.key, why.headers, **why.params)
        except DbError as error:
            log.error("a program is not answered: %s", error)
            status = status_of(error)
            headers = {"Retry-After": str(COME_AGAIN_S)} if status == 503 else {}
            said = told(error.message, problems.language(request.scope))
            return problems.told(request.scope, status, said, error.code or type(error).__name__.lower(), headers)

    async def answer_apart(request: Request) -> Response:
        return await run_sync(answer, request, limiter=_LIMIT)

    return answer_apart


def _resource(request: Request) -> Response:
    actor = caller.of(request)
    project, resource = request.path_params.get("project"), request.path_params["resource"]
    name = resource.partition(".")[0]
    if name not in (OF_A_PROJECT if project else ("projects",)):
        return _nothing(request)
    allowed = document.PARAMETERS if project else document.OF_ALL
    wanted = asked.read(request, resource, project, frozenset(allowed))
    found = resources.find(actor, wanted)
    return answers.answer(request, wanted, found, resources.changed_at(actor, wanted))


def _document(request: Request) -> Response:
    caller.of(request)
    return JSONResponse(document.made(problems.language(request.scope)), headers={"Cache-Control": "private, no-cache"})


def _nothing(request: Request) -> Response:
    caller.of(request)
    value = request.url.path.rpartition(API)[2][:60]
    known = ", ".join(("projects", *(f"projects/…/{name}" for name in OF_A_PROJECT)))
    raise NotAnswered(404, "nothing", value=value, known=known)
