"""Lessons learned: what was tried, what came of it, what to repeat; read by all, written by staff."""

import streamlit as st

from ui.auth import guard
from ui.screens import lessons

session = guard.require()

view = session.view()
st.subheader(session.say("lessons.title"), anchor=False)
st.caption(session.say("lessons.intro"))
lessons.form(session, view)
lessons.listing(session, view)
lessons.withdrawn(session, view)
