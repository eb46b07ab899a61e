"""A plan dated back: each month already over that it would judge otherwise, with a tick of its own."""

from datetime import date
from typing import Any

import streamlit as st

from core.intake import Intake
from core.intake.plan_past import PastChange
from db.snapshots import plan_past, store
from ui.auth.guard import Session
from ui.screens.loading import asof
from ui.screens.loading.draft import Draft
from ui.text import words
from ui.widgets import boxes, plan_ticks

_KEPT = "upload.plan_past"


def draw(session: Session, draft: Draft, found: Intake) -> bool:
    """The months with their ticks, and the first day that changes none; true once every month is ticked."""
    changes, free = _found(session, draft, found)
    if not changes:
        return True
    with boxes.card(session.say("upload.past_title"), "upload-plan-past"):
        st.caption(session.say("upload.past_note"))
        ticked = plan_ticks.boxes(session, changes)
        if free is not None:
            day = words.day(free, session.lang)
            st.button(
                session.say("upload.past_free", day=day),
                key="upload-past-free",
                icon=":material/event:",
                on_click=_choose,
                args=(draft, free),
            )
        else:
            st.caption(session.say("upload.past_no_day"))
    return ticked


def _choose(draft: Draft, day: date) -> None:
    """Another day: all of the page is of it, not the ticks alone. A callback."""
    asof.choose(draft, day)
    st.rerun()


def accepted_of(session: Session, draft: Draft, found: Intake) -> list[str]:
    """The months that are ticked, for the store, which computes them once more."""
    return plan_ticks.accepted(session, _found(session, draft, found)[0])


def _found(session: Session, draft: Draft, found: Intake) -> tuple[list[PastChange], date | None]:
    """The months, and the first day without any; worked out once for each reading, day and state of the store."""
    if found.kind != "plan" or draft.as_of is None or not found.ok:
        return [], None
    code = session.project.code
    stored = store.turn(session.engine, code)
    key: tuple[Any, ...] = (code, found.rows_sha256, draft.as_of, stored)
    kept: tuple[tuple[Any, ...], tuple[list[PastChange], date | None]] | None = st.session_state.get(_KEPT)
    if kept is not None and kept[0] == key:
        return kept[1]
    changes = plan_past.of_load(session.engine, found, project=code, as_of=draft.as_of)
    free = plan_past.first_free_day(session.engine, found, project=code, as_of=draft.as_of) if changes else None
    st.session_state[_KEPT] = (key, (changes, free))
    return changes, free
