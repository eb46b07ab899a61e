"""All projects: from a row into a project in the same tab and back, by mouse and keyboard; a tile into the address."""

from playwright.sync_api import Page, expect

from tests.support.browser import NewPage, address, arrive, expect_query, press_cell, settle, until
from tests.support.server import Server

GRID = ".st-key-opens-projects-table"


def opened(page: Page) -> None:
    """The first screen of a project stands, in this tab."""
    until(page, lambda: address(page)[0] == "/" and "project" in address(page)[1])
    page.locator(".st-key-verdict").wait_for()
    settle(page)


def test_one_press_opens_a_project_and_back_returns(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "projects?year=2564")
    page.locator(GRID).wait_for()
    settle(page)
    press_first(page)
    opened(page)
    assert not {"year", "region"} & set(address(page)[1])
    page.go_back()
    until(page, lambda: address(page)[0] == "/projects")
    expect_query(page, year="2564")
    page.locator(GRID).wait_for()


def press_first(page: Page) -> None:
    """A press on the first row; the page that it opens may take the grid away before the grid says so."""
    try:
        press_cell(page, GRID, 120)
    except AssertionError:
        if address(page)[0] != "/":
            raise


def test_a_tile_lists_its_province_and_lets_it_go_again(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "projects")
    tile = page.locator(".country a")
    expect(tile).to_have_count(1)
    tile.focus()
    page.keyboard.press("Enter")
    expect_query(page, province="76")
    expect(page.locator(".country a[aria-current]")).to_have_count(1)
    page.locator(".country a").press("Enter")
    expect_query(page, province=None)
