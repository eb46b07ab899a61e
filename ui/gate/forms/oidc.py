"""Signing in by the office's own service (OpenID Connect), where ``OTOP_OIDC_ISSUER`` names one.

Authlib (``oidc_service``) leads there and reads what comes back; a user is known by the e-mail that the service has
verified. What must come back is kept in a signed cookie for ten minutes, so that no server has to remember it.
"""

import base64
import json
import logging
import os
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from db import engine as databases
from db.accounts import users
from ui.auth import cookies, door, tokens
from ui.gate import onward
from ui.gate.forms import entering
from ui.gate.refusals import note
from ui.request import link as links
from ui.request import public
from ui.text import t

if TYPE_CHECKING:
    from ui.gate.forms.oidc_service import Service

ISSUER, CLIENT, SECRET, NAME = (f"OTOP_OIDC_{part}" for part in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME"))
WAY, FAILED = "by", "office"  # in the query of /signin: lead to the service; it did not work
KEPT_S = 600
log = logging.getLogger("otop")


def is_set() -> bool:
    """Whether the office has named a service."""
    return all(os.environ.get(name, "").strip() for name in (ISSUER, CLIENT, SECRET))


def service() -> "Service":
    """The service of the settings. Its library is loaded by the first who asks: most offices have none."""
    from ui.gate.forms.oidc_service import service_of

    return service_of(*(os.environ.get(name, "").strip() for name in (ISSUER, CLIENT, SECRET)))


def link(request: Request, lang: str) -> str:
    """The other way in, below the form; nothing where there is none."""
    if not is_set():
        return ""
    query = urlencode({**{k: v for k, v in request.query_params.items() if k != FAILED}, WAY: "office"})
    name = os.environ.get(NAME, "").strip()[:40] or "OpenID"
    return f'<a class="other" href="?{escape(query)}">{escape(t("signin.office", lang, name=name))}</a>'


def routes() -> list[BaseRoute]:
    """``/oidc/callback``, where the service leads back to."""
    return [Route("/oidc/callback", _back, methods=["GET"])]


def lead(request: Request) -> Response:
    """On to the service."""
    wanted = onward.safe(request.query_params.get("next"))
    try:
        begun = service().create_authorization_url(_callback(request))
    except Exception as error:
        return _failed(request, wanted, error)
    kept = {"next": wanted, **{name: begun[name] for name in ("state", "nonce", "code_verifier")}}
    text = base64.urlsafe_b64encode(json.dumps(kept).encode()).decode().rstrip("=")
    answer = RedirectResponse(begun["url"], status_code=303)
    value = f"{text}.{tokens.signed('way', text, door.key())}"
    answer.raw_headers.append(cookies.on_the_way(request.scope).header(value, KEPT_S))
    return answer


async def _back(request: Request) -> Response:
    return await run_sync(_enter, request)


def _enter(request: Request) -> Response:
    """Signed in, where what came back is what was asked for and the e-mail is that of a user."""
    kept = _kept(request)
    wanted = onward.safe(kept.get("next"))
    try:
        email = _email(request, kept) if is_set() else None
    except Exception as error:
        return _failed(request, wanted, error)
    user = users.of_email(databases.engine(), email) if email else None
    if user is None:
        return _failed(request, wanted, "no user has that e-mail")
    answer = entering.begin(request, user, wanted)
    answer.raw_headers.append(cookies.on_the_way(request.scope).header("", 0))
    return answer


def _email(request: Request, kept: Mapping[str, str]) -> str | None:
    """The e-mail that the service has verified; ``None`` where it has none, or something else came back."""
    query = request.query_params
    if not kept or query.get("state") != kept["state"] or "code" not in query:
        return None
    at = service()
    token = at.fetch_access_token(_callback(request), code=query["code"], code_verifier=kept["code_verifier"])
    told = at.parse_id_token(token, nonce=kept["nonce"])
    return str(told["email"]) if told and told.get("email_verified") is True and told.get("email") else None


def _kept(request: Request) -> dict[str, str]:
    """What was asked for, from the signed cookie; nothing where it is not ours."""
    text, _, signature = (cookies.on_the_way(request.scope).read(request.cookies) or "").partition(".")
    if not tokens.is_signed("way", text, signature, door.key()):
        return {}
    found: dict[str, str] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return found


def _callback(request: Request) -> str:
    """The address that the service leads back to: the office's own, else that of the request."""
    own = f"{request.url.scheme}://{request.headers.get('host', '')}{links.base_path()}"
    return f"{public.address() or own}/oidc/callback"


def _failed(request: Request, wanted: str, why: object) -> Response:
    note(request.scope, "gate.office")
    log.warning(
        "signing in by the office's service did not work: %s", why if isinstance(why, str) else type(why).__name__
    )
    query = urlencode({FAILED: "no", "next": wanted})
    answer = RedirectResponse(
        f"{links.base_path()}/signin?{query}", status_code=303, headers={"Cache-Control": "no-store"}
    )
    answer.raw_headers.append(cookies.on_the_way(request.scope).header("", 0))
    return answer
