"""The very rows that a line to follow up is about, so that a screen can list them all."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from core.analysis.attention.attention import Need, every_need
from core.figures.figures import Figures
from core.kinds import Kind
from core.ledger.balance import read_ledger
from core.model.view import View

__all__ = ["find", "places"]

Found = tuple[Kind, list[int]]


def find(view: View, figures: Figures, key: str) -> Need | None:
    """The line with this key (``Need.key``) as it stands on the view's day; ``None`` where it stands no longer."""
    return next((need for need in every_need(view, figures) if need.key == key), None)


def places(view: View, figures: Figures, need: Need) -> Found | None:
    """The kind and the places of the rows (indices into ``view.of(kind)``) that a line is about, in the file's order;
    ``None`` where it is about no rows but about data as a whole, or about what is left of the budget.
    """
    if need.groups:
        return "groups", _where(view, "groups", "code", need.groups)
    looked_up = _ROWS.get(need.code)
    return None if looked_up is None else looked_up(view, figures, need)


def _where(view: View, kind: Kind, field: str, values: Collection[object]) -> list[int]:
    wanted = set(values)
    return [place for place, value in enumerate(view.of(kind)[field]) if value in wanted]


def _instalment(view: View, _figures: Figures, need: Need) -> Found:
    return "instalments", _where(view, "instalments", "no", [need.params["q"]])


def _milestone(view: View, _figures: Figures, need: Need) -> Found:
    rows = view.of("instalments")
    columns = zip(rows["name"], rows["amount_satang"], rows["due_on"], strict=True)
    wanted = (need.params["name"], None, need.params["dt"])
    return "instalments", [place for place, row in enumerate(columns) if row == wanted]


def _allotments(view: View, _figures: Figures, _need: Need) -> Found:
    """The entries that told of money received, up to the register's cut-off."""
    return _entries(view, {"allotment"})


def _transfers(view: View, _figures: Figures, _need: Need) -> Found:
    """The transfers that changed the budget, up to the register's cut-off."""
    return _entries(view, {"transfer_in", "transfer_out"})


def _entries(view: View, wanted: Collection[str]) -> Found:
    cutoff, rows = view.cutoff("spending"), view.of("spending")
    columns = zip(rows["entry"], rows["date"], strict=True)
    return "spending", [
        place for place, (entry, day) in enumerate(columns) if entry in wanted and cutoff and day <= cutoff
    ]


def _carried_over(view: View, _figures: Figures, _need: Need) -> Found:
    """The orders large enough to be carried over that still owe something, as they were bound."""
    ledger = read_ledger(view)
    if ledger is None:
        return "spending", []
    bound, least = ledger.orders.bound, view.project.carryover_minimum_satang
    orders = {order for order in ledger.orders.outstanding() if bound[order] >= least}
    return "spending", _of_orders(view, orders, settled=False)


def _doubtful(view: View, figures: Figures, _need: Need) -> Found:
    """What keeps the figures from being told: an overpaid order with what was paid on it, rows dated outside the
    project, and, where more is used than the budget, all that is used (orders, and what was paid without one).
    """
    found: set[int] = set()
    for suspect in figures.suspects:
        if suspect.code == "overpaid" and suspect.doc_no is not None:
            found.update(_of_orders(view, {suspect.doc_no}, settled=True))
        elif suspect.code == "outside_year":
            found.update(_outside_year(view))
        elif suspect.code == "over_budget":
            found.update(_used(view))
    return "spending", sorted(found)


def _of_orders(view: View, orders: Collection[str], *, settled: bool) -> list[int]:
    """Rows that bind an order and, if ``settled``, those that settle it, up to the register's cut-off."""
    cutoff, rows = view.cutoff("spending"), view.of("spending")
    columns = zip(*(rows[name] for name in ("doc_no", "entry", "settles", "date")), strict=True)
    return [
        place
        for place, (doc_no, entry, order, day) in enumerate(columns)
        if cutoff is not None
        and day <= cutoff
        and ((entry == "commitment" and doc_no in orders) or (settled and order in orders))
    ]


def _outside_year(view: View) -> list[int]:
    """Rows dated outside the project, without what settles, after its end, an order bound by then."""
    project, cutoff, rows = view.project, view.cutoff("spending"), view.of("spending")
    ledger = read_ledger(view)
    bound_on: Mapping[str, date] = {} if ledger is None else ledger.orders.bound_on
    in_time = {order for order, day in bound_on.items() if day <= project.end}
    columns = zip(rows["date"], rows["settles"], strict=True)
    return [
        place
        for place, (day, order) in enumerate(columns)
        if cutoff is not None
        and day <= cutoff
        and not project.start <= day <= project.end
        and not (day > project.end and order in in_time)
    ]


def _used(view: View) -> list[int]:
    cutoff, rows = view.cutoff("spending"), view.of("spending")
    columns = zip(rows["entry"], rows["settles"], rows["date"], strict=True)
    return [
        place
        for place, (entry, order, day) in enumerate(columns)
        if cutoff is not None
        and day <= cutoff
        and (entry in ("commitment", "release") or (entry in ("disbursement", "refund") and order is None))
    ]


_ROWS: Mapping[str, Callable[[View, Figures, Need], Found]] = {
    **dict.fromkeys(("instalment", "instalment_late", "instalment_pay"), _instalment),
    **dict.fromkeys(("milestone", "milestone_late"), _milestone),
    "allotment": _allotments,
    "carryover": _carried_over,
    "plan_over": _transfers,
    "check": _doubtful,
}
