"""Status: how the program stands, what needs a hand and how; a backup by one press."""

import streamlit as st

from core.model import Right
from ui.auth import guard
from ui.screens.people import standing

session = guard.require(Right.MAINTAIN)

st.caption(session.say("status.intro"))
standing.result()
found = standing.found(session)
if found is not None:
    standing.warnings(session, found)
    standing.parts(session, found)
    standing.sign_ins(session, found)
    standing.slow(session, found)
