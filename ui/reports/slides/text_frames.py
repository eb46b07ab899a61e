"""Text on slides: one font for Latin and for complex script, or Thai falls back to what the reader's program has; and
how wide it is, so that what does not fit goes on the next slide.
"""

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

from PIL import ImageFont
from pptx.util import Emu

from ui.fonts import SCREEN
from ui.reports.slides import pptx_xml
from ui.reports.writing import Writing
from words import template

FONT = "TH SarabunPSK"  # on every office's machine, by the cabinet's resolution on the thirteen national fonts
LINE = 1.32  # height of a line, of the size of its letters
_MEASURED = 200  # points at which the font is measured


def put(
    frame: Any, texts: Sequence[str], size: Any, writing: Writing, *, bold: bool = False, colour: Any = None
) -> None:
    """Fill a text frame, a paragraph for each text. Without a size and a colour they are those of the template."""
    for place, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = text
        if size is not None:
            run.font.size, run.font.bold = size, bold
        if colour is not None:
            run.font.color.rgb = colour
        pptx_xml.dress_run(run, FONT, _lang(writing))


def put_page_number(frame: Any, number: int, writing: Writing) -> None:
    """A field that follows when slides are moved; with Thai digits plain text, as fields know Arabic ones alone."""
    if writing.digits == "thai":
        put(frame, [writing.count(number)], None, writing)
        return
    pptx_xml.add_page_number(frame.paragraphs[0], number, FONT, _lang(writing))


def fonts_of_chart(chart: Any, size: Any, writing: Writing) -> None:
    """The font of all words and numbers of a chart."""
    chart.font.size = size
    pptx_xml.dress_chart(chart, FONT, _lang(writing))


def fonts_of_label(label: Any, size: Any, colour: Any, writing: Writing) -> None:
    """The font of one value beside its mark."""
    label.font.size, label.font.bold, label.font.color.rgb = size, True, colour
    pptx_xml.dress_label(label, FONT, _lang(writing))


def lines_of(text: str, size: Any, width: int, *, bold: bool = False) -> int:
    """How many lines a text takes in ``width`` (EMU), by the metrics of Sarabun: the larger of the two that a reader's
    program may draw it with. A tenth is kept for words that do not break.
    """
    drawn: float = _font(bold).getlength(text) / _MEASURED * size.pt
    lines: int = math.ceil(drawn / (Emu(width).pt * 0.9))
    return max(1, lines)


def height_of(text: str, size: Any, width: int, *, bold: bool = False) -> int:
    """How high (EMU) that is."""
    high: float = lines_of(text, size, width, bold=bold) * size * LINE
    return round(high)


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "Sarabun-Bold.ttf" if bold else "Sarabun-Regular.ttf"
    return ImageFont.truetype(str(SCREEN / name), _MEASURED, layout_engine=ImageFont.Layout.BASIC)


def _lang(writing: Writing) -> str:
    return template("language.tag", writing.lang)
