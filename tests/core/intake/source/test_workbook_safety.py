"""What a workbook of a few kilobytes may not do: take the memory, the time, or a value out of a cell unseen."""

import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest

from core.intake import Intake, Limits
from core.intake.source import tables
from tests.support.intakes import PROJECT, codes, headers, read, xlsx_file

HEAD = headers("spending", "doc_no", "date", "entry", "payee", "amount_baht")
ROW = ["ก1", "10/03/2564", "เบิกจ่าย", "ร้าน", "5"]
PAYEE = '<c r="D2" t="s"><v>8</v></c>'
SHEET = "xl/worksheets/sheet1.xml"


def rewritten(changes: dict[str, tuple[str, str]], *rows: Sequence[object]) -> bytes:
    """A workbook with one text replaced in each of some members; the member of the sheet may get a new name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_file(HEAD, *rows)[1])) as old, zipfile.ZipFile(out, "w", 8) as new:
        for item in old.namelist():
            text = old.read(item).decode()
            before, after = changes.get(item, ("", ""))
            assert before in text
            new.writestr(item, text.replace(before, after, 1))
    return out.getvalue()


def sheet(before: str, after: str, *rows: Sequence[object], limits: Limits | None = None) -> Intake:
    return read(("f.xlsx", rewritten({SHEET: (before, after)}, *rows)), "spending", project=PROJECT, limits=limits)


@pytest.mark.parametrize(
    "row",
    [
        '<row r="3"><c t="n" r="XFD1048576"><v>1</v></c></row>',
        "<row r=\"3\"><c r='XFD1048576'><v>1</v></c></row>",
        '<row r="3"><c  r="XFD1048576"><v>1</v></c></row>',
        '<row r="3"><c\nr = "xfd1048576"><v>1</v></c></row>',
        '<row r="3"><c x="/>" r="XFD1048576"><v>1</v></c></row>',
        '<x:row xmlns:x="x"><x:c r="XFD1048576"><v>1</v></x:c></x:row>',
        "<row r='3'>" + "<c/>" * 16_000 + "<c><v>1</v></c></row>",
    ],
)
def test_a_far_cell_is_seen_however_it_is_written(row: str) -> None:
    assert codes(sheet("</sheetData>", row + "</sheetData>", ROW)) == ["too_many_columns"]


@pytest.mark.parametrize(
    "row", ["<row r='9000000'><c><v>1</v></c></row>", '<row r="3"><c r="C9000000"><v>1</v></c></row>']
)
def test_a_low_cell_is_seen_however_its_row_is_told(row: str) -> None:
    assert codes(sheet("</sheetData>", row + "</sheetData>", ROW)) == ["too_many_cells"]


def test_a_sheet_is_bounded_wherever_its_member_lies() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_file(HEAD, ROW)[1])) as old, zipfile.ZipFile(out, "w", 8) as new:
        for item in old.namelist():
            text = old.read(item).decode().replace("worksheets/sheet1.xml", "elsewhere/Page.XML")
            far = text.replace("</sheetData>", '<row r="3"><c r="XFD9"><v>1</v></c></row></sheetData>')
            new.writestr(item.replace("worksheets/sheet1.xml", "elsewhere/Page.XML"), far)
    assert codes(read(("f.xlsx", out.getvalue()), "spending", project=PROJECT)) == ["too_many_columns"]


@pytest.mark.parametrize("target", ["media/page.png", "worksheets/none.xml", "../../sheet.bin"])
def test_a_sheet_that_was_not_looked_through_is_not_opened(target: str) -> None:
    changes = {"xl/_rels/workbook.xml.rels": ("worksheets/sheet1.xml", target)}
    found = read(("f.xlsx", rewritten(changes, ROW)), "spending", project=PROJECT)
    assert codes(found) == ["broken_workbook"]


def test_sheets_are_bounded_together() -> None:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    for _ in range(3):
        book.create_sheet().cell(1_000, 100, "x")
    book.save(out)
    limits = Limits(cells=250_000)
    assert codes(read(("f.xlsx", out.getvalue()), "spending", project=PROJECT, limits=limits)) == ["too_many_cells"]


def test_one_long_text_in_many_cells_is_counted_as_often_as_it_stands() -> None:
    long, limits = "ก" * 1_000, Limits(letters=250_000)
    often = xlsx_file(HEAD, *([f"ก{n}", *ROW[1:3], long, "5"] for n in range(300)))
    assert codes(read(often, "spending", project=PROJECT, limits=limits)) == ["zip_bomb"]
    once = xlsx_file(HEAD, *([f"ก{n}", *ROW[1:3], "" if n else long, "5"] for n in range(300)))
    assert read(once, "spending", project=PROJECT, limits=limits).ok


MERGED = "</sheetData>", '</sheetData><mergeCells count="1">{}</mergeCells>'


def test_a_merged_range_ends_where_the_table_ends() -> None:
    rows = [[f"ก{n}", *ROW[1:3], "ร้าน" if n == 0 else "", "5"] for n in range(200)]
    found = sheet(MERGED[0], MERGED[1].format('<mergeCell ref="D2:XFD1048576"/>'), *rows)
    assert found.ok and found.rows is not None and set(found.rows["payee"]) == {"ร้าน"}


def test_merged_ranges_that_lie_on_each_other_are_refused() -> None:
    rows = [[f"ก{n}", *ROW[1:]] for n in range(200)]
    found = sheet(MERGED[0], MERGED[1].format('<mergeCell ref="A2:E200"/>' * 2_000), *rows)
    assert codes(found) == ["broken_workbook"]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="D2" t="e"><v>#REF!</v></c>',
        '<c t="e" r="D2"><v>#REF!</v></c>',
        "<c r='D2' t='e'><v>#REF!</v></c>",
        '<c r="D2" t="e"><v xml:space="preserve">#REF!</v></c>',
        '<c r="D2" t="e">\n <f>A1</f>\n <v>#REF!</v></c>',
    ],
)
def test_an_error_cell_is_named_however_it_is_written(cell: str) -> None:
    found = sheet(PAYEE, cell, ROW)
    assert [(i.code, i.row, i.column, i.value) for i in found.warnings] == [("excel_error", 2, HEAD[3], "#REF!")]


def test_an_error_cell_after_all_others_is_named() -> None:
    found = sheet("</sheetData>", '<row r="3"><c r="D3"><f>A1</f></c></row></sheetData>', ROW)
    assert [(i.code, i.row, i.value) for i in found.warnings] == [("excel_error", 3, "=A1")]


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>", "<v />"])
def test_a_formula_that_was_never_computed_is_no_empty_cell(value: str) -> None:
    found = sheet(PAYEE, f'<c r="D2"><f>TODAY()</f>{value}</c>', ROW)
    assert [(i.code, i.row, i.value) for i in found.warnings] == [("excel_error", 2, "=TODAY()")]


def test_a_formula_whose_value_is_an_empty_text_is_an_empty_cell() -> None:
    found = sheet(PAYEE, '<c r="D2" t="str"><f>""</f><v></v></c>', ROW)
    assert not found.warnings and found.rows is not None and found.rows["payee"] == [None]


def test_formulas_that_openpyxl_writes_are_named_in_an_optional_column() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["รหัสกลุ่ม", "ชื่อกลุ่ม", "อำเภอ", "ขั้นตอน", "registered_on"])
    page.append(["G01", "ก", "ชะอำ", "อบรมแล้ว", "=TODAY()"])
    out = io.BytesIO()
    book.save(out)
    found = read(("f.xlsx", out.getvalue()), "groups", project=PROJECT)
    assert [(i.code, i.row, i.value) for i in found.blocking] == [("excel_error", 2, "=TODAY()")]


def panic(_data: bytes) -> None:
    raise type("PanicException", (BaseException,), {})("PyObject pointer is null")


def test_a_reader_without_memory_is_not_taken_for_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_open_workbook", panic)

    with pytest.raises(MemoryError):
        tables.open_tables("register.xlsx", rewritten({}), Limits())
