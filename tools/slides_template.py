"""``make template``: the template that stands in every deck: theme, master and two layouts of our own, none of the
library's.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from ui.reports.slides.pptx_xml import SCRIPTS
from ui.reports.slides.template import (
    BOTTOM,
    DATE,
    EDGE,
    FILE,
    HEIGHT,
    INSIDE,
    NUMBER,
    OPENING,
    OPENING_HEIGHT,
    OPENING_TOP,
    PLAIN,
    SAMPLE,
    STAMP,
    TITLE_HEIGHT,
    TITLE_TOP,
    TOP,
    WIDTH,
)  # fmt: skip
from ui.reports.slides.text_frames import FONT

NAME = "OTOP"
COLOURS = {
    "dk1": "1F2933",
    "lt1": "FFFFFF",
    "dk2": "17456E",
    "lt2": "EEF3F8",
    "accent1": "2F7FC1",
    "accent2": "D9822B",
    "accent3": "8E6BBF",
    "accent4": "4A9B8E",
    "accent5": "B0873A",
    "accent6": "8A939B",
    "hlink": "1F5F96",
    "folHlink": "5B6570",
}
_FOOT = Inches(6.72)


def main() -> None:
    """Make the file of the template."""
    made().save(str(FILE))


def made() -> Any:
    """An empty presentation of 16 : 9 with our template in it."""
    deck = Presentation()
    deck.core_properties.author = deck.core_properties.last_modified_by = NAME
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    _theme(deck)
    for layout in list(deck.slide_layouts)[2:]:
        deck.slide_layouts.remove(layout)
    master = deck.slide_master
    master.name = NAME
    _replace_shapes(master, [*_ornaments(), _title(TITLE_TOP, TITLE_HEIGHT, 3600), _body(), *_foot()])
    _styles(master)
    for layout, name, title in zip(
        deck.slide_layouts,
        (OPENING, PLAIN),
        (_title(OPENING_TOP, OPENING_HEIGHT, 4400), _title(TITLE_TOP, TITLE_HEIGHT, 3600)),
        strict=True,
    ):
        layout.name = name
        _replace_shapes(layout, [title, *_foot()])
    return deck


def _theme(made: Any) -> None:
    """Our name and colours, in place of the library's, and our font: what later text of the reader's falls back to."""
    with _theme_of(made.slide_master) as theme:
        theme.set("name", NAME)
        for kind in ("clrScheme", "fontScheme", "fmtScheme"):
            theme.find(f".//{qn('a:' + kind)}").set("name", NAME)
        scheme = theme.find(f".//{qn('a:clrScheme')}")
        for name, value in COLOURS.items():
            place = scheme.find(qn(f"a:{name}"))
            for old in list(place):
                place.remove(old)
            etree.SubElement(place, qn("a:srgbClr")).set("val", value)
        for kind in ("majorFont", "minorFont"):
            for script in SCRIPTS:
                for found in theme.iterfind(f".//{qn('a:' + kind)}/{qn(script)}"):
                    found.set("typeface", FONT)


def _styles(master: Any) -> None:
    """Titles from the left, bold, in the dark blue of the theme; texts one size for the back row."""
    styles = master._element.find(qn("p:txStyles"))
    level = styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    level.set("algn", "l")
    run = level.find(qn("a:defRPr"))
    run.set("sz", "3600")
    run.set("b", "1")
    run.find(f"{qn('a:solidFill')}/{qn('a:schemeClr')}").set("val", "tx2")
    for level in styles.find(qn("p:bodyStyle")):
        if (run := level.find(qn("a:defRPr"))) is not None:
            run.set("sz", "2800")


def _ornaments() -> list[str]:
    """A band along the top, and a line above the foot."""
    return [
        _rectangle("Band", 0, 0, WIDTH, Inches(0.14), "tx2"),
        _rectangle("Line", EDGE, _FOOT - Inches(0.04), INSIDE, Inches(0.02), "accent6"),
    ]


def _rectangle(name: str, left: int, top: int, width: int, height: int, colour: str) -> str:
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{{id}}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr>{_place(left, top, width, height)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        "<p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )


def _title(top: int, height: int, size: int) -> str:
    return _placeholder("Title", 'type="title"', (EDGE, top, INSIDE, height), size, bold=True, anchor="ctr")


def _body() -> str:
    return _placeholder("Text", 'type="body" idx="1"', (EDGE, TOP, INSIDE, BOTTOM - TOP), 2800, anchor="t")


def _foot() -> list[str]:
    """Days of the data, the mark of samples, number of the page; below, what the numbers are made from."""
    row, height = _FOOT, Inches(0.4)
    amber, edge = (f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>' for colour in ("FFF1D6", "B06F00"))
    sample = f'{amber}<a:ln w="9525">{edge}</a:ln>'
    days = (EDGE, row, Inches(7.0), height)
    return [
        _placeholder("Days", f'type="ftr" sz="quarter" idx="{DATE}"', days, 2000, bold=True),
        _placeholder("Sample", f'type="body" sz="quarter" idx="{SAMPLE}"',
                     (Inches(7.7), row + Inches(0.02), Inches(4.0), Inches(0.36)), 1800, bold=True, align="ctr",
                     fill=sample, colour="7A4D00"),
        _placeholder("Number", f'type="sldNum" sz="quarter" idx="{NUMBER}"',
                     (Inches(11.8), row, WIDTH - EDGE - Inches(11.8), height), 2000, bold=True, align="r"),
        _placeholder("Sets", f'type="body" sz="quarter" idx="{STAMP}"',
                     (EDGE, row + Inches(0.39), INSIDE, Inches(0.36)), 1400, colour="5B6570"),
    ]  # fmt: skip


def _placeholder(
    name: str,
    kind: str,
    place: tuple[int, int, int, int],
    size: int,
    *,
    bold: bool = False,
    align: str = "l",
    anchor: str = "ctr",
    fill: str = "",
    colour: str = "",
) -> str:
    ink = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>' if colour else ""
    faces = "".join(f'<a:{script} typeface="{FONT}"/>' for script in ("latin", "ea", "cs"))
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{{id}}" name="{name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_place(*place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:normAutofit/></a:bodyPr>'
        f'<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{align}"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{size}" b="{int(bold)}">{ink}{faces}</a:defRPr></a:lvl1pPr></a:lstStyle>'
        "<a:p/></p:txBody></p:sp>"
    )


def _place(left: int, top: int, width: int, height: int) -> str:
    return f'<a:xfrm><a:off x="{int(left)}" y="{int(top)}"/><a:ext cx="{int(width)}" cy="{int(height)}"/></a:xfrm>'


def _replace_shapes(part: Any, shapes: Sequence[str]) -> None:
    """These shapes alone on a master or a layout; ``{id}`` in each is its number."""
    tree = part.shapes._spTree
    for old in [child for child in tree if child.tag not in (qn("p:nvGrpSpPr"), qn("p:grpSpPr"))]:
        tree.remove(old)
    for number, shape in enumerate(shapes, 2):
        tree.append(parse_xml(shape.replace("{id}", str(number))))


@contextmanager
def _theme_of(master: Any) -> Iterator[Any]:
    """The theme of a master, stored again when the block ends."""
    part = next(r.target_part for r in master.part.rels.values() if r.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    yield theme
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


if __name__ == "__main__":
    main()
