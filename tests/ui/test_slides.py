"""The slides: five, with native charts of the screen's rows, one font for Thai and Latin, nobody named."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from core.breakdown import burn_money, by_expense_line
from core.money import to_baht
from tests.ui.papers import DAYS, NOTE, PERSON, PHONE, material, with_persons
from ui.reports import slides
from ui.reports.material import Material
from ui.reports.slides_text import FONT
from ui.words import LANGS, Lang, t

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


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", [*DAYS, date(2021, 9, 30), date(2020, 10, 1)])
def test_there_are_five_slides_each_with_a_title_and_what_it_is_made_from(day: date, lang: Lang, home: Path) -> None:
    deck = opened(material(day, lang))

    assert len(deck.slides) == 5
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text
        assert any(t("paper.sample", lang) in s.text_frame.text for s in slide.shapes if s.has_text_frame)
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height


def test_charts_hold_the_screens_numbers_in_a_workbook_of_their_own(home: Path) -> None:
    shown = material(DAYS[2], "en")
    groups, money, lines = charts(opened(shown))

    assert [len(chart.plots[0].categories) for chart in (groups, money)] == [12, 12]
    paid = next(series for series in money.plots[0].series if series.name == t("series.disbursed", "en"))
    rows = [row for row in burn_money(shown.view) if row["series"] == "disbursed"]
    known = [value for value in paid.values if value is not None]
    assert known == [float(to_baht(row["satang"])) for row in rows]
    assert known[-1] == (shown.figures.disbursed_satang or 0) / 100
    assert list(paid.values)[len(known) :] == [None] * (12 - len(known))
    book = openpyxl.load_workbook(io.BytesIO(lines.part.chart_workbook.xlsx_part.blob))
    kept = [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)]
    assert kept == [row["expense_line"] for row in by_expense_line(shown.view) if row["disbursed_satang"]]


@pytest.mark.parametrize("lang", LANGS)
def test_every_text_has_its_font_for_complex_script_too(lang: Lang, home: Path) -> None:
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
    assert {chart.value_axis.tick_labels.number_format for chart in charts(deck)} == {"[$-D000000]#,##0"}


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

    assert len(deck.slides) == 5
    assert said(deck).count(t("chart.empty", "en")) == 3 - len(charts(deck))
