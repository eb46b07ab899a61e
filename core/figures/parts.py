"""The figures of groups, of the plan, and of both sides together; the money stands in ``core.ledger.balance``.

Each part is computed from the view alone and comes with its reasons: field -> why it is a dash.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from core.calendar import month_end
from core.figures.earned import accepted_unpaid, earned
from core.figures.groups import count_groups, registered
from core.figures.verdict import Standing, Verdict, decide, tolerance_satang
from core.kinds import Kind
from core.ledger.balance import MoneyFigures, cabinet_lines
from core.ledger.ledger import Ledger, Position
from core.ledger.schedule import Measure, plan_line
from core.model.rows import Rows
from core.model.view import View
from core.phrases import reason
from core.sentences import Pair

Reasons = dict[str, Pair]
SIDES: tuple[Kind, ...] = ("groups", "spending")


@dataclass(frozen=True, kw_only=True)
class GroupFigures:
    """Groups on the groups' cut-off; unknown while no groups are loaded."""

    target_groups: int
    registered_groups: int | None = None
    developed_groups: int | None = None
    active_groups: int | None = None
    awaiting_date_groups: int | None = None  # at the goal stage without a date
    registered_before_groups: int | None = None  # registered before the project's first day
    stage_groups: Mapping[str, int] = field(default_factory=dict)  # active groups by stage of the ladder


@dataclass(frozen=True, kw_only=True)
class PlanFigures:
    """What the plan in force asks for: groups on the groups' cut-off, money on the spending cut-off."""

    expected_groups: int | None = None
    expected_disbursed_satang: int | None = None
    plan_revisions: int | None = None
    first_expected_groups: int | None = None  # what the first plan asked for on the same days
    first_expected_disbursed_satang: int | None = None


@dataclass(frozen=True, kw_only=True)
class JointFigures:
    """What needs both sides, on ``joint_day``, the earlier of the two cut-offs; satang."""

    verdict: Verdict
    joint_day: date | None = None
    age_days: int | None = None  # clock − joint_day, only while the clock is inside the project's year
    stale: bool = False
    tolerance_satang: int | None = None  # how far below its plan money may lie
    bac_satang: int | None = None
    pv_satang: int | None = None
    ev_satang: int | None = None
    ac_satang: int | None = None
    accepted_unpaid_satang: int | None = None
    spi: Decimal | None = None
    cpi: Decimal | None = None
    eac_satang: int | None = None
    sv_satang: int | None = None
    cv_satang: int | None = None
    etc_satang: int | None = None
    vac_satang: int | None = None
    tcpi: Decimal | None = None


def joint_day(view: View) -> date | None:
    """The earlier cut-off of groups and spending; ``None`` while one of them is not loaded."""
    groups, spending = view.cutoff("groups"), view.cutoff("spending")
    return None if groups is None or spending is None else min(groups, spending)


def group_part(view: View) -> tuple[GroupFigures, Reasons]:
    """Counts of groups."""
    target, cutoff = view.project.target_groups, view.cutoff("groups")
    if cutoff is None:
        unknown = GroupFigures(target_groups=target)
        return unknown, {name: reason("no_groups") for name, value in vars(unknown).items() if value is None}
    counts = count_groups(view.project, view.of("groups"), cutoff)
    figures = GroupFigures(
        target_groups=target,
        registered_groups=counts.registered,
        developed_groups=counts.developed,
        active_groups=counts.active,
        awaiting_date_groups=counts.awaiting_date,
        registered_before_groups=counts.registered_before,
        stage_groups=counts.stages,
    )
    return figures, {}


def plan_part(view: View) -> tuple[PlanFigures, Reasons]:
    """What the plan asks for, what the first plan asked for, and how often it changed."""
    if "plan" not in view.uploads:
        unknown = PlanFigures()
        return unknown, dict.fromkeys(vars(unknown), reason("no_plan"))
    plan = view.of("plan")
    reasons: Reasons = {}
    groups, why = _expected(_in_force(view, "groups"), "planned_groups", view.cutoff("groups"))
    if why:
        reasons |= dict.fromkeys(("expected_groups", "first_expected_groups"), reason(why))
    money, why = _expected(_in_force(view, "spending"), "planned_disbursed_satang", view.cutoff("spending"))
    if why:
        reasons |= dict.fromkeys(("expected_disbursed_satang", "first_expected_disbursed_satang"), reason(why))
    earlier = view.earlier_plans
    if earlier is None:
        names = ("plan_revisions", "first_expected_groups", "first_expected_disbursed_satang")
        reasons |= dict.fromkeys(names, reason("plans_unread"))
        return PlanFigures(expected_groups=groups, expected_disbursed_satang=money), reasons
    first = earlier[0] if earlier else plan
    texts = [_content(rows) for rows in (*earlier, plan)]
    figures = PlanFigures(
        expected_groups=groups,
        expected_disbursed_satang=money,
        plan_revisions=sum(before != after for before, after in pairwise(texts)),
        first_expected_groups=_expected(first, "planned_groups", view.cutoff("groups"))[0],
        first_expected_disbursed_satang=_expected(first, "planned_disbursed_satang", view.cutoff("spending"))[0],
    )
    return figures, reasons


def _in_force(view: View, kind: Kind) -> Rows:
    """The plan that was in force on the cut-off of a kind: one made later judges no day before it."""
    cutoff = view.cutoff(kind)
    return view.of("plan") if cutoff is None else view.plan_on(cutoff)


def plans(view: View) -> dict[str, Rows]:
    """The plan in force, and the first plan where that was another one: by the name of their series in charts."""
    if "plan" not in view.uploads:
        return {}
    present, first = view.of("plan"), (view.earlier_plans or (view.of("plan"),))[0]
    revised = _content(first) != _content(present)
    return {"plan": present} | ({"first_plan": first} if revised else {})


def joint_part(
    view: View, ledger: Ledger | None, money: MoneyFigures, today: date | None
) -> tuple[JointFigures, Reasons]:
    """Earned value, the age of the data and the verdict."""
    day = joint_day(view)
    if day is None or ledger is None:
        missing = tuple(kind for kind in SIDES if view.cutoff(kind) is None)
        unknown = JointFigures(verdict=decide(Standing(project=view.project, missing=missing)))
        names = (name for name, value in vars(unknown).items() if value is None)
        return unknown, dict.fromkeys(names, reason("one_side"))
    age = _age(view, day, today)
    standing = replace(
        standing_on(view, ledger.on(day), day),
        suspects=sum(suspect.entries for suspect in money.suspects),
        closed=_closed(view),
        reached=day,
        carryover=money.carryover_satang,
        age_days=age,
    )
    figures, reasons = _worth(standing, accepted_unpaid(view.of("instalments"), day))
    stale = age is not None and age > view.project.staleness_days
    return replace(figures, joint_day=day, age_days=age, stale=stale), reasons


def standing_on(view: View, position: Position, day: date) -> Standing:
    """Both sides on one day that both reach, by the plan in force then; without what belongs to the present (entries to
    check, age, the closing).
    """
    project, plan = view.project, view.plan_on(day)
    net = position.revised(project.budget_satang)
    return Standing(
        project=project,
        registered=sum(registered(project, view.of("groups"), day)),
        expected_groups=expected_on(plan, "planned_groups", day),
        disbursed=position.disbursed,
        expected_disbursed=expected_on(plan, "planned_disbursed_satang", day),
        expected_disbursed_until=expected_on(plan, "planned_disbursed_satang", month_end(day)),
        until=month_end(day),
        used=position.used,
        allocated=position.allotment or None,
        net_budget=net,
        cabinet=cabinet_lines(project, day, net, position),
    )


def _worth(standing: Standing, waiting: int) -> tuple[JointFigures, Reasons]:
    """The verdict and the earned value of a standing; ``waiting`` is accepted and not yet paid."""
    worth = earned(
        net_budget=standing.net_budget,
        target=standing.project.target_groups,
        registered=standing.registered,
        expected=standing.expected_groups,
        cost=standing.disbursed + waiting,
        closed=standing.closed,
    )
    asked = standing.expected_disbursed
    tolerance = None if asked is None else tolerance_satang(standing.project, standing.net_budget, asked)
    figures = JointFigures(
        verdict=decide(standing),
        tolerance_satang=tolerance,
        bac_satang=worth.bac,
        pv_satang=worth.pv,
        ev_satang=worth.ev,
        ac_satang=worth.ac,
        accepted_unpaid_satang=waiting,
        spi=worth.spi,
        cpi=worth.cpi,
        eac_satang=worth.eac,
        sv_satang=worth.sv,
        cv_satang=worth.cv,
        etc_satang=worth.etc,
        vac_satang=worth.vac,
        tcpi=worth.tcpi,
    )
    reasons = {name: reason(code) for name, code in worth.reasons.items()}
    return figures, reasons | ({"tolerance_satang": reason("no_plan_money")} if tolerance is None else {})


def _closed(view: View) -> bool:
    return view.day is not None and view.project.state(view.day) == "closed"


def _age(view: View, day: date, today: date | None) -> int | None:
    """Days from the data to the clock; unknown without a clock, outside the project's year, and once it is closed."""
    project = view.project
    if today is None or not project.start <= today <= project.end or _closed(view):
        return None
    return max(0, (today - day).days)


def _expected(plan: Rows, measure: Measure, cutoff: date | None) -> tuple[int | None, str]:
    """What a plan asks for on a day, else the code of why that is not known."""
    side, absent = ("groups", "no_plan_groups") if measure == "planned_groups" else ("spending", "no_plan_money")
    if cutoff is None:
        return None, f"no_{side}"
    if not len(plan):
        return None, "no_plan"
    line = plan_line(plan, measure)
    return (None, absent) if line is None else (line.expected(cutoff), "")


def expected_on(plan: Rows, measure: Measure, day: date) -> int | None:
    """What a plan asks for by ``day``; ``None`` where it does not give that measure."""
    return _expected(plan, measure, day)[0]


def _content(plan: Rows) -> dict[date, tuple[int | None, int | None]]:
    """A plan without the order of its rows."""
    values = zip(plan["planned_groups"], plan["planned_disbursed_satang"], strict=True)
    return dict(zip(plan["month"], values, strict=True))
