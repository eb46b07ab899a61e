"""What of the committee's resolutions is open, on the overview: a few lines, the longest overdue first."""

import streamlit as st

from core.calendar import bangkok_day
from core.model import Snapshot
from core.model.meetings.resolutions import is_overdue, to_follow
from ui import remarked
from ui.auth import menu
from ui.auth.guard import Session
from ui.reports.material import resolved
from ui.screens.meetings import resolutions
from ui.text import markdown_text
from ui.widgets import boxes

MOST = 3  # lines


def draw(session: Session) -> None:
    """Nothing where none is open."""
    following = to_follow(resolutions.found(session))
    if not following:
        return
    day = resolutions.known_day(session)
    late = sum(is_overdue(info, day) for info in following)
    with boxes.card(session.say("resolutions.follow"), "resolutions", gap="xsmall"):
        st.caption(session.say("resolutions.counts", late=late, n=len(following)))
        for info in following[:MOST]:
            mark = f"**{session.say('resolutions.overdue')}** · " if is_overdue(info, day) else ""
            decided = markdown_text(info.text.decided)
            st.markdown(f"- {mark}{decided}  \n  :gray[{markdown_text(resolutions.duty(session, info))}]")
        way(session)


def in_pack(session: Session, view: Snapshot) -> None:
    """On the page of the papers: what the pack tells of earlier meetings' resolutions."""
    today = bangkok_day(session.now) if session.day is None and session.seen is None else None
    told = [info.seen_by(session.sight) for info in resolved(session.engine, view, session.day, session.seen, today)]
    st.markdown(f"**{session.say('paper.resolutions')}**")
    if not told:
        st.caption(session.say("resolutions.none_told"))
    for info in told:
        state = markdown_text(session.say(f"resolutions.state_{info.state}"))
        became = f" · {markdown_text(info.became)}" if info.became else ""
        duty = markdown_text(resolutions.duty(session, info))
        st.markdown(f"- {markdown_text(info.text.decided)}  \n  :gray[{duty}]  \n  {state}{became}")
    way(session)


def way(session: Session) -> None:
    """The way to all of them, and to the remarks, in the same tab."""
    menu.way(remarked.PAGE, session.lang, session.say("resolutions.all"), ":material/rule:")
