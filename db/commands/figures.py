"""summary: the figures of a day."""

from typing import Any

from core.calendar import bangkok_day
from core.figures.figures import compute
from core.text import Message
from db.commands.console import OK
from db.commands.context import Context
from db.snapshots import plan_past, store
from words.rendering import render

_LINES = (
    "registered_groups",
    "expected_groups",
    "target_groups",
    "developed_groups",
    "net_budget_baht",
    "disbursed_baht",
    "expected_disbursed_baht",
    "outstanding_baht",
    "used_baht",
    "remaining_baht",
    "at_risk_baht",
    "cabinet_baht",
)


def summary(context: Context) -> int:
    """The clock is read for staleness alone, and only where no day is asked for."""
    day = context.args.as_of
    view = store.view(context.engine, context.project, day)
    found, console = compute(view, None if day else bangkok_day(context.now)), context.console
    figures = found.summary(render)
    console.say(view.project.name)
    console.say("as_of", day=view.day or "-", verdict=found.verdict.message)
    newest = plan_past.newest_day_of(context.engine, context.project)
    if day is not None and newest is not None and newest < day:
        console.warn("too_late", day=newest)
    told = [key for key in _LINES if key != "cabinet_baht" or view.project.curves]
    lines = [(console.written(Message(f"console.figure.{key}")), _shown(figures[key])) for key in told]
    console.table(("", ""), lines)
    console.result(figures)
    return OK


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"
