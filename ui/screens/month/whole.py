"""The parts of a month, a line each: what it is, what it changes, what must be fixed; then one press for all."""

from functools import partial

import streamlit as st

from core.intake import Intake
from core.intake.compare.words import sentences
from core.model.kinds import KINDS, Kind
from db.snapshots import together
from db.snapshots.together import Load
from ui.auth.guard import Session
from ui.screens import waiting
from ui.screens.loading import asof, changes, matching, plan_past
from ui.screens.loading.draft import Draft
from ui.screens.month import days, parts, saving
from ui.screens.month.parts import Month
from ui.screens.unfinished import keeping
from ui.text import markdown_text, words
from ui.widgets import boxes

_SHOWN = 60
_FIXES = 3


def draw(session: Session, month: Month) -> None:
    """Everything from the days to the save."""
    month = days.take(session, month)
    st.markdown(f"##### {session.say('drop.title', k=len(month.drafts))}")
    found = parts.read(session, month)
    month = parts.now() or month
    keeping.keep(session, [(draft, found[kind]) for kind, draft in month.drafts.items()], month)
    days.draw(session, month, found)
    for name in month.unknown:
        st.warning(markdown_text(session.say("drop.unknown", name=session.prose([name])[0])), icon=":material/help:")
    waiting.beside(session, list(month.drafts))
    loads, ready = [], True
    for kind, draft in month.drafts.items():
        with st.container(border=True, key=f"month-{kind}"):
            open_question, load = _part(session, month, draft, found[kind])
        ready &= not open_question
        loads += [load] if load is not None else []
    saving.draw(session, month, loads, ready=ready)


def _part(session: Session, month: Month, draft: Draft, found: Intake) -> tuple[bool, Load | None]:
    """One line. Whether it holds the save up, and what is saved of it."""
    kind, say = draft.kind, session.say
    _head(session, draft, found)
    same = together.in_force_already(session.engine, session.project.code, found, draft.as_of)
    if same is not None:
        st.caption(say("drop.known", set=same.seq))
        return False, None
    key = f"month-with-{kind}-{month.print[-12:]}"
    st.session_state.setdefault(key, kind not in month.without)
    st.checkbox(say("drop.with"), key=key, on_change=parts.leave_out, args=(kind, key))
    if kind in month.without:
        return False, None
    if found.blocking or not found.readable or matching.needs_scope(draft, found):
        _to_fix(session, kind, found)
        return True, None
    if draft.as_of is None:
        st.caption(say("upload.asof_changes"))
        return True, None
    _changes(session, kind, found)
    ticked = changes.ticks(session, found) & asof.tick(session, draft) & plan_past.draw(session, draft, found)
    if found.warnings:
        _open(session, kind, "drop.look")
    return not ticked, Load(found, draft.as_of, plan_past.accepted_of(session, draft, found))


def _head(session: Session, draft: Draft, found: Intake) -> None:
    """The kind, its files, rows and day."""
    names = ", ".join([*(one.name for one in draft.files), *(draft.sheets or ())])
    rows = len(found.rows) if found.rows is not None else 0
    day = words.day(draft.as_of, session.lang) if draft.as_of else ""
    title = f"**{KINDS[draft.kind].name.get(session.lang)}** · {markdown_text(session.prose([names])[0] or '')}"
    st.markdown(title)
    st.caption(" · ".join(filter(None, [session.say("drop.rows", rows=f"{rows:,}"), day])))


def _to_fix(session: Session, kind: Kind, found: Intake) -> None:
    said = [*found.blocking] or [issue for issue in found.issues if issue.code == "partial_file"]
    st.markdown(f":material/error: {session.say('upload.blocking', k=len(said))}")
    for issue in said[:_FIXES]:
        st.markdown(f"- {markdown_text(session.told(issue.message))}")
    _open(session, kind, "drop.fix")


def _open(session: Session, kind: Kind, label: str) -> None:
    key = f"month-open-{kind}"
    st.button(session.say(label), key=key, icon=":material/edit:", on_click=parts.open_one, args=(kind,))


def _changes(session: Session, kind: Kind, found: Intake) -> None:
    diff = found.diff
    if diff is None or found.base_upload_id is None:
        st.markdown(f":material/check_circle: {session.say('drop.first')}")
    elif diff.is_empty:
        st.markdown(f":material/check_circle: {session.say('upload.changes_none')}")
    else:
        counts = diff.counts
        said = session.say("upload.counts", a=counts["added"], c=counts["changed"], r=counts["removed"])
        boxes.folded(said, f"month-changes-{kind}", partial(_listed, session, found), ":material/difference:")


def _listed(session: Session, found: Intake) -> None:
    for line in sentences(found.diff)[:_SHOWN] if found.diff else []:
        st.markdown(f"- {markdown_text(session.told(line))}")
