"""Overview: the verdict, two figures and what to follow up; then the burns, the linked view and what comes next."""

import streamlit as st

from core.analysis.attention import attention
from core.analysis.breakdowns import of_groups
from ui.auth import guard
from ui.charts import alts, frames
from ui.charts.drawing import draw
from ui.screens.budget import curves
from ui.screens.overview import about, baseline, beside, linked, outlook, procurement, quick, since
from ui.widgets import beginning, boxes, cards, filters

session = guard.require()

view, figures = session.view(), session.figures()
chosen = filters.current(session, "")
lang, say = session.lang, session.say

cards.verdict(session, figures)
if figures.day is None:
    beginning.whole(session)
    quick.draw(session)
    st.stop()
cards.row(session, figures, "headline")
about.needs(session, attention.needs(view, figures), closed=figures.state == "closed")
quick.draw(session)
procurement.draw(session, view)
cards.row(session, figures, "overview")

with st.grid(2, min_column_width=420):
    with boxes.card(say("overview.groups_burn"), "burn-groups", height="stretch"):
        rows = frames.groups_burn(of_groups.burn_up(view, chosen), lang, whole=not chosen.acts_on("groups"))
        draw(
            "groups_burn",
            rows,
            lang=lang,
            alt=alts.groups_burn(session, view, rows, figures.target_groups),
            table={
                "month": say("overview.month"),
                "name": say("overview.series"),
                "value": say("overview.groups_unit"),
            },
        )
        cards.scope(session, chosen, "groups", "time")
        curves.revised(session, figures)
    with boxes.card(say("overview.money_burn"), "burn-money", height="stretch"):
        curves.chart(session, view, chosen)
        cards.scope(session, chosen, "balances", "time")
        cards.unassigned(session, view, chosen)

with st.grid(2, min_column_width=420):
    linked.card(session, chosen)
    with st.container(gap="small"):
        outlook.pace(session, view, figures)
        since.draw(session, view)
        outlook.objectives(session, view, figures)
beside.draw(session, view, figures)
baseline.draw(session, view, figures)
