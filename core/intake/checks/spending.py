"""Checks of the spending register: what settles what, what is more than committed or than the budget, odd transfers.

Amounts are satang. An order is everything committed under one document number; what is paid, released and returned
names it in ``settles``. Rows whose cells could not be read are left out of the sums.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from operator import le

from core.intake.checks.context import Context, positions_of
from core.intake.checks.findings import Found
from core.intake.issues import meant
from core.ledger import TAKES, Position
from core.money import format_baht
from core.text import PERSON_MASK, Message, closest, mask_payee

_LIKE = 80  # per cent of likeness from which another number or name is offered
_OFFERED = 3  # orders that are offered for a payment without a reference
_AMBIGUOUS = 20  # open orders of one payee, or of one amount, above which none is offered
_MANY = 20_000  # orders above which no likeness is looked for


@dataclass(slots=True)
class Orders:
    """Orders by document number: what was committed, the first row and day of each, and what names it, by position."""

    committed: dict[str, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    acts: dict[str, list[int]] = field(default_factory=dict)
    rests: dict[str, int] = field(default_factory=dict)


def orders_of(ctx: Context) -> Orders:
    """Every order of the register; worked out once for all checks."""
    found = ctx.cache.get("orders")
    if isinstance(found, Orders):
        return found
    entries, amounts, settles, docs = ctx["entry"], ctx["amount_satang"], ctx["settles"], ctx["doc_no"]
    orders = Orders()
    committed, first, acts = orders.committed, orders.first, orders.acts
    for i, (entry, doc, amount) in enumerate(zip(entries, docs, amounts, strict=True)):
        if entry == "commitment" and doc is not None:
            committed[doc] = committed.get(doc, 0) + (amount or 0)
            first.setdefault(doc, i)
    rests = orders.rests = dict(committed)
    for i, name in enumerate(settles):
        if name is not None and name in committed and entries[i] in TAKES:
            rests[name] -= TAKES[entries[i]] * (amounts[i] or 0)
            if name in acts:
                acts[name].append(i)
            else:
                acts[name] = [i]
    ctx.cache["orders"] = orders
    return orders


def settlements(ctx: Context) -> Iterator[Found]:
    """What settles an unknown order; what takes more than was committed; a payment of exactly 99 % of a rest."""
    orders = orders_of(ctx)
    settles, entries = ctx["settles"], ctx["entry"]
    missing = set(settles) - orders.committed.keys() - {None}
    hints = {name: _meant(name, orders) for name in missing}
    for i in (i for i, name in enumerate(settles) if name in missing) if missing else ():
        if entries[i] in TAKES:
            yield Found("settles_unknown", "warning", i, "settles", settles[i], {"hint": hints[settles[i]]})
    unread = ctx.unread.get("amount_baht", frozenset())
    for name, acts in orders.acts.items():
        if orders.rests[name] < 0 and unread.isdisjoint(acts):
            params = {
                "doc": name,
                "over": format_baht(-orders.rests[name]),
                "committed": format_baht(orders.committed[name]),
            }
            last = acts[-1]
            yield Found("overpaid", "warning", last, "amount_baht", format_baht(ctx["amount_satang"][last]), params)
    yield from _payments(ctx, orders)


def _payments(ctx: Context, orders: Orders) -> Iterator[Found]:
    """Payments of exactly 99 % of what their order still owed, or dated before it was committed."""
    entries, amounts, days = ctx["entry"], ctx["amount_satang"], ctx["date"]
    in_time = None not in days and all(map(le, days, islice(days, 1, None)))
    for name, acts in orders.acts.items():
        rest, committed_on = orders.committed[name], days[orders.first[name]]
        ordered = acts if in_time else sorted(acts, key=lambda i: (days[i] or date.max, i))
        for i in ordered:
            amount = amounts[i]
            if amount is None:
                continue
            if entries[i] == "disbursement" and 0 < amount < rest and amount == (rest * 99 + 50) // 100:
                params = {"rest": format_baht(rest), "doc": name}
                yield Found("paid_99", "warning", i, "amount_baht", format_baht(amount), params)
            if committed_on is not None and days[i] is not None and days[i] < committed_on:
                yield Found("paid_before_bound", "warning", i, "date", params={"doc": name})
            rest -= TAKES[entries[i]] * amount


def _meant(name: str, orders: Orders) -> Message | str:
    return meant(closest(name, orders.committed if len(orders.committed) < _MANY else (), _LIKE))


def references_missing(ctx: Context) -> Iterator[Found]:
    """Payments that name no order though an open one has the same payee, or owes just that; releases that name none."""
    unread = ctx.unread.get("settles", frozenset())
    likely = _Likely(ctx)
    by_amount, by_payee = likely.by_amount, likely.by_payee
    rows = zip(ctx["settles"], ctx["entry"], ctx["amount_satang"], ctx["payee"], strict=True)
    for i, (name, entry, amount, payee) in enumerate(rows):
        if name is not None or i in unread:
            continue
        if entry == "disbursement":
            fits = likely.orders(i, amount) if amount in by_amount or payee in by_payee else []
            if fits:
                params = {"docs": ", ".join(fits[:_OFFERED]), "only": fits[0] if len(fits) == 1 else ""}
                yield Found("settles_likely", "warning", i, "settles", params=params)
        elif entry == "release":
            yield Found("release_no_order", "warning", i, "settles")


class _Likely:
    """Open orders by payee, by what they owe, and by the instalments of their contract. A payee with many open orders
    says nothing about which of them is meant.
    """

    def __init__(self, ctx: Context) -> None:
        orders = orders_of(ctx)
        self.ctx, self.first = ctx, orders.first
        self.rests = {name: rest for name, rest in orders.rests.items() if rest > 0}
        by_payee: dict[str | None, list[str]] = {}
        self.by_amount: dict[int, list[str]] = {}
        for name, rest in self.rests.items():
            by_payee.setdefault(ctx["payee"][self.first[name]], []).append(name)
            self.by_amount.setdefault(rest, []).append(name)
        by_payee.pop(None, None)
        self.by_payee = {payee: names for payee, names in by_payee.items() if len(names) <= _AMBIGUOUS}
        rows = ctx.other("instalments")
        parts = zip(rows["amount_satang"], rows["contract_no"], strict=True) if rows is not None else ()
        for amount, contract in parts:
            if amount and contract in self.rests:
                self.by_amount.setdefault(amount, []).append(contract)

    def orders(self, i: int, amount: int | None) -> list[str]:
        """Orders that the payment at ``i`` may settle: open, committed by then, and owing at least as much."""
        if not amount:
            return []
        days, day = self.ctx["date"], self.ctx["date"][i]
        same_payee = self.by_payee.get(self.ctx["payee"][i], ())
        names = dict.fromkeys([*self.by_amount.get(amount, ())[:_AMBIGUOUS], *same_payee])
        committed_on = {name: days[self.first[name]] for name in names if self.rests[name] >= amount}
        return [
            name for name, committed in committed_on.items() if day is None or committed is None or committed <= day
        ]


def budget(ctx: Context) -> Iterator[Found]:
    """More used than the budget after transfers; transfers that do not add up to nothing."""
    sums = dict.fromkeys(("disbursement", "refund", "transfer_in", "transfer_out"), 0)
    for entry, amount in zip(ctx["entry"], ctx["amount_satang"], strict=True):
        if entry in sums and amount is not None:
            sums[entry] += amount
    position = Position(**sums, outstanding=sum(rest for rest in orders_of(ctx).rests.values() if rest > 0))
    left = position.remaining(ctx.project.budget_satang)
    if left < 0 and not any(ctx.unread.get(name) for name in ("amount_baht", "entry", "settles")):
        params = {"net": format_baht(position.revised(ctx.project.budget_satang)), "over": format_baht(-left)}
        yield Found("over_budget", "warning", None, "amount_baht", format_baht(position.used), params)
    if sums["transfer_in"] != sums["transfer_out"]:
        params = {"tin": format_baht(sums["transfer_in"]), "tout": format_baht(sums["transfer_out"])}
        yield Found("transfers_unequal", "warning", None, "entry", params=params)


def expense_lines(ctx: Context) -> Iterator[Found]:
    """Expense lines that the project does not have, one finding each."""
    ours = [line.name for line in ctx.project.expense_lines]
    used = ctx["expense_line"]
    for name in sorted({value for value in used if value is not None} - set(ours)) if ours else ():
        params = {"count": used.count(name), "hint": meant(closest(name, ours, _LIKE))}
        yield Found("unknown_expense_line", "warning", None, "expense_line", name, params)


def persons(ctx: Context) -> Iterator[Found]:
    """Payees that are natural persons, one finding for all: exports and papers leave their names out."""
    people = positions_of(ctx["payee"], lambda name: name is not None and mask_payee(name) == PERSON_MASK)
    fresh = [i for i in people if not ctx.numbers or ctx.numbers[i]]
    if fresh:
        yield Found("person_payee", "warning", None, "payee", params={"count": len(fresh)})


def running_balance(ctx: Context) -> Iterator[Found]:
    """The balance column of a control register follows from its amounts; it is checked and not kept."""
    if ctx.balance is None:
        return
    before: int | None = None
    entries, amounts, settles = ctx["entry"], ctx["amount_satang"], ctx["settles"]
    for i, balance in enumerate(ctx.balance):
        if balance is not None and before is not None and entries[i] is not None and amounts[i] is not None:
            steps = _steps(entries[i], amounts[i], settles[i] is not None)
            if balance - before not in steps:
                yield Found(
                    "balance_differs",
                    "warning",
                    i,
                    "amount_baht",
                    format_baht(balance),
                    {"before": format_baht(before)},
                )
        before = balance if balance is not None else before


def _steps(entry: str, amount: int, settling: bool) -> set[int]:
    """What an entry may do to the balance; registers differ in whether a payment of an order counts again."""
    if entry in ("allotment", "transfer_in", "refund", "release"):
        return {amount, 0} if settling else {amount}
    return {-amount, 0} if settling else {-amount}
