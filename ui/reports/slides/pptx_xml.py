"""What python-pptx has no call for: the XML behind its objects. Its private names are touched here alone."""

from copy import deepcopy
from typing import Any

from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

SCRIPTS = ("a:latin", "a:ea", "a:cs")  # in the order that the format wants


def remove(shape: Any) -> None:
    """Take a shape off its slide."""
    shape._element.getparent().remove(shape._element)


def copy_to(slide: Any, shape: Any) -> None:
    """Put a copy of a shape on a slide."""
    slide.shapes._spTree.append(deepcopy(shape._element))


def describe(frame: Any, sentence: str) -> None:
    """What a chart shows, for those who do not see it."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", sentence)


def set_table_style(frame: Any, style: str) -> None:
    """The look of a table, by the number that the format gives it."""
    frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = style


def draw_line_below(cell: Any, colour: str) -> None:
    """A thin line under a cell of a table."""
    line = f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:lnB>'
    cell._tc.get_or_add_tcPr().append(parse_xml(line))


def dress_run(run: Any, font: str, lang: str) -> None:
    """Font and language of a run of text."""
    _dress(run._r.get_or_add_rPr(), font, lang)


def dress_chart(chart: Any, font: str, lang: str) -> None:
    """Font and language of all words and numbers of a chart."""
    _dress(chart._chartSpace.txPr.p_lst[0].pPr.defRPr, font, lang)


def dress_label(label: Any, font: str, lang: str) -> None:
    """Font and language of one value beside its mark."""
    _dress(label._dLbl.txPr.p_lst[0].pPr.defRPr, font, lang)


def add_page_number(paragraph: Any, number: int, font: str, lang: str) -> None:
    """A field that follows when slides are moved."""
    field = etree.SubElement(paragraph._p, qn("a:fld"))
    field.set("id", "{5B1F0B6A-0A5E-4C9A-9B39-64E5D1A0C001}")
    field.set("type", "slidenum")
    _dress(etree.SubElement(field, qn("a:rPr")), font, lang)
    etree.SubElement(field, qn("a:t")).text = str(number)


def _dress(properties: Any, font: str, lang: str) -> None:
    properties.set("lang", lang)
    for script in SCRIPTS:
        for old in properties.findall(qn(script)):
            properties.remove(old)
        etree.SubElement(properties, qn(script)).set("typeface", font)
