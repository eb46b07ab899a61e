"""Remarks on screen: the form of who judges what is shown, and the list."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from core.calendar import bangkok_day
from core.figures import FIGURES
from core.model import Right
from core.model.meetings.remarks import ABOUT, LONGEST, LONGEST_ITEM, LONGEST_REASON, About
from db.errors import DbError
from db.notebook import remarks as kept
from db.notebook.remarks import RemarkInfo
from ui import remarked
from ui.auth import guard
from ui.auth.guard import Session
from ui.request import link
from ui.screens.lessons import names_of
from ui.text import label_text, markdown_text
from ui.widgets import boxes, fields

SHOWN = 20  # remarks before "show more"
_RESULT, _LIMIT = "remarks.result", "remarks.limit"


def asked() -> tuple[About, str] | None:
    """What the address asks about: ``?on=group:G07``."""
    about, _, subject = st.query_params.get(link.ON, "").partition(":")
    return next(((one, subject) for one in ABOUT if one == about and subject), None)


def form(session: Session) -> None:
    """What the last press did; for who judges what is shown, a new remark."""
    if (outcome := st.session_state.pop(_RESULT, None)) is not None:
        st.success(markdown_text(outcome), icon=":material/check_circle:")
    if not session.may(Right.REMARK) or session.seen is not None:
        return
    on = asked()
    with st.expander(
        session.say("remarks.write"), icon=":material/edit_note:", key="remark-new", expanded=on is not None
    ):
        about: About = st.segmented_control(
            session.say("remarks.about"),
            ABOUT,
            default=on[0] if on else ABOUT[0],
            format_func=lambda one: session.say(f"remarks.about_{one}"),
            key="remark-about",
            required=True,
        )
        with st.form(fields.fresh(f"remark-{about}"), border=False):
            subject = _subject(session, about, on[1] if on and on[0] == about else None)
            text = st.text_area(session.say("lesson_part.remark"), max_chars=LONGEST)
            st.caption(session.say("remarks.care"))
            pressed = st.form_submit_button(session.say("remarks.save"), type="primary", icon=":material/save:")
    if pressed:
        _write(session, about, subject, text)


def _subject(session: Session, about: About, asked_for: str | None) -> str:
    """Which one: of a list, or typed."""
    label = session.say(f"remarks.about_{about}")
    if about == "agenda":
        return st.text_input(label, max_chars=LONGEST_ITEM, placeholder=session.say("remarks.item_hint"))
    names = names_of(session.view())
    choices = _choices(session, about, names, asked_for)
    chosen: str | None = st.selectbox(
        label,
        choices,
        index=choices.index(asked_for) if asked_for in choices else 0 if choices else None,
        format_func=lambda one: label_text(remarked.subject_name(session, about, one, names)),
    )
    return chosen or ""


def _choices(session: Session, about: About, groups: Mapping[str, str], asked_for: str | None) -> Sequence[str]:
    if about == "figure":
        return list(FIGURES)
    if about == "group":
        return list(groups)
    shown = [str(upload.id) for upload in session.view().uploads.values()]
    return [*shown, asked_for] if asked_for and asked_for not in shown else shown


def _write(session: Session, about: About, subject: str, text: str) -> None:
    who = guard.require(Right.REMARK)
    as_of = who.day or who.view().day or bangkok_day(who.now)
    try:
        kept.write(who.engine, who.project.code, about, subject, text, as_of=as_of, actor=who.actor, now=who.now)
    except DbError as error:
        fields.refuse(session.told(error.message))
        return
    fields.done(f"remark-{about}")
    _tell(session.say("remarks.saved"))


def _tell(sentence: str) -> None:
    st.session_state[_RESULT] = sentence
    st.rerun()


def listing(session: Session) -> None:
    """Every remark that stands, or those on what the address asks about; the newest first."""
    on = asked()
    shown = remarked.found(session, *on) if on else remarked.found(session)
    names = names_of(session.view())
    with boxes.ends():
        st.markdown(f"**{session.say('remarks.count', n=len(shown))}**", width="content")
        if on:
            st.badge(markdown_text(remarked.subject_name(session, *on, names)), color="blue")
            st.button(session.say("remarks.every"), key="remarks-every", type="tertiary", on_click=link.change,
                      kwargs={link.ON: None})  # fmt: skip
    if not shown:
        st.caption(session.say("remarks.none"))
    limit = st.session_state.get(_LIMIT, SHOWN)
    for info in shown[:limit]:
        _one(session, info, names)
    if len(shown) > limit:
        st.button(session.say("remarks.more", n=min(SHOWN, len(shown) - limit)), key="remarks-more", on_click=_more)


def _more() -> None:
    st.session_state[_LIMIT] = st.session_state.get(_LIMIT, SHOWN) + SHOWN


def _one(session: Session, info: RemarkInfo, names: Mapping[str, str]) -> None:
    with st.container(border=True, key=f"remark-{info.id}", gap="xsmall"):
        st.markdown(f"**{markdown_text(remarked.name_of(session, info, names))}**")
        st.markdown(remarked.text_of(info))
        st.caption(markdown_text(remarked.stamp(session, info)))
        own = info.by == session.user and session.may(Right.REMARK)
        if (own or session.may(Right.NOTE)) and session.seen is None:
            title = session.say("remarks.take_back")
            boxes.folded(title, f"remark-back-{info.id}", partial(_take_back, session, info), ":material/undo:")


def _take_back(session: Session, info: RemarkInfo) -> None:
    """A reason is needed. That it may be done, its writer or who notes meetings, the store asks."""
    with st.form(f"remark-back-form-{info.id}", border=False):
        reason = st.text_input(session.say("remarks.reason"), max_chars=LONGEST_REASON)
        st.caption(session.say("remarks.whose"))
        pressed = st.form_submit_button(session.say("remarks.take_back"), icon=":material/undo:")
    if not pressed:
        return
    who = guard.require(Right.REMARK)
    try:
        kept.take_back(who.engine, info.id, reason=reason, actor=who.actor, now=who.now)
    except DbError as error:
        fields.refuse(session.told(error.message))
        return
    _tell(session.say("remarks.taken"))
