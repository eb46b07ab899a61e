"""The quick page in a phone's browser: it comes first, fits, is read aloud, is worked by keys; one press leaves it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import AXE, BAND, CUT, PHONE, RUN_AXE, SMALL, WIDE, NewPage, address, fill_form, open_form
from tests.support.server import PASSWORD, READY, Server
from ui.text.words import t


def come(page: Page, server: Server, link: str = "", role: str = "director") -> None:
    """As somebody who signed in on this phone before, by the address that they keep."""
    page.context.add_cookies([{"name": server.cookie_name, "value": server.token_of(role), "url": server.address}])
    page.goto(f"{server.address}/{link}")


def test_a_phone_comes_to_it_first_and_one_press_is_kept(new_page: NewPage, fresh: Server) -> None:
    page = new_page(**PHONE)
    come(page, fresh, "?lang=en")
    assert address(page) == ("/glance", {"lang": ["en"]})

    page.get_by_role("button", name=t("glance.full", "en")).tap()
    page.locator(BAND).wait_for()
    assert address(page) == ("/", {"lang": ["en"]})
    come(page, fresh, "?lang=en")
    page.locator(BAND).wait_for()
    page.get_by_role("button", name=t("glance.quick", "en")).tap()
    page.wait_for_url(f"{fresh.address}/glance?lang=en")
    come(page, fresh)
    assert address(page) == ("/glance", {})


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_can_be_read_aloud_and_pressed(
    scheme: str, lang: str, new_page: NewPage, server: Server
) -> None:
    page = new_page(**{**PHONE, "color_scheme": scheme})
    for day, digits in (("2020-12-31", ""), ("2021-07-31", "thai")):
        come(page, server, f"glance?as_of={day}&lang={lang}&digits={digits}")
        page.evaluate(AXE)

        assert page.evaluate(RUN_AXE) == []
        assert [page.evaluate(script) for script in (WIDE, SMALL, CUT)] == [False, [], []]
    box = page.locator(".needs").bounding_box()
    assert box is not None and box["y"] < PHONE["height"], "what to follow up begins above the fold"


def test_on_paper_it_is_dark_on_white_without_its_buttons(new_page: NewPage, server: Server) -> None:
    page = new_page(width=794, height=1123, color_scheme="dark")
    page.emulate_media(media="print")
    come(page, server, "glance?as_of=2021-07-31")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.value')).color") == "rgb(27, 39, 51)"
    expect(page.get_by_role("button")).to_have_count(0)


def test_every_press_is_reached_by_keys_and_a_figure_opens_its_page(new_page: NewPage, server: Server) -> None:
    page = new_page(**PHONE)
    come(page, server, "glance?as_of=2021-07-31")
    wanted = page.evaluate("document.querySelectorAll('a, button').length")
    reached: list[Any] = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("[...document.querySelectorAll('a, button')].indexOf(document.activeElement)"))
    assert sorted(reached) == list(range(wanted))

    page.locator("a.card").last.focus()
    page.keyboard.press("Enter")
    page.locator(BAND).wait_for()
    assert address(page) == ("/budget", {"as_of": ["2021-07-31"]})


def test_a_stranger_signs_in_and_comes_back_to_it(new_page: NewPage, server: Server) -> None:
    page = new_page(**PHONE, java_script_enabled=False)
    open_form(page, server, "glance?lang=en&as_of=2021-06-30")
    fill_form(page, READY["director"], PASSWORD)
    page.locator(".verdict").wait_for()
    assert page.url == f"{server.address}/glance?lang=en&as_of=2021-06-30"
