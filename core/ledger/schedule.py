"""What should have happened by a day: the office's own plan and the cabinet's curves.

The plan is cumulative at month ends. Expectations step at month ends (a registration window or an instalment has one
day, so half a month expects nothing of it); the straight lines inside a month are for drawing alone.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from core.calendar import fiscal_year, last_month_end, month_end, months_between
from core.model import Rows
from core.model.project import Curve, Project
from core.money import divide, round_half_up

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
        steps = months_between(start, end)
        for step in range(1, steps + 1):
            ends.append(month_end(start, step))
            values.append(_between(first, last, Fraction(step, steps), measure))
    return PlanLine(tuple(ends), tuple(values))


def curve_percent(curve: Curve, project: Project, day: date) -> Fraction:
    """Percent of the net budget that a curve asks for by ``day``, exactly.

    A third of the quarter's step falls at each month end, as the published monthly figures do; inside a month the
    line is straight by day. Nothing before the fiscal year, the last quarter's value after it.
    """
    first, last = fiscal_year(project.fiscal_year_be)
    if day < first:
        return Fraction(0)
    if day >= last:
        return Fraction(curve.quarters[-1])
    months = months_between(first, day)
    start, end = _at_month(curve, months), _at_month(curve, months + 1)
    return start + (end - start) * Fraction(day.day, month_end(day).day)


def shown_percent(curve: Curve, project: Project, day: date) -> Decimal:
    """A curve's percent as it is shown: two decimals, half up."""
    exact = curve_percent(curve, project, day)
    return round_half_up(Decimal(exact.numerator) / Decimal(exact.denominator), 2)


def curve_satang(curve: Curve, project: Project, day: date, net_budget: int) -> int:
    """What a curve asks for by ``day``, satang, half up."""
    exact = curve_percent(curve, project, day) * net_budget / 100
    return divide(exact.numerator, exact.denominator)


def plan_day(project: Project, day: date) -> date:
    """The month end whose planned value stands on ``day``: the last one by then, at most the project's own last."""
    return min(last_month_end(day), project.end)


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
    return divide(exact.numerator, exact.denominator)
