"""What figures are computed from: the sides of one view, each read once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from core.figures import rows
from core.figures.earned import Work, accepted_unpaid
from core.figures.standing import age_on, expected_on, joint_day, standing_on
from core.figures.value import NotKnownError, needed
from core.figures.verdict import Standing, tolerance_satang
from core.ledger import (
    CabinetLine,
    Ledger,
    Measure,
    Position,
    Suspect,
    YearEnd,
    at_risk,
    cabinet_lines,
    planned_procurement,
    procurement_uncommitted,
    read_ledger,
    revised_budget,
    saving,
    suspects,
    year_end,
)
from core.model import Rows, Snapshot
from core.model.kinds import KINDS, Kind, day_kinds
from core.money import divide, percent


class Inputs:
    """The inputs of one view; money in satang. To read a part that the data do not give raises ``NotKnownError``.

    ``today`` is the clock's day in Bangkok, for the age of the data; without it the data have no age.
    """

    def __init__(self, view: Snapshot, today: date | None) -> None:
        self.view, self.project, self.today = view, view.project, today
        self.joint_day = joint_day(view)
        self.closed = view.day is not None and view.project.state(view.day) == "closed"

    def cutoff(self, kind: Kind) -> date:
        """The day that a kind counts up to."""
        found = self.view.cutoff(kind)
        if found is None:
            raise NotKnownError(KINDS[kind].not_loaded, kind=KINDS[kind].name)
        return found

    def count(self, rules: Mapping[Kind, Callable[[Snapshot, date], list[bool]]]) -> int:
        """The groups that the rule of groups counts, on their cut-off; every kind that has a rule must be loaded."""
        days = {kind: self.cutoff(kind) for kind in rules}
        return sum(rules["groups"](self.view, days["groups"]))

    @property
    def ledger(self) -> Ledger:
        """The register up to the spending cut-off."""
        return needed(read_ledger(self.view), "no_spending")

    @property
    def position(self) -> Position:
        """Balances at the spending cut-off."""
        return self.ledger.position

    @property
    def net_budget(self) -> int:
        """The budget after transfers: known before any spending is."""
        return revised_budget(self.view)

    @cached_property
    def year_end(self) -> YearEnd:
        """What becomes of committed money at the year's end."""
        return year_end(self.project, self.ledger)

    @property
    def year_ended(self) -> YearEnd:
        """The same, once the year has ended."""
        if not self.closed and self.ledger:
            raise NotKnownError("year_running", day=self.project.end)
        return self.year_end

    @property
    def remaining(self) -> int:
        """The budget after transfers that is neither committed nor paid."""
        return self.position.remaining(self.project.budget_satang)

    @property
    def allotted(self) -> int:
        """Money received."""
        return needed(rows.ALLOTMENTS.total(self.position) or None, "no_allotment")

    @property
    def at_risk(self) -> int:
        """What may lapse, from the last safe days on."""
        uncommitted = procurement_uncommitted(self.view, self.ledger)
        day = self.view.day or self.ledger.cutoff
        found = at_risk(self.project, day, uncommitted, self.remaining, self.year_end.stranded)
        if found is not None:
            return found
        first = self.project.last_safe_direct if uncommitted is None else self.project.last_safe_procurement
        raise NotKnownError("no_safe_days") if first is None else NotKnownError("safe_until", day=first)

    @property
    def saving(self) -> int:
        """What the orders came below the planned amounts of their lines."""
        return needed(
            saving(self.view, self.ledger), "not_signed" if planned_procurement(self.project) else "no_line_plan"
        )

    @property
    def baht_a_group(self) -> int:
        """Satang disbursed for each group: of the target while the year runs, of those registered once it is closed."""
        groups = self.count({"groups": rows.registered_groups}) if self.closed else self.project.target_groups
        return divide(self.position.disbursed, needed(groups or None, "none_registered"))

    def share(self, part: int) -> Decimal:
        """Percent of the budget after transfers, two decimals."""
        return needed(percent(part, self.net_budget), "no_budget")

    @property
    def target(self) -> int:
        """What the first spending target asks for."""
        if not self.project.curves:
            raise NotKnownError("no_curve", absent=True)
        return self.cabinet[0]["satang"]

    @cached_property
    def cabinet(self) -> tuple[CabinetLine, ...]:
        """Each spending target on the spending cut-off, beside what it is compared with."""
        return cabinet_lines(self.project, self.ledger.cutoff, self.net_budget, self.position)

    @cached_property
    def suspects(self) -> tuple[Suspect, ...]:
        """Entries that make the sums doubtful."""
        return tuple(suspects(self.ledger, self.net_budget))

    def planned(self, measure: Measure, side: Kind, *, first: bool = False) -> int:
        """What the plan asks for by the cut-off of a side: the plan in force then, or the ``first`` one."""
        if "plan" not in self.view.uploads:
            raise NotKnownError("no_plan")
        day = self.cutoff(side)
        plan = self.versions[0] if first else self.view.plan_on(day)
        absent = f"no_plan_{'groups' if side == 'groups' else 'money'}"
        return needed(expected_on(plan, measure, day), absent if len(plan) else "no_plan")

    @property
    def versions(self) -> Sequence[Rows]:
        """Every plan so far, the first one first."""
        if "plan" not in self.view.uploads:
            raise NotKnownError("no_plan")
        if self.view.earlier_plans is None:
            raise NotKnownError("plans_unread")
        return *self.view.earlier_plans, self.view.of("plan")

    @cached_property
    def age(self) -> int | None:
        """Days from the data to the clock; ``None`` without a clock and outside the project's year."""
        if self.closed:
            return None
        return age_on(self.today, self.joint_day, self.project.start, self.project.end)

    @cached_property
    def standing(self) -> Standing:
        """Both sides on the joint day, and the state of the data as a whole; names the sides that are missing."""
        if (day := self.joint_day) is None:
            missing = tuple(kind for kind in day_kinds() if self.view.cutoff(kind) is None)
            return Standing(project=self.project, missing=missing)
        return replace(
            standing_on(self.view, self.ledger.on(day), day),
            suspects=sum(suspect.entries for suspect in self.suspects),
            closed=self.closed,
            reached=day,
            carryover=self.year_end.carried if self.closed else None,
            age_days=self.age,
        )

    @property
    def tolerance(self) -> int:
        """How far below its plan money may lie on the joint day."""
        net = self.work.bac
        return tolerance_satang(self.project, net, needed(self.standing.expected_disbursed, "no_plan_money"))

    @cached_property
    def accepted_unpaid(self) -> int:
        """Instalments accepted and not paid by the joint day."""
        return accepted_unpaid(self.view.of("instalments"), needed(self.joint_day, "one_side"))

    @cached_property
    def work(self) -> Work:
        """The worth and the cost of the work on the joint day."""
        waiting, standing = self.accepted_unpaid, self.standing
        return Work(
            bac=standing.net_budget,
            target=self.project.target_groups,
            registered=standing.registered,
            expected=standing.expected_groups,
            ac=standing.disbursed + waiting,
            closed=self.closed,
        )
