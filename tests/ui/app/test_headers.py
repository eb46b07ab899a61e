"""Headers on every answer, shut doors, and files from signed-in senders alone."""

import base64
import hashlib
from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.support.asgi import ask
from ui.app.headers import SecurityHeaders, content_security_policy, pages_with_inline_scripts, script_hashes
from ui.text.words import t


def program(may_upload: Callable[[HTTPConnection], str | None]) -> ASGIApp:
    async def reached(request: Request) -> Response:
        return PlainTextResponse("reached")

    routes = [Route("/{path:path}", reached, methods=["GET", "PUT", "POST"])]
    return Starlette(routes=routes, middleware=[Middleware(SecurityHeaders, may_upload=may_upload)])


def failing(after: list[dict[str, object]]) -> ASGIApp:
    """A program that sends these messages and then fails."""

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        for message in after:
            await send(message)
        raise OverflowError("date value out of range")

    return Starlette(routes=[Mount("/", app=app)], middleware=[Middleware(SecurityHeaders, may_upload=lambda _c: None)])


def test_the_hash_of_an_inline_script_is_that_of_its_exact_text() -> None:
    digest = base64.b64encode(hashlib.sha256(b"\n  a()\n").digest()).decode()

    assert script_hashes(b'<script src="x.js"></script><script>\n  a()\n</script>') == [f"'sha256-{digest}'"]


@pytest.mark.parametrize("page", pages_with_inline_scripts(), ids=lambda p: p.parent.name)
def test_each_page_with_an_inline_script_has_exactly_one_in_the_policy(page: object) -> None:
    hashes = script_hashes(page.read_bytes())  # type: ignore[attr-defined]

    assert len(hashes) == 1
    assert hashes[0] in content_security_policy()


def test_scripts_run_from_here_or_by_hash_alone() -> None:
    scripts = next(part for part in content_security_policy().split("; ") if part.startswith("script-src"))

    assert "unsafe" not in scripts
    assert "http" not in content_security_policy()
    assert "frame-ancestors 'self'" in content_security_policy()


def test_every_answer_carries_the_headers() -> None:
    answer = ask(program(lambda _c: None), "/anything")

    assert answer.text == "reached"
    assert answer.headers["content-security-policy"] == content_security_policy()
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/otop/_stcore/metrics",
        "/_stcore/agent/interact",
        "/_stcore/agent/openapi.json",
        "/_stcore/script-health-check",
    ],
)
def test_shut_doors_answer_not_found(path: str) -> None:
    answer = ask(program(lambda _c: None), path)

    assert answer.status == 404
    assert "reached" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_fault_is_told_in_a_sentence_under_the_same_headers(caplog: pytest.LogCaptureFixture) -> None:
    answer = ask(failing([]), "/files/export/groups.csv?lang=en")

    assert (answer.status, answer.text.strip()) == (500, t("app.fault", "en"))
    assert answer.headers["content-security-policy"] == content_security_policy()
    assert answer.headers["cache-control"] == "no-store"
    assert "date value out of range" in caplog.text


def test_an_answer_that_was_begun_is_broken_off_and_never_made_two() -> None:
    with pytest.raises(OverflowError):
        ask(failing([{"type": "http.response.start", "status": 200, "headers": []}]), "/")


def test_a_file_is_taken_from_a_signed_in_sender_alone() -> None:
    refusing, allowing = program(lambda _c: "โปรดเข้าสู่ระบบ"), program(lambda _c: None)
    door = "/_stcore/upload_file/session/file"

    assert ask(refusing, door, "PUT").status == 401
    assert ask(refusing, door, "POST").text == "โปรดเข้าสู่ระบบ"
    assert ask(allowing, door, "PUT").text == "reached"
    assert ask(refusing, "/other").text == "reached"
