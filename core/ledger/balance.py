"""The money figures of a day: what the budget became, what is paid, committed and free, and what may lapse.

All satang, on the spending cut-off. Whether a date has passed (last safe days, the year's end) goes by the view's day.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypedDict

from core.ledger import schedule
from core.ledger.ledger import NOTHING, Ledger, Orders, Position, positions_by, read
from core.model import Snapshot, once
from core.model.project import Basis, ExpenseLine, Project
from core.money import percent
from core.text import Text


class CabinetLine(TypedDict):
    """One curve on one day: what it asks for, what it is compared with, and how far apart they are.

    ``percent`` is of the net budget, two decimals; ``difference_points`` is compared − asked, in points of percent,
    unknown where there is no budget to divide by.
    """

    code: str
    name: Text
    basis: Basis
    percent: Decimal
    satang: int
    compared_satang: int
    compared_percent: Decimal | None
    difference_points: Decimal | None
    judged: bool
    note: Text | None
    source: Text


@once
def read_ledger(view: Snapshot) -> Ledger | None:
    """The register up to the spending cut-off; ``None`` where none is loaded."""
    if view.whole is not view:
        return read_ledger(view.whole)
    cutoff = view.cutoff("spending")
    return None if cutoff is None else read(view.of("spending"), view.project, cutoff)


def balances(view: Snapshot) -> Position:
    """Balances at the spending cut-off; nothing where no register is loaded."""
    ledger = read_ledger(view)
    return NOTHING if ledger is None else ledger.position


def revised_budget(view: Snapshot) -> int:
    """The budget after the transfers up to the spending cut-off, satang."""
    return balances(view).revised(view.project.budget_satang)


@once
def entries_counted(view: Snapshot) -> Sequence[int]:
    """Places of the entries dated up to the spending cut-off, in the order of the register."""
    cutoff, days = view.cutoff("spending"), view.of("spending")["date"]
    return [] if cutoff is None else [place for place, day in enumerate(days) if day <= cutoff]


@once
def orders_to_carry_over(view: Snapshot) -> Mapping[str, int]:
    """What is outstanding on each order that may be carried over."""
    ledger = read_ledger(view)
    if ledger is None:
        return {}
    large = _large_enough(view.project, ledger.orders)
    return {order: satang for order, satang in ledger.orders.outstanding.items() if order in large}


def _large_enough(project: Project, orders: Orders) -> set[str]:
    """The orders that may be carried over: committed by the year's end, and for no less than the project's minimum."""
    least = project.carryover_minimum_satang
    return {o for o, day in orders.committed_on.items() if day <= project.end and orders.committed[o] >= least}


@once
def positions_by_line(view: Snapshot) -> Mapping[Hashable, Position]:
    """Balances at the spending cut-off by expense line, ``None`` for entries without one."""
    cutoff, rows = view.cutoff("spending"), view.of("spending")
    return {} if cutoff is None else positions_by(rows, rows["expense_line"], [cutoff])[cutoff]


def cabinet_lines(project: Project, day: date, net_budget: int, position: Position) -> tuple[CabinetLine, ...]:
    """Each curve on a day beside what it is compared with: its own basis, used or disbursed."""
    lines = []
    for curve in project.curves:
        asked = schedule.shown_percent(curve, project, day)
        compared = position.used if curve.basis == "used" else position.disbursed
        share = percent(compared, net_budget)
        lines.append(
            CabinetLine(
                code=curve.code,
                name=curve.name,
                basis=curve.basis,
                percent=asked,
                satang=schedule.curve_satang(curve, project, day, net_budget),
                compared_satang=compared,
                compared_percent=share,
                difference_points=None if share is None else share - asked,
                judged=curve.judged,
                note=curve.note,
                source=curve.source,
            )
        )
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class YearEnd:
    """What becomes of committed money at the year's end, satang.

    ``carried`` are orders committed by then and large enough to carry over: what they still owe and what was paid on
    them since. ``stranded`` is outstanding on all others. ``lapsed`` is the budget neither paid nor carried over.
    """

    carried: int
    paid_later: int
    stranded: int
    lapsed: int


def year_end(project: Project, ledger: Ledger) -> YearEnd:
    """What becomes of the money of a register at the end of the project's year."""
    orders, position = ledger.orders, ledger.position
    large = _large_enough(project, orders)
    open_large = sum(orders.outstanding.get(doc_no, 0) for doc_no in large)
    in_time = (doc_no for doc_no, day in orders.committed_on.items() if day <= project.end)
    paid_later = sum(orders.late_paid.get(doc_no, 0) for doc_no in in_time)
    paid_large = sum(orders.late_paid.get(doc_no, 0) for doc_no in large)
    stranded = position.outstanding - open_large
    remaining = position.remaining(project.budget_satang)
    return YearEnd(open_large + paid_large, paid_later, stranded, remaining + stranded)


def procurement_uncommitted(view: Snapshot, ledger: Ledger) -> int | None:
    """What procurement lines without a standing order have left to bind (planned amount after transfers less used, no
    line below zero), satang: once the order stands, what is left of its line is a saving. Unknown where not each
    of them is planned, or where used money stands on no line.
    """
    lines = [line for line in view.project.expense_lines if line.procurement]
    if not lines or any(line.planned_satang is None for line in lines):
        return None
    by_line, signed = positions_by_line(view), _signed(view, ledger)
    if by_line.get(None, NOTHING).used:
        return None
    return sum(_left(line, by_line) for line in lines if line.name not in signed)


def _left(line: ExpenseLine, by_line: Mapping[Hashable, Position]) -> int:
    """What an expense line has left of its planned amount, never below zero."""
    return max(0, by_line.get(line.name, NOTHING).remaining(line.planned_satang or 0))


def _signed(view: Snapshot, ledger: Ledger) -> set[str | None]:
    """The lines on which an order stands that was not wholly released."""
    orders, rows = ledger.orders, view.of("spending")
    released = orders.settled["release"]
    standing = {doc_no for doc_no, satang in orders.committed.items() if satang > released.get(doc_no, 0)}
    columns = rows.each("doc_no", "entry", "expense_line")
    return {line for doc_no, entry, line in columns if entry == "commitment" and doc_no in standing}


def at_risk(project: Project, day: date, uncommitted: int | None, remaining: int, stranded: int) -> int | None:
    """From the last safe day of procurement: what its lines have left. From that of direct payments: all that is not
    committed, and from the year's end what is committed and cannot be carried over. Unknown before the year's end
    where the project has no last safe days.
    """
    left = max(0, remaining)
    if day >= (project.last_safe_direct or project.end):
        return left + (stranded if day >= project.end else 0)
    if project.last_safe_procurement is None or day < project.last_safe_procurement or uncommitted is None:
        return None
    return min(uncommitted, left)


def saving(view: Snapshot, ledger: Ledger) -> int | None:
    """Planned amount of the procurement lines after transfers less what is used on them, of those lines on which an
    order stands that was not wholly released: what the price came below the ceiling. Unknown before the first order,
    and where no line is planned.
    """
    planned = planned_procurement(view.project)
    if not planned:
        return None
    signed = _signed(view, ledger)
    by_line = positions_by_line(view)
    left = [_left(line, by_line) for line in planned if line.name in signed]
    return sum(left) if left else None


def planned_procurement(project: Project) -> list[ExpenseLine]:
    """The lines that go through procurement and have a planned amount."""
    return [line for line in project.expense_lines if line.procurement and line.planned_satang is not None]
