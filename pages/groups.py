"""Groups: the ladder, a table to search, and one group's card (``?group=G07``)."""

import streamlit as st

from core.analysis.breakdowns import of_groups
from core.analysis.filters import group_rows
from ui.auth import guard
from ui.charts import frames
from ui.charts.drawing import draw
from ui.screens import group_card
from ui.screens.overview import about
from ui.widgets import beginning, boxes, filters

session = guard.require()

view = beginning.loaded(session, "groups", "groups")
chosen = filters.current(session, "groups")
lang, say = session.lang, session.say

with st.container():  # there with a card and without, so that nothing below is drawn again
    group_card.from_link(session, view)
with st.container():
    about.draw(session, view, session.figures(), chosen)

with st.grid(2, min_column_width=420):
    with boxes.card(say("overview.funnel"), "groups-funnel", height="stretch"):
        rows = frames.funnel(of_groups.stage_funnel(view, chosen), lang)
        text = ", ".join(f"{row['stage']} {row['groups']}" for row in rows)
        draw(
            "funnel",
            rows,
            lang=lang,
            alt=say("overview.funnel_alt", text=text),
            table={"stage": say("overview.stage"), "groups": say("overview.groups_unit")},
        )
        group_card.stage_terms(session)
    with boxes.card(say("overview.tiles"), "groups-tiles", height="stretch"):
        rows = frames.tiles(of_groups.amphoe_tiles(view, chosen), lang)
        text = ", ".join(f"{row['amphoe']} {row['label']}" for row in rows)
        draw(
            "tiles",
            rows,
            lang=lang,
            alt=say("overview.tiles_alt", text=text),
            table={"amphoe": say("overview.amphoe"), "tip": say("overview.groups_unit")},
        )

group_card.table(session, view, group_rows(view, chosen), chosen)
