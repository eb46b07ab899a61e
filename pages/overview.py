"""Overview: the verdict, two figures and what to follow up; then the burns, the linked view and what comes next."""

import streamlit as st

from core.analysis.attention import attention
from ui.auth import guard
from ui.screens import part
from ui.screens.meetings import followed
from ui.screens.overview import about, baseline, beside, burns, linked, outlook, procurement, quick, since
from ui.widgets import beginning, boxes, cards, filtered

session = guard.require(of_amphoe=True)

view, figures, say = session.view(), session.figures(), session.say

if session.amphoe is not None:
    part.overview(session, view, figures)
    st.stop()
cards.verdict(session, figures)
if figures.day is None:
    beginning.whole(session)
    quick.draw(session)
    st.stop()
cards.row(session, figures, "headline")
about.needs(session, attention.needs(view, figures), closed=figures.state == "closed")
quick.draw(session)
followed.draw(session)
procurement.draw(session, view)
cards.row(session, figures, "overview")

with st.grid(2, min_column_width=420):
    filtered.part(session, boxes.card(say("overview.groups_burn"), "burn-groups", height="stretch"), burns.groups)
    filtered.part(session, boxes.card(say("overview.money_burn"), "burn-money", height="stretch"), burns.money)

with st.grid(2, min_column_width=420):
    filtered.part(session, boxes.card(say("overview.linked"), "linked", height="stretch"), linked.inside)
    with st.container(gap="small"):
        outlook.pace(session, view, figures)
        since.draw(session, view)
        outlook.objectives(session, view, figures)
beside.draw(session, view, figures)
baseline.draw(session, view, figures)
