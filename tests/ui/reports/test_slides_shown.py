"""The slides as an office's program shows them: LibreOffice Impress draws them, Poppler reads them."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from pptx import Presentation
from pypdf import PdfReader

from tests.support.libreoffice import required_slides
from tests.support.papers import DAYS, material, read
from ui.reports.material import Material
from ui.reports.print.brief import stamps
from ui.reports.slides import deck
from ui.reports.writing import Digits

pytestmark = pytest.mark.long
CASES: dict[str, tuple[date, str, Digits]] = {
    "running": (DAYS[2], "th", "thai"),
    "closed": (date(2021, 9, 30), "en", "arabic"),
    "before": (date(2020, 10, 1), "th", "arabic"),
}
AXES = {"running": ("๒๐๐,๐๐๐", "๑,๐๐๐,๐๐๐", "๓๕"), "closed": ("200,000", "1,000,000", "35"), "before": ()}


def together(text: str) -> str:
    """The letters alone: no spaces, line ends or Thai marks, which Poppler finds beside the letter they stand on."""
    return re.sub("[\\s\u00a0\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]", "", text)


def made(name: str) -> Material:
    day, lang, digits = CASES[name]
    return material(day, lang, digits)


@pytest.fixture(scope="module")
def pdfs(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("slides")
    return {
        name: path.read_bytes()
        for name, path in required_slides({name: deck.pptx(made(name)) for name in CASES}, folder).items()
    }


@pytest.mark.parametrize("name", CASES)
def test_every_slide_shows_its_number_its_days_and_the_mark_of_samples(name: str, pdfs: dict[str, bytes]) -> None:
    shown, pages = made(name), read(pdfs[name]).rstrip("\f").split("\f")

    assert len(pages) == len(Presentation(io.BytesIO(deck.pptx(shown))).slides)
    stamp = stamps(shown)
    for number, page in enumerate(pages, 1):
        assert shown.writing.count(number) in [line.strip() for line in page.splitlines()]
        assert [part for part in ("sample", "as_of", "stamp") if together(stamp[part]) not in together(page)] == []


@pytest.mark.parametrize("name", CASES)
def test_the_first_slide_shows_the_verdict(name: str, pdfs: dict[str, bytes]) -> None:
    shown = made(name)
    verdict = shown.writing.told(shown.figures.verdict.message)

    first = read(pdfs[name]).split("\f")[0]
    assert together(verdict) in together(first)


@pytest.mark.parametrize("name", CASES)
def test_axes_count_in_the_digits_of_the_slides(name: str, pdfs: dict[str, bytes]) -> None:
    text = read(pdfs[name])

    assert [number for number in AXES[name] if number not in text.split()] == []
    if CASES[name][2] == "thai":
        assert not set(text) & set("0123456789")


@pytest.mark.parametrize("name", CASES)
def test_they_are_drawn_in_sarabun_alone(name: str, pdfs: dict[str, bytes]) -> None:
    pages = PdfReader(io.BytesIO(pdfs[name])).pages
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]

    assert {font["/BaseFont"].split("+")[1].split("-")[0] for font in fonts} == {"Sarabun"}
