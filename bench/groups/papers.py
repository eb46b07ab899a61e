"""The papers of a meeting, beside their floors."""

import os
import tempfile
from pathlib import Path

from bench.lines import Bar, Found
from bench.methods import papers
from bench.run import Run, medians
from db.chain import keys
from tests.support.databases import CHAIN_KEY

BRIEF, ALL = "brief ÷ empty typst page", "all papers ÷ brief"
WORKBOOK, CHARTS = "workbook ÷ plain XlsxWriter", "charts drawn for all papers ÷ those that differ"
BARS = (
    Bar(BRIEF, 6.0, 3.0, about="one page, its data read before the clock starts"),
    Bar(ALL, 60.0, 30.0, about="every paper of the catalogue, one after another"),
    Bar(WORKBOOK, 3.0, None, about="with looks, names and formulas"),
    Bar(CHARTS, 1.0, None),
)


def measure(run: Run) -> dict[str, Found]:
    """Each in fresh processes, by turns."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"OTOP_DATA": folder, keys.VARIABLE: CHAIN_KEY}
        database = papers.prepared(Path(folder))
        found = medians([name for name in papers.METHODS if name != "all papers"], database, 3 if run.quick else 7)
        found |= medians(["all papers"], database, 1 if run.quick else 3)
        calls, charts = papers.drawn_charts(papers.material(database))
    ms = {name: child.seconds * 1e3 for name, child in found.items()}
    return {
        BRIEF: Found(ms["brief"] / ms["empty page"], {"brief ms": ms["brief"], "empty page ms": ms["empty page"]}),
        ALL: Found(ms["all papers"] / ms["brief"], {"all papers ms": ms["all papers"]}),
        WORKBOOK: Found(ms["workbook"] / ms["plain rows"], {"workbook ms": ms["workbook"]}),
        CHARTS: Found(calls / charts, {"drawn": calls, "that differ": charts}),
    }
