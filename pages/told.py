"""Notices: what a user is told without looking, by mail or LINE; what was sent, and what could not be."""

import streamlit as st

from ui.auth import guard
from ui.screens.told import choose, own, sent

session = guard.require()

st.subheader(session.say("nav.told"), anchor=False)
st.caption(session.say("told.intro"))
user = own.whom(session)
own.result()
reader = own.reached(session, user)
own.listing(session, user)
choose.form(session, user, reader)
sent.log(session)
