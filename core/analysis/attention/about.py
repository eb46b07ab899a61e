"""The very rows that a line to follow up is about, so that a screen can list them all."""

from collections.abc import Callable, Collection, Mapping

from core.analysis.attention.attention import every_need
from core.analysis.attention.need import Need
from core.figures import Figures
from core.ledger import entries_counted, orders_to_carry_over, read_ledger
from core.model import Snapshot
from core.model.kinds import Kind

Found = tuple[Kind, list[int]]


def find(view: Snapshot, figures: Figures, key: str) -> Need | None:
    """The line with this key (``Need.key``) as it stands on the view's day; ``None`` where it stands no longer."""
    return next((need for need in every_need(view, figures) if need.key == key), None)


def places(view: Snapshot, figures: Figures, need: Need) -> Found | None:
    """The kind and the places of the rows (indices into ``view.of(kind)``) that a line is about, in the file's order;
    ``None`` where it is about no rows but about data as a whole, or about what is left of the budget.
    """
    if need.groups:
        return "groups", _where(view, "groups", "code", need.groups)
    looked_up = _ROWS.get(need.code)
    return None if looked_up is None else looked_up(view, figures, need)


def _where(view: Snapshot, kind: Kind, field: str, values: Collection[object]) -> list[int]:
    wanted = set(values)
    return [place for place, value in enumerate(view.of(kind)[field]) if value in wanted]


def _instalment(view: Snapshot, _figures: Figures, need: Need) -> Found:
    return "instalments", _where(view, "instalments", "no", [need.params["q"]])


def _milestone(view: Snapshot, _figures: Figures, need: Need) -> Found:
    rows = view.of("instalments")
    columns = zip(rows["name"], rows["amount_satang"], rows["due_on"], strict=True)
    wanted = (need.params["name"], None, need.params["dt"])
    return "instalments", [place for place, row in enumerate(columns) if row == wanted]


def _allotments(view: Snapshot, _figures: Figures, _need: Need) -> Found:
    """The entries of money received, up to the register's cut-off."""
    return _entries(view, {"allotment"})


def _transfers(view: Snapshot, _figures: Figures, _need: Need) -> Found:
    """The transfers that changed the budget, up to the register's cut-off."""
    return _entries(view, {"transfer_in", "transfer_out"})


def _entries(view: Snapshot, wanted: Collection[str]) -> Found:
    entries = view.of("spending")["entry"]
    return "spending", [place for place in entries_counted(view) if entries[place] in wanted]


def _carried_over(view: Snapshot, _figures: Figures, _need: Need) -> Found:
    """The orders that may be carried over and still owe something: their commitments."""
    return "spending", _of_orders(view, orders_to_carry_over(view), settled=False)


def _doubtful(view: Snapshot, figures: Figures, _need: Need) -> Found:
    """What withholds the verdict: an overpaid order with what was paid on it, rows dated outside the
    project, and, where more is used than the budget, all that is used (orders, and what was paid without one).
    """
    found: set[int] = set()
    for suspect in figures.suspects:
        if suspect.code == "overpaid" and suspect.doc_no is not None:
            found.update(_of_orders(view, {suspect.doc_no}, settled=True))
        elif suspect.code == "outside_year":
            ledger = read_ledger(view)
            found.update(ledger.outside_year if ledger else ())
        elif suspect.code == "over_budget":
            found.update(_used(view))
    return "spending", sorted(found)


def _of_orders(view: Snapshot, orders: Collection[str], *, settled: bool) -> list[int]:
    """Rows that bind an order and, if ``settled``, those that settle it, up to the register's cut-off."""
    docs, entries, named = (view.of("spending")[name] for name in ("doc_no", "entry", "settles"))
    return [
        place
        for place in entries_counted(view)
        if (entries[place] == "commitment" and docs[place] in orders) or (settled and named[place] in orders)
    ]


def _used(view: Snapshot) -> list[int]:
    entries, orders = view.of("spending")["entry"], view.of("spending")["settles"]
    return [
        place
        for place in entries_counted(view)
        if entries[place] in ("commitment", "release")
        or (entries[place] in ("disbursement", "refund") and orders[place] is None)
    ]


_ROWS: Mapping[str, Callable[[Snapshot, Figures, Need], Found]] = {
    **dict.fromkeys(("instalment", "instalment_late", "instalment_pay"), _instalment),
    **dict.fromkeys(("milestone", "milestone_late"), _milestone),
    "allotment": _allotments,
    "carryover": _carried_over,
    "plan_over": _transfers,
    "check": _doubtful,
}
