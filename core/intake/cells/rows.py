"""From a table and its layout to columns of values, in runs of rows, with everything noted on the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from core.intake.cells.columns import ColumnReader, Scan
from core.intake.cells.parsers import meant_in, parser_of
from core.intake.cells.skips import is_blank, is_total, may_skip
from core.intake.forms.examples import example_cells, example_row, is_example
from core.intake.layout.headers import ERROR_HEADER, Layout
from core.intake.layout.mapping import Mapping
from core.intake.layout.names import header_key
from core.intake.model import Cell, Edits, Limits
from core.intake.source.marks import bare, without_marks
from core.intake.source.sniff import UnreadableError
from core.intake.source.tables import Row, Table, TextTable
from core.kinds import Choice, Column, Kind, column_of, columns_of
from core.model.project import Project

# Columns where a 13-digit number is a document's or a juristic person's, never looked at as a citizen's.
EXEMPT = {("spending", "doc_no"), ("spending", "settles"), ("groups", "registration_no")}
_NEVER_FILLED = ("satang", "int", "percent", "line")  # a merged amount written into every row would be counted twice
_TICKS = frozenset({"TRUE", "/", "✓", "√", "✔", "x", "X", "1"})


@dataclass(slots=True)
class Parsed:
    """One table, parsed. ``numbers`` are the rows as the spreadsheet shows them."""

    table: Table
    layout: Layout
    readers: dict[str, ColumnReader] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    scans: dict[int, Scan] = field(default_factory=dict)
    compared: dict[str, ColumnReader] = field(default_factory=dict)
    balance: ColumnReader | None = None
    skipped: list[int] = field(default_factory=list)
    headers_again: list[int] = field(default_factory=list)  # rows that are the header once more
    examples: list[int] = field(default_factory=list)  # rows that are the form's own example
    widths: list[tuple[int, int]] = field(default_factory=list)  # (row, cells found) of rows of the wrong width
    filled: int = 0
    unfilled: list[tuple[int, str]] = field(default_factory=list)  # merged amounts left as they are: (row, header)
    constants: dict[str, str] = field(default_factory=dict)  # constant that can not be read -> code
    twice: list[int] = field(
        default_factory=list
    )  # positions of rows with amounts in two columns of a control register
    unused_edits: set[Cell] = field(default_factory=set)
    samples: dict[str, str] = field(default_factory=dict)  # our column -> what one of its cells could hold


class TableParser:
    """Reads one table run by run. The public way in is ``parse_table``."""

    def __init__(
        self,
        table: Table,
        layout: Layout,
        kind: Kind,
        project: Project,
        mapping: Mapping | None,
        edits: Edits,
        limits: Limits,
        former: tuple[Choice, ...] = (),
    ) -> None:
        self.kind, self.layout, self.table, self.limits = kind, layout, table, limits
        self.out = Parsed(table, layout)
        self.width = len(layout.headers)
        meant = mapping.values if mapping else {}
        for column in columns_of(kind):
            self.out.readers[column.name] = ColumnReader(
                column,
                parser_of(column, kind, project, former),
                meant_in(column, meant.get(column.name, {}), project),
                exempt=(kind, column.name) in EXEMPT,
                longest=limits.cell,
            )
        for what in layout.compare:
            number = Column(what, what, "int")
            self.out.compared[what] = ColumnReader(number, parser_of(number, kind, project))
        if layout.balance is not None:
            money = column_of("spending", "amount_baht")
            self.out.balance = ColumnReader(money, parser_of(money, kind, project))
        self.out.scans = {place: Scan() for place in layout.loose}
        self.constants = {
            name: self._constant(name, text) for name, text in (mapping.constants if mapping else {}).items()
        }
        self.edits = self._edits_by_row(edits)
        self.anchor = self._anchor()
        self.required = [i for name, i in layout.columns.items() if column_of(kind, name).required]
        self.amounts = {i for name, i in layout.columns.items() if column_of(kind, name).type == "satang"}
        keys = map(header_key, layout.headers)
        self.header = {place: key for place, key in enumerate(keys) if key != header_key(ERROR_HEADER)}
        self.example = example_row(kind, project)
        self.out.samples = example_cells(kind, project)
        self.example_anchor = self.example.get(self._name_at(self.anchor) or "", "")
        # Cells of the key's column beside which a row is looked at: the example's, and the header's once more.
        self.told_apart = {self.example_anchor, *layout.headers[self.anchor : self.anchor + 1]}

    def _constant(self, name: str, text: str) -> Any:
        """The value of a constant, parsed once."""
        reader = ColumnReader(column_of(self.kind, name), self.out.readers[name].parse)
        reader.feed([text])
        if reader.faults:
            self.out.constants[name] = text
        return reader.values[0]

    def _edits_by_row(self, edits: Edits) -> dict[int, dict[int, str]]:
        """Row -> column -> text, for the columns that the table has."""
        places = {header_key(h): i for i, h in enumerate(self.layout.headers)} | {
            header_key(name): i for name, i in self.layout.columns.items()
        }
        found: dict[int, dict[int, str]] = {}
        for cell, text in edits.items():
            place = places.get(header_key(cell.column))
            if place is None:
                self.out.unused_edits.add(cell)
            else:
                found.setdefault(cell.row, {})[place] = text
        return found

    def _anchor(self) -> int:
        """The column whose cell makes a row data: the key's, else the first required one, else the first."""
        named = [c for c in columns_of(self.kind) if c.name in self.layout.columns and (c.key or c.required)]
        return self.layout.columns[named[0].name] if named else 0

    def run(self, first: int, rows: list[Row]) -> None:
        """Read one run of rows; ``first`` is the number of its first row."""
        top = self.layout.header_row + self.layout.header_rows - 1
        if first + len(rows) - 1 <= top:
            return
        cut = max(0, top + 1 - first)
        first, rows = first + cut, rows[cut:]
        if self.edits or self.table.fills:
            rows = [self._amended(row, number) for number, row in enumerate(rows, first)]
        if set(map(len, rows)) != {self.width}:
            rows = [self._of_width(row, number) for number, row in enumerate(rows, first)]
        if not rows:
            return
        columns: list[Sequence[str]] = list(zip(*rows, strict=True))
        numbers: Sequence[int] = range(first, first + len(rows))
        anchors = columns[self.anchor]
        if may_skip(anchors) or not self.told_apart.isdisjoint(anchors):
            keep = [self._is_data(row, number) for number, row in enumerate(rows, first)]
            columns = [list(compress(column, keep)) for column in columns]
            numbers = list(compress(numbers, keep))
        if numbers:
            self._feed(columns, numbers)

    def _amended(self, row: Row, number: int) -> Row:
        """The row with merged cells filled down and a person's corrections written in."""
        row = list(row)
        for place in range(len(row)):
            text = self.table.fills.get((number, place))
            if text is not None and not row[place]:
                name = self._name_at(place)
                column = column_of(self.kind, name) if name else None
                if column is not None and (column.type in _NEVER_FILLED or column.key):
                    self.out.unfilled.append((number, self.layout.headers[place]))
                elif column is not None:
                    row[place] = text
                    self.out.filled += 1
        for place, text in self.edits.get(number, {}).items():
            row.extend([""] * (place + 1 - len(row)))
            row[place] = without_marks(text)
        return row

    def _name_at(self, place: int) -> str | None:
        if place in self.layout.entries.values():
            return "amount_baht"
        return next((name for name, at in self.layout.columns.items() if at == place), None)

    def _of_width(self, row: Row, number: int) -> Row:
        """The row with as many cells as the header; a row of another width is noted, unless it is no data."""
        extra = row[self.width :]
        whole = (row + [""] * self.width)[: self.width]
        wrong = any(map(str.strip, extra)) or (len(row) < self.width and not is_blank(row))
        if wrong and not is_total(whole, self.anchor, self.required, self.amounts):
            self.out.widths.append((number, len(row)))
        return whole

    def _is_data(self, row: Row, number: int) -> bool:
        if is_blank(row):
            return False
        if is_total(row, self.anchor, self.required, self.amounts):
            self.out.skipped.append(number)
            return False
        if all(header_key(row[place]) == key for place, key in self.header.items()):
            self.out.headers_again.append(number)
            return False
        if row[self.anchor].strip() == self.example_anchor and is_example(self.kind, self._named(row), self.example):
            self.out.examples.append(number)
            return False
        return True

    def _named(self, row: Row) -> dict[str, str]:
        return {name: row[place].strip() for name, place in self.layout.columns.items()}

    def _feed(self, columns: list[Sequence[str]], numbers: Sequence[int]) -> None:
        """Hand each column of the run to its reader."""
        out, layout = self.out, self.layout
        out.numbers.extend(numbers)
        if len(out.numbers) > self.limits.rows:
            raise UnreadableError("too_many_rows", limit=self.limits.rows)
        made = self._made_columns(columns, len(out.numbers) - len(numbers))
        for name, reader in out.readers.items():
            if name in made:
                reader.feed(made[name])
            elif name in layout.columns:
                reader.feed(columns[layout.columns[name]])
            else:
                reader.feed_constant(len(numbers), self.constants.get(name, reader.column.default))
        for what, reader in out.compared.items():
            reader.feed(columns[layout.compare[what]])
        if out.balance is not None and layout.balance is not None:
            out.balance.feed(columns[layout.balance])
        for place, scan in out.scans.items():
            scan.feed(columns[place])

    def _made_columns(self, columns: list[Sequence[str]], start: int) -> dict[str, Sequence[str]]:
        """Cells put together from several columns: a control register's entry and amount, a register's ticks."""
        made: dict[str, Sequence[str]] = {}
        if self.layout.entries:
            ids, places = list(self.layout.entries), list(self.layout.entries.values())
            entries, amounts = [], []
            for position, cells in enumerate(zip(*(columns[i] for i in places), strict=True), start):
                filled = [(entry, cell) for entry, cell in zip(ids, cells, strict=True) if _holds_amount(cell)]
                entries.append(filled[0][0] if len(filled) == 1 else "")
                amounts.append(filled[0][1] if len(filled) == 1 else "")
                if len(filled) > 1:
                    self.out.twice.append(position)
            made["entry"], made["amount_baht"] = entries, amounts
        if self.layout.ticks:
            names = [name for _, name in self.layout.ticks]
            rows = zip(*(columns[i] for i, _ in self.layout.ticks), strict=True)
            made["occupation"] = [_ticked(names, row) for row in rows]
        return made


def _holds_amount(cell: str) -> bool:
    return bare(cell)[1].strip().strip("0.-–") != ""


def _ticked(names: Sequence[str], cells: Sequence[str]) -> str:
    """What an official register says of the occupation: names of ticked divisions, and what was written in others."""
    return "; ".join(n if c.strip() in _TICKS else c.strip() for n, c in zip(names, cells, strict=True) if c.strip())


def parse_table(
    table: Table,
    layout: Layout,
    kind: Kind,
    project: Project,
    mapping: Mapping | None,
    edits: Edits,
    limits: Limits,
    progress: Callable[[float, int], None],
    former: tuple[Choice, ...] = (),
) -> Parsed:
    """Every row of the table below its header. ``progress`` is told the share of the table done and the rows so far;
    ``former`` are stages that today's rows hold and the project no longer lists.
    """
    parser = TableParser(table, layout, kind, project, mapping, edits, limits, former)
    for first, rows in table.chunks():
        if isinstance(table, TextTable):
            swallowed_rows(table, first, rows, layout)
        parser.run(first, rows)
        progress(table.done(), len(parser.out.numbers))
    return parser.out


def swallowed_rows(table: TextTable, first: int, rows: list[Row], layout: Layout) -> None:
    """Note cells that hold whole lines of the table: a quotation mark that was opened and never closed."""
    if not table.many_lines(len(rows) + first - 1):
        return
    mark = table.delimiter or ","
    enough = max(1, len(layout.headers) - 2)
    for number, row in enumerate(rows, first):
        if any("\n" in cell and cell.count(mark) >= enough for cell in row):
            table.bad_rows[number] = "bad_quotes"
