"""What tests of the papers share: an order on the samples, and the figures read back out of each finished file."""

import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pptx import Presentation
from pypdf import PdfReader

from core.figures.figures import compute
from core.figures.value import Unknown, Value
from core.money import to_baht
from core.text.thai import digits
from db import engine as databases
from db.commands import main
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from ui.reports.material import Material, Order, gather
from ui.reports.writing import DASH, Digits, Writing
from ui.text.words import t

NOT_IN_SUMMARY = frozenset(
    {"carryover_satang", "lapsed_satang", "saving_satang", "sv_satang", "cv_satang", "etc_satang", "vac_satang", "tcpi"}
)

GROUPS = ("target_groups", "registered_groups", "expected_groups", "developed_groups")
MONEY = (
    "budget_satang",
    "allocated_satang",
    "net_budget_satang",
    "disbursed_satang",
    "expected_disbursed_satang",
    "tolerance_satang",
    "outstanding_satang",
    "used_satang",
    "remaining_satang",
    "at_risk_satang",
    "carryover_satang",
    "lapsed_satang",
    "saving_satang",
    "cabinet_satang",
)
EARNED = (  # the committee's alone
    "bac_satang",
    "pv_satang",
    "ev_satang",
    "ac_satang",
    "sv_satang",
    "cv_satang",
    "spi",
    "cpi",
    "eac_satang",
    "etc_satang",
    "vac_satang",
    "tcpi",
)
BRIEF = (
    "net_budget_satang",
    "disbursed_satang",
    "expected_disbursed_satang",
    "outstanding_satang",
    "used_satang",
    "remaining_satang",
)

DAYS = (date(2021, 3, 31), date(2021, 6, 30), date(2021, 7, 31))
CLOCK = datetime(2021, 8, 2, 3, 0, tzinfo=UTC)
AMOUNT = r"[-−]?[0-9][0-9,]*\.[0-9]{2}"
Figures = Mapping[str, Decimal | None]


def material(
    day: date | None, lang: str = "th", digits: Digits = "arabic", code: str = SAMPLE_PROJECT, **options: Any
) -> Material:
    return gather(databases.engine(), Order(code, Writing(lang, digits), CLOCK, day, **options))


PERSON, PHONE, NOTE = "นายผู้รับเงิน ก", "081-234-5678", "บันทึกของเจ้าหน้าที่"


def with_persons(shown: Material) -> Material:
    """The same material as if every payee were a person, every group had a phone and every row a note."""
    marks = {"payee": PERSON, "phone": PHONE, "note": NOTE}
    marked = {
        kind: replace(rows, columns={n: [marks[n]] * len(rows) if n in marks else v for n, v in rows.columns.items()})
        for kind, rows in shown.view.rows.items()
    }
    return replace(shown, view=replace(shown.view, rows=marked))


def text_of(pdf: bytes) -> str:
    """The text of all pages, spaces plain, digits Arabic."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return digits("\n".join(page.extract_text() for page in pages)).replace("\u00a0", " ")


def number(text: str) -> Decimal | None:
    return None if text == DASH else Decimal(text.replace(",", "").replace("−", "-"))


def after_labels(text: str, names: Sequence[str], lang: str) -> Figures:
    """The number that stands behind each label; a label that is not there is an error."""
    found: dict[str, Decimal | None] = {}
    for name in names:
        label = re.escape(t(f"figure.{name}.label", lang))
        match = re.search(rf"{label}\s+({AMOUNT}|[0-9]+\.[0-9]+|[0-9]+|{DASH})(?=\s)", text)
        assert match, f"{name} is not in the text"
        found[name] = number(match[1])
    return found


def in_brief(made: bytes, lang: str) -> Figures:
    """The money table by its labels in English; in Thai, whose letters a PDF keeps by shape, by its order."""
    text = text_of(made)
    if lang == "en":
        return after_labels(text, BRIEF, lang)
    amounts = [number(amount) for amount in re.findall(rf"({AMOUNT}) บ\S?าท", text)]
    assert amounts[0] == amounts[4] and amounts[1] == amounts[5] and amounts[2] == amounts[7], "boxes and table differ"
    return dict(zip(BRIEF, amounts[3:], strict=False))


def in_pack(made: bytes, lang: str) -> Figures:
    """The table of figures and that of earned value; in Thai by their order, dashes among them."""
    text, names = text_of(made), (*GROUPS, *MONEY)
    if lang == "en":
        return {**after_labels(text, names, lang), **after_labels(text, EARNED, lang)}
    amounts = [number(found) for found in re.findall(rf"({AMOUNT}|{DASH}) บ\S?าท", text)]
    return dict(zip(MONEY, amounts, strict=False))


def in_chat(text: str, lang: str) -> Figures:
    """The bullets of the LINE text, in their order; developed products may have made room for what to follow up."""
    lines = [line for line in digits(text).splitlines() if line[0] == "•"]
    bullets = [re.findall(rf"{AMOUNT}|[0-9]+|{DASH}", line) for line in lines]
    made = bullets.pop(1) if t("figure.developed_groups.label", lang) in lines[1] else None
    (registered, target, plan), (disbursed, _pct, expected), (outstanding,), (remaining,) = bullets
    names = (
        "registered_groups", "target_groups", "expected_groups", "disbursed_satang", "expected_disbursed_satang",
        "outstanding_satang", "remaining_satang",
    )  # fmt: skip
    values = (registered, target, plan, disbursed, expected, outstanding, remaining)
    developed = {} if made is None else {"developed_groups": number(made[0])}
    return dict(zip(names, map(number, values), strict=True)) | developed


def in_workbook(book: Any, lang: str) -> Figures:
    """The first sheet's numbers by their labels."""
    labels = {t(f"figure.{name}.label", lang): name for name in (*GROUPS, *MONEY, *EARNED)}
    cells = {labels[row[0].value]: row[1].value for row in book.worksheets[0].iter_rows() if row[0].value in labels}
    return {name: None if value == DASH else Decimal(str(round(value, 6))) for name, value in cells.items()}


def in_slides(content: bytes, lang: str) -> Figures:
    """The table of figures by its labels, from all slides that it stands on."""
    slides = Presentation(io.BytesIO(content)).slides
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    labels = {t(f"figure.{name}.label", lang): name for name in (*GROUPS, *MONEY)}
    rows = [[digits(cell.text_frame.text) for cell in row.cells] for table in tables for row in table.rows]
    return {labels[row[0]]: number(row[1]) for row in rows if row[0] in labels}


def summary(day: date, capsys: pytest.CaptureFixture[str]) -> Figures:
    """The figures as the operator's door gives them, by their field; what it does not give, as core computes it."""
    capsys.readouterr()
    assert main(["summary", "--json", "--project", SAMPLE_PROJECT, "--as-of", day.isoformat()]) == 0
    told = json.loads(capsys.readouterr().out, parse_float=Decimal)
    names = [name for name in (*GROUPS, *MONEY, *EARNED) if name not in NOT_IN_SUMMARY]
    given = {name: told[name.replace("_satang", "_baht")] for name in names}
    figures = compute(store.view(databases.engine(), SAMPLE_PROJECT, day))
    return given | {name: _in_baht(name, figures[name]) for name in NOT_IN_SUMMARY}


def _in_baht(name: str, value: Value) -> Decimal | None:
    if isinstance(value, Unknown):
        return None
    return to_baht(int(value)) if name.endswith("_satang") else Decimal(value)


def differences(shown: Figures, told: Figures) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """What a surface says otherwise; what it does not say is no difference."""
    return {name: (value, told[name]) for name, value in shown.items() if name in told and value != told[name]}


def read(pdf: bytes) -> str:
    """What Poppler finds."""
    program = shutil.which("pdftotext")
    if program is None:
        if os.environ.get("OTOP_REQUIRE_OFFICE") == "1":
            pytest.fail("no pdftotext was found on this machine")
        pytest.skip("no pdftotext was found on this machine")
    return subprocess.run([program, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode("utf-8")
