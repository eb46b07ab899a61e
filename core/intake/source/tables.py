"""A file as a table of text: a CSV file, or one sheet of a workbook with its cells written out.

Row numbers are those that a spreadsheet shows: a CSV record is one row, blank lines count. Cells of a workbook that are
numbers or dates carry a mark, so that a contract number which Excel turned into a date is told from text.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from core.intake.model import Limits
from core.intake.source import archive
from core.intake.source.marks import Refused, cell_text, data_without_marks
from core.intake.source.package import readable
from core.intake.source.sheet_xml import SheetExtent
from core.intake.source.shown import Shown
from core.intake.source.sniff import UnreadableError, container, encoding_name, encoding_of, without_end_mark

DELIMITERS = (",", "\t", ";")
# Rows handled at a time: few enough to stay in the processor's cache, and to be freed again before the 700 new lists at
# which Python looks for cycles among them.
CHUNK = 512
HEAD = 60  # rows searched for the header
_DAYS_TO_1904 = 1_462
_LAST_YEAR = 2_700  # numbers below are years: days of before 1912
MOST_FILLED = 1_000_000  # cells under merged ranges that are filled in
_NO_OBJECT = "pointer is null"  # what the reader panics with where there is no memory for a cell

Row = list[str]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is hidden in a sheet: numbers of rows, places of columns; and whether it was left out."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    left_out: bool = False


class Table(Protocol):
    """Text in rows. Each call of ``chunks`` starts at the first row."""

    source: str
    encoding: str
    delimiter: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    fills: dict[tuple[int, int], str]  # merged cells: (row, column from 0) -> text of the block's first cell
    bad_rows: dict[int, str]  # rows that are no record -> the code of their issue
    hidden: Hidden  # what a person, or a filter, hid
    hidden_sheets: tuple[str, ...]
    scaled: frozenset[int]  # places of numbers that are shown in thousands, or in millions

    def head(self) -> list[Row]:
        """The first rows, for finding the header."""

    def chunks(self) -> Iterator[tuple[int, list[Row]]]:
        """(number of the first row, rows), in order."""

    def done(self) -> float:
        """Share of the table handed out so far, from 0 to 1."""


class TextTable:
    """A CSV file. Nothing but the bytes is held: text is decoded as it is read."""

    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    hidden = Hidden()
    hidden_sheets: tuple[str, ...] = ()
    scaled: frozenset[int] = frozenset()

    def __init__(self, source: str, data: bytes) -> None:
        self.source, data = source, without_end_mark(data)
        self._codec = encoding_of(data)
        self.data = data_without_marks(data) if self._codec.startswith("utf-8") else data
        self.encoding = encoding_name(self._codec, data)
        self.delimiter: str | None = ","
        self.fills: dict[tuple[int, int], str] = {}
        self.bad_rows: dict[int, str] = {}
        self._bytes = io.BytesIO(data)
        self._lines: Any = None

    def head(self) -> list[Row]:
        """The first rows; a row that is no record is empty."""
        return list(islice(self._careful(), HEAD))

    def chunks(self) -> Iterator[tuple[int, list[Row]]]:
        """Rows in steps; after the first fault in the quotes, row by row."""
        reader = self._reader()
        number = 1
        try:
            while rows := list(islice(reader, CHUNK)):
                yield number, rows
                number += len(rows)
        except csv.Error:
            careful = islice(self._careful(), number - 1, None)
            while rows := list(islice(careful, CHUNK)):
                yield number, rows
                number += len(rows)

    def done(self) -> float:
        """Share of the bytes decoded."""
        return self._bytes.tell() / len(self.data) if self.data else 1.0

    def note_swallowed(self, first: int, rows: list[Row], width: int) -> None:
        """Note the rows just handed out with a cell that holds whole lines of a table of ``width`` columns: a quotation
        mark was opened and never closed.
        """
        if self._lines is None or self._lines.line_num <= first + len(rows) - 1:
            return  # no cell so far holds a line break
        mark, enough = self.delimiter or ",", max(1, width - 2)
        for number, row in enumerate(rows, first):
            if any("\n" in cell and cell.count(mark) >= enough for cell in row):
                self.bad_rows[number] = "bad_quotes"

    def _reader(self) -> Iterator[Row]:
        self._bytes = io.BytesIO(self.data)
        text = io.TextIOWrapper(self._bytes, encoding=self._codec, newline="")
        self._lines = csv.reader(text, delimiter=self.delimiter or ",", strict=True)
        return iter(self._lines)

    def _careful(self) -> Iterator[Row]:
        """Row by row; a record that cannot be read gives an empty row and an entry in ``bad_rows``."""
        reader = self._reader()
        number = 0
        while True:
            number += 1
            try:
                yield next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self.bad_rows[number] = "cell_too_long" if "limit" in str(error) else "bad_quotes"
                yield []


class SheetTable:
    """One sheet of a workbook."""

    delimiter: str | None = None

    def __init__(
        self,
        source: str,
        encoding: str,
        sheet: CalamineSheet,
        sheets: tuple[str, ...],
        extent: SheetExtent,
        skip_hidden: bool = False,
    ) -> None:
        self.source, self.encoding, self.sheets = source, encoding, sheets
        self.sheet: str | None = sheet.name
        self.bad_rows: dict[int, str] = {}
        self.cells = sheet.to_python(skip_empty_area=False)
        self._refuse(extent.errors)
        for (row, column), shown in extent.shown.items():
            if row <= len(self.cells) and column < len(self.cells[row - 1]):
                self.cells[row - 1][column] = shown
        rows = frozenset(row for row in extent.hidden_rows if row <= len(self.cells) and any(self.cells[row - 1]))
        columns = frozenset(place for place in extent.hidden_columns if any(self._column(place)))
        self.hidden = Hidden(rows, columns, skip_hidden)
        self.hidden_sheets: tuple[str, ...] = ()
        if skip_hidden:
            self._leave_out((), columns)
        merged = self._merged(sheet.merged_cell_ranges or [])
        self.fills = {at: text for at, text in merged.items() if not skip_hidden or at[1] not in columns}
        self.scaled = frozenset(extent.scaled)
        self._handed = 0
        self._from_1904 = extent.from_1904

    def count_from_1900(self, places: Collection[int]) -> None:
        """Let numbers in columns of days be those of a workbook that counts from 1900; a year alone stays one."""
        for row in self.cells if self._from_1904 else ():
            for place in places:
                cell = row[place] if place < len(row) else None
                if isinstance(cell, int | float) and not isinstance(cell, bool | Shown) and cell >= _LAST_YEAR:
                    row[place] = cell + _DAYS_TO_1904

    def leave_out_below(self, top: int) -> None:
        """Empty the hidden rows below the header, whose last row is ``top``, where they are to be left out: titles and
        header are read, hidden or not.
        """
        rows = {row for row in self.hidden.rows if row > top} if self.hidden.left_out else set()
        self._leave_out(rows, ())
        self.fills = {at: text for at, text in self.fills.items() if at[0] not in rows} if rows else self.fills

    def _column(self, place: int) -> Iterator[Any]:
        return (row[place] for row in self.cells if place < len(row))

    def _leave_out(self, rows: Collection[int], columns: Collection[int]) -> None:
        """Empty the cells of rows and columns."""
        for number in rows:
            self.cells[number - 1] = [""] * len(self.cells[number - 1])
        for row in self.cells if columns else ():
            for place in columns:
                if place < len(row):
                    row[place] = ""

    def _refuse(self, errors: Mapping[tuple[int, int], str]) -> None:
        """Write the error cells into the sheet: the reader leaves them empty, and cuts off those at the end."""
        width = max((len(self.cells[0]) if self.cells else 0, *(column + 1 for _, column in errors)))
        for (row, column), text in errors.items():
            while len(self.cells) < row:
                self.cells.append([""] * width)
            cells = self.cells[row - 1]
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = Refused(text)

    def _merged(self, ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> dict[tuple[int, int], str]:
        """The cells under merged ranges, within the table. Ranges never overlap, so together they are no larger."""
        fills: dict[tuple[int, int], str] = {}
        width = max(map(len, self.cells), default=0)
        area = 0
        for (top, left), (bottom, right) in ranges:
            if top >= len(self.cells) or left >= len(self.cells[top]):
                continue
            rows, columns = range(top, min(bottom + 1, len(self.cells))), range(left, min(right + 1, width))
            area += len(rows) * len(columns)
            if area > len(self.cells) * width:
                raise UnreadableError("broken_workbook")
            text = cell_text(self.cells[top][left])
            if text and len(fills) + len(rows) * len(columns) > MOST_FILLED:
                raise UnreadableError("too_many_cells", limit=MOST_FILLED)
            if text:
                fills |= {(row + 1, column): text for row in rows for column in columns}
                fills.pop((top + 1, left), None)
        return fills

    def head(self) -> list[Row]:
        """The first rows as text."""
        return [list(map(cell_text, row)) for row in self.cells[:HEAD]]

    def chunks(self) -> Iterator[tuple[int, list[Row]]]:
        """Rows in steps."""
        for start in range(0, len(self.cells), CHUNK):
            self._handed = start + CHUNK
            yield start + 1, [list(map(cell_text, row)) for row in self.cells[start : start + CHUNK]]

    def done(self) -> float:
        """Share of the rows handed out."""
        return min(1.0, self._handed / len(self.cells)) if self.cells else 1.0


def open_tables(
    name: str,
    data: bytes,
    limits: Limits,
    sheets: Sequence[str] | None = None,
    *,
    one_of_several: bool = False,
    skip_hidden: bool = False,
) -> list[Table]:
    """The table of a CSV file, or those of a workbook's sheets: all visible ones, or those named. One of several files
    needs to have only some of the sheets named. ``skip_hidden`` empties hidden rows and columns.
    """
    if len(data) > limits.bytes:
        raise UnreadableError("too_large", size=len(data) // 1_000_000, limit=limits.bytes // 1_000_000)
    form = container(data)
    if form == "text":
        return [TextTable(name, data)]
    extents = archive.inspect(data, limits) if form == "xlsx" else {}
    try:
        data = readable(data) if form == "xlsx" else data
        return _sheet_tables(name, data, limits, sheets, extents, one_of_several, skip_hidden)
    except PasswordError as error:
        raise UnreadableError("encrypted") from error
    except CalamineError as error:
        raise UnreadableError("broken_workbook") from error
    except BaseException as error:  # the reader's Rust code panics on some damaged files, past Exception
        if type(error).__name__ != "PanicException":
            raise
        if _NO_OBJECT in str(error):
            raise MemoryError from error
        raise UnreadableError("broken_workbook") from error


def _sheet_tables(
    name: str,
    data: bytes,
    limits: Limits,
    sheets: Sequence[str] | None,
    extents: Mapping[str, SheetExtent],
    one_of_several: bool,
    skip_hidden: bool,
) -> list[Table]:
    workbook = _open_workbook(data)
    shown = (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible)
    visible = [s.name for s in workbook.sheets_metadata if (s.typ, s.visible) == shown]
    unseen = [s.name for s in workbook.sheets_metadata if s.typ == shown[0] and s.visible != shown[1]]
    missing = [wanted for wanted in sheets or () if wanted not in workbook.sheet_names]
    if missing and (len(missing) == len(sheets or ()) or not one_of_several):
        raise UnreadableError("sheet_missing", sheet=missing[0], sheets=", ".join(visible))
    tables: list[Table] = []
    for sheet_name in [wanted for wanted in sheets if wanted not in missing] if sheets else visible:
        sheet = _sheet(workbook, sheet_name, limits)
        extent = extents.get(sheet_name, SheetExtent())
        table = SheetTable(name, "xlsx" if extents else "xls", sheet, tuple(visible), extent, skip_hidden)
        table.hidden_sheets = tuple(name for name in unseen if name != sheet_name)
        tables.append(table)
    return tables


def _open_workbook(data: bytes) -> CalamineWorkbook:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        for stream, code, what in (("EncryptedPackage", "encrypted", ""), ("WordDocument", "not_a_table", "Word")):
            if stream.encode("utf-16-le") in data:
                raise UnreadableError(code, what=what)
    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def _sheet(workbook: CalamineWorkbook, name: str, limits: Limits) -> CalamineSheet:
    """A sheet, unless it spans too much."""
    sheet = workbook.get_sheet_by_name(name)
    rows, columns = sheet.end or (0, 0)
    if columns >= limits.columns:
        raise UnreadableError("too_many_columns", count=columns + 1, limit=limits.columns)
    if (rows + 1) * (columns + 1) > limits.cells:
        raise UnreadableError("too_many_cells", limit=limits.cells)
    return sheet
