"""Groups seen from three sides at once: where they are, how far they came, when they last moved.

A choice on one side acts on the other two and leaves its own open, so that what is not chosen is not shown as empty.
The browser adds these rows up for each press; ``linked_counts`` adds them up here, for words and tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.analysis.filters import NO_FILTERS, Filters, group_rows, known_values
from core.calendar import month_end
from core.model import NO_STAGES, Snapshot, Stages, active, registered

Row = dict[str, Any]
SIDES = ("amphoe", "stage", "month")


@dataclass(frozen=True, slots=True)
class Linked:
    """``values`` of each side in their order; ``groups``: code, amphoe, stage, month, registered (bool); ``stages``
    have the names.
    """

    values: Mapping[str, Sequence[Any]]
    groups: Sequence[Row]
    stages: Stages = NO_STAGES


def linked_groups(view: Snapshot, filters: Filters = NO_FILTERS) -> Linked:
    """Active groups that pass the other filters; amphoe, stage and months stay open.

    ``month`` is the last day of the month in which a group came to its stage: of a registered group its registration.
    It is ``None`` where the day is not known, or lies outside the project's months or after the cut-off.
    """
    cutoff = view.cutoff("groups")
    if cutoff is None:
        return Linked({}, [])
    rows = group_rows(view, filters.without("amphoe", "stage"))
    done, ends = registered(view.project, rows, cutoff), view.project.months()
    columns = (rows[name] for name in ("code", "amphoe", "stage", "stage_since", "registered_on"))
    found = []
    for code, amphoe, stage, since, on, is_active, is_done in zip(*columns, active(rows), done, strict=True):
        if is_active:
            moved = _month(on if is_done else since, ends, cutoff)
            found.append({"code": code, "amphoe": amphoe, "stage": stage, "month": moved, "registered": is_done})
    values: dict[str, Sequence[Any]] = {side: known_values(view, side) for side in SIDES[:2]}
    values["month"] = ends
    return Linked(values, found, view.stages)


def linked_counts(linked: Linked, filters: Filters = NO_FILTERS) -> list[Row]:
    """Groups at each value of each side, under what is chosen on the other two: side, value, groups, registered,
    selected.
    """
    passing = {side: [_passes(group, side, filters) for group in linked.groups] for side in SIDES}
    found = []
    for side in SIDES:
        others = [passing[other] for other in SIDES if other != side]
        counted = [group for group, a, b in zip(linked.groups, *others, strict=True) if a and b]
        for value in linked.values.get(side, ()):
            here = [group for group in counted if group[side] == value]
            found.append(
                {
                    "side": side,
                    "value": value,
                    "groups": len(here),
                    "registered": sum(group["registered"] for group in here),
                    "selected": _passes({side: value}, side, filters),
                }
            )
    return found


def _month(day: date | None, ends: Sequence[date], cutoff: date) -> date | None:
    end = month_end(day) if day is not None and day <= cutoff else None
    return end if end in ends else None


def _passes(group: Mapping[str, Any], side: str, filters: Filters) -> bool:
    """Whether a group's value on one side is chosen; an unknown month is in no choice of months."""
    if side == "month":
        return filters.months is None or (group["month"] is not None and filters.covers_day(group["month"]))
    return filters.has_value(side, group[side])
