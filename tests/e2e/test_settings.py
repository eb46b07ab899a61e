"""Settings in a browser: on a phone, by keyboard alone, in both languages; they outlive a restart and init."""

import os
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from db.maintenance import setup
from db.projects import closing, versions
from db.projects.versions import SAMPLE_PROJECT
from tests.support.actors import SYSTEM
from tests.support.browser import PHONE, NewPage, arrive, audit, settle, unexplained
from tests.support.server import Server
from ui.text.words import t

SECTIONS = ("names", "days", "targets", "curves", "verdict", "stages", "tiles", "signers")
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PICTURES = os.environ.get("OTOP_TEST_PICTURES", "")


def picture(page: Page, name: str) -> None:
    """A picture of the whole page, for whoever asks to look at it."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"settings-{name}.png", full_page=True)


def choose(page: Page, section: str, lang: str = "th") -> None:
    """Open a section by keyboard alone."""
    field = page.get_by_role("combobox", name=t("settings.choose", lang))
    field.focus()
    page.keyboard.type(t(f"settings.section.{section}", lang))
    page.keyboard.press("Enter")
    settle(page)


def fill(page: Page, label: str, text: str) -> None:
    field = page.get_by_role("textbox", name=label, exact=True)
    field.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)
    page.keyboard.press("Tab")
    settle(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")
    settle(page)


@pytest.mark.parametrize(("lang", "look"), [("th", PHONE), ("en", {"width": 1366, "height": 768})], ids=["th", "en"])
def test_every_section_fits_and_is_accessible(
    new_page: NewPage, server: Server, lang: str, look: dict[str, object]
) -> None:
    page = new_page(**look)
    arrive(page, server, "admin", f"settings?lang={lang}")
    settle(page)

    for section in SECTIONS:
        choose(page, section, lang)
        expect(page.locator(".st-key-settings-form")).to_contain_text(t(f"settings.section.{section}", lang))
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            settle(page)
            picture(page, f"{lang}-{theme}-{section}")
            assert unexplained(audit(page)) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_setting_is_changed_by_keyboard_and_outlives_a_restart_and_init(new_page: NewPage, fresh: Server) -> None:
    page = new_page(**PHONE)
    arrive(page, fresh, "admin", "settings")
    settle(page)
    choose(page, "verdict")
    floor = t("setting_name.verdict.tolerance_floor_percent")
    fill(page, floor, "90")
    expect(page.get_by_text("โปรดแก้ค่าใดค่าหนึ่ง")).to_be_visible()
    expect(page.get_by_role("button", name=t("settings.check"))).to_have_count(0)
    picture(page, "fault")
    assert unexplained(audit(page)) == []
    fill(page, floor, "1")
    fill(page, t("setting_name.verdict.tolerance_groups"), "๒๙")
    fill(page, t("settings.in_force_from"), "1 มี.ค. 64")
    fill(page, t("settings.reason"), "มติที่ประชุม")
    press(page, t("settings.check"))
    expect(page.get_by_text("สิ้นเดือนที่ผ่านมาซึ่งผลจะเปลี่ยน").first).to_be_visible()
    picture(page, "past")
    assert unexplained(audit(page)) == []
    page.locator(".st-key-settings-past-tick input").focus()
    page.keyboard.press("Space")
    settle(page)
    press(page, t("settings.save"))
    expect(page.get_by_text("บันทึกแล้วเป็นฉบับที่ 2")).to_be_visible()
    picture(page, "saved")

    page.close()
    fresh.stop()
    setup.prepare(fresh.engine, samples=False, actor=SYSTEM)
    fresh.start().wait()

    stored = versions.project_at(fresh.engine, SAMPLE_PROJECT)
    assert (stored.version, stored.source, stored.project.tolerance_groups) == (2, "web", 29)
    assert stored.past


def test_the_page_is_the_admins_alone(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "staff", "settings")

    expect(page.get_by_text(t("role.admin"))).to_be_visible()
    expect(page.locator(".st-key-settings-form")).to_have_count(0)


def test_the_next_year_is_begun_and_this_one_closed_by_keyboard(new_page: NewPage, fresh: Server) -> None:
    page = new_page(**PHONE)
    arrive(page, fresh, "admin", "settings")
    settle(page)
    press(page, t("settings.next_begin", year="2565"))
    expect(page.get_by_text(t("settings.next_made", code="phetchaburi-2565"))).to_be_visible()
    press(page, t("settings.close", year="2564"))
    expect(page.get_by_role("button", name=t("settings.reopen", year="2564"))).to_be_visible()
    picture(page, "closed")
    assert unexplained(audit(page)) == []
    with page.context.expect_page() as new:
        page.get_by_role("link", name=t("settings.next_open", year="2565")).click()
    page = new.value
    expect(page.locator(".st-key-settings-to-fill")).to_contain_text("2565")
    settle(page)
    picture(page, "to-fill")
    press(page, t("settings.fill", name=t("settings.section.penalty")))
    expect(page.locator(".st-key-settings-form")).to_contain_text(t("settings.section.penalty"))
    assert unexplained(audit(page)) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    assert closing.closed(fresh.engine, SAMPLE_PROJECT) is not None
    assert versions.project_at(fresh.engine, "phetchaburi-2565").project.curves == ()
