"""The sentence that says what a chart shows, from the very rows that are drawn; for those who do not see it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.money import format_baht
from core.view import View
from ui import words
from ui.guard import Session

Row = Mapping[str, Any]


def groups_burn(session: Session, view: View, rows: Sequence[Row], target: int) -> str:
    """Registered so far, and the plan where it is drawn."""
    done, plan = _last(rows, "registered"), _at(rows, "plan", _last_month(rows, "registered"))
    day = words.day(view.cutoff("groups"), session.lang)
    r, e = _count(done), _count(plan)
    if plan is None:
        return session.say("overview.groups_burn_part_alt", day=day, r=r)
    return session.say("overview.groups_burn_alt", day=day, r=r, e=e, t=target)


def money_burn(session: Session, view: View, rows: Sequence[Row]) -> str:
    """Disbursed and spent so far, and the plan where it is drawn."""
    month = _last_month(rows, "disbursed")
    plan = _at(rows, "plan", month)
    day = words.day(view.cutoff("spending"), session.lang)
    d, u, p = (_count(value) for value in (_last(rows, "disbursed"), _last(rows, "used"), plan))
    if plan is None:
        return session.say("overview.money_burn_part_alt", day=day, d=d, u=u)
    return session.say("overview.money_burn_alt", day=day, d=d, u=u, p=p)


def expense_lines(session: Session, rows: Iterable[Mapping[str, Any]]) -> str:
    """What became of each line's money."""
    parts = [
        session.say(
            "budget.line_alt",
            name=row["expense_line"] or session.say("budget.no_line"),
            d=format_baht(row["disbursed_satang"], 0),
            o=format_baht(row["outstanding_satang"], 0),
            r=format_baht(row["remaining_satang"], 0),
        )
        for row in rows
        if row["side"] == "chosen"
    ]
    return f"{session.say('budget.lines_alt')}: {'; '.join(parts)}"


def _last(rows: Sequence[Row], series: str) -> float | None:
    return next((row["value"] for row in reversed(rows) if row["series"] == series), None)


def _last_month(rows: Sequence[Row], series: str) -> str | None:
    return next((row["month"] for row in reversed(rows) if row["series"] == series), None)


def _at(rows: Sequence[Row], series: str, month: str | None) -> float | None:
    return next((row["value"] for row in rows if row["series"] == series and row["month"] == month), None)


def _count(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"
