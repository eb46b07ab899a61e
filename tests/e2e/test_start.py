"""What whoever starts the program reads, and the framework's menu."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import arrive, until
from tests.support.load_page import settle
from tests.support.server import Server
from ui.app import browser_scripts
from ui.text.words import t


def test_the_start_says_nothing_of_the_framework(new_server: Callable[..., Server]) -> None:
    running = new_server().start().wait()
    log = (running.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    assert "http://localhost" in log
    for noise in ("ScriptRunContext", "No runtime found", "Traceback", "Warning"):
        assert noise not in log


def test_the_menu_leads_nowhere_out(new_page: Callable[..., Page], server: Server) -> None:
    page = new_page()
    arrive(page, server, "director")
    page.get_by_test_id("stMainMenu").click()
    menu = page.get_by_test_id("stMainMenuList")

    expect(menu).to_be_visible()
    expect(page.get_by_test_id("stMainMenuItem-print")).to_be_visible()
    expect(page.get_by_test_id("stMainMenuItem-recordScreencast")).to_be_hidden()
    expect(page.get_by_text("Made with Streamlit")).to_be_hidden()


@pytest.mark.parametrize(("lang", "word", "other"), [("th", "พิมพ์", "Print"), ("en", "Print", "พิมพ์")])
def test_the_frameworks_own_words_are_of_the_pages_language(
    new_page: Callable[..., Page], server: Server, lang: str, word: str, other: str
) -> None:
    page = new_page()
    arrive(page, server, "director", f"groups?lang={lang}")
    page.get_by_test_id("stMainMenu").click()
    expect(page.get_by_test_id("stMainMenuItem-print")).to_have_text(word)
    page.keyboard.press("Escape")
    box = page.get_by_role("combobox").last
    box.click()
    box.fill("zzz")
    expect(page.get_by_text(t("framework.no_results", lang), exact=True)).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_role("button", name=t(f"role.{'director'}", lang)).click()
    page.get_by_role("button", name=t("language.name", "en" if lang == "th" else "th")).click()
    expect(page.locator("html")).to_have_attribute("lang", "en" if lang == "th" else "th")
    page.get_by_test_id("stMainMenu").click()
    expect(page.get_by_test_id("stMainMenuItem-print")).to_have_text(other)


def test_the_words_follow_the_address_when_nothing_else_of_the_page_changes(
    new_page: Callable[..., Page], server: Server
) -> None:
    page = new_page()
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))  # a bare answer has no icon of its own
    page.goto(f"{server.address}/healthz?lang=th")
    page.evaluate(browser_scripts.framework())
    page.evaluate("history.replaceState(null, '', location.pathname + '?lang=en')")

    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_no_english_stands_in_what_is_read_aloud_on_a_thai_page(new_page: Callable[..., Page], server: Server) -> None:
    page = new_page()
    for path in ("", "groups", "products", "budget", "history", "reports"):
        arrive(page, server, "staff", path)
        settle(page)
        until(page, lambda: page.evaluate("window.otopFramework === true"))  # the script may come after the page
        labels = page.locator("button[aria-label], [role=combobox][aria-label], input[placeholder]").evaluate_all(
            "found => found.filter(e => e.offsetParent).map(e => e.getAttribute('aria-label') || e.placeholder)"
        )
        english = {label for label in labels if re.match(r"[A-Za-z][A-Za-z/ ]+(:|$)", label or "")}

        assert not english - {"English"}, path
