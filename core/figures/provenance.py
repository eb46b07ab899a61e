"""Where each figure comes from: its formula in words, the uploads and the rows that it was computed from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from core.calendar import month_end
from core.figures.earned import is_accepted_unpaid
from core.figures.formulas import FORMULAS, VERDICT_NO_TARGET, tolerance_rule
from core.figures.groups import active, developed, registered
from core.figures.parts import joint_day
from core.kinds import Kind
from core.model.view import View

Picker = Callable[[View, date], list[bool]]  # which rows of a kind a figure uses, up to a day
Sources = Mapping[Kind, Picker]


@dataclass(frozen=True, slots=True)
class Provenance:
    """The formula of a figure, the day it stands on, and what it used: upload id and row numbers by kind of file."""

    formula_th: str
    formula_en: str
    day: date | None
    uploads: Mapping[Kind, int]
    rows: Mapping[Kind, tuple[int, ...]]

    @property
    def row_counts(self) -> dict[Kind, int]:
        """How many rows of each kind were used."""
        return {kind: len(numbers) for kind, numbers in self.rows.items()}

    def formula(self, lang: str) -> str:
        """The formula in ``th`` or ``en``."""
        return self.formula_th if lang == "th" else self.formula_en


def provenance(view: View, name: str) -> Provenance:
    """Where the field ``name`` of ``Figures`` comes from. An unknown name is a fault of the caller: ``KeyError``.

    Kinds that are not loaded, or not up to the day of the figure, are left out.
    """
    th, en = VERDICT_NO_TARGET if name == "verdict" and not view.project.curves else FORMULAS[name]
    uploads, rows, days = {}, {}, []
    for kind, pick in SOURCES[name].items():
        day = joint_day(view) if name in JOINT else view.cutoff(_SIDE.get(name, kind))
        if day is None or kind not in view.uploads:
            continue
        read = _plan_in_force(view, day) if kind == "plan" and name not in _NEWEST_PLAN else view
        table = read.of(kind)
        uploads[kind] = read.uploads[kind].id
        rows[kind] = tuple(n for n, used in zip(table.numbers, pick(read, day), strict=True) if used)
        days.append(day)
    return Provenance(
        formula_th=th.format(**_notes(view, 0)),
        formula_en=en.format(**_notes(view, 1)),
        day=min(days, default=None),
        uploads=uploads,
        rows=rows,
    )


def _notes(view: View, lang: int) -> dict[str, str]:
    """What the project itself says in formulas: its notes, its rule, its names of the stages that figures ask for."""
    stages, project, which = view.stages, view.project, "en" if lang else "th"
    return {
        "goal": project.goal_source.get(which),
        "budget": project.budget_note.get(which),
        "tolerance": tolerance_rule(project)[lang],
        "at_goal": stages.name(project.goal_stage).get(which),
        "delivered": stages.name(project.developed_stage).get(which),
    }


def _plan_in_force(view: View, day: date) -> View:
    """The view with the plan that is compared with on ``day`` in place of the newest."""
    found = view.plan_upload_on(day)
    if found is None:
        return view
    ref, rows = found
    return replace(view, uploads={**view.uploads, "plan": ref}, rows={**view.rows, "plan": rows})


def _entries(*wanted: str) -> Sources:
    """Rows of the register with one of these entries, dated by the day."""

    def pick(view: View, day: date) -> list[bool]:
        rows = view.of("spending")
        return [entry in wanted and on <= day for entry, on in zip(rows["entry"], rows["date"], strict=True)]

    return {"spending": pick}


def _paid_later(view: View, day: date) -> list[bool]:
    rows, end = view.of("spending"), view.project.end
    columns = (rows[name] for name in ("entry", "date", "settles"))
    return [
        entry in ("disbursement", "refund") and end < on <= day and bool(order)
        for entry, on, order in zip(*columns, strict=True)
    ]


def _procured(view: View, day: date) -> list[bool]:
    rows = view.of("spending")
    lines = {x.name for x in view.project.expense_lines if x.procurement and x.planned_satang is not None}
    return [line in lines and on <= day for line, on in zip(rows["expense_line"], rows["date"], strict=True)]


def _may_lapse(view: View, day: date) -> list[bool]:
    """Of the procurement lines alone until the last safe day of direct payments."""
    everything = _ALL["spending"](view, day)
    if view.day is not None and view.day < (view.project.last_safe_direct or view.project.end):
        return [a and b for a, b in zip(everything, _procured(view, day), strict=True)]
    return everything


def _registered(view: View, day: date) -> list[bool]:
    return registered(view.project, view.of("groups"), day)


def _at_goal(view: View, holds: Callable[[date | None], bool]) -> list[bool]:
    """Active groups at the goal stage or beyond whose date of registration is as asked."""
    rows, goal = view.of("groups"), view.stages.at_goal
    columns = (active(rows), rows["stage"], rows["registered_on"])
    return [there and stage in goal and holds(on) for there, stage, on in zip(*columns, strict=True)]


def _before(view: View, _day: date) -> list[bool]:
    return _at_goal(view, lambda on: on is not None and on < view.project.start)


def _on_record(view: View) -> list[bool]:
    return [on is not None for on in view.of("products")["otop_registered_on"]]


def _planned(view: View, day: date) -> list[bool]:
    return [month_end(month) <= day for month in view.of("plan")["month"]]


_REGISTERED: Sources = {"groups": _registered}
_PLANNED: Sources = {"plan": _planned}
_NET = _entries("transfer_in", "transfer_out")
_PAID = _entries("disbursement", "refund")
_ORDERS = _entries("commitment", "disbursement", "refund", "release")
_ALL = _entries("commitment", "disbursement", "refund", "release", "transfer_in", "transfer_out")
_ACCEPTED: Sources = {"instalments": lambda view, day: is_accepted_unpaid(view.of("instalments"), day)}

SOURCES: Mapping[str, Sources] = {
    "target_groups": {},
    "registered_groups": _REGISTERED,
    "developed_groups": {"groups": lambda view, _day: developed(view.project, view.of("groups"))},
    "active_groups": {"groups": lambda view, _day: active(view.of("groups"))},
    "awaiting_date_groups": {"groups": lambda view, _day: _at_goal(view, lambda on: on is None)},
    "registered_before_groups": {"groups": _before},
    "expected_groups": _PLANNED,
    "expected_disbursed_satang": _PLANNED,
    "budget_satang": {},
    "net_budget_satang": _NET,
    "allocated_satang": _entries("allotment"),
    "disbursed_satang": _PAID,
    "outstanding_satang": _ORDERS,
    "used_satang": _ORDERS,
    "remaining_satang": _ALL,
    "at_risk_satang": {"spending": _may_lapse},
    "carried_over_satang": {"spending": _paid_later},
    "carryover_satang": _ORDERS,
    "lapsed_satang": _ALL,
    "saving_satang": {"spending": _procured},
    "cabinet": _NET,
    "tolerance_satang": {**_PLANNED, **_NET},
    "plan_revisions": {"plan": lambda view, _day: [True] * len(view.of("plan"))},
    "bac_satang": _NET,
    "pv_satang": {**_PLANNED, **_NET},
    "ev_satang": {**_REGISTERED, **_NET},
    "ac_satang": {**_PAID, **_ACCEPTED},
    "accepted_unpaid_satang": _ACCEPTED,
    "spi": {**_REGISTERED, **_PLANNED},
    "cpi": {**_REGISTERED, **_ALL, **_ACCEPTED},
    "eac_satang": {**_REGISTERED, **_ALL, **_ACCEPTED},
    "sv_satang": {**_REGISTERED, **_PLANNED, **_NET},
    "cv_satang": {**_REGISTERED, **_ALL, **_ACCEPTED},
    "etc_satang": {**_REGISTERED, **_ALL, **_ACCEPTED},
    "vac_satang": {**_REGISTERED, **_ALL, **_ACCEPTED},
    "tcpi": {**_REGISTERED, **_ALL, **_ACCEPTED},
    "verdict": {**_REGISTERED, **_PLANNED, **_ALL},
    "baht_a_group": {**_REGISTERED, **_entries("disbursement", "refund", "transfer_in", "transfer_out")},
    "pace": {**_REGISTERED, **_ALL},
    "objectives": {**_REGISTERED, "products": lambda view, _day: _on_record(view)},
}

# Figures of both sides stand on the earlier of the two cut-offs; the plan is read at the cut-off of what it judges.
JOINT = frozenset(
    {
        "bac_satang",
        "pv_satang",
        "ev_satang",
        "ac_satang",
        "accepted_unpaid_satang",
        "spi",
        "cpi",
        "eac_satang",
        "sv_satang",
        "cv_satang",
        "etc_satang",
        "vac_satang",
        "tcpi",
        "tolerance_satang",
        "verdict",
    }
)
_NEWEST_PLAN = frozenset({"plan_revisions"})
_SIDE: Mapping[str, Kind] = {"expected_groups": "groups", "expected_disbursed_satang": "spending"}
