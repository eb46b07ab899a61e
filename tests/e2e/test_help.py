"""The tour and the guide in a browser: on a phone and on a desk, by keyboard, in the dark."""

import re

import pytest
from playwright.sync_api import Page, expect

from db.accounts import users
from tests.support.actors import admin
from tests.support.browser import (
    PHONE,
    QUIET,
    NewPage,
    address,
    arrive,
    audit,
    expect_query,
    settle,
    until,
)
from tests.support.server import PASSWORD, Server
from ui.auth import door
from ui.text.words import t

CARD, WAY, GUIDE = ".st-key-tour", ".st-key-band-guide a", ".st-key-guide"
ASKED = ".st-key-opened-guide"
TOP = "e => e.getBoundingClientRect().top"
WIDE = "document.documentElement.scrollWidth > innerWidth + 1"
FOCUSED = "document.activeElement?.matches('a, button') ? document.activeElement.innerText : ''"
SEEN = "e => e.complete && e.naturalWidth > 0"


def newcomer(server: Server, name: str, role: str) -> str:
    users.add(server.engine, name, role, actor=admin("test"), now=door.utc_now(), password=PASSWORD)
    return name


def at_its_place(page: Page) -> None:
    """Wait until the part asked for is at the top of the screen, below the menu."""
    page.locator(ASKED).wait_for()
    until(page, lambda: 0 <= float(page.locator(ASKED).evaluate(TOP)) < 120)


def tab_to(page: Page, text: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if text in str(page.evaluate(FOCUSED)).split("\n"):
            return
    raise AssertionError(f"Tab does not reach {text!r}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_tour_is_skipped_by_touch_once_for_all_devices(scheme: str, new_page: NewPage, server: Server) -> None:
    name = newcomer(server, f"touch{scheme}", "staff")
    page = new_page(**{**PHONE, "color_scheme": scheme})
    arrive(page, server, name)
    page.locator(CARD).get_by_role("button", name=t("tour.skip")).wait_for()
    settle(page)
    assert audit(page) == [] and page.evaluate(WIDE) is False
    for pressed in page.locator(CARD).locator("button, a").all():
        box = pressed.bounding_box()
        assert box is not None and box["height"] >= 43.5

    page.locator(CARD).get_by_role("button", name=t("tour.skip")).tap()
    page.locator(CARD).wait_for(state="detached")
    page.locator(QUIET).wait_for()

    other = new_page()
    arrive(other, server, name)
    settle(other)
    expect(other.locator(CARD)).to_have_count(0)


def test_a_tour_is_gone_through_by_keyboard(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, newcomer(server, "keys", "committee"), "?lang=en")
    card = page.locator(CARD)
    card.get_by_role("button", name=t("tour.next", "en")).wait_for()
    settle(page)

    tab_to(page, t("tour.next", "en"))
    for place in (2, 3, 4):
        page.keyboard.press("Enter")  # the same button goes on, and keeps the focus
        expect(card).to_contain_text(t("tour.title", "en", role=t("role.committee", "en"), step=place, of=4))
        page.locator(QUIET).wait_for()
    expect(card).to_contain_text(t("tour.end", "en"))
    page.keyboard.press("Enter")
    card.wait_for(state="detached")


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_way_of_a_page_opens_the_guide_at_its_part_and_back_leads_back(
    lang: str, new_page: NewPage, server: Server
) -> None:
    page = new_page()
    kept = {"lang": lang, "as_of": "2021-06-30", "digits": "thai"}
    arrive(page, server, "director", "groups?" + "&".join(f"{name}={value}" for name, value in kept.items()))
    settle(page)
    page.locator(WAY).click()

    at_its_place(page)
    expect(page.locator(f"{ASKED} h3")).to_be_visible()
    assert address(page)[0] == "/help"
    expect_query(page, at="groups", **kept)
    assert len(page.context.pages) == 1
    settle(page)
    page.locator(f"{ASKED} img").first.scroll_into_view_if_needed()
    until(page, lambda: bool(page.locator(f"{ASKED} img").first.evaluate(SEEN)))

    page.go_back()
    page.locator(".st-key-groups-funnel").wait_for()
    assert address(page)[0] == "/groups"
    expect_query(page, at=None, **kept)


def test_a_link_to_a_part_opens_there_and_the_contents_lead_on_a_phone_in_the_dark(
    new_page: NewPage, server: Server
) -> None:
    page = new_page(**{**PHONE, "color_scheme": "dark"})
    arrive(page, server, "staff", "help?at=upload")
    at_its_place(page)
    settle(page)
    assert audit(page) == [] and page.evaluate(WIDE) is False

    page.locator(".st-key-guide-contents").get_by_role("link").first.scroll_into_view_if_needed()
    page.locator('.st-key-guide-contents a[href="#history"]').tap()
    until(page, lambda: 0 <= float(page.locator("#history").first.evaluate(TOP)) < 160)
    settle(page)
    until(page, lambda: bool(page.locator(".st-key-guide-history img").first.evaluate(SEEN)))
    assert "-390.webp" in page.locator(".st-key-guide-history img").first.evaluate("e => e.currentSrc")


def test_a_page_that_refuses_leads_to_whose_it_is_by_keyboard(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "upload")
    page.locator(WAY).wait_for()
    settle(page)
    tab_to(page, t("guide.open"))
    page.keyboard.press("Enter")

    page.locator(f"{ASKED} #upload").wait_for()
    expect(page.locator(ASKED)).to_contain_text(t("guide.of", roles=t("role.staff")))


def test_a_picture_leads_to_the_whole_of_it_for_who_is_signed_in_alone(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "help?at=budget")
    at_its_place(page)
    whole = page.locator(f"{ASKED} .shot a").first.get_attribute("href")
    assert whole is not None and re.match(r"/pictures/budget-th-1366\.webp\?v=[0-9a-f]{8}$", whole)

    cookie = server.cookie_of("director")
    with server.open(whole, cookie) as answer:
        assert answer.status == 200 and answer.headers["content-type"] == "image/webp"
        assert answer.read()[8:12] == b"WEBP"
    assert server.get(whole)[0] == 401
    for name in ("nothing-there", "..%2f..%2fREADME", "%2e%2e"):
        assert server.get(f"/pictures/{name}.webp", cookie)[0] in (400, 404)
