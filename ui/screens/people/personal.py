"""Personal data: where a person occurs, and the rows of data sets whose time is over."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.calendar import bangkok_day
from core.model import Right
from core.model.kinds import KINDS
from db.errors import DbError
from db.maintenance import erase as erasing
from db.maintenance import person as persons
from db.maintenance.erase import Candidate
from db.maintenance.person import Place
from ui.auth import guard, signin
from ui.auth.guard import Session
from ui.text import markdown_text, words
from ui.widgets import fields, tables

_FOUND, _LISTED, _ERASED = "personal.found", "personal.listed", "personal.erased"
_ROWS = 20  # numbers of rows that a line lists
_FIVE_YEARS = "1825"


def find(session: Session) -> None:
    """Search for a person, the password typed again; the places found are shown once."""
    with st.expander(session.say("personal.find_title"), icon=":material/person_search:", key="personal-find"):
        st.caption(session.say("personal.find_hint"))
        if not signin.reauthenticated(session.person, session.lang, "personal-find"):
            return
        with st.form(fields.fresh("personal-find"), border=False):
            text = st.text_input(session.say("personal.find_text"), max_chars=100, autocomplete="off")
            pressed = st.form_submit_button(session.say("personal.find"), icon=":material/search:")
        if pressed:
            _search(session, text)
        found: list[Place] | None = st.session_state.pop(_FOUND, None)
        if found is not None:
            _places(session, found)


def _search(session: Session, text: str) -> None:
    who = guard.require(Right.USERS)
    if not signin.was_asked(who.person):
        st.rerun()
    try:
        with st.spinner(session.say("log.reading")):
            st.session_state[_FOUND] = persons.search(who.engine, text, actor=who.actor, now=who.now)
    except DbError as error:
        fields.refuse(session.told(error.message))
        return
    fields.done("personal-find")
    st.rerun()


def _places(session: Session, found: Sequence[Place]) -> None:
    if not found:
        st.info(session.say("personal.nowhere"), icon=":material/search_off:")
        return
    heads = {name: session.say(f"personal.{name}") for name in ("place", "project", "set", "column", "rows")}
    rows = [
        {
            heads["place"]: session.say(f"place.{one.table}"),
            heads["project"]: one.project,
            heads["set"]: one.set,
            heads["column"]: _column(session, one),
            heads["rows"]: _rows(session, one),
        }
        for one in found
    ]
    st.markdown(f"**{session.say('personal.found', n=len(found))}**")
    tables.show(rows, "personal-table", alt=session.say("personal.found", n=len(found)))


def _column(session: Session, place: Place) -> str:
    if place.kind is None:
        return session.say(f"place.column.{place.column}")
    kind = KINDS[place.kind]
    return session.told(next(column for column in kind.columns if column.field == place.column).title)


def _rows(session: Session, place: Place) -> str:
    listed, more = ", ".join(place.rows[:_ROWS]), len(place.rows) - _ROWS
    return session.say("personal.rows_more", rows=listed, n=more) if more > 0 else listed


def erase(session: Session) -> None:
    """Rows of data sets withdrawn long ago: first the list, then, the password asked once more, their end."""
    with st.expander(session.say("personal.erase_title"), icon=":material/delete_forever:", key="personal-erase"):
        st.caption(session.say("personal.erase_hint"))
        if done := st.session_state.pop(_ERASED, None):
            st.success(markdown_text(done), icon=":material/check_circle:")
        with st.form("personal-erase-list", border=False):
            typed = st.text_input(session.say("personal.erase_days"), _FIVE_YEARS, max_chars=5, width=260)
            pressed = st.form_submit_button(session.say("personal.erase_list"), icon=":material/list:")
        if pressed:
            st.session_state[_LISTED] = _days(session, typed)
        days: int | None = st.session_state.get(_LISTED)
        if days is not None:
            _candidates(session, days)


def _days(session: Session, typed: str) -> int | None:
    plain = fields.whole(typed)
    if plain is None:
        fields.refuse(session.say("personal.erase_days_bad", val=typed.strip()))
    return plain


def _candidates(session: Session, days: int) -> None:
    who = guard.require(Right.MAINTAIN)
    try:
        found = erasing.candidates(who.engine, days=days, actor=who.actor, now=who.now)
    except DbError as error:
        fields.refuse(session.told(error.message))
        return
    if not found:
        st.info(session.say("personal.erase_none"), icon=":material/search_off:")
        return
    tables.show(_table(session, found), "personal-erase-table", alt=session.say("personal.erase_title"))
    free = [one for one in found if one.free]
    if not free:
        return
    if not signin.reauthenticated(session.person, session.lang, "personal-erase"):
        return
    label = session.say("personal.erase", n=len(free))
    if st.button(label, key="personal-erase-now", icon=":material/delete_forever:"):
        _erase(session, days)


def _table(session: Session, found: Sequence[Candidate]) -> list[dict[str, Any]]:
    heads = {name: session.say(f"personal.{name}") for name in ("project", "place", "set", "withdrawn", "kept_until")}
    free = session.say("personal.free")
    return [
        {
            heads["project"]: one.upload.project,
            heads["place"]: KINDS[one.upload.kind].name.get(session.lang),
            heads["set"]: one.upload.seq,
            heads["withdrawn"]: words.day(bangkok_day(one.withdrawn_at), session.lang),
            heads["kept_until"]: words.day(one.kept_until, session.lang) if one.kept_until else free,
        }
        for one in found
    ]


def _erase(session: Session, days: int) -> None:
    who = guard.require(Right.MAINTAIN)
    if not signin.was_asked(who.person):
        st.rerun()
    try:
        found = erasing.erase(who.engine, days=days, actor=who.actor, now=who.now)
    except DbError as error:
        fields.refuse(session.told(error.message))
        return
    st.session_state.pop(_LISTED, None)
    st.session_state[_ERASED] = session.say("personal.erased", n=sum(one.free for one in found))
    st.rerun()
