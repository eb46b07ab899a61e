"""Step 5: one press, one transaction; then what changed, the way to the overview, and undo."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import streamlit as st

from core.intake import Intake
from core.intake.compare.words import sentences
from core.model import Right
from db.errors import AlreadyStored, DbError, OneOfSeveral, StaleBase
from db.snapshots import memory, store
from db.snapshots.plan_past import Accepted
from db.snapshots.uploads import UploadInfo
from ui.app import working
from ui.auth import guard
from ui.auth.guard import Session
from ui.request import link
from ui.screens import past, waiting
from ui.screens.loading import changes, choose, plan_past
from ui.screens.loading import draft as drafts
from ui.screens.loading.draft import Draft
from ui.screens.unfinished import keeping, state
from ui.text import markdown_text, words
from ui.widgets import fields, filtered

Stored = TypeVar("Stored")
_DONE = "upload.done"


def last(session: Session, draft: Draft, found: Intake) -> None:
    """What would change, and the button: a tick reads nothing again."""
    ticked = changes.draw(session, draft, found)
    st.markdown(f"##### {session.say('upload.step_save')}")
    draw(session, draft, found, ticked=ticked)


def draw(session: Session, draft: Draft, found: Intake, *, ticked: bool) -> None:
    """The button, which says the day, or why there is none yet."""
    say = session.say
    if found.blocking:
        st.markdown(f":material/block: {say('upload.blocked', k=len(found.blocking))}")
        return
    if draft.as_of is None or found.rows is None:
        st.caption(say("upload.asof_first"))
        return
    same = found.base_upload_id is not None and found.diff is not None and found.diff.is_empty
    day = words.day(draft.as_of, session.lang)
    label = say("upload.confirm_same", day=day) if same else say("upload.apply", day=day)
    reason = fields.reason_of_closed_year(session)
    if not ticked:
        st.caption(say("upload.tick_first"))
    ready = ticked and reason is not None
    with st.container(key="upload-apply"):
        key = f"upload-apply-{draft.as_of}"  # a press that was meant for another day is a press of another button
        pressed = st.button(label, key=key, type="primary", icon=":material/save:", disabled=not ready)
    if pressed and ready:  # a browser may send the press of a button that is drawn as disabled
        _apply(session, draft, found, reason or "")


def _apply(session: Session, draft: Draft, found: Intake, reason: str) -> None:
    """Store it; then show what became of it."""
    assert draft.as_of is not None
    past_ones = plan_past.accepted_of(session, draft, found)
    if attempt(session, found, draft.as_of, past_ones, reason, keeping.ending(session)):
        state.forget()
        choose.again()
        st.rerun()


def attempt(
    session: Session,
    found: Intake,
    as_of: date,
    past: Accepted = (),
    reason: str = "",
    then: Callable[[], None] = lambda: None,
) -> bool:
    """Store an intake whose warnings were looked at, whatever becomes of this tab meanwhile, and do what comes
    ``then``. True where it is stored: ``done`` then shows it. Otherwise it is said why; where another upload came in
    between, the page begins anew.
    """
    who, code = guard.require(Right.UPLOAD), session.project.code

    def work() -> UploadInfo:
        stored = store.apply(
            who.engine,
            found,
            project=code,
            as_of=as_of,
            actor=who.actor,
            now=who.now,
            accept_warnings=True,
            accept_past=past,
            reason=reason,
        )
        looked_at(who, code, found)
        then()
        return stored

    stored = apart(session, work)
    if stored is None:
        return False
    told = sentences(found.diff) if found.diff and found.base_upload_id is not None else []
    st.session_state[_DONE] = (stored.id, told)
    return True


def looked_at(who: Session, project: str, found: Intake) -> None:
    """Keep that the warnings of an intake were looked at; they are not asked about again."""
    if marks := [issue.mark for issue in found.warnings]:
        memory.acknowledge(who.engine, project, found.kind, marks, actor=who.actor, now=who.now)


def apart(session: Session, work: Callable[[], Stored]) -> Stored | None:
    """What ``work`` stores, done to its end whatever becomes of this tab. ``None`` where it stored nothing, and it is
    said why; where another upload came in between, the page begins anew.
    """
    try:
        with st.spinner(session.say("upload.saving")):
            return working.apart(lambda _progress: work())
    except working.Closing:
        st.error(session.say("app.closing"))
    except AlreadyStored as error:
        same = session.say("upload.same_file", set=error.upload.seq)
        st.info(markdown_text(session.told(error.message) if error.waits else same), icon=":material/info:")
    except (StaleBase, OneOfSeveral) as error:
        if isinstance(error, OneOfSeveral) and not isinstance(error.why, StaleBase):
            st.error(markdown_text(session.told(error.message)))
            return None
        drafts.reread()
        drafts.tell(_conflict(session, error) if isinstance(error, StaleBase) else session.told(error.message))
        st.rerun()
    except DbError as error:
        st.error(markdown_text(session.say("upload.failed", why=session.told(error.message))))
    return None


def _conflict(session: Session, error: StaleBase) -> str:
    if error.other is None:
        return session.told(error.message)
    time = words.clock(error.other.received_at, session.lang)
    return session.say("upload.conflict", time=time, by=error.other.by)


def said() -> None:
    """What happened at the last press: another was faster, or an undo."""
    sentence = drafts.told()
    if sentence:
        st.warning(markdown_text(sentence), icon=":material/sync_problem:")


def done(session: Session) -> None:
    """After saving: which set it is, what changed, overview and undo."""
    kept = st.session_state.get(_DONE)
    if kept is None:
        return
    upload_id, lines = kept
    upload = store.upload(session.engine, upload_id)
    if upload.withdrawn:
        st.session_state.pop(_DONE)
        return
    with st.container(border=True, key="upload-done"):
        title = session.say("upload.done", set=upload.seq, day=words.day(upload.as_of, session.lang))
        st.success(f"**{past.kind_name(session, upload.kind)}** · {title}", icon=":material/check_circle:")
        waiting.saved(session, [upload])
        for line in lines[:20]:
            st.markdown(f"- {markdown_text(session.told(line))}")
        with st.container(horizontal=True):
            st.link_button(session.say("upload.overview"), link.href(link.glance(), ""), icon=":material/monitoring:")
            if filtered.button(session.say("upload.undo"), "upload-undo", icon=":material/undo:", type="tertiary"):
                reason = session.say("upload.undo_reason")
                outcome, sentence = past.turn(session, upload.id, "withdraw", reason)
                drafts.tell(session.say("upload.undone") if outcome == "done" else sentence)
                st.session_state.pop(_DONE, None)
                st.rerun()
