"""What a browser that was never here fetches, and that what it fetched is enough."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.support.browser import BAND, PHONE, NewPage, arrive, settle, until
from tests.support.server import Server
from ui import fonts
from ui.server import ICON
from ui.visit import written

MOST_BYTES = 1_000_000
ICONS = """() => [...document.querySelectorAll('[data-testid=stIconMaterial]')]
  .filter(e => e.getBoundingClientRect().width > 1.5 * parseFloat(getComputedStyle(e).fontSize))
  .map(e => e.innerText)"""

SHIFTS = """(() => {
  window.moved = 0;
  const add = (one) => (window.moved += one.hadRecentInput ? 0 : one.value);
  new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type: "layout-shift", buffered: true });
})()"""
HEARD = "[...document.querySelectorAll('strong')].filter(e => !e.closest('[inert]')).map(e => e.innerText)"


def fetched(browser: Browser, server: Server, link: str, encoding: str) -> dict[str, tuple[int, str]]:
    """Each address that a first visit fetches, with its bytes on the way and how they were packed."""
    context = browser.new_context(viewport={"width": PHONE["width"], "height": PHONE["height"]})
    found: dict[str, tuple[int, str]] = {}
    try:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.setExtraHTTPHeaders", {"headers": {"Accept-Encoding": encoding}})
        asked: dict[str, Any] = {}
        devtools.on("Network.responseReceived", lambda event: asked.update({event["requestId"]: event["response"]}))

        def ended(event: Any) -> None:
            answer = asked.get(event["requestId"])
            if answer and answer["url"].startswith(server.address):
                headers = {name.lower(): value for name, value in answer["headers"].items()}
                path = answer["url"].removeprefix(server.address).partition("?")[0]
                found[path] = (event["encodedDataLength"], headers.get("content-encoding", ""))

        devtools.on("Network.loadingFinished", ended)
        arrive(page, server, "director", link)
        settle(page)
        page.locator("[data-testid=stVegaLiteChart] svg").first.wait_for()
    finally:
        context.close()
    return found


def test_the_tab_has_the_icon_of_the_program(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "")
    settle(page)
    address = page.locator("link[rel~=icon]").evaluate("link => link.href")

    with server.open(address.removeprefix(server.address), server.cookie_of("director")) as answer:
        assert answer.read() == ICON.read_bytes()


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_first_visit_is_light_and_asks_for_nothing_that_was_not_asked_for_ahead(
    encoding: str, browser: Browser, server: Server
) -> None:
    found = fetched(browser, server, "?as_of=2021-07-31", encoding)

    assert sum(size for size, _ in found.values()) <= MOST_BYTES
    scripts = {path.removeprefix("/") for path in found if path.startswith("/static/js/")}
    wanted = {*written.chunks(written.FIRST, written.OVERVIEW), written.together_address()}
    assert scripts == wanted, "and fetches all that was"
    faces = {path.rpartition("/")[2] for path in found if path.endswith((".woff2", ".ttf"))}
    assert faces == {fonts.of_pages(name.removesuffix(".ttf")) for name in (*fonts.OF_SCREENS, fonts.ICONS)}
    ours = [path for path in found if path.startswith("/static/") and path.endswith((".js", ".css"))]
    assert [path for path in ours if found[path][1] != encoding] == []


@pytest.mark.parametrize("path", ["", "groups", "budget", "upload", "history", "reports"])
def test_no_icon_is_read_as_its_name(path: str, new_page: NewPage, server: Server) -> None:
    page: Page = new_page()
    arrive(page, server, "staff", path)
    settle(page)
    page.locator(BAND).wait_for()

    assert page.locator("[data-testid=stIconMaterial]").count() > 3
    assert page.evaluate(ICONS) == []


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("look", [PHONE, {"width": 1366, "height": 768}], ids=["phone", "screen"])
def test_the_first_words_are_there_before_any_script_and_give_way_without_a_jump(
    look: dict[str, Any], lang: str, new_page: NewPage, server: Server
) -> None:
    page = new_page(**look)
    page.add_init_script(SHIFTS)
    page.context.add_cookies(
        [{"name": server.cookie_name, "value": server.token_of("director"), "url": server.address}]
    )
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/static/js/index.*.js", hold)
    link = f"{server.address}/?as_of=2021-07-31&lang={lang}"
    page.goto(link, referer=f"{server.address}/glance", wait_until="commit")
    first = page.locator("#first")
    first.locator(".verdict").wait_for()
    until(page, lambda: bool(held))
    said = [first.locator("strong").inner_text(), *first.locator(".value").all_inner_texts()]
    assert page.locator("[data-testid=stApp]").count() == 0 and page.evaluate(HEARD) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    for route in held:
        route.continue_()
    first.wait_for(state="detached")
    assert page.locator(".st-key-verdict strong").inner_text() == said[0]
    assert page.evaluate(HEARD).count(said[0]) == 1
    settle(page)
    shown = page.locator("[data-testid=stMain]").inner_text()
    assert all(value in shown for value in said)
    assert page.evaluate("window.moved") < 0.05


def test_whatever_the_page_says_instead_of_its_sentence_is_seen(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "?as_of=2021-07-31")
    page.goto(f"{server.address}/?as_of=2021-07-31&project=none", referer=f"{server.address}/glance")
    page.locator(BAND).wait_for()
    assert page.locator("#first").count() == 0
