"""A lesson from the hand that writes it to the eye that reads it: a phone, two people, one server."""

import re

from playwright.sync_api import Page, expect

from tests.support.browser import PHONE, NewPage, address, arrive
from tests.support.server import Server
from ui.text.words import t


def test_a_lesson_written_on_a_group_s_card_is_read_from_the_objective(new_page: NewPage, fresh: Server) -> None:
    server = fresh
    staff = new_page(**PHONE)
    arrive(staff, server, "staff", "groups?group=G07")
    with staff.expect_popup() as opened:
        staff.locator(".st-key-group-card").get_by_role("link", name=t("lessons.write")).click()
    form = opened.value
    form.locator(".st-key-lesson-new button").click()
    for part, text in (
        ("tried", "ถ่ายภาพพร้อมกันทั้งตำบล"),
        ("outcome", "<img src=x onerror=alert(1)> **เร็วขึ้น**"),
        ("advice", "ทำก่อนเปิดรอบ"),
    ):
        form.locator(f".st-key-lesson-{part}-0 textarea").fill(text)
    form.get_by_role("button", name=t("lessons.save")).click()
    expect(form.get_by_text(t("lessons.saved"))).to_be_visible()

    director = new_page()
    arrive(director, server, "director")
    row = director.locator(".st-key-objectives")
    expect(row).to_contain_text(t("overview.result", n=1))
    with director.expect_popup() as opened:
        row.get_by_role("link", name=re.compile(t("nav.lessons"))).click()
    read: Page = opened.value

    expect(read.get_by_text("ถ่ายภาพพร้อมกันทั้งตำบล")).to_be_visible()
    expect(read.get_by_text("<img src=x onerror=alert(1)> **เร็วขึ้น**")).to_be_visible()
    expect(read.get_by_text("G07", exact=False).first).to_be_visible()
    expect(read.locator(".st-key-lesson-new")).to_have_count(0)
    assert address(read)[0] == "/lessons"
    assert read.evaluate("document.documentElement.scrollWidth <= innerWidth")
