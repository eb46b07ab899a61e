"""The budget by expense line and by activity: planned, transferred, committed, disbursed, what remains.

Tidy rows (dicts), satang; what belongs to the whole project (the plan) is unknown beside a filtered sum.
"""

from collections.abc import Mapping
from typing import Any

from core.analysis.breakdowns.of_money import positions_of, sides_of
from core.analysis.filters import NO_FILTERS, Filters
from core.ledger import NOTHING, Position
from core.model import Snapshot

Row = dict[str, Any]


def by_expense_line(view: Snapshot, filters: Filters = NO_FILTERS) -> list[Row]:
    """Each line of the budget, the project's own first, money without one last (``None``): expense_line, procurement,
    planned_satang, transfers_satang, net_satang, committed_satang, disbursed_satang, outstanding_satang,
    remaining_satang, rows, side.
    """
    asked = filters["expense_line"]
    own = {line.name: line for line in view.project.expense_lines if not asked or line.name in asked}
    planned = {name: line.planned_satang for name, line in own.items()}
    return [
        {"expense_line": name, "procurement": name in own and own[name].procurement} | row
        for name, row in _split(view, filters, "expense_line", planned)
    ]


def by_activity(view: Snapshot, filters: Filters = NO_FILTERS) -> list[Row]:
    """Each activity, those that the project names first, money without one last (``None``): activity and the columns of
    ``by_expense_line``. Under a filter on expense lines the plan of an activity is unknown.
    """
    planned = {a.name: None if filters["expense_line"] else a.planned_satang for a in view.project.activities}
    return [{"activity": name} | row for name, row in _split(view, filters, "activity", planned)]


def _split(
    view: Snapshot, filters: Filters, column: str, planned: Mapping[str, int | None]
) -> list[tuple[str | None, Row]]:
    """Balances at the cut-off by one column of the register; ``planned`` names the project's own values of it."""
    cutoff = view.cutoff("spending")
    by_key = positions_of(view, filters, [cutoff], column)[cutoff] if cutoff else {}
    found: list[tuple[str | None, Row]] = []
    for name in (*planned, *sorted({name for name, _ in by_key if name} - set(planned)), None):
        for side in sides_of(filters):
            position = by_key.get((name, side))
            if position is None and (side is None or name is None):
                continue
            amount = None if name is None or filters.acts_on("groups") else planned.get(name)
            row = _budget_line(amount, position if position or cutoff is None else NOTHING)
            found.append((name, row | {"side": side}))
    return found


def _budget_line(planned: int | None, position: Position | None) -> Row:
    """A line of the budget; unknown stays unknown: without a planned amount there is no net and nothing remains."""
    if position is None:
        names = ("transfers", "net", "committed", "disbursed", "outstanding", "remaining")
        return {"planned_satang": planned} | {f"{name}_satang": None for name in names} | {"rows": None}
    return {
        "planned_satang": planned,
        "transfers_satang": position.transfers,
        "net_satang": None if planned is None else position.revised(planned),
        "committed_satang": position.commitment - position.release,
        "disbursed_satang": position.disbursed,
        "outstanding_satang": position.outstanding,
        "remaining_satang": None if planned is None else position.remaining(planned),
        "rows": position.rows,
    }
