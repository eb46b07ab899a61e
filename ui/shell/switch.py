"""Another project, another year: a list to choose from, and the years beside this one a press away.

A choice changes the address alone: its page stays, and what belongs to the other project goes (day, filters, a picked
group). A tab that comes to another project, by whichever way, forgets what it was doing with the one before.
"""

import streamlit as st

from core.analysis.filters import DIMENSIONS
from core.analysis.years import neighbour
from core.model.project import Project
from db.snapshots import store
from ui.auth.guard import Session
from ui.text import label_text, words
from ui.widgets import filters

STAYS = frozenset({"lang", "digits", "present"})  # of an address; all else belongs to the project
_OWN = "door."  # of the tab itself: who is signed in, which address it showed
_ASKED, _SHOWN = "door.switch", "door.project"


def settle(session: Session) -> None:
    """Before anything is drawn: forget what this tab remembers of another project (drafts, picks, what was opened).

    Filters are the address's own: a choice clears them, and Back brings those of its entry.
    """
    code = session.project.code
    if st.session_state.get(_SHOWN, code) != code:
        for name in list(st.session_state):
            if not str(name).startswith(_OWN) and name not in DIMENSIONS:
                del st.session_state[name]
        filters.fit(session.project)
    st.session_state[_SHOWN] = code


def ask() -> None:
    """Open the list. For callbacks."""
    st.session_state[_ASKED] = True


def go(project: Project) -> None:
    """Show another project on the page that is open. For callbacks."""
    filters.reset(project)
    kept = {name: st.query_params[name] for name in STAYS if name in st.query_params}
    st.query_params.from_dict({**kept, "project": project.code})  # in one step: Back leads to the project before


def start(session: Session) -> None:
    """From the samples to the office's own project; where there are several, their list. For callbacks."""
    real = [project for project in session.projects if not project.sample]
    if len(real) == 1:
        go(real[0])
    elif real:
        ask()


def draw(session: Session) -> None:
    """The list, where it was asked for."""
    if st.session_state.pop(_ASKED, False):
        st.dialog(session.say("switch.title"))(_choose)(session)


def years(session: Session) -> None:
    """The year before this one, and the one after, where the same province has them."""
    beside = {step: neighbour(session.project, session.projects, step) for step in (-1, 1)}
    if not any(beside.values()):
        return
    with st.container(key="band-years", horizontal=True, gap="small", width="content"):
        for step, other in beside.items():
            if other is None:
                continue
            icon = ":material/arrow_back:" if step < 0 else ":material/arrow_forward:"
            label = session.say("switch.year", y=other.fiscal_year_be)
            st.button(label, key=f"switch-year{step:+d}", type="tertiary", icon=icon, on_click=go,
                      args=(other,), help=label_text(other.name.get(session.lang)))  # fmt: skip


def _choose(session: Session) -> None:
    """Every project, the newest year first, samples last and marked."""
    for sample in (False, True):
        listed = [project for project in session.projects if project.sample == sample]
        if listed and sample:
            st.badge(session.say("switch.samples"), icon=":material/science:", color="orange")
        for project in listed:
            _row(session, project)


def _row(session: Session, project: Project) -> None:
    here = project.code == session.project.code
    with st.container(key=f"switch-row-{project.code}", gap=None):
        pressed = st.button(
            label_text(project.name.get(session.lang)),
            key=f"switch-go-{project.code}",
            icon=":material/check:" if here else ":material/folder_open:",
            type="secondary",
            width="stretch",
            on_click=None if here else go,
            args=() if here else (project,),
        )
        st.html(words.unbroken(_facts(session, project, here=here)))
    if pressed:
        st.rerun()


def _facts(session: Session, project: Project, *, here: bool) -> list[str]:
    """What tells projects apart: fiscal year, the day of the newest data, whether it is shown now."""
    newest = max(store.days(session.engine, project.code), default=None)
    year = session.say("switch.fiscal_year", y=project.fiscal_year_be)
    day = words.day(newest, session.lang)
    data = session.say("band.empty") if newest is None else session.say("band.as_of_same", a=day)
    return [year, data, *([session.say("switch.here")] if here else [])]
