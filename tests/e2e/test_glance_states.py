"""The quick page in each state, as a phone's browser shows it, light, dark and on paper: nothing is cut.

``OTOP_PICTURES`` names a folder for what was seen.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import pytest
from playwright.sync_api import Page, Route

from core.figures import compute
from db.chain import keys
from tests.support.asgi import Answer, ask
from tests.support.browser import AXE, CUT, PHONE, RUN_AXE, SMALL, WIDE, NewPage
from tests.support.databases import CHAIN_KEY
from tests.support.glance import APP, HTML, STATES, parts_of
from tests.support.pages import COOKIE
from tests.support.server import Server, database_url
from tests.support.uploads import CODE
from ui.glance import first
from ui.glance import page as glance
from ui.request import load

ASKED = {"on_course": "?as_of=2021-07-31", "looking_back": "?as_of=2021-04-30", "no_data": f"?project={CODE}"}
EACH = (*ASKED, *STATES)


@pytest.fixture
def same_data(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process sees the server's data."""
    monkeypatch.setenv("OTOP_DATA", str(server.folder))
    monkeypatch.setenv("DATABASE_URL", database_url(server.folder))
    monkeypatch.setenv(keys.VARIABLE, CHAIN_KEY)
    for kept in (glance._page_for, first._words_for):
        kept.cache.clear()
    yield
    for kept in (glance._page_for, first._words_for):
        kept.cache.clear()


def answer_in(state: str, more: str, server: Server) -> Answer:
    """The page of a state: over the samples, or over data that have it."""
    query, cookie = ASKED.get(state, "?") + more, f"{COOKIE}={server.token_of('director')}"
    with ExitStack() as over, ThreadPoolExecutor(1) as apart:  # this thread has a loop of Playwright's
        if state in STATES:
            data, today = STATES[state]
            over.enter_context(patch.object(load, "view", lambda _session: data))
            over.enter_context(patch.object(load, "figures", lambda _session, seen: compute(seen, today)))
        return apart.submit(ask, APP, f"/glance{query}", cookie=cookie, headers=HTML).result()


def open_in(browser_page: Page, server: Server, answer: Answer) -> None:
    """Show an answer under the server's own address, with the policy that it came with."""

    def give(route: Route) -> None:
        route.fulfill(status=answer.status, headers=dict(answer.headers), body=answer.content)

    cookie = {"name": server.cookie_name, "value": server.token_of("director"), "url": server.address}
    browser_page.context.add_cookies([cookie])
    browser_page.route("**/glance?*", give)
    browser_page.goto(f"{server.address}/glance?state")
    browser_page.unroute("**/glance?*")


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("state", EACH)
def test_each_state_fits_a_phone_and_paper_and_can_be_read_aloud(
    state: str, lang: str, new_page: NewPage, server: Server, same_data: None
) -> None:
    answer = answer_in(state, f"&lang={lang}&digits={'thai' if lang == 'th' else ''}", server)
    assert answer.status == 200 and len(parts_of(answer.text, r'<a class="verdict.*?</a>')) == 1
    for look in ("light", "dark", "print"):
        seen = new_page(**{**PHONE, "color_scheme": "dark" if look == "dark" else "light"})
        seen.emulate_media(media="print" if look == "print" else "screen")
        open_in(seen, server, answer)
        if folder := os.environ.get("OTOP_PICTURES"):
            seen.screenshot(path=Path(folder) / f"glance-{state}-{lang}-{look}.png", full_page=True)
        seen.evaluate(AXE)

        assert seen.evaluate(RUN_AXE) == []
        small = [] if look == "print" else seen.evaluate(SMALL)
        assert [seen.evaluate(WIDE), small, seen.evaluate(CUT)] == [False, [], []]
