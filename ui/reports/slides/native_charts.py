"""The charts of the slides: native, to be edited where they are shown, with their values written beside the marks."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from ui.charts.specs import LEGENDS
from ui.reports.slides import pptx_xml
from ui.reports.slides.template import BOTTOM, EDGE, INSIDE, TOP
from ui.reports.slides.text_frames import fonts_of_chart, fonts_of_label
from ui.reports.writing import Writing
from ui.text import key_of_series

Row = Mapping[str, Any]
LETTERS = Pt(20)
RESULTS = frozenset({"registered", "disbursed", "used"})  # series of what has happened; the others were set beforehand
NUMBERS = {"arabic": "#,##0", "thai": "[$-D00041E]#,##0"}  # Thai digits in the words of Excel's number formats
NARROWEST = 0.17  # of the longest bar: a part that is narrower has no room for its value; the table that follows has it
ROOMY = 0.2  # of the highest value: two values that far apart have room between them
INK, WHITE = RGBColor(0x1F, 0x29, 0x33), RGBColor(0xFF, 0xFF, 0xFF)
DASHES = {
    "long": MSO_LINE.LONG_DASH,
    "dashed": MSO_LINE.DASH,
    "sparse": MSO_LINE.DASH_DOT,
    "dotted": MSO_LINE.ROUND_DOT,
}


def lines(slide: Any, writing: Writing, name: str, rows: Sequence[Row], alt: str) -> None:
    """A line chart over the months; a month without a value has a gap, never a zero."""
    months = in_order(row["month"] for row in rows)
    data = CategoryChartData(number_format=NUMBERS[writing.digits])
    data.categories = [writing.text(month) for month in _short(months)]
    marks = LEGENDS[name]
    there = [series for series in marks if any(row["series"] == series for row in rows)]
    found = {s: {row["month"]: row["value"] for row in rows if row["series"] == s} for s in there}
    for series in there:
        data.add_series(writing.say(key_of_series(series)), [found[series].get(month) for month in months])
    chart = _chart(slide, writing, XL_CHART_TYPE.LINE_MARKERS, data, alt)
    for series, plot in zip(there, chart.plots[0].series, strict=True):
        colour, mark = marks[series]
        plot.smooth = False
        plot.format.line.color.rgb = rgb(colour)
        plot.format.line.width = Pt(3.5)
        plot.marker.format.fill.solid()
        plot.marker.format.fill.fore_color.rgb = rgb(colour)
        plot.marker.format.line.fill.background()
        if mark in DASHES:
            plot.format.line.dash_style = DASHES[mark]
    plots = dict(zip(there, chart.plots[0].series, strict=True))
    for series, month, above in labelled(months, found):
        label = plots[series].points[months.index(month)].data_label
        label.position = XL_LABEL_POSITION.ABOVE if above else XL_LABEL_POSITION.BELOW
        fonts_of_label(label, LETTERS, rgb(marks[series][0]), writing)


def labelled(months: Sequence[str], found: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str, bool]]:
    """Which points have their value beside them: (series, month, above). Results at their last month, and there the
    plan that they are compared with; the plan at its end. Of those of one month the highest stands above, the lowest
    below, and one between them above where there is room.
    """
    known = {s: [month for month in months if values.get(month) is not None] for s, values in found.items()}
    results = [series for series in found if series in RESULTS and known[series]]
    now = max((known[series][-1] for series in results), key=months.index, default=None)
    points: dict[str, list[str]] = {}
    for series in results:
        points.setdefault(known[series][-1], []).append(series)
    if known.get("plan"):
        for month in dict.fromkeys([*([now] if now in known["plan"] else []), known["plan"][-1]]):
            points.setdefault(month, []).append("plan")
    tallest = max((value for values in found.values() for value in values.values() if value is not None), default=0)
    labels = []
    for month, there in points.items():
        falling = sorted(there, key=lambda series: found[series][month], reverse=True)
        for place, series in enumerate(falling):
            room = place == 0 or found[falling[place - 1]][month] - found[series][month] > ROOMY * tallest
            labels.append((series, month, room and (place == 0 or place < len(falling) - 1)))
    return labels


def bars(slide: Any, writing: Writing, name: str, rows: Sequence[Row], alt: str) -> None:
    """Bars from left to right whose parts add up; the first name on top."""
    names = in_order(row["line"] for row in rows)
    data = CategoryChartData(number_format=NUMBERS[writing.digits])
    data.categories = [writing.text(each) for each in names]
    marks = LEGENDS[name]
    found = {part: {row["line"]: row["value"] for row in rows if row["part"] == part} for part in marks}
    for part in marks:
        data.add_series(writing.say(key_of_series(part)), [found[part].get(each) for each in names])
    chart = _chart(slide, writing, XL_CHART_TYPE.BAR_STACKED, data, alt)
    chart.category_axis.reverse_order = True
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # and the numbers below, all the same
    longest = max(sum(values.get(each) or 0 for values in found.values()) for each in names)
    chart.value_axis.major_unit = _step(longest / 4)
    chart.plots[0].gap_width, chart.plots[0].overlap = 45, 100
    for (part, (colour, _mark)), plot in zip(marks.items(), chart.plots[0].series, strict=True):
        plot.format.fill.solid()
        plot.format.fill.fore_color.rgb = rgb(colour)
        for place, each in enumerate(names):
            if (found[part].get(each) or 0) >= longest * NARROWEST:
                label = plot.points[place].data_label
                label.position = XL_LABEL_POSITION.CENTER
                fonts_of_label(label, LETTERS, WHITE if _dark(colour) else INK, writing)


def _chart(slide: Any, writing: Writing, kind: Any, data: Any, alt: str) -> Any:
    """A native chart with its legend in words, and a sentence of what it shows for those who do not see it."""
    frame = slide.shapes.add_chart(kind, EDGE, TOP, INSIDE, BOTTOM - TOP, data)
    pptx_xml.describe(frame, alt)
    chart = frame.chart
    chart.has_legend, chart.has_title = True, False
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.value_axis.has_major_gridlines = True
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor(0xE3, 0xE7, 0xEB)
    chart.value_axis.format.line.fill.background()
    chart.value_axis.tick_labels.number_format = NUMBERS[writing.digits]
    chart.value_axis.tick_labels.number_format_is_linked = False
    fonts_of_chart(chart, LETTERS, writing)
    return chart


def _short(months: Sequence[str]) -> list[str]:
    """``ต.ค. 63, พ.ย., ธ.ค., ม.ค. 64``: the year where it begins."""
    shown, before = [], None
    for month in months:
        name, _, year = month.rpartition(" ")
        shown.append(month if year != before else name)
        before = year
    return shown


def rgb(colour: str) -> RGBColor:
    """``#1f5f96`` as the library takes it."""
    return RGBColor.from_string(colour[1:].upper())


def _dark(colour: str) -> bool:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 135


def _step(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 … at or above ``value``."""
    power = 10.0 ** math.floor(math.log10(max(value, 1.0)))
    return next(power * step for step in (1, 2, 5, 10) if power * step >= value)


def in_order(values: Iterable[str]) -> list[str]:
    """Each value once, where it stood first."""
    return list(dict.fromkeys(values))
