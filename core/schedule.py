"""What should have happened by a day: the office's own plan and the cabinet's curves.

The plan is cumulative at month ends. Expectations step at month ends (a registration window or an instalment has one
day, so half a month expects nothing of it); the straight lines inside a month are for drawing alone.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from core.money import round_half_up
from core.project import BE_OFFSET, Curve, Project, month_end
from core.rows import Rows

Measure = Literal["planned_groups", "planned_disbursed_satang"]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """Cumulative values of one measure at consecutive month ends: groups, or satang."""

    ends: tuple[date, ...]
    values: tuple[int, ...]

    def expected(self, day: date) -> int:
        """The value at the last month end on or before ``day``: 0 before the first, held after the last."""
        index = bisect_right(self.ends, day) - 1
        return 0 if index < 0 else self.values[index]

    def drawn(self, day: date) -> float:
        """The straight line between month ends, for charts; it starts at 0 at the end of the month before the first."""
        index = bisect_right(self.ends, day) - 1
        if index == len(self.ends) - 1:
            return float(self.values[-1])
        before = 0 if index < 0 else self.values[index]
        start, end = previous_month_end(self.ends[index + 1]), self.ends[index + 1]
        if day <= start:
            return float(before)
        return before + (self.values[index + 1] - before) * (day - start).days / (end - start).days


def plan_line(rows: Rows, measure: Measure) -> PlanLine | None:
    """One measure of a plan, or ``None`` where the plan does not give it.

    A month without a value lies on the line between its neighbours, counted in months: groups cut to whole groups,
    money rounded half up.
    """
    known = sorted(
        (month_end(month), value)
        for month, value in zip(rows["month"], rows[measure], strict=True)
        if value is not None
    )
    if not known:
        return None
    ends, values = [known[0][0]], [known[0][1]]
    for (start, first), (end, last) in pairwise(known):
        steps = _months_between(start, end)
        for step in range(1, steps + 1):
            ends.append(_months_later(start, step))
            values.append(_between(first, last, Fraction(step, steps), measure))
    return PlanLine(tuple(ends), tuple(values))


def daily(line: PlanLine, first: date, last: date) -> list[tuple[date, float]]:
    """The drawn line for each day from ``first`` to ``last``, both included."""
    return [(day, line.drawn(day)) for day in days_between(first, last)]


def days_between(first: date, last: date) -> Iterator[date]:
    """Each day from ``first`` to ``last``, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def curve_percent(curve: Curve, project: Project, day: date) -> Fraction:
    """Percent of the net budget that a curve asks for by ``day``, exactly.

    A third of the quarter's step falls at each month end, as the published monthly figures do; inside a month the
    line is straight by day. Nothing before the fiscal year, the last quarter's value after it.
    """
    first, last = fiscal_year(project)
    if day < first:
        return Fraction(0)
    if day >= last:
        return Fraction(curve.quarters[-1])
    months = (day.year - first.year) * 12 + day.month - first.month
    start, end = _at_month(curve, months), _at_month(curve, months + 1)
    return start + (end - start) * Fraction(day.day, month_end(day).day)


def shown_percent(curve: Curve, project: Project, day: date) -> Decimal:
    """A curve's percent as it is shown: two decimals, half up."""
    exact = curve_percent(curve, project, day)
    return round_half_up(Decimal(exact.numerator) / Decimal(exact.denominator), 2)


def curve_satang(curve: Curve, project: Project, day: date, net_budget: int) -> int:
    """What a curve asks for by ``day``, satang, half up."""
    exact = curve_percent(curve, project, day) * net_budget / 100
    return int(round_half_up(Decimal(exact.numerator) / Decimal(exact.denominator)))


def fiscal_year(project: Project) -> tuple[date, date]:
    """First and last day of the project's fiscal year: 1 October to 30 September."""
    year = project.fiscal_year_be - BE_OFFSET
    return date(year - 1, 10, 1), date(year, 9, 30)


def quarters(project: Project) -> list[tuple[int, date, date]]:
    """Number, first and last day of each quarter of the fiscal year."""
    first, _ = fiscal_year(project)
    starts = [_months_later(previous_month_end(first), 3 * k) + timedelta(days=1) for k in range(4)]
    return [(k + 1, start, _months_later(start, 2)) for k, start in enumerate(starts)]


def plan_day(project: Project, day: date) -> date:
    """The month end whose planned value stands on ``day``: the last one by then, at most the project's own last."""
    reached = day if month_end(day) == day else previous_month_end(day)
    return min(reached, project.end)


def previous_month_end(day: date) -> date:
    """The last day of the month before that of ``day``."""
    return day.replace(day=1) - timedelta(days=1)


def _at_month(curve: Curve, months: int) -> Fraction:
    """The curve's percent after so many whole months of the fiscal year, 0 to 12."""
    quarter, third = divmod(months, 3)
    steps = (Fraction(0), *(Fraction(value) for value in curve.quarters))
    if third == 0:
        return steps[quarter]
    return steps[quarter] + (steps[quarter + 1] - steps[quarter]) * Fraction(third, 3)


def _between(first: int, last: int, share: Fraction, measure: Measure) -> int:
    exact = first + (last - first) * share
    if measure == "planned_groups":
        return int(exact // 1)
    return int(round_half_up(Decimal(exact.numerator) / Decimal(exact.denominator)))


def _months_between(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


def _months_later(day: date, months: int) -> date:
    """The last day of the month that lies ``months`` after the month of ``day``."""
    index = day.year * 12 + day.month - 1 + months
    return month_end(date(index // 12, index % 12 + 1, 1))
