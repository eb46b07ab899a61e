"""The policy of every kind of answer, compared with what is written here: to loosen it is a decision, no slip."""

import re
from collections.abc import Callable

import pytest

from tests.support.guest import Guest
from tests.support.server import Server
from ui import fonts
from ui.visit import written

HOUSE = (
    "default-src 'self'; script-src 'self' 'sha256-*'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'none'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
DOOR = (
    "default-src 'none'; style-src 'sha256-*'; img-src data:; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
BESIDE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
NONE = ""  # of a file that is named by its content, and that no browser shows as a page
# Who asks, for what, how; the status and the policy of the answer.
KINDS: dict[str, tuple[str, str, str, int, str]] = {
    "a page": ("director", "/", "GET", 200, HOUSE),
    "a page by its name": ("director", "/budget", "GET", 200, HOUSE),
    "a page that is none": ("director", "/nothing", "GET", 303, HOUSE),
    "a file of the page": ("director", "/static/manifest.json", "GET", 200, HOUSE),
    "a font": ("director", "/fonts/Sarabun-Regular.ttf", "GET", 200, HOUSE),
    "a font of the pages": ("director", f"/fonts/pages/{fonts.of_pages(fonts.ICONS)}", "GET", 200, NONE),
    "styles that the program writes": ("director", f"/{written.styles_address()}", "GET", 200, NONE),
    "the quick page": ("director", "/glance", "GET", 200, DOOR),
    "an export": ("director", "/files/export/groups.csv", "GET", 200, HOUSE),
    "a short link that is none": ("director", "/s/aaaaaaaaaa", "GET", 404, HOUSE),
    "media that are none": ("director", "/media/0.csv", "GET", 404, HOUSE),
    "the framework's health": ("director", "/_stcore/health", "GET", 200, HOUSE),
    "its settings": ("director", "/_stcore/host-config", "GET", 200, HOUSE),
    "an address that is shut": ("director", "/_stcore/metrics", "GET", 404, HOUSE),
    "a method that is not taken": ("director", "/budget", "DELETE", 405, HOUSE),
    "a file that is not taken": ("director", "/_stcore/upload_file/x/y", "PUT", 403, HOUSE),
    "signing in": ("", "/signin", "GET", 200, DOOR),
    "the letters of it": ("", "/signin/thai.woff", "GET", 200, HOUSE),
    "setting up": ("", "/setup", "GET", 303, HOUSE),
    "health": ("", "/healthz", "GET", 200, HOUSE),
    "readiness": ("", "/readyz", "GET", 200, HOUSE),
    "a stranger on a page": ("", "/budget", "GET", 303, HOUSE),
    "a stranger at a file": ("", "/files/export/groups.csv", "PUT", 405, HOUSE),
    "a stranger's upload": ("", "/_stcore/upload_file/x/y", "PUT", 401, HOUSE),
}


def policy(found: str) -> str:
    """A policy with each hash as one sign: it moves with the text that it is of."""
    return re.sub(r"'sha256-[A-Za-z0-9+/=]{44}'", "'sha256-*'", found)


@pytest.fixture(scope="module")
def ask(server: Server) -> Callable[..., object]:
    """One request of a role, or of a stranger."""
    cookies = {"director": {"Cookie": server.cookie_of("director")}, "": {}}
    return lambda who, path, method: Guest(server.address, {"Origin": server.address, **cookies[who]}).ask(path, method)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_answer_has_the_policy_that_is_written_here(kind: str, ask: Callable[..., object]) -> None:
    who, path, method, status, expected = KINDS[kind]
    answer = ask(who, path, method)

    assert (answer.status, policy(answer.headers.get("content-security-policy", ""))) == (status, expected)
    beside = {"x-content-type-options": "nosniff"} if expected == NONE else BESIDE
    assert {name: answer.headers[name] for name in BESIDE if name in answer.headers} == beside
    assert re.fullmatch("" if expected == NONE else "[0-9a-f]{8}", answer.headers.get("x-request-id", ""))


def test_a_refusal_has_the_number_of_its_header(server: Server) -> None:
    guest = Guest(server.address, {"Host": "evil.example"})
    first, second = guest.ask("/"), guest.ask("/")

    assert first.text.splitlines()[-1] == first.headers["x-request-id"] != second.headers["x-request-id"]
    assert Guest(server.address, {"X-Request-Id": "chosen"}).ask("/healthz").headers["x-request-id"] != "chosen"
