"""The screen's own charts as SVG for paper: the same specs, the same rows, the paper's digits, Sarabun throughout."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import vl_convert

from ui.charts import still
from ui.charts.specs import LEGENDS
from ui.fonts import SCREEN
from ui.reports.writing import Writing
from ui.text import key_of_series

_SARA_AM = re.compile("([\u0e48-\u0e4b]?)\u0e33")  # with the tone mark before it
Row = Mapping[str, Any]


@cache
def _with_fonts() -> None:
    vl_convert.register_font_directory(str(SCREEN))


def svg(name: str, rows: Iterable[Row], writing: Writing, *, width: int, height: int) -> str | None:
    """The chart ``name`` in points of paper; nothing where there is nothing to draw."""
    spec = still.spec(name, rows, writing.text, width=width, height=height)
    if spec is None:
        return None
    _with_fonts()
    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=still.VEGA_LITE, format_locale=writing.number_locale)
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
