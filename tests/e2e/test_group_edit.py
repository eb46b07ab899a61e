"""A group changed on its card in a browser: by a phone and by the keyboard, and what the director then sees."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import PHONE, NewPage, arrive, audit, settle, unexplained
from tests.support.server import Server
from ui.text.words import t

LINK = "groups?group=G07&lang="


@pytest.mark.parametrize(("lang", "dark"), [("th", False), ("en", True)])
def test_a_group_is_changed_by_a_phone_and_taken_back(lang: str, dark: bool, new_page: NewPage, fresh: Server) -> None:
    page = new_page(**PHONE, color_scheme="dark" if dark else "light")
    arrive(page, fresh, "staff", LINK + lang)
    page.locator(".st-key-group-edit-open button").click()
    form = page.locator(".st-key-group-editing")
    form.get_by_label(t("groups.edit_next", lang)).fill("นัดตรวจเอกสาร")
    settle(page)
    assert unexplained(audit(page)) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    form.get_by_role("button", name=t("groups.edit_check", lang)).click()
    expect(form).to_contain_text("นัดตรวจเอกสาร")
    settle(page)
    assert unexplained(audit(page)) == []
    form.get_by_role("button", name=re.compile(t("upload.apply", lang, day="").strip())).click()

    card = page.locator(".st-key-group-card")
    expect(card.locator(".st-key-upload-done")).to_be_visible()
    expect(card).to_contain_text(t("groups.next", lang, name="นัดตรวจเอกสาร"))
    settle(page)
    assert unexplained(audit(page)) == []

    director = new_page(**PHONE)
    arrive(director, fresh, "director", LINK + lang)
    expect(director.locator(".st-key-group-card")).to_contain_text("นัดตรวจเอกสาร")
    expect(director.locator(".st-key-group-edit-open")).to_have_count(0)

    card.locator(".st-key-upload-undo button").click()
    expect(card).to_contain_text(t("upload.undone", lang))
    expect(card).not_to_contain_text("นัดตรวจเอกสาร")


def test_the_form_is_filled_in_and_saved_by_the_keyboard(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    arrive(page, fresh, "staff", LINK + "th")
    page.locator(".st-key-group-edit-open button").focus()
    page.keyboard.press("Enter")
    page.get_by_label(t("groups.papers"), exact=True).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("สำเนาทะเบียน")
    page.keyboard.press("Enter")  # hands the form in
    button = page.locator("[class*=st-key-group-edit-save] button")
    expect(button).to_be_enabled()
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-group-card .st-key-upload-done")).to_be_visible()
    expect(page.locator(".st-key-group-card")).to_contain_text("สำเนาทะเบียน")
