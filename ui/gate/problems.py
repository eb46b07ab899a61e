"""A refusal as programs read it: ``application/problem+json`` (RFC 9457), a sentence with its remedy in one language.

The language is that of ``lang=`` in the address, else the first of ``Accept-Language`` that there is, else the
office's.
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import Headers, QueryParams
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from ui.logs import numbered
from ui.request import link
from ui.text import t
from words import FIRST, languages

MEDIA_TYPE = "application/problem+json"
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
PAGE = "/api"  # where these are explained, by the status that each comes with; all others explain themselves
EXPLAINED = {
    401: ("no_token", "header", "token_wrong", "token_ended", "token_revoked", "token_owner_off"),
    429: ("token_wait",),
    400: ("token_in_address", "query", "language", "day", "instant", "number"),
    403: ("of_whole",),
    404: ("project", "nothing", "no_data"),
    406: ("format",),
}
CODES = {code: status for status, codes in EXPLAINED.items() for code in codes}
OTHER = "about:blank"  # RFC 9457: the problem is what its status says
log = logging.getLogger("otop")


def language(scope: Scope) -> str:
    """The language in which a program is answered."""
    asked = QueryParams(scope.get("query_string", b"")).get("lang")
    if asked in languages():
        return str(asked)
    for part in Headers(scope=scope).get("accept-language", "").split(","):
        tag, _, weight = part.strip().partition(";")
        code = tag.split("-")[0].strip().lower()
        if code in languages() and weight.replace(" ", "") not in ("q=0", "q=0.0"):
            return code
    return FIRST


def problem(
    scope: Scope, status: int, key: str, headers: Mapping[str, str] | None = None, **params: object
) -> Response:
    """The answer. ``key`` is that of the sentence; its last word is the ``code`` that programs know it by."""
    return told(scope, status, t(key, language(scope), **params), key.rpartition(".")[2], headers)


def told(scope: Scope, status: int, detail: str, code: str, headers: Mapping[str, str] | None = None) -> Response:
    """The same of a sentence that is written already."""
    number = numbered.number()
    log.info("refused %s: %s %s, %s", number, scope.get("method", "socket"), status, code)
    content = {
        "type": f"{link.base_path()}{PAGE}#{code}" if code in CODES else OTHER,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "instance": f"urn:otop:request:{number}",
    }
    own = {**HEADERS, "Content-Language": language(scope), "Vary": "Accept-Language", **(headers or {})}
    return JSONResponse(content, status_code=status, headers=own, media_type=MEDIA_TYPE)
