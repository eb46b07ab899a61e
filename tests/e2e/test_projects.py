"""All projects: from a row into a project in the same tab and back, by mouse and keyboard; a tile into the address."""

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.support.browser import NewPage, address, arrive, expect_query, first_row, settle, until
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
    """A press on the first row, once more where the grid was drawn a moment before and missed it."""
    left, middle, _ = first_row(page, GRID)
    for _ in range(5):
        page.mouse.click(left + 120, middle)
        try:
            page.wait_for_url(lambda url: "/projects" not in url, timeout=5_000)
            return
        except PlaywrightTimeoutError:
            continue


def test_a_tile_lists_its_province_and_lets_it_go_again(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "projects")
    tile = page.locator(".country a")
    expect(tile).to_have_count(1)
    tile.focus()
    page.keyboard.press("Enter")  # the tile is a link: the browser loads the page anew
    page.wait_for_url("**/projects?*province=76*")
    expect(page.locator(".country a[aria-current]")).to_have_count(1)
    settle(page)
    page.locator(".country a").press("Enter")
    page.wait_for_url(lambda url: "province" not in url)
    expect(page.locator(".country a")).to_have_count(1)
    expect(page.locator(".country a[aria-current]")).to_have_count(0)
