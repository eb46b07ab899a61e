"""A plan dated back, through the page: each month already over needs its tick, and one press moves the day instead."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from playwright.sync_api import expect

from core.model.project import parse_project
from db.snapshots import store
from tests.support.actors import staff
from tests.support.browser import NewPage, arrive, press_cell
from tests.support.forms import template_xlsx
from tests.support.intakes import read
from tests.support.load_page import (
    EMPTY,
    PROJECT,
    choose,
    of_day,
    open_form,
    press,
    save,
    save_button,
    settle,
    stored,
    tick,
)
from tests.support.plans import LOWERED
from tests.support.server import ROOT, Server
from ui.text.words import t
from words import template

JUNE, JULY = date(2021, 6, 30), date(2021, 7, 31)


def test_a_lowered_plan_needs_a_tick_for_each_month_that_it_changes(new_page: NewPage, fresh: Server) -> None:
    page = new_page(390, 844)
    open_form(page, fresh)
    choose(page, "plan", [("plan.csv", LOWERED)])
    of_day(page, JUNE)

    months = page.locator(".st-key-upload-plan-past")
    expect(months).to_contain_text(t("upload.past_title"))
    boxes = months.locator("[data-testid=stCheckbox]")
    expect(boxes).to_have_count(2)
    expect(boxes.first).to_contain_text("ตรวจแล้ว: 30 มิ.ย. 64 จาก ลงทะเบียนช้ากว่าแผน")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    tick(page)
    boxes.nth(1).locator("label").click()  # July alone is left out
    settle(page)
    expect(save_button(page, JUNE)).to_be_disabled()

    boxes.nth(1).locator("label").click()
    settle(page)
    save(page)
    (told,) = stored(fresh, JULY).dated_back
    assert (told.back_to, told.months) == (JUNE, 2)


def test_one_press_moves_the_plan_to_the_first_day_that_changes_no_month(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    before = store.view(fresh.engine, PROJECT, JULY)
    open_form(page, fresh)
    choose(page, "plan", [("plan.csv", LOWERED)])
    of_day(page, JUNE)

    press(page, "upload.past_free", day="1 ส.ค. 64")
    expect(page.locator(".st-key-upload-plan-past")).to_have_count(0)
    tick(page)
    save(page)

    upload = store.history(fresh.engine, PROJECT, "plan")[0]
    assert upload.as_of == JULY + timedelta(days=1)
    assert store.view(fresh.engine, PROJECT, JULY).of("plan") == before.of("plan")


def test_a_plan_that_comes_back_needs_its_ticks_and_a_reason(new_page: NewPage, fresh: Server) -> None:
    today, now = store.base_view(fresh.engine, PROJECT, JUNE), datetime.now(UTC)
    intake = read(("plan.csv", LOWERED), "plan", project=today.project, today=today, as_of=JUNE)
    options: dict[str, Any] = {"project": PROJECT, "as_of": JUNE, "actor": staff(), "now": now, "accept_warnings": True}
    upload = store.apply(fresh.engine, intake, accept_past="all", **options)
    store.withdraw(fresh.engine, upload.id, actor=staff(), reason="ผิด", now=now)
    page = new_page()
    arrive(page, fresh, "staff", f"history?project={PROJECT}")
    press_cell(page, "[class*='st-key-history-table']", 15)
    settle(page)

    one = page.locator(".st-key-history-one")
    expect(one.get_by_text(t("history.past_kept", k=2, days="30 มิ.ย. 64, 31 ก.ค. 64"))).to_have_count(2)
    expect(one).to_contain_text(t("history.past_reinstate", k=2))
    page.get_by_label(t("history.reason_back")).fill("อนุมัติแล้ว")
    press(page, "history.reinstate")
    expect(page.get_by_text(t("history.past_missing"))).to_be_visible()
    assert not store.upload(fresh.engine, upload.id).live

    tick(page)
    press(page, "history.reinstate")
    page.get_by_text(t("history.reinstated_done")).wait_for()
    (told,) = stored(fresh, JULY).dated_back
    assert (told.deed, told.back_to, told.months) == ("reinstate", JUNE, 2)


def test_a_later_plan_begins_with_the_day_after_the_newest_data(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    open_form(page, fresh)
    choose(page, "plan", [("plan.csv", LOWERED)])

    expect(page.get_by_role("textbox", name=t("upload.asof"))).to_have_value("01/08/2564")
    expect(page.locator(".st-key-upload-plan-past")).to_have_count(0)


def test_an_old_file_is_named_and_no_form_asks_for_a_sheet(new_page: NewPage, fresh: Server) -> None:
    page = new_page(390, 844)
    open_form(page, fresh)
    choose(page, "groups", [("old.csv", (ROOT / "samples" / "2021-02-28" / "groups.csv").read_bytes())])
    of_day(page, date(2021, 1, 31))
    expect(page.get_by_text("ไฟล์นี้ตรงกับชุดที่ 1 ของข้อมูลกลุ่มอาชีพ ณ 28 ก.พ. 64")).to_be_visible()
    expect(page.get_by_text(t("upload.none_before", rows="30", day="31 ม.ค. 64"))).to_be_visible()

    open_form(page, fresh, EMPTY)
    project = parse_project((ROOT / "projects" / f"{EMPTY}.toml").read_text(encoding="utf-8"))
    form = ("form.xlsx", template_xlsx("spending", project))
    choose(page, "groups", [form], wait=False)
    expect(page.locator(".st-key-upload-other-kind")).to_be_visible()
    expect(page.get_by_text(t("upload.step_read"))).to_have_count(0)
    page.locator(".st-key-upload-other-kind button").click()
    expect(page.get_by_text(template("issue.header_only"))).to_be_visible()
    expect(page.locator("[data-testid=stMultiSelect]")).to_have_count(0)


def test_the_empty_overview_says_that_a_verdict_needs_a_plan(new_page: NewPage, server: Server) -> None:
    page = new_page(390, 844)
    arrive(page, server, "staff", f"?project={EMPTY}")

    expect(page.get_by_text(t("beginning.plan"))).to_be_visible()
    either = t("beginning.one_of", needed="เดือน", either="กลุ่มสะสมตามแผน, เบิกจ่ายสะสมตามแผน")
    expect(page.get_by_text(t("beginning.needs", kind="แผน", columns=either))).to_be_visible()
    link = page.get_by_role("link", name=t("beginning.form", kind="แผน"))
    assert "files/template/plan.xlsx" in (link.get_attribute("href") or "")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
