"""Real servers and the system's Chromium for the tests of this folder."""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect, sync_playwright

from tests.support import talk
from tests.support.chromium import FLAGS, find_browser
from tests.support.server import Server, copy_of, filled

# On a page's address Streamlit's client first tries that address as its base, and is told that it is not.
PROBE = re.compile(r"/[a-z]+/_stcore/(health|host-config)$")
expect.set_options(timeout=15_000)  # a slow machine is no fault of the program
STORED = "cookies,local_storage,indexeddb,cache_storage,service_workers"
NO_BROWSER = "no Chromium, Chrome or Edge was found on this machine"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[str, str]]]:
    """A database with samples, four users who never signed in, and four who did; copied for each server."""
    folder = tmp_path_factory.mktemp("template")
    return folder, filled(folder)


@pytest.fixture(scope="session")
def new_server(
    template: tuple[Path, dict[str, tuple[str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Server]]:
    """Make a server on a copy of the template; not started yet, stopped at the end."""
    made: list[Server] = []

    def make(**options: Any) -> Server:
        server = Server(
            copy_of(template[0], tmp_path_factory.mktemp("server")), template[1], **{"warm": True, **options}
        )
        made.append(server)
        return server

    yield make
    for server in made:
        if hasattr(server, "process"):
            server.stop()
        server.engine.dispose()


@pytest.fixture(scope="session")
def server(new_server: Callable[..., Server]) -> Server:
    """One server for all tests that do not need a fresh one."""
    return new_server().start().wait()


@pytest.fixture(scope="session")
def freshest() -> list[Server]:
    """The server that the last test was given for itself."""
    return []


@pytest.fixture
def fresh(new_server: Callable[..., Server], freshest: list[Server]) -> Server:
    """A server whose data a test may change. The one before it ends only now, when no page looks at it any more."""
    while freshest:
        freshest.pop().stop()
    freshest.append(new_server().start().wait())
    return freshest[-1]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, once."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium. Without one: skip, or fail where ``OTOP_REQUIRE_BROWSER=1``."""
    program = find_browser()
    if program is None:
        if os.environ.get("OTOP_REQUIRE_BROWSER") == "1":
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    running = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def idle(browser: Browser) -> dict[str, list[BrowserContext]]:
    """Visitors whose tests are over, by how they look at pages. Scripts that they have fetched stay fetched."""
    return defaultdict(list)


@pytest.fixture
def new_page(browser: Browser, server: Server, idle: dict[str, list[BrowserContext]]) -> Iterator[Callable[..., Page]]:
    """Open a tab of a visitor nobody knows. Any error in it, or a request to another host, fails the test."""
    troubles: list[str] = []
    origins: set[str] = set()
    visitors: list[tuple[str, BrowserContext]] = []

    def make(width: int = 1366, height: int = 768, **options: Any) -> Page:
        look = repr((width, height, sorted(options.items())))
        known = idle[look]
        context = (
            known.pop() if known else heard(browser.new_context(viewport={"width": width, "height": height}, **options))
        )
        context.set_default_timeout(30_000)
        visitors.append((look, context))
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
        page.on("console", lambda message: troubles.extend(trouble_of(message)))
        page.on("request", lambda request: troubles.extend(stray(request.url)))
        page.on("request", lambda request: origins.add("{0.scheme}://{0.netloc}".format(urlsplit(request.url))))
        return page

    yield make
    for look, context in visitors:
        forget(context, origins)
        idle[look].append(context)
    assert not troubles, troubles


def heard(context: BrowserContext) -> BrowserContext:
    """A new visitor, whose pages are listened to."""
    talk.listen(context)
    return context


def forget(context: BrowserContext, origins: Iterable[str]) -> None:
    """Close a visitor's tabs and empty what pages have stored; only what is fetched without asking again is kept."""
    blank = context.new_page()
    for page in context.pages:
        if page != blank:
            page.close()
    context.clear_cookies()
    devtools = context.new_cdp_session(blank)
    for origin in origins:
        if origin.startswith("http"):
            devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": STORED})
    blank.close()


def trouble_of(message: ConsoleMessage) -> list[str]:
    """What an error on the console says; the client's probe of its base is none."""
    if message.type != "error" or PROBE.search(message.location.get("url", "")):
        return []
    return [f"console: {message.text} {message.location.get('url', '')}"]


def stray(url: str) -> list[str]:
    """A request that leaves this machine."""
    own = ("http://127.0.0.1:", "https://127.0.0.1:", "ws://127.0.0.1:", "wss://127.0.0.1:", "data:", "blob:")
    return [] if url.startswith(own) else [f"request to {url}"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever opens a page is a browser test."""
    for item in items:
        if "new_page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say aloud when browser tests did not run."""
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(r.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser tests skipped: {NO_BROWSER}")
