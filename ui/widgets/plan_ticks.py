"""Months already over that a plan changes: a tick for each, where a plan is loaded or brought back."""

from collections.abc import Sequence

import streamlit as st

from core.intake.plan_past import PastChange
from db.snapshots import plan_past
from db.snapshots.uploads import UploadInfo
from ui.auth.guard import Session
from ui.text import markdown_text


def boxes(session: Session, changes: Sequence[PastChange]) -> bool:
    """One box for each month; true once all are ticked."""
    pressed = [
        st.checkbox(
            markdown_text(session.say("upload.past_tick", what=session.told(change.message))), key=_key(session, change)
        )
        for change in changes
    ]
    return all(pressed)


def accepted(session: Session, changes: Sequence[PastChange]) -> list[str]:
    """The months that are ticked, for the store, which computes them once more."""
    return [change.id for change in changes if st.session_state.get(_key(session, change))]


def turning(session: Session, upload: UploadInfo) -> list[PastChange]:
    """What withdrawing this upload, or bringing it back, would change: named, and of a return each with its tick."""
    changes = [] if upload.waits else plan_past.of_turn(session.engine, upload.id)
    if changes:
        deed = "withdraw" if upload.live else "reinstate"
        st.warning(session.say(f"history.past_{deed}", k=len(changes)), icon=":material/history:")
        if not upload.live:
            boxes(session, changes)
        else:
            for change in changes:
                st.markdown(f"- {markdown_text(session.told(change.message))}")
    return changes


def _key(session: Session, change: PastChange) -> str:
    return f"tick-past-{session.project.code}-{change.id}"
