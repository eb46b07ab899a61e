"""Checks of the plan and of the instalments."""

from collections.abc import Iterator
from decimal import Decimal

from core.intake.check import Context
from core.intake.findings import Found
from core.money import format_baht
from core.project import month_end
from core.thai import format_month


def plan_rises(ctx: Context) -> Iterator[Found]:
    """A cumulative plan never falls."""
    for name in ("planned_groups", "planned_disbursed_satang"):
        before = None
        for month, value, position in _by_month(ctx, name):
            if before is not None and value < before:
                yield Found("plan_falls", "warning", position, name, params={"month": _month(month)})
            before = value


def plan_fits(ctx: Context) -> Iterator[Found]:
    """The plan ends at no more than the target and the budget, and leaves no month out."""
    project = ctx.project
    groups = max((value for _, value, _ in _by_month(ctx, "planned_groups")), default=0)
    if groups > project.target_groups:
        yield Found(
            "plan_over_target", "warning", None, "planned_groups", str(groups), {"target": project.target_groups}
        )
    money = max((value for _, value, _ in _by_month(ctx, "planned_disbursed_satang")), default=0)
    if money > project.budget_satang:
        params = {"budget": format_baht(project.budget_satang, 0)}
        yield Found("plan_over_budget", "warning", None, "planned_disbursed_baht", format_baht(money), params)
    known = {month_end(month) for month in ctx["month"] if month is not None}
    gaps = [end for end in project.months() if known and min(known) < end < max(known) and end not in known]
    if gaps:
        months = ", ".join(format_month(end) for end in gaps), ", ".join(format_month(end, "en") for end in gaps)
        yield Found("plan_gap", "info", None, "month", params={"months": months})


def _by_month(ctx: Context, name: str) -> list[tuple[object, int, int]]:
    """(month, value, position) of the rows that have both, in order of the months."""
    rows = zip(ctx["month"], ctx[name], range(len(ctx.rows)), strict=True)
    return sorted((row for row in rows if row[0] is not None and row[1] is not None), key=lambda row: row[0])


def _month(month: object) -> tuple[str, str]:
    return format_month(month), format_month(month, "en")  # type: ignore[arg-type]


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
        bound = _bound(ctx, contract)
        if bound is not None and total and total != bound:
            params = {"contract": contract, "bound": format_baht(bound)}
            yield Found("instalment_amount", "warning", None, "amount_baht", format_baht(total), params)


def _bound(ctx: Context, contract: str) -> int | None:
    """What the spending register binds under a contract, less what was released; ``None`` where it is not there."""
    spending = ctx.other("spending")
    if spending is None or contract not in set(spending["doc_no"]):
        return None
    rows = list(zip(spending["doc_no"], spending["settles"], spending["entry"], spending["amount_satang"], strict=True))
    bound = sum(amount for doc, _, entry, amount in rows if doc == contract and entry == "commitment")
    released = sum(amount for _, settles, entry, amount in rows if settles == contract and entry == "release")
    return (bound - released) or None


def instalment_order(ctx: Context) -> Iterator[Found]:
    """Delivered, then accepted, then paid."""
    steps = (("delivered_on", "accepted_on"), ("accepted_on", "paid_on"))
    for earlier, later in steps:
        for position, (first, second) in enumerate(zip(ctx[earlier], ctx[later], strict=True)):
            if second is not None and first is not None and second < first:
                yield Found("instalment_order", "warning", position, later)
            elif second is not None and first is None and position not in ctx.unread.get(earlier, frozenset()):
                yield Found("instalment_step", "warning", position, earlier)


PLAN_CHECKS = (plan_rises, plan_fits)
INSTALMENT_CHECKS = (instalment_sums, instalment_order)
