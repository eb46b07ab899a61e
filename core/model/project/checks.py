"""What the settings of a project's file must hold together.

A check's parameters are the settings that it needs; it runs where all of them could be read.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from core.calendar import fiscal_year_be as year_of
from core.model.choices import STAGES
from core.model.project import schema
from core.model.project.checks_places import baselines_of_another_province, province, tile_cells, tiles_of_the_province
from core.model.project.faults import Fault
from core.model.project.table import LANGUAGES
from core.money import SATANG_PER_BAHT, format_baht
from core.text import fold

Faults = Iterator[Fault]
STAGE_SECTION = "[[stage]]"


def broken(read: Mapping[str, Any]) -> list[Fault]:
    """Every fault between the settings of a file that is to be stored."""
    return _run(CHECKS, read)


def stored_faults(read: Mapping[str, Any]) -> list[Fault]:
    """Faults of a stored text: what no release accepted, since no figure could be computed of it."""
    return _run(STORED_CHECKS, read)


def _run(checks: Sequence[Callable[..., Faults]], read: Mapping[str, Any]) -> list[Fault]:
    found: list[Fault] = []
    for check in checks:
        names = inspect.signature(check).parameters
        if names.keys() <= read.keys():
            found += check(**{name: read[name] for name in names})
    return found


def period(start: date, end: date) -> Faults:
    if start >= end:
        yield Fault("start", "order", start, {"end": end})


def fiscal_year(fiscal_year_be: int, end: date) -> Faults:
    if fiscal_year_be != year_of(end):
        yield Fault("fiscal_year_be", "fiscal_year", fiscal_year_be, {"end": end, "meant": year_of(end)})


def windows(registration_windows: Sequence[schema.Window], start: date, end: date) -> Faults:
    for i, window in enumerate(registration_windows):
        path = f"registration_windows[{i}]"
        for name, day in (("opens", window.opens), ("closes", window.closes)):
            yield from _outside(f"{path}.{name}", day, start, end)
        if window.closes < window.opens:
            yield Fault(f"{path}.closes", "closes_first", window.closes, {"opens": window.opens})
        if window.results is not None and not 0 <= (window.results - window.closes).days <= 366:
            yield Fault(f"{path}.results", "results_first", window.results, {"closes": window.closes})


def last_safe(last_safe_days: schema.LastSafeDays | None, start: date, end: date) -> Faults:
    if last_safe_days is None:
        return
    procurement, direct = last_safe_days.procurement, last_safe_days.direct
    yield from _outside("last_safe_days.procurement", procurement, start, end)
    yield from _outside("last_safe_days.direct", direct, start, end)
    if procurement > direct:
        yield Fault("last_safe_days.procurement", "direct_first", procurement, {"direct": direct})


def _outside(path: str, day: date, start: date, end: date) -> Faults:
    if start < end and not start <= day <= end:
        yield Fault(path, "outside", day, {"start": start, "end": end})


def objective_codes(objectives: Sequence[schema.Objective]) -> Faults:
    yield from _twice((f"objectives[{i}].code", x.code) for i, x in enumerate(objectives))


def objectives_that_count_groups(objectives: Sequence[schema.Objective], target_groups: int) -> Faults:
    for i, objective in enumerate(objectives):
        if objective.counts == "groups" and objective.target not in (None, target_groups):
            params = {"path2": "target_groups", "target": target_groups}
            yield Fault(f"objectives[{i}].target", "groups_target", objective.target, params)


def line_names(expense_lines: Sequence[schema.ExpenseLine]) -> Faults:
    yield from _twice((f"expense_lines[{i}].name", x.name) for i, x in enumerate(expense_lines))


def activity_names(activities: Sequence[schema.Activity]) -> Faults:
    yield from _twice((f"activities[{i}].name", x.name) for i, x in enumerate(activities))


def planned_lines(expense_lines: Sequence[schema.ExpenseLine], budget_baht: int) -> Faults:
    yield from _over("expense_lines", [x.planned_baht or 0 for x in expense_lines], budget_baht)


def planned_activities(activities: Sequence[schema.Activity], budget_baht: int) -> Faults:
    yield from _over("activities", [x.planned_baht or 0 for x in activities], budget_baht)


def _over(path: str, planned: Sequence[int], budget_satang: int) -> Faults:
    if sum(planned) > budget_satang:
        params = {"sum": format_baht(sum(planned)), "budget": format_baht(budget_satang)}
        yield Fault(
            f"{path}[*].planned_baht", "over_budget", [Decimal(satang) / SATANG_PER_BAHT for satang in planned], params
        )


def curve_codes(curves: Sequence[schema.Curve]) -> Faults:
    yield from _twice((f"curves[{i}].code", x.code) for i, x in enumerate(curves))


def first_curve(curves: Sequence[schema.Curve]) -> Faults:
    if curves and not curves[0].judged:
        yield Fault("curves[0].judged", "first_curve", False)


def rising_curves(curves: Sequence[schema.Curve]) -> Faults:
    for i, curve in enumerate(curves):
        for quarter, (before, percent) in enumerate(pairwise(curve.quarters), start=1):
            if percent < before:
                yield Fault(f"curves[{i}].quarters[{quarter}]", "falls", percent, {"before": before})


def four_quarters(curves: Sequence[schema.Curve]) -> Faults:
    for i, curve in enumerate(curves):
        if len(curve.quarters) != 4:
            yield Fault(f"curves[{i}].quarters", "quarters", curve.quarters)


def baseline_years(baselines: Sequence[schema.Baseline], fiscal_year_be: int) -> Faults:
    yield from _twice((f"baselines[{i}].year_be", x.year_be) for i, x in enumerate(baselines))
    for i, baseline in enumerate(baselines):
        if baseline.year_be >= fiscal_year_be:
            yield Fault(f"baselines[{i}].year_be", "baseline_year", baseline.year_be, {"year": fiscal_year_be})


def tolerances(verdict: schema.Verdict, target_groups: int) -> Faults:
    two = ("tolerance_of_plan_percent", "tolerance_floor_percent")
    for name, other in (two, two[::-1]):
        value = getattr(verdict, name)
        if value is not None and getattr(verdict, other) is None:
            yield Fault(f"verdict.{name}", "tolerance_pair", value, {"other": f"verdict.{other}"})
    floor, most = verdict.tolerance_floor_percent, verdict.tolerance_percent
    if floor is not None and floor > most:
        yield Fault("verdict.tolerance_floor_percent", "tolerance_reversed", floor, {"most": f"{most:f}"})
    if verdict.tolerance_groups >= target_groups:
        params = {"target": target_groups}
        yield Fault("verdict.tolerance_groups", "tolerance_groups", verdict.tolerance_groups, params)


def stages_given(stages: Sequence[str], stage: Sequence[schema.Stage]) -> Faults:
    if stages and stage:
        yield Fault("stages", "stages_both", stages, {"path2": "stages", "section": STAGE_SECTION})
    if not stages and not stage:
        yield Fault("stage", "no_stages", params={"section": STAGE_SECTION})


def known_stages(stages: Sequence[str]) -> Faults:
    known = [choice.id for choice in STAGES]
    for i, code in enumerate(stages):
        if code not in known:
            yield Fault(f"stages[{i}]", "stage_unknown", code, {"known": ", ".join(known), "section": STAGE_SECTION})


def stage_codes(stages: Sequence[str], stage: Sequence[schema.Stage]) -> Faults:
    yield from _twice((f"stages[{i}]", code) for i, code in enumerate(stages))
    yield from _twice((f"stage[{i}].code", x.code) for i, x in enumerate(stage))


def stage_names(stage: Sequence[schema.Stage]) -> Faults:
    """A word of a file names one stage: no name or alias of two."""
    owners: dict[str, tuple[int, str]] = {}
    for i, one in enumerate(stage):
        named = [
            ("code", one.code),
            *((lang, getattr(one, lang)) for lang in LANGUAGES),
            *((f"aliases[{n}]", a) for n, a in enumerate(one.aliases)),
        ]
        for part, name in named:
            owner, path = owners.setdefault(fold(name).strip().casefold(), (i, f"stage[{i}].{part}"))
            if owner != i and part != "code":
                yield Fault(f"stage[{i}].{part}", "twice", name, {"other": path})


def marked_stages(
    stages: Sequence[str], stage: Sequence[schema.Stage], goal_stage: str, developed_stage: str
) -> Faults:
    ladder = [x.code for x in stage] or list(stages)
    marked = {"goal_stage": goal_stage, "developed_stage": developed_stage}
    absent = [name for name, code in marked.items() if ladder and code not in ladder]
    for name in absent:
        yield Fault(name, "not_a_stage", marked[name], {"known": ", ".join(ladder)})


def developed_before_goal(
    stages: Sequence[str], stage: Sequence[schema.Stage], goal_stage: str, developed_stage: str
) -> Faults:
    ladder = [x.code for x in stage] or list(stages)
    if {goal_stage, developed_stage} <= set(ladder) and ladder.index(developed_stage) > ladder.index(goal_stage):
        yield Fault("developed_stage", "developed_after_goal", developed_stage, {"goal": goal_stage})


def review_of_samples(review: bool, sample: bool) -> Faults:
    if review and sample:
        yield Fault("review", "review_sample", True)


def _twice(named: Iterable[tuple[str, Any]]) -> Faults:
    first: dict[Any, str] = {}
    for path, value in named:
        if value in first:
            yield Fault(path, "twice", value, {"other": first[value]})
        first.setdefault(value, path)


STORED_CHECKS = (
    period, fiscal_year, four_quarters, first_curve, curve_codes, line_names, activity_names, stages_given,
    known_stages, marked_stages,
)  # fmt: skip
CHECKS = (
    period, fiscal_year, province, windows, last_safe, objective_codes, objectives_that_count_groups, line_names,
    activity_names, planned_lines, planned_activities, curve_codes, first_curve, rising_curves, tolerances,
    stages_given, known_stages, stage_codes, stage_names, marked_stages, developed_before_goal, tiles_of_the_province,
    tile_cells, baseline_years, baselines_of_another_province, review_of_samples,
)  # fmt: skip
