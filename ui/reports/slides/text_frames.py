"""Text on slides: one font for Latin and for complex script, or Thai falls back to what the reader's program has; and
how wide it is, so that what does not fit goes on the next slide.
"""

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

from lxml import etree
from PIL import ImageFont
from pptx.oxml.ns import qn
from pptx.util import Emu

from ui.fonts import SCREEN
from ui.reports.writing import Writing
from words import template

FONT = "TH SarabunPSK"  # on every office's machine, by the cabinet's resolution on the thirteen national fonts
LINE = 1.32  # height of a line, of the size of its letters
_MEASURED = 200  # points at which the font is measured
_SCRIPTS = ("a:latin", "a:ea", "a:cs")  # in the order that the format wants


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
        _dress(run._r.get_or_add_rPr(), writing)


def put_page_number(frame: Any, number: int, writing: Writing) -> None:
    """A field that follows when slides are moved; with Thai digits plain text, as fields know Arabic ones alone."""
    if writing.digits == "thai":
        put(frame, [writing.count(number)], None, writing)
        return
    field = etree.SubElement(frame.paragraphs[0]._p, qn("a:fld"))
    field.set("id", "{5B1F0B6A-0A5E-4C9A-9B39-64E5D1A0C001}")
    field.set("type", "slidenum")
    _dress(etree.SubElement(field, qn("a:rPr")), writing)
    etree.SubElement(field, qn("a:t")).text = str(number)


def fonts_of_chart(chart: Any, size: Any, writing: Writing) -> None:
    """The font of all words and numbers of a chart."""
    chart.font.size = size
    _dress(chart._chartSpace.txPr.p_lst[0].pPr.defRPr, writing)


def fonts_of_label(label: Any, size: Any, colour: Any, writing: Writing) -> None:
    """The font of one value beside its mark."""
    label.font.size, label.font.bold, label.font.color.rgb = size, True, colour
    _dress(label._dLbl.txPr.p_lst[0].pPr.defRPr, writing)


def fonts_of_theme(deck: Any) -> None:
    """What later text of the reader's own falls back to."""
    part = next(r.target_part for r in deck.slide_master.part.rels.values() if r.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    for kind in ("majorFont", "minorFont"):
        for script in _SCRIPTS:
            for found in theme.iterfind(f".//{qn('a:' + kind)}/{qn(script)}"):
                found.set("typeface", FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


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


def _dress(properties: Any, writing: Writing) -> None:
    properties.set("lang", template("language.tag", writing.lang))
    for script in _SCRIPTS:
        for old in properties.findall(qn(script)):
            properties.remove(old)
        etree.SubElement(properties, qn(script)).set("typeface", FONT)
