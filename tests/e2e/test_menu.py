"""The menu: whoever signs in reaches each of its pages from it, in both languages, on a desk and on a phone."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.model import Actor
from core.model.roles import user_roles
from tests.support.browser import BAND, MENU, NewPage, arrive, audit, closed_part, in_menu, settle, unexplained
from tests.support.server import Server
from ui.auth import menu
from ui.text.words import t

PICTURES = os.environ.get("OTOP_TEST_PICTURES", "")


def entries(role: str) -> list[menu.Entry]:
    return [one for one in menu.ENTRIES if one.listed and one.open_to(Actor("", role))]


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"menu-{name}.png")


@pytest.mark.parametrize("width", [1366, 1280])
@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("role", user_roles())
def test_at_a_desk_no_page_is_pushed_out_of_the_menu(
    new_page: NewPage, server: Server, role: str, lang: str, width: int
) -> None:
    page = new_page(width)
    arrive(page, server, role, f"?lang={lang}")
    settle(page)

    pages = entries(role)
    parts = list(dict.fromkeys(one.under for one in pages if one.under))
    expect(page.get_by_test_id("stTopNavSection")).to_have_count(len(parts))  # what has no room gets one more
    for one in pages:
        expect(in_menu(page, one.name, lang)).to_be_visible()
    picture(page, f"{role}-{lang}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("lang", ["th", "en"])
def test_on_a_narrow_screen_what_has_no_room_is_counted_in_the_language_of_the_page(
    new_page: NewPage, server: Server, lang: str
) -> None:
    page = new_page(900)
    arrive(page, server, "staff", f"?lang={lang}")

    more = page.get_by_test_id("stTopNavSection")
    expect(more).to_have_text(re.compile(t("framework.more_pages", lang, n=r"[1-9]").join("^$")))
    more.click()
    for one in entries("staff"):
        expect(page.locator(MENU).filter(has_text=t(f"nav.{one.name}", lang))).to_have_count(1)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_what_an_admin_keeps_is_under_one_part_that_the_keyboard_opens(
    new_page: NewPage, server: Server, lang: str
) -> None:
    page = new_page()
    arrive(page, server, "admin", f"?lang={lang}")
    settle(page)

    part = closed_part(page, "settings", lang)
    assert part is not None
    part.focus()
    page.keyboard.press("Enter")
    kept = [one for one in entries("admin") if one.under == menu.KEEPING]
    assert page.get_by_role("menuitem").count() == len(kept)
    assert unexplained(audit(page)) == []
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{kept[-1].url_path}?*")
    page.locator(BAND).wait_for()


@pytest.mark.parametrize("lang", ["th", "en"])
def test_on_a_phone_each_page_of_an_admin_is_in_the_menu_at_the_side(
    new_page: NewPage, server: Server, lang: str
) -> None:
    page = new_page(390, 844)
    arrive(page, server, "admin", f"?lang={lang}")
    page.get_by_test_id("stExpandSidebarButton").click()
    settle(page)

    for one in entries("admin"):
        link = in_menu(page, one.name, lang)
        link.scroll_into_view_if_needed()
        expect(link).to_be_in_viewport()
    picture(page, f"phone-{lang}")
    assert unexplained(audit(page)) == []
