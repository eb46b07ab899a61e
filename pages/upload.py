"""upload"""

import streamlit as st

from ui import guard

session = guard.require("staff")
st.caption(session.say("app.empty_page"))
