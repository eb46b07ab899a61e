"""From a table's rows to runs of data: what is no data is left out and noted, each column read on the way."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress

from core.intake.cells.readers import ColumnReaders
from core.intake.cells.skips import is_blank, is_total, may_skip
from core.intake.layout.headers import ERROR_HEADER, Layout
from core.intake.layout.names import header_key
from core.intake.model import Limits
from core.intake.parsed import Columns, Lines, Run, run_of
from core.intake.source.sniff import UnreadableError
from core.intake.source.tables import Row
from core.model.kinds import KINDS, Kind

_NEVER_FILLED = ("satang", "int", "percent", "line")  # a merged amount written into every row would be counted twice
_MAX_KEPT = 20_000  # rows that are no data whose cells are kept for corrections

Fills = Mapping[tuple[int, int], str]  # (row, place) of a cell under a merged one -> its text


def read_rows(
    chunks: Iterable[tuple[int, list[Row]]], layout: Layout, kind: Kind, fills: Fills, limits: Limits
) -> tuple[list[Run], Columns, Lines]:
    """Every row below the header. ``chunks`` are (number of the first row, rows). Raises ``UnreadableError`` where
    there are too many rows.
    """
    sorter, columns = RowSorter(layout, kind, fills), ColumnReaders(layout, kind, limits.cell)
    runs: list[Run] = []
    count, last = 0, 0
    for first, rows in chunks:
        last = first + len(rows) - 1
        start = max(first, top_of(layout) + 1)
        numbers, cells = sorter.keep_data(range(start, last + 1), rows[start - first :])
        if numbers:
            runs.append(run_of(numbers, cells))
            columns.feed(runs[-1], cells.__getitem__, count)
            count += len(numbers)
        if count > limits.rows:
            raise UnreadableError("too_many_rows", limit=limits.rows)
    return runs, columns.done(), sorter.lines(last)


def top_of(layout: Layout) -> int:
    """The number of the last row of the header."""
    return layout.header_row + layout.header_rows - 1


def anchor_of(layout: Layout, kind: Kind) -> int:
    """The place whose cell makes a row data: the key's, else that of the first required column, else the first."""
    named = (c.name for c in KINDS[kind].columns if c.name in layout.columns and (c.key or c.required))
    return layout.columns.get(next(named, ""), 0)


class RowSorter:
    """Sorts rows of data from others, and records the others."""

    def __init__(self, layout: Layout, kind: Kind, fills: Fills) -> None:
        self.layout, self.fills = layout, fills
        self.width, self.anchor = len(layout.headers), anchor_of(layout, kind)
        columns = {place: KINDS[kind].column(name) for name, place in layout.columns.items()}
        self.required = [place for place, column in columns.items() if column.required]
        self.amounts = {place for place, column in columns.items() if column.type == "satang"}
        self.columns = columns | {place: KINDS[kind].column("amount_baht") for place in layout.entries.values()}
        keys = enumerate(map(header_key, layout.headers))
        self.header = {place: key for place, key in keys if key != header_key(ERROR_HEADER)}
        self.merged_filled = 0
        self.skipped, self.headers_again = list[int](), list[int]()
        self.widths, self.unfilled = list[tuple[int, int]](), list[tuple[int, str]]()
        self.kept: dict[int, Row] = {}

    def lines(self, last: int) -> Lines:
        """The rows that are no data; ``last`` is the number of the table's last row."""
        return Lines(last, self.skipped, self.headers_again, self.widths, self.kept, self.merged_filled, self.unfilled)

    def keep_data(
        self, numbers: Sequence[int], rows: list[Row], *, each: bool = False
    ) -> tuple[Sequence[int], list[Sequence[str]]]:
        """Keep the rows that are data; return their numbers and cells, column by column. The others are noted for
        ``lines``. Rows are judged one by one where a cell of the key's column asks for it, or with ``each``.
        """
        if not rows:
            return (), []
        if self.fills:
            rows = [self._with_merged(row, number) for number, row in zip(numbers, rows, strict=True)]
        if set(map(len, rows)) != {self.width}:
            rows = [self._cut(row, number) for number, row in zip(numbers, rows, strict=True)]
        columns: list[Sequence[str]] = list(zip(*rows, strict=True))
        if not each and not may_skip(columns[self.anchor], self.layout.headers[self.anchor]):
            return numbers, columns
        keep = [self._is_data(row, number) for number, row in zip(numbers, rows, strict=True)]
        return list(compress(numbers, keep)), [list(compress(column, keep)) for column in columns]

    def _with_merged(self, row: Row, number: int) -> Row:
        """The row with merged cells filled down."""
        row = list(row)
        for place in range(len(row)):
            text, column = self.fills.get((number, place)), self.columns.get(place)
            if text is not None and not row[place] and column is not None:
                if column.type in _NEVER_FILLED or column.key:
                    self.unfilled.append((number, self.layout.headers[place]))
                else:
                    row[place] = text
                    self.merged_filled += 1
        return row

    def _cut(self, row: Row, number: int) -> Row:
        """The row with as many cells as the header. One that lacks cells, or has more that hold something, is noted,
        unless it is a total line, or blank.
        """
        whole, extra = [*row, *[""] * (self.width - len(row))][: self.width], row[self.width :]
        lacks_cells = len(row) < self.width and not is_blank(row)
        has_more = any(map(str.strip, extra))
        if not lacks_cells and not has_more:
            return whole
        total_line = is_total(whole, self.anchor, self.required, self.amounts)
        if not total_line:
            self.widths.append((number, len(row)))
        if lacks_cells or not total_line:
            self._keep(row, number)
        return whole

    def _is_data(self, row: Row, number: int) -> bool:
        if is_blank(row):
            return False
        if is_total(row, self.anchor, self.required, self.amounts):
            self.skipped.append(number)
        elif all(header_key(row[place]) == key for place, key in self.header.items()):
            self.headers_again.append(number)
        else:
            return True
        self._keep(row, number)
        return False

    def _keep(self, row: Row, number: int) -> None:
        if len(self.kept) < _MAX_KEPT:
            self.kept.setdefault(number, row)
