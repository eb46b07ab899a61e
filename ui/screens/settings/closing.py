"""Closing the year: one press, and one that opens it again."""

import streamlit as st

from core.calendar import bangkok_day
from core.model import Right
from core.model.project import Project
from db.errors import DbError
from db.projects import closing
from ui.auth import guard
from ui.auth.guard import Session
from ui.screens.settings import state
from ui.text import markdown_text, words
from ui.widgets import boxes
from words import rendering


def draw(session: Session, project: Project) -> None:
    """Whether the year is closed, by whom, and the press that turns it."""
    found = closing.closed(session.engine, project.code)
    year = rendering.year(project.fiscal_year_be, session.lang)
    with boxes.card(session.say("settings.closing"), "settings-closing"):
        st.caption(session.say("settings.closing_note"))
        if found is None and bangkok_day(session.now) < project.end:
            end = words.day(project.end, session.lang)
            st.caption(session.say("settings.closing_runs", end=end))
        elif found is None:
            if st.button(session.say("settings.close", year=year), key="settings-close", icon=":material/lock:"):
                _turn(session, "close")
        else:
            at = words.moment(found.at, session.lang)
            st.markdown(markdown_text(session.say("settings.closed_by", by=found.by, at=at)))
            label = session.say("settings.reopen", year=year)
            if st.button(label, key="settings-reopen", icon=":material/lock_open:"):
                _turn(session, "reopen")


def _turn(session: Session, event: str) -> None:
    """Do it, asking for the right once more; or say why not."""
    who = guard.require(Right.MAINTAIN)
    act, done = (closing.close, "closed_done") if event == "close" else (closing.reopen, "reopened_done")
    try:
        act(who.engine, session.project.code, actor=who.actor, now=who.now)
    except DbError as error:
        st.error(markdown_text(who.told(error.message)))
        return
    state.tell(who.say(f"settings.{done}"))
    st.rerun()
