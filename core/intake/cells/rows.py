"""From a table's rows to runs of data: what is no data is left out and noted, each column read on the way."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import compress

from core.intake.cells.columns import EXEMPT, ColumnReader, Scan
from core.intake.cells.parsers import fixed_parser
from core.intake.cells.skips import may_skip, row_rules
from core.intake.layout.headers import Layout
from core.intake.model import Limits
from core.intake.parsed import Columns, ColumnValues, Lines, Run, run_of
from core.intake.source.marks import bare
from core.intake.source.sniff import UnreadableError
from core.intake.source.tables import Row
from core.kinds import Column, Kind, column_of

BALANCE = "balance"  # the column of a control register that is checked and not kept
_NEVER_FILLED = ("satang", "int", "percent", "line")  # a merged amount written into every row would be counted twice
_TICKS = frozenset({"TRUE", "/", "✓", "√", "✔", "x", "X", "1"})
_MAX_KEPT = 20_000  # rows that are no data whose cells are kept for corrections

Cells = Callable[[int], Sequence[str]]  # place of a column -> the cells of a run


def read_rows(
    chunks: Iterable[tuple[int, list[Row]]],
    layout: Layout,
    kind: Kind,
    fills: Mapping[tuple[int, int], str],
    limits: Limits,
) -> tuple[list[Run], Columns, Lines]:
    """Every row below the header. ``chunks`` are (number of the first row, rows), ``fills`` texts of merged cells by
    (row, place). Raises ``UnreadableError`` where there are too many rows.
    """
    reader = _RowReader(layout, kind, fills, limits)
    for first, rows in chunks:
        reader.read(first, rows)
    return reader.runs, reader.columns.done(), reader.lines


class _RowReader:
    """The state of ``read_rows``."""

    def __init__(self, layout: Layout, kind: Kind, fills: Mapping[tuple[int, int], str], limits: Limits) -> None:
        self.layout, self.fills, self.limits = layout, fills, limits
        self.rules = row_rules(layout, kind)
        self.columns = ColumnReaders(layout, kind, limits.cell)
        self.names = {place: column_of(kind, name) for name, place in layout.columns.items()}
        self.names |= {place: column_of(kind, "amount_baht") for place in layout.entries.values()}
        self.top = layout.header_row + layout.header_rows - 1
        self.runs: list[Run] = []
        self.count, self.last, self.filled = 0, 0, 0
        self.skipped, self.headers_again = list[int](), list[int]()
        self.widths, self.unfilled = list[tuple[int, int]](), list[tuple[int, str]]()
        self.kept: dict[int, Row] = {}

    @property
    def lines(self) -> Lines:
        """What is to be said about rows that are no data."""
        return Lines(self.last, self.skipped, self.headers_again, self.widths, self.kept, self.filled, self.unfilled)

    def read(self, first: int, rows: list[Row]) -> None:
        """Read one run of rows; ``first`` is the number of its first row."""
        self.last = first + len(rows) - 1
        if self.last <= self.top:
            return
        cut = max(0, self.top + 1 - first)
        first, rows = first + cut, rows[cut:]
        if self.fills:
            rows = [self._filled(row, number) for number, row in enumerate(rows, first)]
        if set(map(len, rows)) != {self.rules.width}:
            rows = [self._cut(row, number) for number, row in enumerate(rows, first)]
        columns: list[Sequence[str]] = list(zip(*rows, strict=True))
        numbers: Sequence[int] = range(first, first + len(rows))
        anchors = columns[self.rules.anchor]
        if may_skip(anchors, self.layout.headers[self.rules.anchor]):
            keep = [self._is_data(row, number) for number, row in enumerate(rows, first)]
            columns = [list(compress(column, keep)) for column in columns]
            numbers = list(compress(numbers, keep))
        if not numbers:
            return
        self.count += len(numbers)
        if self.count > self.limits.rows:
            raise UnreadableError("too_many_rows", limit=self.limits.rows)
        self.columns.feed(columns.__getitem__, self.count - len(numbers))
        self.runs.append(run_of(numbers, columns))

    def _filled(self, row: Row, number: int) -> Row:
        """The row with merged cells filled down."""
        row = list(row)
        for place in range(len(row)):
            text = self.fills.get((number, place))
            column = self.names.get(place)
            if text is not None and not row[place] and column is not None:
                if column.type in _NEVER_FILLED or column.key:
                    self.unfilled.append((number, self.layout.headers[place]))
                else:
                    row[place] = text
                    self.filled += 1
        return row

    def _cut(self, row: Row, number: int) -> Row:
        """The row as wide as the header; a wrong width is noted."""
        whole, wrong = self.rules.cut(row)
        if wrong:
            self.widths.append((number, len(row)))
        if wrong or (len(row) < self.rules.width and any(row)):
            self._keep(row, number)
        return whole

    def _is_data(self, row: Row, number: int) -> bool:
        what = self.rules.sort(row)
        if what in ("total", "header"):
            (self.skipped if what == "total" else self.headers_again).append(number)
            self._keep(row, number)
        return what == "data"

    def _keep(self, row: Row, number: int) -> None:
        if len(self.kept) < _MAX_KEPT:
            self.kept.setdefault(number, row)


class ColumnReaders:
    """The readers of a table's columns that need no project; of ``changed`` places only those that these concern."""

    def __init__(self, layout: Layout, kind: Kind, longest: int, changed: Collection[int] | None = None) -> None:
        self.layout, self.places = layout, places_of(layout)
        self.readers: dict[str, ColumnReader] = {}
        for name, places in self.places.items():
            column = _column(name, kind, name in layout.compare)
            parse = fixed_parser(column, kind)
            if parse is not None and (changed is None or not set(places).isdisjoint(changed)):
                exempt = (kind, name) in EXEMPT
                self.readers[name] = ColumnReader(column, parse, exempt=exempt, longest=longest)
        self.scans = {place: Scan() for place in layout.loose if changed is None or place in changed}
        self.twice: list[int] = []

    def feed(self, cells: Cells, start: int) -> None:
        """Hand the cells of a run, whose first row is at position ``start``, to each reader."""
        made, twice = made_columns(self.layout, cells)
        self.twice.extend(start + place for place in twice)
        for name, reader in self.readers.items():
            reader.feed(made[name] if name in made else cells(self.places[name][0]))
        for place, scan in self.scans.items():
            scan.feed(cells(place))

    def done(self) -> Columns:
        """What was read."""
        values: dict[str, ColumnValues] = {name: reader.done() for name, reader in self.readers.items()}
        return Columns(values, {place: scan.done() for place, scan in self.scans.items()}, self.twice)


def _column(name: str, kind: Kind, compared: bool) -> Column:
    if name == BALANCE:
        return column_of("spending", "amount_baht")
    return Column(name, name, "int") if compared else column_of(kind, name)


def places_of(layout: Layout) -> dict[str, tuple[int, ...]]:
    """Our column, compared value or ``BALANCE`` -> the places of the table that it is read from."""
    found: dict[str, tuple[int, ...]] = {
        name: (place,) for name, place in (*layout.columns.items(), *layout.compare.items())
    }
    if layout.balance is not None:
        found[BALANCE] = (layout.balance,)
    if layout.entries:
        found["entry"] = found["amount_baht"] = tuple(layout.entries.values())
    if layout.ticks:
        found["occupation"] = tuple(place for place, _ in layout.ticks)
    return found


def made_columns(layout: Layout, cells: Cells) -> tuple[dict[str, Sequence[str]], list[int]]:
    """Columns put together from several: a control register's entry and amount, a register's ticks; and the places of
    rows with more than one amount.
    """
    made: dict[str, Sequence[str]] = {}
    twice: list[int] = []
    if layout.entries:
        entries, amounts = [], []
        columns = [cells(place) for place in layout.entries.values()]
        for position, row in enumerate(zip(*columns, strict=True)):
            filled = [(entry, cell) for entry, cell in zip(layout.entries, row, strict=True) if _holds_amount(cell)]
            entries.append(filled[0][0] if len(filled) == 1 else "")
            amounts.append(filled[0][1] if len(filled) == 1 else "")
            if len(filled) > 1:
                twice.append(position)
        made["entry"], made["amount_baht"] = entries, amounts
    if layout.ticks:
        names = [name for _, name in layout.ticks]
        rows = zip(*(cells(place) for place, _ in layout.ticks), strict=True)
        made["occupation"] = [_ticked(names, row) for row in rows]
    return made, twice


def _holds_amount(cell: str) -> bool:
    return bare(cell)[1].strip().strip("0.-–") != ""


def _ticked(names: Sequence[str], cells: Sequence[str]) -> str:
    """What an official register says of the occupation: names of ticked divisions, and what was written in others."""
    return "; ".join(n if c.strip() in _TICKS else c.strip() for n, c in zip(names, cells, strict=True) if c.strip())
