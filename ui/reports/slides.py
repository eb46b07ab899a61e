"""Five slides, their charts to be edited where they are shown: conclusion, figures, groups, money, expense lines."""

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from core.attention import needs
from core.breakdown import burn_money, burn_up, by_expense_line
from ui import alts, frames
from ui.charts.specs import LEGENDS
from ui.reports.brief import stamps
from ui.reports.lines import GROUPS, Line, lines
from ui.reports.material import Material
from ui.reports.slides_text import fonts_of_chart, fonts_of_theme, put

WIDTH, HEIGHT, EDGE = Inches(13.333), Inches(7.5), Inches(0.6)
ROW = Inches(0.42)
INK, BLUE, GREY = RGBColor(0x1F, 0x29, 0x33), RGBColor(0x1F, 0x5F, 0x96), RGBColor(0x5B, 0x65, 0x70)
MONEY = (
    "net_budget_satang",
    "disbursed_satang",
    "expected_disbursed_satang",
    "outstanding_satang",
    "used_satang",
    "remaining_satang",
)
_DASHES = {
    "long": MSO_LINE.LONG_DASH,
    "dashed": MSO_LINE.DASH,
    "sparse": MSO_LINE.DASH_DOT,
    "dotted": MSO_LINE.ROUND_DOT,
}
_NUMBERS = {"arabic": "#,##0", "thai": "[$-D000000]#,##0"}


def pptx(material: Material) -> bytes:
    """The slides as bytes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    fonts_of_theme(deck)
    writing, view, lang = material.writing, material.view, material.writing.lang
    deck.core_properties.title = writing.say("paper.pack_title")
    deck.core_properties.author = view.project.office.get(lang)
    clock = material.order.clock.astimezone(UTC).replace(tzinfo=None)
    deck.core_properties.created = deck.core_properties.modified = clock
    _conclusion(deck, material)
    _figures(deck, material)
    groups, money = frames.groups_burn(burn_up(view), lang), frames.money_burn(burn_money(view), lang)
    told = alts.groups_burn(writing, view, groups, material.figures.target_groups)
    _lines_slide(deck, material, "groups_burn", groups, "overview.groups_burn", told)
    _lines_slide(deck, material, "money_burn", money, "budget.curve", alts.money_burn(writing, view, money))
    _bars_slide(deck, material, by_expense_line(view))
    content = io.BytesIO()
    deck.save(content)
    return content.getvalue()


def _slide(deck: Any, material: Material, title: str) -> Any:
    """A slide with its title, and below what its numbers are made from."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = EDGE, Inches(0.35), WIDTH - 2 * EDGE, Inches(0.9)
    put(head.text_frame, [title], Pt(36), material.writing, bold=True, colour=BLUE)
    head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    stamp = stamps(material)
    foot = " · ".join(text for text in (stamp["sample"], stamp["as_of"], stamp["stamp"]) if text)
    _box(slide, material, [foot], EDGE, HEIGHT - Inches(0.68), WIDTH - 2 * EDGE, Inches(0.6), Pt(12), colour=GREY)
    return slide


def _box(
    slide: Any,
    material: Material,
    texts: Sequence[str],
    left: int,
    top: int,
    width: int,
    height: int,
    size: Any,
    **look: Any,
) -> Any:
    box = slide.shapes.add_textbox(Emu(left), Emu(top), Emu(width), Emu(height))
    box.text_frame.word_wrap = True
    put(box.text_frame, texts, size, material.writing, **look)
    return box


def _conclusion(deck: Any, material: Material) -> None:
    """Project, days, the verdict, what differs now, and what to follow up."""
    writing, figures, project = material.writing, material.figures, material.view.project
    slide = _slide(deck, material, writing.say("paper.pack_title"))
    stamp, lang = stamps(material), writing.lang
    whole = WIDTH - 2 * EDGE
    names = [writing.prose(project.full_name.get(lang)), writing.prose(project.office.get(lang))]
    _box(slide, material, names, EDGE, Inches(1.3), whole, Inches(1.0), Pt(24))
    verdict = writing.pair((figures.verdict.th, figures.verdict.en))
    shown = [verdict, *([stamp["differs"]] if stamp["differs"] else [])]
    _box(slide, material, shown, EDGE, Inches(2.4), whole, Inches(1.3), Pt(34), bold=True, colour=INK)
    follow = [f"• {writing.pair((need.th, need.en))}" for need in needs(material.view, figures)]
    none = writing.say("paper.closed" if figures.state == "closed" else "paper.follow_none")
    _box(slide, material, [writing.say("paper.follow")], EDGE, Inches(3.9), whole, Inches(0.5), Pt(26), bold=True)
    _box(slide, material, follow or [none], EDGE, Inches(4.4), whole, Inches(2.3), Pt(24))


def _figures(deck: Any, material: Material) -> None:
    """The figures as a table that can be edited."""
    writing = material.writing
    slide = _slide(deck, material, writing.say("paper.groups_money"))
    found: list[Line] = lines(material.figures, writing, (*GROUPS, *MONEY))
    heads = [writing.say(f"paper.col.{name}") for name in ("item", "value", "unit", "remark")]
    cells = [heads, *([line.label, line.value, line.unit, line.remark] for line in found)]
    place = (EDGE, Inches(1.35), WIDTH - 2 * EDGE, ROW * len(cells))
    table = slide.shapes.add_table(len(cells), len(heads), *(Emu(x) for x in place)).table
    for column, width in zip(table.columns, (4.5, 1.9, 0.9, 4.833), strict=True):
        column.width = Inches(width)
    for number, texts in enumerate(cells):
        table.rows[number].height = ROW
        for column, text in enumerate(texts):
            cell = table.cell(number, column)
            cell.margin_top = cell.margin_bottom = Inches(0.02)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            look = {"bold": number == 0 or column == 1, "colour": RGBColor(0xFF, 0xFF, 0xFF) if number == 0 else INK}
            put(cell.text_frame, [text], Pt(18), writing, **look)
            if column == 1:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _lines_slide(
    deck: Any, material: Material, name: str, rows: Sequence[Mapping[str, Any]], title: str, alt: str
) -> None:
    """A line chart over the months; a month without a value has a gap, never a zero."""
    writing = material.writing
    slide = _slide(deck, material, writing.say(title))
    if not rows:
        _empty(slide, material)
        return
    months = _in_order(row["month"] for row in rows)
    data = CategoryChartData(number_format=_NUMBERS[writing.digits])
    data.categories = [writing.text(month) for month in months]
    marks = LEGENDS[name]
    there = [series for series in marks if any(row["series"] == series for row in rows)]
    for series in there:
        values = {row["month"]: row["value"] for row in rows if row["series"] == series}
        data.add_series(writing.say(f"series.{series}"), [values.get(month) for month in months])
    chart = _chart(slide, material, XL_CHART_TYPE.LINE_MARKERS, data, alt)
    for series, plot in zip(there, chart.plots[0].series, strict=True):
        colour, mark = marks[series]
        plot.smooth = False
        plot.format.line.color.rgb = RGBColor.from_string(colour[1:].upper())
        plot.format.line.width = Pt(2.5)
        plot.marker.format.fill.solid()
        plot.marker.format.fill.fore_color.rgb = RGBColor.from_string(colour[1:].upper())
        if mark in _DASHES:
            plot.format.line.dash_style = _DASHES[mark]


def _bars_slide(deck: Any, material: Material, spent: Sequence[Mapping[str, Any]]) -> None:
    """What became of each line's money, as bars that add up."""
    writing = material.writing
    rows = frames.expense_lines(spent, writing.lang)
    slide = _slide(deck, material, writing.say("budget.lines"))
    if not rows:
        _empty(slide, material)
        return
    names = _in_order(row["line"] for row in rows)
    data = CategoryChartData(number_format=_NUMBERS[writing.digits])
    data.categories = names
    marks = LEGENDS["expense_lines"]
    for part in marks:
        values = {row["line"]: row["value"] for row in rows if row["part"] == part}
        data.add_series(writing.say(f"series.{part}"), [values.get(name) for name in names])
    chart = _chart(slide, material, XL_CHART_TYPE.BAR_STACKED, data, alts.expense_lines(writing, spent))
    chart.category_axis.reverse_order = True  # the first line of the budget on top
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # and the numbers below, all the same
    longest = max(sum(row["value"] for row in rows if row["line"] == name) for name in names)
    chart.value_axis.major_unit = _step(longest / 4)
    chart.plots[0].gap_width, chart.plots[0].overlap = 45, 100
    for (colour, _mark), plot in zip(marks.values(), chart.plots[0].series, strict=True):
        plot.format.fill.solid()
        plot.format.fill.fore_color.rgb = RGBColor.from_string(colour[1:].upper())


def _chart(slide: Any, material: Material, kind: Any, data: Any, alt: str) -> Any:
    """A native chart with its legend in words, and a sentence of what it shows for those who do not see it."""
    frame = slide.shapes.add_chart(kind, EDGE, Inches(1.3), WIDTH - 2 * EDGE, HEIGHT - Inches(2.0), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    chart = frame.chart
    chart.has_legend, chart.has_title = True, False
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.value_axis.has_major_gridlines = True
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor(0xE3, 0xE7, 0xEB)
    chart.value_axis.tick_labels.number_format = _NUMBERS[material.writing.digits]
    chart.value_axis.tick_labels.number_format_is_linked = False
    fonts_of_chart(chart, Pt(18), material.writing)
    return chart


def _empty(slide: Any, material: Material) -> None:
    text = material.writing.say("chart.empty")
    _box(slide, material, [text], EDGE, Inches(1.5), WIDTH - 2 * EDGE, Inches(1), Pt(24), colour=GREY)


def _step(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 … at or above ``value``."""
    power = 10.0 ** math.floor(math.log10(max(value, 1.0)))
    return next(power * step for step in (1, 2, 5, 10) if power * step >= value)


def _in_order(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
