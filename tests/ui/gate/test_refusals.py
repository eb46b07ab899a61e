"""What the door refuses is in the log of those who keep users: who, from where, why; and it waits for nothing."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from db import engine as databases
from db.accounts import audit, refusals, sessions
from db.errors import DatabaseMissing
from tests.support import pages
from tests.support.asgi import HOST, ask, knock, send_form
from ui.auth import door
from ui.auth.visitors import visitors
from ui.gate import sockets, table
from ui.gate.forms import first_admin, oidc, signing_in
from ui.gate.middleware import Door
from ui.gate.refusals import UNTOLD
from ui.screens.past import deed_words, detail_words
from words import languages

ROOT = Path(__file__).resolve().parents[3]
STREAM = table.STREAM
HERE = [("origin", f"http://{HOST}")]
ELSEWHERE = [("origin", "http://evil.example")]
AT = "127.0.0.1"
Told = list[tuple[str, str | None, str]]


@pytest.fixture
def app(home: Path) -> ASGIApp:
    """The forms behind the door."""
    routes = [*signing_in.routes(), *first_admin.routes(), *oidc.routes()]
    return Starlette(routes=routes, middleware=[Middleware(Door)])


@pytest.fixture
def told(home: Path) -> Callable[[], Told]:
    """Who was refused, from where and why, as the log has it once the server has written it."""
    last = max((event.id for event in audit.recent(databases.engine())), default=0)

    def read() -> Told:
        refusals.write(databases.engine(), door.utc_now())
        found = [e for e in audit.recent(databases.engine()) if e.id > last and e.action == refusals.BY_DOOR]
        return [(e.by, e.address, e.detail) for e in reversed(found)]

    return read


def worn(user: str = "staff") -> tuple[str, str]:
    token = pages.token(user)
    return f"{pages.COOKIE}={token}", sessions.public_id(token)


def upload(app: ASGIApp, cookie: str, session: str) -> object:
    return ask(app, f"{table.UPLOADS}{session}/1", "PUT", cookie, headers=HERE)


def strangers(app: ASGIApp) -> dict[str, Callable[[], object]]:
    """What somebody without a sign-in is refused for, and how."""
    sockets_of = [("sec-websocket-protocol", "streamlit")]
    return {
        "host": lambda: ask(app, "/", host="evil.example"),
        "origin": lambda: knock(app, STREAM, headers=[*ELSEWHERE, *sockets_of]),
        "method": lambda: ask(app, "/", "DELETE", headers=HERE),
        "nothing": lambda: ask(app, "/_stcore/metrics"),
        "form": lambda: send_form(app, "/signin", b"username=staff&password=x"),
        "too_large": lambda: send_form(app, "/signin", b"x" * 9_000),
        "cookie": lambda: ask(app, "/budget", cookie=f"{pages.COOKIE}=made-up"),
        "office": lambda: ask(app, "/oidc/callback?code=x&state=y"),
    }


@pytest.mark.parametrize("why", ["host", "origin", "method", "nothing", "form", "too_large", "cookie", "office"])
def test_a_stranger_who_is_refused_is_told_by_address(why: str, app: ASGIApp, told: Callable[[], Told]) -> None:
    for _ in range(3):
        strangers(app)[why]()

    assert told() == [("?", AT, f"gate.{why} 3")]


def test_whoever_is_signed_in_and_refused_is_told_by_name(app: ASGIApp, told: Callable[[], Told]) -> None:
    mine, sid = worn("staff")
    glance, glances = worn("director")
    visitors.began("mine", sid)
    visitors.began("glance", glances)
    ask(app, "/budget", cookie=mine)

    upload(app, glance, "mine")
    upload(app, glance, "glance")
    ask(app, "/signin", "POST", mine, headers=ELSEWHERE)
    knock(app, STREAM, headers=[*HERE, ("cookie", glance), ("sec-websocket-protocol", "streamlit, x, mine")])
    sockets.open_of["director"] = sockets.AT_ONCE
    knock(app, STREAM, headers=[*HERE, ("cookie", glance), ("sec-websocket-protocol", "streamlit")])
    del sockets.open_of["director"]

    assert sorted(told()) == sorted(
        [
            ("director", AT, "gate.not_yours"), ("director", AT, "gate.no_upload"), ("staff", AT, "gate.origin"),
            ("director", AT, "gate.session"), ("director", AT, "gate.busy"),
        ]
    )  # fmt: skip


def test_whoever_only_has_not_signed_in_yet_is_no_refusal(app: ASGIApp, told: Callable[[], Told]) -> None:
    over, sid = worn("staff")
    sessions.sign_out(databases.engine(), sid, door.utc_now())
    for cookie in (None, over):
        for path in ("/", "/budget", "/static/x.js", "/_stcore/health", "/s/abcdefghij", "/signin"):
            ask(app, path, cookie=cookie, headers=[("accept", "text/html")])
        knock(app, STREAM, headers=[*HERE, ("cookie", cookie or "x=y"), ("sec-websocket-protocol", "streamlit")])
    # A page that stood open while the server began anew takes up a session that nobody began here.
    mine, _ = worn("staff")
    knock(app, STREAM, headers=[*HERE, ("cookie", mine), ("sec-websocket-protocol", "streamlit, x, of before")])

    assert told() == []


def test_what_a_request_says_of_itself_is_not_in_the_log(app: ASGIApp, told: Callable[[], Told]) -> None:
    ask(app, "/secret-path?token=secret", "DELETE", "x=secret", headers=[*HERE, ("user-agent", "secret")])
    ask(app, "/", host="secret.example")
    send_form(app, "/signin", b"username=secret&password=secret")

    assert {detail for _, _, detail in told()} == {"gate.method", "gate.host", "gate.form"}
    assert "secret" not in repr(told())


def test_an_address_that_a_proxy_hands_on_is_cut_short(app: ASGIApp, told: Callable[[], Told]) -> None:
    ask(app, "/", "DELETE", client=("9" * 5_000, 1))

    ((_, address, _),) = told()
    assert address == "9" * 45


def test_a_refusal_waits_for_no_database(app: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where it does not answer: the log has it later."""

    def gone(*_args: object, **_more: object) -> Any:
        raise DatabaseMissing("gone")

    monkeypatch.setattr(refusals, "writing", gone)
    monkeypatch.setattr(door, "person_of", gone)

    for why, refused in strangers(app).items():
        if why != "cookie":  # that one is looked for in the database
            refused()
    assert len(refusals.refusals.due(databases.engine(), door.utc_now())) == len(strangers(app)) - 1


def test_every_reason_has_words_in_each_language() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "ui" / "gate").rglob("*.py"))
    reasons = set(re.findall(r'"(gate\.\w+)"', text)) - set(UNTOLD) | {refusals.MANY}
    assert len(reasons) > 12
    for reason in reasons:
        for lang in languages():
            said = detail_words(refusals.BY_DOOR, f"{reason} 37", lang)
            assert said.endswith(" ×37") and said != f"{reason} ×37", reason
    for lang in languages():
        assert deed_words(refusals.BY_DOOR, lang) != refusals.BY_DOOR
        assert detail_words(refusals.BY_RIGHT, "users 2", lang).endswith(" ×2")
