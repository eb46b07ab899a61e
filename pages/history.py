"""Data history: every upload of each kind; open a day, compare two, withdraw, bring back; who did what."""

import streamlit as st

from core.model.kinds import KINDS
from db.snapshots import store
from ui.auth import guard
from ui.screens import compared, past

session = guard.require()

uploads = store.history(session.engine, session.project.code)
st.caption(session.say("history.intro"))
if not uploads:
    st.info(session.say("history.empty"), icon=":material/upload_file:")
    past.audit_log(session)
    st.stop()

kind = st.segmented_control(
    session.say("history.kind"),
    [k for k in KINDS if any(u.kind == k for u in uploads)],
    format_func=lambda k: past.kind_name(session, k),
    key="history-kind",
    label_visibility="collapsed",
)
shown = [u for u in uploads if kind in (None, u.kind)]
picked = past.table(session, shown)
past.result()
if len(picked) == 1:
    past.one(session, picked[0])
elif len(picked) == 2:
    compared.two(session, *sorted(picked, key=lambda u: (u.as_of, u.seq)))
past.audit_log(session)
