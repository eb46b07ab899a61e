"""The workbooks of ``tests/cases`` that no text file can stand for. ``python -m tests.support.case_books`` writes them.

What stands in a workbook beside its values is what they are about: real dates, formats of numbers, hidden rows.
"""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.cases import FOLDER

SPENDING = ("เลขที่เอกสาร", "วันที่", "ประเภทรายการ", "จำนวนเงิน")
Sheet = tuple[str, Sequence[Sequence[Any]]]
_MADE = datetime(2021, 10, 1)  # noqa: DTZ001 - the same file each time


def book(name: str, *sheets: Sheet, after: Callable[[Worksheet], None] = lambda sheet: None) -> None:
    """A workbook of sheets; ``after`` changes the first of them."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    made.properties.created = _MADE
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, datetime):
                    cell.number_format = "d/m/yyyy"
    after(made.worksheets[0])
    content = io.BytesIO()
    made.save(content)
    write(name, content.getvalue())


def write(name: str, content: bytes, members: Callable[[str, bytes], tuple[str, bytes]] = lambda *one: one) -> None:
    """A workbook with its ``members`` renamed or changed; the same bytes each time."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            member, data = members(one.filename, old.read(one))
            data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2021-10-01T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(member, (2021, 10, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    (FOLDER / f"{name}.xlsx").write_bytes(written.getvalue())


def day(year: int, month: int, number: int) -> datetime:
    """A day as a workbook keeps it."""
    return datetime(year, month, number)  # noqa: DTZ001 - of the calendar


def dates() -> None:
    """Real dates beside typed ones, and cells that hold a year alone."""
    paid = "เบิกจ่าย"
    book("swapped-real-in-order", ("ข้อมูล", [
        SPENDING, ["A1", day(2021, 2, 3), paid, 1], ["A2", "13/2/2564", paid, 1], ["A3", day(2021, 3, 4), paid, 1],
        ["A4", "5/3/2564", paid, 1],
    ]))  # fmt: skip
    book("date-year-alone", ("ข้อมูล", [SPENDING, ["A1", 2564, paid, 1], ["A2", day(2021, 3, 5), paid, 1]]))


def identifiers() -> None:
    """Codes as text cells that hold what a spreadsheet left of them."""
    paid = "เบิกจ่าย"
    book("codes-in-text-cells", ("ข้อมูล", [
        SPENDING, ["#VALUE!", day(2021, 3, 5), paid, 1], ["6.40171E+10", day(2021, 3, 5), paid, 1],
        ["ก.พ.-64", day(2021, 3, 5), paid, 1], ["E101", day(2021, 3, 5), paid, 1],
    ]))  # fmt: skip


def formats(of: dict[str, str]) -> Callable[[Worksheet], None]:
    """Number formats of cells."""

    def change(sheet: Worksheet) -> None:
        for place, code in of.items():
            sheet[place].number_format = code

    return change


def shown() -> None:
    """Numbers that their format shows as something else."""
    paid, on = "เบิกจ่าย", day(2021, 3, 5)
    groups = ("รหัสกลุ่ม", "ชื่อกลุ่ม", "อำเภอ", "ขั้นตอน", "เบอร์โทรศัพท์")
    coded = [[number, f"กลุ่มตัวอย่าง{number}", "ชะอำ", "อบรมแล้ว", None] for number in (1, 2, 123)]
    book("shown-prefix", ("ข้อมูล", [groups, *coded]), after=formats(dict.fromkeys(("A2", "A3", "A4"), '"G"00')))
    book(
        "shown-decimals", ("ข้อมูล", [SPENDING, *([number, on, paid, 1] for number in (1.1, 7, 1234, 12))]),
        after=formats({"A2": "0.00", "A3": "0.00", "A4": "#,##0", "A5": "#,##0"}),
    )  # fmt: skip
    amounts = ("ข้อมูล", [SPENDING, ["A1", on, paid, 12.5], ["A2", on, paid, 1000]])
    book("shown-amounts-quiet", amounts, after=formats({"D2": "#,##0.00", "D3": '"฿"#,##0', "B2": "yyyy-mm-dd"}))
    phone = ["G01", "กลุ่มตัวอย่าง1", "ชะอำ", "อบรมแล้ว", 812345678]
    book("shown-phone", ("ข้อมูล", [groups, phone]), after=formats({"E2": "000-000-0000"}))
    lettered = [[7, on, "ก่อหนี้ผูกพัน", 1000, None], ["A2", on, paid, 400, "ฎ.64-007"]]
    header = (*SPENDING, "อ้างอิงเลขที่ผูกพัน")
    book("shown-thai-letters", ("ข้อมูล", [header, *lettered]), after=formats({"A2": '"ฎ.64-"000'}))
    book("shown-condition", ("ข้อมูล", [SPENDING, [7, on, paid, 1]]), after=formats({"A2": '[<10]"ก"0;0'}))


def hide(rows: Sequence[int] = (), columns: Sequence[str] = ()) -> Callable[[Worksheet], None]:
    """Hidden rows and columns."""

    def change(sheet: Worksheet) -> None:
        for row in rows:
            sheet.row_dimensions[row].hidden = True
        for column in columns:
            sheet.column_dimensions[column].hidden = True

    return change


def hidden() -> None:
    """Rows and columns that a person, or a filter, hid."""
    paid, on = "เบิกจ่าย", day(2021, 3, 5)
    amounts = [["A1", on, paid, 10], ["A2", on, paid, 1000], ["A3", on, paid, 5]]
    noted = [(*SPENDING, "รายการ"), *([*row, "จ้างพิมพ์เอกสาร"] for row in amounts)]
    book("hidden-column", ("ข้อมูล", noted), after=hide(columns=["E"]))

    def filtered(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:D4"
        sheet.auto_filter.add_filter_column(0, ["A1"])
        hide([3, 4])(sheet)

    book("hidden-by-filter", ("ข้อมูล", [SPENDING, *amounts]), after=filtered)

    def without_height(name: str, data: bytes) -> tuple[str, bytes]:
        return name, data.replace(b'<row r="3"', b'<row r="3" ht="0" customHeight="1"')

    book("hidden-without-height", ("ข้อมูล", [SPENDING, *amounts]))
    write("hidden-without-height", (FOLDER / "hidden-without-height.xlsx").read_bytes(), without_height)
    headed = [["ทะเบียน"], SPENDING, ["A1", on, paid, 10], ["A2", on, paid, 20]]
    book("hidden-header", ("ข้อมูล", headed), after=hide([2, 4]))
    titled = [["ทะเบียนคุม", None, None, None], [None] * 4, SPENDING, *amounts, ["รวม", None, None, 1015]]
    book("hidden-titles-quiet", ("ข้อมูล", titled), after=hide([1, 2, 7]))
    book("hidden-empty-row-quiet", ("ข้อมูล", [SPENDING, *amounts]), after=hide([20]))
    groups = [["รหัสกลุ่ม", "ชื่อกลุ่ม", "อำเภอ", "ขั้นตอน"], ["G01", "กลุ่มตัวอย่าง1", "ชะอำ", "อบรมแล้ว"]]
    merged = [*groups, ["G02", "กลุ่มตัวอย่าง2", None, "อบรมแล้ว"], ["G03", "กลุ่มตัวอย่าง3", None, "อบรมแล้ว"]]

    def under_merged(sheet: Worksheet) -> None:
        sheet.merge_cells("C2:C4")
        hide([3])(sheet)

    book("hidden-under-merged", ("ข้อมูล", merged), after=under_merged)


def tables() -> None:
    """Other tables beside, before and above the one that is meant."""
    paid, on = "เบิกจ่าย", day(2021, 3, 5)
    rows = [SPENDING, ["A1", on, paid, 10], ["A2", on, paid, 20]]
    cover = ("ปก", [["รายงานการเบิกจ่าย"], ["จำนวนเงิน", "วันที่"], ["ดูแผ่นถัดไป", None]])
    pivot = ("Pivot", [["ป้ายชื่อแถว", "ผลรวมของ จำนวนเงิน"], ["ประเภทรายการ", "จำนวนเงิน"], ["เบิกจ่าย", 30], ["รวม", 30]])
    book("table-after-cover-and-pivot", cover, pivot, ("ทะเบียน", rows))
    blank = ("แบบฟอร์ม", [SPENDING])
    book("table-after-empty-form", blank, ("ทะเบียน", rows))
    box = [["หมวดรายจ่าย", "กิจกรรม", "จำนวนเงิน", "รายการ", "ผู้รับเงิน"], ["ค่าวัสดุ", "อบรม", 30, None, None], [None] * 5]
    book("table-below-box", ("ข้อมูล", [*box, *rows]))
    second = [SPENDING, ["B1", on, paid, 7]]
    book("tables-alike", ("มีนาคม", rows), ("เมษายน", second))
    book("table-after-totals", ("สรุป", [SPENDING, ["รวมทั้งปี", None, paid, 30]]), ("ทะเบียน", rows))

    def hide_first(sheet: Worksheet) -> None:
        sheet.sheet_state = "hidden"

    march = [SPENDING, ["A2", on, paid, 20]]
    book("table-hidden-sheet", ("ก.พ.", [SPENDING, ["A1", on, paid, 10]]), ("มี.ค.", march), after=hide_first)


def units() -> None:
    """Units outside of cells: in the name of a sheet, in a format that shows thousands."""
    paid, on = "เบิกจ่าย", day(2021, 3, 5)
    book("units-sheet-name", ("พันบาท", [SPENDING, ["A1", on, paid, 7]]))
    titled = [["หน่วย : พันบาท"], SPENDING, ["A1", on, paid, 687_000]]
    book("units-by-format", ("ข้อมูล", titled), after=formats({"D3": "#,##0,"}))


def automatic() -> None:
    """Rows that only look filled: boxes that are not ticked, formulas' zeros."""
    header = ("ลำดับ", *SPENDING, "ตรวจแล้ว")
    paid, on = "เบิกจ่าย", day(2021, 3, 5)
    rows = [[1, "A1", on, paid, 10, True], [2, "A2", on, paid, 20, False]]
    rows += [[number, None, None, None, 0, False] for number in (3, 4)]
    book("automatic-boxes-and-zeros", ("ข้อมูล", [header, *rows]))
    book("automatic-but-typed", ("ข้อมูล", [header, *rows, [5, None, None, None, 7, False]]))


def packages() -> None:
    """Workbooks whose parts have other names, and one that counts its days from 1904."""
    paid, on = "เบิกจ่าย", day(2021, 3, 5)
    rows = ("ข้อมูล", [SPENDING, ["A1", on, paid, 10], ["A2", 44260, paid, 20]])
    book("package-plain", rows)
    content = (FOLDER / "package-plain.xlsx").read_bytes()
    (FOLDER / "package-plain.xlsx").unlink()

    def capital(name: str, data: bytes) -> tuple[str, bytes]:
        return name.replace("workbook.xml", "Workbook.xml"), data.replace(b"xl/workbook.xml", b"xl/Workbook.xml")

    def other_folder(name: str, data: bytes) -> tuple[str, bytes]:
        kept = data.replace(b"/xl/", b"/excel/").replace(b'"xl/', b'"excel/')
        return f"excel/{name[3:]}" if name.startswith("xl/") else name, kept

    def entities(name: str, data: bytes) -> tuple[str, bytes]:
        declared = data.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet')
        return name.replace("/", "\\"), declared

    write("package-capital", content, capital)
    write("package-other-folder", content, other_folder)
    write("package-backslash-entities", content, entities)


def moved_packages() -> None:
    """Workbooks whose parts stand where only the package itself says."""
    paid, on = "เบิกจ่าย", day(2021, 3, 5)
    book("package-renamed-styles", ("ข้อมูล", [SPENDING, [7, on, paid, 10]]), after=formats({"A2": "000"}))
    shown = (FOLDER / "package-renamed-styles.xlsx").read_bytes()
    book("package-renamed-book", ("ข้อมูล", [SPENDING, ["A1", on, paid, 10], ["A2", on, paid, 20]]))
    content = (FOLDER / "package-renamed-book.xlsx").read_bytes()

    def renamed(old: bytes, new: bytes) -> Callable[[str, bytes], tuple[str, bytes]]:
        return lambda name, data: (name.replace(old.decode(), new.decode()), data.replace(old, new))

    def at_the_top(name: str, data: bytes) -> tuple[str, bytes]:
        kept = data.replace(b"/xl/", b"/").replace(b'"xl/', b'"')
        return ("_rels/workbook.xml.rels" if name.endswith("workbook.xml.rels") else name.replace("xl/", "")), kept

    write("package-renamed-book", content, renamed(b"workbook.xml", b"book1.xml"))
    write("package-renamed-styles", shown, renamed(b"styles.xml", b"looks.xml"))
    write("package-at-the-top", content, at_the_top)
    write("package-dotted", content, lambda name, data: (f"./{name}", data))
    write("package-without-relations", content, lambda name, data: (name.replace("_rels/.rels", "other.rels"), data))


def from_1904(name: str, rows: Sequence[Sequence[Any]], days: Sequence[str] = ()) -> None:
    """A workbook that counts its days from 1904; of ``days`` the cells have a format."""
    made = openpyxl.Workbook()
    made.epoch = CALENDAR_MAC_1904
    made.properties.created = _MADE
    sheet = made.active
    for row in rows:
        sheet.append(list(row))
    for place in days:
        sheet[place].number_format = "d/m/yyyy"
    held = io.BytesIO()
    made.save(held)
    write(name, held.getvalue())


def days_from_1904() -> None:
    """Days counted from 1904, in cells with and without a format; and the same numbers counted from 1900."""
    paid, on = "เบิกจ่าย", day(2021, 3, 5)
    number = 44_260 - 1_462
    rows = [SPENDING, ["A1", on, paid, 10], ["A2", number, paid, 20]]
    from_1904("days-from-1904", [*rows, ["A3", 2564, paid, 5]], ["B2"])
    from_1904("days-from-1904-general", rows, ["B2"])
    months = [("เดือน", "กลุ่มสะสมตามแผน"), [44_166 - 1_462, 3], [day(2021, 8, 1), 12]]
    from_1904("days-from-1904-plan", months, ["A3"])
    header = ("รหัสกลุ่ม", "ชื่อกลุ่ม", "อำเภอ", "ขั้นตอน", "วันที่เข้าสู่ขั้นตอน")
    groups = [[f"G0{one}", f"กลุ่มตัวอย่าง{one}", "ชะอำ", "อบรมแล้ว"] for one in (1, 2)]
    from_1904("days-from-1904-groups", [header, [*groups[0], number], [*groups[1], on]], ["E3"])
    book("days-from-1900-quiet", ("ข้อมูล", [SPENDING, ["A1", number, paid, 1], ["A2", on, paid, 1]]))


def main() -> None:
    """Write every workbook."""
    for part in (dates, identifiers, units, shown, hidden, tables, automatic, packages, moved_packages, days_from_1904):
        part()


if __name__ == "__main__":
    main()
