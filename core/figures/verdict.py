"""One verdict that joins groups and money: the first case that holds, with its numbers in the sentence.

Everything is compared on one day, the earlier of the two cut-offs; ``suspects``, ``closed`` and ``age_days`` are the
state of the data as a whole. Money is satang; sentences show whole baht.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.ledger import CabinetLine
from core.model.kinds import KINDS, Kind
from core.model.project import Project
from core.money import Baht, tell_apart
from core.text import Message


@dataclass(frozen=True, slots=True)
class Verdict:
    """A code and its sentence.

    ``within_tolerance``: a side lies below its plan and is accepted all the same. ``waiting``: money is not judged,
    because the money received is used up and more of the budget is to come. ``below`` is the curve that
    ``below_cabinet_on_plan`` speaks of.
    """

    code: str
    message: Message
    within_tolerance: bool = False
    waiting: bool = False
    below: CabinetLine | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the verdict looks at. ``missing`` names the kinds without data, ``suspects`` counts entries to check.

    ``expected_disbursed`` is the plan at the last month end reached; ``expected_disbursed_until`` the plan at the end
    of the running month, the day ``until``: an instalment planned for this month may be paid on any day of it.
    ``reached`` is the day that both sides reach: how a year ended is known only where they reach its end.
    ``carryover`` and ``age_days`` are unknown where they do not apply: while the year runs, without a clock.
    """

    project: Project
    missing: tuple[Kind, ...] = ()
    registered: int = 0
    expected_groups: int | None = None
    disbursed: int = 0
    expected_disbursed: int | None = None
    expected_disbursed_until: int | None = None
    until: date | None = None
    net_budget: int = 0
    used: int | None = None
    allocated: int | None = None
    suspects: int = 0
    closed: bool = False
    reached: date | None = None
    carryover: int | None = None
    age_days: int | None = None
    cabinet: Sequence[CabinetLine] = ()


ALLOTTED_USED_PERCENT = 95
WHATEVER_THE_AGE = frozenset({"no_data", "no_plan", "suspect", "closed"})  # decided before the age of the data is asked


def of_part() -> Verdict:
    """In place of a verdict where the rows of one amphoe alone are looked at: a project is judged as a whole."""
    return _verdict("part")


def decide(s: Standing) -> Verdict:
    """The first case that holds, in the design's order."""
    if s.missing:
        return _no_data(s.missing)
    result = {"r": s.registered, "d": Baht(s.disbursed)}
    if s.expected_groups is None or s.expected_disbursed is None:
        return _no_plan(s, result)
    if s.suspects:
        return _verdict("suspect", k=s.suspects)
    if s.closed:
        return _ended(s, result)
    return too_old(s.age_days, s.project.staleness_days) or _against_plan(s, s.expected_groups, s.expected_disbursed)


def too_old(age_days: int | None, staleness_days: int) -> Verdict | None:
    """The verdict on data that are too old to be compared with a plan; ``None`` where they are not."""
    return None if age_days is None or age_days <= staleness_days else _verdict("stale", days=age_days)


def tolerance_satang(project: Project, net_budget: int, expected_disbursed: int) -> int:
    """How far below its plan money may lie, satang, cut to whole satang (a gap above it is late).

    min(``tolerance_percent`` of the budget after transfers, max(``tolerance_of_plan_percent`` of what the plan asks by
    then, ``tolerance_floor_percent`` of the budget after transfers)). A project version stored without the last two
    keeps the first alone.
    """
    of_plan, floor = project.tolerance_of_plan_percent, project.tolerance_floor_percent
    most = project.tolerance_percent * net_budget
    if of_plan is not None or floor is not None:
        most = min(most, max((of_plan or 0) * Decimal(expected_disbursed), (floor or 0) * Decimal(net_budget)))
    return max(0, int(most // 100))


def _against_plan(s: Standing, expected_groups: int, expected_disbursed: int) -> Verdict:
    tolerance = tolerance_satang(s.project, s.net_budget, expected_disbursed)
    short, gap = expected_groups - s.registered, expected_disbursed - s.disbursed
    groups_late, money_late = short > s.project.tolerance_groups, gap > tolerance
    within = _Within(0 if groups_late else short, s.project.tolerance_groups, 0 if money_late else gap, tolerance)
    if is_waiting(s.allocated, s.used, s.net_budget):  # nobody can spend what has not been received
        return _waiting(s, short if groups_late else None, expected_groups, within)
    if groups_late and money_late:
        return _verdict("both_late", g=short, gap=Baht(gap))
    if groups_late and (ahead := _ahead(s, expected_disbursed, tolerance)):
        return ahead
    if groups_late:
        return within.tell("groups_late", g=short, r=s.registered, e=expected_groups)
    if money_late:
        return within.tell("money_late", gap=Baht(gap))
    if line := _below_curve(s.cabinet):
        return _below(line, within)
    return within.tell("on_course", r=s.registered, d=Baht(s.disbursed))


@dataclass(frozen=True, slots=True)
class _Within:
    """How far a side that is not late lies below its plan, and how far it may: groups, and satang."""

    groups: int
    groups_tolerance: int
    satang: int
    tolerance: int

    @property
    def parts(self) -> list[Message]:
        """The sides that are below their plan, each with how far; none where neither is."""
        found = []
        if self.groups > 0:
            found.append(Message("within.groups", {"g": self.groups, "tol": self.groups_tolerance}))
        if self.satang > 0:
            gap, tolerance = tell_apart(self.satang, self.tolerance)
            found.append(Message("within.money", {"gap": gap, "tol": tolerance}))
        return found

    def tell(self, code: str, sentence: str = "", /, **params: object) -> Verdict:
        """A verdict, with what it accepts."""
        sentence = sentence or code
        if not self.parts:
            return _verdict(code, sentence, **params)
        accepted = _verdict(code, f"{sentence}_within", **params, within=self.parts)
        return replace(accepted, within_tolerance=True)


def _ahead(s: Standing, expected_disbursed: int, tolerance: int) -> Verdict | None:
    """More paid than the plan asks by the end of the running month, with fewer groups than planned."""
    until = expected_disbursed if s.expected_disbursed_until is None else s.expected_disbursed_until
    over = s.disbursed - until
    if over <= tolerance:
        return None
    short = (s.expected_groups or 0) - s.registered
    if until == expected_disbursed or s.until is None:
        return _verdict("money_ahead", g=short, gap=Baht(over))
    return _verdict("money_ahead", "money_ahead_until", until=s.until, g=short, gap=Baht(over))


def _below_curve(cabinet: Sequence[CabinetLine]) -> CabinetLine | None:
    """The first judged curve that the money lies below; ``None`` where it lies below none."""
    below = (line for line in cabinet if line["judged"] and line["compared_satang"] < line["satang"])
    return next(below, None)


def is_waiting(allocated: int | None, used: int | None, net_budget: int) -> bool:
    """Whether the money received is used up (95 % of it) while more of the budget is to come; satang."""
    if allocated is None or used is None or not 0 < allocated < net_budget:
        return False
    return used * 100 >= allocated * ALLOTTED_USED_PERCENT


def _waiting(s: Standing, short: int | None, expected_groups: int, within: _Within) -> Verdict:
    """Money waits for its allotment: the groups alone are judged, and the sentence says what money waits for."""
    used, allocated = tell_apart(s.used or 0, s.allocated or 0)
    money = {"u": used, "a": allocated}
    groups = replace(within, satang=0)
    if short is None:
        return replace(groups.tell("on_course", "on_course_waiting", **money), waiting=True)
    counts = {"g": short, "r": s.registered, "e": expected_groups}
    return replace(_verdict("groups_late", "groups_late_waiting", **counts, **money), waiting=True)


def _below(line: CabinetLine, within: _Within) -> Verdict:
    """Below the cabinet's curve and on the office's own plan. What the source says of such a project is said where it
    keeps to its plan without the tolerance, and never else.
    """
    gap = Baht(line["satang"] - line["compared_satang"])
    if within.parts or line["note"] is None:
        return replace(within.tell("below_cabinet_on_plan", gap=gap), below=line)
    texts = {"note": line["note"], "source": line["source"]}
    return replace(_verdict("below_cabinet_on_plan", "below_cabinet_on_plan_met", gap=gap, **texts), below=line)


def _no_data(missing: tuple[Kind, ...]) -> Verdict:
    """Nothing at all, or one of the two sides missing: then the sentence names it."""
    if len(missing) > 1:
        return _verdict("no_data")
    return _verdict("no_data", "no_data_of", kind=KINDS[missing[0]].name)


def _no_plan(s: Standing, result: Mapping[str, object]) -> Verdict:
    """No plan at all, or one that leaves a side out: then the sentence names it."""
    if s.expected_groups is None and s.expected_disbursed is None:
        return _verdict("no_plan", **result)
    return _verdict("no_plan", "no_plan_groups" if s.expected_groups is None else "no_plan_money", **result)


def _ended(s: Standing, result: Mapping[str, object]) -> Verdict:
    """How the year ended, or up to which day that is known: what is to be carried over is then not."""
    target = s.project.target_groups
    if s.reached is None or s.reached >= s.project.end:
        carried = None if s.carryover is None else Baht(s.carryover)
        return _verdict("closed", **result, t=target, co=carried)
    return _verdict("closed", "closed_until", until=s.reached, **result, t=target)


def _verdict(code: str, sentence: str = "", /, **params: object) -> Verdict:
    """A code with its sentence, or with another one of its own."""
    return Verdict(code, Message(f"verdict.{sentence or code}", params))
