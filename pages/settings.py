"""The project's settings: a form made from the project's own model; who changed what, from which day on."""

import streamlit as st

from core.model import Right
from db.errors import DbError
from ui.auth import guard
from ui.screens.settings import closing, form, next_year, saving, state, stored
from ui.text import markdown_text
from words import rendering

session = guard.require(Right.MAINTAIN)

st.caption(session.say("settings.intro"))
saving.result(session)
try:
    kept = state.of(session)
except DbError as error:
    st.error(markdown_text(session.say("settings.failed", why=session.told(error.message))))
    st.stop()
project = kept.version.project
province, year = project.province.get(session.lang), rendering.year(project.fiscal_year_be, session.lang)
st.caption(markdown_text(session.say("settings.fixed", code=project.code, province=province, year=year)))
stored.beside(session, kept)
saving.moved(session, kept)
next_year.to_fill(session, project, kept)
form.draw(session, kept)
saving.draw(session, kept)
stored.draw(session, kept)
next_year.draw(session, project)
closing.draw(session, project)
