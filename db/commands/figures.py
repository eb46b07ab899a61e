"""summary: the figures of a day."""

from core.calendar import bangkok_day
from core.figures import Figure, Unknown, Value, compute
from core.money import to_baht
from core.text import Message
from db.commands.console import OK
from db.commands.context import Context
from db.snapshots import plan_past, store
from words.rendering import render


def summary(context: Context) -> int:
    """The clock is read for staleness alone, and only where no day is asked for."""
    day = context.args.as_of
    view = store.view(context.engine, context.project, day)
    figures, console = compute(view, None if day else bangkok_day(context.now)), context.console
    console.say(view.project.name)
    console.say("as_of", day=view.day or "-", verdict=figures.verdict.message)
    newest = plan_past.newest_day_of(context.engine, context.project)
    if day is not None and newest is not None and newest < day:
        console.warn("too_late", day=newest)
    shown = figures.listed("console")
    console.table(("", ""), [(console.written(_label(each)), _written(each, figures[each.name])) for each in shown])
    console.result(figures.summary(render))
    return OK


def _label(figure: Figure) -> Message:
    label = Message(figure.key("label"))
    if figure.unit == "index":
        return label
    return Message("unit.labelled", {"label": label, "unit": Message(f"unit.{figure.unit}")})


def _written(figure: Figure, value: Value) -> str:
    if isinstance(value, Unknown):
        return "-"
    return f"{to_baht(int(value)):,.2f}" if figure.unit == "satang" else f"{value:,}"
