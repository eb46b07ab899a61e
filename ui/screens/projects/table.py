"""The projects in a table: a press on a row opens the project in this tab."""

from collections.abc import Sequence

import streamlit as st

from db.errors import UnknownProject
from db.projects import versions
from db.snapshots.headlines import stored
from ui import framework
from ui.app import catching_up
from ui.auth.guard import Session
from ui.request import link
from ui.screens.projects.listed import Line, counted
from ui.shell import switch
from ui.text import markdown_text
from ui.widgets import tables

_OPENED = "projects.opened"  # the code of the project whose row was pressed
_LEFT = "projects.left"  # the projects whose figures could not be computed when it was tried last
LOOKED_EVERY_S = 3.0


def follow(session: Session) -> None:
    """Go to the project whose row was pressed, if one was: to its first screen, as a new page of the browser.

    Within the page the framework tells the browser the new query before the new page; each is an entry of its history,
    and Back would find this page without its filters.
    """
    code = st.session_state.pop(_OPENED, None)
    if code is None:
        return
    try:
        versions.project_at(session.engine, code)
    except UnknownProject:  # gone meanwhile
        return
    kept = link.Link({name: st.query_params[name] for name in switch.STAYS if name in st.query_params})
    framework.lead_this_page_to(link.base_path() + link.href(kept, "", more=[("project", code)]))
    st.stop()


def counts(session: Session, lines: Sequence[Line]) -> None:
    """How many projects there are, and how many in each state; samples are not counted."""
    real = [one for one in lines if not one.sample]
    parts = [session.say("projects.count", n=len(real))] if real else [session.say("projects.samples_only")]
    parts += [f"{session.say(f'projects.states.{state}')} {n}" for state, n in counted(lines).items()]
    st.markdown(markdown_text(" · ".join(parts)))


def draw(session: Session, shown: Sequence[Line], of: int) -> None:
    """The rows, or that none is left."""
    if not shown:
        st.info(session.say("table.nothing"), icon=":material/search:")
        return
    st.caption(session.say("projects.about", n=len(shown), of=of))
    codes = [one.code for one in shown]
    tables.opens([one.cells for one in shown], "projects-table", alt=session.say("projects.alt", n=len(shown)),
                 open_row=lambda place: _open(codes[place]))  # fmt: skip


def making(session: Session, missing: Sequence[str]) -> None:
    """That some are still computed, in a process beside the server; the page runs again when more of them are there.
    Those that are left when it has ended are said to be so; the next visit tries them again.
    """
    if not missing:
        return
    if st.session_state.get(_LEFT) == tuple(missing):
        st.warning(session.say("projects.not_made", n=len(missing)), icon=":material/error:")
        return
    catching_up.begin()

    @st.fragment(run_every=LOOKED_EVERY_S)
    def looking() -> None:
        at_work, now = catching_up.is_at_work(), stored.found(session.engine).missing
        if not at_work:
            st.session_state[_LEFT] = now
        if not at_work or len(now) < len(missing):
            st.rerun()
        st.info(session.say("projects.making", n=len(missing)), icon=":material/hourglass_top:")

    looking()


def _open(code: str) -> None:
    st.session_state[_OPENED] = code
