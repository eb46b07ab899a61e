"""Of one user: where they are reached, and what they are told of. An admin looks after others too."""

from collections.abc import Callable
from typing import NoReturn

import streamlit as st

from core.analysis.telling.occasions import SCHEDULED, WITHOUT_FIGURES
from core.analysis.telling.times import Schedule
from core.model import Right
from db.accounts import users
from db.errors import DbError
from db.tables import Subscription
from db.telling import queue, subscriptions
from db.telling.subscriptions import Reader
from ui.auth import guard
from ui.auth.guard import Session
from ui.jobs import settings
from ui.text import label_text, markdown_text, words
from ui.widgets import boxes, fields

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RESULT = "told.result"


def whom(session: Session) -> str:
    """Whose notices are looked at: one's own, or those of the user whom an admin chooses."""
    if not session.may(Right.USERS):
        return session.user
    try:
        names = [one.name for one in users.list_users(session.engine) if not one.disabled]
    except DbError as error:
        _cannot_be_read(session, error)
    chosen: str = st.selectbox(
        session.say("told.whom"),
        names,
        index=names.index(session.user) if session.user in names else 0,
        format_func=label_text,
        key="told-whom",
    )
    return chosen


def result() -> None:
    """What the last press did."""
    if sentence := st.session_state.pop(_RESULT, None):
        st.success(markdown_text(sentence), icon=":material/check_circle:")


def act(deed: Callable[[Session], str], form: str = "") -> None:
    """Do what was pressed, as whoever is signed in now; say what was done, or why it was not."""
    who = guard.require()
    try:
        st.session_state[_RESULT] = deed(who)
    except DbError as error:
        st.error(markdown_text(who.told(error.message)), icon=":material/block:")
        return
    if form:
        fields.done(form)
    st.rerun()


def reached(session: Session, user: str) -> Reader | None:
    """Where messages to the user go, and when none do; an admin enters the id of LINE. Returns the user as read now,
    ``None`` for one who is shut out.
    """
    say = session.say
    if not settings.channels():
        st.info(say("told.not_set"), icon=":material/info:")
    try:
        reader = subscriptions.reader(session.engine, user)
    except DbError as error:
        _cannot_be_read(session, error)
    email, line_id = (None, None) if reader is None else (reader.email, reader.line_id)
    lines = [
        f"**{say('told.mail')}** · {markdown_text(email) if email else say('told.mail_none')}",
        f"**{say('told.line')}** · {say('told.line_set') if line_id else say('told.line_none')}",
    ]
    if not settings.in_server():
        lines.append(say("told.by_command"))
    if quiet := settings.quiet():
        lines.append(say("told.quiet", begins=f"{quiet.begins:02}", ends=f"{quiet.ends:02}"))
    with boxes.card(say("told.reached"), "told-reached"):
        st.markdown("  \n".join(lines))
        if session.may(Right.USERS):
            _line_id(session, user, line_id or "")
    return reader


def _line_id(session: Session, user: str, present: str) -> None:
    with st.form(fields.fresh(f"told-line-{user}"), border=False):
        text = st.text_input(session.say("told.line_id"), present, max_chars=60, autocomplete="off")
        st.caption(session.say("told.line_id_hint"))
        pressed = st.form_submit_button(session.say("told.line_id_save"), icon=":material/badge:")
    if pressed:

        def save(who: Session) -> str:
            subscriptions.set_line_id(who.engine, user, text, actor=who.actor, now=who.now)
            return who.say("told.line_id_saved", name=user)

        act(save, f"told-line-{user}")


def listing(session: Session, user: str) -> None:
    """Every subscription of the user, each with its trial and its end."""
    try:
        found = subscriptions.listed(session.engine, user)
    except DbError as error:
        _cannot_be_read(session, error)
    with boxes.card(session.say("told.own"), "told-own"):
        if not found:
            st.caption(session.say("told.none"))
        for one in found:
            _one(session, one)


def _one(session: Session, one: Subscription) -> None:
    say = session.say
    with st.container(border=True, key=f"told-{one.id}", gap="xsmall"):
        st.markdown(f"**{say(f'occasion.{one.occasion}')}** · {say(f'told.{one.channel}')}")
        st.caption(" · ".join(_details(session, one)))
        with st.container(horizontal=True, gap="small"):
            tried = st.button(say("told.trial"), key=f"told-trial-{one.id}", icon=":material/mail:")
            ended = st.button(say("told.end"), key=f"told-end-{one.id}", icon=":material/block:", type="tertiary")
    if tried:
        act(lambda who: _tried(who, one.id))
    if ended:
        act(lambda who: _ended(who, one.id))


def _details(session: Session, one: Subscription) -> list[str]:
    """Its project, its times and the next of them."""
    say = session.say
    names = {project.code: project.name.get(session.lang) for project in session.projects}
    found = [markdown_text(names.get(one.project, one.project))] if one.project else []
    if one.occasion in SCHEDULED and one.day is not None and one.hour is not None:
        hour = say("told.at_hour", h=f"{one.hour:02}")
        day = say(f"told.{WEEKDAYS[one.day]}") if one.occasion == "week" else one.day
        found.append(say(f"told.each_{one.occasion}", day=day, hour=hour))
        following = Schedule("week" if one.occasion == "week" else "month", one.day, one.hour).following(session.now)
        found.append(say("told.next", at=words.moment(following, session.lang)))
    if one.channel == "mail" and one.occasion not in WITHOUT_FIGURES:
        found.append(f"{say('told.form')} {say(f'told.form_{one.form}')}")
    return found


def _tried(who: Session, subscription_id: int) -> str:
    queue.trial(who.engine, subscription_id, actor=who.actor, now=who.now)
    return who.say("told.tried")


def _ended(who: Session, subscription_id: int) -> str:
    subscriptions.unsubscribe(who.engine, subscription_id, actor=who.actor, now=who.now)
    return who.say("told.ended")


def _cannot_be_read(session: Session, error: DbError) -> NoReturn:
    st.error(markdown_text(session.say("told.failed", why=session.told(error.message))))
    st.stop()
