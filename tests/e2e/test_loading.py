"""The sheets that offices really keep, loaded through the page, give the figures of the canonical files."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from playwright.sync_api import expect

from core.figures.figures import compute
from core.model.choices import ENTRIES
from core.model.kinds import Kind
from core.model.rows import Rows
from core.model.snapshot import Snapshot
from core.text.thai import to_thai_digits
from tests.support.browser import PHONE, NewPage
from tests.support.intakes import REALDATA, csv_file, sample, sample_rows
from tests.support.load_page import (
    EMPTY,
    PROJECT,
    SAVE,
    choose,
    figures_of,
    of_day,
    open_form,
    press,
    save,
    select,
    settle,
    stored,
    tick,
)
from tests.support.offices import control_register, district_files, official_register
from tests.support.server import Server
from ui.text.words import t
from words import rendering

JULY, AUGUST, SEPTEMBER = date(2021, 7, 31), date(2021, 8, 31), date(2021, 9, 30)
needs_realdata = pytest.mark.skipif(not REALDATA.is_dir(), reason="the public files of ../shared/realdata are not here")


@needs_realdata
def test_products_of_another_province_load_by_choices_alone(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    open_form(page, fresh, EMPTY)
    choose(page, "products", [("otop-products-chonburi.csv", (REALDATA / "otop-products-chonburi.csv").read_bytes())])

    for header, means in (("id", "รหัสผลิตภัณฑ์"), ("seller", "รหัสกลุ่ม"), ("description", "ราคา")):
        select(page, header, means)
    press(page, "upload.use")
    for found, meant in (
        ("drink", "เครื่องดื่ม"),
        ("cloth", "ผ้า เครื่องแต่งกาย"),
        ("decor", "ของใช้ ของตกแต่ง ของที่ระลึก"),
    ):
        select(page, t("upload.map_value", found=found, col="category"), meant)
    press(page, "upload.use")
    of_day(page, SEPTEMBER)
    expect(page.get_by_text(t("upload.warning", k=25))).to_be_visible()
    expect(page.locator(SAVE)).to_be_disabled()
    tick(page)
    save(page)

    prices = stored(fresh, SEPTEMBER, EMPTY).of("products")["price_satang"]
    assert (len(prices), prices.count(None)) == (149, 28)
    assert prices == one_number_each()


def test_the_official_register_without_codes_is_given_codes_and_comes_back_with_them(
    new_page: NewPage, fresh: Server
) -> None:
    page = new_page()
    open_form(page, fresh, EMPTY)
    register = official_register("2021-02-28")
    choose(page, "groups", [register])

    expect(page.locator(".st-key-upload-map")).to_contain_text("วันเดือนปีที่จดทะเบียน")
    select(page, t("upload.map_constant", col="ขั้นตอน"), "คัดเลือกแล้ว")
    press(page, "upload.use")
    press(page, "upload.mint")
    of_day(page, date(2021, 2, 28))
    tick(page)
    link = page.locator(".st-key-upload-returned a")
    link.wait_for()
    with page.expect_download() as taken:
        link.click()
    sheet = openpyxl.load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes())).active
    save(page)

    rows = stored(fresh, date(2021, 2, 28), EMPTY).of("groups")
    canonical = sample_rows("2021-02-28", "groups")
    for name in ("code", "name", "tambon", "amphoe", "occupation"):
        assert rows[name] == canonical[name]
    assert set(rows["registered_on"]) == {None} and set(rows["stage"]) == {"selected"}
    place = [cell.value for cell in sheet[1]].index("รหัสกลุ่ม")
    assert [row[place].value for row in sheet.iter_rows(min_row=3)] == canonical["code"]

    open_form(page, fresh, EMPTY)
    content = io.BytesIO()
    sheet.parent.save(content)
    choose(page, "groups", [("register-with-codes.xlsx", content.getvalue())])
    of_day(page, date(2021, 2, 28))
    expect(page.get_by_text(t("upload.changes_none"))).to_be_visible()


def test_the_official_register_updates_what_is_known_and_no_figure_moves(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    open_form(page, fresh)
    choose(page, "groups", [official_register("2021-07-31")])
    press(page, "upload.mint")
    page.get_by_text(t("upload.scope_update"), exact=True).click()
    settle(page)
    of_day(page, AUGUST)
    tick(page)
    save(page)

    assert figures_of(stored(fresh, AUGUST)) == figures_of(with_rows(fresh, AUGUST, groups="2021-07-31"))
    assert stored(fresh, AUGUST).uploads["groups"].as_of == AUGUST


def test_a_payee_is_named_a_shop_on_a_phone_by_keyboard_and_the_director_reads_its_name(
    new_page: NewPage, fresh: Server
) -> None:
    shop = "ฬฬฬ พาณิชย์"
    name, data = sample("2021-08-31", "spending")
    text = data.decode("utf-8-sig").replace("สถานีบริการน้ำมัน", shop)
    page = new_page(**PHONE)
    open_form(page, fresh)
    choose(page, "spending", [(name, text.encode("utf-8-sig"))])
    of_day(page, AUGUST)
    tick(page)
    save(page)
    register = "/files/export/spending.csv"
    assert shop not in fresh.get(register, fresh.cookie_of("director"))[1]

    page.goto(f"{fresh.address}/budget?project={PROJECT}")
    page.locator(".st-key-payees summary").focus()
    page.keyboard.press("Enter")
    mark = page.get_by_role("button", name=t("budget.payee_mark"))
    expect(page.get_by_role("combobox", name=t("budget.payee"), exact=False).last).to_have_value(shop)
    settle(page)
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=t("budget.payee_unmark"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    assert shop in fresh.get(register, fresh.cookie_of("director"))[1]


def test_two_presses_one_upon_the_other_both_count(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    open_form(page, fresh)
    choose(page, "groups", [official_register("2021-07-31")])
    page.get_by_role("button", name=t("upload.mint")).first.click()
    page.get_by_text(t("upload.scope_update"), exact=True).click()
    expect(page.get_by_role("radio", name=t("upload.scope_update"))).to_be_checked()
    expect(page.get_by_text(t("upload.codes_file"))).to_be_visible()
    settle(page)
    of_day(page, AUGUST)
    tick(page)
    save(page)


def test_a_wide_control_register_is_the_same_ledger(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    open_form(page, fresh)
    choose(page, "spending", [control_register("2021-09-30")])
    of_day(page, SEPTEMBER)
    tick(page)
    save(page)

    assert figures_of(stored(fresh, SEPTEMBER)) == figures_of(with_rows(fresh, SEPTEMBER, spending="2021-09-30"))


def test_eight_district_files_are_one_upload_and_one_district_alone_updates_its_rows(
    new_page: NewPage, fresh: Server
) -> None:
    page = new_page()
    open_form(page, fresh)
    files = district_files("2021-08-31")
    choose(page, "groups", files)
    of_day(page, AUGUST)
    tick(page)
    save(page)
    assert figures_of(stored(fresh, AUGUST)) == figures_of(with_rows(fresh, AUGUST, groups="2021-08-31"))

    open_form(page, fresh)
    choose(page, "groups", [file for file in district_files("2021-09-30") if file[0] == "ชะอำ.csv"])
    of_day(page, SEPTEMBER)
    expect(page.get_by_text(t("upload.scope_first"))).to_be_visible()
    page.get_by_text(t("upload.scope_update"), exact=True).click()
    settle(page)
    tick(page)
    save(page)

    stages = stored(fresh, SEPTEMBER).of("groups")["stage"]
    before, after = sample_rows("2021-08-31", "groups"), sample_rows("2021-09-30", "groups")
    pairs = zip(before["amphoe"], before["stage"], after["stage"], strict=True)
    assert stages == [new if amphoe == "ชะอำ" else old for amphoe, old, new in pairs]
    assert stages not in (before["stage"], after["stage"])


def test_a_month_alone_is_appended_to_the_ledger(new_page: NewPage, fresh: Server) -> None:
    name, data = sample("2021-08-31", "spending")
    header, *lines = data.decode("utf-8-sig").splitlines()
    month = "\n".join([header, *(line for line in lines if "/08/2564" in line)]).encode("cp874")
    page = new_page()
    open_form(page, fresh)
    choose(page, "spending", [(name, month)])
    page.get_by_text(t("upload.scope_append"), exact=True).click()
    settle(page)
    of_day(page, AUGUST)
    tick(page)
    save(page)

    assert figures_of(stored(fresh, AUGUST)) == figures_of(with_rows(fresh, AUGUST, spending="2021-08-31"))


def test_a_windows_874_register_names_one_cell_and_loads_once_its_returned_workbook_is_corrected(
    new_page: NewPage, fresh: Server
) -> None:
    page = new_page()
    open_form(page, fresh)
    choose(page, "spending", [dirty_ledger()])

    expect(page.get_by_text(t("upload.blocked", k=1))).to_be_visible()
    link = page.locator(".st-key-upload-returned a")
    link.wait_for()
    with page.expect_download() as taken:
        link.click()
    book = openpyxl.load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes()))
    sheet = book.active
    (wrong,) = [cell for row in sheet.iter_rows() for cell in row if cell.value in ("25,", "๒๕,")]
    wrong.value = "๒๕.๐๐"
    content = io.BytesIO()
    book.save(content)

    open_form(page, fresh)
    choose(page, "spending", [("ทะเบียนคุม ส.ค. 64-errors.xlsx", content.getvalue())])
    of_day(page, AUGUST)
    tick(page)
    save(page)
    assert stored(fresh, AUGUST).of("spending")["amount_satang"][-1] == 2500
    assert (
        compute(stored(fresh, AUGUST))["disbursed_satang"] == 70_702_700 - 2_850_000 + 2_500
    )  # its last line is 28,500


def one_number_each() -> list[int | None]:
    """The prices of the public file, read without any of our code: one number and nothing else beside its words."""
    text = (REALDATA / "otop-products-chonburi.csv").read_text(encoding="utf-8-sig")
    cells = [row["description"].strip() for row in csv.DictReader(io.StringIO(text))]
    found = [re.fullmatch(r"(?:ราคา)?\s*([0-9][0-9,]*)\s*(?:บาท)?", cell) for cell in cells]
    return [int(match[1].replace(",", "")) * 100 if match else None for match in found]


def dirty_ledger() -> tuple[str, bytes]:
    """August as an office keeps it: Windows-874, title, total, Thai digits, short Thai dates, one amount of ``25,``."""
    rows = sample_rows("2021-08-31", "spending")
    header = [
        "เลขที่เอกสาร",
        "วันที่",
        "ประเภทรายการ",
        "กิจกรรม",
        "หมวดรายจ่าย",
        "รายการ",
        "ผู้รับเงิน",
        "จำนวนเงิน",
        "อ้างอิงเลขที่ผูกพัน",
    ]
    names = ("doc_no", "date", "entry", "activity", "expense_line", "description", "payee", "amount_satang", "settles")
    words = {choice.id: choice.written for choice in ENTRIES}
    lines = []
    for doc, day, entry, activity, line, text, payee, amount, settles in zip(*(rows[n] for n in names), strict=True):
        short = f"{day.day} {rendering.day(day).split()[1]}{(day.year + 543) % 100}"
        baht = to_thai_digits(f"{amount / 100:,.2f}")
        lines.append([doc, to_thai_digits(short), words[entry], activity, line, text, payee or "", baht, settles or ""])
    lines[-1][7] = "25,"
    total = ["", "", "", "", "", "รวมทั้งสิ้น", "", "๑,๒๓๔.๐๐", ""]
    title = ["ทะเบียนคุมการใช้จ่าย ประจำปีงบประมาณ ๒๕๖๔", *[""] * 8]
    return csv_file(title, header, *lines, total, name="ทะเบียนคุม ส.ค. 64.csv", encoding="cp874")


def with_rows(server: Server, day: date, **given: str) -> Snapshot:
    """What the database would show, had the canonical file of a day been loaded for these kinds."""
    shown = stored(server, day)
    rows: dict[Kind, Rows] = dict(shown.rows)
    for kind, snapshot in given.items():
        rows[cast(Kind, kind)] = sample_rows(snapshot, cast(Kind, kind))
    return replace(shown, rows=rows)
