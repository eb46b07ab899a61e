"""One record and its words put a figure on every surface that it names: no surface has a list of its own."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from core.figures import catalogue
from core.figures.catalogue import EXPLAINED, FIGURES
from core.figures.figures import compute
from core.figures.provenance import provenance
from core.figures.record import Figure, Place, Slot
from core.money import format_baht
from db import engine as databases
from db.commands import main
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support.added_words import add_words
from tests.support.libreoffice import recomputed
from tests.support.pages import page, values
from tests.support.papers import material
from tests.support.said import thai
from tools import glossary
from ui.reports import chat, forms
from ui.reports.print import brief, pack
from ui.reports.slides import deck
from ui.reports.workbook import book
from words import template

DAY = date(2021, 7, 31)
NAME = "half_satang"
LABEL, MEANING, FORMULA = (
    ("ครึ่งหนึ่ง", "Half of it"),
    ("ครึ่งหนึ่งของเงินที่จ่าย", "Half of what was paid"),
    ("เบิกจ่าย ÷ สอง", "Paid ÷ two"),
)
EVERYWHERE: tuple[Place, ...] = (
    "overview", "kpis", "budget", "years", "papers", "indices", "brief", "line", "emenscr",
    "quarter", "gfmis", "summary", "console", "guide",
)  # fmt: skip


@pytest.fixture
def half(home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A figure of this test in the catalogue, half of what is disbursed; its amount in whole baht."""
    record = Figure(
        name=NAME, unit="satang", basis="spending", rows=FIGURES["disbursed_satang"].rows, whole="net_budget_satang",
        compute=lambda inputs: inputs.position.disbursed // 2, sheet="ROUND({disbursed}/2,2)",
        shown=dict.fromkeys(EVERYWHERE, Slot()),
    )  # fmt: skip
    monkeypatch.setitem(catalogue.FIGURES, NAME, record)
    words = {"label": LABEL, "meaning": MEANING, "formula": FORMULA}
    add_words(monkeypatch, {record.key(part): pair for part, pair in words.items()})
    view = store.view(databases.engine(), SAMPLE_PROJECT, DAY)
    return format_baht(compute(view).whole(NAME, None), 0)


@pytest.mark.parametrize("name", ["overview.py", "budget.py"])
def test_it_has_a_card_on_the_screen(half: str, name: str) -> None:
    shown = page(name, "director", as_of=DAY.isoformat())

    assert not shown.exception
    assert LABEL[0] in [text.value for text in shown.markdown]
    assert any(half in value for value in values(shown))


def test_it_has_a_line_on_every_paper(half: str) -> None:
    made = material(DAY)
    table, large = pack.content(made), brief.content(made, "page")

    for rows in (table["figures"], table["earned"], large["rows"], large["kpis"]):
        (line,) = [row for row in rows if row["label"] == LABEL[0]]
        assert half.split(",")[0] in line["value"]
    assert [LABEL[0], FORMULA[0]] in table["definitions"]
    assert LABEL[0] in chat.text(made.view, made.figures, made.writing)
    for form in forms.forms(made.view, made.figures, made.writing):
        assert f"{LABEL[0]} (บาท)" in dict(form.fields), form.name
    slides = Presentation(io.BytesIO(deck.pptx(made))).slides
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    assert LABEL[0] in {row.cells[0].text_frame.text for table in tables for row in table.rows}


@pytest.mark.long
def test_a_spreadsheet_program_computes_it_by_its_formula(half: str, tmp_path: Path) -> None:
    content = book.xlsx(material(DAY, "en"))
    computed = recomputed({"b": content}, tmp_path)["b"]
    stored, written = (openpyxl.load_workbook(io.BytesIO(content), data_only=values) for values in (True, False))

    for workbook in (computed, stored):
        disbursed = first_sheet(workbook)[template("figure.disbursed_satang.label", "en")]
        assert first_sheet(workbook)[LABEL[1]] == pytest.approx(disbursed / 2, abs=0.01)
    assert first_sheet(written)[LABEL[1]].startswith("=ROUND(ROUND(SUMIFS(")


def first_sheet(workbook: Any) -> dict[Any, Any]:
    return {row[0].value: row[1].value for row in workbook.worksheets[0].iter_rows()}


def test_the_command_says_it_in_words_and_in_json(half: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["summary", "--project", SAMPLE_PROJECT, "--as-of", DAY.isoformat()]
    capsys.readouterr()

    assert main(asked) == 0 and main([*asked, "--json"]) == 0

    words, told = capsys.readouterr().out.split("{", 1)
    assert any(label in words for label in (f"{LABEL[0]} (บาท)", f"{LABEL[1]} (baht)"))
    assert list(json.loads("{" + told))[-3:] == [NAME.replace("satang", "baht"), "verdict", "state"]


def test_its_source_has_its_formula_and_the_rows_that_it_counts(half: str) -> None:
    view = store.view(databases.engine(), SAMPLE_PROJECT, DAY)
    found, disbursed = (provenance(view, name) for name in (NAME, "disbursed_satang"))

    assert thai(found.formula) == FORMULA[0]
    assert found.rows == disbursed.rows and found.uploads == disbursed.uploads


def test_the_guide_lists_it(half: str) -> None:
    assert f"| {LABEL[0]} | {MEANING[0]} |" in glossary.rows().splitlines()


# The records that are there.


def test_every_record_has_its_words() -> None:
    screens: set[Place] = {"headline", "overview", "budget", "earned"}
    for record in [*FIGURES.values(), *EXPLAINED.values()]:
        assert template(record.key("formula"), "th") and template(record.key("formula"), "en")
        explained = [record.name] if not isinstance(record, Figure) or screens & record.shown.keys() else []
        for name in (*explained, *record.explained_with):
            assert template(f"figure.{name}.meaning", "th") and template(f"figure.{name}.meaning", "en")
    for figure in FIGURES.values():
        assert template(figure.key("label"), "th") and template(figure.key("label"), "en")
        for other in (figure.whole, figure.plan, figure.aside):
            assert not other or other in FIGURES


def test_no_two_figures_of_a_paper_have_one_label() -> None:
    for lang in ("th", "en"):
        places: tuple[Place, ...] = ("papers", "indices", "budget", "summary")
        for place in places:
            labels = [template(figure.key("label"), lang) for figure in catalogue.listed(place)]
            assert len(labels) == len(set(labels))


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_guide_has_the_words_of_the_catalogue(lang: str) -> None:
    guide = glossary.GUIDE[lang].read_text(encoding="utf-8")

    assert glossary.renewed(guide, lang) == guide
