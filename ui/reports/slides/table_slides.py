"""The figures as tables that can be edited, split over as many slides as they need, the header on each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from ui.reports.lines import HEADS, Line
from ui.reports.slides import pptx_xml
from ui.reports.slides.template import BOTTOM, EDGE, INSIDE, TOP
from ui.reports.slides.text_frames import height_of, put
from ui.reports.writing import Writing

LETTERS, SMALL = Pt(24), Pt(20)
INK, WHITE, BLUE = RGBColor(0x1F, 0x29, 0x33), RGBColor(0xFF, 0xFF, 0xFF), RGBColor(0x17, 0x45, 0x6E)
_SIDE, _ABOVE = Inches(0.08), Inches(0.03)
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the format's name of a table without colours and lines
NewSlide = Callable[[int, int], Any]
Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """How one column looks: inches wide, size of its letters, whether it holds numbers, whether it is bold."""

    inches: float
    size: Any = LETTERS
    number: bool = False
    bold: bool = False


FIGURES = (Column(5.05), Column(2.45, number=True, bold=True), Column(1.35), Column(3.283, SMALL))
AMOUNTS = (Column(4.533, SMALL), *[Column(1.9, SMALL, number=True)] * 4)


def figures(found: Sequence[Line], writing: Writing, new_slide: NewSlide) -> None:
    """Lines with their numbers, units and remarks; ``new_slide`` takes which part it is for, and of how many."""
    heads = [writing.say(key) for key in HEADS]
    split(FIGURES, heads, [(x.label, x.value, x.unit, x.remark) for x in found], writing, new_slide)


def split(
    columns: Sequence[Column], heads: Cells, rows: Sequence[Cells], writing: Writing, new_slide: NewSlide
) -> None:
    """A table on as many slides as it needs, about as many rows on each."""
    heights = [_height(columns, row) for row in rows]
    room = BOTTOM - TOP - _height(columns, heads)
    pages = _filled(heights, room)
    while len(fewer := _filled(heights, room - Pt(6))) == len(pages) and room > max(heights):
        pages, room = fewer, room - Pt(6)
    start = 0
    for part, count in enumerate(pages, 1):
        _table(new_slide(part, len(pages)), columns, [heads, *rows[start : start + count]], writing)
        start += count


def _filled(heights: Sequence[int], room: int) -> list[int]:
    """How many rows go on each slide, where each is filled before the next."""
    counts, used = [0], 0
    for height in heights:
        if counts[-1] and used + height > room:
            counts.append(0)
            used = 0
        counts[-1] += 1
        used += height
    return counts


def _height(columns: Sequence[Column], cells: Cells) -> int:
    """How high a row is: its longest cell. Numbers never break."""
    return 2 * _ABOVE + max(
        height_of("" if column.number else text, column.size, Inches(column.inches) - 2 * _SIDE, bold=column.bold)
        for text, column in zip(cells, columns, strict=True)
    )


def _table(slide: Any, columns: Sequence[Column], cells: Sequence[Cells], writing: Writing) -> None:
    heights = [_height(columns, row) for row in cells]
    frame = slide.shapes.add_table(len(cells), len(columns), EDGE, TOP, INSIDE, Emu(sum(heights)))
    table = frame.table
    pptx_xml.set_table_style(frame, _PLAIN)
    table.horz_banding = False
    for place, column in zip(table.columns, columns, strict=True):
        place.width = Inches(column.inches)
    for number, (texts, height) in enumerate(zip(cells, heights, strict=True)):
        table.rows[number].height = Emu(height)
        for place, (text, column) in enumerate(zip(texts, columns, strict=True)):
            _cell(table.cell(number, place), text, column, writing, head=number == 0)


def _cell(cell: Any, text: str, column: Column, writing: Writing, *, head: bool) -> None:
    cell.margin_top = cell.margin_bottom = _ABOVE
    cell.margin_left = cell.margin_right = _SIDE
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    put(cell.text_frame, [text], column.size, writing, bold=head or column.bold, colour=WHITE if head else INK)
    if column.number:
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    pptx_xml.draw_line_below(cell, "C9D1D9")
    if head:
        cell.fill.solid()
        cell.fill.fore_color.rgb = BLUE
