"""Users: who may sign in, in which role, on which projects; tokens of programs; personal data: where somebody occurs,
what may go.
"""

import streamlit as st

from core.model import Right
from ui.auth import guard
from ui.screens.people import accounts, personal, tokens

session = guard.require(Right.USERS)

st.caption(session.say("people.intro"))
found = accounts.listed(session)
accounts.result(session)
accounts.table(session, found)
accounts.add(session)
accounts.manage(session, found)

tokens.draw(session, found)

st.subheader(session.say("personal.title"), anchor=False)
personal.find(session)
personal.erase(session)
