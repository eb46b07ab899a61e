"""Meeting papers: choose language and digits, make them once, take them; texts to copy; a link that freezes them."""

import streamlit as st

from ui.auth import guard
from ui.screens import pack_page
from ui.screens.meetings import followed

session = guard.require()

view, figures = session.view(), session.figures()
if view.day is None:
    st.info(session.say("reports.no_data"), icon=":material/upload_file:")
    st.stop()

left, right = st.columns(2, gap="medium")
with left:
    lang, digits, listed = pack_page.choices(session)
    pack = pack_page.papers_of(session, view, lang, digits, listed)
    if pack is not None:
        pack_page.downloads(session, pack, lang, digits, listed)
        pack_page.frozen_link(session, view, lang)
with right:
    pack_page.chat_text(session, view, figures, lang, digits)
    pack_page.forms_to_copy(session, view, figures, lang)
    followed.in_pack(session, view)
