"""What each role comes for, in a real browser: the glance, the load of two files, undo, a wrong file."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import BAND, NewPage, arrive, press_cell, settle, type_over
from tests.support.intakes import csv_file, sample
from tests.support.load_page import SAVE
from tests.support.server import ROOT, Server
from ui.text.words import t

TRY, PRACTICE = ROOT / "samples" / "try", ROOT / "samples" / "practice"
VERDICT = ".st-key-verdict"
PAGES = ("", "groups", "products", "budget", "history")


def choose(page: Page, kind: str, *files: Path) -> None:
    """On the load page: a kind and its files."""
    page.locator(".st-key-upload-kind").get_by_text(kind, exact=True).click()
    settle(page)
    page.locator("input[type=file]").set_input_files(list(files))
    page.locator("[data-testid=stFileChipName], [data-testid=stFileUploaderFile]").first.wait_for()
    page.get_by_text(t("upload.step_read")).or_(page.locator(".st-key-upload-other-kind")).first.wait_for()


def month_end(page: Page) -> None:
    """Take the month end that the file names, where a day loaded before stands beside it."""
    offer = page.get_by_role("button", name=t("upload.asof_own", day="").strip())
    page.get_by_text(t("upload.step_save")).wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    if offer.count():
        offer.click()
        expect(offer).to_have_count(0)


def save(page: Page) -> None:
    """Tick whatever is to be ticked and save."""
    for box in page.locator("[data-testid=stCheckbox] label").all():
        box.click()
    button = page.locator(SAVE)
    expect(button).to_be_enabled()
    button.click()
    page.locator(".st-key-upload-done").wait_for()


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("role", ["director", "committee", "staff", "admin"])
def test_every_page_opens_for_a_role_without_an_error(new_page: NewPage, server: Server, role: str, lang: str) -> None:
    page = new_page()
    arrive(page, server, role, f"?lang={lang}")

    for path in PAGES:
        page.goto(f"{server.address}/{path}?lang={lang}")
        page.locator(BAND).wait_for()
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()

        expect(page.get_by_text(t("app.fault", lang))).to_have_count(0)
        expect(page.locator("[data-testid=stException]")).to_have_count(0)


def test_the_director_reads_the_verdict_and_both_figures_without_scrolling_on_a_phone(
    new_page: NewPage, server: Server
) -> None:
    page = new_page(390, 844)
    arrive(page, server, "director")

    expect(page.locator(VERDICT)).to_contain_text("ขาด 3 กลุ่ม และ 444,576 บาท")
    expect(page.locator(".st-key-kpi-registered_groups")).to_contain_text("9 กลุ่ม")
    expect(page.locator(".st-key-kpi-disbursed_satang")).to_contain_text("255,424 บาท")
    settle(page)
    box = page.locator(".st-key-needs").bounding_box()

    assert box is not None
    assert box["y"] + 40 < 844


def test_the_procurement_is_on_the_overview_while_it_runs_and_not_after(new_page: NewPage, server: Server) -> None:
    page = new_page(390, 844)
    arrive(page, server, "director", "?as_of=2021-03-31")
    steps = page.locator(".st-key-procurement")
    expect(steps).to_contain_text("การจัดหา: ทำแล้ว 7 จาก 8 ขั้น")
    expect(steps).to_contain_text("ถัดไป ลงนามสัญญา (แผน 9 เม.ย. 64)")

    page.goto(f"{server.address}/?as_of=2021-04-30")
    expect(page.locator(".st-key-needs")).to_be_visible()
    expect(steps).to_have_count(0)


def test_changes_are_told_since_the_meeting_that_staff_noted(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    arrive(page, fresh, "staff")
    changes = page.locator(".st-key-changes")
    expect(changes).to_contain_text("เบิกจ่าย 6 รายการ 13,566 บาท")
    expect(changes).to_contain_text("เทียบกับข้อมูล ณ 30 มิ.ย. 64")
    page.get_by_role("button", name=t("overview.meeting_add")).click()
    page.get_by_label(t("overview.meeting_name", eg_year="2564")).fill("ประชุมคณะกรรมการ ครั้งที่ 1/2564")
    page.get_by_label(t("overview.meeting_on")).fill("31 พ.ค. 64")
    page.get_by_role("button", name=t("overview.meeting_save"), exact=True).click()
    expect(changes).to_contain_text("ตั้งแต่ประชุมคณะกรรมการ ครั้งที่ 1/2564 (31 พ.ค. 64)")
    expect(changes).to_contain_text("ลงทะเบียน OTOP เพิ่ม 9 กลุ่ม")

    page = new_page()
    arrive(page, fresh, "director")
    changes = page.locator(".st-key-changes")
    expect(changes).to_contain_text("ลงทะเบียน OTOP เพิ่ม 9 กลุ่ม")
    changes.get_by_text(t("overview.since_data")).click()
    expect(changes).not_to_contain_text("ลงทะเบียน OTOP เพิ่ม")
    expect(page.get_by_role("button", name=t("overview.meeting_add"))).to_have_count(0)


def test_the_ledger_is_searched_and_its_sums_follow(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "committee", "budget?entry=เบิกจ่าย")
    ledger = page.locator(".st-key-ledger")
    expect(ledger).to_contain_text("เบิกจ่าย 77 แถว รวม 255,424.25 บาท")
    expect(ledger.get_by_role("link")).to_have_attribute("href", re.compile(r"entry=disbursement"))

    page.get_by_label(t("budget.search")).fill("น้ำมันเชื้อเพลิง")
    page.get_by_label(t("budget.search")).press("Enter")

    expect(ledger).to_contain_text("เบิกจ่าย 20 แถว รวม 16,483.75 บาท")


def test_the_committee_reads_earned_value_in_words_and_tries_an_assumption(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "committee", "budget")
    page.locator(".st-key-earned-value summary").click()
    said = page.locator(".st-key-earned-value")
    expect(said).to_contain_text("ผลงานเป็นร้อยละ 75 ของแผน และเงิน 1 บาทได้งานมูลค่า 1.04 บาท")

    page.locator(".st-key-what-if summary").click()
    page.get_by_role("slider", name=t("budget.slipped")).press("ArrowRight")
    expect(page.locator(".st-key-what-if")).to_contain_text("สมมติ: สิ้นปีลงทะเบียน 29 จาก 30 กลุ่ม เบิกจ่าย 845,424 บาท")
    assert "what" not in page.url


def test_two_files_turn_the_verdict_and_undo_turns_it_back(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    arrive(page, fresh, "staff", "upload")

    choose(page, "กลุ่มอาชีพ", TRY / "2021-08-31" / "groups.csv")
    month_end(page)
    save(page)
    choose(page, "การใช้จ่าย", TRY / "2021-08-31" / "spending.csv")
    month_end(page)
    save(page)
    page.goto(fresh.address)
    expect(page.locator(VERDICT)).to_contain_text("ลงทะเบียนช้ากว่าแผน 3 กลุ่ม")
    expect(page.locator(".st-key-kpi-disbursed_satang")).to_contain_text("707,027")

    page.goto(f"{fresh.address}/history")
    press_cell(page, "[class*='st-key-history-table']", 15)
    page.get_by_label(t("history.reason")).fill("ทดลอง")
    page.get_by_role("button", name=t("history.withdraw")).click()
    page.get_by_text(t("history.withdrawn_done")).wait_for()
    page.goto(fresh.address)

    expect(page.locator(".st-key-kpi-disbursed_satang")).to_contain_text("255,424")


def test_a_wrong_cell_is_named_and_nothing_can_be_saved(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    arrive(page, fresh, "staff", "upload")

    choose(page, "การใช้จ่าย", PRACTICE / "spending-amount.csv")
    page.locator(".st-key-tier-blocking").wait_for()

    expect(page.get_by_text(t("upload.blocked", k=1))).to_be_visible()
    expect(page.locator(SAVE)).to_have_count(0)


def test_a_file_of_another_kind_is_turned_around_by_one_press(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    arrive(page, fresh, "staff", "upload")

    choose(page, "กลุ่มอาชีพ", TRY / "2021-08-31" / "spending.csv")
    page.get_by_role("button", name=t("upload.wrong_kind", kind="การใช้จ่าย")).click()

    expect(page.get_by_text(t("upload.counts", a=13, c=0, r=0))).to_be_visible()


def test_a_cell_corrected_on_the_page_makes_the_file_loadable(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    arrive(page, fresh, "staff", "upload")

    choose(page, "การใช้จ่าย", PRACTICE / "spending-amount.csv")
    page.locator(".st-key-upload-edit summary").click()
    type_over(page, ".st-key-upload-edit", -60, "25,", "25.00")
    page.get_by_role("button", name=t("upload.edit_apply")).click()

    expect(page.get_by_text(t("upload.blocked", k=1))).to_have_count(0)


def test_an_entry_worth_a_second_look_stays_quiet_once_somebody_has_looked(new_page: NewPage, fresh: Server) -> None:
    name, data = sample("2021-07-31", "spending")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    twice = [[f"ฎ.64-90{n}", "1", "30/07/2564", *lines[1][3:7], "ร้าน ก", "250.00", "", ""] for n in range(2)]
    page = new_page()
    arrive(page, fresh, "staff", "upload")
    page.locator(".st-key-upload-kind").get_by_text("การใช้จ่าย", exact=True).click()
    file: Any = {"name": name, "mimeType": "text/csv", "buffer": csv_file(lines[0], *lines[1:], *twice)[1]}
    page.locator("input[type=file]").set_input_files(file)
    month_end(page)
    save(page)

    page.goto(f"{fresh.address}/budget")
    page.locator(".st-key-second-look summary").click()
    look = page.locator(".st-key-second-look")
    expect(look).to_contain_text("จ่ายผู้รับเดียวกัน วันเดียวกัน ยอดเท่ากัน 2 รายการ รายการละ 250.00 บาท (30 ก.ค. 64)")
    look.get_by_role("button", name=t("budget.anomaly_seen")).click()
    expect(look).to_have_count(0)
    page.reload()
    expect(page.locator(".st-key-ledger")).to_be_visible()
    expect(look).to_have_count(0)


def test_the_official_total_is_typed_explained_and_read_by_the_committee(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    arrive(page, fresh, "committee", "budget")
    expect(page.locator(".st-key-ledger")).to_be_visible()
    expect(page.locator(".st-key-gfmis")).to_have_count(0)

    page = new_page()
    arrive(page, fresh, "staff", "budget")
    bridge = page.locator(".st-key-gfmis")
    bridge.locator("summary").click()
    bridge.get_by_label(t("budget.gfmis_amount")).fill("25,")
    bridge.get_by_label(t("budget.gfmis_on")).fill("31/07/2564")
    bridge.get_by_role("button", name=t("budget.gfmis_save")).click()
    expect(bridge).to_contain_text(t("field.amount_bad", val="25,"))
    expect(bridge.get_by_label(t("budget.gfmis_amount"))).to_have_value("25,")
    bridge.get_by_label(t("budget.gfmis_amount")).fill("260,000.00")
    bridge.get_by_label(t("budget.gfmis_on")).fill("31 ก.ค. 64")
    bridge.get_by_role("button", name=t("budget.gfmis_save")).click()
    expect(bridge).to_contain_text("ต่างจาก GFMIS 4,575.75 บาท · อธิบายแล้ว 0.00 บาท")
    bridge.get_by_label(t("budget.gfmis_reason"), exact=True).fill("ฎีกาที่ยังไม่ลงทะเบียน")
    bridge.get_by_label(t("budget.amount")).fill("4,000")
    bridge.get_by_role("button", name=t("budget.gfmis_explain")).click()
    expect(bridge).to_contain_text("อธิบายแล้ว 4,000.00 บาท · ยังไม่อธิบาย 575.75 บาท")

    page = new_page()
    arrive(page, fresh, "committee", "budget")
    page.locator(".st-key-gfmis summary").click()
    expect(page.locator(".st-key-gfmis")).to_contain_text("ยังไม่อธิบาย 575.75 บาท")
    expect(page.locator(".st-key-gfmis").get_by_role("button", name=t("budget.gfmis_save"))).to_have_count(0)


def test_one_press_fills_in_the_order_that_a_payment_fits(new_page: NewPage, fresh: Server, tmp_path: Path) -> None:
    name, data = sample("2021-07-31", "spending")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    settles = lines[0].index("อ้างอิงเลขที่ผูกพัน")
    paid = next(line for line in lines[1:] if line[settles] == "ผพ.64-03" and line[3] == "เบิกจ่าย")
    order, paid[settles] = paid[settles], ""
    file = tmp_path / name
    file.write_bytes(csv_file(*lines)[1])
    page = new_page()
    arrive(page, fresh, "staff", "upload")
    choose(page, "การใช้จ่าย", file)

    expect(page.get_by_text(f"รายการนี้อาจจ่ายตาม {order}").first).to_be_attached()
    page.get_by_role("button", name=t("upload.take_orders", k=1)).click()

    expect(page.get_by_role("button", name=t("upload.take_orders", k=1))).to_have_count(0)
    expect(page.get_by_text(f"รายการนี้อาจจ่ายตาม {order}")).to_have_count(0)
