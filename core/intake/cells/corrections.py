"""A parsed table with cells corrected by a person, or without some of its rows: another table, read again in part."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from core.intake.cells.readers import ColumnReaders
from core.intake.cells.rows import RowSorter, top_of
from core.intake.layout.headers import Layout
from core.intake.layout.names import header_key
from core.intake.model import Cell, Edits
from core.intake.parsed import Columns, Lines, ParsedTable, Run, pack
from core.intake.source.marks import without_marks
from core.model.kinds import Kind


def corrected(table: ParsedTable, kind: Kind, edits: Edits, longest: int) -> tuple[ParsedTable, set[Cell]]:
    """The table with the texts of ``edits`` in place of the file's, and the edits whose column it does not have.

    Each corrected row is classified again: a total line may become data, and data may become a blank line.
    ``longest`` is the number of letters that a cell may have.
    """
    by_row, unused = _by_row(table.layout, edits)
    lines, width = table.lines, len(table.layout.headers)
    inside = {row for row in by_row if top_of(table.layout) < row <= lines.last}
    numbers = sorted(inside - ({*lines.skipped, *lines.headers_again, *lines.automatic} - lines.kept.keys()))
    if not numbers:
        return table, unused
    data = _rows_at(table, numbers)
    rows = [list(lines.kept.get(number) or data.get(number) or [""] * width) for number in numbers]
    for number, row in zip(numbers, rows, strict=True):
        for place, text in by_row[number].items():
            row.extend([""] * (place + 1 - len(row)))
            row[place] = text
    sorter = RowSorter(table.layout, kind, {})
    kept, columns = sorter.keep_data(numbers, rows, each=True)
    new = dict(zip(kept, zip(*columns, strict=True), strict=True))
    places = {place for number in numbers for place in by_row[number]} if new.keys() == data.keys() else range(width)
    table = replace(table, lines=_merged(lines, sorter.lines(lines.last), set(numbers)))
    return _read_again(table, kind, longest, _spliced(table.runs, numbers, new), places), unused


def without_rows(table: ParsedTable, kind: Kind, numbers: Sequence[int], longest: int) -> ParsedTable:
    """The table without some rows of data."""
    runs = _spliced(table.runs, numbers, {})
    return _read_again(table, kind, longest, runs, range(len(table.layout.headers)))


def _by_row(layout: Layout, edits: Edits) -> tuple[dict[int, dict[int, str]], set[Cell]]:
    """Row -> place -> text, and the edits of columns that the table does not have."""
    places = {header_key(header): place for place, header in enumerate(layout.headers)}
    places |= {header_key(name): place for name, place in layout.columns.items()}
    found: dict[int, dict[int, str]] = {}
    for cell, text in edits.items():
        if (place := places.get(header_key(cell.column))) is not None:
            found.setdefault(cell.row, {})[place] = without_marks(text)
    return found, {cell for cell in edits if header_key(cell.column) not in places}


def _rows_at(table: ParsedTable, numbers: Sequence[int]) -> dict[int, Sequence[str]]:
    """The rows of data among some numbers."""
    runs = [table.runs[place] for place in _by_run(table.runs, numbers)] if table.runs else []
    return {number: row for run in runs for number, row in _rows(run).items() if number in numbers}


def _by_run(runs: Sequence[Run], numbers: Sequence[int]) -> dict[int, set[int]]:
    """Place of a run -> those of the numbers that are in it, or follow its rows."""
    starts = [run.numbers[0] for run in runs]
    found: dict[int, set[int]] = {}
    for number in numbers:
        found.setdefault(max(0, bisect_right(starts, number) - 1), set()).add(number)
    return found


def _rows(run: Run) -> dict[int, Sequence[str]]:
    columns = [run.cells(place) for place in range(len(run.columns))]
    return dict(zip(run.numbers, zip(*columns, strict=True), strict=True))


def _spliced(runs: Sequence[Run], gone: Sequence[int], new: Mapping[int, Sequence[str]]) -> list[Run]:
    """The runs without the rows ``gone``, and with ``new`` ones, which are among those numbers, in their places."""
    found: dict[int, Run] = dict(enumerate(runs))
    for place, numbers in _by_run(runs, gone).items():
        rows = {number: row for number, row in _rows(runs[place]).items() if number not in numbers} if runs else {}
        rows |= {number: new[number] for number in numbers if number in new}
        ordered = dict(sorted(rows.items()))
        found[place] = Run(list(ordered), [pack(cells) for cells in zip(*ordered.values(), strict=True)])
    return [found[place] for place in sorted(found) if found[place].numbers]


def _merged(old: Lines, new: Lines, numbers: Collection[int]) -> Lines:
    """The lines that are no data, after the rows with these ``numbers`` were sorted again."""
    return replace(
        old,
        skipped=sorted([*(row for row in old.skipped if row not in numbers), *new.skipped]),
        headers_again=sorted([*(row for row in old.headers_again if row not in numbers), *new.headers_again]),
        automatic=sorted([*(row for row in old.automatic if row not in numbers), *new.automatic]),
        widths=sorted([*(pair for pair in old.widths if pair[0] not in numbers), *new.widths]),
        kept={**{row: cells for row, cells in old.kept.items() if row not in numbers}, **new.kept},
    )


def _read_again(
    table: ParsedTable, kind: Kind, longest: int, runs: Sequence[Run], changed: Collection[int]
) -> ParsedTable:
    """The table with other runs, and the columns at the ``changed`` places read from them."""
    readers, start = ColumnReaders(table.layout, kind, longest, changed), 0
    for run in runs:
        readers.read_again(run, start)
        start += len(run.numbers)
    new, old = readers.done(), table.columns
    columns = Columns({**old.values, **new.values}, {**old.loose, **new.loose}, new.twice)
    return replace(table, runs=runs, columns=columns)
