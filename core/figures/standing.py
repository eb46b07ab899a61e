"""Both sides on one day, as the verdict looks at them, and what the plans ask for by a day."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from core.calendar import month_end
from core.figures.verdict import Standing
from core.ledger import Measure, Position, cabinet_lines, plan_line
from core.model import Rows, Snapshot, registered
from core.model.kinds import day_kinds


def joint_day(view: Snapshot) -> date | None:
    """The earliest cut-off of the kinds that set the day (groups, spending); ``None`` while one is not loaded."""
    cutoffs = [cutoff for kind in day_kinds() if (cutoff := view.cutoff(kind)) is not None]
    return min(cutoffs) if len(cutoffs) == len(day_kinds()) else None


def age_on(today: date | None, day: date | None, start: date, end: date) -> int | None:
    """Days from the data of ``day`` to the clock; ``None`` without either, and outside a project's year."""
    if today is None or day is None or not start <= today <= end:
        return None
    return max(0, (today - day).days)


def standing_on(view: Snapshot, position: Position, day: date) -> Standing:
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


def expected_on(plan: Rows, measure: Measure, day: date) -> int | None:
    """What a plan asks for by ``day``, groups or satang; ``None`` where it does not give that measure."""
    line = plan_line(plan, measure)
    return None if line is None else line.expected(day)


def plans(view: Snapshot) -> dict[str, Rows]:
    """The plan in force, and the first plan where that was another one: by the name of their series in charts."""
    if "plan" not in view.uploads:
        return {}
    present, first = view.of("plan"), (view.earlier_plans or (view.of("plan"),))[0]
    return {"plan": present} | ({"first_plan": first} if revisions((first, present)) else {})


def revisions(versions: Sequence[Rows]) -> int:
    """How often the plan changed from one version to the next; the order of its rows is no change."""
    return sum(_content(before) != _content(after) for before, after in pairwise(versions))


def _content(plan: Rows) -> dict[date, tuple[int | None, int | None]]:
    values = zip(plan["planned_groups"], plan["planned_disbursed_satang"], strict=True)
    return dict(zip(plan["month"], values, strict=True))
