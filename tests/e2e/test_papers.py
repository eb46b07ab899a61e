"""The meeting papers in a browser: make, take, copy, and a frozen link."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.support.browser import PHONE, NewPage, arrive, make_if_not_made
from tests.support.server import Server
from ui.text.words import t

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_papers_are_made_once_and_taken_by_link(size: dict[str, object], new_page: NewPage, server: Server) -> None:
    page = new_page(**size)
    arrive(page, server, "director", "reports?as_of=2021-06-30")

    brief = page.get_by_role("link", name=t("reports.brief"))
    make_if_not_made(page, brief, "th")
    expect(brief).to_be_visible(timeout=60_000)
    with page.expect_download() as taken:
        brief.click()
    assert Path(taken.value.path()).read_bytes()[:5] == b"%PDF-"
    copy = page.locator("[data-testid=stCode]").first.get_by_role("button")
    expect(copy).to_be_visible()  # before anything hovers over it: a finger can not
    shades = copy.evaluate(
        "e => { let o = 1; for (; e; e = e.parentElement) o *= getComputedStyle(e).opacity; return o }"
    )
    assert shades == 1
    room = copy.bounding_box()
    assert room is not None and min(room["width"], room["height"]) >= (44 if size else 24)
    page.reload()
    expect(page.get_by_role("link", name=t("reports.brief"))).to_be_visible()


def test_the_line_text_follows_the_day_and_the_frozen_link_leads_back(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "committee", "reports?as_of=2021-06-30&lang=en")

    text = page.locator("code", has_text="Data as of 30 Jun 2021")
    expect(text).to_contain_text("of 30 groups")
    frozen = page.locator("code", has_text="/s/")
    make_if_not_made(page, frozen, "en")
    expect(frozen).to_be_visible(timeout=60_000)
    address = urlsplit(frozen.inner_text())
    assert address.netloc == urlsplit(server.address).netloc
    page.goto(f"{address.geturl()}")
    expect(page.locator(".st-key-kpi-disbursed_satang")).to_contain_text("241,859 baht")
    expect(page.get_by_text("Looking back").first).to_be_visible()


def test_the_line_text_has_the_digits_that_are_chosen(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "committee", "reports?as_of=2021-06-30")

    text = page.locator("[data-testid=stCode] code").filter(has_text="OTOP")
    expect(text.first).to_contain_text("๒๔๑,๘๕๘.๗๕")
    page.locator(".st-key-paper-digits").get_by_text(t("reports.digits_arabic"), exact=True).click()
    expect(text.first).to_contain_text("241,858.75")
