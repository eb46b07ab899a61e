"""The slides: the verdict first, tables split, native charts with values, a template of our own, nobody named."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from core.analysis.attention.attention import needs
from core.analysis.breakdowns.budget_lines import by_expense_line
from core.analysis.breakdowns.of_money import burn_money
from core.money import to_baht
from tests.support.papers import DAYS, NOTE, PERSON, PHONE, material, with_persons
from tests.support.said import LANGS
from tools import slides_template
from ui.reports.material import Material
from ui.reports.print.brief import stamps
from ui.reports.print.pack import content
from ui.reports.slides import deck as slides
from ui.reports.slides import native_charts, template
from ui.reports.slides.text_frames import FONT
from ui.text.amounts import key_of_series
from ui.text.words import t
from words.rendering import render

EMPTY = "phetchaburi-2564"


def opened(shown: Material) -> Any:
    return Presentation(io.BytesIO(slides.pptx(shown)))


def charts(deck: Any) -> list[Any]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def said(deck: Any) -> list[str]:
    frames = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    cells = [
        cell.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    return frames + cells


EVERY_DAY = [*DAYS, date(2021, 9, 30), date(2020, 10, 1)]


def sizes(slide: Any, layout: Any) -> dict[str, float]:
    """The size of each text of a slide in points: its own, else that of its place in the layout."""
    placed = {shape.placeholder_format.idx: shape for shape in layout.placeholders}
    found = {}
    for shape in slide.shapes:
        frames = [c.text_frame for row in shape.table.rows for c in row.cells] if shape.has_table else []
        for frame in frames or ([shape.text_frame] if shape.has_text_frame else []):
            for paragraph in frame.paragraphs:
                own = [run.get("sz") for run in paragraph._p.iter(qn("a:rPr"))]
                if paragraph.text:
                    place = placed.get(shape.placeholder_format.idx) if shape.is_placeholder else None
                    usual = next(place._element.iter(qn("a:defRPr"))).get("sz") if place is not None else None
                    found[paragraph.text] = min(int(size or usual) for size in own) / 100
    return found


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", EVERY_DAY)
def test_each_slide_has_a_title_its_number_its_days_and_what_it_is_made_from(day: date, lang: str, home: Path) -> None:
    made = material(day, lang)
    deck = opened(made)

    stamp = stamps(made)
    assert len(deck.slides) >= 7
    for number, slide in enumerate(deck.slides, 1):
        told = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert slide.shapes.title.text_frame.text
        assert {stamp["sample"], stamp["as_of"], stamp["stamp"]} <= set(told)
        field = next(slide._element.iter(qn("a:fld")))
        assert (field.get("type"), field.find(qn("a:t")).text) == ("slidenum", str(number))
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height
        foot = (stamp["sample"], stamp["as_of"], stamp["stamp"])
        shown = sizes(slide, slide.slide_layout)
        assert min(size for text, size in shown.items() if text not in foot) >= 20, shown
        assert min(shown[text] for text in foot) >= 14 and min(shown[text] for text in foot[:2]) >= 18


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", EVERY_DAY)
def test_the_verdict_is_the_first_title_and_each_need_is_there(day: date, lang: str, home: Path) -> None:
    made = material(day, lang)
    deck = opened(made)

    plain = [text.replace("\u00a0", " ") for text in said(deck)]
    title = deck.slides[0].shapes.title.text_frame.text.replace("\u00a0", " ")
    assert title == render(made.figures.verdict.message, lang)
    bullets = [line for text in plain for line in text.split("\n") if line.startswith("• ")]
    assert bullets == [f"• {render(need.message, lang)}" for need in needs(made.view, made.figures)]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", EVERY_DAY)
def test_the_lines_of_money_are_those_of_the_other_papers(day: date, lang: str, home: Path) -> None:
    made = material(day, lang)

    told = [row[0].text_frame.text for row in table_rows(opened(made)) if len(row) == 4]
    pack = [row["label"] for row in content(made)["figures"]]
    assert [label for label in told if label != t("paper.col.item", lang)] == pack
    if day == date(2021, 9, 30):
        assert t("figure.at_risk_satang.label", lang) not in told  # of a year that has ended nothing may lapse any more
        assert t("figure.lapsed_satang.label", lang) in told


def table_rows(deck: Any) -> list[list[Any]]:
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    return [list(row.cells) for table in tables for row in table.rows]


def test_a_long_table_goes_on_with_its_header(home: Path) -> None:
    deck = opened(material(DAYS[2], "en"))

    split = [slide for slide in deck.slides if slide.shapes.title.text_frame.text.startswith("Groups and money (")]
    assert len(split) > 1
    for number, slide in enumerate(split, 1):
        frame = next(shape for shape in slide.shapes if shape.has_table)
        assert slide.shapes.title.text_frame.text.endswith(f"({number}/{len(split)})")
        assert [cell.text_frame.text for cell in frame.table.rows[0].cells] == ["Item", "Value", "Unit", "Remark"]
        assert frame.top + sum(row.height for row in frame.table.rows) <= template.BOTTOM


@pytest.mark.parametrize(
    ("values", "above"),
    [
        ({"disbursed": 242, "used": 801, "plan": 262}, {"used", "plan"}),  # the lower two would lie over each other
        ({"disbursed": 255, "used": 805, "plan": 700}, {"used"}),  # the upper two would
        ({"registered": 9, "plan": 12}, {"plan"}),
        ({"registered": 12, "plan": 9}, {"registered"}),
    ],
)
def test_values_of_one_month_do_not_lie_over_each_other(values: dict[str, int], above: set[str]) -> None:
    found = {series: {"Jun": value, "Sep": 885 if series == "plan" else None} for series, value in values.items()}

    told = native_charts.labelled(["Jun", "Sep"], found)
    assert {series for series, month, over in told if month == "Jun" and over} == above
    assert {series for series, month, _ in told if month == "Jun"} == set(values)
    assert ("plan", "Sep", True) in told


def test_the_file_has_a_template_of_its_own_and_none_of_the_library(home: Path) -> None:
    deck = opened(material(DAYS[2], "en"))
    files = zipfile.ZipFile(io.BytesIO(slides.pptx(material(DAYS[2], "en"))))
    theme = files.read("ppt/theme/theme1.xml").decode("utf-8")

    assert [layout.name for layout in deck.slide_layouts] == ["Conclusion", "Content"]
    assert b"OTOP</cp:lastModifiedBy>" in files.read("docProps/core.xml")
    assert "Office" not in theme and "Calibri" not in theme and "1F497D" not in theme
    assert all(value in theme for value in slides_template.COLOURS.values())
    master = {shape.placeholder_format.type for shape in deck.slide_master.placeholders}
    assert {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER} <= master


def test_values_stand_beside_the_marks_of_charts(home: Path) -> None:
    groups, money, lines = charts(opened(material(DAYS[2], "en")))

    def shown(chart: Any) -> dict[str, list[float]]:
        found = {}
        for series in chart.plots[0].series:
            labels = series._element.iter(qn("c:dLbl"))
            places = [int(label.find(qn("c:idx")).get("val")) for label in labels]
            found[series.name] = [series.values[place] for place in places]
        return {name: values for name, values in found.items() if values}

    assert shown(groups) == {"Registered as OTOP": [9], "Office's plan": [12, 30]}
    expected = {
        "Disbursed": [255_424.25],
        "Spent (disbursed + committed)": [805_024.25],
        "Office's plan": [700_000, 885_000],
    }
    assert shown(money) == expected
    assert shown(lines) == {"Disbursed": [146_900], "Committed, not yet paid": [549_600]}


def test_charts_hold_the_screens_numbers_in_a_workbook_of_their_own(home: Path) -> None:
    shown = material(DAYS[2], "en")
    groups, money, lines = charts(opened(shown))

    assert [len(chart.plots[0].categories) for chart in (groups, money)] == [12, 12]
    paid = next(series for series in money.plots[0].series if series.name == t(key_of_series("disbursed"), "en"))
    rows = [row for row in burn_money(shown.view) if row["series"] == "disbursed"]
    known = [value for value in paid.values if value is not None]
    assert known == [float(to_baht(row["satang"])) for row in rows]
    assert known[-1] == shown.figures.whole("disbursed_satang", 0) / 100
    assert list(paid.values)[len(known) :] == [None] * (12 - len(known))
    book = openpyxl.load_workbook(io.BytesIO(lines.part.chart_workbook.xlsx_part.blob))
    kept = [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)]
    assert kept == [row["expense_line"] for row in by_expense_line(shown.view) if row["disbursed_satang"]]


@pytest.mark.parametrize("lang", LANGS)
def test_every_text_has_its_font_for_complex_script_too(lang: str, home: Path) -> None:
    deck = opened(material(DAYS[2], lang))

    runs = [run for slide in deck.slides for run in slide._element.iter(qn("a:rPr"))]
    assert len(runs) > 30
    for found in (*runs, *(chart._chartSpace.txPr.p_lst[0].pPr.defRPr for chart in charts(deck))):
        assert [found.find(qn(script)).get("typeface") for script in ("a:latin", "a:ea", "a:cs")] == [FONT] * 3
        assert found.get("lang") == ("th-TH" if lang == "th" else "en-GB")
        order = [child.tag for child in found]
        assert order == sorted(order, key=[qn(f"a:{n}") for n in ("ln", "solidFill", "latin", "ea", "cs")].index)


def test_thai_digits_are_in_the_words_and_on_the_axes(home: Path) -> None:
    deck = opened(material(DAYS[2], "th", "thai"))

    assert not [text for text in said(deck) if any(char in "0123456789" for char in text)]
    assert {chart.value_axis.tick_labels.number_format for chart in charts(deck)} == {"[$-D00041E]#,##0"}
    assert not list(deck.slides[0]._element.iter(qn("a:fld")))  # a field counts in Arabic digits whatever stands in it


def test_each_chart_says_what_it_shows(home: Path) -> None:
    deck = opened(material(DAYS[2]))
    described = [s._element.nvGraphicFramePr.cNvPr.get("descr") for p in deck.slides for s in p.shapes if s.has_chart]

    assert len(described) == 3 and all(described)
    assert [said in text for said, text in zip(("30", "255,424", "บาท"), described, strict=True)] == [True] * 3


def test_nobody_is_named(home: Path) -> None:
    texts = said(opened(with_persons(material(DAYS[2]))))

    assert not [text for text in texts for mark in (PERSON, PHONE, NOTE) if mark in text]


def test_an_empty_project_has_slides_with_words_in_place_of_charts(home: Path) -> None:
    deck = opened(material(None, "en", code=EMPTY))

    assert len(deck.slides) >= 6
    assert said(deck).count(t("chart.empty", "en")) == 3 - len(charts(deck))
