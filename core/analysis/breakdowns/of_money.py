"""The money taken apart for screens: by month, quarter, amphoe and group; by line and activity: ``budget_lines``.

Tidy rows (dicts), satang. Under a filter on groups each row has a ``side``: ``chosen``, or ``None`` for money that
names no known group (ไม่ระบุกลุ่ม); without one every side is ``chosen``. Plan, net budget and the cabinet's curve belong
to the whole project, so they are unknown beside a filtered sum.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from core.analysis.filters import NO_FILTERS, Filters, Side, known_values, ledger_index, side_columns, sides_by
from core.calendar import quarters
from core.figures import plans
from core.ledger import NOTHING, Position, positions_among, read_ledger, revised_budget, schedule
from core.model import ENTRIES, Snapshot, once

Row = dict[str, Any]
_OUT = object()  # the key of rows that a filter leaves out


def by_month(view: Snapshot, filters: Filters = NO_FILTERS) -> list[Row]:
    """Each month of the project: month (its last day) and what ``_period`` gives."""
    periods = [(day.replace(day=1), day) for day in view.project.months()]
    return [{"month": row["last"]} | row for row in _periods(view, filters, periods)]


def by_quarter(view: Snapshot, filters: Filters = NO_FILTERS) -> list[Row]:
    """Each quarter of the fiscal year: quarter (1 to 4) and what ``_period`` gives; what is dated after the year comes
    last, under the quarter ``None``.
    """
    numbers: dict[date, int | None] = {last: number for number, _, last in quarters(view.project.fiscal_year_be)}
    periods = [(first, last) for _, first, last in quarters(view.project.fiscal_year_be)]
    cutoff = view.cutoff("spending")
    if cutoff is not None and cutoff > periods[-1][1]:
        periods.append((periods[-1][1] + timedelta(days=1), cutoff))
    return [{"quarter": numbers.get(row["last"])} | row for row in _periods(view, filters, periods)]


def burn_money(view: Snapshot, filters: Filters = NO_FILTERS) -> list[Row]:
    """Money at month ends: day, series, code, satang, side.

    ``disbursed`` and ``used`` run to the cut-off, on its own day where that is not a month end. ``plan``,
    ``first_plan`` (where the plan was revised) and ``cabinet`` (one for each curve, by its ``code``) cover the year.
    """
    cutoff = view.cutoff("spending")
    found: list[Row] = []
    if cutoff is not None:
        days = sorted({*(end for end in view.project.months() if end < cutoff), cutoff})
        by_day = _by_side(view, filters, days)
        for side in sides_of(filters):
            for day in days:
                position = by_day[day].get(side, NOTHING)
                found.append(_point(day, "disbursed", position.disbursed, side))
                found.append(_point(day, "used", position.used, side))
    return [row for row in (*found, *_asked_for(view)) if filters.covers_day(row["day"])]


@once
def _asked_for(view: Snapshot) -> Sequence[Row]:
    """What the plan and the curves ask for by each month end, which no filter changes."""
    found: list[Row] = []
    project, ends, net = view.project, view.project.months(), revised_budget(view)
    for series, plan in plans(view).items():
        line = schedule.plan_line(plan, "planned_disbursed_satang")
        found += [] if line is None else [_point(end, series, line.expected(end)) for end in ends]
    for curve in project.curves:
        asked = ((end, schedule.curve_satang(curve, project, end, net)) for end in ends)
        found += [_point(end, "cabinet", satang, code=curve.code) for end, satang in asked]
    return found


def money_by_amphoe(view: Snapshot, filters: Filters = NO_FILTERS) -> list[Row]:
    """Money by the amphoe of the group that it names, and without a known group last (``None``): amphoe, rows,
    disbursed_satang, outstanding_satang, used_satang. An amphoe without money is left out.
    """
    groups = view.of("groups")
    amphoe_of = dict(zip(groups["code"], groups["amphoe"], strict=True))
    cutoff = view.cutoff("spending")
    by_key = positions_of(view, filters, [cutoff], "group_code", amphoe_of)[cutoff] if cutoff else {}
    found = {amphoe: position for (amphoe, _side), position in by_key.items()}
    return [
        {
            "amphoe": amphoe,
            "rows": found[amphoe].rows,
            "disbursed_satang": found[amphoe].disbursed,
            "outstanding_satang": found[amphoe].outstanding,
            "used_satang": found[amphoe].used,
        }
        for amphoe in (*known_values(view, "amphoe"), None)
        if amphoe in found
    ]


def ledger_totals(
    view: Snapshot, filters: Filters = NO_FILTERS, index: Iterable[tuple[int, Side]] | None = None
) -> list[Row]:
    """The rows of the filtered ledger added up by entry: entry, name, rows, satang, side. ``index`` names the rows
    where something besides the filters chose among them, such as a search.
    """
    spending = view.of("spending")
    entries, amounts = spending["entry"], spending["amount_satang"]
    rows: Counter[tuple[str, Side]] = Counter()
    satang: Counter[tuple[str, Side]] = Counter()
    for i, side in ledger_index(view, filters) if index is None else index:
        rows[entries[i], side] += 1
        satang[entries[i], side] += amounts[i]
    return [
        {"entry": c.id, "name": c.name, "rows": rows[key], "satang": satang[key], "side": key[1]}
        for c in ENTRIES
        for key in ((c.id, side) for side in sides_of(filters))
        if key in rows
    ]


def sides_of(filters: Filters) -> tuple[Side, ...]:
    """The sides that a row may stand on: those without a known group come apart only under a filter on groups."""
    return ("chosen", None) if filters.acts_on("groups") else ("chosen",)


def positions_of(
    view: Snapshot,
    filters: Filters,
    days: Iterable[date],
    column: str | None = None,
    name_of: Mapping[Any, Hashable] | None = None,
) -> dict[date, dict[tuple[Any, Side], Position]]:
    """Balances by (value, side) on each day; what a filter leaves out is not there. The value is that of a column of
    the register, or what ``name_of`` has for it, ``None`` where it has nothing; without a column it is ``None``.
    """
    decide = side_columns(filters)
    columns = decide if column is None or column in decide else (*decide, column)
    place = None if column is None else columns.index(column)

    def key_of(combinations: set[tuple[Any, ...]]) -> dict[tuple[Any, ...], Hashable]:
        found: dict[tuple[Any, ...], Hashable] = {}
        for values, side in sides_by(view, filters, columns, combinations).items():
            value = None if place is None else values[place]
            named = value if name_of is None else name_of.get(value)
            found[values] = _OUT if side == "out" else (named, side)
        return found

    by_day = positions_among(view, columns, sorted(set(days)), key_of)
    return {
        day: {key: position for key, position in by_key.items() if isinstance(key, tuple)}
        for day, by_key in by_day.items()
    }


def _by_side(view: Snapshot, filters: Filters, days: Iterable[date]) -> dict[date, dict[Side, Position]]:
    """Balances by side on each day: read from the ledger where nothing chooses among its rows."""
    ledger = read_ledger(view)
    if ledger is None or not filters.acts_on("balances"):
        return {day: {"chosen": ledger.on(day) if ledger else NOTHING} for day in days}
    by_day = positions_of(view, filters, days)
    return {day: {side: position for (_, side), position in by_side.items()} for day, by_side in by_day.items()}


def _periods(view: Snapshot, filters: Filters, periods: list[tuple[date, date]]) -> list[Row]:
    """What happened in each period, and what had by its end (``*_total``).

    first, last, complete, rows, committed_satang, disbursed_satang, disbursed_total_satang, used_total_satang;
    expected_satang, expected_total_satang, cabinet_percent, cabinet_satang; side. A period that the data do not reach
    has no results; the running one ends at the cut-off.
    """
    cutoff = view.cutoff("spending")
    stops = {min(last, cutoff) for first, last in periods if first <= cutoff} if cutoff else set()
    before = {first - timedelta(days=1) for first, _ in periods}
    by_day = _by_side(view, filters, stops | before)
    asked = _Asked(view, filters)
    found = []
    for first, last in periods:
        if not filters.overlaps(first, last):
            continue
        for side in sides_of(filters):
            reached = cutoff is not None and first <= cutoff
            start = by_day[first - timedelta(days=1)].get(side, NOTHING)
            stop = by_day[min(last, cutoff)].get(side, NOTHING) if cutoff and reached else None
            row = {"first": first, "last": last, "complete": cutoff is not None and last <= cutoff}
            found.append(row | _moved(start, stop) | asked.between(first, last) | {"side": side})
    return found


def _moved(start: Position, stop: Position | None) -> Row:
    if stop is None:
        names = ("committed_satang", "disbursed_satang", "disbursed_total_satang", "used_total_satang")
        return dict.fromkeys(("rows", *names))
    return {
        "rows": stop.rows - start.rows,
        "committed_satang": stop.commitment - start.commitment,
        "disbursed_satang": stop.disbursed - start.disbursed,
        "disbursed_total_satang": stop.disbursed,
        "used_total_satang": stop.used,
    }


class _Asked:
    """What the plan and the first curve ask for; unknown beside a filtered sum, since both are the whole project's."""

    def __init__(self, view: Snapshot, filters: Filters) -> None:
        self.project, self.known = view.project, not filters.acts_on("balances")
        self.net = revised_budget(view)
        self.view = view

    def between(self, first: date, last: date) -> Row:
        """For the days from ``first`` to ``last``, by the plan in force on the last of them."""
        row: Row = dict.fromkeys(("expected_satang", "expected_total_satang", "cabinet_percent", "cabinet_satang"))
        if not self.known:
            return row
        plan = schedule.plan_line(self.view.plan_on(last), "planned_disbursed_satang")
        if plan:
            row["expected_total_satang"] = plan.expected(last)
            row["expected_satang"] = plan.expected(last) - plan.expected(first - timedelta(days=1))
        if self.project.curves:
            curve = self.project.curves[0]
            row["cabinet_percent"] = schedule.shown_percent(curve, self.project, last)
            row["cabinet_satang"] = schedule.curve_satang(curve, self.project, last, self.net)
        return row


def _point(day: date, series: str, satang: int, side: Side | None = "chosen", code: str | None = None) -> Row:
    return {"day": day, "series": series, "code": code, "satang": satang, "side": side}
