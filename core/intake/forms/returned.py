"""The clerk's own file back as a workbook: a column with the messages of each row, and the cells in question coloured.

Every cell keeps its row, so that the file can be corrected and loaded again. Days of a workbook stay days, everything
else is text (telephone numbers that a workbook keeps as numbers included), and columns with a list have their
drop-downs. Personal numbers, which the program refuses, are left out. Intake does not read the added column; without
findings there is neither a column nor a sheet of them.
"""

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.intake.cells.columns import with_long_numbers
from core.intake.cells.parsers import day_of, retyped
from core.intake.forms.lists import CHOOSE, Written, write_lists, write_validations
from core.intake.issues import SEVERITIES, Issue
from core.intake.layout.headers import ERROR_HEADER, day_places, personal_code
from core.intake.layout.names import FINDINGS_SHEET, header_key
from core.intake.model import File, Intake, Limits, Reading, as_files
from core.intake.source.sniff import UnreadableError
from core.intake.source.tables import SheetTable, Table, open_tables
from core.model.kinds import KINDS, CellType, Kind
from core.model.project import Project
from core.text import Message, has_national_id, mask_national_id

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed stamp, so that equal files are equal bytes
_FIRST_YEAR = 1900  # of a workbook
_LONGEST = 32_000  # letters that one cell of a workbook holds
_COLOURS = {"blocking": "#F8CBAD", "warning": "#FFE699", "info": "#DDEBF7"}


@dataclass(frozen=True, slots=True)
class _Looks:
    """Formats of one workbook: by severity (empty: none), those of texts and those of days."""

    text: Mapping[str, Any]
    day: Mapping[str, Any]


def _looks(book: Any, written: Written) -> _Looks:
    def each(num_format: str) -> dict[str, Any]:
        plain = {"": book.add_format({"num_format": num_format})}
        coloured = {
            severity: book.add_format({"bg_color": colour, "num_format": num_format})
            for severity, colour in _COLOURS.items()
        }
        return plain | coloured

    return _Looks(each("@"), each(written(Message("date.excel_form"))))


def error_workbook(
    intake: Intake,
    files: Sequence[File],
    written: Written,
    limits: Limits | None = None,
    project: Project | None = None,
) -> bytes:
    """The files of an intake as one workbook, a sheet for each table that was read, and a sheet with every finding.

    ``files`` are those that the intake was made from; ``written`` writes a text or a sentence in a language; the
    ``project`` gives the lists of the drop-downs.
    """
    import xlsxwriter  # whoever reads files does without

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": KINDS[intake.kind].name.get("th"), "created": _MADE})
        looks = _looks(book, written)
        lists: dict[str, str] | None = None
        several = len(intake.readings) > 1
        for place, (reading, table) in enumerate(_tables(intake, files, limits or Limits())):
            sheet = book.add_worksheet(_sheet_name(reading, place, several, written))
            issues = [i for i in intake.issues if not several or i.source in (None, reading.source)]
            minted = {row: code for (source, row), code in intake.minted.items() if source == reading.source}
            rows = _write_table(book, sheet, table, reading, issues, looks, written, intake.kind, minted)
            if project is not None and rows is not None:
                lists = write_lists(book, intake.kind, project, written) if lists is None else lists
                write_validations(sheet, intake.kind, reading.places, lists, rows, written(CHOOSE))
        if any(map(_is_finding, intake.issues)):
            _write_summary(book, intake.issues, written)
    return content.getvalue()


def _is_finding(issue: Issue) -> bool:
    """Whether an issue asks for something, or names a place; not a fact about the file as a whole."""
    return issue.severity != "info" or issue.row is not None or issue.column is not None


def _tables(intake: Intake, files: Sequence[File], limits: Limits) -> list[tuple[Reading, Table]]:
    """Each reading with its table, opened from the file."""
    found: list[tuple[Reading, Table]] = []
    for name, data in as_files(files):
        ours = [r for r in intake.readings if r.source in (name, f"{name} · {r.sheet}")]
        for reading in ours:
            try:
                table = open_tables(name, data, limits, [reading.sheet] if reading.sheet else None)[0]
            except UnreadableError:
                continue
            table.delimiter = reading.delimiter
            if isinstance(table, SheetTable):
                table.count_from_1900(day_places(intake.kind, reading.places))
            found.append((reading, table))
    return found


def _sheet_name(reading: Reading, place: int, several: bool, written: Written) -> str:
    own = reading.sheet or written(Message("form.data"))
    name = f"{place + 1} {reading.sheet or reading.source}" if several else own
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in name).strip()[:31] or f"{place + 1}"


def _write_table(
    book: Any,
    sheet: Any,
    table: Table,
    reading: Reading,
    issues: Sequence[Issue],
    looks: _Looks,
    written: Written,
    kind: Kind,
    minted: Mapping[int, str],
) -> tuple[int, int] | None:
    """The table as it was, with the messages of each row in the added column and its cells coloured; codes that the
    program gave stand in a column before it. Gives back the first and the last row below the header, from 0.
    """
    text, bold = looks.text[""], book.add_format({"bold": True, "num_format": "@"})
    by_row: dict[int, list[Issue]] = {}
    for issue in issues:
        if issue.row is not None and issue.severity != "info":
            by_row.setdefault(issue.row, []).append(issue)
    places: dict[str, int] = {}
    added, coded, number = 0, 0, 0
    types = {place: KINDS[kind].column(name).type for name, place in reading.places.items()}
    kept, dropped = frozenset[int](), frozenset[int]()
    for first, rows in table.chunks():
        for number, cells in enumerate(rows, first):
            safe = _without_personal(cells, kept, dropped)
            row, days = _as_text(safe, types), _days(safe, types)
            if number == reading.header_row:
                row, days = [mask_national_id(cell) for cell in _as_text(cells, {})], {}
                places, added = _header_places(row)
                if not by_row and added < len(row):
                    row[added] = ""
                coded = reading.places.get("code", 0)
                if minted and "code" not in reading.places:
                    coded, added = len(row), added + (added == len(row))
                    sheet.write_string(number - 1, coded, KINDS[kind].columns[0].header, bold)
                kept = frozenset(places[key] for key in _exempt_headers(reading, kind) if key in places)
                dropped = frozenset(place for place, cell in enumerate(row) if personal_code(cell))
            worst = _worst(by_row.get(number, ()), places)
            _write_row(sheet, number, row, days, worst, looks)
            if number in minted:
                sheet.write_string(number - 1, coded, minted[number], text)
            messages = [written(issue.message) for issue in by_row.get(number, ())]
            if by_row and number == reading.header_row:
                sheet.write_string(number - 1, added, ERROR_HEADER, bold)
            elif (added and added < len(row)) or messages:
                sheet.write_string(number - 1, added, "\n".join(messages)[:_LONGEST], text)
    if by_row:
        sheet.set_column(added, added, 80)
    sheet.freeze_panes(reading.header_row or 1, 0)
    return (reading.header_row, max(reading.header_row, number - 1)) if reading.header_row else None


def _header_places(row: Sequence[str]) -> tuple[dict[str, int], int]:
    """Header -> column, and where the messages go: an earlier returned column is written over."""
    keys = [header_key(cell) for cell in row]
    places = {key: place for place, key in reversed(list(enumerate(keys))) if key}
    return places, places.get(header_key(ERROR_HEADER), len(row))


def _exempt_headers(reading: Reading, kind: Kind) -> list[str]:
    """Headers of the columns whose 13-digit numbers are a document's or a juristic person's."""
    return [header_key(header) for header, name in reading.columns.items() if KINDS[kind].column(name).number_of]


def _without_personal(row: Sequence[str], kept: Collection[int], dropped: Collection[int]) -> Sequence[str]:
    """The row without citizens' numbers, but for columns ``kept``, and without the personal columns ``dropped``."""
    citizens = set(filter(has_national_id, with_long_numbers(row))) if row else set()
    if not citizens and not dropped:
        return row
    return [
        "" if place in dropped or (cell in citizens and place not in kept) else cell for place, cell in enumerate(row)
    ]


def _worst(issues: Sequence[Issue], places: Mapping[str, int]) -> dict[int, str]:
    """Column of each cell in question to the gravest finding about it."""
    worst: dict[int, str] = {}
    for issue in sorted(issues, key=lambda issue: SEVERITIES.index(issue.severity)):
        place = places.get(header_key(issue.column or ""))
        if place is not None:
            worst.setdefault(place, issue.severity)
    return worst


def _write_row(
    sheet: Any,
    number: int,
    row: Sequence[str],
    days: Mapping[int, date],
    worst: Mapping[int, str],
    looks: _Looks,
) -> None:
    """A row as it was, its cells in question coloured."""
    for place in range(max(len(row), *(place + 1 for place in worst), 1)):
        cell, day, severity = row[place] if place < len(row) else "", days.get(place), worst.get(place, "")
        if day is not None:
            sheet.write_datetime(number - 1, place, datetime(day.year, day.month, day.day), looks.day[severity])  # noqa: DTZ001  a day
        elif cell or severity:
            sheet.write_string(number - 1, place, cell, looks.text[severity])


def _days(row: Sequence[str], types: Mapping[int, CellType]) -> dict[int, date]:
    """The cells that a workbook kept as days, by their column."""
    found = {place: day_of(types.get(place), cell) for place, cell in enumerate(row) if cell}
    return {place: day for place, day in found.items() if day is not None and day.year >= _FIRST_YEAR}


def _as_text(row: Sequence[str], types: Mapping[int, CellType]) -> list[str]:
    """The cells as text that reads as they do: marks of workbook cells taken off, dates as day/month/year."""
    return [retyped(types.get(place, "text"), cell)[:_LONGEST] if cell else "" for place, cell in enumerate(row)]


def _write_summary(book: Any, issues: Sequence[Issue], written: Written) -> None:
    sheet = book.add_worksheet(written(FINDINGS_SHEET))
    heads = [written(Message(f"finding_head.{name}")) for name in ("tier", "row", "column", "what")]
    sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
    for row, issue in enumerate(issues, 1):
        sheet.write_string(row, 0, written(Message(f"tier.{issue.severity}")))
        if issue.row is not None:
            sheet.write_number(row, 1, issue.row)
        sheet.write_string(row, 2, issue.column or "")
        sheet.write_string(row, 3, written(issue.message)[:_LONGEST])
    sheet.set_column(2, 2, 24)
    sheet.set_column(3, 3, 100)
