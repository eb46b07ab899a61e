"""What has changed, on the overview: since the data before these, or since the last meeting; new facts apart from
corrections. Staff say when a meeting was.
"""

from datetime import date

import streamlit as st

from core.analysis.changes import changes as changes_between
from core.analysis.changes import since as compared_with
from core.calendar import bangkok_day
from core.model import Right, Snapshot
from db.notebook import meetings as known
from db.notebook import notes
from db.snapshots import earlier as data
from db.tables import Note
from ui.auth.guard import Session
from ui.screens.meetings import followed
from ui.text import aside, markdown_text, paragraphs, words
from ui.widgets import boxes, fields


def draw(session: Session, view: Snapshot) -> None:
    """New facts and corrections, since what its reader chooses."""
    meetings = known.before(session.engine, session.project.code, view.day, session.seen, _today(session))
    with boxes.card(session.say("overview.changes"), "changes", height="stretch"):
        earlier = data.before(session.engine, session.project.code, view, session.seen)
        if meetings:
            last = meetings[-1]
            named = {"data": session.say("overview.since_data"), "meeting": _named(session, last)}
            chosen = st.segmented_control(
                session.say("overview.changes"), list(named), default="meeting", format_func=named.__getitem__,
                key="changes-since", label_visibility="collapsed", required=True,
            )  # fmt: skip
            if chosen != "data" and last.on_date is not None:
                earlier = known.shown_at(session.engine, session.project.code, last.on_date, session.seen)
        _lines(session, view, earlier)
        with st.container(horizontal=True, gap="small"):
            if session.may(Right.NOTE) and session.seen is None:
                _meeting_form(session)
            followed.way(session)


def _lines(session: Session, view: Snapshot, earlier: Snapshot | None) -> None:
    say = session.say
    if earlier is None:
        st.caption(say("overview.change_none"))
        return
    found = changes_between(earlier, view)
    lines = []
    if (told := compared_with(earlier)) is not None:
        lines.append(aside(say("overview.change_since", day=words.day(told, session.lang))))
    if found.none:
        lines.append(aside(say("overview.change_same")))
    for title, changed in ((say("overview.new"), found.new), (say("overview.fix"), found.fixed)):
        if changed:
            lines += [aside(title), "\n".join(f"- {markdown_text(session.told(line))}" for line in changed)]
    st.markdown(paragraphs(lines))


def _today(session: Session) -> date | None:
    """The clock's day, where the newest data are looked at."""
    return bangkok_day(session.now) if session.day is None and session.seen is None else None


def _named(session: Session, meeting: Note) -> str:
    day = words.day(meeting.on_date, session.lang)
    return markdown_text(session.say("overview.since_meeting", name=session.prose([meeting.text])[0], day=day))


def _meeting_form(session: Session) -> None:
    """When a meeting was: its name and day. An empty name takes back the meeting of that day."""
    say = session.say
    with st.popover(say("overview.meeting_add"), icon=":material/event_note:", type="tertiary", key="meeting-add"):
        with st.form(fields.fresh("meeting"), border=False):
            name = st.text_input(say("overview.meeting_name"), max_chars=notes.LONGEST)
            on = st.text_input(say("overview.meeting_on"), placeholder=session.examples["eg_day"])
            pressed = st.form_submit_button(say("overview.meeting_save"))
        if not pressed:
            return
        day = fields.day(session, on)
        if day is not None:
            fields.keep(session, "meeting", "", day, text=name)
