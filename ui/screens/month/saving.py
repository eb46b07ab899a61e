"""One press for all parts of a month, one transaction; then which sets they are, and one undo."""

from collections.abc import Sequence

import streamlit as st

from core.model import Right
from core.model.kinds import KINDS
from db.errors import DbError
from db.snapshots import store, together
from db.snapshots.together import Load
from db.snapshots.uploads import UploadInfo
from ui.auth import guard
from ui.auth.guard import Session
from ui.request import link
from ui.screens import waiting
from ui.screens.loading import choose, save
from ui.screens.loading import draft as drafts
from ui.screens.month import batch
from ui.screens.month.parts import Month
from ui.screens.unfinished import keeping, state
from ui.text import words
from ui.widgets import fields, filtered

_DONE = "month.done"


def draw(session: Session, month: Month, loads: Sequence[Load], *, ready: bool) -> None:
    """The button, which counts the sets; while something is open, why there is none to press."""
    if not loads and ready:
        st.caption(session.say("drop.nothing"))
        return
    ready = ready and bool(loads)
    reason = fields.reason_of_closed_year(session) if ready else ""
    if not ready:
        st.caption(session.say("drop.open"))
    marks = "-".join(f"{load.intake.base_upload_id}:{load.as_of}" for load in loads)
    key = f"month-save-{month.print[-12:]}-{marks}"  # a press that was meant for other sets is of another button
    label = session.say("drop.save", k=len(loads))
    with st.container(key="month-save"):
        pressed = st.button(
            label, key=key, type="primary", icon=":material/save:", disabled=not ready or reason is None
        )
    if pressed and ready and reason is not None:
        _save(session, loads, reason)


def _save(session: Session, loads: Sequence[Load], reason: str) -> None:
    who, code, end = guard.require(Right.UPLOAD), session.project.code, keeping.ending(session)

    def work() -> list[UploadInfo]:
        stored = together.apply(
            who.engine, loads, project=code, actor=who.actor, now=who.now, accept_warnings=True, reason=reason
        )
        for load in loads:
            save.looked_at(who, code, load.intake)
        end()
        return stored

    stored = save.apart(session, work)
    if stored is not None:
        st.session_state[_DONE] = [one.id for one in stored]
        state.forget()
        choose.again()
        st.rerun()


def done(session: Session) -> None:
    """After saving: which sets they are, the way to the overview, and one undo for all that is still live."""
    ids: list[int] = st.session_state.get(_DONE, [])
    stored = [store.upload(session.engine, one) for one in ids]
    kept = [one for one in stored if not one.withdrawn]
    if not kept:
        st.session_state.pop(_DONE, None)
        return
    say, lang = session.say, session.lang
    with st.container(border=True, key="month-done"):
        st.success(say("drop.done", k=len(kept)), icon=":material/check_circle:")
        waiting.saved(session, stored)
        for one in stored:
            said = say("upload.done", set=one.seq, day=words.day(one.as_of, lang))
            st.markdown(f"- **{KINDS[one.kind].name.get(lang)}** · {said if one in kept else say('history.withdrawn')}")
        with st.container(horizontal=True):
            st.link_button(say("upload.overview"), link.href(link.glance(), ""), icon=":material/monitoring:")
            if filtered.button(say("drop.undo"), "month-undo", icon=":material/undo:", type="tertiary"):
                _undo(session, stored[0])


def _undo(session: Session, one: UploadInfo) -> None:
    """Take back those still live, and say which were taken back before."""
    who = guard.require(Right.WITHDRAW)
    try:
        turned, gone = together.withdraw(
            who.engine, one.id, actor=who.actor, reason=session.say("upload.undo_reason"), now=who.now
        )
    except DbError as error:
        drafts.tell(session.told(error.message))
    else:
        drafts.tell(batch.undone(session, turned, gone))
    st.session_state.pop(_DONE, None)
    st.rerun()
