"""The linked view: where the groups are, how far they came, when they last moved; pressed in the browser alone.

A press filters the other two sides without a word to the server. The button under them hands what is pressed to the
page's own filters, and so to the address.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from zlib import crc32

import streamlit as st

from core.analysis.filters import Filters
from core.analysis.linked import SIDES, linked_counts, linked_groups
from ui.auth.guard import Session
from ui.charts import frames
from ui.charts.drawing import draw_linked
from ui.text import key_of_series
from ui.widgets import boxes, filters, tables

FILTER_OF = {"amphoe": "amphoe", "stage": "stage", "month": filters.MONTHS}


def card(session: Session, chosen: Filters) -> None:
    """The three sides in a form, their sentence and their table."""
    say = session.say
    found = linked_groups(session.view(), chosen)
    with boxes.card(say("overview.linked"), "linked", height="stretch"):
        if not found.groups:
            st.caption(say("chart.empty"))
            return
        st.caption(say("overview.linked_how"))
        sides = frames.linked_sides(found, session.project, session.lang)
        pressed = _pressed(chosen, sides)
        key = f"chart-linked-{crc32(repr(pressed).encode())}"  # another filter begins another chart
        counts = frames.linked_table(linked_counts(found, chosen), session.lang, sides)
        with st.form("linked-form", border=False):
            draw_linked(
                frames.linked(found, session.project, session.lang, sides),
                pressed,
                lang=session.lang,
                alt=_alt(session, counts),
                key=key,
            )
            st.form_submit_button(
                say("filter.use"),
                icon=":material/filter_alt:",
                help=say("filter.use_how"),
                on_click=use,
                args=(key, session, {side: tuple(names) for side, names in sides.items()}),
            )
        if chosen.months:
            st.caption(say("overview.linked_months"))
        boxes.folded(say("chart.table"), "table-linked", partial(_table, session, counts))


def use(key: str, session: Session, known: Mapping[str, Sequence[str]]) -> None:
    """Filter the page by what is pressed. For a callback: a side that was never pressed keeps its filter."""
    picked: Mapping[str, Any] = st.session_state[key].selection
    if not any(picked.values()) and len(picked) == len(SIDES):  # what an untouched chart holds
        st.toast(session.say("filter.use_none"), icon=":material/touch_app:")
        return
    for side in SIDES:
        if side in picked:
            asked = {entry.get(side) for entry in picked[side] or ()}
            values = [value for value in known[side] if value in asked]
            filters.select(FILTER_OF[side], values, session.project)


def _pressed(chosen: Filters, sides: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """What the page filters by, as identifiers of each side; nothing is everything."""
    months = [month for month in sides["month"] if chosen.months and _within(month, chosen)]
    return {"amphoe": list(chosen["amphoe"]), "stage": list(chosen["stage"]), "month": months}


def _within(month: str, chosen: Filters) -> bool:
    assert chosen.months is not None
    first, last = chosen.months
    return f"{first:%Y-%m}" <= month <= f"{last:%Y-%m}"


def _alt(session: Session, counts: Sequence[Mapping[str, Any]]) -> str:
    """What the three sides show, as one sentence."""
    text = {side: ", ".join(f"{row['name']} {row['said']}" for row in counts if row["id"] == side) for side in SIDES}
    return session.say("overview.linked_alt", a=text["amphoe"], s=text["stage"], m=text["month"] or "–")


def _table(session: Session, counts: Sequence[Mapping[str, Any]]) -> None:
    """The table twin."""
    heads = {
        "side": session.say("chart.side"),
        "name": session.say("chart.value"),
        "registered": session.say(key_of_series("registered")),
        "groups": session.say("overview.groups_unit"),
    }
    shown = [{head: row[name] for name, head in heads.items()} for row in counts]
    tables.show(shown, "twin-linked", alt=session.say("overview.linked"))
