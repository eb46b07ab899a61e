"""From a table's rows to runs of data: what is no data is left out and noted, each column read on the way."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress

from core.intake.cells.columns import UNKNOWN_MARKS
from core.intake.cells.readers import ColumnReaders
from core.intake.cells.skips import goes_on, is_automatic, is_blank, is_foot, is_total, may_skip, remarks, signs
from core.intake.layout.headers import ERROR_HEADER, Layout
from core.intake.layout.names import choice_table, header_key, word_key
from core.intake.model import Limits
from core.intake.parsed import Columns, Lines, Run
from core.intake.source.marks import bare
from core.intake.source.sniff import UnreadableError
from core.intake.source.tables import Row
from core.model.kinds import KINDS, Kind

_NEVER_FILLED = ("satang", "int", "percent", "line")  # a merged amount written into every row would be counted twice
_LEAST_BARE = 2  # rows with nothing but what the column has anyway: one alone may be a person's, not yet done
_MAX_KEPT = 20_000  # rows that are no data whose cells are kept for corrections

Fills = Mapping[tuple[int, int], str]  # (row, place) of a cell under a merged one -> its text


def read_rows(
    chunks: Callable[[], Iterable[tuple[int, list[Row]]]], layout: Layout, kind: Kind, fills: Fills, limits: Limits
) -> tuple[list[Run], Columns, Lines]:
    """Every row below the header. ``chunks`` gives (number of the first row, rows) from the first row on; they are read
    twice where rows turn out to hold nothing but what the form has in every row. Raises ``UnreadableError`` where
    there are too many rows.
    """
    sorter, columns = RowSorter(layout, kind, fills), ColumnReaders(layout, kind, limits.cell)
    runs, last = _read(chunks(), sorter, columns, layout, limits)
    if defaults := form_defaults(sorter, runs):
        sorter, columns = RowSorter(layout, kind, fills), ColumnReaders(layout, kind, limits.cell)
        sorter.defaults = defaults
        runs, last = _read(chunks(), sorter, columns, layout, limits)
    return runs, columns.done(), sorter.lines(last)


def form_defaults(sorter: "RowSorter", runs: Sequence[Run]) -> dict[int, str]:
    """By place what a form has in every row: words of a list that stand in the whole column, and beside which several
    rows without a key hold nothing that somebody typed.
    """
    rows = sorter.keyless
    held = {place: cell for cells in rows.values() for place, cell in cells.items()}
    standing = {
        place: cell
        for place, cell in held.items()
        if place in sorter.columns and (sorter.columns[place].type == "enum" or sorter.columns[place].place)
        and all({*run.cells(place)} == {cell} for run in runs)
    }  # fmt: skip
    bare_rows = [
        number
        for number, cells in rows.items()
        if any(place in standing for place in cells)
        and all(place in standing or sorter.says_nothing(number, place, cell) for place, cell in cells.items())
    ]
    return standing if len(bare_rows) >= _LEAST_BARE else {}


def _read(
    chunks: Iterable[tuple[int, list[Row]]], sorter: "RowSorter", columns: ColumnReaders, layout: Layout, limits: Limits
) -> tuple[list[Run], int]:
    """The rows of data, and the number of the last row."""
    runs: list[Run] = []
    count, last = 0, 0
    for first, rows in chunks:
        last = first + len(rows) - 1
        start = max(first, top_of(layout) + 1)
        numbers, cells = sorter.keep_data(range(start, last + 1), rows[start - first :])
        if numbers:
            runs.append(columns.read(numbers, cells, count))
            count += len(numbers)
        if count > limits.rows:
            raise UnreadableError("too_many_rows", limit=limits.rows)
    return runs, last


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
        self.named = max((place + 1 for place, header in enumerate(layout.headers) if header), default=self.width)
        self.numbered = bool(KINDS[kind].numbered)  # the key is a number that a form may have in it
        self.signed = False  # whether a line to be signed came already
        self.remarked = False  # whether the row before is a remark
        self.keyless: dict[int, dict[int, str]] = {}  # rows without a key: what they hold, by place
        self.defaults: dict[int, str] = {}  # what the form has in every row, by place
        self.automatic = list[int]()
        self.merged_filled = 0
        self.skipped, self.headers_again = list[int](), list[int]()
        self.widths, self.unfilled = list[tuple[int, int]](), list[tuple[int, str]]()
        self.kept: dict[int, Row] = {}

    def lines(self, last: int) -> Lines:
        """The rows that are no data; ``last`` is the number of the table's last row."""
        return Lines(
            last, self.skipped, self.headers_again, self.widths, self.kept, self.merged_filled, self.unfilled,
            self.automatic,
        )  # fmt: skip

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
        asked = each or self.signed or self.remarked or self.numbered
        if not asked and not may_skip(columns[self.anchor], self.layout.headers[self.anchor]):
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
        lacks_cells = len(row) < self.named and not is_blank(row)
        has_more = any(map(str.strip, extra))
        if not lacks_cells and not has_more:
            return whole
        total_line = is_total(whole, self.anchor, self.required, self.amounts) or is_foot(row)
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
            self.signed = self.signed or signs(row)
            self.remarked = remarks(row)
        elif self.remarked and goes_on(row):
            self.skipped.append(number)
        elif all(header_key(row[place]) == key for place, key in self.header.items()):
            self.headers_again.append(number)
        elif signs(row) or (self.signed and is_foot(row)):
            self.signed = True
            self.skipped.append(number)
        elif self._is_automatic(row, number):
            self.automatic.append(number)
        else:
            self.remarked = False
            self._note_keyless(row, number)
            return True
        self._keep(row, number)
        return False

    def _note_keyless(self, row: Row, number: int) -> None:
        """Note a row without a key, which may hold nothing but what the form has in every row."""
        if not self.numbered and not row[self.anchor].strip() and len(self.keyless) < _MAX_KEPT:
            self.keyless[number] = {place: cell for place, cell in enumerate(row) if cell.strip()}

    def _is_automatic(self, row: Row, number: int) -> bool:
        """Whether nothing in a row was typed: running numbers, boxes that are not ticked, zeros of formulas,
        defaults of the form, what a merged cell covers. A key that is a bare number is a running one where
        the form has it.
        """
        anchor = row[self.anchor].strip()
        if anchor not in ("", *UNKNOWN_MARKS) and not (self.numbered and bare(anchor)[1].strip().isdecimal()):
            return False
        cells = ((place, cell.strip()) for place, cell in enumerate(row) if cell.strip() and place != self.anchor)
        return all(self.says_nothing(number, place, cell) for place, cell in cells)

    def says_nothing(self, number: int, place: int, cell: str) -> bool:
        """Whether nobody typed what a cell holds."""
        return (
            (place in self.layout.ignored and bare(cell)[1].strip(" .()").isdecimal())
            or is_automatic(cell)
            or (number, place) in self.fills
            or self._is_default(place, cell)
            or self.defaults.get(place) == cell
        )

    def _is_default(self, place: int, cell: str) -> bool:
        """Whether a cell holds what an empty one means."""
        column = self.columns.get(place)
        if column is None or column.default is None:
            return False
        meant = choice_table(column.choices).get(word_key(cell), bare(cell)[1])
        return meant == str(column.default)

    def _keep(self, row: Row, number: int) -> None:
        if len(self.kept) < _MAX_KEPT:
            self.kept.setdefault(number, row)
