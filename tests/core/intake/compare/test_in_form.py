"""Keys of the set in force that differ from the file's in form alone: nothing added, removed or changed."""

import io
from datetime import date

import openpyxl
import pytest

from core.model import Rows
from tests.support.intakes import PROJECT, codes, csv_file, headers, read, read_rows, view

DAY = date(2021, 8, 31)
GROUPS = headers("groups", "code", "name", "amphoe", "stage")
ORDERED, SWAPPED = "กลุ่ม", "กล\u0e48\u0e38ม"  # the tone after the vowel, and before it


def groups(*codes_of: str, name: str = ORDERED) -> tuple[str, bytes]:
    return csv_file(GROUPS, *((code, f"{name}{code}", "ชะอำ", "อบรมแล้ว") for code in codes_of))


def before(rows: Rows, **columns: list[object]) -> Rows:
    """The rows with columns as a release that did not fold them stored them."""
    return Rows(rows.kind, {**rows.columns, **columns}, rows.numbers)


def test_a_set_stored_unfolded_is_compared_in_folded_form() -> None:
    file = groups(f"{ORDERED}1", f"{ORDERED}2")
    stored = before(read_rows(file, "groups"), code=[f"{SWAPPED}1", f"{ORDERED}2"])

    found = read(file, "groups", project=PROJECT, today=view({"groups": stored}, DAY))

    assert found.diff is not None and found.diff.is_empty
    assert [issue.params["count"] for issue in found.issues if issue.code == "keys_in_form"] == [1]
    assert "rows_vanished" not in codes(found)


def test_other_texts_are_compared_so_too_and_only_keys_are_counted() -> None:
    file = groups("G01")
    stored = before(read_rows(file, "groups"), name=[f"{SWAPPED}G01"])

    found = read(file, "groups", project=PROJECT, today=view({"groups": stored}, DAY))

    assert found.diff is not None and found.diff.is_empty and "keys_in_form" not in codes(found)


def spending(held: object, form: str, reference: str) -> tuple[str, bytes]:
    """An order under a number with a format, and its payment."""
    book = openpyxl.Workbook()
    for row in (
        headers("spending", "doc_no", "date", "entry", "amount_baht", "settles"),
        [held, "5/3/2564", "ก่อหนี้ผูกพัน", 1000, None],
        ["A2", "5/3/2564", "เบิกจ่าย", 400, reference],
    ):
        book.active.append(row)
    book.active["A2"].number_format = form
    content = io.BytesIO()
    book.save(content)
    return "spending.xlsx", content.getvalue()


def test_a_set_stored_as_its_cells_held_it_is_compared_as_the_sheet_shows_it() -> None:
    file = spending(7, "000", "007")
    stored = before(read_rows(file, "spending"), doc_no=["7", "A2"])

    found = read(file, "spending", project=PROJECT, today=view({"spending": stored}, DAY))

    assert found.diff is not None and found.diff.is_empty
    assert [issue.params["count"] for issue in found.issues if issue.code == "keys_in_form"] == [1]
    assert found.rows is not None and found.rows["doc_no"] == ["007", "A2"]


def test_two_keys_that_would_become_one_are_left_apart() -> None:
    file = groups(f"{ORDERED}1")
    stored = before(read_rows(groups("G1", "G2"), "groups"), code=[f"{SWAPPED}1", f"{ORDERED}1"])

    found = read(file, "groups", project=PROJECT, today=view({"groups": stored}, DAY))

    assert "keys_in_form" not in codes(found) and len(found.diff.removed if found.diff else ()) == 1


@pytest.mark.parametrize("scope", ["append", "update"])
def test_a_part_meets_the_rows_of_the_set_in_their_form(scope: str) -> None:
    stored = before(read_rows(groups("G1", "G2"), "groups"), code=[f"{SWAPPED}1", "G2"])
    part = csv_file(GROUPS, (f"{ORDERED}1", f"{ORDERED}G1", "ชะอำ", "อบรมแล้ว"))

    found = read(part, "groups", project=PROJECT, today=view({"groups": stored}, DAY), scope=scope)

    assert found.ok and found.rows is not None and found.rows["code"] == [f"{ORDERED}1", "G2"]
