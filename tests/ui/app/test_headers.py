"""Headers on every answer, and faults in a sentence."""

import base64
import hashlib

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.support.asgi import ask
from ui.app.headers import SecurityHeaders, content_security_policy, page_with_inline_scripts, script_hashes
from ui.text.words import t


def program(own_policy: str = "") -> ASGIApp:
    async def reached(request: Request) -> Response:
        return PlainTextResponse("reached", headers={"Content-Security-Policy": own_policy} if own_policy else {})

    return Starlette(routes=[Route("/{path:path}", reached)], middleware=[Middleware(SecurityHeaders)])


def failing(after: list[dict[str, object]]) -> ASGIApp:
    """A program that sends these messages and then fails."""

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        for message in after:
            await send(message)
        raise OverflowError("date value out of range")

    return Starlette(routes=[Mount("/", app=app)], middleware=[Middleware(SecurityHeaders)])


def test_the_hash_of_an_inline_script_is_that_of_its_exact_text() -> None:
    digest = base64.b64encode(hashlib.sha256(b"\n  a()\n").digest()).decode()

    assert script_hashes(b'<script src="x.js"></script><script>\n  a()\n</script>') == [f"'sha256-{digest}'"]


def test_the_page_with_an_inline_script_has_exactly_one_in_the_policy() -> None:
    hashes = script_hashes(page_with_inline_scripts().read_bytes())

    assert len(hashes) == 1
    assert hashes[0] in content_security_policy()


def test_scripts_run_from_here_or_by_hash_alone() -> None:
    scripts = next(part for part in content_security_policy().split("; ") if part.startswith("script-src"))

    assert "unsafe" not in scripts
    assert "http" not in content_security_policy()
    assert "frame-ancestors 'none'" in content_security_policy()


def test_every_answer_carries_the_headers() -> None:
    answer = ask(program(), "/anything")

    assert answer.text == "reached"
    assert answer.headers["content-security-policy"] == content_security_policy()
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_a_page_that_brings_a_policy_of_its_own_keeps_it() -> None:
    answer = ask(program("default-src 'none'"), "/anything")

    assert answer.headers["content-security-policy"] == "default-src 'none'"
    assert answer.headers["x-frame-options"] == "DENY"


def test_a_fault_is_told_in_a_sentence_under_the_same_headers(caplog: pytest.LogCaptureFixture) -> None:
    answer = ask(failing([]), "/files/export/groups.csv?lang=en")

    assert (answer.status, answer.text.strip()) == (500, t("app.fault", "en"))
    assert answer.headers["content-security-policy"] == content_security_policy()
    assert answer.headers["cache-control"] == "no-store"
    assert "date value out of range" in caplog.text


def test_an_answer_that_was_begun_is_broken_off_and_never_made_two() -> None:
    with pytest.raises(OverflowError):
        ask(failing([{"type": "http.response.start", "status": 200, "headers": []}]), "/")
