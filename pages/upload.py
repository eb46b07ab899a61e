"""Load data: form, files, read-out, what to fix, what changes, save, undo. Nothing counts before it is saved."""

from functools import partial

import streamlit as st

from core.model import Right
from ui.auth import guard
from ui.screens import waiting
from ui.screens.loading import asof, choose, draft, findings, known, matching, readout, save
from ui.screens.month import checklist, one, parts, saving, whole
from ui.screens.unfinished import going_on, keeping
from ui.widgets import filtered

session = guard.require(Right.UPLOAD)

say = session.say
going_on.turn(session)
save.said()
last = st.container()

st.markdown(f"##### {say('upload.step_file')}")
choose.destination(session)
kind = choose.kind(session)
choose.forms(session, kind)
given = going_on.files(session, kind, choose.files(session))
if not given:
    with last:
        save.done(session)
        saving.done(session)
    going_on.offers(session)
    st.caption(say("upload.hint"))
    checklist.draw(session)
    st.stop()

going_on.draw(session)
month = parts.of(session, given)
if month is not None and month.opened is None:
    whole.draw(session, month)
    st.stop()
if month is not None:
    one.draw(session, month)
    st.stop()

chosen = asof.take(session, draft.of(kind, given))
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
keeping.keep(session, [(chosen, found)])
readout.draw(session, found)
known.draw(session, found)
waiting.beside(session, [chosen.kind])
matching.draw(session, chosen, found)

st.markdown(f"##### {say('upload.step_fix')}")
findings.draw(session, chosen, found)
if not found.readable:
    st.stop()

st.markdown(f"##### {say('upload.step_change')}")
chosen = asof.draw(session, chosen, found)
last_steps = partial(save.last, draft=chosen, found=found)
filtered.alone(session, "upload-last", last_steps, partial(asof.stands, chosen))
