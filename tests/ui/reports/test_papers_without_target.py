"""Papers of a project without a spending target: nothing is said of the cabinet, in either language."""

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation

from core.figures.figures import compute
from tests.support.papers import DAYS, material, text_of
from ui.reports import chat
from ui.reports.material import Material
from ui.reports.print import brief, pack
from ui.reports.slides import deck as slides
from ui.reports.workbook import book as workbook

CABINET = {"th": ("ครม", "คณะรัฐมนตรี"), "en": ("cabinet", "Cabinet")}


def without_target(shown: Material) -> Material:
    """The same material as if the project had no curve."""
    view = replace(shown.view, project=replace(shown.view.project, curves=()))
    return replace(shown, view=view, figures=compute(view))


def texts(shown: Material) -> dict[str, str]:
    """The text of each paper."""
    book = openpyxl.load_workbook(io.BytesIO(workbook.xlsx(shown)))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    deck = Presentation(io.BytesIO(slides.pptx(shown)))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    said = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    said += [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return {
        "pack": text_of(pack.pdf(shown)),
        "brief": text_of(brief.pdf(shown)),
        "line": chat.text(shown.view, shown.figures, shown.writing),
        "slides": "\n".join(said),
        "workbook": "\n".join(cells),
    }


@pytest.mark.parametrize("lang", ["th", "en"])
def test_no_paper_speaks_of_the_cabinet(lang: str, home: Path) -> None:
    shown = material(DAYS[-1], lang)
    assert any(word in texts(shown)["pack"] for word in CABINET[lang])

    found = texts(without_target(shown))

    assert not [(paper, word) for paper, text in found.items() for word in CABINET[lang] if word in text]
