"""Forms to fill in, and rows written out again: both load back to the same rows.

Cells are text, so that a spreadsheet runs nothing and turns no number into a date; a leading apostrophe guards what
would begin a formula and is taken off at intake.
"""

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from core.intake.forms.examples import example_row
from core.intake.forms.lists import CHOOSE, Written, choices_of, write_lists, write_validations
from core.intake.layout.names import NOTES_SHEET
from core.model import NO_STAGES, Rows, Stages, choice_names, from_records, stages_of, write_standards
from core.model.kinds import KINDS, Column, Kind
from core.model.project import Project
from core.money import format_baht
from core.text import (
    BE_OFFSET,
    MONTHS_TH_SHORT,
    NOBODY,
    Message,
    Sight,
    write_date,
    write_month,
)

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed stamp, so that equal forms are equal bytes
_FORMULA = re.compile(r"'*[=+\-@\t]")
_WIDTHS = {
    "text": 28,
    "code": 14,
    "date": 14,
    "month": 12,
    "satang": 16,
    "enum": 22,
    "list": 30,
    "standards": 34,
    "phone": 16,
}


def guard(text: str) -> str:
    """``text`` with an apostrophe before what a spreadsheet would run as a formula."""
    return "'" + text if _FORMULA.match(text) else text


def write_cell(column: Column, value: Any, stages: Stages = NO_STAGES) -> str:
    """A value as the forms write it in Thai; unknown is an empty cell. ``stages`` names those of groups."""
    if value is None:
        return ""
    if column.type == "satang":
        return format_baht(value)
    if column.type == "date":
        return write_date(value)
    if column.type == "month":
        return f"{MONTHS_TH_SHORT[value.month - 1]} {value.year + BE_OFFSET}"
    if column.ladder:
        return guard(stages.name(value).get("th"))
    if column.type == "enum":
        return choice_names(column.choices)[value].get("th")
    if column.type == "standards":
        return write_standards(value)
    return guard(str(value))


def written_columns(rows: Rows, stages: Stages) -> list[list[str]]:
    """Every column of the rows as written, each distinct value once."""
    columns = []
    for column in KINDS[rows.kind].columns:
        memo = {value: write_cell(column, value, stages) for value in set(rows[column.field])}
        columns.append([memo[value] for value in rows[column.field]])
    return columns


def export_csv(rows: Rows, stages: Stages, sight: Sight = NOBODY, leave_out: Collection[str] = ()) -> bytes:
    """The rows as UTF-8 CSV with byte-order mark, headers as in the forms, stages by their names in ``stages``. Loads
    back to the same rows, since a masked phone, payee or name in a text means "unchanged", and so does a payee column
    that is ``leave_out``.
    """
    columns = written_columns(rows.seen_by(sight), stages)
    shown = [
        (c.header, cells) for c, cells in zip(KINDS[rows.kind].columns, columns, strict=True) if c.name not in leave_out
    ]
    return _csv([header for header, _ in shown], zip(*(cells for _, cells in shown), strict=True))


def template_csv(kind: Kind, project: Project, present: Rows | None = None) -> bytes:
    """A blank form: the header alone, and of a plan the months of the project. A column that is rarely used is in it
    where the ``present`` rows use it.
    """
    shown = columns_used(kind, present)
    begun = dict(zip(KINDS[kind].columns, written_columns(_begun(kind, project), stages_of(project)), strict=True))
    return _csv([column.header for column in shown], zip(*(begun[column] for column in shown), strict=True))


def row_csv(kind: Kind, cells: Mapping[str, str]) -> bytes:
    """One row as somebody typed it, by the names of its columns: what intake reads as a file of that row."""
    headers = [KINDS[kind].column(name).header for name in cells]
    return _csv(headers, [[guard(text) for text in cells.values()]])


def columns_used(kind: Kind, rows: Rows | None) -> list[Column]:
    """The columns of a form: those that are rarely used only where the rows use them."""
    return [c for c in KINDS[kind].columns if not c.rare or (rows is not None and any(rows[c.field]))]


def _begun(kind: Kind, project: Project) -> Rows:
    """What a blank form already holds: of a plan its months, of other kinds nothing."""
    return from_records(kind, KINDS[kind].begun(project))


def _csv(header: Sequence[str], rows: Any) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def template_xlsx(
    kind: Kind, project: Project, written: Written, rows: Rows | None = None, stages: Stages | None = None
) -> bytes:
    """A form to fill in: drop-downs for every list, codes and dates as Text, present rows or one example (of a plan
    the months of the project), and notes, which ``written`` writes in a language.
    ``stages`` names those of the rows; without it the project's own list does.
    """
    import xlsxwriter  # whoever reads files does without

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": KINDS[kind].name.get("th"), "created": _MADE})
        blank = not rows
        rows = rows or _begun(kind, project)
        sheet = book.add_worksheet(KINDS[kind].name.get("th"))
        _write_data(book, sheet, kind, project, rows, stages or stages_of(project))
        lists = write_lists(book, kind, project, written)
        places = {column.name: at for at, column in enumerate(columns_used(kind, rows))}
        write_validations(sheet, kind, places, lists, (1, len(rows) or 1), written(CHOOSE))
        _write_notes(book, columns_used(kind, rows), kind, project, written, blank=blank)
    return content.getvalue()


def _write_data(book: Any, sheet: Any, kind: Kind, project: Project, rows: Rows, stages: Stages) -> None:
    """The header, coloured where a column is needed, and the rows or the example."""
    needed = book.add_format(
        {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True, "border": 1}
    )
    other = book.add_format({"bold": True, "bg_color": "#DDEBF7", "text_wrap": True, "border": 1})
    text = book.add_format({"num_format": "@"})
    example = book.add_format({"num_format": "@", "italic": True, "font_color": "#7F7F7F"})
    columns = columns_used(kind, rows)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column.type, 12), text)
        sheet.write_string(0, place, column.header, needed if column.required else other)
    sheet.freeze_panes(1, 1)
    if rows:
        written = dict(
            zip(KINDS[kind].columns, written_columns(rows.seen_by(Sight(persons=True)), stages), strict=True)
        )
        for place, column in enumerate(columns):
            for row, cell in enumerate(written[column], 1):
                sheet.write_string(row, place, cell, text)
        return
    shown = example_row(kind, project)
    for place, column in enumerate(columns):
        sheet.write_string(1, place, shown[column.name], example)


def _write_notes(
    book: Any, columns: Sequence[Column], kind: Kind, project: Project, written: Written, *, blank: bool
) -> None:
    """What each column wants."""
    sheet = book.add_worksheet(written(NOTES_SHEET))
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate((36, 12, 80)):
        sheet.set_column(place, place, width, wrap)
    sheet.write_string(0, 0, f"{written(KINDS[kind].name)} · {written(project.name)}", bold)
    if blank:
        sheet.write_string(1, 0, written(Message("form.months" if KINDS[kind].planned else "form.example")))
    heads = [written(Message(f"form.{name}")) for name in ("column", "needed", "how")]
    sheet.write_row(3, 0, heads, bold)
    lists = choices_of(kind, project)
    shown = {"day": write_date(project.end), "month": write_month(project.start)}
    for row, column in enumerate(columns, 4):
        how = written(Message(f"form_how.{column.how or column.type}", shown))
        listed = f": {' · '.join(lists[column.name])}" if column.name in lists else ""
        for place, cell in enumerate((column.header, heads[1] if column.required else "", how + listed)):
            sheet.write_string(row, place, cell)
