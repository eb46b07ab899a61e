"""The samples through intake: the figures of all days, and the same from files saved the way old offices save them."""

import csv
import io
import re

import pytest

from core.figures.figures import compute
from core.model.kinds import KINDS
from tests.support.intakes import read
from tests.support.views import PROJECT, SAMPLES, d, expected_days, sample_view
from words.rendering import render

ARABIC_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
DAY = re.compile(r"\d\d/\d\d/\d{4}")


def paths(day):
    """The sample files of a day, by kind."""
    last = min(d(day), d("2021-09-30")).isoformat()
    folder = SAMPLES / last if (SAMPLES / last).exists() else SAMPLES / "try" / last
    found = {kind: folder / f"{kind}.csv" for kind in KINDS} | {"plan": SAMPLES / "plan.csv"}
    return found | ({"spending": SAMPLES / "practice" / "spending-october.csv"} if d(day) > PROJECT.end else {})


def through_intake(day, rewrite=lambda data: data):
    """The rows of a day's files as intake reads them; none may be blocked."""
    found = {}
    for kind, path in paths(day).items():
        intake = read((path.name, rewrite(path.read_bytes())), kind, project=PROJECT, as_of=d(day))
        assert not intake.blocking
        found[kind] = intake.rows
    return found


def view_of(day, rows):
    like = sample_view(day, **({"spending": paths(day)["spending"]} if d(day) > PROJECT.end else {}))
    return type(like)(like.project, like.day, like.uploads, rows, earlier_plans=())


def as_old_offices_save(data):
    """The same table in Windows-874, with Thai digits in dates and amounts and a tab between cells."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp874")
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\r\n")
    for cells in csv.reader(io.StringIO(text)):
        writer.writerow(
            cell.translate(ARABIC_TO_THAI) if DAY.fullmatch(cell) or re.fullmatch(r"[\d,]+\.\d\d", cell) else cell
            for cell in cells
        )
    return out.getvalue().encode("cp874")


@pytest.mark.parametrize("expected", expected_days(), ids=lambda expected: expected["day"])
def test_each_day_shows_through_intake_what_an_independent_count_of_the_files_gives(expected):
    figures = compute(view_of(expected["day"], through_intake(expected["day"])))

    shown = figures.summary(render) | {"stages": list(figures.stage_groups.values()), "verdict": figures.verdict.code}
    shown |= {name: f"{shown[name]:.2f}" for name in expected if name.endswith("_baht")}
    assert {name: shown[name] for name in expected} == expected


@pytest.mark.parametrize("day", ["2021-02-28", "2021-06-30", "2021-09-30"])
def test_windows_874_thai_digits_and_tabs_give_the_same_rows_and_figures(day):
    plain, old = through_intake(day), through_intake(day, as_old_offices_save)

    assert {kind: list(rows.records()) for kind, rows in old.items()} == {
        kind: list(rows.records()) for kind, rows in plain.items()
    }
    assert compute(view_of(day, old)).summary(render) == compute(view_of(day, plain)).summary(render)
