"""Checks of the spending register: what settles what, what is more than committed or than the budget, odd transfers.

Amounts are satang. An order is everything committed under one document number; what is paid, released and returned
names it in ``settles``. Rows whose cells could not be read are left out of the sums.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import compress, count, islice, repeat
from operator import eq, le

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
    """Orders by document number: what was committed, the first row of each, what it still owes, and the last row that
    takes from it, in the order in which they are first taken from. ``acts`` are all those rows: position and order.
    """

    committed: dict[str, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    rests: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    acts: dict[int, str] = field(default_factory=dict)


def orders_of(ctx: Context) -> Orders:
    """Every order of the register; worked out once for all checks. No list is made for an order: of tens of thousands
    the garbage collector would have to look at every row.
    """
    found = ctx.cache.get("orders")
    if isinstance(found, Orders):
        return found
    entries, amounts, settles, docs = ctx["entry"], ctx["amount_satang"], ctx["settles"], ctx["doc_no"]
    orders = Orders()
    committed, first, last = orders.committed, orders.first, orders.last
    for i in compress(count(), map(eq, entries, repeat("commitment"))):
        if (doc := docs[i]) is not None:
            committed[doc] = committed.get(doc, 0) + (amounts[i] or 0)
            first.setdefault(doc, i)
    rests = orders.rests = dict(committed)
    one = {doc: doc for doc in committed}  # each number as one object, which is found faster
    for i, name in enumerate(map(one.get, settles)):
        if name is not None and entries[i] in TAKES:
            rests[name] -= TAKES[entries[i]] * (amounts[i] or 0)
            last[name] = i
            orders.acts[i] = name
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
    unread = {settles[i] for i in ctx.unread.get("amount_baht", ()) if entries[i] in TAKES}
    for name, last in orders.last.items():
        if orders.rests[name] < 0 and name not in unread:
            params = {
                "doc": name,
                "over": format_baht(-orders.rests[name]),
                "committed": format_baht(orders.committed[name]),
            }
            yield Found("overpaid", "warning", last, "amount_baht", format_baht(ctx["amount_satang"][last]), params)
    yield from _payments(ctx, orders)


def _payments(ctx: Context, orders: Orders) -> Iterator[Found]:
    """Payments of exactly 99 % of what their order still owed, or dated before it was committed; order by order."""
    entries, amounts, days = ctx["entry"], ctx["amount_satang"], ctx["date"]
    in_time = None not in days and all(map(le, days, islice(days, 1, None)))
    acts = orders.acts if in_time else sorted(orders.acts, key=lambda i: (days[i] or date.max, i))
    rests, first = dict(orders.committed), orders.first
    found: dict[str, list[Found]] = {}
    for i in acts:
        name, entry, amount = orders.acts[i], entries[i], amounts[i]
        if amount is None:
            continue
        rest, committed_on = rests[name], days[first[name]]
        if entry == "disbursement" and 0 < amount < rest and amount == (rest * 99 + 50) // 100:
            params = {"rest": format_baht(rest), "doc": name}
            one = Found("paid_99", "warning", i, "amount_baht", format_baht(amount), params)
            found.setdefault(name, []).append(one)
        if committed_on is not None and days[i] is not None and days[i] < committed_on:
            found.setdefault(name, []).append(Found("paid_before_bound", "warning", i, "date", params={"doc": name}))
        rests[name] = rest - TAKES[entry] * amount
    for name in orders.last if found else ():
        yield from found.get(name, ())


def _meant(name: str, orders: Orders) -> Message | str:
    return meant(closest(name, orders.committed if len(orders.committed) < _MANY else (), _LIKE))


def references_missing(ctx: Context) -> Iterator[Found]:
    """Payments that name no order though an open one has the same payee, or owes just that; releases that name none."""
    unread = ctx.unread.get("settles", frozenset())
    likely, entries, amounts = _Likely(ctx), ctx["entry"], ctx["amount_satang"]
    for i in (i for i in likely.asked if i not in unread):
        if entries[i] == "disbursement":
            fits = likely.orders(i, amounts[i])
            if fits:
                params = {"docs": ", ".join(fits[:_OFFERED]), "only": fits[0] if len(fits) == 1 else ""}
                yield Found("settles_likely", "warning", i, "settles", params=params)
        elif entries[i] == "release":
            yield Found("release_no_order", "warning", i, "settles")


class _Likely:
    """Open orders by payee, by what they owe, and by the instalments of their contract. A payee with many open orders
    says nothing about which of them is meant. ``asked`` are the positions of rows that name no order and have such a
    payee or amount, and of releases that name none.
    """

    def __init__(self, ctx: Context) -> None:
        orders = orders_of(ctx)
        self.ctx, self.first = ctx, orders.first
        self.rests = {name: rest for name, rest in orders.rests.items() if rest > 0}
        by_payee: dict[str | None, list[str]] = {}
        for name in self.rests:
            by_payee.setdefault(ctx["payee"][self.first[name]], []).append(name)
        by_payee.pop(None, None)
        self.by_payee = {payee: names for payee, names in by_payee.items() if len(names) <= _AMBIGUOUS}
        rows = ctx.other("instalments")
        due = zip(rows["amount_satang"], rows["contract_no"], strict=True) if rows is not None else ()
        parts = [(amount, contract) for amount, contract in due if amount and contract in self.rests]
        self.asked = self._asked({*self.rests.values(), *(amount for amount, _ in parts)})
        wanted = set(map(ctx["amount_satang"].__getitem__, self.asked))
        self.by_amount: dict[int, list[str]] = {}
        for name, rest in self.rests.items():
            if rest in wanted:
                self.by_amount.setdefault(rest, []).append(name)
        for amount, contract in parts:
            self.by_amount.setdefault(amount, []).append(contract)

    def _asked(self, owed: set[int]) -> list[int]:
        """Column by column: of most rows none is looked at."""
        ctx, settles = self.ctx, self.ctx["settles"]
        found = set(compress(count(), map(owed.__contains__, ctx["amount_satang"])))
        found.update(positions_of(ctx["payee"], self.by_payee.__contains__))
        found.update(positions_of(ctx["entry"], lambda entry: entry == "release"))
        return sorted(i for i in found if settles[i] is None)

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
    entries, amounts = ctx["entry"], ctx["amount_satang"]
    for wanted in sums.keys() & set(entries):
        sums[wanted] = sum(amount or 0 for entry, amount in zip(entries, amounts, strict=True) if entry == wanted)
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
