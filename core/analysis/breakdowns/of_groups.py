"""Groups taken apart for screens: tidy rows (dicts), each under the filters; products and money stand beside.

A share always comes with what it is a share of. Rows that
show one dimension (a funnel by stage, tiles by amphoe) leave that dimension open and mark what is ``selected``, so
that a tile outside the choice is not shown as empty.
"""

from collections import Counter
from typing import Any

from core.analysis.filters import (
    NO_FILTERS,
    Filters,
    group_rows,
    known_values,
)
from core.figures import plans
from core.ledger import plan_line
from core.model import Rows, Snapshot, active, developed, registered
from core.money import percent
from core.text import Text

Row = dict[str, Any]


def stage_funnel(view: Snapshot, filters: Filters = NO_FILTERS) -> list[Row]:
    """Active groups at each stage of the ladder, first to last: stage, name, groups, reached (there or beyond), of,
    goal (or beyond), former, selected. Former stages come first, those alone that have groups; how far such groups
    came in the present ladder is not known, so ``reached`` is ``None``.
    """
    if view.cutoff("groups") is None:
        return []
    rows = group_rows(view, filters.without("stage"))
    counts = Counter(stage for stage, there in zip(rows["stage"], active(rows), strict=True) if there)
    stages, ladder = view.stages, view.project.stages
    return [
        {
            "stage": choice.id,
            "name": choice.name,
            "groups": counts[choice.id],
            "reached": None if choice in stages.former else sum(counts[later] for later in ladder[rank:]),
            "of": counts.total(),
            "goal": choice.id in stages.at_goal,
            "former": choice in stages.former,
            "selected": filters.has_value("stage", choice.id),
        }
        for rank, choice in enumerate(stages.all, -len(stages.former))
        if rank >= 0 or counts[choice.id]
    ]


def amphoe_tiles(view: Snapshot, filters: Filters = NO_FILTERS) -> list[Row]:
    """Active groups of each amphoe where its tile stands: amphoe, name, row, col, groups, registered, developed,
    percent (of its groups, two decimals), selected. An amphoe of the data without a tile has no place.
    """
    cutoff = view.cutoff("groups")
    if cutoff is None:
        return []
    rows = group_rows(view, filters.without("amphoe"))
    groups = _by_amphoe(rows, active(rows))
    done = _by_amphoe(rows, registered(view.project, rows, cutoff))
    made = _by_amphoe(rows, developed(view.project, rows))
    places = {tile.amphoe: tile for tile in view.project.tiles}
    found = []
    for amphoe in known_values(view, "amphoe"):
        tile = places.get(amphoe)
        found.append(
            {
                "amphoe": amphoe,
                "name": tile.name if tile else Text.plain(amphoe),
                "row": tile.row if tile else None,
                "col": tile.col if tile else None,
                "groups": groups[amphoe],
                "registered": done[amphoe],
                "developed": made[amphoe],
                "percent": percent(done[amphoe], groups[amphoe]),
                "selected": filters.has_value("amphoe", amphoe),
            }
        )
    return found


def burn_up(view: Snapshot, filters: Filters = NO_FILTERS) -> list[Row]:
    """Groups registered so far and planned, at month ends: day, series (registered, plan, first_plan), groups.

    Registered ends at the cut-off, on its own day where that is not a month end. The plan is always the whole
    project's; the first plan is there where it was another one.
    """
    cutoff = view.cutoff("groups")
    rows = group_rows(view, filters)
    ends = view.project.months()
    found: list[Row] = []
    if cutoff is not None:
        for day in sorted({*(end for end in ends if end < cutoff), cutoff}):
            found.append({"day": day, "series": "registered", "groups": sum(registered(view.project, rows, day))})
    for series, plan in plans(view).items():
        line = plan_line(plan, "planned_groups")
        if line is not None:
            found += [{"day": end, "series": series, "groups": line.expected(end)} for end in ends]
    return [row for row in found if filters.covers_day(row["day"])]


def _by_amphoe(rows: Rows, counts: list[bool]) -> Counter[str]:
    return Counter(amphoe for amphoe, counted in zip(rows["amphoe"], counts, strict=True) if counted)
