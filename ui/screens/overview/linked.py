"""The linked view: where the groups are, how far they came, when they last moved; pressed in the browser alone.

A press filters the other two sides without a word to the server. The button under them hands what is pressed to the
page's own filters, and so to the address.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from core.analysis.filters import Filters
from core.analysis.linked import SIDES, Linked, linked_counts, linked_groups
from core.model.project import Project
from ui.auth.guard import Session
from ui.charts import frames, linked, ready
from ui.charts.drawing import draw_linked
from ui.charts.ready import Row
from ui.text import key_of_series
from ui.widgets import boxes, filters, tables

FILTER_OF = {"amphoe": "amphoe", "stage": "stage", "month": filters.MONTHS}
_CHART = "chart-linked"


def inside(session: Session, chosen: Filters) -> None:
    """The three sides in a form, their sentence and their table."""
    say, view = session.say, session.view()
    chart = ready.kept("linked", view, chosen, session.lang, partial(_made, session, chosen))
    if chart is None:
        st.caption(say("chart.empty"))
        return
    st.caption(say("overview.linked_how"))
    with st.form("linked-form", border=False):
        draw_linked(chart, lang=session.lang, key=_CHART)
        st.form_submit_button(
            say("filter.use"),
            icon=":material/filter_alt:",
            help=say("filter.use_how"),
            on_click=use,
            args=(session, chosen),
        )
    if chosen.months:
        st.caption(say("overview.linked_months"))
    boxes.folded(say("chart.table"), "table-linked", partial(_table, session, chosen))


def _made(session: Session, chosen: Filters) -> tuple[Sequence[Row], str]:
    """The rows of the chart and its sentence; none where no group is left."""
    found = linked_groups(session.view(), chosen)
    if not found.groups:
        return [], ""
    sides = frames.linked_sides(found, session.project, session.lang)
    values = _chosen(chosen, session.project)
    rows = frames.linked(found, session.project, session.lang, sides, values, linked.turn_of(values))
    return rows, _alt(session, _counts(session, found, chosen))


def _counts(session: Session, found: Linked, chosen: Filters) -> Sequence[Row]:
    sides = frames.linked_sides(found, session.project, session.lang)
    return frames.linked_table(linked_counts(found, chosen), session.lang, sides)


def use(session: Session, chosen: Filters) -> None:
    """Filter the page by what is shown pressed. For a callback: a side where nothing was pressed keeps its filter."""
    selection: Mapping[str, Any] = st.session_state[_CHART].selection
    values = _chosen(chosen, session.project)
    turned = {side: linked.pressed(selection, side, values) for side in SIDES}
    if not any(turned.values()):
        st.toast(session.say("filter.use_none"), icon=":material/touch_app:")
        return
    known = linked_groups(session.view()).values
    asked: dict[str, list[str]] = {}
    for side in SIDES:
        if turned[side]:
            held = turned[side].symmetric_difference(values[side])
            names = [f"{value:%Y-%m}" if side == "month" else value for value in known[side]]
            asked[FILTER_OF[side]] = [name for name in names if name in held]
    filters.select(asked, session.project)


def _chosen(chosen: Filters, project: Project) -> dict[str, list[str]]:
    """What the page filters by, as identifiers of each side; nothing is everything."""
    names = [f"{end:%Y-%m}" for end in project.months()]
    months = [month for month in names if chosen.months and _within(month, chosen)]
    return {"amphoe": list(chosen["amphoe"]), "stage": list(chosen["stage"]), "month": months}


def _within(month: str, chosen: Filters) -> bool:
    assert chosen.months is not None
    first, last = chosen.months
    return f"{first:%Y-%m}" <= month <= f"{last:%Y-%m}"


def _alt(session: Session, counts: Sequence[Mapping[str, Any]]) -> str:
    """What the three sides show, as one sentence."""
    text = {side: ", ".join(f"{row['name']} {row['said']}" for row in counts if row["id"] == side) for side in SIDES}
    return session.say("overview.linked_alt", a=text["amphoe"], s=text["stage"], m=text["month"] or "–")


def _table(session: Session, chosen: Filters) -> None:
    """The table twin."""
    counts = _counts(session, linked_groups(session.view(), chosen), chosen)
    heads = {
        "side": session.say("chart.side"),
        "name": session.say("chart.value"),
        "registered": session.say(key_of_series("registered")),
        "groups": session.say("overview.groups_unit"),
    }
    shown = [{head: row[name] for name, head in heads.items()} for row in counts]
    tables.show(shown, "twin-linked", alt=session.say("overview.linked"))
