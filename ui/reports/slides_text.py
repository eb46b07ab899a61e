"""Text on slides: one font for Latin and for complex script, or Thai falls back to what the reader's program has."""

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn

from ui.reports.writing import Writing

FONT = "TH SarabunPSK"  # on every office's machine, by the cabinet's resolution on the thirteen national fonts
_SCRIPTS = ("a:latin", "a:ea", "a:cs")  # in the order that the format wants


def put(
    frame: Any, texts: Sequence[str], size: Any, writing: Writing, *, bold: bool = False, colour: Any = None
) -> None:
    """Fill a text frame, a paragraph for each text."""
    for place, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = size, bold
        if colour is not None:
            run.font.color.rgb = colour
        properties = run._r.get_or_add_rPr()
        properties.set("lang", "th-TH" if writing.lang == "th" else "en-GB")
        _set_fonts(properties)


def fonts_of_chart(chart: Any, size: Any, writing: Writing) -> None:
    """The font of all words and numbers of a chart."""
    chart.font.size = size
    properties = chart._chartSpace.txPr.p_lst[0].pPr.defRPr
    properties.set("lang", "th-TH" if writing.lang == "th" else "en-GB")
    _set_fonts(properties)


def fonts_of_theme(deck: Any) -> None:
    """What later text of the reader's own falls back to."""
    part = next(r.target_part for r in deck.slide_master.part.rels.values() if r.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    for kind in ("majorFont", "minorFont"):
        for script in _SCRIPTS:
            for found in theme.iterfind(f".//{qn('a:' + kind)}/{qn(script)}"):
                found.set("typeface", FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_fonts(properties: Any) -> None:
    for script in _SCRIPTS:
        for old in properties.findall(qn(script)):
            properties.remove(old)
        etree.SubElement(properties, qn(script)).set("typeface", FONT)
