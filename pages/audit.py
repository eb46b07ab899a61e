"""The log: everything that happened, by whom, from where; filtered, searched, taken along as CSV."""

import streamlit as st

from core.model import Right
from ui.auth import guard
from ui.screens.people import log

session = guard.require(Right.USERS)

st.caption(session.say("log.intro"))
sought = log.choose(session)
if sought is not None:
    log.events(session, sought)
