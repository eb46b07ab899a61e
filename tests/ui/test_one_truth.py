"""One truth: every number on every paper is the number that ``summary --json`` gives, on three days, both languages."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.support.papers import (
    BRIEF,
    DAYS,
    Figures,
    differences,
    in_brief,
    in_chat,
    in_pack,
    in_slides,
    in_workbook,
    material,
    summary,
)
from tests.support.said import LANGS
from ui.reports import chat
from ui.reports.material import Material
from ui.reports.print import brief, pack
from ui.reports.slides import deck
from ui.reports.workbook import book
from ui.reports.writing import DASH

Surface = Callable[[Material, str], Figures]


def _picture(shown: Material, lang: str) -> Figures:
    """A picture has no text to read back: what it is drawn from."""
    rows = brief.content(shown, "phone")["rows"]
    return {
        name: None if row["value"] == DASH else Decimal(row["value"].replace(",", ""))
        for name, row in zip(BRIEF, rows, strict=False)
    }


def _workbook(shown: Material, lang: str) -> Figures:
    """The values stored beside the formulas; what the formulas come to is tested with a spreadsheet program."""
    return in_workbook(openpyxl.load_workbook(io.BytesIO(book.xlsx(shown)), data_only=True), lang)


SURFACES: dict[str, Surface] = {
    "brief": lambda shown, lang: in_brief(brief.pdf(shown), lang),
    "picture": _picture,
    "pack": lambda shown, lang: in_pack(pack.pdf(shown), lang),
    "workbook": _workbook,
    "slides": lambda shown, lang: in_slides(deck.pptx(shown), lang),
    "line": lambda shown, lang: in_chat(chat.text(shown.view, shown.figures, shown.writing), lang),
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("surface", SURFACES)
def test_a_surface_tells_what_the_summary_tells(
    surface: str, day: date, lang: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = summary(day, capsys)
    for style in ("arabic", "thai"):
        shown = SURFACES[surface](material(day, lang, style), lang)
        assert {"disbursed_satang", "outstanding_satang", "remaining_satang"} <= set(shown)
        assert differences(shown, told) == {}


@pytest.mark.parametrize("surface", SURFACES)
def test_a_surface_that_differs_by_one_satang_is_found(
    surface: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told, shown = summary(DAYS[1], capsys), material(DAYS[1], "en")
    wrong = shown.figures.whole("disbursed_satang", 0) + 1
    changed = replace(shown.figures, values={**shown.figures.values, "disbursed_satang": wrong})
    shown = replace(shown, figures=changed)

    assert set(differences(SURFACES[surface](shown, "en"), told)) == {"disbursed_satang"}
