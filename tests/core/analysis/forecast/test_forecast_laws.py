"""What holds for every forecast, tried on many; and that its ranges hold what they say, on a few made projects."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.calibrate import HELD_OUT, MONTHS, run
from bench.made_projects import FAMILIES, years
from core.analysis.forecast.forecast import forecast
from core.model.project import Window
from tests.support.said import english, thai
from tests.support.views import PROJECT, ROOT, d, entry, group, instalment, registered, view

DAYS = st.dates(PROJECT.start - timedelta(days=40), PROJECT.end + timedelta(days=40))
SUMS = st.tuples(DAYS, st.sampled_from(["disbursement", "commitment", "refund"]), st.integers(1, 300_000))


@st.composite
def windows(draw: Any) -> tuple[Window, ...]:
    found = []
    for opens in draw(st.lists(DAYS, max_size=5)):
        closes = opens + timedelta(days=draw(st.integers(0, 60)))
        results = draw(st.none() | st.just(closes + timedelta(days=draw(st.integers(0, 20)))))
        found.append(Window(opens, closes, results, "made"))
    return tuple(found)


@st.composite
def years_so_far(draw: Any) -> dict[str, Any]:
    """Groups, spending and instalments of any kind, with dates before, inside and after the year."""
    dates = draw(st.lists(DAYS, max_size=34))
    still = draw(st.integers(0, 30))
    groups = [registered(f"G{i}", on.isoformat()) for i, on in enumerate(dates)]
    sums = draw(st.lists(SUMS, max_size=25))
    due = draw(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=4))
    return {
        "groups": groups + [group(f"H{i}") for i in range(still)],
        "spending": [
            entry(f"D{i}", on.isoformat(), kind, amount, settles="D0" if kind != "commitment" and i % 2 else None)
            for i, (on, kind, amount) in enumerate([(PROJECT.start, "commitment", 60_000), *sums])
        ],
        "instalments": [
            instalment(str(i), 50_000, on.isoformat(), paid=paid and paid.isoformat(), contract_no="D0")
            for i, (on, paid) in enumerate(due)
        ],
    }


@settings(max_examples=150, deadline=None)
@given(years_so_far(), DAYS, windows(), st.integers(1, 4))
def test_every_forecast_keeps_to_what_is_possible(
    rows: dict[str, Any], day: date, registration: tuple[Window, ...], needed: int
) -> None:
    project = replace(PROJECT, windows=registration, rounds_needed=needed)
    shown = view(day.isoformat(), project=project, **rows)
    found = forecast(shown)

    if found is None:
        return
    assert project.state(day) == "running"
    assert found == forecast(shown)
    assert "{" not in thai(found) + english(found)
    got = sum(project.start <= row["registered_on"] <= day for row in rows["groups"] if row.get("registered_on"))
    if found.groups:
        assert got <= found.groups.low <= found.groups.point <= found.groups.high
        assert found.groups.high <= max(len(rows["groups"]), project.target_groups)
        assert got < project.target_groups
    if found.complete and found.complete.first:
        last = found.complete.last or project.end
        assert day < found.complete.first <= (found.complete.point or last) <= last <= project.end
    if found.money:
        signs = {"disbursement": 1, "refund": -1}
        paid = sum(r["amount_satang"] * signs.get(r["entry"], 0) for r in rows["spending"] if r["date"] <= day)
        assert paid <= found.money.low <= found.money.point <= found.money.high <= project.budget_satang


@settings(max_examples=60, deadline=None)
@given(years_so_far(), DAYS, windows())
def test_nothing_after_the_day_is_used(rows: dict[str, Any], day: date, registration: tuple[Window, ...]) -> None:
    """Rows dated later, and later dates in a row, change nothing; a group that registers later is one of the rest."""
    project = replace(PROJECT, windows=registration, rounds_needed=1)
    known = {
        "groups": [
            row if (row.get("registered_on") or day) <= day else row | {"stage": "trained", "registered_on": None}
            for row in rows["groups"]
        ],
        "spending": [row for row in rows["spending"] if row["date"] <= day],
        "instalments": [
            row if (row["paid_on"] or day) <= day else row | {"paid_on": None} for row in rows["instalments"]
        ],
    }

    assert forecast(view(day.isoformat(), project=project, **rows)) == forecast(
        view(day.isoformat(), project=project, **known)
    )


def test_the_forecaster_knows_nothing_of_the_years_it_is_tried_on() -> None:
    for path in (ROOT / "core").rglob("*.py"):
        assert not re.search(r"^\s*(from|import) (bench|tests)\b", path.read_text(encoding="utf-8"), re.MULTILINE), path


def test_the_families_differ_as_they_say() -> None:
    """Even years have come half-way in the middle, s-shaped ones bunch up, bursts lie before days of results."""
    half = d("2021-04-01")
    parts = {}
    for family in FAMILIES:
        made = list(years(family, 40, 7))
        days = [on for year in made for on in year.registered]
        parts[family] = sum(abs((on - half).days) < 91 for on in days) / len(days)
        if family == "bursts":
            results = {(year.project.code, w.results) for year in made for w in year.project.windows}
            near = {day for _, on in results if on for day in (on, on - timedelta(days=1), on - timedelta(days=2))}
            assert set(days) <= near
    assert parts["even"] == pytest.approx(0.5, abs=0.06)
    assert parts["s_shaped"] > 0.62
    assert HELD_OUT in FAMILIES


def test_ranges_hold_about_what_they_say() -> None:
    """A small calibration; ``make calibrate`` is the large one. Cells with few forecasts are not judged."""
    for (family, month), cell in run(60, 11).items():
        for cases in (cell.groups, cell.money):
            if len(cases) >= 30:
                assert 0.60 <= sum(case.held for case in cases) / len(cases) <= 0.97, (family, month)
        if month == max(MONTHS):
            assert len(cell.groups) > 0.8 * cell.asked
