"""A second pair of eyes in a browser: an admin gives the right, a clerk loads, another looks; a link stays as it is."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.model.kinds import KINDS
from db.accounts import users
from db.notebook import short_links
from db.notebook.short_links import Target
from db.reviews import waiting
from db.snapshots import store
from tests.support.actors import OPERATOR, admin, staff
from tests.support.browser import PHONE, NewPage, arrive, audit, settle, unexplained
from tests.support.intakes import sample
from tests.support.load_page import EMPTY, SAVE
from tests.support.reviews import set_review
from tests.support.server import PASSWORD, Server
from tests.support.uploads import group, put
from ui.text.words import t

JUNE = date(2021, 6, 30)
WAITS, DONE = ".st-key-review", ".st-key-upload-done"


@pytest.fixture
def office(fresh: Server, tmp_path: Path) -> Server:
    """The office's own project: a set in force, the review on, two who may review: a clerk and the director."""
    now = datetime.now(UTC)
    put(fresh.engine, "groups", [group("G01"), group("G02")], JUNE, now=now - timedelta(days=1))
    users.add(fresh.engine, "clerk2", "staff", password=PASSWORD, actor=OPERATOR, now=now)
    for name in ("clerk2", "chief"):
        users.set_reviews(fresh.engine, name, reviews=True, actor=admin(), now=now)
    assert set_review(fresh.engine, tmp_path / "projects", on=True, code=EMPTY, now=now).refused == ()
    return fresh


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("OTOP_PICTURES"):
        size = page.viewport_size or {"width": 390, "height": 844}
        page.set_viewport_size({**size, "height": 1_800})
        page.wait_for_timeout(800)
        page.screenshot(path=f"{folder}/review-{name}.png")
        page.set_viewport_size(size)


def link(lang: str, page: str = "") -> str:
    return f"{page}?project={EMPTY}&lang={lang}"


def loaded(page: Page, server: Server, lang: str) -> int:
    """A clerk loads the groups of June by the page; the number of the set that waits."""
    arrive(page, server, "staff", link(lang, "upload"))
    kind = page.locator(".st-key-upload-kind").get_by_text(KINDS["groups"].name.get(lang), exact=True)
    kind.click()
    settle(page)
    name, data = sample("2021-06-30", "groups")
    page.locator("input[type=file]").set_input_files([{"name": name, "mimeType": "text/csv", "buffer": data}])
    page.get_by_text(t("upload.step_save", lang)).wait_for()
    settle(page)
    for label in page.locator("[class*=st-key-accept-] label, [class*=st-key-tick-] label").all():
        label.click()
        settle(page)
    page.locator(SAVE).click()
    expect(page.locator(DONE)).to_be_visible()
    settle(page)
    (waits,) = waiting.uploads(server.engine, EMPTY)
    return waits.id


@pytest.mark.parametrize(("size", "lang"), [("phone", "th"), ("desk", "en")])
def test_two_clerks_and_a_director(size: str, lang: str, new_page: NewPage, office: Server) -> None:
    def somebody() -> Page:
        return new_page(**PHONE, color_scheme="dark") if size == "phone" else new_page()

    engine = office.engine
    seen = short_links.last_change(engine, EMPTY)
    assert seen is not None
    code = short_links.code_of(engine, Target(EMPTY, JUNE, seen), actor=staff(), now=datetime.now(UTC))
    clerk, second, panel = somebody(), somebody(), somebody()

    number = loaded(clerk, office, lang)
    expect(clerk.locator(DONE)).to_contain_text("chief, clerk2")
    shot(clerk, f"{size}-loaded")
    assert unexplained(audit(clerk)) == []
    assert store.view(engine, EMPTY).uploads["groups"].id != number

    arrive(panel, office, "committee", link(lang, "history"))
    settle(panel)
    expect(panel.locator(WAITS)).to_have_count(0)
    expect(panel.get_by_text(t("band.waits", lang, k=1))).to_have_count(0)
    shot(panel, f"{size}-committee")

    clerk.goto(f"{office.address}/{link(lang, 'history')}")
    expect(clerk.locator(WAITS)).to_contain_text(t("review.who", lang, names="chief, clerk2"))
    expect(clerk.locator(f".st-key-review-pass-{number}")).to_have_count(0)
    shot(clerk, f"{size}-own")

    arrive(second, office, "clerk2", link(lang))
    settle(second)
    expect(second.get_by_text(t("band.waits", lang, k=1))).to_be_visible()
    shot(second, f"{size}-band")
    assert unexplained(audit(second)) == []
    second.get_by_text(t("band.waits_open", lang)).first.click()
    expect(second.locator(WAITS)).to_be_visible()
    settle(second)
    shot(second, f"{size}-waits")
    assert unexplained(audit(second)) == []
    assert second.evaluate("document.documentElement.scrollWidth <= innerWidth")
    second.locator(f".st-key-review-pass-{number} button").focus()
    second.keyboard.press("Enter")
    expect(second.get_by_text(t("review.none", lang))).to_be_visible()
    settle(second)
    shot(second, f"{size}-passed")
    assert store.view(engine, EMPTY).uploads["groups"].id == number
    assert store.upload(engine, number).events[-1].by == "clerk2"

    arrive(panel, office, "director", f"s/{code}")
    settle(panel)
    then = store.view(engine, EMPTY, JUNE, seen)
    assert then.uploads["groups"].id != number
    expect(panel.locator(".st-key-band, .st-key-band-stale").first).to_contain_text("1")
    shot(panel, f"{size}-frozen")


def test_it_is_sent_back_with_a_reason_and_a_press_that_comes_too_late_says_so(
    new_page: NewPage, office: Server
) -> None:
    clerk, director = new_page(), new_page(**PHONE)
    number = loaded(clerk, office, "th")
    arrive(director, office, "director", link("th", "history"))
    expect(director.locator(WAITS)).to_be_visible()
    settle(director)
    back = director.locator(f".st-key-review-back-{number}, [class*=st-key-review-back]").first
    director.get_by_role("button", name=t("review.send_back")).click()
    expect(director.get_by_text(t("history.reason_missing"))).to_be_visible()
    settle(director)
    field = director.get_by_role("textbox", name=t("review.reason"))
    field.focus()
    director.keyboard.type("ขาดกลุ่มของอำเภอชะอำ")
    director.keyboard.press("Enter")
    expect(director.get_by_text(t("review.none"))).to_be_visible()
    sent = store.upload(office.engine, number)
    assert (sent.sent_back, sent.events[-1].reason) == (True, "ขาดกลุ่มของอำเภอชะอำ")
    assert back.count() == 0

    store.reinstate(office.engine, number, actor=staff(), reason="ถูกแล้ว", now=datetime.now(UTC))
    director.reload()
    expect(director.locator(WAITS)).to_be_visible()
    settle(director)
    store.withdraw(office.engine, number, actor=staff(), reason="ผิดไฟล์", now=datetime.now(UTC))
    director.locator(f".st-key-review-pass-{number} button").click()
    expect(director.get_by_text("สอบทานไม่ได้").first).to_be_visible()
    shot(director, "late")
    assert store.upload(office.engine, number).withdrawn


def test_an_admin_gives_the_right_by_keyboard_and_cannot_take_one_of_two(new_page: NewPage, office: Server) -> None:
    page = new_page()
    arrive(page, office, "admin", "users?lang=en")
    settle(page)
    for name in ("clerk", "chief"):
        box = page.locator(".st-key-people-chosen input")
        box.focus()
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        expect(page.locator(".st-key-people-one")).to_contain_text(name)
        if name == "clerk":  # the password is asked for once
            page.locator(".st-key-people-one input[type=password]").focus()
            page.keyboard.type(PASSWORD)
            page.keyboard.press("Enter")
        deed = "give" if name == "clerk" else "take"
        expect(page.locator(f".st-key-people-review-{deed}-{name} button")).to_be_visible()
        settle(page)
        page.locator(f".st-key-people-review-{deed}-{name} button").focus()
        page.keyboard.press("Enter")
        settle(page)
        expect(page.get_by_text(t(f"people.done_review_{deed}", "en", name=name))).to_be_visible()
        settle(page)
    shot(page, "users")
    assert unexplained(audit(page)) == []
    assert waiting.reviewers_of(office.engine, EMPTY) == ("clerk", "clerk2")
    page.locator(".st-key-people-chosen input").focus()
    page.keyboard.type("clerk2")
    page.keyboard.press("Enter")
    settle(page)
    page.locator(".st-key-people-review-take-clerk2 button").click()
    expect(page.get_by_text("at least 2 are needed")).to_be_visible()
    assert waiting.reviewers_of(office.engine, EMPTY) == ("clerk", "clerk2")
