"""Forecast: when the target is reached, groups and money at the year's end; ranges that hold four times in five.

**Groups.** Registrations are counts over exposure: the project's registration windows, a unit each, spread from closing
to results; without windows its days. The year's number has a gamma prior whose mean is the target; a count is negative
binomial about its share of that number, so that one burst does not pass for a rate; the share follows an even or an
S-shaped curve, each counting by how well it fits what has come (Bayesian model averaging). It is the Poisson–gamma
model by which trials foretell when their last patient is enrolled; ``arrivals`` computes it without chance.

**Money.** What is committed waits from its due day for as long as sums have waited here (exponential, gamma prior).
Small sums go on by the same growth curves. Of what is then left, a beta-distributed part is still committed and
paid: the larger, the less is committed so far; none after the last safe day. ``payments`` draws 2,000 year ends,
seeded by the data.

**Ranges** are meant to hold 80 %. For groups the run of outcomes that holds nearest to it (of each length the fullest:
Hyndman 1996); for money the middle; both aim at 81.5 %, since no model is the world. For the day, see ``_days``. Only
rows up to the cut-offs are read. With too few rounds on record (``forecast.rounds_needed``) it says so instead.

Sources: Anisimov and Fedorov 2007, Statistics in Medicine 26 (enrolment); Cameron and Trivedi, Regression Analysis of
Count Data (NB1); Meade and Islam 2006, International Journal of Forecasting 22 (no growth curve is best alone); Hoeting
and others 1999, Statistical Science 14 (averaging); Hyndman 1996, The American Statistician 50 (ranges); Gneiting and
others 2007, JRSS B 69 (sharpness under calibration: ``bench.calibrate`` measures both).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np

from core.analysis.forecast import payments
from core.analysis.forecast.arrivals import Array, learn
from core.ledger import read_ledger
from core.model import Snapshot, active, once, registered
from core.model.project import Project
from core.money import Baht, round_half_up
from core.text import Message

HELD = 0.8  # the share of cases that a range is meant to hold
_AIM = 0.815  # the share it aims at
_STEP = 100_000  # satang: ranges of money are shown in whole thousands of baht, rounded outwards
_NAMED_FROM = 1 / 3  # of the year's exposure: before, what lies ahead is over twice as long as the record
_POINTS = 12  # days between which the day of completion is interpolated, where there are no windows


@dataclass(frozen=True, slots=True)
class Range:
    """A range that holds 80 % of the outcomes, and their median. Groups, or satang."""

    low: int
    point: int
    high: int


@dataclass(frozen=True, slots=True)
class Days:
    """When the target is reached: ``None`` is "not within the year". ``likely`` is the probability that it is within.

    ``vague`` says that no day should be named: it is too early, or the range leaves out nothing that could happen.
    """

    first: date | None
    point: date | None
    last: date | None
    likely: float
    vague: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """One sentence and what is in it. Codes: range, open (or not within the year), early and maybe (no day is named),
    beyond (unlikely within the year), met, last_window (none is left), thin and thin_months (too few rounds or months
    on record), money (no groups are loaded).
    """

    code: str
    parts: tuple[Message, ...]
    complete: Days | None = None
    groups: Range | None = None
    money: Range | None = None

    @property
    def message(self) -> Message:
        """All of it in one line."""
        return Message("forecast.whole", {"parts": self.parts})


@dataclass(frozen=True, slots=True)
class Exposure:
    """When registrations can arrive: stretches of days, each its share of the year; 0 to 1 in all."""

    ends: tuple[date, ...]  # of windows, else of months: what was counted is cut here
    stretches: tuple[tuple[date, date], ...]  # after the first day, up to and with the last
    windows: bool

    @classmethod
    def of(cls, project: Project) -> "Exposure":
        """Windows run from closing to results, from opening to closing where no day of results is known."""
        found = []
        for window in project.windows:
            last = max(window.results or window.closes, window.closes)
            first = window.closes if last > window.closes else window.opens - timedelta(days=1)
            if project.start <= last and first < project.end:
                found.append((first, min(last, project.end)))
        found.sort(key=lambda stretch: (stretch[1], stretch[0]))  # results may come before those of an earlier window
        if found:
            return cls(tuple(last for _, last in found), tuple(found), True)
        return cls(tuple(project.months()), ((project.start - timedelta(days=1), project.end),), False)

    def share(self, day: date) -> float:
        """The part of the year's exposure that is over at the end of ``day``."""
        parts = (min(max((day - first).days / (last - first).days, 0.0), 1.0) for first, last in self.stretches)
        return sum(parts) / len(self.stretches)

    def knots(self, day: date, end: date) -> list[date]:
        """Days from ``day`` to the end between which the exposure is a line: of windows, else evenly laid."""
        if self.windows:
            return sorted({day, *(knot for stretch in self.stretches for knot in stretch if knot > day)})
        left = (end - day).days
        return sorted({day + timedelta(days=left * step // _POINTS) for step in range(_POINTS + 1)})


@once
def forecast(view: Snapshot) -> Forecast | None:
    """What to expect on the view's day; ``None`` outside the running year, and while there is nothing to go by."""
    if view.day is None or view.project.state(view.day) != "running":
        return None
    money = money_range(view)
    tail = [] if money is None else [_money_words(money)]
    cutoff = view.cutoff("groups")
    if cutoff is None:
        return Forecast("money", tuple(tail), money=money) if money else None
    project, rows = view.project, view.of("groups")
    counted = registered(project, rows, cutoff)
    dates = sorted(on for on, counts in zip(rows["registered_on"], counted, strict=True) if counts)
    if len(dates) >= project.target_groups:
        return Forecast("met", (Message("forecast.met", {"t": project.target_groups}), *tail), money=money)
    exposure = Exposure.of(project)
    numbers = _numbers(dates, exposure, cutoff)
    rounds = sum(number > 0 for number, _ in numbers)
    if rounds < project.rounds_needed:
        code = "thin" if exposure.windows else "thin_months"
        few = Message(f"forecast.{code}", {"q": rounds, "k": project.rounds_needed})
        return Forecast(code, (few, *tail), money=money)
    pool = max(sum(active(rows)), project.target_groups)
    return _spoken(project, exposure, cutoff, numbers, pool, money)


def _spoken(
    project: Project,
    exposure: Exposure,
    cutoff: date,
    numbers: Sequence[tuple[int, date]],
    pool: int,
    money: Range | None,
) -> Forecast:
    """The forecast of groups from the ``numbers`` registered up to each day, with that of money."""
    target, got = project.target_groups, sum(number for number, _ in numbers)
    now = exposure.share(cutoff)
    believed = learn(
        [number for number, _ in numbers], [exposure.share(day) for _, day in numbers], target, windows=exposure.windows
    )
    more = believed.more(now, [1.0], pool - got)[0]
    low, high = nearest(more)
    groups = Range(got + low, got + int(np.searchsorted(np.cumsum(more), 0.5)), got + high)
    knots = exposure.knots(cutoff, project.end)
    reached = believed.more(now, [exposure.share(day) for day in knots], target - got)[:, -1]
    complete = _days(knots, reached, exposure)
    if now < _NAMED_FROM and complete.first:
        complete = replace(complete, vague=True)
    code = "last_window" if now >= 1 else _code(complete, now)
    days = {"from_": complete.first or project.end, "to": complete.last or project.end}
    counted = "groups" if groups.low < groups.high else "groups_one"
    parts = [
        Message(f"forecast.{code}", {"t": target, **days}),
        Message(f"forecast.{counted}", {"lo": groups.low, "hi": groups.high}),
        *([_money_words(money)] if money else []),
    ]
    return Forecast(code, tuple(parts), complete, groups, money)


def money_range(view: Snapshot) -> Range | None:
    """Money paid at the year's end; ``None`` without a register, with too few months on record, or where more is used
    than the budget holds (entries to be checked first).
    """
    ledger, project = read_ledger(view), view.project
    if ledger is None or ledger.cutoff < project.start:
        return None
    net, paid = ledger.position.revised(project.budget_satang), ledger.position.disbursed
    rows, cutoff = view.of("spending"), ledger.cutoff
    months = {day.replace(day=1) for entry, day in zip(rows["entry"], rows["date"], strict=True)
              if entry == "disbursement" and project.start <= day <= cutoff}  # fmt: skip
    if len(months) < project.rounds_needed or not 0 <= paid <= ledger.position.used <= net:
        return None
    draws = payments.draw(payments.evidence(project, rows, view.of("instalments"), ledger))
    least, middle, most = np.quantile(draws, [(1 - _AIM) / 2, 0.5, (1 + _AIM) / 2])
    low, high = int(least // _STEP * _STEP), int(-(-most // _STEP) * _STEP)
    low, high = min(max(low, paid), net), min(max(high, paid), net)
    return Range(low, min(max(int(round_half_up(Decimal(float(middle)))), low), high), high)


def nearest(probabilities: Array) -> tuple[int, int]:
    """First and last of a run of outcomes: of each length the one that holds most, of these the one nearest to the aim.

    Whole groups seldom hold exactly that; always rounding up would make ranges that hold too often.
    """
    sums = np.concatenate([[0.0], np.cumsum(probabilities)])
    runs = []
    for width in range(1, len(sums)):
        held = sums[width:] - sums[:-width]
        runs.append((abs(float(held.max()) - _AIM), width, int(held.argmax())))
    _, width, first = min(runs)
    return first, first + width - 1


def _numbers(dates: Sequence[date], exposure: Exposure, cutoff: date) -> list[tuple[int, date]]:
    """How many registered up to each end of a window or month, and up to the cut-off."""
    ends = [*(end for end in exposure.ends if end < cutoff), cutoff]
    places = [0, *(bisect_right(dates, end) for end in ends)]
    return [(last - first, end) for (first, last), end in zip(pairwise(places), ends, strict=True)]


def _days(knots: Sequence[date], reached: Array, exposure: Exposure) -> Days:
    """The range of the day from the probability that the target is reached by each knot.

    A tenth on either side is left out; where more than a tenth lies beyond the year's end, "not within the year" is in
    the range and a fifth before it is left out. Windows are in or out whole, by their mid-point (Lancaster 1961).
    """
    likely = float(reached[-1])
    early, late = (0.1, 0.9) if likely >= 0.9 else (0.2, 1.0)
    if likely <= 1 - HELD:
        return Days(None, None, None, likely, vague=False)
    point = _day_at(knots, reached, 0.5) if likely > 0.5 else None
    if not exposure.windows:
        last = _day_at(knots, reached, late) if likely >= 0.9 else None
        return Days(_day_at(knots, reached, early), point, last, likely, vague=False)
    left = [(max(first, knots[0]), last) for first, last in exposure.stretches if last > knots[0]]
    ends = [float(reached[knots.index(last)]) for _, last in left]
    middles = [(before + after) / 2 for before, after in pairwise([0.0, *ends])]
    head = min(bisect_left(middles, early), len(left) - 1)
    tail = max(bisect_right(middles, late) - 1, head)
    closed = likely >= 0.9
    vague = head == 0 and (not closed or tail == len(left) - 1)
    return Days(left[head][0] + timedelta(days=1), point, left[tail][1] if closed else None, likely, vague)


def _day_at(knots: Sequence[date], reached: Array, probability: float) -> date:
    """The first day by which the target is reached with this probability, on the line between knots."""
    place = min(max(int(np.searchsorted(reached, probability)), 1), len(knots) - 1)
    before, after = float(reached[place - 1]), float(reached[place])
    part = 1.0 if after <= before else min(1.0, (probability - before) / (after - before))
    return knots[place - 1] + timedelta(days=max(1, int(np.ceil(part * (knots[place] - knots[place - 1]).days))))


def _code(complete: Days, now: float) -> str:
    if complete.first is None:
        return "beyond"
    if complete.vague:
        return "early" if now < _NAMED_FROM else "maybe"
    return "open" if complete.last is None else "range"


def _money_words(money: Range) -> Message:
    return Message("forecast.money", {"lo": Baht(money.low), "hi": Baht(money.high)})
