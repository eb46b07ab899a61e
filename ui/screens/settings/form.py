"""The form: one section at a time, each field with its rule and what is wrong with it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from core.model.project import Fault
from core.model.project.editing import draft as drafts
from core.model.project.editing.draft import Typed, path_of
from core.model.project.editing.form import Field, Part, Section, section_of, sections
from ui.auth.guard import Session
from ui.screens.settings import named, state
from ui.screens.settings.state import State
from ui.text import label_text, markdown_text
from ui.widgets import boxes, fields

_SECTION = "settings-section"
_LONG = frozenset({"text", "texts", "quarters", "stage_code"})


def draw(session: Session, kept: State) -> None:
    """The choice of a section, and its fields."""
    found = [*state.read(kept)[1], *kept.faults]
    by_name = {section.name: section for section in sections()}
    flawed = {name: sum(section_of(fault.path) == name for fault in found) for name in by_name}

    def label(name: str) -> str:
        said = named.section(session, name)
        return session.say("settings.flawed", name=said, n=flawed[name]) if flawed[name] else said

    chosen = st.selectbox(session.say("settings.choose"), list(by_name), format_func=label, key=_SECTION, width=420)
    section = by_name[chosen or sections()[0].name]
    with boxes.card(named.section(session, section.name), "settings-form"):
        mine = [fault for fault in found if section_of(fault.path) == section.name]
        for fault in mine:
            if not _has_field(kept, section, fault):
                fields.refuse(named.fault(session, fault))
        for part in section.parts:
            if part.rows:
                _rows(session, kept, part, mine)
            else:
                for one in part.fields:
                    path = path_of(part, one)
                    _field(session, kept, one, kept.draft.single, path, named.field(session, part, one), mine)
                    st.caption(markdown_text(named.rule(session, part, one)))


def open_section(name: str) -> None:
    """Show a section at the next run."""
    st.session_state[_SECTION] = name


def _rows(session: Session, kept: State, part: Part, faults: Sequence[Fault]) -> None:
    boxes.folded(session.say("settings.rules"), f"settings-rules-{part.table}", partial(_rules, session, part))
    rows = kept.draft.rows[part.table]
    if not rows:
        st.caption(session.say("settings.no_rows"))
    for number, row in enumerate(rows):
        with st.container(border=True, key=f"settings-row-{part.table}-{number}"):
            st.markdown(f"**{session.say('settings.row', n=number + 1)}**")
            with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
                for one in part.fields:
                    path = path_of(part, one, number)
                    _field(session, kept, one, row, path, named.field(session, part, one), faults, wide=False)
            with st.container(horizontal=True, gap="small"):
                st.button(
                    session.say("settings.remove_row", n=number + 1), key=f"settings-{kept.serial}-gone-{path}",
                    icon=":material/delete_forever:", type="tertiary", on_click=_remove, args=(kept, part, number),
                )  # fmt: skip
                if number:
                    st.button(
                        session.say("settings.raise_row", n=number + 1), key=f"settings-{kept.serial}-up-{path}",
                        type="tertiary", on_click=_raise, args=(kept, part, number),
                    )  # fmt: skip
    st.button(
        session.say("settings.add_row"), key=f"settings-add-{part.table}",
        on_click=_add, args=(kept, part),
    )  # fmt: skip


def _rules(session: Session, part: Part) -> None:
    for one in part.fields:
        said = session.say(
            "settings.rule_of", name=named.field(session, part, one), rule=named.rule(session, part, one)
        )
        st.caption(markdown_text(said))


def _field(
    session: Session,
    kept: State,
    one: Field,
    holder: Typed,
    path: str,
    label: str,
    faults: Sequence[Fault],
    *,
    wide: bool = True,
) -> None:
    """One field with what is wrong with it. ``holder`` keeps what is typed, under the key of the field or its path."""
    name, key = one.key if one.key in holder else path, f"settings-{kept.serial}-{path}"
    act: dict[str, Any] = {"key": key, "on_change": _typed, "args": (kept, holder, name, key)}
    label = label_text(label)
    with st.container(width="stretch" if wide else 380 if one.kind in _LONG else 240):
        if one.kind == "flag":
            st.checkbox(label, value=holder[name], **act)
        elif one.kind == "choice":
            choices = [*one.choices] if one.required else [None, *one.choices]
            index = choices.index(holder[name]) if holder[name] in choices else None
            write = partial(named.choice, session)
            st.selectbox(label, choices, index=index, format_func=write, placeholder="", **act)
        else:
            st.text_input(label, value=drafts.shown(holder[name]), autocomplete="off", max_chars=500, **act)
        for fault in faults:
            if _is_at(fault.path, path):
                fields.refuse(named.fault(session, fault))


def _has_field(kept: State, section: Section, fault: Fault) -> bool:
    """Whether a fault is told at a field of the section."""
    for part in section.parts:
        numbers = range(len(kept.draft.rows[part.table])) if part.rows else (None,)
        if any(_is_at(fault.path, path_of(part, one, number)) for number in numbers for one in part.fields):
            return True
    return False


def _is_at(fault: str, field: str) -> bool:
    """Whether a fault belongs to a field: its path, a part of its value, or that field of every row."""
    every = fault.replace("[*]", "[0]")
    return fault == field or fault.startswith(f"{field}[") or every == field


def _typed(kept: State, holder: Typed, name: str, key: str) -> None:
    holder[name] = st.session_state[key]
    kept.preview, kept.faults = None, ()


def _add(kept: State, part: Part) -> None:
    kept.draft.rows[part.table].append(drafts.empty_row(part))
    state.put(kept, kept.draft)


def _remove(kept: State, part: Part, number: int) -> None:
    del kept.draft.rows[part.table][number]
    state.put(kept, kept.draft)


def _raise(kept: State, part: Part, number: int) -> None:
    rows = kept.draft.rows[part.table]
    rows[number - 1], rows[number] = rows[number], rows[number - 1]
    state.put(kept, kept.draft)
