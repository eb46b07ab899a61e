"""Columns read as a whole give what reading each cell gives, and are kept in little memory."""

from core.intake import parse
from core.intake.cells.columns import ColumnReader
from core.intake.cells.parsers import parser_of
from core.intake.parsed import SEPARATOR
from core.model.kinds import KINDS
from tests.support.intakes import PROJECT, csv_file, headers

TEXT = next(column for column in KINDS["spending"].columns if column.name == "description")
MANY = [f"รายการที่ {n}" for n in range(900)]


def reader() -> ColumnReader:
    return ColumnReader(TEXT, parser_of(TEXT, PROJECT))


def alone(cell: str) -> tuple[object, dict[str, int], list[str]]:
    one = reader()
    one.feed([cell])
    return one.values[0], dict(one.folded), [code for _, _, code, _ in (*one.faults, *one.notes)]


def among_many(cell: str) -> tuple[object, dict[str, int], list[str]]:
    many = reader()
    many.feed(MANY[:600])
    many.feed(MANY[600:])  # nothing of it is known: from now on whole runs are passed where they are plain
    many.feed([*MANY[:300], cell, *MANY[300:600]])
    return many.values[len(MANY) + 300], dict(many.folded), [code for _, _, code, _ in (*many.faults, *many.notes)]


def test_every_letter_that_is_not_kept_as_it_is_is_seen_among_plain_cells() -> None:
    letters = [chr(n) for n in range(0x10000) if not 0xD800 <= n < 0xE000 and chr(n) != SEPARATOR]
    strange = [letter for letter in letters for cell in (f"ก{letter}ข",) if alone(cell) != (cell, {}, [])]

    assert len(strange) > 100
    assert [letter for letter in strange if among_many(f"ก{letter}ข") != alone(f"ก{letter}ข")] == []


def test_marks_spaces_and_guards_at_the_ends_are_seen_among_plain_cells() -> None:
    cells = ["-", "–", "—", " ก", "ก ", "ก\n", "\tก", "", "'=1+1", "เเม่", "#REF!", "ก" * 6_000, "1103700000003"]

    assert {cell: among_many(cell) for cell in cells} == {cell: alone(cell) for cell in cells}


def test_equal_cells_of_a_column_that_repeats_are_kept_once() -> None:
    names = headers("spending", "doc_no", "date", "entry", "amount_baht")
    rows = [[f"ฎ.64-{n}", "30/09/2564", "เบิกจ่าย", f"{n}.00"] for n in range(2_000)]
    (table,) = parse(csv_file(names, *rows), "spending").tables

    kept = [[cell for run in table.runs for cell in run.cells(place)] for place in range(4)]
    assert kept == [list(column) for column in zip(*rows, strict=True)]
    assert [len(set(map(id, column))) for column in kept[1:3]] == [1, 1]
    assert all(isinstance(run.columns[0], str) for run in table.runs[1:])
