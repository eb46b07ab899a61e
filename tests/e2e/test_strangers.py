"""The first request of a stranger to each page's link, each on a server started for it alone: the form alone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.server import Server
from tests.support.wire import Visit, elements, kinds_sent, text_sent
from ui.auth import door, menu, tokens
from ui.text.words import t
from words import catalogue

PAGES = sorted(menu.known())
FORM = {"html", "markdown", "button", "heading", "text_input"}
# new_session and the like keep the tab going; they hold the program's settings and no word of a page
MESSAGES = {"new_session", "session_status_changed", "session_event", "page_config_changed", "navigation"}
MESSAGES |= {"delta", "script_finished"}


@pytest.fixture(scope="module")
def first_visits(new_server: Callable[..., Server]) -> dict[str, Visit]:
    """The very first visit that a server had, for each page a server of its own."""
    servers = {page: new_server().start() for page in PAGES}
    visits = {}
    for page, server in servers.items():
        with Visit(server.wait().address) as visits[page]:
            visits[page].ask(page)
    return visits


def test_every_page_of_the_program_has_a_link() -> None:
    scripts = {path.stem for path in (Path(menu.FOLDER)).glob("*.py")}

    assert {entry.name for entry in menu.known().values()} == scripts


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "overview")
def test_a_stranger_is_sent_the_form_and_nothing_else(page: str, first_visits: dict[str, Visit]) -> None:
    sent = first_visits[page].received

    assert kinds_sent(sent) <= MESSAGES
    assert {kind for kind, _ in elements(sent)} <= FORM
    assert [e.label for kind, e in elements(sent) if kind == "text_input"] == [t("signin.name"), t("signin.password")]
    assert t("signin.submit") in [e.label for kind, e in elements(sent) if kind == "button"]
    said = text_sent(sent)
    for key, words in catalogue().items():
        if key.startswith(("nav.", "band.", "overview.", "kpi.")):
            assert words["th"] not in said, key
            assert words["en"] not in said, key
    for secret in ("phetchaburi", "เพชรบุรี", "885,000", "chief", str(menu.FOLDER)):
        assert secret not in said


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "overview")
def test_the_menu_of_a_stranger_is_hidden_and_names_no_page(page: str, first_visits: dict[str, Visit]) -> None:
    visit = first_visits[page]

    menus = [m.navigation for m in visit.received if m.WhichOneof("type") == "navigation"]
    assert [menu.position for menu in menus] == [menus[0].Position.HIDDEN]
    assert {entry.page_name for entry in menus[0].app_pages} == {t("signin.title")}
    assert all(entry.is_hidden for entry in menus[0].app_pages)
    assert visit.page_hash == next(p.page_script_hash for p in menus[0].app_pages if p.url_pathname == page)


@pytest.mark.parametrize("kind", ["nonsense", "another key", "expired", "never issued", "not signed"])
def test_a_cookie_that_is_not_ours_opens_nothing(kind: str, server: Server) -> None:
    now = door.utc_now().replace(microsecond=0)
    key = tokens.signing_key(server.folder)
    claims = tokens.Claims("chief", "made-up", now, now + timedelta(days=1))
    cookie = {
        "nonsense": "x.y.z",
        "another key": tokens.encode(claims, b"k" * 32),
        "expired": tokens.encode(tokens.Claims("chief", "x", now - timedelta(days=9), now - timedelta(days=1)), key),
        "never issued": tokens.encode(claims, key),
        "not signed": tokens.encode(claims, key).rsplit(".", 1)[0] + ".",
    }[kind]

    with Visit(server.address, cookie=f"{tokens.COOKIE}={cookie}") as visit:
        sent = visit.ask("budget")

    assert {kind for kind, _ in elements(sent)} <= FORM
