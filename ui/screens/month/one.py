"""One part of a month looked at by itself: how it was read, what it asks, what must be fixed."""

from dataclasses import replace

import streamlit as st

from core.model.kinds import KINDS
from ui.auth.guard import Session
from ui.screens.loading import draft as drafts
from ui.screens.loading import findings, matching, readout
from ui.screens.loading.draft import Draft
from ui.screens.month import parts
from ui.screens.month.parts import Month
from ui.screens.unfinished import keeping


def draw(session: Session, month: Month) -> None:
    """The steps of a single load but for its day, its changes and its save: those are of the whole month."""
    kind = month.opened
    if kind is None:
        return
    say, draft = session.say, drafts.now() or month.drafts[kind]
    st.markdown(f"##### {KINDS[kind].name.get(session.lang)}")
    st.button(say("drop.back"), key="month-back", icon=":material/arrow_back:", on_click=parts.close_one)
    found = drafts.intake(session, draft, parts.before(month, parts.read(session, month, until=kind)))
    _keep(session, month, draft)
    st.markdown(f"##### {say('upload.step_read')}")
    readout.draw(session, found)
    matching.draw(session, draft, found)
    st.markdown(f"##### {say('upload.step_fix')}")
    findings.draw(session, draft, found)
    st.button(say("drop.back"), key="month-back-below", type="primary", on_click=parts.close_one)


def _keep(session: Session, month: Month, draft: Draft) -> None:
    """Keep the whole month with this part as it is now; the others as they were read last."""
    begun = {**month.drafts, draft.kind: draft}
    found = [(one, drafts.found_of(one)) for one in begun.values()]
    known = [(one, intake) for one, intake in found if intake is not None]
    if len(known) == len(begun):
        keeping.keep(session, known, replace(month, drafts=begun))
