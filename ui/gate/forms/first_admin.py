"""``/setup``: the first admin of a server that was started without a user, let in by the token that it printed."""

import hmac
import secrets
from functools import cache

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from core.model import Right, user_roles
from db import engine as databases
from db.accounts import actors, names, passwords, users
from db.errors import DbError, NameRefused, PasswordRefused
from ui.auth import door
from ui.gate.forms import entering, page
from ui.gate.forms.page import Field, Form
from ui.gate.refusals import refusal
from ui.gate.table import nobody_yet
from ui.text import t, told

TOKEN = "token"  # nosec B105 # the name of the field, no secret


@cache
def token() -> str:
    """What opens the page, for as long as this process runs; printed at its start and kept nowhere."""
    return secrets.token_urlsafe(16)


def routes() -> list[BaseRoute]:
    """``/setup``, drawn and sent. The door lets nobody here once there is a user."""
    return [Route("/setup", _draw, methods=["GET"]), Route("/setup", _make, methods=["POST"])]


async def _draw(request: Request) -> Response:
    return await run_sync(_form, request) if _may(request) else refusal(request.scope, 403, "gate.setup")


def _may(request: Request) -> bool:
    given = request.query_params.get(TOKEN, "")
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), token().encode()) and nobody_yet()


def _form(request: Request, said: str = "", name: str = "") -> Response:
    lang = page.language(request.query_params)
    form = Form(
        lang=lang,
        title=t("signin.setup", lang),
        submit=t("signin.setup_submit", lang),
        fields=(
            Field("username", t("signin.name", lang), "username", value=name),
            Field("password", t("signin.new", lang), "new-password", kind="password"),
            Field("again", t("signin.again", lang), "new-password", kind="password"),
        ),
        said=said or t("signin.setup_note", lang, least=passwords.SHORTEST),
        wrong=bool(said),
        query=dict(request.query_params),
    )
    return entering.with_form(request, lambda proof: page.draw(form, proof, status=422 if said else 200))


async def _make(request: Request) -> Response:
    """The first admin, who is then signed in."""
    form = await entering.read_form(request)
    if form is None:
        return refusal(request.scope, 413, "gate.too_large")
    if not entering.from_its_form(request, form) or not _may(request):
        return refusal(request.scope, 403, "gate.setup")
    return await run_sync(_add, request, form)


def _add(request: Request, form: dict[str, str]) -> Response:
    lang, name, password = page.language(request.query_params), form.get("username", ""), form.get("password", "")
    if password != form.get("again"):
        return _form(request, t("signin.differ", lang), name)
    role = user_roles(Right.USERS)[0]
    try:
        users.add(
            databases.engine(), name, role, actor=actors.operator("screen"), now=door.utc_now(), password=password
        )
    except (NameRefused, PasswordRefused) as refused:
        return _form(request, told(refused.message, lang), name)
    except DbError:
        return refusal(request.scope, 503, "gate.no_database")
    return entering.begin(request, names.cleaned(name))


def address() -> str:
    """The page with its token, below the address of the server."""
    return f"/setup?{TOKEN}={token()}"
