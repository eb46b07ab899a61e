"""What of a month is loaded, by whom and when, and what is still missing."""

import streamlit as st

from core.calendar import month_end
from core.model.kinds import KINDS
from core.text import Message
from db.reviews import waiting
from db.snapshots import store
from ui.auth.guard import Session
from ui.text import markdown_text, words
from ui.widgets import boxes


def draw(session: Session) -> None:
    """The kinds of the month of the newest data; nothing before the first load."""
    newest = store.newest_of_each(session.engine, session.project.code)
    days = [upload.as_of for kind, upload in newest.items() if not KINDS[kind].planned]
    if not days:
        return
    last = max(days)
    waits = {one.kind: one.seq for one in waiting.uploads(session.engine, session.project.code)}
    with boxes.card(session.told(Message("drop.checklist", {"day": last})), "month-checklist"):
        for kind, one in KINDS.items():
            name, upload = one.name.get(session.lang), newest.get(kind)
            if upload is not None and (one.planned or month_end(upload.as_of) == month_end(last)):
                said = session.say("drop.loaded", set=upload.seq, day=words.day(upload.as_of, session.lang),
                                   by=upload.by, at=words.moment(upload.received_at, session.lang))  # fmt: skip
                st.markdown(f":material/check_circle: **{name}** · {markdown_text(said)}")
            elif upload is not None:
                said = session.say("drop.missing", day=words.day(upload.as_of, session.lang))
                st.markdown(f":material/radio_button_unchecked: **{name}** · {said}")
            else:
                st.markdown(f":material/radio_button_unchecked: **{name}** · {session.say('drop.never')}")
            if kind in waits:
                st.caption(f":material/fact_check: {session.say('drop.waits', set=waits[kind])}")
