"""What somebody has typed into the form of settings: kept between the runs of a tab, for one project and version."""

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from core.model.project import Fault, ProjectError, accept_project
from core.model.project.editing import draft as drafts
from core.model.project.editing.draft import Draft
from core.model.project.editing.written import written
from db.projects import versions
from db.settings.judged import Judged, Proposed
from db.tables import ProjectVersion
from ui.auth.guard import Session

_STATE, _RESULT = "settings.state", "settings.result"


@dataclass
class State:
    """The form over one version. ``serial`` numbers its widgets: another number, and they show the draft anew.
    ``preview`` is what saving would change, of the text and day for which it was asked.
    """

    version: ProjectVersion
    base: Draft
    draft: Draft
    serial: int = 0
    preview: tuple[Proposed, Judged] | None = None
    faults: tuple[Fault, ...] = ()
    judged: tuple[str, str | None, tuple[Fault, ...]] | None = field(default=None, repr=False)

    @property
    def changed(self) -> list[tuple[str, Any, Any]]:
        """Each setting that is typed otherwise than in force."""
        return list(drafts.changed(self.base, self.draft))


def of(session: Session) -> State:
    """The form of this tab; filled anew where nothing is typed and other settings are in force."""
    present = versions.project_at(session.engine, session.project.code)
    kept: State | None = st.session_state.get(_STATE)
    if kept is not None and kept.version.id == present.id:
        return kept
    if kept is not None and kept.version.code == present.code and kept.changed:
        return kept
    return begin(present, 0 if kept is None else kept.serial + 1)


def begin(version: ProjectVersion, serial: int) -> State:
    """A form that shows a version as it is."""
    base = drafts.as_typed(version.text)
    st.session_state[_STATE] = made = State(version, base, base.copy(), serial)
    return made


def restart(version: ProjectVersion, serial: int) -> None:
    """As ``begin``, at a press."""
    begin(version, serial)


def put(state: State, draft: Draft, version: ProjectVersion | None = None) -> None:
    """Show other texts in the form, over the same or another version."""
    if version is not None:
        state.version, state.base = version, drafts.as_typed(version.text)
    state.draft, state.preview, state.faults = draft, None, ()
    state.serial += 1


def read(state: State) -> tuple[str | None, tuple[Fault, ...]]:
    """The text that the form makes, and what is wrong with it; worked out once for what is typed."""
    key = repr(state.draft)
    if state.judged is None or state.judged[0] != key:
        state.judged = (key, *_read(state))
    return state.judged[1], state.judged[2]


def _read(state: State) -> tuple[str | None, tuple[Fault, ...]]:
    try:
        text = written(state.version.text, state.draft)
        accept_project(text, state.version.code)
    except ProjectError as error:
        return None, error.faults
    return text, ()


def tell(sentence: str) -> None:
    """A sentence for the next run: what the last press did."""
    st.session_state[_RESULT] = sentence


def told() -> str | None:
    """That sentence, once."""
    found: str | None = st.session_state.pop(_RESULT, None)
    return found
