"""The sample files themselves: how they are saved, what they hold, and what is wrong in those to practise on."""

import csv
import datetime as dt
import re
import runpy
from itertools import pairwise
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples"
AUGUST, SEPTEMBER, PRACTICE = SAMPLES / "try/2021-08-31", SAMPLES / "try/2021-09-30", SAMPLES / "practice"
CSV_FILES = sorted(SAMPLES.rglob("*.csv"))
SNAPSHOTS = sorted(path for path in SAMPLES.rglob("2021-*") if path.is_dir())
HEADERS = {
    "plan": "เดือน,กลุ่มสะสมตามแผน,เบิกจ่ายสะสมตามแผน",
    "groups": "รหัสกลุ่ม,ชื่อกลุ่ม,หมู่บ้าน,ตำบล,อำเภอ,อาชีพ/ผลิตภัณฑ์,จำนวนสมาชิก,ประเภทผู้ผลิต,ขั้นตอน,วันที่เข้าสู่ขั้นตอน,"
    "วันที่ลงทะเบียน OTOP,เลขที่ลงทะเบียน,สถานะ,เอกสารที่ยังขาด,ขั้นต่อไป,เบอร์โทรศัพท์,หมายเหตุ",
    "products": "รหัสผลิตภัณฑ์,รหัสกลุ่ม,ชื่อผลิตภัณฑ์,ประเภทผลิตภัณฑ์,กลุ่มศักยภาพ (Quadrant),มาตรฐาน,วันที่ขึ้นทะเบียน OTOP,ระดับดาว,"
    "ราคา,ยอดขายต่อเดือนก่อน,ยอดขายต่อเดือนหลัง,หมายเหตุ",
    "spending": "เลขที่เอกสาร,บรรทัด,วันที่,ประเภทรายการ,กิจกรรม,หมวดรายจ่าย,รายการ,ผู้รับเงิน,จำนวนเงิน,อ้างอิงเลขที่ผูกพัน,รหัสกลุ่ม",
    "instalments": "งวดที่,รายการ,ร้อยละ,จำนวนเงิน,กำหนดส่งมอบ,วันที่ส่งมอบ,วันที่ตรวจรับ,วันที่เบิกจ่าย,เลขที่สัญญา",
}
expected = runpy.run_path(str(HERE / "make_expected.py"))
read, date, satang, to_latin = (expected[name] for name in ("read", "date", "satang", "THAI_DIGITS"))


def named(path):
    return str(path.relative_to(SAMPLES))


def text_of(path):
    return path.read_bytes().decode("cp874" if path.parent == SEPTEMBER else "utf-8-sig")


def lines_of(path):
    return list(csv.reader(text_of(path).splitlines()))


def cells_of(path):
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def as_typed(cell):
    """A cell of a workbook as the same cell reads in the CSV file."""
    return str(int(cell)) if isinstance(cell, float) else str(cell)


@pytest.mark.parametrize("path", CSV_FILES, ids=named)
def test_saved_as_an_office_would_save_it(path):
    raw = path.read_bytes()

    assert raw.startswith(b"\xef\xbb\xbf") == (path.parent != SEPTEMBER)
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert raw.endswith(b"\r\n")
    text_of(path).encode("cp874")  # Windows-874 has every character


@pytest.mark.parametrize("path", CSV_FILES, ids=named)
def test_header_is_the_template_and_every_row_has_its_width(path):
    lines = lines_of(path)
    header = lines[1] if path == SEPTEMBER / "spending.csv" else lines[0]

    assert ",".join(header) == HEADERS[path.stem.split("-")[0]]
    assert {len(line) for line in lines} == {len(header)}


@pytest.mark.parametrize("folder", SNAPSHOTS, ids=named)
def test_snapshot_knows_nothing_of_later_days(folder):
    as_of = dt.date.fromisoformat(folder.name)

    for kind in ("groups", "products", "spending", "instalments"):
        for row in read(folder / f"{kind}.csv"):
            dates = [date(cell) for name, cell in row.items() if name.startswith("วันที่")]
            assert max(filter(None, dates), default=as_of) <= as_of


def test_eight_snapshots_of_30_groups_and_60_products():
    assert len(SNAPSHOTS) == 8
    for folder in SNAPSHOTS:
        groups, products = read(folder / "groups.csv"), read(folder / "products.csv")
        codes = {row["รหัสกลุ่ม"] for row in groups}
        assert (len(groups), len(codes)) == (30, 30)
        assert (len(products), len({row["รหัสผลิตภัณฑ์"] for row in products})) == (60, 60)
        assert {row["รหัสกลุ่ม"] for row in products} == codes


def test_ledger_grows_by_rows_added_at_its_end_up_to_120():
    ledgers = [read(folder / "spending.csv") for folder in sorted(SNAPSHOTS, key=lambda folder: folder.name)]

    assert [len(ledger) for ledger in ledgers] == [16, 41, 51, 58, 75, 83, 96, 120]
    for earlier, later in pairwise(ledgers):
        assert [row["เลขที่เอกสาร"] for row in earlier] == [row["เลขที่เอกสาร"] for row in later[: len(earlier)]]


def test_quadrant_is_d_exactly_where_no_standard_is_certified():
    for folder in SNAPSHOTS:
        for row in read(folder / "products.csv"):
            certified = "=ได้รับการรับรอง" in row["มาตรฐาน"]
            assert (row["กลุ่มศักยภาพ (Quadrant)"] == "D") == (not certified)


def test_sales_after_come_with_the_snapshot_of_august_for_nine_groups():
    for folder in SNAPSHOTS:
        paired = [row for row in read(folder / "products.csv") if row["ยอดขายต่อเดือนหลัง"]]
        assert len(paired) == (9 if folder.parent.name == "try" else 0)
    assert sum(satang(row["ยอดขายต่อเดือนก่อน"]) for row in paired) == 12_550_000
    assert sum(satang(row["ยอดขายต่อเดือนหลัง"]) for row in paired) == 15_190_000


def test_september_writes_dates_amounts_and_counts_in_thai_digits():
    columns = re.compile(r"วันที่|จำนวน|ราคา|ยอดขาย|กำหนด")
    for path in sorted(SEPTEMBER.glob("*.csv")):
        for row in read(path):
            assert not re.search(r"[0-9]", "".join(cell for name, cell in row.items() if columns.match(name)))


def test_september_ledger_stands_between_a_title_and_a_true_total():
    lines = lines_of(SEPTEMBER / "spending.csv")

    assert [bool(cell) for cell in lines[0]] == [True] + [False] * 10
    assert (lines[-1][0], lines[-1][8].translate(to_latin)) == ("รวม", "742,749.25")


@pytest.mark.parametrize("path", [*CSV_FILES, *sorted(PRACTICE.glob("*.xlsx"))], ids=named)
def test_no_honorific_and_no_identity_or_telephone_number(path):
    rows = cells_of(path) if path.suffix == ".xlsx" else lines_of(path)

    for cell in (str(cell).translate(to_latin) for row in rows for cell in row):
        assert not re.search(r"(?<![ก-๙])(นาย|นาง|น\.ส\.|ด\.ช\.|ด\.ญ\.|ดร\.|คุณ)", cell)
        assert not re.search(r"(\d[ -]?){13}|(?<!\d)0\d[ -]?\d{3,4}[ -]?\d{3,4}", cell)


def test_practice_amount_differs_in_one_cell():
    good, bad = lines_of(AUGUST / "spending.csv"), lines_of(PRACTICE / "spending-amount.csv")

    changed = [
        (row, a, b)
        for row, (x, y) in enumerate(zip(good, bad, strict=True), 1)
        for a, b in zip(x, y, strict=True)
        if a != b
    ]
    assert changed == [(95, "1,200.00", "25,")]


def test_practice_repeat_has_one_row_twice():
    bad = lines_of(PRACTICE / "spending-repeat.csv")

    assert bad[94] == bad[93]
    assert bad[:94] + bad[95:] == lines_of(AUGUST / "spending.csv")


def test_practice_brought_forward_adds_one_line_without_a_document():
    bad = lines_of(PRACTICE / "spending-brought-forward.csv")

    assert [cell for cell in bad[84] if cell] == ["ยอดยกมา", "255,424.25"]
    assert bad[:84] + bad[85:] == lines_of(AUGUST / "spending.csv")


def test_practice_merged_has_each_amphoe_once_and_all_else_right():
    sheet = CalamineWorkbook.from_path(PRACTICE / "groups-merged.xlsx").get_sheet_by_index(0)
    good, bad = lines_of(AUGUST / "groups.csv"), [[as_typed(cell) for cell in row] for row in sheet.to_python()]
    amphoe = good[0].index("อำเภอ")

    assert sum(last - first + 1 for (first, _), (last, _) in sheet.merged_cell_ranges) == 30
    for (first, left), (last, right) in sheet.merged_cell_ranges:
        assert left == right == amphoe
        assert not any(row[amphoe] for row in bad[first + 1 : last + 1])
        for row in bad[first + 1 : last + 1]:
            row[amphoe] = bad[first][amphoe]
    assert bad == good


def test_practice_exceldate_has_one_true_date_where_the_contract_number_stood():
    good, bad = read(AUGUST / "spending.csv"), cells_of(PRACTICE / "spending-exceldate.xlsx")
    header, rows = bad[0], bad[1:]

    dates = [(y + 2, header[x]) for y, row in enumerate(rows) for x, c in enumerate(row) if isinstance(c, dt.date)]
    assert dates == [(91, "อ้างอิงเลขที่ผูกพัน")]
    assert good[89]["อ้างอิงเลขที่ผูกพัน"] == "ผพ.64-03"
    for row, right in zip(rows, good, strict=True):
        for name, cell in zip(header, row, strict=True):
            if name == "จำนวนเงิน":
                assert round(cell * 100) == satang(right[name])
            elif not isinstance(cell, dt.date):
                assert as_typed(cell) == right[name]


def test_practice_october_is_the_september_ledger_and_one_payment():
    september, october = read(SEPTEMBER / "spending.csv"), read(PRACTICE / "spending-october.csv")

    assert october[:-1] == [{name: cell.translate(to_latin) for name, cell in row.items()} for row in september]
    assert [cell for cell in october[-1].values() if cell] == [
        "ฎ.65-001",
        "1",
        "18/10/2564",
        "เบิกจ่าย",
        "พัฒนาผลิตภัณฑ์",
        "ค่าจ้างเหมาบริการ",
        "งวดที่ 3 (ร้อยละ 20) รายงานฉบับสมบูรณ์",
        "ผู้รับจ้างพัฒนาผลิตภัณฑ์",
        "137,400.00",
        "ผพ.64-03",
    ]
