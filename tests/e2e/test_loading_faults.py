"""What goes wrong while loading, and what is remembered of it: two at once, a closed browser, choices, ticks."""

import csv
import io
import re
import sys
from datetime import date

import pytest
from playwright.sync_api import expect

from core.model.kinds import KINDS
from db.maintenance.verify import verify
from db.snapshots import store
from tests.support.browser import NewPage, press_cell, type_over, until
from tests.support.intakes import csv_file, far_out, headers, sample, sample_rows
from tests.support.load_page import PROJECT, SAVE, choose, of_day, open_form, press, save, select, settle, stored, tick
from tests.support.server import Server
from ui.text.words import t

JULY, AUGUST = date(2021, 7, 31), date(2021, 8, 31)


def long_ledger(rows: int) -> tuple[str, bytes]:
    """A ledger of many payments, each valid."""
    name, data = sample("2021-07-31", "spending")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    more = [[f"พ.{n:06d}", "1", "02/08/2564", *lines[1][3:8], "1.00", "", ""] for n in range(rows)]
    return csv_file(lines[0], *lines[1:], *more, name=name)


def test_of_two_at_once_one_wins_and_the_other_is_told_and_sees_the_changes_anew(
    new_page: NewPage, fresh: Server
) -> None:
    first, second = new_page(), new_page()
    for page in (first, second):
        open_form(page, fresh)
        choose(page, "groups", [sample("2021-08-31", "groups")])
        of_day(page, AUGUST)
        tick(page)
    save(first)

    second.locator(SAVE).click()

    expect(second.get_by_text("มีการบันทึกชุดใหม่เมื่อ")).to_be_visible()
    expect(second.get_by_text(t("upload.changes_none"))).to_be_visible()
    assert [u.seq for u in store.history(fresh.engine, PROJECT, "groups") if u.as_of == AUGUST] == [7]


def test_a_browser_closed_while_saving_leaves_the_old_or_the_new_whole(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    open_form(page, fresh)
    before = len(stored(fresh, AUGUST).of("spending"))
    choose(page, "spending", [long_ledger(6_000)])
    of_day(page, AUGUST)
    tick(page)
    page.locator(SAVE).click()
    page.wait_for_timeout(60)
    page.close()

    visitor = new_page()
    open_form(visitor, fresh)  # the server lives on
    until(visitor, lambda: len(stored(fresh, AUGUST).of("spending")) in (before, before + 6_000))
    assert verify(fresh.engine) == []
    choose(visitor, "spending", [sample("2021-08-31", "spending")])
    of_day(visitor, AUGUST)
    tick(visitor)
    save(visitor)
    assert verify(fresh.engine) == []


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up as Linux lists them")
def test_a_closed_page_and_another_file_end_the_reading_of_the_one_before(new_page: NewPage, fresh: Server) -> None:
    page, watching = new_page(), new_page()
    name, slow = far_out(*csv.reader(io.StringIO(sample("2021-07-31", "groups")[1].decode("utf-8-sig"))))
    more, small = sample("2021-08-31", "groups")
    kind = "application/octet-stream"
    open_form(page, fresh)
    uploader = page.locator("input[type=file]")

    uploader.set_input_files([{"name": name, "mimeType": kind, "buffer": slow}])
    until(watching, lambda: len(fresh.workers()) == 1)
    first = fresh.workers()
    uploader.set_input_files([{"name": more, "mimeType": kind, "buffer": small}])
    until(watching, lambda: len(fresh.workers() - first) == 1)
    until(watching, lambda: not fresh.workers() & first)

    page.close()
    until(watching, lambda: not fresh.workers())


def test_at_least_ten_shares_are_sent_while_a_file_is_read(new_page: NewPage, fresh: Server) -> None:
    page, shares = new_page(), set[str]()
    pattern = re.compile(t("upload.working", pct="([0-9]+)"))

    def keep(frame: str | bytes) -> None:
        shares.update(pattern.findall(frame.decode("utf-8", "ignore") if isinstance(frame, bytes) else frame))

    page.on("websocket", lambda socket: socket.on("framereceived", keep))
    open_form(page, fresh)
    choose(page, "spending", [long_ledger(40_000)])

    assert len(shares) >= 10


def test_what_a_header_means_is_asked_once_shown_and_can_be_forgotten(new_page: NewPage, fresh: Server) -> None:
    rows = sample_rows("2021-07-31", "groups")
    header = ["ชื่อย่อ", *headers("groups", "name", "amphoe", "stage")]
    words = [["Z01", rows["name"][0], "ชะอำ", "อบรมแล้ว"]]
    page = new_page()
    open_form(page, fresh)
    choose(page, "groups", [csv_file(header, *words)])
    select(page, "ชื่อย่อ", "รหัสกลุ่ม")
    press(page, "upload.use")
    expect(page.locator(".st-key-upload-map")).to_have_count(0)

    open_form(page, fresh)
    choose(page, "groups", [csv_file(header, *words, name="next-month.csv")])
    expect(page.locator(".st-key-upload-map")).to_have_count(0)
    expect(page.get_by_text("ใช้การจับคู่หัวตารางที่จำไว้เมื่อ")).to_be_visible()
    press(page, "upload.map_forget")
    expect(page.locator(".st-key-upload-map")).to_be_visible()


def test_what_a_value_means_is_asked_once_shown_and_can_be_forgotten(new_page: NewPage, fresh: Server) -> None:
    row = ["Z01", "กลุ่มทดลอง", "ชะอัม", "อบรมแล้ว"]
    file = csv_file(headers("groups", "code", "name", "amphoe", "stage"), row)
    page = new_page()
    open_form(page, fresh)
    choose(page, "groups", [file])
    select(page, t("upload.map_value", found="ชะอัม", col="อำเภอ"), "ชะอำ")
    press(page, "upload.use")
    expect(page.locator(".st-key-upload-values")).to_have_count(0)

    open_form(page, fresh)
    choose(page, "groups", [("next-month.csv", file[1])])
    expect(page.locator(".st-key-upload-values")).to_have_count(0)
    page.locator(".st-key-upload-known-values summary").click()
    expect(page.locator(".st-key-upload-known-values")).to_contain_text("“ชะอัม” ในช่อง “อำเภอ” หมายถึง “ชะอำ”")
    page.locator(".st-key-upload-known-values").get_by_role("button", name=t("upload.map_forget")).click()
    expect(page.locator(".st-key-upload-values")).to_be_visible()


def test_a_warning_that_was_looked_at_is_not_asked_again(new_page: NewPage, fresh: Server) -> None:
    file = warned_ledger()
    page = new_page()
    open_form(page, fresh)
    choose(page, "spending", [file])
    page.locator(".st-key-tier-warning summary").click()
    tier = page.get_by_text(t("upload.warning", k=1))
    expect(tier).to_be_visible()
    press_cell(page, ".st-key-tier-warning", 15)
    press(page, "upload.ack")
    expect(tier).to_have_count(0)

    open_form(page, fresh)
    choose(page, "spending", [file])
    expect(page.get_by_text(t("upload.step_save"), exact=True)).to_be_visible()
    expect(tier).to_have_count(0)


def warned_ledger() -> tuple[str, bytes]:
    """July's ledger with one payment more: of a day outside the project's year, to be looked at."""
    name, data = sample("2021-07-31", "spending")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    return csv_file(lines[0], *lines[1:], ["ฎ.64-999", "1", "02/07/2563", *lines[1][3:8], "1.00", "", ""], name=name)


def test_a_header_alone_is_refused_and_asks_nothing(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    open_form(page, fresh)
    choose(page, "spending", [csv_file(headers("spending"))], wait=False)

    expect(page.get_by_text("มีแต่หัวตาราง")).to_be_visible()
    expect(page.locator("[data-testid=stCheckbox]")).to_have_count(0)
    expect(page.locator(SAVE)).to_have_count(0)


def test_a_cell_corrected_by_hand_is_recorded_and_shown_in_the_history(new_page: NewPage, fresh: Server) -> None:
    name, data = sample("2021-08-31", "spending")
    wrong = data.decode("utf-8-sig").replace('"28,500.00",ผพ.64-05', '"28,",ผพ.64-05').encode("utf-8-sig")
    page = new_page()
    open_form(page, fresh)
    choose(page, "spending", [(name, wrong)])
    page.locator(".st-key-upload-edit summary").click()
    type_over(page, ".st-key-upload-edit", -60, "28,", "28500")
    press(page, "upload.edit_apply")
    of_day(page, AUGUST)
    tick(page)
    save(page)

    amounts = stored(fresh, AUGUST).of("spending")["amount_satang"]
    assert amounts == sample_rows("2021-08-31", "spending")["amount_satang"]
    page.goto(f"{fresh.address}/history")
    press_cell(page, "[class*='st-key-history-table']", 15)
    settle(page)
    page.locator(".st-key-history-edits summary").click()
    expect(page.locator(".st-key-history-edits")).to_contain_text("ช่อง “จำนวนเงิน” เป็น “28500”")


def test_files_of_several_kinds_are_each_named_and_nothing_breaks(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    open_form(page, fresh)
    files = [(f"{kind}.csv", sample("2021-07-31", kind)[1]) for kind in ("groups", "products", "spending")]
    choose(page, "groups", files, wait=False)

    for kind in ("groups", "products", "spending"):
        expect(page.locator(f".st-key-month-{kind}")).to_contain_text(KINDS[kind].name.get("th"))
    expect(page.get_by_text(t("app.fault"))).to_have_count(0)
    expect(page.locator(".st-key-upload-other-kind")).to_have_count(0)
