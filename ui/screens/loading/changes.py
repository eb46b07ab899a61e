"""Step 4: what would change, in words; a tick for each thing that shrinks."""

import hashlib
from collections.abc import Sequence

import streamlit as st

from core.intake import Intake, Shrink
from core.intake.compare.shrink import shrinks
from core.intake.compare.words import sentences
from db.snapshots import store
from ui.auth.guard import Session
from ui.screens.loading import asof, known, plan_past
from ui.screens.loading.draft import Draft
from ui.screens.loading.matching import needs_scope
from ui.text import markdown_text, words
from ui.widgets import tables

_SHOWN = 60
_EACH = 30  # more of one sort are ticked as one, under a table of them: nobody reads a hundred boxes
_LISTED = 1_000


def draw(session: Session, draft: Draft, found: Intake) -> bool:
    """What would change; true once everything that shrinks is ticked."""
    say, diff = session.say, found.diff
    if diff is None or found.rows is None:
        return False
    if found.blocking:
        st.caption(say("upload.fix_first"))
        return False
    if needs_scope(draft, found):
        st.caption(say("upload.scope_first"))
        return False
    if draft.as_of is None:
        st.caption(say("upload.asof_changes"))
        return False
    _older(session, draft, found)
    asof.apart(session, draft)
    if found.base_upload_id is None:
        key = "first" if known.is_first(session, found) else "none_before"
        day = words.day(draft.as_of, session.lang)
        st.markdown(say(f"upload.{key}", rows=f"{len(found.rows):,}", day=day))
    elif diff.is_empty:
        st.markdown(say("upload.changes_none"))
    else:
        counts = diff.counts
        st.caption(say("upload.counts", a=counts["added"], c=counts["changed"], r=counts["removed"]))
    told = found.base_upload_id is not None and not diff.is_empty
    for line in sentences(diff)[:_SHOWN] if told else []:
        st.markdown(f"- {markdown_text(session.told(line))}")
    return ticks(session, found) & asof.tick(session, draft) & plan_past.draw(session, draft, found)


def _older(session: Session, draft: Draft, found: Intake) -> None:
    """An older set than the one on show changes nothing of today, and says so."""
    shown = store.base_view(session.engine, session.project.code).uploads.get(found.kind)
    if shown is not None and draft.as_of is not None and draft.as_of < shown.as_of:
        st.info(session.say("upload.older"), icon=":material/history:")


def ticks(session: Session, found: Intake) -> bool:
    """A tick for each thing that would shrink or vanish, and one for the warnings that stay."""
    taken = tuple(shrinks(found.diff)) if found.diff else ()
    ticked = True
    if taken:
        st.markdown(f"**{session.say('upload.ticks')}**")
    for what in dict.fromkeys(shrink.what for shrink in taken):
        alike = [shrink for shrink in taken if shrink.what == what]
        if len(alike) > _EACH:
            ticked &= _tick_all(session, what, alike)
            continue
        for shrink in alike:
            ticked &= st.checkbox(markdown_text(session.told(shrink.message)), key=f"tick-{shrink.id}")
    if found.warnings:
        label = session.say("upload.accept", k=len(found.warnings))
        ticked &= st.checkbox(label, key=f"accept-{found.file_sha256}-{len(found.warnings)}")
    return ticked


def _tick_all(session: Session, what: str, alike: Sequence[Shrink]) -> bool:
    """One tick for many of a sort, under a table of them."""
    title = session.say(f"upload.{what}", k=f"{len(alike):,}")
    lines = [session.told(shrink.message) for shrink in alike[:_LISTED]]
    with st.expander(title, icon=":material/list:", key=f"list-{what}"):
        tables.show({title: lines}, f"table-{what}", alt=title, wide=[title])
    marks = hashlib.sha256("".join(shrink.id for shrink in alike).encode()).hexdigest()
    return st.checkbox(session.say("upload.tick_all", what=title), key=f"tick-{what}-{marks}")
