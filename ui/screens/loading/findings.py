"""Step 3: everything found, in three tiers, grouped and searchable; the same file back; small corrections here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from core.intake import Cell, Intake, orders_that_fit
from core.intake.issues import SEVERITIES, Issue
from core.model.kinds import KINDS, Kind
from core.text import is_masked_phone, searchable
from db.snapshots import memory
from ui.auth.guard import Session
from ui.reports import catalogue
from ui.routes import files
from ui.screens.loading import choose
from ui.screens.loading import draft as drafts
from ui.screens.loading.draft import Draft
from ui.text import markdown_text
from ui.widgets import boxes, tables
from ui.workers.files import RETURNED_HERE, returned
from ui.workers.process import NotDone
from ui.workers.turns import Busy

_ICONS = {"blocking": ":material/error:", "warning": ":material/rule:", "info": ":material/info:"}
_SHOWN = 500  # rows of one tier that a browser is sent; the downloaded file has them all
_EDITED = 100
_IN_WORDS = 6
_MADE = "upload.made"


def draw(session: Session, draft: Draft, found: Intake) -> None:
    """The three tiers, each with its count and its table."""
    counts = Counter(issue.severity for issue in found.issues if not issue.acknowledged)
    if not counts["blocking"] and not counts["warning"]:
        st.markdown(f":material/check_circle: {session.say('upload.no_issues')}")
    for severity in SEVERITIES:
        issues = [i for i in found.issues if i.severity == severity and not i.acknowledged]
        if issues:
            _tier(session, draft, severity, issues)
    _offer(session, found)
    if found.readable and (counts["blocking"] or counts["warning"] or found.minted):
        _returned(session, draft, found)
    if found.readable and (counts["blocking"] or counts["warning"]):
        _corrections(session, draft, found)


def is_other_kind(found: Intake) -> bool:
    """Whether this is a file of another kind: then nothing else is worth asking."""
    return any(issue.code == "wrong_kind" for issue in found.issues)


def other_kind(session: Session, found: Intake) -> None:
    """One press instead of a refusal, where all files are of one other kind; else what each of them is."""
    issues = [issue for issue in found.issues if issue.code == "wrong_kind"]
    for issue in issues:
        st.warning(markdown_text(session.told(issue.message)), icon=":material/swap_horiz:")
    guesses: set[Kind] = {issue.params["guess"] for issue in issues if issue.params.get("guess")}
    if len(issues) < len(found.readings) or len(guesses) > 1:
        st.caption(session.say("upload.one_kind"))
    elif guesses:
        (kind,) = guesses
        name = KINDS[kind].name.get(session.lang)
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
            st.error(markdown_text(session.told(issue.message)), icon=":material/error:")


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
            typed = st.text_input(
                session.say("upload.search"), key=f"search-{severity}", type="search", placeholder=" "
            )
            issues = [i for i in issues if searchable(typed) in searchable(session.told(i.message))]
            if not issues:
                st.caption(session.say("table.nothing"))
        _table(session, draft, severity, issues)


def _short(session: Session, issues: Sequence[Issue], code: str) -> str:
    """The column in which a code is found first stands for it: shorter than its sentence."""
    first = next(issue for issue in issues if issue.code == code)
    return first.column or session.told(first.message)[:40]


def _table(session: Session, draft: Draft, severity: str, issues: Sequence[Issue]) -> None:
    say = session.say
    if len(issues) <= _IN_WORDS:  # a table cuts sentences off, on a phone above all
        for issue in issues:
            st.markdown(f"- {markdown_text(session.told(issue.message))}")
        if severity != "warning":
            return
    shown = list(issues[:_SHOWN])
    content = {
        say("upload.row"): [issue.row for issue in shown],
        say("upload.column"): [issue.column or "" for issue in shown],
        say("upload.value"): [issue.value or "" for issue in shown],
        say("upload.what"): [session.told(issue.message) for issue in shown],
    }
    title, wide = say(f"upload.{severity}", k=len(issues)), [say("upload.what")]
    if severity != "warning":
        tables.show(content, f"issues-{severity}", alt=title, wide=wide)
        return
    picked = [shown[i] for i in tables.pick(content, f"issues-{severity}", alt=title, wide=wide)]
    st.caption(say("upload.ack_hint"))
    if picked and st.button(say("upload.ack"), key="upload-ack", icon=":material/done_all:"):
        marks = [issue.mark for issue in picked]
        memory.acknowledge(
            session.engine, session.project.code, draft.kind, marks, actor=session.actor, now=session.now
        )
        st.rerun()


def _offer(session: Session, found: Intake) -> None:
    """One press to fill in the orders that payments without a reference fit; recorded as edits of this upload."""
    offered = orders_that_fit(found)
    if not offered:
        return
    label = session.say("upload.take_orders", k=len(offered))
    how = session.say("upload.take_orders_how")
    take = partial(drafts.decide, lambda now: replace(now, edits={**now.edits, **offered}))
    st.button(label, key="upload-take-orders", icon=":material/link:", help=how, on_click=take)


def _returned(session: Session, draft: Draft, found: Intake) -> None:
    """The clerk's own file with a column of what is wrong, or of the codes it was given: one press for a small file; a
    long one is made when asked for.
    """
    if not all(one.is_here for one in draft.files):
        return
    name = "codes" if found.ok and found.minted else "errors"
    with st.container(key="upload-returned", horizontal=True, vertical_alignment="center"):
        address = _kept(draft, found, name, session.lang)
        label = session.say(f"upload.{name}_file")
        if address is None and (
            sum(reading.rows for reading in found.readings) <= RETURNED_HERE
            or st.button(session.say(f"upload.{name}_make"), key=f"upload-{name}", icon=":material/build:")
        ):
            address = _make(session, draft, found, name)
        if address is not None:
            st.link_button(label, address, icon=":material/file_download:", type="tertiary")


def _kept(draft: Draft, found: Intake, name: str, lang: str) -> str | None:
    """The address of the file where it was made for this very reading."""
    known = st.session_state.get(_MADE)
    return known[1] if known is not None and known[0] == (draft, id(found), name, lang) else None


def _make(session: Session, draft: Draft, found: Intake, name: str) -> str | None:
    """The address of the file just made; ``None`` where it was not, and the page says why."""
    say, shown = session.say, st.empty()

    def progress(_share: float, _phase: str) -> None:
        shown.caption(say("upload.making"))

    def waits(before: int) -> None:
        shown.caption(say("work.waiting", n=before))

    try:
        content = returned(found, draft.files, session.lang, session.project, progress, waits)
    except (Busy, NotDone) as error:
        shown.warning(say("work.busy" if isinstance(error, Busy) else "work.not_made"), icon=":material/hourglass_top:")
        return None
    shown.empty()
    file = f"{draft.files[0].name.rsplit('.', 1)[0]} {session.say(f'upload.{name}_name')}.xlsx"
    address = files.keep_for(session.user, file, catalogue.XLSX, content)
    st.session_state[_MADE] = ((draft, id(found), name, session.lang), address)
    return address


def _corrections(session: Session, draft: Draft, found: Intake) -> None:
    """Cells with an issue, to be typed anew here; recorded as edits of this upload."""
    cells: dict[Cell, str] = {}
    for i in found.issues:  # the gravest first: its value is what the file says, a later one may be what became of it
        if i.row and i.column and i.severity != "info" and not i.acknowledged:
            cells.setdefault(Cell(i.row, i.column, i.source), i.value or "")
    if cells:
        grid = partial(_grid, session, draft, cells, several=len(found.readings) > 1)
        boxes.folded(session.say("upload.edit"), "upload-edit", grid, ":material/edit:")


def _grid(session: Session, draft: Draft, cells: Mapping[Cell, str], *, several: bool) -> None:
    """The cells with their texts to type over, each with its file where there are ``several``."""
    say = session.say
    listed = list(cells.items())[:_EDITED]
    files_of = {say("upload.file"): [cell.source for cell, _ in listed]} if several else {}
    fixed: dict[str, list[Any]] = {
        **files_of,
        say("upload.row"): [cell.row for cell, _ in listed],
        say("upload.column"): [cell.column for cell, _ in listed],
        say("upload.value"): [value for _, value in listed],
    }
    kept = {name: values for name, values in fixed.items() if name != say("upload.value")}
    typed_over = {say("upload.edit_new"): [draft.edits.get(cell, _unmasked(value)) for cell, value in listed]}
    with st.form("upload-edits", border=False):
        st.caption(say("upload.edit_note"))
        key = f"edit-grid-{tables.print_of(kept)}"  # edits are kept by place: other cells, another grid
        edited: Any = st.data_editor(
            fixed | typed_over, hide_index=True, width="stretch", disabled=list(fixed), key=key
        )
        if st.form_submit_button(say("upload.edit_apply"), type="primary"):
            typed = [str(text or "") for text in edited[say("upload.edit_new")]]
            new = {cell: text for (cell, value), text in zip(listed, typed, strict=True) if text != _unmasked(value)}
            if new.items() <= draft.edits.items():  # the grid hands over what was typed a moment after it
                st.caption(say("upload.edit_none"))
            else:
                drafts.change(draft, edits={**draft.edits, **new})


def _unmasked(value: str) -> str:
    """What a cell is to be corrected from: nothing where the value is masked."""
    return "" if is_masked_phone(value) or set(value) <= {"x", "-"} else value
