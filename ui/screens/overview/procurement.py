"""The procurement on the overview while it runs: half the year is TOR and bidding, and no other figure moves then."""

import streamlit as st

from core.ledger import milestones
from core.model import Snapshot
from ui.auth.guard import Session
from ui.request import link
from ui.text import markdown_text, words


def draw(session: Session, view: Snapshot) -> None:
    """How many steps are done, the last one and the next; nothing once all are done or none is known."""
    found = milestones(view)
    if found is None or not found.running:
        return
    say, lang = session.say, session.lang
    with st.container(border=True, key="procurement", gap="xsmall"):
        address = link.href(link.glance(), "budget")
        st.markdown(f"**[{say('overview.procurement', n=found.done, of=found.steps)}]({address})**")
        st.progress(found.done / found.steps)
        parts = []
        if found.last is not None:
            parts.append(say("overview.step_last", name=found.last.name, day=words.day(found.last.done_on, lang)))
        if found.next is not None:
            parts.append(say("overview.step_next", name=found.next.name, day=words.day(found.next.due_on, lang)))
        st.caption(markdown_text(" · ".join(parts)))
