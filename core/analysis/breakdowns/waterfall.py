"""Where the budget went, bar by bar, and the rows that each bar is made of.

Satang. The bars add up to zero, and the rows of a bar add up to the bar, to the satang.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from core.figures import Figures
from core.ledger import NOTHING, Orders, balances, entries_counted, positions_by_line, read_ledger, revised_budget
from core.model import Snapshot

Row = dict[str, Any]
_BARS = {"budget": 1, "transfer_in": 1, "transfer_out": -1, "disbursed": -1, "outstanding": -1, "remaining": -1}
NO_ROW: Row = dict.fromkeys(
    ("part", "doc_no", "date", "entry", "description", "expense_line", "committed_satang", "settled_satang", "satang")
)


def waterfall(figures: Figures) -> list[Row]:
    """Budget, transfers, disbursed, outstanding, remaining: bar, satang (signed), start_satang, end_satang. Each bar
    begins where the one before ended and the last ends at zero.
    """
    if not isinstance(figures["disbursed_satang"], int):
        return []
    found, level = [], 0
    for bar, sign in _BARS.items():
        change = sign * figures.whole(f"{bar}_satang", 0)
        found.append({"bar": bar, "satang": change, "start_satang": level, "end_satang": level + change})
        level += change
    return found


def opened(view: Snapshot, bar: str) -> list[Row]:
    """The rows of a bar, with ``satang`` as it counts towards the bar's height.

    Transfers and payments (cash returned below zero): the entries of the register up to the cut-off. Outstanding: one
    row an order that still owes, with committed_satang and settled_satang (paid and released less returned). Budget and
    remaining: one row an expense line, ``part`` ``undivided`` for what the project leaves undivided; where it plans no
    line at all, ``part`` names what the sum is made of (budget, net_budget, disbursed, outstanding).
    """
    if view.cutoff("spending") is None:
        return []
    return _OPENERS[bar](view)


def _entries(view: Snapshot, signs: Mapping[str, int]) -> list[Row]:
    rows = view.of("spending")
    names = ("doc_no", "date", "entry", "description", "expense_line")
    return [
        NO_ROW
        | {name: rows[name][place] for name in names}
        | {"satang": signs[rows["entry"][place]] * rows["amount_satang"][place]}
        for place in entries_counted(view)
        if rows["entry"][place] in signs
    ]


def _orders(view: Snapshot) -> list[Row]:
    """Orders that still owe, in the order in which they were committed."""
    orders = _read_orders(view)
    first = _first_lines(view)
    return [
        NO_ROW
        | {
            "doc_no": doc_no,
            "date": orders.committed_on[doc_no],
            "entry": "commitment",
            "description": first[doc_no][0],
            "expense_line": first[doc_no][1],
            "committed_satang": orders.committed[doc_no],
            "settled_satang": orders.committed[doc_no] - rest,
            "satang": rest,
        }
        for doc_no, rest in sorted(orders.outstanding.items(), key=lambda item: (orders.committed_on[item[0]], item[0]))
    ]


def _read_orders(view: Snapshot) -> Orders:
    ledger = read_ledger(view)
    assert ledger is not None  # asked for with a register alone
    return ledger.orders


def _first_lines(view: Snapshot) -> dict[str, tuple[str | None, str | None]]:
    """Description and expense line of the first row of each order."""
    rows, found = view.of("spending"), dict[str, tuple[str | None, str | None]]()
    for doc_no, entry, description, line in rows.each("doc_no", "entry", "description", "expense_line"):
        if entry == "commitment":
            found.setdefault(doc_no, (description, line))
    return found


def _budget(view: Snapshot) -> list[Row]:
    planned = _planned(view)
    if not planned:
        return [NO_ROW | {"part": "budget", "satang": view.project.budget_satang}]
    return [*_lines(planned), *_undivided(view, planned)]


def _remaining(view: Snapshot) -> list[Row]:
    """What is left on each line; without planned lines, how the sum comes about."""
    planned = _planned(view)
    if not planned:
        whole = balances(view)
        parts = {
            "net_budget": revised_budget(view),
            "disbursed": -whole.disbursed,
            "outstanding": -whole.outstanding,
        }
        return [NO_ROW | {"part": part, "satang": satang} for part, satang in parts.items()]
    by_line = positions_by_line(view)
    others = sorted((line for line in by_line if line and line not in planned), key=str)
    left = {
        line: by_line.get(line, NOTHING).remaining(planned.get(line, 0))
        for line in (*planned, *others, *([None] if None in by_line else []))
    }
    return [*_lines(left), *_undivided(view, planned)]


def _planned(view: Snapshot) -> dict[Any, int]:
    return {line.name: line.planned_satang for line in view.project.expense_lines if line.planned_satang is not None}


def _lines(amounts: Mapping[Any, int]) -> Iterable[Row]:
    return [NO_ROW | {"part": "line", "expense_line": line, "satang": satang} for line, satang in amounts.items()]


def _undivided(view: Snapshot, planned: Mapping[Any, int]) -> Iterable[Row]:
    rest = view.project.budget_satang - sum(planned.values())
    return [NO_ROW | {"part": "undivided", "satang": rest}] if rest else []


_OPENERS: Mapping[str, Callable[[Snapshot], list[Row]]] = {
    "budget": _budget,
    "transfer_in": lambda view: _entries(view, {"transfer_in": 1}),
    "transfer_out": lambda view: _entries(view, {"transfer_out": -1}),
    "disbursed": lambda view: _entries(view, {"disbursement": 1, "refund": -1}),
    "outstanding": _orders,
    "remaining": _remaining,
}
