"""A citizen's number that intake refuses is handed on nowhere: in no word, name, header or returned workbook."""

import io
import json
import zipfile

import openpyxl

from core.model.kinds import Kind
from tests.support.forms import error_workbook
from tests.support.intakes import PROJECT, codes, csv_file, headers, read, xlsx_file
from words.rendering import render

CITIZEN = "1103700000003"
HEAD = headers("groups", "code", "name", "amphoe", "stage", "note")


def returned(file: tuple[str, bytes], kind: Kind) -> openpyxl.Workbook:
    content = error_workbook(read(file, kind, project=PROJECT), [file])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert kind == "spending" or not any(CITIZEN.encode() in archive.read(name) for name in archive.namelist())
    return openpyxl.load_workbook(io.BytesIO(content))


def test_a_number_in_a_header_is_masked_wherever_the_header_is_told() -> None:
    file = csv_file([*HEAD, f"ผู้บันทึก {CITIZEN}"], ["G01", "ก", "ชะอำ", "อบรมแล้ว", "", "x"])
    found = read(file, "groups", project=PROJECT)
    assert "unmapped_header" in codes(found) and CITIZEN not in repr(found)
    assert CITIZEN not in json.dumps([issue.as_json(render) for issue in found.issues])
    assert returned(file, "groups").worksheets[0]["F1"].value == "ผู้บันทึก xxxxxxxxxxxxx"


def test_a_number_in_the_name_of_a_file_is_masked_where_the_name_is_kept() -> None:
    file = csv_file(HEAD, ["G01", "ก", "เขาย้อ", "อบรมแล้ว", ""], name=f"{CITIZEN}.csv")
    found = read(file, "groups", project=PROJECT)
    assert found.file_name == found.reading.source == "xxxxxxxxxxxxx.csv" and CITIZEN not in repr(found)
    assert "เขาย้อ" in returned(file, "groups").worksheets[0]["F2"].value


def test_a_refused_number_is_left_out_of_the_returned_workbook_and_its_cell_coloured() -> None:
    rows = [["G01", "ก", "ชะอำ", "อบรมแล้ว", f"บัตร {CITIZEN}"], ["รวม", "", "", "", f"ลงชื่อ {CITIZEN}"]]
    sheet = returned(csv_file(HEAD, *rows), "groups").worksheets[0]
    assert not sheet["E2"].value and sheet["E2"].fill.fgColor.rgb == "FFF8CBAD" and "เลขประจำตัว" in sheet["F2"].value
    assert not sheet["E3"].value and [cell.value for cell in sheet[2]][:4] == rows[0][:4]


def test_number_cells_and_columns_that_are_not_read_are_left_out_too() -> None:
    file = xlsx_file(
        [*HEAD, "เรื่องอื่น", "เลขบัญชี"], ["G01", "ก", "ชะอำ", "อบรมแล้ว", int(CITIZEN), CITIZEN, "123-4-56789-0"]
    )
    row = [cell.value for cell in returned(file, "groups").worksheets[0][2]]
    assert row[:4] == ["G01", "ก", "ชะอำ", "อบรมแล้ว"] and not any(row[4:7])


def test_numbers_of_documents_come_back_as_they_were() -> None:
    head = headers("spending", "doc_no", "date", "entry", "amount_baht")
    sheet = returned(csv_file(head, [CITIZEN, "10/03/2564", "เบิกจ่าย", "25,"]), "spending").worksheets[0]
    assert sheet["A2"].value == CITIZEN
