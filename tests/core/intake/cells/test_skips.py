"""Rows that are no data, wherever their label stands; and rows that only look so."""

import pytest

from tests.support.intakes import PROJECT, codes, csv_file, headers, read, xlsx_file
from tests.support.said import english, thai

HEAD = headers("spending", "doc_no", "date", "entry", "description", "payee", "amount_baht")
ROW = ["ก1", "10/03/2564", "เบิกจ่าย", "ค่าวัสดุ", "ร้าน", "5.00"]
GROUPS = headers("groups", "code", "name", "tambon", "amphoe", "members", "stage")


@pytest.mark.parametrize("word", ["รวมเดือนมีนาคม", "ยอดรวม", "ยอดยกมา", "ยอดยกไป", "ยกมา", "ยกไป", "Total", "รวมทั้งสิ้น"])
@pytest.mark.parametrize("place", [0, 3, 4])
def test_a_sum_is_skipped_and_said_wherever_its_label_stands(word: str, place: int) -> None:
    total = ["", "", "", "", "", "250,000.00"]
    total[place] = word
    found = read(csv_file(HEAD, ROW, total, ["ก2", *ROW[1:]]), "spending", project=PROJECT)
    assert found.ok and found.rows is not None and found.rows["doc_no"] == ["ก1", "ก2"]
    assert found.reading.skipped == (3,) and codes(found) == ["skipped_rows"]


def test_a_sum_of_a_workbook_and_one_of_groups_are_skipped_too() -> None:
    found = read(xlsx_file(HEAD, ROW, [None, None, None, None, "รวม", 250000.5]), "spending", project=PROJECT)
    assert found.ok and found.reading.skipped == (3,)
    row = ["G01", "กลุ่มขนม", "บ้านกุ่ม", "เมืองเพชรบุรี", "15", "อบรมแล้ว"]
    found = read(csv_file(GROUPS, row, ["", "", "รวม 1 กลุ่ม", "", "15", ""]), "groups", project=PROJECT)
    assert found.ok and found.reading.skipped == (3,)


@pytest.mark.parametrize(
    "row",
    [
        ["ก2", "", "", "รวมเล่มรายงาน", "", "5.00"],  # a document number
        ["", "11/03/2564", "", "รวมเล่มรายงาน", "", "5.00"],  # a date
        ["", "", "เบิกจ่าย", "รวมเล่มรายงาน", "", "5.00"],
        ["", "", "", "รวมเล่มรายงาน", "ร้าน", "5.00"],  # somebody was paid
        ["", "", "", "ค่ารวมเล่ม", "", "5.00"],
    ],
)
def test_a_row_with_anything_of_an_entry_is_never_taken_for_a_sum(row: list[str]) -> None:
    found = read(csv_file(HEAD, ROW, row), "spending", project=PROJECT)
    assert not found.reading.skipped and "missing_cell" in codes(found, "blocking")


def test_a_header_repeated_within_the_table_is_no_row_and_no_sum() -> None:
    found = read(csv_file(HEAD, ROW, HEAD, ["ก2", *ROW[1:]]), "spending", project=PROJECT)
    assert found.ok and found.rows is not None and found.rows.numbers == [2, 4]
    assert (found.reading.skipped, found.reading.repeated_headers) == ((), (3,))
    (told,) = found.issues
    assert told.code == "headers_again" and "1 แถว (แถว 3)" in thai(told) and "(rows: 1; 3)" in english(told)


def test_a_header_repeated_in_the_workbook_that_the_program_returned_is_known_too() -> None:
    found = read(csv_file([*HEAD, "ข้อผิดพลาด"], [*ROW, ""], [*HEAD, ""]), "spending", project=PROJECT)
    assert found.ok and found.reading.repeated_headers == (3,)
