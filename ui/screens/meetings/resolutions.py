"""Resolutions on screen: the form of who notes meetings, those to follow up, those that were answered for."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from core.calendar import bangkok_day
from core.model import Right
from core.model.meetings.resolutions import EVENTS, LONGEST, Event, ResolutionText, is_open, is_overdue, to_follow
from core.text import CellError, parse_date
from db.errors import DbError
from db.notebook import notes
from db.notebook import resolutions as kept
from db.notebook.resolutions import ResolutionInfo
from db.tables import Note
from ui.auth import guard, menu
from ui.auth.guard import Session
from ui.text import label_text, markdown_lines, markdown_text, words
from ui.widgets import boxes, fields

SHOWN = 20  # answered ones before the rest is left to the day asked for
_RESULT = "resolutions.result"


def found(session: Session) -> tuple[ResolutionInfo, ...]:
    """The resolutions of the day and instant that the visitor looks at, as they may see them."""
    listed = kept.listed(session.engine, session.project.code, session.day, session.seen)
    return tuple(info.seen_by(session.sight) for info in listed)


def known_day(session: Session) -> date:
    """The day by which something is overdue: the one looked at, else the clock's, but never after the project's end."""
    return session.day or min(bangkok_day(session.now), session.project.end)


def writes(session: Session) -> bool:
    """Whether the visitor records resolutions here and now."""
    return session.may(Right.NOTE) and session.seen is None


def result() -> None:
    """What the last press did."""
    if (outcome := st.session_state.pop(_RESULT, None)) is not None:
        st.success(markdown_text(outcome), icon=":material/check_circle:")


def form(session: Session) -> None:
    """For who notes meetings: what a meeting decided, by whom, by when."""
    if not session.may(Right.NOTE):
        return
    if session.seen is not None:
        st.caption(session.say("lessons.past"))
        return
    meetings = notes.standing(session.engine, session.project.code, "meeting")[::-1]
    with st.expander(session.say("resolutions.record"), icon=":material/edit_note:", key="resolution-new"):
        if not meetings:
            st.info(session.say("resolutions.no_meeting"), icon=":material/event_note:")
            menu.way("", session.lang, session.say("nav.overview"), ":material/monitoring:")
            return
        _fields(session, meetings)


def _fields(session: Session, meetings: Sequence[Note]) -> None:
    say = session.say
    form = fields.fresh("resolution")
    with st.form(form, border=False):
        place = st.selectbox(
            say("resolutions.meeting"),
            range(len(meetings)),
            format_func=lambda place: _meeting(session, meetings[place]),
            key=f"{form}-meeting",
        )
        decided = st.text_area(say("lesson_part.decided"), max_chars=LONGEST["decided"], key=f"{form}-decided")
        hint = say("resolutions.who_hint")
        who = st.text_input(say("lesson_part.who"), max_chars=LONGEST["who"], placeholder=hint, key=f"{form}-who")
        due = st.text_input(
            say("resolutions.due"), placeholder=session.examples["eg_day"], max_chars=40, key=f"{form}-due"
        )
        st.caption(say("resolutions.care"))
        pressed = st.form_submit_button(
            say("resolutions.save"), type="primary", icon=":material/save:", key=f"{form}-save"
        )
    met_on = None if place is None else meetings[place].on_date
    if pressed and met_on is not None:
        _record(session, ResolutionText(decided, who), met_on, due)


def _meeting(session: Session, meeting: Note) -> str:
    name = session.prose([meeting.text])[0] or ""
    return label_text(f"{name} · {words.day(meeting.on_date, session.lang)}")


def _record(session: Session, text: ResolutionText, met_on: date, due: str) -> None:
    day = _day(session, due) if due.strip() else None
    if due.strip() and day is None:
        return
    who = guard.require(Right.NOTE)
    try:
        kept.record(who.engine, who.project.code, text, met_on=met_on, due_on=day, actor=who.actor, now=who.now)
    except DbError as error:
        fields.refuse(session.told(error.message))
        return
    fields.done("resolution")
    _tell(session.say("resolutions.recorded"))


def _day(session: Session, typed: str) -> date | None:
    """A day, one to come too; where it cannot be read a sentence says so."""
    try:
        return parse_date(typed)
    except CellError:
        fields.refuse(session.say("log.day_bad", val=typed.strip()))
        return None


def _tell(sentence: str) -> None:
    st.session_state[_RESULT] = sentence
    st.rerun()


def listing(session: Session) -> None:
    """Those to follow up, the longest overdue first; those answered for, folded away."""
    shown = found(session)
    if not shown:
        st.caption(session.say("resolutions.none"))
        return
    following = to_follow(shown)
    st.markdown(f"**{session.say('resolutions.open', n=len(following))}**")
    if not following:
        st.caption(session.say("resolutions.none_open"))
    for info in following:
        one(session, info)
    answered = [info for info in shown if not is_open(info)][:SHOWN]
    if answered:
        title = session.say("resolutions.answered", n=len(answered))
        boxes.folded(title, "resolutions-answered", partial(_each, session, answered), ":material/task_alt:")


def _each(session: Session, shown: Sequence[ResolutionInfo]) -> None:
    for info in shown:
        one(session, info)


def one(session: Session, info: ResolutionInfo) -> None:
    """One resolution: what, by whom, by when, what became of it; and for who notes meetings the press to report."""
    with st.container(border=True, key=f"resolution-{info.id}", gap="xsmall"):
        st.markdown(f"**{markdown_lines(info.text.decided)}**")
        st.caption(markdown_text(duty(session, info)))
        for report in info.reports:
            day = words.day(report.on, session.lang)
            state = session.say(f"resolutions.state_{report.event}")
            st.markdown(f"{state} · {day}  \n{markdown_lines(report.became)}")
        if is_overdue(info, known_day(session)):
            st.badge(session.say("resolutions.overdue"), icon=":material/schedule:", color="orange")
        elif not info.reports:
            st.caption(session.say("resolutions.state_open"))
        if writes(session):
            _report(session, info)


def duty(session: Session, info: ResolutionInfo) -> str:
    """By whom, by when, and of which meeting, in one line."""
    met = words.day(info.met_on, session.lang)
    if info.due_on is None:
        return session.say("resolutions.duty_open", who=info.text.who, met=met)
    return session.say("resolutions.duty", who=info.text.who, due=words.day(info.due_on, session.lang), met=met)


def _report(session: Session, info: ResolutionInfo) -> None:
    """What became of it, by a day; or that it was recorded by mistake. The form is drawn once it is opened."""
    draw = partial(_report_form, session, info)
    boxes.folded(session.say("resolutions.report"), f"resolution-report-{info.id}", draw, ":material/edit:")


def _report_form(session: Session, info: ResolutionInfo) -> None:
    say, name = session.say, f"resolution-report-{info.id}"
    form = fields.fresh(name)
    with st.form(form, border=False):
        event: Event | None = st.segmented_control(
            say("resolutions.result"),
            EVENTS,
            default="going_on",
            format_func=lambda one: say(f"resolutions.state_{one}"),
            required=True,
            key=f"{form}-event",
        )
        became = st.text_area(say("lesson_part.became"), max_chars=LONGEST["became"], key=f"{form}-became")
        on = st.text_input(
            say("resolutions.on"), placeholder=session.examples["eg_day"], max_chars=40, key=f"{form}-on"
        )
        pressed = st.form_submit_button(say("resolutions.save_report"), icon=":material/save:", key=f"{form}-save")
    if not pressed or event is None:
        return
    day = _day(session, on)
    if day is None:
        return
    who = guard.require(Right.NOTE)
    try:
        kept.report(who.engine, info.id, event, became, on=day, actor=who.actor, now=who.now)
    except DbError as error:
        fields.refuse(session.told(error.message))
        return
    fields.done(name)
    _tell(say("resolutions.reported"))
