"""Budget: where the money is, the curves, quarters, expense lines, earned value, instalments and the ledger."""

import streamlit as st

from ui.auth import guard
from ui.screens import part
from ui.screens.budget import bridge, curves, ledger, money, second_look, waterfall, what_if
from ui.screens.overview import about
from ui.widgets import beginning, filtered

session = guard.require(of_amphoe=True)


view, figures = beginning.loaded(session, "budget", "spending"), session.figures()

if session.amphoe is not None:
    part.budget(session, figures)
    st.stop()
filtered.part(session, st.container(key="part-about"), about.draw)
money.headline(session, figures)
money.suspects(session, figures)

with st.grid(2, min_column_width=420):
    waterfall.card(session, figures)
    filtered.part(session, curves.card(session), curves.inside)

filtered.part(session, st.container(), money.spread)
money.by_quarter(session)
filtered.part(session, st.container(key="part-unassigned"), money.unassigned)

money.instalments(session, view)
money.earned_value(session, figures)
what_if.draw(session, figures)
second_look.draw(session, view)
bridge.draw(session, view)
ledger.draw(session)
