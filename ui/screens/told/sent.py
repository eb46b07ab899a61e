"""What was sent, what waits, and what could not be sent, with the reason and what to do."""

import streamlit as st

from core.model import Right
from db.errors import DbError
from db.tables import QueuedMessage
from db.tables.queue import STATES
from db.telling import queue
from ui.auth.guard import Session
from ui.screens.told import own
from ui.text import markdown_text, words
from ui.widgets import boxes, tables

_OFFERED = 5  # messages that were given up and can be sent again from here


def log(session: Session) -> None:
    """The newest messages: one's own, and for an admin those of everybody."""
    say, admin = session.say, session.may(Right.USERS)
    with boxes.card(say("told.log"), "told-log"):
        everybody = admin and st.toggle(say("told.everybody"), key="told-everybody")
        user = None if everybody else session.user
        try:
            found, counts = queue.recent(session.engine, user), queue.counts(session.engine, user)
        except DbError as error:
            st.error(markdown_text(say("told.failed", why=session.told(error.message))))
            return
        if not found:
            st.caption(say("told.log_none"))
            return
        st.caption(say("told.log_counts", **{state: counts.get(state, 0) for state in STATES}))
        rows = [_row(session, one, with_user=everybody) for one in found]
        tables.show(rows, "told-log-table", alt=say("told.log_alt", n=len(rows)), wide=(say("told.why"),))
        for one in [one for one in found if one.state == "ended"][:_OFFERED]:
            _given_up(session, one)


def _row(session: Session, one: QueuedMessage, *, with_user: bool) -> dict[str, str]:
    say = session.say
    return {
        say("told.at"): words.moment(one.done_at or one.due_at, session.lang),
        **({say("told.user"): one.user_name} if with_user else {}),
        say("told.occasion"): say(f"occasion.{one.occasion}"),
        say("told.channel"): say(f"told.{one.channel}"),
        say("told.state"): say(f"told.state_{one.state}"),
        say("told.why"): _why(session, one),
    }


def _why(session: Session, one: QueuedMessage) -> str:
    """Why it was not sent, or that it may have arrived twice."""
    if one.state == "sent":
        return session.say("told.repeated") if one.channel == "mail" and one.unsure else ""
    return session.say(one.why) if one.why else ""


def _given_up(session: Session, one: QueuedMessage) -> None:
    say = session.say
    with st.container(border=True, key=f"told-given-up-{one.id}", gap="xsmall"):
        when = words.moment(one.done_at or one.due_at, session.lang)
        st.markdown(f"**{say(f'occasion.{one.occasion}')}** · {markdown_text(one.user_name)} · {when}")
        st.markdown(markdown_text(_why(session, one)))
        if st.button(say("told.again"), key=f"told-again-{one.id}", icon=":material/refresh:"):
            own.act(lambda who: _again(who, one.id))


def _again(who: Session, message_id: int) -> str:
    queue.again(who.engine, message_id, actor=who.actor, now=who.now)
    return who.say("told.again_done")
