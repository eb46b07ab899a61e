"""The tour of a role: a card of a few steps under the band, until its reader ends it; then never again for them.

Its steps are words alone, ``tour.<role>.first`` and so on. What stands below it keeps its place in the page's script.
"""

import streamlit as st

from db import engine as databases
from db.accounts import users
from db.errors import DbError
from ui.auth import door, guard, menu
from ui.auth.guard import Session
from ui.request import link
from ui.text import markdown_text
from words import catalogue

ORDER = ("first", "second", "third", "fourth", "fifth")
KEY, PAGE = "tour", "help"
_STEP, _ENDED, _FAULT = "door.tour.step", "door.tour.ended", "door.tour.fault"
ICONS = {"info": ":material/info:", "account": ":material/account_circle:", "help": ":material/help:"}


def steps(role: str) -> list[str]:
    """The keys of a role's steps, in their order; none for a role without words of its own."""
    return [key for name in ORDER if (key := f"tour.{role}.{name}") in catalogue()]


def leave_guide(path: str) -> None:
    """Take the part of the guide that was asked for out of the address of any other page: Back leads to one with it."""
    if path != PAGE and link.AT in st.query_params:
        del st.query_params[link.AT]


def draw(session: Session, path: str) -> None:
    """The card, where the tour of the visitor's role is not over for them; nothing before a room, above the guide
    itself, and for who sees one amphoe and so few of the pages. ``path`` is the address of the page.
    """
    if session.person.toured or session.amphoe is not None or link.glance().presenting or path == PAGE:
        return
    if found := steps(session.actor.role):
        _card(session, found)


@st.fragment
def _card(session: Session, found: list[str]) -> None:
    """One step at a time. A press draws the card alone anew."""
    role = session.actor.role
    if fault := st.session_state.pop(_FAULT, None):
        st.warning(markdown_text(fault), icon=":material/error:")
    if st.session_state.get(_ENDED) == role:
        return
    here = min(st.session_state.get(_STEP, 0), len(found) - 1)
    last = here == len(found) - 1
    with st.container(border=True, key=KEY, gap="small"):
        title = session.say("tour.title", role=session.say(f"role.{role}"), step=here + 1, of=len(found))
        st.caption(title)
        st.markdown(session.say(found[here], **ICONS))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.button(session.say("tour.end" if last else "tour.next"), key="tour-next", type="primary",
                      icon=":material/check:" if last else ":material/arrow_forward:",
                      on_click=_end if last else _turn, args=(role,) if last else (here + 1,))  # fmt: skip
            st.button(session.say("tour.back"), key="tour-back", icon=":material/arrow_back:", disabled=here == 0,
                      on_click=_turn, args=(here - 1,))  # fmt: skip
            if not last:
                st.button(session.say("tour.skip"), key="tour-skip", type="tertiary", icon=":material/close:",
                          on_click=_end, args=(role,))  # fmt: skip
            menu.way(PAGE, session.lang, session.say("tour.guide"), ":material/help:")


def _turn(to: int) -> None:
    st.session_state[_STEP] = to


def _end(role: str) -> None:
    """Over, for good: kept with the person. Where that cannot be written it is over in this tab alone, and says so."""
    person = door.person_here()
    if person is None or person.must_change:  # whoever may no longer be here is led away by the next run
        return
    st.session_state[_ENDED] = role
    try:
        users.end_tour(databases.engine(), person.actor.user, role, now=door.utc_now())
    except DbError as error:
        st.session_state[_FAULT] = guard.session_for(person).told(error.message)
