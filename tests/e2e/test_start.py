"""What whoever starts the program reads, and the framework's menu."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.server import Server


def test_the_start_says_nothing_of_the_framework(new_server: Callable[..., Server]) -> None:
    running = new_server().start().wait()
    log = (running.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    assert "http://localhost" in log
    for noise in ("ScriptRunContext", "No runtime found", "Traceback", "Warning"):
        assert noise not in log


def test_the_menu_leads_nowhere_out(new_page: Callable[..., Page], server: Server) -> None:
    page = new_page()
    page.goto(server.address)
    page.get_by_test_id("stMainMenu").click()
    menu = page.get_by_test_id("stMainMenuList")

    expect(menu).to_be_visible()
    expect(page.get_by_test_id("stMainMenuItem-print")).to_be_visible()
    expect(page.get_by_test_id("stMainMenuItem-recordScreencast")).to_be_hidden()
    expect(page.get_by_text("Made with Streamlit")).to_be_hidden()
