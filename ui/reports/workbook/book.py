"""The workbook: figures as formulas over the very rows they come from, so that a change in a row changes the figure.

Text is written as text: nothing from a file becomes a formula. Persons are "บุคคลธรรมดา"; telephones, notes and next
steps stay out. Digits are numbers, in every language.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import xlsxwriter

from core.figures import Place
from ui.reports.lines import HEADS, lines
from ui.reports.material import Material
from ui.reports.workbook.live_formulas import Formulas
from ui.reports.workbook.row_sheets import Sheet, sheets
from ui.reports.writing import DASH, Writing
from words import template

FONT = {"font_name": "TH SarabunPSK", "font_size": 14}
ROW_HEIGHT = 22  # points: room for vowels above and below
HEAD_ROW = 9  # the row of the summary's headings, from 0
MOST_WORK = 20_000_000  # cells that formulas over the ledger may read; beyond it a figure is written as a number


def xlsx(material: Material) -> bytes:
    """The workbook as bytes."""
    order = replace(material.order, writing=Writing(material.writing.lang, "arabic"))
    material = replace(material, order=order)
    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": FONT,
    }
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": material.writing.say("paper.pack_title"), "created": material.order.clock})
        book.set_calc_mode("auto")
        formats = _formats(book, material.writing)
        summary = book.add_worksheet(material.writing.say("paper.sheet.figures"))
        rows = sheets(material)
        for sheet in rows:
            _write_sheet(book, sheet, formats)
        _write_summary(book, summary, material, rows, formats)
    return content.getvalue()


def _formats(book: Any, writing: Writing) -> dict[str, Any]:
    day = template("date.excel", writing.lang)
    looks: Mapping[str, dict[str, Any]] = {
        "text": {},
        "wrap": {"text_wrap": True, "valign": "top"},
        "title": {"bold": True, "font_size": 18},
        "head": {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True, "border": 1},
        "part": {"bold": True, "bg_color": "#DDEBF7"},
        "count": {"num_format": "#,##0"},
        "baht": {"num_format": "#,##0.00"},
        "index": {"num_format": "0.0000"},
        "day": {"num_format": day, "align": "left"},
        "dash": {"align": "right"},
        "sample": {"bold": True, "font_color": "#7A4D00", "bg_color": "#FFF1D6"},
    }
    return {name: book.add_format({**FONT, **look}) for name, look in looks.items()}


def _write_sheet(book: Any, sheet: Sheet, formats: Mapping[str, Any]) -> None:
    """One kind of rows: frozen headings, a filter, each column under a name that formulas use."""
    page = book.add_worksheet(sheet.title)
    page.set_default_row(ROW_HEIGHT)
    count = max(1, len(sheet.rows))
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.head, formats["head"])
        if column.name:
            letter = xlsxwriter.utility.xl_col_to_name(place)
            book.define_name(column.name, f"='{sheet.title}'!${letter}$2:${letter}${count + 1}")
    for number, row in enumerate(sheet.rows, 1):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write(page, number, place, value, column.type, formats)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, count, len(sheet.columns) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write(page: Any, row: int, place: int, value: Any, kind: str, formats: Mapping[str, Any]) -> None:
    """A cell by its type; what is unknown stays empty."""
    if value is None:
        return
    if kind == "formula":
        text, cached = value
        page.write_formula(row, place, text, formats["baht"], cached)
    elif kind == "day":
        page.write_datetime(row, place, value, formats["day"])
    elif kind in ("baht", "count", "index"):
        page.write_number(row, place, value, formats[kind])
    else:
        page.write_string(row, place, str(value), formats["text"])


def _write_summary(book: Any, page: Any, material: Material, rows: Sequence[Sheet], formats: Mapping[str, Any]) -> None:
    writing, figures, view = material.writing, material.figures, material.view
    say, project = writing.say, view.project
    page.set_default_row(ROW_HEIGHT)
    page.set_column(0, 0, 46)
    page.set_column(1, 1, 20)
    page.set_column(2, 2, 10)
    page.set_column(3, 3, 64, formats["wrap"])
    page.write_string(0, 0, say("paper.pack_title"), formats["title"])
    page.write_string(1, 0, project.full_name.get(writing.lang), formats["text"])
    page.write_string(2, 0, project.office.get(writing.lang), formats["text"])
    if project.sample:
        page.write_string(3, 0, say("paper.sample"), formats["sample"])
    days = (
        ("D_groups", view.cutoff("groups"), "paper.field.as_of_groups"),
        ("D_money", view.cutoff("spending"), "paper.field.as_of_money"),
        ("D_joint", figures.joint_day, "paper.sheet.joint"),
        ("P_start", project.start, "paper.sheet.start"),
    )
    title = say("paper.sheet.figures")
    for number, (name, day, label) in enumerate(days, 4):
        page.write_string(number, 0, say(label), formats["text"])
        _write(page, number, 1, day, "day", formats)
        book.define_name(name, f"='{title}'!$B${number + 1}")
    if material.waits:
        page.write_string(HEAD_ROW - 1, 0, material.waits, formats["sample"])
    for place, key in enumerate(HEADS):
        page.write_string(HEAD_ROW, place, say(key), formats["head"])
    page.freeze_panes(HEAD_ROW + 1, 1)
    cells = sum(len(sheet.rows) * (sheet.work or 1) for sheet in rows)
    formulas = Formulas(material).all() if cells <= MOST_WORK else {}
    number = HEAD_ROW + 1
    looks = {"groups": "count", "times": "count", "satang": "baht"}
    parts: tuple[tuple[str, Place], ...] = (("groups_money", "papers"), ("earned_table", "indices"))
    for part, shown_in in parts:
        page.merge_range(number, 0, number, 3, say(f"paper.{part}"), formats["part"])
        for line in lines(figures, writing, shown_in):
            number += 1
            look = looks.get(line.figure.unit, "index")
            page.write_string(number, 0, line.label, formats["text"])
            book.define_name(f"F_{line.figure.baht_name}", f"='{title}'!$B${number + 1}")
            if line.number is None:
                page.write_string(number, 1, DASH, formats["dash"])
            elif line.figure.name in formulas:
                page.write_formula(number, 1, formulas[line.figure.name], formats[look], float(line.number))
            else:
                page.write_number(number, 1, float(line.number), formats[look])
            page.write_string(number, 2, line.unit, formats["text"])
            page.write_string(number, 3, line.remark, formats["wrap"])
        number += 1
    page.write_string(number + 1, 0, say("paper.unknown_note"), formats["text"])
    page.set_portrait()
    page.fit_to_pages(1, 0)
