"""One short sentence in both languages for a request that is refused, with a number that the log has too."""

import logging
import secrets
from typing import Any

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Scope

from ui.text import t
from words import FALLBACK, FIRST

NO_STORE = {"Cache-Control": "no-store"}
log = logging.getLogger("otop")


def refusal(scope: Scope, status: int, key: str, *, as_json: bool = False, **params: Any) -> Response:
    """The answer; the log has its number, the address asked for and why it was refused, and nothing of who asked."""
    number = secrets.token_hex(4)
    log.info("refused %s: %s %s, %s", number, scope.get("method", "socket"), status, key)
    sentences = [t(key, FIRST, **params), t(key, FALLBACK, **params)]
    if as_json:
        return JSONResponse({"message": " ".join(sentences), "id": number}, status_code=status, headers=NO_STORE)
    return PlainTextResponse("\n".join([*sentences, number, ""]), status_code=status, headers=NO_STORE)
