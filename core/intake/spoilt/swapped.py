"""Days and months that a spreadsheet swapped: 3/5 typed, and taken for the fifth of March.

A spreadsheet set to month first turns what can be a date into one, and leaves 15/3 as text. What shows it is the whole
column: real dates all with days up to 12 beside texts all above; months that jump where the numbers of the documents
run on; dates most of which lie outside the project's year. It is asked about, and only a choice swaps.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from core.intake.assessment import Assessment
from core.intake.cells.parsers import Noted, Parser, fixed_parser
from core.intake.issues import Issue
from core.intake.model import DateWay
from core.intake.parsed import SEPARATOR, ParsedTable
from core.intake.source.marks import MARKS, bare
from core.model.kinds import KINDS
from core.model.project import Project
from core.text import digits, fold

DATE_WAYS: tuple[DateWay, ...] = ("as_read", "swapped")

_TYPED = re.compile(r"([0-9]{1,2})\s?[/.-]\s?([0-9]{1,2})\s?[/.-]\s?[0-9]{2,4}\b.*")
_ISO = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}\b.*")
_CHANCE = 0.1  # of so many days up to 12, and so many above, by themselves
_LOW_DAYS, _HIGH_DAYS = 12 / 30.4, 18.4 / 30.4
_LEAST_ROWS = 4  # from which the order of documents, or the year, says something
_FIRST = 1_000  # rows: one day above 12 among them, all typed alike, settles it
_MIXED = re.compile(rf"[{''.join(MARKS)}]|(?:^|{SEPARATOR})[0-9]{{4}}[-/.]")
_NUMBER = re.compile(r"(.*?)([0-9]+)[^0-9]*")
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Swapped:
    """A column in which day and month seem swapped: the rows concerned, and the first of them in both readings."""

    name: str
    form: str
    rows: Sequence[int]
    read: date
    other: date


def swapped_columns(project: Project, kind: str, table: ParsedTable) -> list[Swapped]:
    """The columns of days of a table that look so."""
    names = [column.name for column in KINDS[kind].columns if column.type == "date"]
    found = (_swapped(project, kind, table, name) for name in names if name in table.layout.columns)
    return [one for one in found if one is not None]


def swapped_parser(form: str) -> Parser:
    """The parser of days that swaps those of the form that was swapped."""
    read = fixed_parser(KINDS["spending"].column("date"))
    assert read is not None

    def parse(text: str, mark: str) -> Any:
        value = read(text, mark)
        day = value.value if isinstance(value, Noted) else value
        return _turned(day) or value if _form(text, mark) == form else value

    return parse


def swapped_issues(work: Assessment, table: ParsedTable, source: str | None) -> Iterator[Issue]:
    """What is to be said of the days of a table."""
    way, found = work.options.dates, swapped_columns(work.project, work.kind, table)
    code = {"swapped": "dates_swapped_used", "as_read": "dates_as_read"}.get(way or "", "dates_swapped")
    for one in found:
        rows = ", ".join(map(str, one.rows[:_NAMED])) + (" …" if len(one.rows) > _NAMED else "")
        params = {"count": len(one.rows), "rows": rows, "words": one.read, "other": one.other}
        severity: Literal["warning", "info"] = "info" if way else "warning"
        header = table.layout.header_of(one.name)
        yield Issue(code, severity, None, header, rows, params, source, field=one.name)
    if way == "swapped" and not found:
        yield Issue("dates_not_swapped", "info", source=source)


def _swapped(project: Project, kind: str, table: ParsedTable, name: str) -> Swapped | None:
    values = table.columns.values[name].values
    if any(day is not None and day.day > 12 for day in values[:_FIRST]) and not _any_real(table, name):
        return None
    cells = [cell for run in table.runs for cell in run.cells(table.layout.columns[name])]
    days = {cell: day for cell, day in zip(cells, values, strict=True) if day is not None}
    forms = {cell: _form(*reversed(bare(cell))) for cell in days}
    form = next((one for one in ("real", "iso", "typed") if one in forms.values()), "words")
    turned = {cell: _turned(days[cell]) for cell in days if forms[cell] == form}
    if form == "words" or not turned or None in turned.values():
        return None
    typed = [_typed_day(cell) for cell in days if forms[cell] == "typed"]
    chance = _LOW_DAYS ** len(turned) * _HIGH_DAYS ** len(typed)
    beside = form != "typed" and bool(typed) and min(typed) > 12 and chance <= _CHANCE
    others = [turned.get(cell) or day for cell, day in zip(cells, values, strict=True)]
    places = [place for place, other in enumerate(others) if other != values[place]]
    if not places or not (beside or _better(project, kind, table, name, others)):
        return None
    rows, first = table.numbers, places[0]
    return Swapped(name, form, [rows[place] for place in places], values[first], others[first])


def _any_real(table: ParsedTable, name: str) -> bool:
    """Whether a workbook, or a text with the year first, holds days in another form beside those that are typed."""
    place = table.layout.columns[name]
    packed = (run.columns[place] for run in table.runs)
    return any(_MIXED.search(cells if isinstance(cells, str) else SEPARATOR.join(cells)) for cells in packed)


def _better(project: Project, kind: str, table: ParsedTable, name: str, others: Sequence[Any]) -> bool:
    """Whether the other reading puts the documents in order, or the days into the project's year."""
    days = [(place, day) for place, day in enumerate(table.columns.values[name].values) if day is not None]
    swapped = [(place, others[place]) for place, _ in days]
    if len(days) < _LEAST_ROWS or sum(one != two for one, two in zip(days, swapped, strict=True)) * 2 < len(days):
        return False
    if name == KINDS[kind].year_by:
        outside, left = (sum(not project.start <= day <= project.end for _, day in one) for one in (days, swapped))
        if outside * 2 > len(days) and not left and len({day.month for _, day in days}) > 1:
            return True
    keys = _keys(kind, table)
    return bool(keys) and _falls(days, keys) >= 2 and not _falls(swapped, keys)


def _keys(kind: str, table: ParsedTable) -> dict[int, tuple[str, int]]:
    """The numbers of the documents by row, as prefix and number."""
    key = next((c.name for c in KINDS[kind].columns if c.key and c.type == "code"), None)
    if key is None or key not in table.columns.values:
        return {}
    matches = ((place, _NUMBER.fullmatch(str(text))) for place, text in enumerate(table.columns.values[key].values))
    return {place: (match[1], int(match[2])) for place, match in matches if match is not None}


def _falls(days: Sequence[tuple[int, date]], keys: dict[int, tuple[str, int]]) -> int:
    """How often a later number of one prefix has an earlier day."""
    ordered = sorted((keys[place], day) for place, day in days if place in keys)
    pairs = pairwise(ordered)
    return sum(one[0][0] == two[0][0] and one[0][1] < two[0][1] and two[1] < one[1] for one, two in pairs)


def _form(text: str, mark: str) -> str:
    """How a cell of days is written: a real date, or a text with the year first, with the day first, or in words."""
    if mark:
        return "real"
    plain = digits(fold(text)).strip()
    if _ISO.fullmatch(plain):
        return "iso"
    return "typed" if _TYPED.fullmatch(plain) else "words"


def _typed_day(cell: str) -> int:
    """The day of a cell that begins with it."""
    match = _TYPED.fullmatch(digits(fold(cell)).strip())
    return int(match[1]) if match else 0


def _turned(day: Any) -> date | None:
    """A day with its month and day the other way round; ``None`` where that is none."""
    return date(day.year, day.day, day.month) if isinstance(day, date) and day.day <= 12 else None
