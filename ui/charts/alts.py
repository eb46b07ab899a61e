"""The sentence that says what a chart shows, from the very rows that are drawn; for those who do not see it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.figures import Figures
from core.model import Snapshot
from core.money import format_baht
from ui.text import Teller, words

Row = Mapping[str, Any]
DASH = "–"


def groups_burn(teller: Teller, view: Snapshot, rows: Sequence[Row], target: int) -> str:
    """Registered so far, and the plan where it is drawn."""
    done, plan = _last(rows, "registered"), _plan_beside(rows, "registered")
    day = words.day(view.cutoff("groups"), teller.lang)
    if plan is None:
        return teller.say("overview.groups_burn_part_alt", day=day, r=done or DASH)
    return teller.say("overview.groups_burn_alt", day=day, r=done or DASH, e=plan, t=target)


def money_burn(teller: Teller, view: Snapshot, rows: Sequence[Row]) -> str:
    """Disbursed and spent so far, and the plan where it is drawn."""
    plan = _plan_beside(rows, "disbursed")
    day = words.day(view.cutoff("spending"), teller.lang)
    d, u = (_last(rows, series) or DASH for series in ("disbursed", "used"))
    if plan is None:
        return teller.say("overview.money_burn_part_alt", day=day, d=d, u=u)
    return teller.say("overview.money_burn_alt", day=day, d=d, u=u, p=plan)


def expense_lines(teller: Teller, rows: Iterable[Mapping[str, Any]]) -> str:
    """What became of each line's money."""
    parts = [
        teller.say(
            "budget.line_alt",
            name=row["expense_line"] or teller.say("budget.no_line"),
            d=format_baht(row["disbursed_satang"], 0),
            o=format_baht(row["outstanding_satang"], 0),
            r=format_baht(row["remaining_satang"], 0),
        )
        for row in rows
        if row["side"] == "chosen"
    ]
    return f"{teller.say('budget.lines_alt')}: {'; '.join(parts)}"


def waterfall(teller: Teller, figures: Figures) -> str:
    """What the budget became."""
    return teller.say("budget.waterfall_alt", **balance(figures))


def balance(figures: Figures) -> dict[str, str]:
    """What the budget after transfers became, as its sentences write it."""
    names = {"n": "net_budget_satang", "d": "disbursed_satang", "o": "outstanding_satang", "r": "remaining_satang"}
    return {place: format_baht(figures.whole(name, None)) for place, name in names.items()}


def quarters(teller: Teller, bars: Iterable[Row]) -> str:
    """What was disbursed in each quarter."""
    text = ", ".join(f"{bar['quarter']} {bar['label']}" for bar in bars if bar["series"] == "disbursed")
    return teller.say("budget.quarters_alt", text=text)


def _last(rows: Sequence[Row], series: str) -> str | None:
    return next((row["label"] for row in reversed(rows) if row["series"] == series), None)


def _plan_beside(rows: Sequence[Row], series: str) -> str | None:
    """What the plan asks for in the last month of ``series``: held after the plan's own end, unknown before it."""
    months = [row["month"] for row in rows if row["series"] == series]
    plan = {row["month"]: row["label"] for row in rows if row["series"] == "plan"}
    return next((plan[month] for month in reversed(months) if month in plan), None)
