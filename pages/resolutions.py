"""Resolutions and remarks: what the committee decided and what became of it, and what was remarked on what is shown."""

import streamlit as st

from ui.auth import guard
from ui.screens.meetings import remarks, resolutions

session = guard.require()

st.subheader(session.say("resolutions.title"), anchor=False)
st.caption(session.say("resolutions.intro"))
resolutions.result()
resolutions.form(session)
resolutions.listing(session)

st.subheader(session.say("remarks.title"), anchor=False)
st.caption(session.say("remarks.intro"))
remarks.form(session)
remarks.listing(session)
