"""The days of a month's files: one for all but the plan, which keeps its own."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import streamlit as st

from core.intake import Intake
from core.model.kinds import KINDS, Kind
from core.text import write_date
from ui.auth.guard import Session
from ui.screens.loading import asof
from ui.screens.month import parts
from ui.screens.month.parts import Month
from ui.text import markdown_text, words
from ui.widgets import fields
from words import rendering

_OFFERED = 3


def take(session: Session, month: Month) -> Month:
    """Before anything is read: the month with the days that stand in its fields, or with none."""
    for planned in (False, True):
        text = st.session_state.get(_key(month, planned=planned), month.days.get(planned))
        if text is not None:
            if text != month.days.get(planned):
                month = parts.keep(replace(month, days={**month.days, planned: text}))
            month = parts.dated(month, _judged(session, month, text, planned=planned)[0], planned=planned)
    return month


def draw(session: Session, month: Month, found: Mapping[Kind, Intake]) -> None:
    """The fields, the days that the files themselves propose, and why what is typed is no day to load for."""
    begun = False
    for planned in (False, True):
        kinds = _kinds(month, planned=planned)
        if not kinds:
            continue
        key, (first, days) = _key(month, planned=planned), _proposed(session, found, kinds)
        if key not in st.session_state:
            kept = month.days.get(planned)
            st.session_state[key] = kept if kept is not None else write_date(first) if first else ""
            begun = begun or (kept is None and first is not None)
        _field(session, month, days, planned=planned)
    if begun:
        st.rerun()


def _field(session: Session, month: Month, days: list[date], *, planned: bool) -> None:
    say, key = session.say, _key(month, planned=planned)
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"month-asof-{'plan' if planned else 'all'}"):
        label = say("drop.plan_day") if planned else say("drop.day")
        st.text_input(label, key=key, placeholder=say("upload.asof_eg"), width=300)
        day, refused = _judged(session, month, st.session_state[key], planned=planned)
        for one in [one for one in days if one != day][:_OFFERED]:
            st.button(words.day(one, session.lang), key=f"{key}-{one}", on_click=_choose, args=(key, one))
    if day is not None:
        st.caption(rendering.day(day, session.lang, "long"))
    elif refused:
        st.warning(markdown_text(refused), icon=":material/event_busy:")


def _choose(key: str, day: date) -> None:
    st.session_state[key] = write_date(day)


def _judged(session: Session, month: Month, text: str, *, planned: bool) -> tuple[date | None, str]:
    """The day that is typed, where data of each kind may be of it; else why not."""
    day = None
    for kind in _kinds(month, planned=planned):
        day, refused = fields.judged(session, text, kind)
        if refused is not None:
            return None, session.told(refused.message)
    return day, ""


def _kinds(month: Month, *, planned: bool) -> list[Kind]:
    kinds = [kind for kind in month.drafts if KINDS[kind].planned == planned]
    return [kind for kind in kinds if kind not in month.without] or kinds


def _proposed(session: Session, found: Mapping[Kind, Intake], kinds: list[Kind]) -> tuple[date | None, list[date]]:
    """The day to begin with, where there is no doubt, and all that are offered, the newest first: what the kinds that
    set the day of a page propose, else the others, which hold few dates.
    """
    leading = [kind for kind in kinds if KINDS[kind].sets_day] or kinds
    proposals = [asof.proposed(session, found[kind]) for kind in leading]
    chosen = {one.chosen for one in proposals}
    offered = {day for one in proposals for name, day in one.offered if name != "last"}
    return (chosen.pop() if len(chosen) == 1 else None), sorted(offered, reverse=True)


def _key(month: Month, *, planned: bool) -> str:
    return f"month-day-{'plan' if planned else 'all'}-{month.print[-12:]}"
