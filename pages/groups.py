"""Groups: the ladder, a table to search, and one group's card (``?group=G07``)."""

import streamlit as st

from ui.auth import guard
from ui.screens.groups import card, counts
from ui.screens.overview import about
from ui.widgets import beginning, boxes, filtered

session = guard.require(of_amphoe=True)

beginning.loaded(session, "groups", "groups")
say = session.say

filtered.part(session, st.container(key="part-group"), card.from_link)
if session.amphoe is None:
    filtered.part(session, st.container(key="part-about"), about.draw)
with st.grid(2, min_column_width=420):
    funnel = boxes.card(say("overview.funnel"), "groups-funnel", height="stretch")
    filtered.part(session, funnel, counts.funnel)
    filtered.part(session, boxes.card(say("overview.tiles"), "groups-tiles", height="stretch"), counts.tiles)
card.table(session)
