"""The day that a load is of. What stands in the field is the day: a text that is no lawful day leaves none."""

from dataclasses import replace
from datetime import date

import streamlit as st

from core.calendar import bangkok_day
from core.intake import Intake, Proposals, after_end, proposals
from core.intake.plan_past import proposed_day
from core.model.kinds import KINDS, Kind
from core.model.project import Project
from core.text import write_date
from db.projects import versions
from db.snapshots import plan_past, store
from ui.auth.guard import Session
from ui.screens.loading import draft as drafts
from ui.screens.loading.draft import Draft
from ui.text import markdown_text, words
from ui.widgets import fields
from words import rendering


def take(session: Session, draft: Draft) -> Draft:
    """Before anything is read: the draft with the day that stands in its field, or with none."""
    text = st.session_state.get(_key(draft), draft.day_text)
    if text is None:
        return draft
    day, _ = fields.judged(session, text, draft.kind)
    return drafts.keep(replace(draft, day_text=text, as_of=day))


def stands(draft: Draft) -> bool:
    """Whether a draft is the one under way, and its day what stands in the field."""
    return drafts.now() == draft and st.session_state.get(_key(draft)) == draft.day_text


def draw(session: Session, draft: Draft, found: Intake) -> Draft:
    """The field, the days that are offered, and why what is typed is no day to load for."""
    suggested = proposed(session, found)
    if draft.day_text is None:
        begun = write_date(suggested.chosen) if suggested.chosen else ""
        draft = drafts.keep(replace(draft, day_text=begun, as_of=suggested.chosen))
        if suggested.chosen is not None:
            st.rerun()
    key, say = _key(draft), session.say
    if key not in st.session_state:
        st.session_state[key] = draft.day_text
    with st.container(horizontal=True, vertical_alignment="bottom", key="upload-asof"):
        st.text_input(
            say("upload.asof"), key=key, placeholder=say("upload.asof_eg"), help=say("upload.asof_eg"), width=240
        )
        offered = [(name, day) for name, day in suggested.offered if day != draft.as_of]
        for name, day in offered:
            label = say(f"upload.asof_{name}", day=words.day(day, session.lang))
            st.button(label, key=f"upload-asof-{name}", on_click=choose, args=(draft, day))
    _, refused = fields.judged(session, draft.day_text or "", draft.kind)
    if refused is not None and refused.code == "asof_empty" and offered:
        st.info(say("upload.asof_choose"), icon=":material/event:")
    elif refused is not None:
        st.warning(markdown_text(session.told(refused.message)), icon=":material/event_busy:")
    elif draft.as_of is not None:
        st.caption(rendering.day(draft.as_of, session.lang, "long"))
    return draft


def tick(session: Session, draft: Draft) -> bool:
    """A day after the project's end is asked about once more; true where there is nothing to ask, or it is ticked."""
    late = after_end(draft.as_of, _law(session)) if draft.as_of else None
    if late is None:
        return True
    return st.checkbox(markdown_text(session.told(late.message)), key=f"tick-day-{draft.as_of}")


def apart(session: Session, draft: Draft) -> None:
    """Before saving: the day of each kind, where they would then not all be of one."""
    if draft.as_of is None or KINDS[draft.kind].planned:
        return
    live = store.base_view(session.engine, session.project.code).uploads
    days: dict[Kind, date] = {kind: upload.as_of for kind, upload in live.items() if not KINDS[kind].planned}
    days[draft.kind] = max(draft.as_of, days.get(draft.kind, draft.as_of))
    if len(set(days.values())) < 2:
        return
    parts = []
    for day in sorted(set(days.values()), reverse=True):
        named = ", ".join(KINDS[kind].name.get(session.lang) for kind in KINDS if days.get(kind) == day)
        parts.append(session.say("upload.asof_kinds", kinds=named, day=words.day(day, session.lang)))
    st.info(markdown_text(session.say("upload.asof_apart", days=" · ".join(parts))), icon=":material/event_note:")


def proposed(session: Session, found: Intake) -> Proposals:
    """The days to offer; of a plan that follows another and data the one day that changes no month that is over."""
    law, today, code = _law(session), _today(session), session.project.code
    newest = plan_past.newest_day_planned(session.engine, code) if KINDS[found.kind].planned else None
    if newest is not None:
        return Proposals(after=proposed_day(law, newest, today))
    return proposals(found, law, today, used=_used(session), shown=session.view().day)


def _law(session: Session) -> Project:
    """The project as worded now, whichever day is looked at: what the store asks too."""
    return versions.project_at(session.engine, session.project.code).project


def _today(session: Session) -> date:
    return bangkok_day(session.now)


def _used(session: Session) -> date | None:
    """The day that this user loaded last since signing in; a plan's day is none, nor is one that was taken back."""
    return store.day_loaded_last(session.engine, session.project.code, session.user, session.person.since)


def choose(draft: Draft, day: date) -> None:
    """Type a day into the field. For callbacks: a field that is drawn takes no other text in the same run."""
    st.session_state[_key(draft)] = write_date(day)


def _key(draft: Draft) -> str:
    """One field for one set of files of a kind."""
    return f"asof-{draft.kind}-{draft.print[-12:]}"
