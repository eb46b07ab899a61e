"""``python -m bench.calibrate``: does the forecast's 80 % range hold the truth four times in five, and how wide is it?

Thousands of made projects (``bench.made_projects``) are forecast after 3, 6 and 9 months; the year shows what came.
A cell is a family at a month; its coverage is over the forecasts that spoke. Bar: 75–90 % in every cell of 50 or more.

The rival is the usual one: the rate of the last 90 days carried to the year's end, its range from 200 bootstrap samples
of those days. A range that holds less is easily narrow, so the rival's is widened or narrowed about its middle until it
holds as often as ours in that very cell; then the mean widths are compared (Gneiting and others 2007: sharpness under
calibration). The family ``HELD_OUT`` was not looked at while the forecaster was tuned;
docs/decisions/008 says what the first look showed and what was changed after it.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import numpy as np

from bench.made_projects import FAMILIES, Year, years
from core.analysis.forecast.forecast import Forecast, forecast
from core.model.kinds import Kind
from core.model.rows import Rows
from core.model.snapshot import Snapshot, UploadRef

HELD_OUT = "bursts"
MONTHS = {3: date(2020, 12, 31), 6: date(2021, 3, 31), 9: date(2021, 6, 30)}
LOW, HIGH, ENOUGH = 0.75, 0.90, 50
RIVAL_DAYS, SAMPLES = 90, 200


@dataclass
class Case:
    """One forecast against what came. ``rival`` is low, middle, high; ``bounds`` what is possible at all."""

    low: float
    high: float
    truth: float
    rival: tuple[float, float, float]
    bounds: tuple[float, float]

    @property
    def held(self) -> bool:
        return self.low <= self.truth <= self.high


@dataclass
class Cell:
    """All forecasts of a family at a month. ``asked`` leaves out projects that had reached the target."""

    asked: int = 0
    groups: list[Case] = field(default_factory=list)
    money: list[Case] = field(default_factory=list)
    named: list[bool] = field(default_factory=list)  # forecasts that named a day: was the day in the range
    unlikely: list[bool] = field(default_factory=list)  # forecasts that said "unlikely": was it not reached
    vague: int = 0  # forecasts that left the day open


def view_of(year: Year, day: date) -> Snapshot:
    """What the program would see of a made year: every row, as of ``day``; it applies the cut-off itself."""
    rows: dict[Kind, Rows] = {"groups": year.groups, "spending": year.spending, "instalments": year.instalments}
    at = datetime(2021, 1, 1, tzinfo=UTC)
    uploads = {kind: UploadRef(no, kind, 1, day, at, "made", "made") for no, kind in enumerate(rows, 1)}
    return Snapshot(year.project, day, uploads, rows)


def judge(cell: Cell, year: Year, day: date, random: np.random.Generator) -> None:
    """Forecast one year on one day and note what came of it."""
    found, end = forecast(view_of(year, day)), year.project.end
    got = sum(on <= day for on in year.registered)
    if got < year.project.target_groups:
        cell.asked += 1
    if found is None:
        return
    left = (end - day).days
    if found.groups is not None:
        since = [(day - on).days for on in year.registered if (day - on).days in range(RIVAL_DAYS)]
        rival = _rival(got, np.bincount(since, minlength=RIVAL_DAYS), left, random)
        bounds = (float(got), float(len(year.groups)))
        cell.groups.append(Case(found.groups.low, found.groups.high, len(year.registered), rival, bounds))
        _judge_day(cell, found, year.complete)
    if found.money is not None:
        paid = sum(satang for on, satang in year.paid if on <= day)
        truth = sum(satang for on, satang in year.paid if on <= end)
        daily = np.zeros(RIVAL_DAYS)
        for on, satang in year.paid:
            if 0 <= (day - on).days < RIVAL_DAYS:
                daily[(day - on).days] += satang
        bounds = (float(paid), float(year.project.budget_satang))
        cell.money.append(Case(found.money.low, found.money.high, truth, _rival(paid, daily, left, random), bounds))


def _judge_day(cell: Cell, found: Forecast, truth: date | None) -> None:
    days = found.complete
    if days is None or days.vague:
        cell.vague += 1
    elif days.first is None:
        cell.unlikely.append(truth is None)
    elif truth is None:
        cell.named.append(days.last is None)
    else:
        cell.named.append(days.first <= truth <= (days.last or truth))


def _rival(got: float, daily: np.ndarray, left: int, random: np.random.Generator) -> tuple[float, float, float]:
    """The rate of the last 90 days carried on, with the tenth and the ninetieth percentile of its bootstrap."""
    sums = random.choice(daily, (SAMPLES, RIVAL_DAYS)).mean(axis=1) * left
    low, high = np.quantile(sums, [0.1, 0.9])
    return got + float(low), got + float(daily.mean() * left), got + float(high)


def stretched(cases: Sequence[Case], factor: float, whole: bool) -> tuple[float, float]:
    """Coverage and mean width of the rival with its ranges ``factor`` times as wide, kept to what is possible."""
    low, middle, high = np.array([case.rival for case in cases]).T
    least, most = np.array([case.bounds for case in cases]).T
    lows = np.clip(middle - factor * (middle - low), least, most)
    highs = np.clip(middle + factor * (high - middle), least, most)
    if whole:
        lows, highs = np.floor(lows + 0.5), np.floor(highs + 0.5)
    truth = np.array([case.truth for case in cases])
    return float(np.mean((lows <= truth) & (truth <= highs))), float(np.mean(highs - lows))


def at_equal_coverage(cases: Sequence[Case], whole: bool) -> float:
    """Mean width of the rival once it holds as often as ours; its widest where it never does."""
    wanted = np.mean([case.held for case in cases])
    factors = np.geomspace(0.05, 100.0, 200)
    return next((w for c, w in (stretched(cases, f, whole) for f in factors) if c >= wanted),
                stretched(cases, float(factors[-1]), whole)[1])  # fmt: skip


def run(number: int, seed: int, families: Sequence[str] = FAMILIES) -> dict[tuple[str, int], Cell]:
    """Every cell, from ``number`` projects of each family."""
    random = np.random.default_rng([seed, len(FAMILIES)])
    cells = {(family, month): Cell() for family in families for month in MONTHS}
    for family in families:
        for year in years(family, number, seed):
            for month, day in MONTHS.items():
                judge(cells[family, month], year, day, random)
    return cells


def within(share: float, number: int) -> bool:
    """Whether a coverage holds the bar; too few forecasts to judge are no failure."""
    return number < ENOUGH or LOW <= share <= HIGH


def compare(cases: Sequence[Case], whole: bool, unit: float) -> tuple[str, float, float]:
    """One line's part: coverage and width, the rival's, its width at our coverage, the ratio; both widths summed."""
    if not cases:
        return f"{'-':>6} {'-':>7} {'-':>6} {'-':>7} {'-':>7} {'-':>5}", 0.0, 0.0
    ours = float(np.mean([case.high - case.low for case in cases]))
    covered, width = stretched(cases, 1.0, whole)
    equal = at_equal_coverage(cases, whole)
    held = np.mean([case.held for case in cases])
    text = f"{held:6.1%} {ours / unit:7.1f} {covered:6.1%} {width / unit:7.1f} {equal / unit:7.1f} {ours / equal:5.2f}"
    return text, ours * len(cases), equal * len(cases)


def table(cells: dict[tuple[str, int], Cell], pick: Callable[[Cell], list[Case]], whole: bool, unit: float) -> bool:
    """Print one quantity, a line a cell; whether every coverage holds the bar and ours is narrower overall."""
    print(
        f"{'':10} {'month':>5} {'spoke':>6} {'holds':>6} {'width':>7} "
        f"{'rival':>6} {'width':>7} {'=held':>7} {'ratio':>5}"
    )
    fine, ours, theirs = True, 0.0, 0.0
    for (family, month), cell in cells.items():
        cases = pick(cell)
        text, our_width, their_width = compare(cases, whole, unit)
        good = within(_share([case.held for case in cases]), len(cases))
        fine, ours, theirs = fine and good, ours + our_width, theirs + their_width
        asked = max(1, cell.asked if whole else max(cell.asked, len(cases)))
        print(f"{family:10} {month:5} {len(cases) / asked:6.0%} {text}{'' if good else '  OUTSIDE'}")
    print(f"{'overall':10} {'':5} {'':6} {'':44} {ours / theirs:5.2f}\n")
    return fine and ours < theirs


def _share(outcomes: Sequence[bool]) -> float:
    return sum(outcomes) / len(outcomes) if outcomes else 0.0


def days_table(cells: dict[tuple[str, int], Cell]) -> bool:
    """Print the day of completion: how often it was named and held, called unlikely and rightly so, or left open."""
    print(f"{'':10} {'month':>5} {'named':>6} {'holds':>6} {'unlikely':>8} {'right':>6} {'open':>6}")
    fine = True
    for (family, month), cell in cells.items():
        spoke = max(1, len(cell.named) + len(cell.unlikely) + cell.vague)
        held, right = _share(cell.named), _share(cell.unlikely)
        good = within(held, len(cell.named)) and (len(cell.unlikely) < ENOUGH or right >= LOW)
        fine = fine and good
        shown = (
            f"{value:6.1%}" if seen else f"{'-':>6}" for value, seen in ((held, cell.named), (right, cell.unlikely))
        )
        line = f"{family:10} {month:5} {len(cell.named):6} {next(shown)} {len(cell.unlikely):8} {next(shown)}"
        print(f"{line} {cell.vague / spoke:6.0%}{'' if good else '  OUTSIDE'}")
    print()
    return fine


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.calibrate")
    parser.add_argument("--projects", type=int, default=2000, help="made projects of each family")
    parser.add_argument("--seed", type=int, default=2564)
    parser.add_argument("--families", nargs="*", default=FAMILIES, choices=FAMILIES)
    options = parser.parse_args()
    started = time.perf_counter()
    cells = run(options.projects, options.seed, options.families)
    number = options.projects * len(options.families)
    print(f"{number:,} made projects, seed {options.seed}; bar {LOW:.0%}–{HIGH:.0%}; ", end="")
    print(f"held out until a first look: {HELD_OUT}")
    print("'spoke': share of forecasts made of those asked for; '=held': the rival's width at our coverage\n")
    print("Groups registered at the year's end")
    fine = table(cells, lambda cell: cell.groups, True, 1.0)
    print("Day on which the target is reached")
    fine &= days_table(cells)
    print("Money disbursed at the year's end (thousand baht)")
    fine &= table(cells, lambda cell: cell.money, False, 100_000.0)
    print(f"{'holds' if fine else 'MISSED'}; {time.perf_counter() - started:.0f} s")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
