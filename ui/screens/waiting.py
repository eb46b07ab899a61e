"""What waits for review: listed with what it would change, passed or sent back; told beside what is being loaded."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

import streamlit as st

from core.intake.compare.words import sentences
from core.model import Right
from core.model.kinds import KINDS, Kind
from db.errors import DbError, Erased
from db.reviews import waiting
from db.reviews.waiting import Part, Waiting
from db.snapshots.uploads import UploadInfo
from ui.auth import guard
from ui.auth.guard import Session
from ui.screens import compared
from ui.text import markdown_text, words
from ui.widgets import filtered, plan_ticks, tables

MOST = 20  # loads that are drawn at once, the first loaded first
MOST_LINES = 20  # sentences of one comparison; the file has every line
_RESULT = "review.result"
_PRESSED = "pressed.review-"  # what ``filtered.button`` keeps of the presses below


def draw(session: Session) -> None:
    """Each load that waits, for those who may know of it; words where none does. Nothing for others."""
    if not session.knows_of_waiting:
        return
    _result()
    try:
        found = waiting.listed(session.engine, session.project.code, reader=session.actor)
        able = waiting.reviewers_of(session.engine, session.project.code)
        _too_late(session, {load.id for load in found})
    except DbError as error:
        st.error(markdown_text(session.say("review.failed", why=session.told(error.message))))
        return
    if not found:
        if session.project.review:
            st.caption(f":material/fact_check: {session.say('review.none')}")
        return
    with st.container(key="review"):
        st.subheader(session.say("review.title"), anchor=False)
        st.caption(session.say("review.intro" if session.project.review else "review.intro_off"))
        for load in found[:MOST]:
            _one(session, load, able)
        if len(found) > MOST:
            st.caption(session.say("review.more", k=len(found) - MOST))


def saved(session: Session, stored: Sequence[UploadInfo]) -> None:
    """Under what was just stored: that it waits, and who can pass it."""
    if not any(one.waits for one in stored):
        return
    able = waiting.reviewers_of(session.engine, session.project.code)
    names = ", ".join(name for name in able if name not in {one.by for one in stored})
    st.info(markdown_text(session.say("review.saved", names=names or "–")), icon=":material/fact_check:")


def beside(session: Session, kinds: Collection[Kind]) -> None:
    """Beside what is about to be loaded: which sets of these kinds wait, since it is not compared with them."""
    for one in waiting.uploads(session.engine, session.project.code):
        if one.kind in kinds:
            said = session.say("review.beside", kind=KINDS[one.kind].name.get(session.lang), set=one.seq, by=one.by)
            st.info(markdown_text(said), icon=":material/fact_check:")


def _result() -> None:
    """What the last press did."""
    outcome = st.session_state.pop(_RESULT, None)
    if outcome is not None:
        done, sentence = outcome
        (st.success if done else st.error)(markdown_text(sentence))


def _too_late(session: Session, left: Collection[int]) -> None:
    """Of a press that was meant for a load that waits no more: what became of that."""
    for key in [str(key) for key in st.session_state if str(key).startswith(_PRESSED)]:
        number = int(key.rpartition("-")[2])
        if number not in left:
            del st.session_state[key]
            if said := waiting.became(session.engine, number):
                st.error(markdown_text(session.told(said)))


def _one(session: Session, load: Waiting, able: Sequence[str]) -> None:
    say = session.say
    with st.container(border=True, key=f"review-load-{load.id}"):
        if len(load.parts) > 1:
            st.caption(say("review.together", k=len(load.parts)))
        for part in load.parts:
            _part(session, part)
        if load.overtaken:
            st.warning(say("review.overtaken"), icon=":material/sync_problem:")
        if not session.may(Right.REVIEW):
            names = ", ".join(name for name in able if name not in load.hands)
            st.caption(markdown_text(say("review.who", names=names or "–")))
        elif session.user in load.hands:
            st.caption(say("review.own"))
        else:
            _presses(session, load)


def _part(session: Session, part: Part) -> None:
    say, lang, upload = session.say, session.lang, part.upload
    kind = KINDS[upload.kind].name.get(lang)
    title = say("history.chosen", kind=kind, set=upload.seq, day=words.day(upload.as_of, lang))
    loaded = say("review.loaded", by=upload.by, at=words.moment(upload.received_at, lang))
    st.markdown(f"**{markdown_text(title)}** · {markdown_text(loaded)}")
    if edits := len(upload.counts.get("edits") or []):
        st.caption(say("history.edits", k=edits))
    if part.present is None:
        st.markdown(say("review.first", n=f"{upload.row_count:,}"))
    else:
        _changes(session, part, part.present)
    tables.download(session, say("history.rows_file"), f"files/upload/{upload.id}.csv")


def _changes(session: Session, part: Part, present: UploadInfo) -> None:
    say, lang = session.say, session.lang
    st.caption(markdown_text(say("review.against", set=present.seq, day=words.day(present.as_of, lang))))
    try:
        diff = waiting.diff(session.engine, part)
    except Erased as error:
        st.caption(session.told(error.message))
        return
    if diff is None or diff.is_empty:
        st.markdown(say("history.diff_none"))
        return
    sight = compared.sight(session.engine, session.project.code)
    found = sentences(diff, session.actor.columns_left_out, sight)
    for line in found[:MOST_LINES]:
        st.markdown(f"- {markdown_text(session.told(line))}")
    tables.download(session, say("history.diff_file"), f"files/diff/{present.id}/{part.upload.id}.csv")


def _presses(session: Session, load: Waiting) -> None:
    """Pass, once each past month that a plan changes is ticked; or send back with a reason."""
    say, past = session.say, load.past
    if past:
        st.warning(say("review.past", k=len(past)), icon=":material/history:")
    ticked = plan_ticks.boxes(session, past)
    off = load.overtaken or not ticked
    if (
        filtered.button(
            say("review.pass"), f"review-pass-{load.id}", type="primary", icon=":material/check_circle:", disabled=off
        )
        and not off
    ):  # a browser may send the press of a button that is drawn as disabled
        accepted = plan_ticks.accepted(session, past)
        _judge(session, "passed", partial(waiting.pass_on, upload_id=load.id, accept_past=accepted))
    with st.form(f"review-back-{load.id}", border=False):
        reason = st.text_input(say("review.reason"), max_chars=300, key=f"review-reason-{load.id}")
        back = filtered.button(
            say("review.send_back"), f"review-back-press-{load.id}", form=True, icon=":material/undo:"
        )
    if back and not reason.strip():
        st.warning(say("history.reason_missing"))
    elif back:
        _judge(session, "sent_back_done", partial(waiting.send_back, upload_id=load.id, reason=reason.strip()))


def _judge(session: Session, done: str, act: Callable[..., list[UploadInfo]]) -> None:
    """Do it as whoever is there now, and run again with what became of it."""
    who = guard.require()
    try:
        judged = act(who.engine, actor=who.actor, now=who.now)
    except DbError as error:
        st.session_state[_RESULT] = False, session.told(error.message)
    else:
        word = session.say("history.set")
        names = ", ".join(f"{KINDS[one.kind].name.get(session.lang)} {word} {one.seq}" for one in judged)
        st.session_state[_RESULT] = True, session.say(f"review.{done}", sets=names)
    st.rerun()
