"""Lessons learned on screen: the list that all read, the form of those who write, the lines on a group's card."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from core.calendar import bangkok_day
from core.model import Right, Snapshot
from core.model.lessons import LONGEST, LONGEST_REASON, PARTS, LessonText
from db.errors import DbError
from db.notebook import lessons as kept
from db.notebook.lessons import LessonInfo
from ui.auth import guard
from ui.auth.guard import Session
from ui.request import link
from ui.text import markdown_lines, markdown_text, words
from ui.widgets import boxes

GROUP = "group"  # the name in the address, as on the page of groups
ON_CARD = 3  # lessons that a group's card tells
SHOWN = 20  # lessons before "show more"
_OPEN, _RESULT, _LIMIT = "lessons.open", "lessons.result", "lessons.limit"
_NEW = 0  # the form of a new lesson; others are named by the lesson's number


def found(session: Session, *, withdrawn: bool = False) -> tuple[LessonInfo, ...]:
    """The lessons of the day and instant that the visitor looks at."""
    listed = kept.listed(session.engine, session.project.code, session.day, session.seen, withdrawn=withdrawn)
    return tuple(info.seen_by(session.sight) for info in listed)


def names_of(view: Snapshot) -> Mapping[str, str]:
    """Group code -> name, as the data of the day has them."""
    rows = view.of("groups")
    return dict(zip(rows["code"], rows["name"], strict=True))


def listing(session: Session, view: Snapshot) -> None:
    """Every lesson, or those of the group that the address names; the newest first."""
    names, code = names_of(view), st.query_params.get(GROUP)
    shown = [info for info in found(session) if code in (None, "", info.group_code)]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{session.say('lessons.count', n=len(shown))}**", width="content")
        if code:
            st.badge(markdown_text(session.say("lessons.of", name=_name(session, code, names))), color="blue")
            st.link_button(session.say("lessons.all"), link.href(link.glance(), "lessons"), type="tertiary")
    if not shown:
        st.caption(session.say("lessons.none_group" if code else "lessons.none"))
    limit = st.session_state.get(_LIMIT, SHOWN)
    for info in shown[:limit]:
        _one(session, view, info, names)
    if len(shown) > limit:
        st.button(session.say("lessons.more", n=min(SHOWN, len(shown) - limit)), key="lessons-more", on_click=_more)


def _one(session: Session, view: Snapshot, info: LessonInfo, names: Mapping[str, str]) -> None:
    """One lesson; in its place the form, while its writer corrects it."""
    writes = session.may(Right.LESSON) and session.seen is None
    if writes and st.session_state.get(_OPEN) == info.id:
        _editor(session, view, info)
        return
    with st.container(border=True, key=f"lesson-{info.id}", gap="xsmall"):
        with boxes.ends():
            st.markdown(f"**{markdown_text(_name(session, info.group_code, names))}**", width="content")
            if writes:
                st.button(session.say("lessons.correct"), key=f"lesson-open-{info.id}", icon=":material/edit:",
                          type="tertiary", on_click=_open, args=(info.id,))  # fmt: skip
        for part in PARTS:
            st.caption(session.say(f"lesson_part.{part}"))
            st.markdown(markdown_lines(getattr(info.text, part)))
        st.caption(_stamp(session, info))


def _stamp(session: Session, info: LessonInfo) -> str:
    """The days of its data and of its writing. Who wrote it stands in the log: a lesson blames nobody."""
    written = words.day(bangkok_day(info.written_at), session.lang)
    stamp = session.say("lessons.stamp", day=words.day(info.as_of, session.lang), written=written)
    return stamp + (f" · {session.say('lessons.corrected', n=info.corrections)}" if info.corrections else "")


def _name(session: Session, code: str | None, names: Mapping[str, str]) -> str:
    if code is None:
        return session.say("lessons.project")
    return f"{code} {names[code]}" if code in names else code


def _more() -> None:
    st.session_state[_LIMIT] = st.session_state.get(_LIMIT, SHOWN) + SHOWN


def _open(which: int | None) -> None:
    st.session_state[_OPEN] = which


def form(session: Session, view: Snapshot) -> None:
    """For those who write: what the last press did, then a press, then the form of a new lesson."""
    outcome = st.session_state.pop(_RESULT, None)
    if outcome is not None:
        st.success(outcome, icon=":material/check_circle:")
    if not session.may(Right.LESSON):
        return
    if session.seen is not None:
        st.caption(session.say("lessons.past"))
    elif st.session_state.get(_OPEN) == _NEW:
        _editor(session, view, None)
    else:
        st.button(session.say("lessons.write"), key="lesson-new", icon=":material/edit_note:", on_click=_open,
                  args=(_NEW,))  # fmt: skip


def _editor(session: Session, view: Snapshot, info: LessonInfo | None) -> None:
    """The form of a new lesson, or of one to correct or withdraw."""
    with st.container(border=True, key="lesson-form"):
        _fields(session, view, info)
        if info is not None:
            _turn_form(session, info, "withdraw")
        st.button(session.say("lessons.cancel"), key="lesson-cancel", type="tertiary", on_click=_open, args=(None,))


def _fields(session: Session, view: Snapshot, info: LessonInfo | None) -> None:
    """The three parts, prefilled where a lesson is corrected; what can not be kept is said and stays typed."""
    names, number = names_of(view), info.id if info else _NEW
    day = info.as_of if info else day_of(session, view)
    with st.form(f"lesson-fields-{number}", border=False):
        title = session.say("lessons.edit") if info else session.say("lessons.new", day=words.day(day, session.lang))
        st.markdown(f"**{title}**")
        if info:
            group = info.group_code
            st.caption(markdown_text(_name(session, group, names)))
        else:
            group = _about(session, names)
        typed = {
            part: st.text_area(session.say(f"lesson_part.{part}"), getattr(info.text, part) if info else "",
                               key=f"lesson-{part}-{number}", max_chars=LONGEST)
            for part in PARTS
        }  # fmt: skip
        st.caption(session.say("lessons.care"))
        pressed = st.form_submit_button(session.say("lessons.save"), type="primary", icon=":material/save:")
    if pressed:
        _tell(save(session, LessonText(**typed), group=group, as_of=day, corrects=info.id if info else None))


def _about(session: Session, names: Mapping[str, str]) -> str | None:
    """The whole project or one group; the one that the address names comes first."""
    asked = st.query_params.get(GROUP)
    codes: Sequence[str | None] = (None, *names)
    return st.selectbox(
        session.say("lessons.about"),
        codes,
        index=codes.index(asked) if asked in names else 0,
        format_func=lambda code: words.label_text(_name(session, code, names)),
        key="lesson-about",
    )


def day_of(session: Session, view: Snapshot) -> date:
    """The day of the data that a new lesson is written to; today where there is no data yet."""
    return session.day or view.day or bangkok_day(session.now)


def save(
    session: Session, text: LessonText, *, group: str | None, as_of: date, corrects: int | None
) -> tuple[bool, str]:
    """Write or correct, asking for the right once more; gives whether it is done, and its sentence."""
    who = guard.require(Right.LESSON)
    try:
        if corrects is None:
            kept.write(
                who.engine, session.project.code, text, group_code=group, as_of=as_of, actor=who.actor, now=who.now
            )
        else:
            kept.correct(who.engine, corrects, text, actor=who.actor, now=who.now)
    except DbError as error:
        return False, session.told(error.message)
    return True, session.say("lessons.saved")


def _turn_form(session: Session, info: LessonInfo, deed: str) -> None:
    """Withdraw a lesson, or bring it back; a reason is needed."""
    back = deed == "reinstate"
    with st.form(f"lesson-{deed}-{info.id}", border=False):
        label = session.say("lessons.reason_back" if back else "lessons.reason")
        reason = st.text_input(label, max_chars=LONGEST_REASON, key=f"lesson-{deed}-reason-{info.id}")
        pressed = st.form_submit_button(session.say(f"lessons.{deed}"), icon=":material/undo:")
        if not back:
            st.caption(session.say("lessons.withdraw_note"))
    if pressed:
        _tell(turn(session, info.id, deed, reason))


def turn(session: Session, number: int, deed: str, reason: str) -> tuple[bool, str]:
    """Withdraw or bring back, asking for the right once more; gives whether it is done, and its sentence."""
    who = guard.require(Right.LESSON)
    act = kept.withdraw if deed == "withdraw" else kept.reinstate
    try:
        act(who.engine, number, actor=who.actor, reason=reason, now=who.now)
    except DbError as error:
        return False, session.told(error.message)
    return True, session.say("lessons.withdrawn_done" if deed == "withdraw" else "lessons.reinstated_done")


def _tell(outcome: tuple[bool, str]) -> None:
    done, sentence = outcome
    if not done:
        st.error(markdown_text(sentence))
        return
    st.session_state[_RESULT] = markdown_text(sentence)
    _open(None)
    st.rerun()


def withdrawn(session: Session, view: Snapshot) -> None:
    """What was taken out, for those who may bring it back."""
    if not session.may(Right.LESSON) or session.seen is not None:
        return
    gone = found(session, withdrawn=True)
    if not gone:
        return
    names = names_of(view)
    with st.expander(session.say("lessons.withdrawn", n=len(gone)), icon=":material/inventory_2:", key="lessons-gone"):
        for info in gone:
            st.markdown(f"**{markdown_text(_name(session, info.group_code, names))}**")
            st.markdown(markdown_lines(info.text.tried))
            _turn_form(session, info, "reinstate")


def on_card(session: Session, code: str) -> None:
    """The newest lessons of a group, short, and the way to all of them."""
    mine = [info for info in found(session) if info.group_code == code]
    st.markdown(f"**{session.say('lessons.title')}**")
    if not mine:
        st.caption(session.say("lessons.none_group"))
    for info in mine[:ON_CARD]:
        st.markdown(f"{markdown_lines(info.text.tried)}  \n:gray[{markdown_lines(info.text.advice)}]")
    way = session.say("lessons.write") if session.may(Right.LESSON) and not mine else session.say("lessons.all")
    if mine or session.may(Right.LESSON):
        st.link_button(way, link.href(link.glance(), "lessons", group=code), type="tertiary", icon=":material/school:")
