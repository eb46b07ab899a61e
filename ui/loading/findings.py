"""Step 3: everything found, in three tiers, grouped and searchable; the same file back; small corrections here."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.forms_returned import error_workbook
from core.intake import Cell, Intake
from core.issues import SEVERITIES, Issue
from core.kinds import KIND_NAMES, Kind
from db import memory
from ui import files, tables
from ui.account import markdown_text
from ui.guard import Session
from ui.loading import choose
from ui.loading import draft as drafts
from ui.loading.draft import Draft

_ICONS = {"blocking": ":material/error:", "warning": ":material/rule:", "info": ":material/info:"}
_SHOWN = 500  # rows of one tier that a browser is sent; the downloaded file has them all
_EDITED = 100


def draw(session: Session, draft: Draft, found: Intake) -> None:
    """The three tiers, each with its count and its table."""
    counts = Counter(issue.severity for issue in found.issues if not issue.acknowledged)
    if not counts["blocking"] and not counts["warning"]:
        st.markdown(f":material/check_circle: {session.say('upload.no_issues')}")
    for severity in SEVERITIES:
        issues = [i for i in found.issues if i.severity == severity and not i.acknowledged]
        if issues:
            _tier(session, draft, severity, issues)
    if found.readable and (counts["blocking"] or counts["warning"] or found.minted):
        _returned(session, draft, found)
    if found.readable and (counts["blocking"] or counts["warning"]):
        _corrections(session, draft, found)


def is_other_kind(found: Intake) -> bool:
    """Whether this is a file of another kind: then nothing else is worth asking."""
    return any(issue.code == "wrong_kind" for issue in found.issues)


def other_kind(session: Session, found: Intake) -> None:
    """One press instead of a refusal."""
    for issue in found.issues:
        kind: Kind | None = issue.params.get("guess")
        if issue.code == "wrong_kind" and kind:
            st.warning(markdown_text(issue.message(session.lang)), icon=":material/swap_horiz:")
            name = KIND_NAMES[kind][0 if session.lang == "th" else 1]
            st.button(
                session.say("upload.wrong_kind", kind=name),
                key="upload-other-kind",
                type="primary",
                on_click=choose.ask_kind,
                args=(kind,),
            )


def is_without_rows(found: Intake) -> bool:
    """Whether the file holds a header alone: everything known today would vanish, and nothing is to be asked of it."""
    return any(issue.code == "header_only" for issue in found.issues)


def without_rows(session: Session, found: Intake) -> None:
    """The refusal alone."""
    for issue in found.issues:
        if issue.code == "header_only":
            st.error(markdown_text(issue.message(session.lang)), icon=":material/error:")


def _tier(session: Session, draft: Draft, severity: str, issues: Sequence[Issue]) -> None:
    """One tier: grouped by what is wrong, searchable, rows numbered as in the spreadsheet."""
    title = session.say(f"upload.{severity}", k=len(issues))
    folded = st.expander(title, expanded=severity == "blocking", icon=_ICONS[severity], key=f"tier-{severity}")
    with folded:
        by_code = Counter(issue.code for issue in issues)
        if len(by_code) > 1:
            code = st.pills(
                session.say("upload.what"),
                list(by_code),
                format_func=lambda c: f"{_short(session, issues, c)} ({by_code[c]})",
                key=f"codes-{severity}",
                label_visibility="collapsed",
            )
            issues = [issue for issue in issues if code in (None, issue.code)]
        if len(issues) > 10:
            sought = st.text_input(
                session.say("upload.search"), key=f"search-{severity}", type="search", placeholder=" "
            ).casefold()
            issues = [i for i in issues if sought in i.message(session.lang).casefold()]
        _table(session, draft, severity, issues)


def _short(session: Session, issues: Sequence[Issue], code: str) -> str:
    """The column in which a code is found first stands for it: shorter than its sentence."""
    first = next(issue for issue in issues if issue.code == code)
    return first.column or first.message(session.lang)[:40]


def _table(session: Session, draft: Draft, severity: str, issues: Sequence[Issue]) -> None:
    say = session.say
    shown = list(issues[:_SHOWN])
    frame = pd.DataFrame(
        {
            say("upload.row"): [issue.row for issue in shown],
            say("upload.column"): [issue.column or "" for issue in shown],
            say("upload.value"): [issue.value or "" for issue in shown],
            say("upload.what"): [issue.message(session.lang) for issue in shown],
        }
    )
    title, wide = say(f"upload.{severity}", k=len(issues)), [say("upload.what")]
    if severity != "warning":
        tables.show(frame, f"issues-{severity}", alt=title, wide=wide)
        return
    picked = [shown[i] for i in tables.pick(frame, f"issues-{severity}", "multi-row", alt=title, wide=wide)]
    st.caption(say("upload.ack_hint"))
    if picked and st.button(say("upload.ack"), key="upload-ack", icon=":material/done_all:"):
        marks = [issue.mark for issue in picked]
        memory.acknowledge(session.engine, session.project.code, draft.kind, marks, by=session.user, now=session.now)
        st.rerun()


def _returned(session: Session, draft: Draft, found: Intake) -> None:
    """The clerk's own file with a column of what is wrong, or of the codes it was given; made when asked for."""
    labels = {"errors": "upload.errorfile", "codes": "upload.codes"}
    name = "codes" if found.ok and found.minted else "errors"
    with st.container(key="upload-returned", horizontal=True, vertical_alignment="center"):
        if st.button(session.say(labels[name]), key=f"upload-{name}", icon=":material/file_download:", type="tertiary"):
            content = error_workbook(found, list(draft.files), session.lang)
            file = f"{draft.files[0][0].rsplit('.', 1)[0]}-{name}.xlsx"
            address = files.keep_for(session.user, file, files.XLSX, content)
            st.link_button(markdown_text(file), address, icon=":material/table:")


def _corrections(session: Session, draft: Draft, found: Intake) -> None:
    """Cells with an issue, to be typed anew here; recorded as edits of this upload."""
    cells = {
        Cell(i.row, i.column, i.source): i.value or ""
        for i in found.issues
        if i.row and i.column and i.severity != "info" and not i.acknowledged
    }
    if not cells:
        return
    say = session.say
    folded = st.expander(say("upload.edit"), icon=":material/edit:", key="upload-edit", on_change="rerun")
    if not folded.open:
        return
    listed = list(cells.items())[:_EDITED]
    several = {say("upload.file"): [cell.source for cell, _ in listed]} if len(found.readings) > 1 else {}
    frame = pd.DataFrame(
        {
            **several,
            say("upload.row"): [cell.row for cell, _ in listed],
            say("upload.column"): [cell.column for cell, _ in listed],
            say("upload.value"): [value for _, value in listed],
            say("upload.edit_new"): [draft.edits.get(cell, value) for cell, value in listed],
        }
    )
    with folded, st.form("upload-edits", border=False):
        st.caption(say("upload.edit_note"))
        fixed = list(frame.columns[:-1])
        edited = st.data_editor(frame, hide_index=True, width="stretch", disabled=fixed, key="edit-grid")
        if st.form_submit_button(say("upload.edit_apply"), type="primary"):
            typed = [str(text or "") for text in edited[say("upload.edit_new")]]
            new = {cell: text for (cell, value), text in zip(listed, typed, strict=True) if text != value}
            drafts.change(draft, edits={**draft.edits, **new})
