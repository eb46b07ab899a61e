"""The quarters of the fiscal year, each judged on its last day: what was planned, what was done, and how it stood.

A quarter is compared with the plan that was in force on its last day, so that a plan lowered later changes no past
quarter. Money is satang; sums run from the beginning of the year.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.calendar import quarters
from core.figures import decide, expected_on, joint_day, standing_on
from core.ledger import Position, read_ledger, schedule
from core.model import Snapshot
from core.money import percent


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter of the fiscal year on ``last``, its last day.

    ``code`` is that of the verdict on that day, without what belongs to the present (staleness, entries to check), and
    ``within_tolerance`` and ``waiting`` are those of it; ``code`` is ``None`` while groups or money do not yet reach
    the day. What is not known by then is ``None`` too.
    """

    number: int
    last: date
    planned_groups: int | None
    registered_groups: int | None
    planned_satang: int | None
    disbursed_satang: int | None
    used_satang: int | None
    disbursed_percent: Decimal | None
    used_percent: Decimal | None
    cabinet_percent: Decimal | None
    code: str | None
    within_tolerance: bool = False
    waiting: bool = False

    @property
    def standing(self) -> str:
        """Which words say how it stood: the code, ``_waiting`` or ``_within`` added; ``ahead`` before its end."""
        if self.code is None:
            return "ahead"
        return f"{self.code}_waiting" if self.waiting else f"{self.code}_within" if self.within_tolerance else self.code


def judged_quarters(view: Snapshot) -> list[Quarter]:
    """The four quarters in order."""
    ends = [(number, last) for number, _, last in quarters(view.project.fiscal_year_be)]
    reached = joint_day(view)
    over = [last for _, last in ends if reached is not None and last <= reached]
    ledger = read_ledger(view)
    return [_quarter(view, number, last, ledger.on(last) if ledger and last in over else None) for number, last in ends]


def _quarter(view: Snapshot, number: int, last: date, position: Position | None) -> Quarter:
    project, plan = view.project, view.plan_on(last)
    groups, money = expected_on(plan, "planned_groups", last), expected_on(plan, "planned_disbursed_satang", last)
    asked = schedule.shown_percent(project.curves[0], project, last) if project.curves else None
    if position is None:
        return Quarter(number, last, groups, None, money, None, None, None, None, asked, None)
    standing = standing_on(view, position, last)
    verdict = decide(standing)
    return Quarter(
        number=number,
        last=last,
        planned_groups=groups,
        registered_groups=standing.registered,
        planned_satang=money,
        disbursed_satang=position.disbursed,
        used_satang=position.used,
        disbursed_percent=percent(position.disbursed, standing.net_budget),
        used_percent=percent(position.used, standing.net_budget),
        cabinet_percent=asked,
        code=verdict.code,
        within_tolerance=verdict.within_tolerance,
        waiting=verdict.waiting,
    )
