"""Step 4: what would change, in words; the day it is of; a tick for each thing that shrinks."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from core.intake import Intake, Shrink
from core.project import month_end
from core.thai import CellError, format_date, parse_date
from db import store
from ui import tables, words
from ui.guard import Session
from ui.loading import draft as drafts
from ui.loading import plan_past
from ui.loading.draft import Draft
from ui.loading.matching import needs_scope
from ui.words import markdown_text

_SHOWN = 60
CARRIED_DAYS = 183  # carried-over money may be paid for half a year after the project's last day
_EACH = 30  # more of one sort are ticked as one, under a table of them: nobody reads a hundred boxes
_LISTED = 1_000
_FEW_DATES = ("products", "instalments")


def day(session: Session, draft: Draft, found: Intake) -> None:
    """The day that the data is of: the last one in the file unless a person says otherwise; never the clock."""
    last = _last_day(session, found)
    if draft.as_of is None and last is not None:
        drafts.change(draft, as_of=last)
    say, shown = session.say, draft.as_of
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            say("upload.asof"),
            value=format_date(shown, "th", "form") if shown else "",
            placeholder=say("upload.asof_eg"),
            help=say("upload.asof_eg"),
            key=f"asof-{draft.print[-12:]}-{shown}",
            width=240,
        )
        if last is not None:
            for key, offered in (("asof_last", last), ("asof_month", month_end(last))):
                if offered != shown and (key == "asof_last" or offered != last):
                    label = say(f"upload.{key}", day=words.day(offered, session.lang))
                    if st.button(label, key=f"upload-{key}"):
                        drafts.change(draft, as_of=offered)
    try:
        typed = parse_date(text) if text.strip() else None
    except CellError:
        st.warning(say("upload.asof_bad"))
        return
    if typed is not None and typed > words.bangkok_day(session.now):
        st.warning(say("upload.asof_future"))
        return
    if typed is not None and typed != shown:
        drafts.change(draft, as_of=typed)
    if shown:
        st.caption(format_date(shown, session.lang, "long"))


def _last_day(session: Session, found: Intake) -> date | None:
    """The last day in the file. Products and instalments hold few dates: they are of the day on show, if later."""
    days = [found.suggested_as_of]
    if found.kind in _FEW_DATES:
        days.append(session.view().day)
    return max((day for day in days if day is not None), default=None)


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
    _older(session, draft, found)
    if found.base_upload_id is None:
        st.markdown(say("upload.first", rows=f"{len(found.rows):,}"))
    elif diff.is_empty:
        st.markdown(say("upload.changes_none"))
    else:
        counts = diff.counts
        st.caption(say("upload.counts", a=counts["added"], c=counts["changed"], r=counts["removed"]))
    told = found.base_upload_id is not None and not diff.is_empty
    for line in diff.words(session.lang)[:_SHOWN] if told else []:
        st.markdown(f"- {markdown_text(line)}")
    return _ticks(session, found) & _far_day(session, draft) & plan_past.draw(session, draft, found)


def _far_day(session: Session, draft: Draft) -> bool:
    """A day outside the project's year and the months in which carried-over money is paid is asked about once more."""
    day, project = draft.as_of, session.project
    if day is None or project.start <= day <= project.end + timedelta(days=CARRIED_DAYS):
        return True
    label = session.say("upload.asof_far", day=format_date(day, session.lang, "long"))
    return st.checkbox(markdown_text(label), key=f"tick-day-{day}")


def _older(session: Session, draft: Draft, found: Intake) -> None:
    """An older set than the one on show changes nothing of today, and says so."""
    shown = store.base_view(session.engine, session.project.code).uploads.get(found.kind)
    if shown is not None and draft.as_of is not None and draft.as_of < shown.as_of:
        st.info(session.say("upload.older"), icon=":material/history:")


def _ticks(session: Session, found: Intake) -> bool:
    """A tick for each thing that would shrink or vanish, and one for the warnings that stay."""
    shrinks = found.diff.shrinks if found.diff else ()
    ticked = True
    if shrinks:
        st.markdown(f"**{session.say('upload.ticks')}**")
    for what in dict.fromkeys(shrink.what for shrink in shrinks):
        alike = [shrink for shrink in shrinks if shrink.what == what]
        if len(alike) > _EACH:
            ticked &= _tick_all(session, what, alike)
            continue
        for shrink in alike:
            ticked &= st.checkbox(markdown_text(shrink.words(session.lang)), key=f"tick-{shrink.id}")
    if found.warnings:
        label = session.say("upload.accept", k=len(found.warnings))
        ticked &= st.checkbox(label, key=f"accept-{found.file_sha256}-{len(found.warnings)}")
    return ticked


def _tick_all(session: Session, what: str, alike: Sequence[Shrink]) -> bool:
    """One tick for many of a sort, under a table of them."""
    title = session.say(f"upload.{what}", k=f"{len(alike):,}")
    lines = [shrink.words(session.lang) for shrink in alike[:_LISTED]]
    with st.expander(title, icon=":material/list:", key=f"list-{what}"):
        tables.show(pd.DataFrame({title: lines}), f"table-{what}", alt=title, wide=[title])
    marks = hashlib.sha256("".join(shrink.id for shrink in alike).encode()).hexdigest()
    return st.checkbox(session.say("upload.tick_all", what=title), key=f"tick-{what}-{marks}")
