"""The workbook: live formulas that LibreOffice computes to the very figures, text that is only text, nobody named."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db.projects.versions import SAMPLE_PROJECT
from tests.support.libreoffice import recomputed
from tests.support.papers import (
    DAYS,
    EARNED,
    GROUPS,
    MONEY,
    NOTE,
    PERSON,
    PHONE,
    differences,
    in_workbook,
    material,
    summary,
    with_persons,
)
from tests.support.said import LANGS
from ui.reports.material import Material
from ui.reports.workbook import book as workbook
from ui.text.words import t

EMPTY = "phetchaburi-2564"
STAYS_A_NUMBER = {
    "target_groups",
    "budget_satang",
    "at_risk_satang",
    "carryover_satang",
    "lapsed_satang",
    "saving_satang",
}


def opened(shown: Material) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook.xlsx(shown)))


@pytest.mark.long
def test_libreoffice_computes_the_figures_of_the_summary(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Stored values are dropped first, so every number here was computed from the rows."""
    days = (*DAYS, date(2021, 5, 15), date(2020, 10, 1))
    books = {f"{day}-{lang}": workbook.xlsx(material(day, lang)) for day in days for lang in LANGS}

    found = recomputed(books, tmp_path)
    for day in days:
        told = summary(day, capsys)
        for lang in LANGS:
            shown = in_workbook(found[f"{day}-{lang}"], lang)
            assert set(shown) == {*GROUPS, *MONEY, *EARNED}
            assert differences(shown, told) == {}, (day, lang)


@pytest.mark.long
def test_a_changed_row_changes_the_figures_that_rest_on_it(home: Path, tmp_path: Path) -> None:
    day, shown = DAYS[1], material(DAYS[1], "en")
    before = shown.figures

    def pay_one_satang_more(book: Any) -> None:
        sheet = book[t("paper.sheet.ledger", "en")]
        heads = [cell.value for cell in sheet[1]]
        entry, amount, on, order = (heads.index(t(f"budget.{n}", "en")) for n in ("entry", "amount", "date", "settles"))
        for row in sheet.iter_rows(min_row=2):
            if row[entry].value == "Disbursement" and row[on].value.date() <= day and not row[order].value:
                row[amount].value += 0.01
                return
        raise AssertionError("no payment to change")

    def take_a_group_out(book: Any) -> None:
        sheet = book[t("paper.sheet.groups", "en")]
        heads = [cell.value for cell in sheet[1]]
        status, on = (heads.index(t(f"paper.col.{name}", "en")) for name in ("status", "registered_on"))
        row = next(row for row in sheet.iter_rows(min_row=2) if row[on].value)
        row[status].value = "Withdrawn"

    def change(book: Any) -> None:
        pay_one_satang_more(book)
        take_a_group_out(book)

    found = in_workbook(recomputed({"b": workbook.xlsx(shown)}, tmp_path, change)["b"], "en")
    cent = Decimal("0.01")
    assert found["disbursed_satang"] == Decimal(before.whole("disbursed_satang", 0)) / 100 + cent
    assert found["used_satang"] == Decimal(before.whole("used_satang", 0)) / 100 + cent
    assert found["remaining_satang"] == Decimal(before.whole("remaining_satang", 0)) / 100 - cent
    assert found["registered_groups"] == before.whole("registered_groups", 0) - 1


@pytest.mark.parametrize("lang", LANGS)
def test_every_known_figure_is_a_formula_but_those_that_hang_on_rules(lang: str, home: Path) -> None:
    sheet = opened(material(DAYS[1], lang)).worksheets[0]
    labels = {t(f"figure.{name}.label", lang): name for name in (*GROUPS, *MONEY, *EARNED)}

    cells = {labels[row[0].value]: row[1].value for row in sheet.iter_rows() if row[0].value in labels}
    numbers = {name for name, value in cells.items() if isinstance(value, int | float)}
    formulas = {name for name, value in cells.items() if str(value).startswith("=")}
    dashes = {name for name, value in cells.items() if value == "–"}
    assert numbers <= STAYS_A_NUMBER
    assert formulas | numbers | dashes == set(labels.values())
    assert {"registered_groups", "disbursed_satang", "outstanding_satang", "spi", "eac_satang"} <= formulas


def test_its_stored_values_are_the_figures_for_those_who_only_look(home: Path) -> None:
    content = workbook.xlsx(material(DAYS[1], "en"))
    values = in_workbook(openpyxl.load_workbook(io.BytesIO(content), data_only=True), "en")

    assert values["disbursed_satang"] == Decimal(material(DAYS[1]).figures.whole("disbursed_satang", 0)) / 100


def test_each_sheet_is_frozen_and_holds_every_row(home: Path) -> None:
    shown = material(DAYS[2], "th")
    book = opened(shown)

    assert book.sheetnames == [
        t(f"paper.sheet.{name}")
        for name in ("figures", "ledger", "orders", "groups", "products", "plan", "instalments")
    ]
    for sheet, kind in (("ledger", "spending"), ("groups", "groups"), ("products", "products")):
        page = book[t(f"paper.sheet.{sheet}")]
        assert page.freeze_panes == "B2"
        assert page.max_row == len(shown.view.of(kind)) + 1  # type: ignore[arg-type]
    day = book[t("paper.sheet.ledger")]["C2"]
    assert day.is_date and day.number_format.startswith("[$-107041E]")
    assert book[t("paper.sheet.ledger")]["H2"].number_format == "#,##0.00"


def test_text_that_looks_like_a_formula_is_only_text(home: Path) -> None:
    shown = material(DAYS[2], "en")
    evil = '=HYPERLINK("http://evil.example","x")'
    rows = shown.view.of("spending")
    columns = {**rows.columns, "description": [evil] * len(rows), "payee": ["+1+1"] * len(rows)}
    changed = {**shown.view.rows, "spending": replace(rows, columns=columns)}

    book = opened(replace(shown, view=replace(shown.view, rows=changed)))
    cells = [cell for row in book[t("paper.sheet.ledger", "en")].iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells if cell.value in (evil, "+1+1")} == {"s"}
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_a_person_is_a_person_a_phone_and_a_note_are_nowhere(home: Path) -> None:
    said = [
        str(cell.value)
        for page in opened(with_persons(material(DAYS[2])))
        for row in page.iter_rows()
        for cell in row
        if cell.value
    ]

    assert "บุคคลธรรมดา" in said
    assert not [text for text in said for mark in (PERSON, PHONE, NOTE) if mark in text]


def test_who_may_see_no_payee_gets_no_payee(home: Path) -> None:
    heads = [cell.value for cell in opened(material(DAYS[2], payees=False))[t("paper.sheet.ledger")][1]]

    assert t("budget.payee") not in heads and t("budget.amount") in heads


def test_a_ledger_too_large_for_formulas_has_numbers(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_WORK", 10)
    page = opened(material(DAYS[1], "en")).worksheets[0]

    values = [row[1].value for row in page.iter_rows(min_row=11) if row[1].value is not None]
    assert not [value for value in values if str(value).startswith("=")]
    content = workbook.xlsx(material(DAYS[1], "en"))
    shown = in_workbook(openpyxl.load_workbook(io.BytesIO(content), data_only=True), "en")
    assert shown["disbursed_satang"] is not None


def test_an_empty_project_has_a_workbook_of_dashes(home: Path) -> None:
    book = opened(material(None, "en", code=EMPTY))

    assert book.sheetnames == ["Figures"]
    assert in_workbook(book, "en")["disbursed_satang"] is None


def test_the_sample_says_that_it_is_one(home: Path) -> None:
    assert opened(material(DAYS[0])).worksheets[0]["A4"].value == t("paper.sample")
    assert material(DAYS[0]).view.project.code == SAMPLE_PROJECT
