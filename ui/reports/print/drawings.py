"""The screen's own charts as SVG for paper: the same specs, the same rows, the paper's digits, Sarabun throughout."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import vl_convert

from ui.charts.specs import LEGENDS, SOURCE, compiled
from ui.fonts import SCREEN
from ui.reports.writing import Writing
from ui.text import key_of_series

VEGA_LITE = "v6.4"
_INK = "#1f2933"
_SARA_AM = re.compile("([\u0e48-\u0e4b]?)\u0e33")  # with the tone mark before it
Row = Mapping[str, Any]


@cache
def _with_fonts() -> None:
    vl_convert.register_font_directory(str(SCREEN))


def svg(name: str, rows: Iterable[Row], writing: Writing, *, width: int, height: int) -> str | None:
    """The chart ``name`` in points of paper; nothing where there is nothing to draw."""
    shown = [{key: _written(value, writing) for key, value in row.items()} for row in rows]
    if not shown:
        return None
    _with_fonts()
    axis = {"labelColor": _INK, "labelFont": "Sarabun", "gridColor": "#e3e7eb"}
    spec = {
        **compiled(name),
        "datasets": {SOURCE: shown},
        "width": width,
        "height": height,
        "background": None,
        "padding": 4,
        "autosize": {"type": "fit", "contains": "padding"},
        "config": {"view": {"stroke": None}, "font": "Sarabun", "axis": axis, "text": {"font": "Sarabun"}},
    }
    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, format_locale=writing.number_locale)
    return apart(drawn)


def apart(drawn: str) -> str:
    """A drawing with each ำ as its two marks: what sets the letters of an SVG in a PDF lays the next consonant over a
    whole ำ (สำนักงาน, น้ำตาล).
    """
    return _SARA_AM.sub("\u0e4d\\1\u0e32", drawn)


def legend(name: str, rows: Iterable[Row], writing: Writing) -> list[dict[str, str]]:
    """Sign, colour and words of each series that is there; plans and references are dashed."""
    there = {row.get("series") or row.get("part") for row in rows}
    return [
        {"colour": colour, "mark": mark, "name": writing.say(key_of_series(series))}
        for series, (colour, mark) in LEGENDS.get(name, {}).items()
        if series in there
    ]


def _written(value: Any, writing: Writing) -> Any:
    return writing.text(value) if isinstance(value, str) and not value.startswith("#") else value
