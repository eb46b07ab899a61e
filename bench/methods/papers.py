"""The meeting papers beside a floor: an empty typst document, and the same rows by plain XlsxWriter.

Each run is a process of its own, as papers are made (``python -m ui.reports``): libraries and words are loaded and the
data read before its clock starts, the font and the template are not.
"""

import io
import time
from datetime import UTC, date, datetime
from pathlib import Path

import typst
import vl_convert
import xlsxwriter

from db import engine as engines
from db.accounts import actors
from db.maintenance import setup
from ui.reports.catalogue import PAPERS
from ui.reports.material import Material, Order, gather
from ui.reports.print import brief, typeset
from ui.reports.workbook import book as workbook
from ui.reports.workbook import row_sheets
from ui.reports.writing import Writing
from words import catalogue

CLOCK = datetime(2021, 8, 2, 3, tzinfo=UTC)
PROJECT = "demo-phetchaburi-2564"


def prepared(folder: Path) -> Path:
    """A database with the sample year."""
    place = folder / "papers.db"
    setup.prepare(engines.engine_for(f"sqlite:///{place.as_posix()}"), samples=True, actor=actors.operator(), now=CLOCK)
    return place


def material(database: Path) -> Material:
    """The sample year on 31 July."""
    engine = engines.engine_for(f"sqlite:///{database.as_posix()}")
    return gather(engine, Order(PROJECT, Writing("th", "thai"), CLOCK, date(2021, 7, 31)))


def brief_page(database: Path, folder: Path) -> float:  # noqa: ARG001  every method has these two
    """The director's brief, one page."""
    shown = material(database)
    catalogue()
    start = time.perf_counter()
    brief.pdf(shown)
    return time.perf_counter() - start


def empty_page(database: Path, folder: Path) -> float:  # noqa: ARG001
    """The floor: an empty typst document of one A4 page, with the same font."""
    source = folder / "empty.typ"
    source.write_text('#set page(paper: "a4")\n#set text(font: "Sarabun")\n')
    start = time.perf_counter()
    typst.Compiler(source, root=folder, font_paths=typeset.fonts()).compile(format="pdf")
    return time.perf_counter() - start


def whole_workbook(database: Path, folder: Path) -> float:  # noqa: ARG001
    """The workbook with its looks, names and formulas."""
    shown = material(database)
    start = time.perf_counter()
    workbook.xlsx(shown)
    return time.perf_counter() - start


def plain_workbook(database: Path, folder: Path) -> float:  # noqa: ARG001
    """The floor: the same rows by plain XlsxWriter."""
    shown = material(database)
    start = time.perf_counter()
    plain(shown)
    return time.perf_counter() - start


def all_papers(database: Path, folder: Path) -> float:  # noqa: ARG001
    """Every paper of the catalogue, one after another."""
    shown = material(database)
    catalogue()
    start = time.perf_counter()
    for paper in PAPERS.values():
        paper.make(shown)
    return time.perf_counter() - start


METHODS = {
    "brief": brief_page,
    "empty page": empty_page,
    "workbook": whole_workbook,
    "plain rows": plain_workbook,
    "all papers": all_papers,
}


def plain(shown: Material) -> bytes:
    """The rows of the workbook's sheets by plain XlsxWriter: no look, no formula, no name."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for sheet in row_sheets.sheets(shown):
            page = book.add_worksheet(sheet.title)
            page.write_row(0, 0, [column.head for column in sheet.columns])
            for number, row in enumerate(sheet.rows, 1):
                page.write_row(number, 0, [value[1] if isinstance(value, tuple) else value for value in row])
    return content.getvalue()


def drawn_charts(shown: Material) -> tuple[int, int]:
    """How many charts all papers draw, and how many of them differ."""
    drawn: list[str] = []
    convert = vl_convert.vegalite_to_svg

    def counted(spec: object, **options: object) -> str:
        drawn.append(repr(spec))
        return str(convert(spec, **options))

    vl_convert.vegalite_to_svg = counted
    try:
        for paper in PAPERS.values():
            paper.make(shown)
    finally:
        vl_convert.vegalite_to_svg = convert
    return len(drawn), len(set(drawn))
