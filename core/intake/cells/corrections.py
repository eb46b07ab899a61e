"""A parsed table with cells corrected by a person, or without some of its rows: another table, read again in part."""

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from core.intake.cells.rows import ColumnReaders
from core.intake.cells.skips import RowRules, row_rules
from core.intake.layout.headers import Layout
from core.intake.layout.names import header_key
from core.intake.model import Cell, Edits
from core.intake.parsed import Columns, ParsedTable, Run, run_of
from core.intake.source.marks import without_marks
from core.intake.source.tables import Row
from core.kinds import Kind


def corrected(table: ParsedTable, kind: Kind, edits: Edits, longest: int) -> tuple[ParsedTable, set[Cell]]:
    """The table with the texts of ``edits`` in place of the file's, and the edits whose column it does not have.

    A row is judged once more by its new cells: a total line may become data, and data may become a blank line.
    """
    by_row, unused = _by_row(table.layout, edits)
    if not by_row:
        return table, unused
    work = _Work(table, row_rules(table.layout, kind))
    top = table.layout.header_row + table.layout.header_rows - 1
    for number, cells in sorted(by_row.items()):
        if top < number <= table.lines.last:
            work.correct(number, cells)
    return _read_again(work.table(), kind, longest, work.changed), unused


def without_rows(table: ParsedTable, kind: Kind, positions: Collection[int], longest: int) -> ParsedTable:
    """The table without the rows of data at these positions."""
    runs, start = [], 0
    for run in table.runs:
        keep = [place for place in range(len(run.numbers)) if start + place not in positions]
        start += len(run.numbers)
        if len(keep) == len(run.numbers):
            runs.append(run)
        elif keep:
            columns = [[run.cells(i)[place] for place in keep] for i in range(len(run.columns))]
            runs.append(run_of([run.numbers[place] for place in keep], columns))
    return _read_again(replace(table, runs=runs), kind, longest, range(len(table.layout.headers)))


def _by_row(layout: Layout, edits: Edits) -> tuple[dict[int, dict[int, str]], set[Cell]]:
    """Row -> place -> text, and the edits of columns that the table does not have."""
    places = {header_key(header): place for place, header in enumerate(layout.headers)}
    places |= {header_key(name): place for name, place in layout.columns.items()}
    found: dict[int, dict[int, str]] = {}
    unused: set[Cell] = set()
    for cell, text in edits.items():
        place = places.get(header_key(cell.column))
        if place is None:
            unused.add(cell)
        else:
            found.setdefault(cell.row, {})[place] = without_marks(text)
    return found, unused


def _read_again(table: ParsedTable, kind: Kind, longest: int, changed: Collection[int]) -> ParsedTable:
    """The table with the columns at the ``changed`` places read from their cells."""
    readers, start = ColumnReaders(table.layout, kind, longest, changed), 0
    for run in table.runs:
        readers.feed(run.cells, start)
        start += len(run.numbers)
    new, old = readers.done(), table.columns
    return replace(table, columns=Columns({**old.values, **new.values}, {**old.loose, **new.loose}, new.twice))


@dataclass(slots=True)
class _Work:
    """Rows of a table under correction: the runs that change as rows by number, and what becomes of other rows."""

    source: ParsedTable
    rules: RowRules
    opened: dict[int, dict[int, Row]] = field(default_factory=dict)  # run -> number -> row
    changed: set[int] = field(default_factory=set)  # places
    skipped: set[int] = field(default_factory=set)
    headers_again: set[int] = field(default_factory=set)
    widths: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lines = self.source.lines
        self.skipped, self.headers_again = set(lines.skipped), set(lines.headers_again)
        self.widths = dict(lines.widths)

    def correct(self, number: int, cells: Mapping[int, str]) -> None:
        """Write cells of one row."""
        rows, kept = self._opened(number), self.source.lines.kept
        present = rows.get(number)
        if number not in kept and (number in self.skipped or number in self.headers_again):
            return  # one of so many that its cells were not kept
        row = list(kept.get(number) or present or [""] * self.rules.width)  # else a blank line
        for place, text in cells.items():
            row.extend([""] * (place + 1 - len(row)))
            row[place] = text
        self.skipped.discard(number)
        self.headers_again.discard(number)
        self.widths.pop(number, None)
        whole, wrong = self.rules.cut(row)
        if wrong:
            self.widths[number] = len(row)
        what = self.rules.sort(whole)
        rows.pop(number, None)
        if what == "data":
            rows[number] = whole
        elif what != "blank":
            (self.skipped if what == "total" else self.headers_again).add(number)
        self.changed |= set(cells) if present and what == "data" else set(range(self.rules.width))

    def _opened(self, number: int) -> dict[int, Row]:
        """The rows of the run that a row is in, or would be."""
        runs = self.source.runs
        place = max(0, bisect_right([run.numbers[0] for run in runs], number) - 1)
        if place not in self.opened:
            columns = [runs[place].cells(i) for i in range(self.rules.width)] if runs else []
            numbers = runs[place].numbers if runs else ()
            self.opened[place] = dict(zip(numbers, map(list, zip(*columns, strict=True)), strict=True))
        return self.opened[place]

    def table(self) -> ParsedTable:
        """The table with what was corrected, its columns not yet read again."""
        runs = [
            self._closed(place) if place in self.opened else run for place, run in enumerate(self.source.runs or [None])
        ]
        lines = replace(
            self.source.lines,
            skipped=sorted(self.skipped),
            headers_again=sorted(self.headers_again),
            widths=sorted(self.widths.items()),
        )
        return replace(self.source, runs=[run for run in runs if run is not None], lines=lines)

    def _closed(self, place: int) -> Run | None:
        rows = sorted(self.opened[place].items())
        columns = list(zip(*(row for _, row in rows), strict=True))
        return run_of([number for number, _ in rows], columns) if rows else None
