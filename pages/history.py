"""Data history: every upload of each kind; open a day, compare two, withdraw, bring back; who did what."""

import streamlit as st

from core.model.kinds import KINDS
from db.snapshots import store
from ui.auth import guard
from ui.screens import compared, past, waiting

session = guard.require()

known = session.knows_of_waiting
counted = store.counted(session.engine, session.project.code, unpassed=known)
waiting.draw(session)
st.caption(session.say("history.intro"))
if not counted:
    st.info(session.say("history.empty"), icon=":material/upload_file:")
    past.audit_log(session)
    st.stop()

kind = st.segmented_control(
    session.say("history.kind"),
    [k for k in KINDS if k in counted],
    format_func=lambda k: past.kind_name(session, k),
    key="history-kind",
    label_visibility="collapsed",
)
picked = past.table(session, past.one_page(session, kind, counted))
past.result()
if len(picked) == 1:
    past.one(session, picked[0])
elif len(picked) == 2:
    compared.two(session, *sorted(picked, key=lambda u: (u.as_of, u.seq)))
past.audit_log(session)
