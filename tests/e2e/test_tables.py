"""Tables that are searched, put in order by the server, and whose rows open what they name."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import TABLE, NewPage, address, arrive, first_cells, press_cell, settle, until
from tests.support.server import Server
from ui.text.words import t


def sort_by(page: Page, name: str, heading: str, *, descending: bool = False) -> None:
    """Choose what a table goes by. The list of a choice closes when the page is scrolled, so it is scrolled before."""
    choice = page.locator(f".st-key-{name}-sort input")
    settle(page)
    choice.scroll_into_view_if_needed()
    settle(page)
    choice.click()
    page.get_by_role("option", name=heading, exact=True).click()
    if descending:
        page.locator(f".st-key-{name}-descending label").first.click()


@pytest.mark.parametrize(
    "path, name, heading, descending, first",
    [
        ("groups", "groups", "groups.since", False, "28 เม.ย. 64"),  # by letters 1 ก.ค. 64 would be first
        ("groups", "groups", "groups.stage", True, "ลงทะเบียน OTOP แล้ว"),
        ("products", "products", "products.price", True, "1800"),
        ("budget", "ledger", "budget.date", False, "18 พ.ย. 63"),
        ("budget", "ledger", "budget.date", True, "23 ก.ค. 64"),
    ],
)
def test_a_table_goes_by_days_stages_and_amounts(
    path: str, name: str, heading: str, descending: bool, first: str, new_page: NewPage, server: Server
) -> None:
    page = new_page()
    arrive(page, server, "staff", path)
    sort_by(page, name, t(heading), descending=descending)

    until(page, lambda: first in first_cells(page))


def test_a_row_opens_its_own_group_whatever_is_sought_afterwards(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "staff", "groups")
    search = page.locator(".st-key-groups-search input")
    search.fill("G16")
    search.press("Enter")
    until(page, lambda: "G16" in first_cells(page))
    press_cell(page, TABLE, 15)
    until(page, lambda: address(page)[1].get("group") == ["G16"])

    search.fill("")
    search.press("Enter")
    until(page, lambda: "G01" in first_cells(page))
    expect(page.locator(".st-key-group-card")).to_contain_text("G16")
    assert address(page)[1].get("group") == ["G16"]
    page.locator(".st-key-group-close button").click()
    until(page, lambda: "group" not in address(page)[1])


def test_a_search_in_vain_says_so_in_place_of_an_empty_table(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "staff", "products")
    page.locator(".st-key-products-search input").fill("ไม่มีสินค้านี้")
    page.locator(".st-key-products-search input").press("Enter")

    expect(page.get_by_text(t("table.nothing"))).to_be_visible()
    expect(page.locator(f".st-key-products-tools ~ * {TABLE}")).to_have_count(0)


def test_english_tables_name_places_in_english_and_find_them(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "groups?lang=en")
    page.locator(".st-key-groups-search input").fill("huai luek")
    page.locator(".st-key-groups-search input").press("Enter")

    until(page, lambda: {"G23", "Ban Lat", "Huai Luek"} <= set(first_cells(page)))


def test_another_choice_of_uploads_begins_with_none_picked(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "staff", "history")
    press_cell(page, TABLE, 15)
    expect(page.locator(".st-key-history-one")).to_be_visible()

    page.get_by_role("radio", name="แผน", exact=True).or_(
        page.get_by_role("button", name="แผน", exact=True)
    ).first.click()
    until(page, lambda: "แผน" in first_cells(page))
    expect(page.locator(".st-key-history-one")).to_have_count(0)  # its first row is another upload
