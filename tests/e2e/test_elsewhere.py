"""A project of another province in a real browser: nothing on any page, charts and their sentences included, speaks of
the sample province; the same reading finds it in the samples.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from db.projects.versions import SAMPLE_PROJECT
from tests.support import elsewhere
from tests.support.actors import store_projects
from tests.support.browser import BAND, NewPage, arrive
from tests.support.said import LANGS
from tests.support.server import Server
from ui.text.words import t

PATHS = ("", "groups", "products", "budget", "upload", "history", "reports", "lessons")
QUIET = "[data-testid=stApp][data-test-script-state=notRunning]"
# What is seen, what a screen reader hears, what a field suggests, the title of the tab.
ALL_WORDS = """() => [document.title, document.body.innerText,
    ...[...document.querySelectorAll('svg text')].map(e => e.textContent),
    ...[...document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')].flatMap(
        e => ['aria-label', 'title', 'placeholder', 'alt'].map(name => e.getAttribute(name) || ''))].join('\\n')"""


@pytest.fixture(scope="module")
def both(new_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server with the samples and the other province's project, filled."""
    server, folder, now = new_server(), tmp_path_factory.mktemp("projects"), datetime.now(UTC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OTOP_PROJECTS", str(folder))
        elsewhere.write_project(folder)
    store_projects(server.engine, now=now, folder=folder)
    elsewhere.fill(server.engine, now)
    return server.start().wait()


def words(page: Page) -> str:
    """Every word of the page, once it has come to rest."""
    page.locator(QUIET).wait_for()
    before = ""
    for _ in range(12):
        page.wait_for_timeout(500)
        now = str(page.evaluate(ALL_WORDS))
        if now == before:
            return now
        before = now
    raise AssertionError("the page never came to rest")


@pytest.mark.parametrize("lang", LANGS)
def test_no_page_of_another_province_speaks_of_the_sample_province(new_page: NewPage, both: Server, lang: str) -> None:
    page, found = new_page(), {}
    arrive(page, both, "staff", f"?lang={lang}")  # the project with the newest data, unasked
    expect(page.locator(BAND)).to_contain_text("ระยอง" if lang == "th" else "Rayong")
    for path in PATHS:
        page.goto(f"{both.address}/{path}?lang={lang}")
        page.locator(BAND).wait_for()
        if hits := elsewhere.found_in(words(page)):
            found[path] = hits

    assert found == {}


def test_the_form_of_a_stranger_names_the_office_and_no_other_province(new_page: NewPage, both: Server) -> None:
    page = new_page()
    page.goto(f"{both.address}/")
    page.locator("input[autocomplete=username]").wait_for()

    said = str(page.evaluate(ALL_WORDS))
    assert t("app.title") in said
    assert "ระยอง" in said and elsewhere.found_in(said) == {}


def test_the_reading_finds_the_sample_province_in_the_samples(new_page: NewPage, both: Server) -> None:
    page, found = new_page(), set()
    for path in ("", "groups"):
        arrive(page, both, "staff", f"{path}?project={SAMPLE_PROJECT}")
        found |= set(elsewhere.found_in(words(page)))

    assert found >= {"province", "amphoe", "target", "year"}
