"""The versions stored of a project: their list, one brought back into the form, a file that differs from the web."""

import streamlit as st

from core.model.project.editing import draft as drafts
from db.projects import versions
from db.tables import ProjectVersion
from ui.auth.guard import Session
from ui.screens.settings import saving, state
from ui.screens.settings.state import State
from ui.text import markdown_text, words
from ui.widgets import boxes, tables

SHOWN = 20  # versions


def beside(session: Session, kept: State) -> None:
    """Both texts, where the file was changed while settings saved on the web are in force."""
    found = versions.file_beside_web(session.engine, session.project.code)
    if found is None:
        return
    with boxes.card(session.say("settings.both"), "settings-beside"):
        st.warning(markdown_text(session.told(found.message)), icon=":material/difference:")
        other = drafts.as_typed(found.file.text)
        changes = list(drafts.changed(kept.base, drafts.taken(kept.base, other)))
        st.markdown(f"**{session.say('settings.both_differs', n=len(changes))}**")
        saving.listed(session, changes)
        st.caption(session.say("settings.both_note"))
        st.button(
            session.say("settings.both_take"), key="settings-take-file", icon=":material/edit_document:",
            on_click=lambda: state.put(kept, drafts.taken(kept.base, other)),
        )  # fmt: skip


def draw(session: Session, kept: State) -> None:
    """The newest versions, one to bring back, and the text in force."""
    boxes.folded(session.say("settings.versions"), "settings-versions", lambda: _versions(session, kept))
    boxes.folded(
        session.say("settings.text"), "settings-text", lambda: st.code(kept.version.text, language="toml", height=420)
    )


def _versions(session: Session, kept: State) -> None:
    found = versions.recent(session.engine, session.project.code, SHOWN)
    heads = {name: session.say(f"settings.{name}") for name in ("version", "in_force_from", "stored", "by", "source")}
    why = session.say("settings.why")
    reasons = session.prose([one.reason for one in found])
    rows = [
        {
            heads["version"]: one.version,
            heads["in_force_from"]: words.day(one.in_force_from, session.lang),
            heads["stored"]: words.moment(one.stored_at, session.lang),
            heads["by"]: one.by or tables.DASH,
            heads["source"]: session.say(f"settings.from_{'aside' if one.aside else one.source}"),
            why: reason or tables.DASH,
        }
        for one, reason in zip(found, reasons, strict=True)
    ]
    tables.show(rows, "settings-versions-table", alt=session.say("settings.versions_alt", n=len(rows)))
    by_number = {one.version: one for one in found if one.id != kept.version.id}
    if not by_number:
        return
    number = st.selectbox(
        session.say("settings.take"), list(by_number), index=None, key="settings-take", width=320,
        placeholder=session.say("settings.take_none"),
    )  # fmt: skip
    if number is not None:
        st.button(
            session.say("settings.take_button"), key="settings-take-now", icon=":material/edit_document:",
            on_click=_take, args=(kept, by_number[number]),
        )  # fmt: skip


def _take(kept: State, version: ProjectVersion) -> None:
    state.put(kept, drafts.taken(kept.base, drafts.as_typed(version.text)))
