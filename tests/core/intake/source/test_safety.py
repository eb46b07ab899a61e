"""What is refused before memory is spent, and what a file may never do."""

import io
import zipfile

import pytest
import xlsxwriter

from core.intake import Intake, Limits
from core.intake.cells.columns import ColumnReader
from core.intake.cells.parsers import parser_of
from core.model.kinds import KINDS
from core.text import has_barcode, has_national_id, is_organisation, mask_payee, mask_phone, to_thai_digits
from tests.support.intakes import PROJECT, codes, csv_file, headers, read, sample, xlsx_file
from tests.support.said import english, thai
from words.rendering import render

HEAD = headers("spending", "doc_no", "date", "entry", "amount_baht")
ROW = ["ก1", "10/03/2564", "เบิกจ่าย", "5"]


def refused(data: bytes, limits: Limits | None = None) -> Intake:
    found = read(("file", data), "spending", project=PROJECT, limits=limits)
    assert not found.readable and len(found.issues) == 1
    assert thai(found.blocking[0]) and english(found.blocking[0])
    return found


def code_of(data: bytes, limits: Limits | None = None) -> str:
    return refused(data, limits).issues[0].code


@pytest.mark.parametrize(
    ("limits", "code"),
    [(Limits(bytes=100), "too_large"), (Limits(rows=1), "too_many_rows"), (Limits(columns=3), "too_many_columns")],
)
def test_size_rows_and_columns_have_limits_with_their_own_words(limits: Limits, code: str) -> None:
    _, data = csv_file(HEAD, ROW, ["ก2", *ROW[1:]])
    assert code_of(data, limits) == code


def test_a_cell_has_a_limit_and_is_named() -> None:
    file = csv_file([*HEAD, "รายการ"], [*ROW, "ก" * 5_001])
    found = read(file, "spending", project=PROJECT)
    assert [(i.code, i.row, i.column) for i in found.blocking] == [("cell_too_long", 2, "รายการ")]
    assert len(found.blocking[0].value or "") < 200


def test_an_upload_of_many_files_is_limited_as_one() -> None:
    file = csv_file(HEAD, ROW)
    assert codes(read([file, file], "spending", project=PROJECT, limits=Limits(bytes=len(file[1]) + 10))) == [
        "too_large"
    ]


def changed(data: bytes, name: str, content: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with one member replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for item in old.namelist():
            new.writestr(item, content if item == name else old.read(item))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_that_unpacks_to_far_more_is_not_opened() -> None:
    _, data = xlsx_file(HEAD, ROW)
    bomb = changed(data, SHEET, b"<worksheet>" + b" " * 30_000_000)
    assert len(bomb) < 100_000
    assert code_of(bomb, Limits(unpacked=20_000_000)) == "zip_bomb"
    assert code_of(changed(data, SHEET, b"0" * 60_000_000)) == "zip_bomb"  # by its ratio alone


def test_a_directory_that_lies_about_sizes_is_found_out() -> None:
    _, data = xlsx_file(HEAD, ROW)
    honest = changed(data, SHEET, b"<worksheet>" + b"0" * 5_000_000)
    lying = honest.replace((5_000_011).to_bytes(4, "little"), (500).to_bytes(4, "little"))
    assert lying != honest
    assert code_of(lying) == "broken_workbook"


def test_xml_with_entities_is_not_opened() -> None:
    _, data = xlsx_file(HEAD, ROW)
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    assert code_of(changed(data, SHEET, evil)) == "xml_entities"


def far_cell(row: int, column: int) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("ข้อมูล")
        for place, word in enumerate(HEAD):
            sheet.write(0, place, word)
            sheet.write(1, place, ROW[place])
        sheet.write(row, column, "ไกล")
    return content.getvalue()


def test_a_stray_cell_far_from_the_table_costs_nothing() -> None:
    assert code_of(far_cell(1_048_575, 16_383)) == "too_many_columns"
    assert code_of(far_cell(1_048_575, 150)) == "too_many_cells"


def test_empty_cells_far_out_that_are_only_formatted_are_no_fault() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("ข้อมูล")
        for place, word in enumerate(HEAD):
            sheet.write(0, place, word)
            sheet.write(1, place, ROW[place])
        sheet.write_blank(1_000_000, 300, None, book.add_format({"bold": True}))
    assert read(("file", content.getvalue()), "spending", project=PROJECT).ok


def test_a_locked_workbook_is_said_to_be_locked() -> None:
    assert (
        code_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
        == "encrypted"
    )


# personal data

CITIZEN, COMPANY, BARCODE = "1103700000003", "0105500000003", "8850000000041"


def test_a_citizens_number_is_told_from_a_company_and_a_barcode() -> None:
    assert (
        has_national_id(CITIZEN)
        and has_national_id("1-1037-00000-00-3")
        and has_national_id(f"เลข {to_thai_digits(CITIZEN)} ค่ะ")
    )
    assert not has_national_id("1103700000004")  # the checksum is wrong
    assert not has_national_id(COMPANY) and not has_national_id(BARCODE) and has_barcode(BARCODE)
    assert not has_national_id(CITIZEN + "1")


@pytest.mark.parametrize("column", [c.name for c in KINDS["spending"].columns])
def test_a_citizens_number_blocks_in_every_column_but_document_numbers_and_is_never_echoed(column: str) -> None:
    names = list(dict.fromkeys(["doc_no", "date", "entry", "amount_baht", column]))
    cells = {"doc_no": "ก1", "date": "10/03/2564", "entry": "เบิกจ่าย", "amount_baht": "5", column: CITIZEN}
    header = headers("spending", *names)
    ordered = [c.name for c in KINDS["spending"].columns if c.name in names]
    found = read(csv_file(header, [cells[name] for name in ordered]), "spending", project=PROJECT)
    told = [issue for issue in found.issues if issue.code == "id13"]
    assert bool(told) == (column not in ("doc_no", "settles"))
    if told:
        assert CITIZEN not in str(found.as_json(render)) and told[0].severity == "blocking"
        assert found.rows is not None and CITIZEN not in str(found.rows.columns)


def test_a_citizens_number_in_a_column_that_is_not_read_blocks_too() -> None:
    found = read(csv_file([*HEAD, "ผู้ประสาน"], [*ROW, f"เลข {CITIZEN}"]), "spending", project=PROJECT)
    assert [(i.code, i.row, i.column, i.value) for i in found.blocking] == [("id13", 2, "ผู้ประสาน", None)]


def test_one_citizens_number_among_many_plain_cells_is_found() -> None:
    column = KINDS["spending"].columns[6]
    reader = ColumnReader(column, parser_of(column, PROJECT))
    reader.feed([f"รายการ {n}" for n in range(900)])
    reader.feed([f"รายการ {n}" for n in range(900, 1_500)] + [f"โทร {CITIZEN}"] + ["อื่น"])
    assert [(place, code) for place, _, code, _ in reader.faults] == [(1_500, "id13")]


def test_phones_and_persons_are_masked_in_one_way() -> None:
    assert mask_phone("081-234-5678") == mask_phone("0812345678") == "08x-xxx-5678"
    assert mask_phone("032 123456, 0891234567") == "03x-xxx-456, 08x-xxx-4567"
    assert mask_phone("1234") == "xxxx"
    assert not is_organisation("นายตัวอย่าง") and not is_organisation("น.ส. ตัวอย่าง")
    assert is_organisation("นายกสมาคม") and is_organisation("ร้านนางฟ้า")
    assert mask_payee("นางตัวอย่าง") == "บุคคลธรรมดา" and mask_payee("ร้านค้า") == "ร้านค้า"


def test_no_phone_is_told_in_an_issue() -> None:
    head = headers("groups", "code", "name", "amphoe", "stage", "phone")
    found = read(csv_file(head, ["G01", "ก", "ชะอำ", "อบรมแล้ว", "89-999-11"]), "groups", project=PROJECT)
    (issue,) = found.warnings
    assert issue.code == "phone_odd" and "999" not in str(issue.as_json(render))


# one odd cell may not cost more than its length


@pytest.mark.parametrize(
    "cell", ["865.00" + "\x1f", "1," * 2_000, " " * 4_000 + "x", "1 ม.ค." + " " * 4_000 + "x", "9" * 4_900]
)
def test_no_cell_makes_reading_slow(cell: str) -> None:
    rows = [[f"ก{n}", "10/03/2564", "เบิกจ่าย", "865.00"] for n in range(400)]
    for place in range(1, 4):
        odd = ["ข", "10/03/2564", "เบิกจ่าย", "865.00"]
        odd[place] = cell
        found = read(csv_file(HEAD, *rows, odd), "spending", project=PROJECT)
        assert found.rows is not None and len(found.rows) == 401


def test_the_same_bytes_give_the_same_answer() -> None:
    first, second = (read(sample("2021-07-31", "groups"), "groups", project=PROJECT) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "data", [b'"', b'"\n"x\n', b"\n\n\nx\n", b'x"y"\n"', "ก".encode("cp874"), b"\r\r\rx", b"a,b\rc,d\r"]
)
def test_scraps_of_a_file_end_in_issues(data: bytes) -> None:
    found = read(("file.csv", data), "groups", project=PROJECT)
    assert found.blocking and not found.ok
