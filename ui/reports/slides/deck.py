"""Slides to be projected: the verdict, what to follow up, the figures as tables, groups, money, expense lines.

Each slide says of which day its data are, whether they are samples, what they are made from, and its number. What does
not fit on a slide goes on the next. Charts are native: an office edits them where they are shown.
"""

import io
from collections.abc import Callable, Sequence
from datetime import UTC
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Inches, Pt

from core.analysis.attention.attention import needs
from core.analysis.breakdowns.budget_lines import by_expense_line
from core.analysis.breakdowns.of_groups import burn_up
from core.analysis.breakdowns.of_money import burn_money
from ui.charts import alts, frames
from ui.reports.lines import line, lines, money_title
from ui.reports.material import Material
from ui.reports.print import pack_tables
from ui.reports.print.brief import stamps
from ui.reports.slides import native_charts, pptx_xml, table_slides, template
from ui.reports.slides.template import BOTTOM, EDGE, INSIDE, OPENING_HEIGHT, OPENING_TOP, TOP
from ui.reports.slides.text_frames import height_of, put, put_page_number
from ui.reports.writing import Writing

BODY, SMALL = Pt(28), Pt(24)
VERDICT_SIZES = (Pt(44), Pt(40), Pt(36), Pt(32), Pt(28))
AMBER, GREY = RGBColor(0x7A, 0x4D, 0x00), RGBColor(0x5B, 0x65, 0x70)
PALE, BLUE = RGBColor(0xEE, 0xF3, 0xF8), RGBColor(0x17, 0x45, 0x6E)


def pptx(material: Material) -> bytes:
    """The slides as bytes."""
    deck, writing, view = template.deck(), material.writing, material.view
    lang = writing.lang
    deck.core_properties.title = writing.say("paper.pack_title")
    deck.core_properties.author = view.project.office.get(lang)
    clock = material.order.clock.astimezone(UTC).replace(tzinfo=None)
    deck.core_properties.created = deck.core_properties.modified = clock
    _conclusion(deck, material)
    _follow(deck, material)
    table_slides.figures(
        lines(material.figures, writing, "papers"), writing, _parts(deck, material, "paper.groups_money")
    )
    groups, money = frames.groups_burn(burn_up(view), lang), frames.money_burn(burn_money(view), lang)
    spent = by_expense_line(view)
    names = frames.expense_lines(spent, lang)
    target = material.figures.target_groups
    _chart(deck, material, "overview.groups_burn", groups, lambda slide: native_charts.lines(
        slide, writing, "groups_burn", groups, alts.groups_burn(writing, view, groups, target)))  # fmt: skip
    _chart(deck, material, money_title(view.project), money, lambda slide: native_charts.lines(
        slide, writing, "money_burn", money, alts.money_burn(writing, view, money)))  # fmt: skip
    _chart(deck, material, "budget.lines", names, lambda slide: native_charts.bars(
        slide, writing, "expense_lines", names, alts.expense_lines(writing, spent)))  # fmt: skip
    table = pack_tables.expense_lines(view, writing)
    if table["rows"]:
        new_slide = _parts(deck, material, "paper.lines_table")
        table_slides.split(table_slides.AMOUNTS, table["heads"], table["rows"], writing, new_slide)
    content = io.BytesIO()
    deck.save(content)
    return content.getvalue()


def _slide(deck: Any, material: Material, title: str, layout: str = template.PLAIN) -> Any:
    """A slide with its title, and at its foot the days, the mark of samples, its number and what it is made from."""
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name(layout))
    writing, stamp = material.writing, stamps(material)
    put(slide.shapes.title.text_frame, [title], None, writing)
    places = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
    put(places[template.STAMP].text_frame, [stamp["stamp"]], None, writing)
    sample = places[template.SAMPLE]
    if stamp["sample"]:
        put(sample.text_frame, [stamp["sample"]], None, writing)
    else:
        pptx_xml.remove(sample)
    for shape in slide.slide_layout.placeholders:
        if shape.placeholder_format.idx in (template.DATE, template.NUMBER):
            pptx_xml.copy_to(slide, shape)
    places = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
    put(places[template.DATE].text_frame, [stamp["as_of"]], None, writing)
    put_page_number(places[template.NUMBER].text_frame, len(deck.slides), writing)
    return slide


def _part(key: str, part: int, of: int, writing: Writing) -> str:
    """A title, with which part of how many where there are several."""
    title = writing.say(key)
    return title if of == 1 else f"{title} ({writing.count(part)}/{writing.count(of)})"


def _parts(deck: Any, material: Material, key: str) -> table_slides.NewSlide:
    """What makes the slides of one table."""
    return lambda part, of: _slide(deck, material, _part(key, part, of, material.writing))


def _box(
    slide: Any, material: Material, texts: Sequence[str], place: tuple[int, int, int, int], size: Any, **look: Any
) -> Any:
    box = slide.shapes.add_textbox(*(Emu(int(x)) for x in place))
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    put(frame, texts, size, material.writing, **look)
    return box


def _conclusion(deck: Any, material: Material) -> None:
    """The verdict as the title; what differs now; project and office; groups and money in two boxes."""
    writing, figures, project = material.writing, material.figures, material.view.project
    verdict = writing.told(figures.verdict.message)
    slide = _slide(deck, material, verdict, template.OPENING)
    size = next(
        (s for s in VERDICT_SIZES if height_of(verdict, s, INSIDE, bold=True) <= OPENING_HEIGHT), VERDICT_SIZES[-1]
    )
    slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size = size
    kicker = (EDGE, Inches(0.38), INSIDE, Inches(0.5))
    _box(slide, material, [writing.say("paper.pack_title")], kicker, SMALL, colour=GREY)
    top, differs = OPENING_TOP + OPENING_HEIGHT + Inches(0.05), stamps(material)["differs"]
    if differs:
        height = height_of(differs, Pt(20), INSIDE)
        _box(slide, material, [differs], (EDGE, top, INSIDE, height), Pt(20), bold=True, colour=AMBER)
        top += height
    names = [writing.prose(project.full_name.get(writing.lang)), writing.prose(project.office.get(writing.lang))]
    size = Pt(20) if differs else SMALL
    height = sum(height_of(name, size, INSIDE) for name in names)
    _box(slide, material, names, (EDGE, top, INSIDE, height), size)
    _boxes(slide, material, max(top + height + Inches(0.1), Inches(4.5)))


def _boxes(slide: Any, material: Material, top: int) -> None:
    """Groups registered and money disbursed, each large, with what it is compared with."""
    writing, gap, shown = material.writing, Inches(0.3), material.figures.listed("headline")
    width = (INSIDE - gap * (len(shown) - 1)) // len(shown)
    for place, figure in enumerate(shown):
        found = line(material.figures, writing, figure.name)
        sub = [part for part in (found.remark,) if part]
        if figure.plan and not found.why:
            plan = line(material.figures, writing, figure.plan)
            sub.append(writing.say(f"paper.plan_{figure.unit}", n=plan.value))
        left = EDGE + place * (width + gap)
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Emu(left), Emu(top), Emu(width), Emu(BOTTOM - top))
        shape.fill.solid()
        shape.fill.fore_color.rgb = PALE
        shape.line.fill.background()
        shape.shadow.inherit = False
        inner = (left + Inches(0.25), top + Inches(0.08), width - Inches(0.5))
        _box(slide, material, [found.label], (*inner, Inches(0.5)), SMALL)
        value = (inner[0], inner[1] + Inches(0.44), inner[2], Inches(0.75))
        _box(slide, material, [f"{found.value} {found.unit}"], value, Pt(40), bold=True, colour=BLUE)
        below = (inner[0], inner[1] + Inches(1.16), inner[2], Inches(0.8))
        _box(slide, material, sub, below, Pt(20), colour=GREY)


def _follow(deck: Any, material: Material) -> None:
    """What to follow up, as many lines to a slide as there is room for."""
    writing, figures = material.writing, material.figures
    lines_to_show = [f"• {writing.told(need.message)}" for need in needs(material.view, figures)]
    shown = lines_to_show or [writing.say("paper.closed" if figures.state == "closed" else "paper.follow_none")]
    pages: list[list[str]] = [[]]
    for text in shown:
        if pages[-1] and sum(height_of(x, BODY, INSIDE) for x in [*pages[-1], text]) > BOTTOM - TOP:
            pages.append([])
        pages[-1].append(text)
    for part, texts in enumerate(pages, 1):
        slide = _slide(deck, material, _part("paper.follow", part, len(pages), writing))
        box = _box(slide, material, texts, (EDGE, TOP, INSIDE, BOTTOM - TOP), BODY)
        for paragraph in box.text_frame.paragraphs:
            paragraph.space_after = Pt(6)


def _chart(deck: Any, material: Material, title: str, rows: Sequence[Any], drawn: Callable[[Any], None]) -> None:
    """A slide with a chart, or with words where there is nothing to draw."""
    slide = _slide(deck, material, material.writing.say(title))
    if rows:
        drawn(slide)
        return
    box = _box(
        slide, material, [material.writing.say("chart.empty")], (EDGE, TOP, INSIDE, Inches(1)), BODY, colour=GREY
    )
    box.text_frame.vertical_anchor = MSO_ANCHOR.TOP
