"""Who asks: the token of a request, as HTTP Basic (the token's name and the token) or as Bearer; never in the address.

No cookie reaches this far: the door takes them away, so that no page elsewhere can have a browser ask.
"""

import base64
import binascii
import math
import re

from starlette.requests import Request

from core.model import Actor
from db import engine as databases
from db.programs import presented
from db.programs.issued import PREFIX
from ui.api.refused import NotAnswered
from ui.auth import door
from ui.gate.refusals import note

REALM = "OTOP"
ASK = {"WWW-Authenticate": f'Basic realm="{REALM}", charset="UTF-8", Bearer realm="{REALM}"'}
IN_ADDRESS = re.compile(rf"{PREFIX}[\w-]{{20,}}")
NAMES = frozenset({"token", "access_token", "api_key", "apikey", "key", "auth", "authorization", "password"})


def of(request: Request) -> Actor:
    """The actor of the token. Raises ``NotAnswered``: none is shown, it is over, it is wrong, it is in the address."""
    _require_clean_address(request)
    header = request.headers.get("authorization", "")
    if not header.strip():
        raise NotAnswered(401, "no_token", ASK)
    name, secret = _read(header)
    now, address = door.utc_now(), str(request.client.host if request.client else "")
    shown = presented.show(databases.engine(), secret, address, now, name)
    if shown.status == "wait" and shown.until is not None:
        seconds = max(1, math.ceil((shown.until - now).total_seconds()))
        raise NotAnswered(429, "token_wait", {"Retry-After": str(seconds)}, seconds=seconds)
    if shown.status != "good" or shown.actor is None:
        note(request.scope, f"gate.token_{shown.status}", shown.actor)
        wrong = {"WWW-Authenticate": f'{ASK["WWW-Authenticate"]}, error="invalid_token"'}
        raise NotAnswered(401, f"token_{shown.status}", wrong)
    if request.method == "GET":
        presented.used(databases.engine(), shown, now)
    return shown.actor


def _require_clean_address(request: Request) -> None:
    """An address is kept in histories, logs and mails, so a token in it counts as given away."""
    named = {name.casefold() for name in request.query_params} & NAMES
    if named or IN_ADDRESS.search(f"{request.url.path}?{request.url.query}"):
        note(request.scope, "gate.token_in_address")
        raise NotAnswered(400, "token_in_address")


def _read(header: str) -> tuple[str | None, str]:
    """The name (Basic alone) and the token of an ``Authorization`` header."""
    scheme, _, rest = header.strip().partition(" ")
    rest = rest.strip()
    if scheme.casefold() == "bearer" and rest:
        return None, rest
    if scheme.casefold() == "basic" and rest:
        try:
            name, colon, secret = base64.b64decode(rest, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, ValueError):
            raise NotAnswered(401, "header", ASK) from None
        if colon and secret:
            return name.strip().casefold(), secret.strip()
    raise NotAnswered(401, "header", ASK)
