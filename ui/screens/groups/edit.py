"""One group changed on its card: a form, what the change would do, save.

What is saved is a set of the whole register in force with that row changed; it has its difference, its undo and its
place in the history like a set from a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from core.intake import AssessOptions, Intake, ParseOptions
from core.intake.compare import listing
from core.intake.forms.templates import row_csv
from core.intake.issues import Issue
from core.model import Right, Snapshot, UploadRef
from core.model.kinds import KINDS
from core.text import Message, write_date
from db.snapshots import memory, store
from db.snapshots.uploads import UploadInfo
from ui.auth import guard
from ui.auth.guard import Session
from ui.screens import waiting
from ui.screens.loading import changes, save
from ui.screens.loading import draft as drafts
from ui.text import markdown_text, words
from ui.widgets import fields, filtered
from ui.workers import files
from ui.workers.process import NotDone
from ui.workers.turns import Busy
from words.rendering import render

_EDITED = "group-edit"  # the group whose form is open, and what was typed once it was handed in
_SAVED = "group-edit.saved"  # the group that was saved last
_KIND = "groups"
_TEXTS = ("missing_papers", "next_step")


@dataclass(frozen=True, slots=True)
class _Typed:
    """What is being changed: a group, and once the form was handed in its cells, the day that they are of, and the set
    that the form showed.
    """

    code: str
    cells: Mapping[str, str] | None = None
    as_of: date | None = None
    base: int | None = None


def draw(session: Session, view: Snapshot, row: Mapping[str, Any]) -> None:
    """The way to change the group for those who load data; nothing where an earlier state is looked at."""
    if not session.may(Right.UPLOAD):
        return
    newest = store.newest_of_each(session.engine, session.project.code).get(_KIND)
    if newest is None or view.uploads[_KIND].id != newest.id:
        return
    save.said()
    if st.session_state.get(_SAVED) == row["code"]:
        save.done(session)
    typed: _Typed | None = st.session_state.get(_EDITED)
    if typed is None or typed.code != row["code"]:
        st.button(
            session.say("groups.edit"),
            key="group-edit-open",
            icon=":material/edit:",
            on_click=_open,
            args=(row["code"],),
        )
        return
    with st.container(border=True, key="group-editing"):
        if typed.cells is None or typed.as_of is None:
            _form(session, view, row, newest)
        else:
            _changes(session, typed, typed.cells, typed.as_of)


def _open(code: str) -> None:
    st.session_state[_EDITED] = _Typed(code)
    st.session_state.pop(_SAVED, None)


def _close() -> None:
    for key in [str(key) for key in st.session_state]:
        if key.startswith(_EDITED) and key != _SAVED:
            del st.session_state[key]


def _back(typed: _Typed) -> None:
    st.session_state[_EDITED] = _Typed(typed.code)


def _form(session: Session, view: Snapshot, row: Mapping[str, Any], newest: UploadInfo) -> None:
    """The fields as they are now. What was typed before stands in them again after a look at the changes."""
    waiting.beside(session, [_KIND])
    say, stages = session.say, view.stages
    listed = [choice.id for choice in stages.ladder]
    listed = listed if row["stage"] in listed else [row["stage"], *listed]
    now = {
        "stage_since": "",
        "registered_on": write_date(row["registered_on"]) if row["registered_on"] else "",
        **{name: row[name] or "" for name in _TEXTS},
        "as_of": write_date(newest.as_of),
    }
    key = partial("{}-{}".format, f"group-edit-{row['code']}-{newest.id}")
    for name, text in now.items():
        _stay(key(name), text)
    _stay(key("stage"), row["stage"])
    since = words.day(row["stage_since"], session.lang)
    registered = session.told(KINDS[_KIND].column("registered_on").title)
    with st.form("group-edit-form", border=False):
        stage = st.selectbox(
            say("groups.stage"), listed, key=key("stage"), format_func=lambda one: stages.name(one).get(session.lang)
        )
        typed = {"stage_since": st.text_input(say("groups.edit_since"), key=key("stage_since"),
                                              placeholder=say("groups.edit_since_now", day=since))}  # fmt: skip
        typed["registered_on"] = st.text_input(registered, key=key("registered_on"), placeholder=" ")
        typed["missing_papers"] = st.text_input(say("groups.papers"), key=key("missing_papers"), placeholder=" ")
        typed["next_step"] = st.text_area(say("groups.edit_next"), key=key("next_step"), height=80)
        as_of = st.text_input(say("upload.asof"), key=key("as_of"), help=say("groups.edit_asof"))
        with st.container(horizontal=True):
            checked = filtered.button(say("groups.edit_check"), "group-edit-check", form=True, type="primary")
            st.form_submit_button(say("groups.edit_cancel"), type="tertiary", on_click=_close)
    if checked:
        moved = stage != row["stage"]
        cells = {name: text for name, text in typed.items() if text.strip() != now[name]}
        _hand_in(
            session, row["code"], ({"stage": stages.name(stage).get("th")} if moved else {}) | cells, as_of, newest
        )


def _stay(key: str, text: str) -> None:
    """The field holds what it held, else ``text``; also after a run that did not draw it."""
    kept = f"{key}.kept"
    if key in st.session_state:
        st.session_state[kept] = st.session_state[key]
    else:
        st.session_state[key] = st.session_state.get(kept, text)


def _hand_in(session: Session, code: str, cells: Mapping[str, str], as_of: str, newest: UploadInfo) -> None:
    """Go on to what would change; or say what is missing in the form."""
    day, refused = fields.judged(session, as_of, _KIND)
    if refused is not None:
        fields.refuse(session.told(refused.message))
    elif day is not None and day < newest.as_of:
        fields.refuse(session.say("groups.edit_before", day=words.day(newest.as_of, session.lang)))
    elif "stage" in cells and "stage_since" not in cells:
        fields.refuse(session.say("groups.edit_since_missing"))
    elif not cells:
        fields.refuse(session.say("groups.edit_nothing"))
    else:
        st.session_state[_EDITED] = _Typed(code, cells, day, newest.id)
        st.rerun()


def _changes(session: Session, typed: _Typed, cells: Mapping[str, str], as_of: date) -> None:
    """What was found and what would change, a tick for what shrinks, and the press that saves."""
    say = session.say
    found, base = _intake(session, typed.code, cells, as_of)
    if base is not None and base.id != typed.base:
        said = say("upload.conflict", time=words.clock(base.received_at, session.lang), by=base.by)
        st.warning(markdown_text(said), icon=":material/sync_problem:")
    for issue in (*found.blocking, *found.warnings):
        (st.error if issue.severity == "blocking" else st.warning)(markdown_text(_sentence(session, issue)))
    for line in listing.lines(found.diff, session.told, sight=session.sight) if found.diff else []:
        texts = [markdown_text(text or say("groups.next_none")) for text in (line.before, line.after)]
        st.markdown(f"- {markdown_text(line.column)}: {texts[0]} → **{texts[1]}**")
    same = found.diff is not None and found.diff.is_empty
    if same and not found.blocking:
        st.markdown(say("groups.edit_nothing"))
    day = words.day(as_of, session.lang)
    if base is not None:
        st.caption(markdown_text(say("groups.edit_base", set=base.seq, day=words.day(base.as_of, session.lang))))
    ticked = not found.blocking and changes.ticks(session, found)
    reason = fields.reason_of_closed_year(session)
    with st.container(horizontal=True):
        key = f"group-edit-save-{found.base_upload_id}-{found.rows_sha256}-{as_of}"  # a press is of these changes alone
        off = not ticked or same or reason is None
        label = say("upload.apply", day=day)
        if filtered.button(label, key, type="primary", icon=":material/save:", disabled=off):
            _save(session, typed.code, found, as_of, reason or "", off=off)
        st.button(say("groups.edit_back"), key="group-edit-back", type="tertiary", on_click=_back, args=(typed,))


def _save(session: Session, code: str, found: Intake, as_of: date, reason: str, *, off: bool) -> None:
    """Store it and close the form. A browser may send the press of a button that is drawn as disabled: ``off``."""
    if not off and save.attempt(session, found, as_of, reason=reason):
        st.session_state[_SAVED] = code
        _close()
        st.rerun()


def _intake(session: Session, code: str, cells: Mapping[str, str], as_of: date) -> tuple[Intake, UploadRef | None]:
    """The row as a file of its own, read and checked like any file; and what it is compared with."""
    who = guard.require(Right.UPLOAD)
    base = store.base_view(who.engine, session.project.code, as_of)
    marks = memory.acknowledged(who.engine, session.project.code, _KIND)
    given = [(render(Message("groups.edit_file")), row_csv(_KIND, {"code": code, **cells}))]
    options = AssessOptions(as_of, "update", acknowledged=marks)
    try:
        _, found = files.read(None, given, _KIND, ParseOptions(), base.project, base, options, _untold, _untold)
    except (Busy, NotDone) as error:
        drafts.not_read(session, error)
    return found, base.uploads.get(_KIND)


def _untold(*_: object) -> None:
    """One row is read in no time: no bar."""


def _sentence(session: Session, issue: Issue) -> str:
    """An issue without the number of a row: there is one alone, and nobody sees it as a row."""
    return session.told(issue.message).removeprefix(session.say("groups.edit_row", row=issue.row))
