"""The first words of the overview: what they say, to whom, and that they cost nobody the page."""

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route

from db import engine as databases
from db.accounts import sessions, users
from db.errors import DatabaseMissing
from tests.support import pages
from tests.support.actors import OPERATOR
from tests.support.asgi import Answer, ask
from tests.support.databases import NOW, ROLES
from tests.support.glance import HTML, glance, parts_of, text_of
from ui.auth import door
from ui.glance import first, page, parts
from ui.server import middleware
from ui.visit import written

APP = Starlette(
    routes=[Route(f"/{name}", lambda _request: HTMLResponse(written.index())) for name in ("", "budget", "nothing")],
    middleware=[Middleware(one.cls, *one.args, **one.kwargs) for one in middleware()],
)
DAYS = (
    "?as_of=2021-07-31",
    "?as_of=2021-07-31&lang=en",
    "?as_of=2020-12-31&digits=thai",
    "?as_of=2021-06-30&seen=2021-07-01T03:00:00Z",
)
FIRST = r'<div id="first" inert>.*?</div><div id="root">'


@pytest.fixture(autouse=True)
def kept_words() -> None:
    """What was kept is of data that a test has put in place of others."""
    first._words_for.cache.clear()
    page._page_for.cache.clear()


def overview(query: str = "", user: str | None = "director", path: str = "/") -> Answer:
    return ask(APP, f"{path}{query}", cookie=pages.cookie(user) if user else None, headers=HTML)


def of_token(token: str) -> Answer:
    return ask(APP, f"/{DAYS[0]}", cookie=f"{pages.COOKIE}={token}", headers=HTML)


def shown(html: str) -> str:
    found = re.findall(FIRST, html, re.DOTALL)
    return str(found[0]) if found else ""


@pytest.mark.parametrize("query", DAYS)
def test_they_are_those_of_the_quick_page(query: str, home: Path) -> None:
    here, there = shown(overview(query).text), glance(query).text

    for pattern in (
        r'<a class="verdict.*?</a>',
        r'<p class="value">.*?</p>',
        r"<header.*?</header>",
        r'<a class="card".*?</a>',
    ):
        assert parts_of(here, pattern) == parts_of(there, pattern) != []
    assert len(parts_of(here, r'<p class="value">.*?</p>')) == 2


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_them_and_no_cache_keeps_them(role: str, home: Path) -> None:
    answer = overview(DAYS[0], role)

    assert "255,424 บาท" in text_of(shown(answer.text)) and answer.headers["cache-control"] == "no-store"
    assert "<title>ภาพรวม · " in answer.text and answer.text.count('<script async src="./scripts/first.js">') == 1


def test_a_stranger_reads_none_and_so_does_whose_sign_in_is_over_or_who_must_change_the_password(home: Path) -> None:
    assert overview(DAYS[0], None).status == 303

    engine = databases.engine()
    token = sessions.sign_in(engine, "director", NOW)
    assert shown(of_token(token).text)
    sessions.sign_out(engine, sessions.public_id(token), NOW)
    assert of_token(token).status == 303

    users.add(engine, "newcomer", "committee", actor=OPERATOR, now=NOW)
    page_of_newcomer = of_token(sessions.sign_in(engine, "newcomer", NOW))
    assert page_of_newcomer.status == 200 and "first" not in page_of_newcomer.text


def test_only_the_overview_has_them(home: Path) -> None:
    answer = overview(DAYS[0], path="/budget")
    assert answer.status == 200 and "first" not in answer.text and "<title>Streamlit</title>" in answer.text


def test_a_project_without_data_and_a_fault_leave_the_page_as_it_is(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: Any) -> str:
        raise ZeroDivisionError

    plain = written.page("").replace('lang="en"', 'lang="th"')
    monkeypatch.setattr(parts, "verdict", fails)
    assert overview(DAYS[0]).text == plain
    assert "first words" in caplog.text
    caplog.clear()
    first._words_for.cache.clear()
    monkeypatch.setattr(door, "person_at", lambda _connection: (_ for _ in ()).throw(DatabaseMissing))
    assert first.words({"type": "http", "headers": [], "query_string": b""}) is None
    assert caplog.text == ""


def test_what_a_project_is_called_can_not_become_a_part_of_the_page(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts.band, "stamps", lambda *_: ["<img src=x onerror=alert(1)>"])
    html = overview(DAYS[0]).text
    assert "<img" not in html and "&lt;img" in html


def test_they_are_made_once_for_each_state_of_the_data(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    real = parts.verdict
    monkeypatch.setattr(parts, "verdict", lambda *args: made.append(args) or real(*args))
    cookie = pages.cookie("director")
    shown_each = [
        shown(ask(APP, f"/{query}", cookie=cookie, headers=HTML).text) for query in (DAYS[0], DAYS[0], DAYS[1])
    ]

    assert all(shown_each) and shown_each[0] == shown_each[1] != shown_each[2]
    assert len(made) == 2
