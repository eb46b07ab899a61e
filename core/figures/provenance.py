"""Where each figure comes from: its formula in words, the uploads and the rows that it was computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from core.figures.catalogue import source_of
from core.figures.record import Basis
from core.figures.standing import joint_day
from core.model import Snapshot
from core.model.kinds import Kind
from core.model.project import Project
from core.text import Message


@dataclass(frozen=True, slots=True)
class Provenance:
    """The formula of a figure, the day it is of, and what it used: upload id and row numbers by kind of file."""

    formula: Message
    day: date | None
    uploads: Mapping[Kind, int]
    rows: Mapping[Kind, tuple[int, ...]]


def provenance(view: Snapshot, name: str) -> Provenance:
    """Where a figure of the catalogue comes from. An unknown name is a fault of the caller: ``KeyError``.

    Kinds that are not loaded, or not up to the day of the figure, are left out.
    """
    source = source_of(name)
    uploads, rows, days = {}, {}, []
    for kind, rule in source.rows.items():
        day = _day(view, source.basis, kind)
        if day is None or kind not in view.uploads:
            continue
        read = _plan_in_force(view, day) if kind == "plan" else view
        uploads[kind] = read.uploads[kind].id
        rows[kind] = tuple(n for n, used in zip(read.of(kind).numbers, rule(read, day), strict=True) if used)
        days.append(day)
    return Provenance(formula(view, name), min(days, default=None), uploads, rows)


def formula(view: Snapshot, name: str) -> Message:
    """The formula of a figure in words, with what the project itself says in it: its notes, its rule of tolerance, its
    names of the stages that figures ask for.
    """
    project, stages, source = view.project, view.stages, source_of(name)
    without = source.formula_without_curve and not project.curves
    return Message(
        source.key("formula_without_curve" if without else "formula"),
        {
            "goal": project.goal_source,
            "budget": project.budget_note,
            "tolerance": tolerance_rule(project),
            "at_goal": stages.name(project.goal_stage),
            "delivered": stages.name(project.developed_stage),
        },
    )


def tolerance_rule(project: Project) -> Message:
    """How far below its plan money may lie, in words, and who said so."""
    of_plan, floor = project.tolerance_of_plan_percent, project.tolerance_floor_percent
    return Message(
        "tolerance.earlier" if of_plan is None and floor is None else "tolerance.rule",
        {
            "most": project.tolerance_percent,
            "of_plan": of_plan or 0,
            "floor": floor or 0,
            "source": project.tolerance_source or Message("tolerance.default"),
        },
    )


def _day(view: Snapshot, basis: Basis, kind: Kind) -> date | None:
    """The day up to which a basis counts the rows of a kind; a plan goes by the cut-off of what it judges."""
    if basis == "both":
        return joint_day(view)
    return view.cutoff(kind if basis == "each" else basis)


def _plan_in_force(view: Snapshot, day: date) -> Snapshot:
    """The view with the plan that is compared with on ``day`` in place of the newest."""
    found = view.plan_upload_on(day)
    if found is None:
        return view
    ref, rows = found
    return replace(view, uploads={**view.uploads, "plan": ref}, rows={**view.rows, "plan": rows})
