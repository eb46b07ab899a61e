"""A phone's first address leads to the quick page; nothing else does, and a choice holds."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import engine as databases
from db.accounts import users
from tests.support import pages
from tests.support.actors import admin
from tests.support.asgi import HOST, Answer, Pairs, ask
from tests.support.glance import APP, OVERVIEW

ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17 Mobile Safari/604.1"
LINE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36 Line/14.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
TABLET = "Mozilla/5.0 (Linux; Android 14; Tab S9) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def first(
    path: str = "/", agent: str = ANDROID, user: str = "director", method: str = "GET", more: Pairs = ()
) -> Answer:
    """The answer to a browser that opens an address by itself."""
    headers = [("accept", "text/html,*/*"), ("user-agent", agent), *more]
    return ask(APP, path, method, pages.cookie(user), headers=headers)


def led(answer: Answer) -> str | None:
    return answer.headers["location"] if answer.status == 303 else None


@pytest.mark.parametrize("agent", [ANDROID, IPHONE, LINE])
def test_a_phone_is_led_to_the_quick_page(agent: str, home: Path) -> None:
    answer = first(agent=agent)

    assert led(answer) == "/glance" and answer.headers["cache-control"] == "no-store"
    assert led(first("/?lang=en&digits=thai", agent)) == "/glance?lang=en&digits=thai"


@pytest.mark.parametrize("agent", [DESK, TABLET, ""])
def test_another_screen_is_not(agent: str, home: Path) -> None:
    assert first(agent=agent).text == OVERVIEW


def test_what_the_browser_says_of_itself_goes_before_its_name(home: Path) -> None:
    assert led(first(agent=DESK, more=[("sec-ch-ua-mobile", "?1")])) == "/glance"
    assert first(agent=ANDROID, more=[("sec-ch-ua-mobile", "?0")]).text == OVERVIEW


@pytest.mark.parametrize(
    "query", ["as_of=2021-06-30", "project=x", "seen=x", "amphoe=%E0", "about=x", "gone=x", "x", "lang=en&as_of=x"]
)
def test_a_link_that_asks_for_something_gets_it(query: str, home: Path) -> None:
    assert first(f"/?{query}").text == OVERVIEW


@pytest.mark.parametrize("path", ["/signin", "/setup", "/oidc/callback"])
def test_who_has_just_signed_in_comes_for_the_first_time(path: str, home: Path) -> None:
    assert led(first(more=[("referer", f"http://{HOST}{path}?next=x")])) == "/glance"
    assert led(first(more=[("referer", "https://mail.example/")])) == "/glance"


@pytest.mark.parametrize("path", ["/glance", "/glance?lang=en", "/", "/budget"])
def test_who_comes_from_within_or_loads_the_page_again_stays(path: str, home: Path) -> None:
    assert first(more=[("referer", f"http://{HOST}{path}")]).text == OVERVIEW


def test_only_a_document_is_led(home: Path) -> None:
    for dest in ("empty", "iframe", "image"):
        assert first(more=[("sec-fetch-dest", dest)]).text == OVERVIEW
    assert first(method="HEAD").status == 200
    assert led(first("/budget")) != "/glance"


def test_a_choice_holds_until_another(home: Path) -> None:
    engine = databases.engine()

    users.open_full(engine, "staff", full=True, now=NOW)
    assert first(user="staff").text == OVERVIEW
    assert led(first(user="director")) == "/glance"
    users.open_full(engine, "staff", full=False, now=NOW)
    assert led(first(user="staff")) == "/glance"


def test_a_one_time_password_is_changed_on_the_full_page(home: Path) -> None:
    users.add(databases.engine(), "arrival", "director", actor=admin("test"), now=NOW)

    assert first(user="arrival").text == OVERVIEW
