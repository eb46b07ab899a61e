"""Letters and numbers of a file that look like what intake uses within: not taken for it, not altered unseen."""

from datetime import date

import pytest

from core.intake import Cell
from core.intake.source.marks import MARKS, data_without_marks
from core.text.thai import CellError, parse_date
from tests.support.intakes import PROJECT, codes, csv_file, headers, read, xlsx_file
from tests.support.said import english, thai

HEAD = headers("spending", "doc_no", "date", "entry", "payee", "amount_baht")
ROW = ["ก1", "10/03/2564", "เบิกจ่าย", "ร้าน", "5.00"]


def test_the_separator_of_units_in_an_amount_is_no_second_amount() -> None:
    rows = [[f"ก{n}", *ROW[1:4], f"{n + 100}.00"] for n in range(300)]
    rows[150][4] = "100.00\x1f200.00"
    found = read(csv_file(HEAD, *rows), "spending", project=PROJECT)
    assert found.rows is not None and len(found.rows) == 300
    assert [(i.code, i.row) for i in found.blocking] == [("bad_amount", 152)]


def test_the_separator_of_units_in_texts_and_keys_is_dropped_and_counted() -> None:
    rows = [[f"ก\x1f{n}", *ROW[1:3], f"ร้าน\x1f{n}", ROW[4]] for n in range(200)]
    found = read(csv_file(HEAD, *rows), "spending", project=PROJECT)
    assert found.rows is not None and found.rows["doc_no"][7] == "ก7" and found.rows["payee"][7] == "ร้าน7"
    assert found.folded == {"control": 400}


@pytest.mark.parametrize("mark", ["\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"])
def test_the_marks_of_a_workbook_mean_nothing_in_other_text(mark: str) -> None:
    marked = [mark + cell for cell in ROW]
    plain = csv_file(HEAD, [ROW[0], "22/03/2564", *ROW[2:]])
    for file in (csv_file(HEAD, [marked[0], mark + "22/03/2564", *marked[2:]]), xlsx_file(HEAD, marked)):
        found = read(file, "spending", project=PROJECT)
        assert found.ok and found.rows is not None and found.rows["doc_no"] == ["ก1"] and found.folded["control"] == 5
    serial = read(csv_file(HEAD, [ROW[0], mark + "44347", *ROW[2:]]), "spending", project=PROJECT)
    assert codes(serial, "blocking") == ["bad_date"]
    edited = read(plain, "spending", project=PROJECT, edits={Cell(2, HEAD[1]): mark + "44347"})
    assert codes(edited, "blocking") == ["bad_date"]


def test_the_bytes_of_a_mark_are_letters_in_windows_874() -> None:
    found = read(csv_file(HEAD, [*ROW[:3], "๏ท‘", "5.00"], encoding="cp874"), "spending", project=PROJECT)
    assert found.ok and found.rows is not None and found.rows["payee"] == ["๏ท‘"]


@pytest.mark.parametrize("share", [0.2, 0.055, 1])
def test_a_fraction_in_a_number_cell_is_asked_about_not_stored_as_per_cent(share: float) -> None:
    head = headers("instalments", "no", "percent", "due_on")
    found = read(xlsx_file(head, ["1", share, "31/05/2564"]), "instalments", project=PROJECT)
    (issue,) = found.blocking
    assert (issue.code, issue.row, issue.value) == ("percent_fraction", 2, f"{share}")
    assert f"{share * 100:g}" in thai(issue) and f"{share * 100:g}" in english(issue)


@pytest.mark.parametrize("cell", [20, 0.0, "0.2", "20%"])
def test_per_cent_that_can_mean_one_thing_is_taken(cell: object) -> None:
    head = headers("instalments", "no", "percent", "due_on")
    found = read(xlsx_file(head, ["1", cell, "31/05/2564"]), "instalments", project=PROJECT)
    assert not {"percent_fraction", "bad_percent"} & set(codes(found))


@pytest.mark.parametrize("number", [1234567890123456, 12345678901234567890, 1e31])
def test_a_number_cell_too_long_to_be_exact_is_no_code_and_no_text(number: float) -> None:
    found = read(xlsx_file(HEAD, [number, *ROW[1:3], number, ROW[4]]), "spending", project=PROJECT)
    assert [(i.code, i.field) for i in found.blocking if i.code == "long_number"] == [("long_number", "doc_no")]
    assert [(i.code, i.field) for i in found.warnings] == [("long_number", "payee")]
    assert found.rows is not None and found.rows["payee"] == [None]


def test_a_number_cell_of_fifteen_digits_is_a_code_as_it_was_typed() -> None:
    found = read(xlsx_file(HEAD, [123456789012345, *ROW[1:]]), "spending", project=PROJECT)
    assert found.ok and found.rows is not None and found.rows["doc_no"] == ["123456789012345"]


@pytest.mark.parametrize("time", ["25:99", "24:00", "12:60", "12.30.61 น."])
def test_a_time_that_no_clock_shows_makes_a_date_unreadable(time: str) -> None:
    with pytest.raises(CellError, match="bad_date"):
        parse_date(f"31/5/64 {time}")
    assert parse_date("31/5/64 23:59:59 น.") == parse_date("31/5/64 0.00") == date(2021, 5, 31)


@pytest.mark.parametrize("before", ["", "a", "\ufeff", "\ufeffa", "ก" * 9, "a\ufeff"])
def test_a_mark_anywhere_in_a_file_is_taken_off(before: str) -> None:
    for mark in MARKS:
        assert data_without_marks((before + mark + "1").encode()).decode() == before + "\ufdd3" + "1"
    assert data_without_marks((before + "\uffff1").encode()).decode() == before + "\uffff1"
