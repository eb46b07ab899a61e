"""Checks of the plan and of the instalments."""

from collections.abc import Iterator
from decimal import Decimal

from core.calendar import month_end
from core.intake.checks.context import Context
from core.intake.checks.findings import Found
from core.ledger import NOTHING, balances
from core.money import exact_baht, format_baht


def plan_rises(ctx: Context) -> Iterator[Found]:
    """A cumulative plan never falls."""
    for name in ("planned_groups", "planned_disbursed_satang"):
        before = None
        for month, value, position in _by_month(ctx, name):
            if before is not None and value < before:
                yield Found("plan_falls", "warning", position, name, params={"month": month})
            before = value


def plan_fits(ctx: Context) -> Iterator[Found]:
    """For information: the plan ends at the target and at the budget, and leaves no month of the project out."""
    project = ctx.project
    net = (balances(ctx.today) if ctx.today else NOTHING).revised(project.budget_satang)
    if groups := _by_month(ctx, "planned_groups"):
        end = groups[-1][1]
        if end != project.target_groups:
            params = {"target": project.target_groups, "month": groups[-1][0]}
            code = "plan_over_target" if end > project.target_groups else "plan_under_target"
            yield Found(code, "info", None, "planned_groups", str(end), params)
    if money := _by_month(ctx, "planned_disbursed_satang"):
        end = money[-1][1]
        if end != net:
            code = "plan_over_budget" if end > net else "plan_under_budget"
            params = {"budget": _baht(net), "over": _baht(abs(end - net)), "month": money[-1][0]}
            yield Found(code, "info", None, "planned_disbursed_baht", _baht(end), params)
    yield from _missing_months(ctx)


def _missing_months(ctx: Context) -> Iterator[Found]:
    """Months of the project that the plan leaves out, and what is counted there instead."""
    known = {month_end(month) for month in ctx["month"] if month is not None}
    missing = [end for end in ctx.project.months() if known and end not in known]
    where = {
        "plan_starts_late": [end for end in missing if end < min(known)],
        "plan_gap": [end for end in missing if min(known) < end < max(known)],
        "plan_ends_early": [end for end in missing if end > max(known)],
    }
    for code, ends in where.items():
        if ends:
            yield Found(code, "info", None, "month", params={"months": ends, "k": len(ends)})


def _baht(satang: int) -> str:
    """Whole baht; with satang where there are some."""
    return f"{exact_baht(satang)[0]}"


def _by_month(ctx: Context, name: str) -> list[tuple[object, int, int]]:
    """(month, value, position) of the rows that have both, in order of the months."""
    rows = zip(ctx["month"], ctx[name], range(len(ctx.rows)), strict=True)
    return sorted((row for row in rows if row[0] is not None and row[1] is not None), key=lambda row: row[0])


def instalment_sums(ctx: Context) -> Iterator[Found]:
    """Percentages make 100, and amounts the contract, where it is known from the spending register."""
    percents = [Decimal(value) for value in ctx["percent"] if value is not None]
    if percents and sum(percents) != 100 and not ctx.unread.get("percent"):
        yield Found("instalment_percent", "warning", None, "percent", f"{sum(percents):f}")
    if ctx.unread.get("amount_baht"):
        return
    for contract in sorted({number for number in ctx["contract_no"] if number}):
        pairs = zip(ctx["contract_no"], ctx["amount_satang"], strict=True)
        total = sum(amount for number, amount in pairs if number == contract and amount is not None)
        committed = _committed(ctx, contract)
        if committed is not None and total and total != committed:
            params = {"contract": contract, "committed": format_baht(committed)}
            yield Found("instalment_amount", "warning", None, "amount_baht", format_baht(total), params)


def _committed(ctx: Context, contract: str) -> int | None:
    """Satang committed under a contract in the spending register, less releases; ``None`` where it has none."""
    spending = ctx.other("spending")
    if spending is None or contract not in set(spending["doc_no"]):
        return None
    rows = list(zip(spending["doc_no"], spending["settles"], spending["entry"], spending["amount_satang"], strict=True))
    committed = sum(amount for doc, _, entry, amount in rows if doc == contract and entry == "commitment")
    released = sum(amount for _, settles, entry, amount in rows if settles == contract and entry == "release")
    return (committed - released) or None


def instalment_order(ctx: Context) -> Iterator[Found]:
    """Delivered, then accepted, then paid."""
    steps = (("delivered_on", "accepted_on"), ("accepted_on", "paid_on"))
    for earlier, later in steps:
        for position, (first, second) in enumerate(zip(ctx[earlier], ctx[later], strict=True)):
            if second is not None and first is not None and second < first:
                yield Found("instalment_order", "warning", position, later)
            elif second is not None and first is None and position not in ctx.unread.get(earlier, frozenset()):
                yield Found("instalment_step", "warning", position, earlier)
