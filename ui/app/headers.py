"""Security headers on every answer, and the doors of the server that stay shut.

The policy is computed from the installed wheels: Streamlit's page and the cookie component's page each carry one inline
script, allowed by its hash alone. ``frame-ancestors 'self'``, not ``'none'``: the cookie component lives in a frame.
"""

import base64
import hashlib
import logging
import re
from collections.abc import Awaitable, Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.text import t
from words import known

INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
SHUT = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
UPLOADS = "/_stcore/upload_file"
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

MayUpload = Callable[[HTTPConnection], "str | None"]
log = logging.getLogger("otop")


def pages_with_inline_scripts() -> list[Path]:
    """The HTML pages that the server gives out and that hold a script of their own."""
    component = _folder_of("extra_streamlit_components") / "CookieManager" / "frontend" / "build"
    return [_folder_of("streamlit") / "static" / "index.html", component / "index.html"]


def _folder_of(package: str) -> Path:
    """Where a package is installed, found without importing it."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def script_hashes(page: bytes) -> list[str]:
    """A source expression for each inline script of a page."""
    digests = [hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(page)]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


@cache
def content_security_policy() -> str:
    """The policy under which sign-in, uploader, editor and charts run with a silent console."""
    hashes = [h for page in pages_with_inline_scripts() for h in script_hashes(page.read_bytes())]
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {' '.join(hashes)}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def fault(scope: Scope) -> PlainTextResponse:
    """The answer where the program failed: one sentence in the language of the link."""
    lang = known(HTTPConnection(scope).query_params.get("lang"))
    return PlainTextResponse(t("app.fault", lang) + "\n", status_code=500, headers={"Cache-Control": "no-store"})


class SecurityHeaders:
    """Adds the headers, answers 404 for shut doors, and lets only a signed-in person send a file.

    ``may_upload`` returns a sentence of refusal, or ``None`` where the sender may go on. A fault within becomes a
    sentence here: the server's own answer to faults is given outside of every middleware, without the headers.
    """

    def __init__(self, app: ASGIApp, may_upload: MayUpload) -> None:
        self.app, self.may_upload = app, may_upload
        self.headers = {**FIXED, "Content-Security-Policy": content_security_policy()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; anything but HTTP passes untouched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        try:
            refusal = await self._refusal(scope)
            await (refusal or self.app)(scope, receive, send_with_headers)
        except Exception:
            if begun:  # too late for a sentence: the server breaks the answer off
                raise
            log.exception("no answer to %s %s", scope["method"], scope["path"])
            await fault(scope)(scope, receive, send_with_headers)

    async def _refusal(self, scope: Scope) -> Callable[[Any, Any, Any], Awaitable[None]] | None:
        path = str(scope["path"])
        if any(door in path for door in SHUT):  # under whatever base path
            return PlainTextResponse("Not Found", status_code=404)
        if UPLOADS in path and scope["method"] in ("PUT", "POST"):
            sentence = await run_in_threadpool(self.may_upload, HTTPConnection(scope))
            if sentence is not None:
                return PlainTextResponse(sentence, status_code=401)
        return None
