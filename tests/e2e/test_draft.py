"""A load that is not saved yet is lost by nothing: another page, a sign-out elsewhere, a restart, a second tab."""

import os
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from db.accounts import sessions
from db.notebook import drafts
from tests.support.actors import admin, staff
from tests.support.browser import FORM, PHONE, NewPage, arrive, audit, fill_form, go, type_over, unexplained
from tests.support.intakes import csv_file, sample
from tests.support.load_page import EMPTY, choose, of_day, open_form, press, settle
from tests.support.planted import citizens_number
from tests.support.server import PASSWORD, READY, Server
from ui.auth import door
from ui.text.words import t

CLERK = READY["staff"]
DAY = date(2021, 8, 31)
HEADS = ["รหัสกลุ่ม", "ชื่อกลุ่ม", "อำเภอ", "ขั้นตอน", "หมายเหตุ"]
ROW = ["G01", "กลุ่มหนึ่ง", "ชะอำ", "trained", ""]
FILE = csv_file(HEADS, ROW, ["G02", "กลุ่มสอง", "ชะอำ", "trained", ""], name="กลุ่ม สิงหาคม.csv")
OFFERS, HERE = ".st-key-unfinished-offers", ".st-key-unfinished-here"
ASOF = "textbox"


def kept(server: Server, project: str = EMPTY, user: str = CLERK) -> list[drafts.Unfinished]:
    return drafts.mine(server.engine, project, actor=staff(user), now=door.utc_now())


def begun(page: Page, server: Server) -> None:
    """A file chosen, and its day typed."""
    open_form(page, server, EMPTY)
    choose(page, "groups", [FILE])
    of_day(page, DAY)
    expect(page.get_by_text(t("unfinished.kept", days=drafts.KEPT_DAYS))).to_be_visible()


def goes_on(page: Page) -> None:
    """The load is as it was left: its rows, its day."""
    expect(page.locator(HERE)).to_contain_text(FILE[0])
    expect(page.get_by_role("textbox", name=t("upload.asof"))).to_have_value("31/08/2564")
    page.get_by_text(t("upload.step_save")).wait_for()
    settle(page)


def taken_up(page: Page) -> None:
    """What is offered is taken up."""
    page.locator(OFFERS).get_by_role("button", name=t("unfinished.go_on")).first.click()
    settle(page)


def on_disk(server: Server) -> bytes:
    return b"".join(path.read_bytes() for path in server.folder.glob("otop.db*"))


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("OTOP_PICTURES"):
        page.wait_for_timeout(500)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_another_page_and_back_lose_nothing(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    begun(page, fresh)
    go(page, "groups")
    go(page, "upload")
    goes_on(page)
    shot(page, "draft-back")
    page.go_back()
    settle(page)
    page.go_forward()
    settle(page)
    goes_on(page)
    page.reload()
    settle(page)
    taken_up(page)
    goes_on(page)


def test_a_sign_out_elsewhere_and_a_sign_in_again_lose_nothing(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    begun(page, fresh)
    sessions.sign_out_everywhere(fresh.engine, CLERK, actor=admin("keeper"), now=door.utc_now())
    page.get_by_role("textbox", name=t("upload.asof")).fill("30/06/2564")
    page.keyboard.press("Enter")
    page.locator(FORM).wait_for()
    fill_form(page, CLERK, PASSWORD)
    page.locator(OFFERS).wait_for()
    settle(page)
    taken_up(page)
    goes_on(page)


def test_a_restart_of_the_server_loses_nothing(new_page: NewPage, new_server: Callable[..., Server]) -> None:
    server = new_server().start().wait()
    page = new_page()
    begun(page, server)
    page.goto("about:blank")
    server.stop()
    server.start().wait()

    other = new_page(**PHONE, color_scheme="dark")
    arrive(other, server, "staff", f"upload?project={EMPTY}")
    settle(other)
    shot(other, "draft-offer-phone")
    assert unexplained(audit(other)) == []
    assert other.evaluate("document.documentElement.scrollWidth <= innerWidth")
    taken_up(other)
    goes_on(other)
    shot(other, "draft-on-phone")
    assert unexplained(audit(other)) == []
    assert other.evaluate("document.documentElement.scrollWidth <= innerWidth")
    other.goto("about:blank")


def test_two_tabs_of_one_person_do_not_fight(new_page: NewPage, fresh: Server) -> None:
    first = new_page()
    begun(first, fresh)
    second = first.context.new_page()
    second.goto(f"{fresh.address}/upload?project={EMPTY}")
    taken_up(second)
    goes_on(second)

    box = first.get_by_role("textbox", name=t("upload.asof"))
    box.fill("30/06/2564")
    box.press("Enter")
    expect(first.get_by_text(t("unfinished.elsewhere"))).to_be_visible()
    shot(first, "draft-elsewhere")
    of_day(second, date(2021, 7, 31))
    expect(second.get_by_text(t("unfinished.kept", days=drafts.KEPT_DAYS))).to_be_visible()
    (one,) = kept(fresh)
    opened = drafts.take(fresh.engine, EMPTY, one.id, holder="x", actor=staff(CLERK), now=door.utc_now())
    assert opened is not None and "31/07/2564" in opened.choices


@pytest.mark.parametrize(("size", "lang"), [("phone", "th"), ("desk", "en")])
def test_nobody_else_sees_it_and_its_owner_throws_it_away(
    size: str, lang: str, new_page: NewPage, fresh: Server
) -> None:
    begun(new_page(), fresh)
    for role in ("admin", "director"):
        other = new_page()
        arrive(other, fresh, role, f"upload?project={EMPTY}")
        settle(other)
        expect(other.locator(OFFERS)).to_have_count(0)
        expect(other.get_by_text(FILE[0])).to_have_count(0)

    page = new_page(**PHONE) if size == "phone" else new_page()
    arrive(page, fresh, "staff", f"upload?project={EMPTY}&lang={lang}")
    settle(page)
    expect(page.locator(OFFERS)).to_contain_text(t("unfinished.title", lang))
    shot(page, f"draft-offer-{size}-{lang}")
    assert unexplained(audit(page)) == []
    page.locator(OFFERS).get_by_role("button", name=t("unfinished.throw", lang)).click()
    page.get_by_role("button", name=t("unfinished.throw_now", lang)).click()
    expect(page.locator(OFFERS)).to_have_count(0)
    assert kept(fresh) == []


def test_it_is_taken_up_by_the_keyboard_alone(new_page: NewPage, fresh: Server) -> None:
    begun(new_page(), fresh)
    page = new_page()
    arrive(page, fresh, "staff", f"upload?project={EMPTY}")
    page.locator(OFFERS).get_by_role("button", name=t("unfinished.go_on")).focus()
    page.keyboard.press("Enter")
    goes_on(page)


def test_a_file_with_a_citizens_number_leaves_nothing(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    open_form(page, fresh, EMPTY)
    number = citizens_number()
    choose(page, "groups", [csv_file(HEADS, [*ROW[:4], number], ["G02", *ROW[1:]])])
    expect(page.get_by_text(t("unfinished.personal"))).to_be_visible()
    shot(page, "draft-personal")
    of_day(page, DAY)
    assert kept(fresh) == [] and number.encode() not in on_disk(fresh)

    page.locator(".st-key-upload-edit summary").click()
    type_over(page, ".st-key-upload-edit", -60, "", "ไม่มี")
    press(page, "upload.edit_apply")
    expect(page.get_by_text(t("unfinished.kept", days=drafts.KEPT_DAYS))).to_be_visible()
    assert len(kept(fresh)) == 1
    disk = on_disk(fresh)
    assert number.encode() not in disk and "กลุ่มหนึ่ง".encode() in disk

    page.reload()
    settle(page)
    taken_up(page)
    page.get_by_text(t("upload.step_save")).wait_for()
    settle(page)
    assert number.encode() not in on_disk(fresh)


def test_a_month_is_taken_up_with_all_its_parts(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    open_form(page, fresh, EMPTY)
    files = [sample("2021-07-31", kind) for kind in ("groups", "products", "spending")]
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": data} for name, data in files]
    )
    page.locator(".st-key-month-save").wait_for()
    settle(page)
    page.reload()
    settle(page)
    taken_up(page)
    page.locator(".st-key-month-save").wait_for()
    settle(page)
    shot(page, "draft-month")
    for label in page.locator("[class*=st-key-accept-] label, [class*=st-key-tick-] label").all():
        label.click()
        settle(page)
    page.locator(".st-key-month-save button").click()
    expect(page.locator(".st-key-month-done")).to_contain_text(t("drop.done", k=3))
    assert kept(fresh) == []
