"""A month of files in one drop, in a browser: a phone and a desk, both languages; one save, one undo."""

import os

import pytest
from playwright.sync_api import Page, expect

from core.model.kinds import KINDS
from tests.support.browser import PHONE, TABLE, NewPage, arrive, audit, press_cell, unexplained
from tests.support.intakes import sample
from tests.support.load_page import EMPTY, open_form, settle
from tests.support.server import Server
from ui.text.words import t

KIND_LIST = tuple(kind for kind in KINDS if not KINDS[kind].planned)
JULY = "2021-07-31"


def drop(page: Page) -> None:
    """All files of a month at once."""
    files = [sample(JULY, kind) for kind in KIND_LIST]
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": data} for name, data in files]
    )
    page.locator(".st-key-month-save").wait_for()
    settle(page)


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("OTOP_PICTURES"):
        size = page.viewport_size or {"width": 390, "height": 844}
        page.set_viewport_size({**size, "height": 2_600})
        page.wait_for_timeout(800)
        page.screenshot(path=f"{folder}/{name}.png")
        page.set_viewport_size(size)


@pytest.mark.parametrize(("size", "lang"), [("phone", "th"), ("desk", "en")])
def test_a_month_is_dropped_saved_and_taken_back(size: str, lang: str, new_page: NewPage, fresh: Server) -> None:
    page = new_page(**PHONE, color_scheme="dark") if size == "phone" else new_page()
    open_form(page, fresh, f"{EMPTY}&lang={lang}")
    shot(page, f"month-{size}-0")
    drop(page)
    shot(page, f"month-{size}-1")
    assert unexplained(audit(page)) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for label in page.locator("[class*=st-key-accept-] label, [class*=st-key-tick-] label").all():
        label.click()
        settle(page)
    page.locator(".st-key-month-save button").click()

    expect(page.locator(".st-key-month-done")).to_contain_text(t("drop.done", lang, k=4))
    settle(page)
    shot(page, f"month-{size}-2")
    assert unexplained(audit(page)) == []
    expect(page.locator(".st-key-month-checklist")).to_contain_text(KINDS["groups"].name.get(lang))
    page.locator(".st-key-month-undo button").click()
    expect(page.get_by_text(t("drop.undone", lang, k=4))).to_be_visible()
    expect(page.locator(".st-key-month-done")).to_have_count(0)


def test_files_of_a_month_are_saved_by_the_keyboard_alone(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    open_form(page, fresh, EMPTY)
    drop(page)
    for box in page.locator("[class*=st-key-accept-] input, [class*=st-key-tick-] input").all():
        box.focus()
        page.keyboard.press("Space")
        settle(page)
    button = page.locator(".st-key-month-save button")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-month-done")).to_be_visible()


@pytest.mark.parametrize(("size", "lang"), [("phone", "en"), ("desk", "th")])
def test_the_history_takes_a_month_back_whole(size: str, lang: str, new_page: NewPage, fresh: Server) -> None:
    page = new_page(**PHONE, color_scheme="dark") if size == "phone" else new_page()
    open_form(page, fresh, f"{EMPTY}&lang={lang}")
    drop(page)
    for label in page.locator("[class*=st-key-accept-] label, [class*=st-key-tick-] label").all():
        label.click()
        settle(page)
    page.locator(".st-key-month-save button").click()
    page.locator(".st-key-month-done").wait_for()

    arrive(page, fresh, "staff", f"history?project={EMPTY}&lang={lang}")
    press_cell(page, TABLE, 15)
    card = page.locator(".st-key-history-one")
    expect(card).to_contain_text(t("history.together", lang, sets="")[:-1])
    settle(page)
    shot(page, f"history-{size}")
    assert unexplained(audit(page)) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    card.locator("[class*=st-key-history-together] label").click()
    card.get_by_role("textbox").fill("ผิดเดือน")
    card.get_by_role("button", name=t("history.withdraw", lang)).click()
    expect(page.get_by_text(t("drop.undone", lang, k=4))).to_be_visible()
