"""Load data: form, files, read-out, what to fix, what changes, save, undo. Nothing counts before it is saved."""

import streamlit as st

from core.model import Right
from ui.auth import guard
from ui.screens.loading import asof, changes, choose, draft, findings, known, matching, readout, save

session = guard.require(Right.UPLOAD)

say = session.say
save.said()
last = st.container()

st.markdown(f"##### {say('upload.step_file')}")
choose.destination(session)
kind = choose.kind(session)
choose.forms(session, kind)
chosen = choose.files(session, kind)
if chosen is None:
    with last:
        save.done(session)
    st.caption(say("upload.hint"))
    st.stop()

chosen = asof.take(session, chosen)
found = draft.intake(session, chosen)
if draft.with_memory(session, chosen, found):
    st.rerun()

if findings.is_other_kind(found):
    findings.other_kind(session, found)
    st.stop()
if findings.is_without_rows(found):
    findings.without_rows(session, found)
    st.stop()

st.markdown(f"##### {say('upload.step_read')}")
readout.draw(session, found)
known.draw(session, found)
matching.draw(session, chosen, found)

st.markdown(f"##### {say('upload.step_fix')}")
findings.draw(session, chosen, found)
if not found.readable:
    st.stop()

st.markdown(f"##### {say('upload.step_change')}")
chosen = asof.draw(session, chosen, found)
ticked = changes.draw(session, chosen, found)

st.markdown(f"##### {say('upload.step_save')}")
save.draw(session, chosen, found, ticked=ticked)
