"""Every project that the visitor may see, at a glance: rows that open them, and the map of the country."""

import streamlit as st

from db.errors import DbError
from db.snapshots.headlines import stored
from ui.auth import guard
from ui.screens.projects import choose, listed, table, tiles
from ui.text import markdown_text

session = guard.require(of_amphoe=True)

table.follow(session)
if session.amphoe is not None:
    st.caption(markdown_text(session.say("of_amphoe.projects")))
try:
    with st.spinner(session.say("projects.reading")):
        found = stored.found_now(session.engine)
except DbError as error:
    st.error(markdown_text(session.say("projects.unread", why=session.told(error.message))), icon=":material/error:")
    st.stop()
lines = listed.lines(session, found)
if len(lines) == 1:
    table.draw(session, lines, 1)
    table.making(session, found.missing)
    st.stop()
table.counts(session, lines)
chosen = choose.draw(session, lines)
table.draw(session, [one for one in lines if chosen.takes(one, session.lang)], len(lines))
table.making(session, found.missing)
tiles.draw(session, [one for one in lines if not one.sample and chosen.of_time(one)], chosen)
