"""Security headers on every answer.

The policy is computed from the installed wheel: Streamlit's page carries one inline script, allowed by its hash alone.
"""

import base64
import hashlib
import logging
import re
from functools import cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.app.static import static_folder
from ui.text import t
from words import known

INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

# Of a file that is no page: stricter, and without what concerns pages alone. A first visit fetches a hundred files, and
# what is said beside each weighs as much as many of them.
OF_A_FILE = "default-src 'self'; frame-ancestors 'none'"
BESIDE_A_FILE = {"X-Content-Type-Options": "nosniff"}
NO_PAGE = ("text/javascript", "text/css", "font/")  # what no policy acts on: no page, and no worker here

log = logging.getLogger("otop")


def page_with_inline_scripts() -> Path:
    """The HTML page that the server gives out and that holds a script of its own."""
    return static_folder() / "index.html"


def script_hashes(page: bytes) -> list[str]:
    """A source expression for each inline script of a page."""
    digests = [hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(page)]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


@cache
def content_security_policy() -> str:
    """The policy under which sign-in, uploader, editor and charts run with a silent console."""
    hashes = script_hashes(page_with_inline_scripts().read_bytes())
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {' '.join(hashes)}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'none'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def policy_of_a_page(style: str) -> str:
    """The policy of a page that the server makes: its one style sheet, its forms, our fonts, and nothing else."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src 'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'",
            "img-src data:",
            "font-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def fault(scope: Scope) -> PlainTextResponse:
    """The answer where the program failed: one sentence in the language of the link."""
    lang = known(HTTPConnection(scope).query_params.get("lang"))
    return PlainTextResponse(t("app.fault", lang) + "\n", status_code=500, headers={"Cache-Control": "no-store"})


class SecurityHeaders:
    """Adds the headers; a page that brings a stricter policy of its own keeps it.

    A fault within becomes a sentence here: the server's own answer to faults is given outside of every middleware,
    without the headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
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
                headers = MutableHeaders(scope=message)
                is_file = headers.get("Content-Security-Policy") == OF_A_FILE
                for name, value in (BESIDE_A_FILE if is_file else self.headers).items():
                    headers.setdefault(name, value)
                if is_file and headers.get("Content-Type", "").startswith(NO_PAGE):
                    del headers["Content-Security-Policy"]
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            if begun:  # too late for a sentence: the server breaks the answer off
                raise
            log.exception("no answer to %s %s", scope["method"], scope["path"])
            await fault(scope)(scope, receive, send_with_headers)
