"""What was changed, what it would change of the past, and the press that saves; two who change at once."""

from datetime import date

import streamlit as st

from core.calendar import bangkok_day
from core.model import Right
from core.model.project.editing import draft as drafts
from core.model.project.editing.form import section_of
from core.text import CellError, parse_date, write_date
from db.errors import DbError, SettingsMoved, SettingsRefused
from db.projects import versions
from db.settings import saving
from db.settings.judged import Judged, Proposed, days
from db.snapshots import plan_past
from ui.auth import guard
from ui.auth.guard import Session
from ui.screens.settings import named, state
from ui.screens.settings.state import State
from ui.text import markdown_text, words
from ui.widgets import boxes, fields

SHOWN = 20  # changes that are listed
_FROM, _REASON, _TICK = "settings-from", "settings-reason", "settings-past-tick"


def result(session: Session) -> None:  # noqa: ARG001
    """What the last press did."""
    if sentence := state.told():
        st.success(markdown_text(sentence), icon=":material/check_circle:")


def moved(session: Session, kept: State) -> None:
    """Where others were saved since the form was begun: what they changed, and both ways on."""
    present = versions.project_at(session.engine, session.project.code)
    if present.id == kept.version.id:
        return
    theirs = drafts.as_typed(present.text)
    with st.container(border=True, key="settings-moved"):
        said = session.say("settings.moved", by=present.by or "–", version=present.version)
        st.warning(markdown_text(said), icon=":material/sync_problem:")
        changes = list(drafts.changed(kept.base, theirs))
        st.markdown(f"**{session.say('settings.moved_theirs', n=len(changes))}**")
        listed(session, changes)
        with st.container(horizontal=True, gap="small"):
            st.button(
                session.say("settings.moved_keep"), key="settings-keep", icon=":material/done_all:",
                on_click=lambda: state.put(kept, drafts.merged(kept.base, kept.draft, theirs), present),
            )  # fmt: skip
            st.button(
                session.say("settings.moved_drop"), key="settings-drop-mine", icon=":material/undo:",
                on_click=state.restart, args=(present, kept.serial + 1),
            )  # fmt: skip


def listed(session: Session, changes: list[tuple[str, object, object]]) -> None:
    """Changes, one a line, as many as can be read."""
    lines = [f"- {markdown_text(named.change(session, *change))}" for change in changes[:SHOWN]]
    if len(changes) > SHOWN:
        lines.append(f"- {session.say('settings.more', n=len(changes) - SHOWN)}")
    st.markdown("\n".join(lines))


def draw(session: Session, kept: State) -> None:
    """The changes, and the way to save them."""
    changes = kept.changed
    with boxes.card(session.say("settings.save_title"), "settings-save"):
        if not changes:
            st.caption(session.say("settings.none_changed"))
            return
        st.markdown(f"**{session.say('settings.changed', n=len(changes))}**")
        listed(session, changes)
        st.button(
            session.say("settings.drop"), key="settings-drop", icon=":material/undo:", type="tertiary",
            on_click=state.restart, args=(kept.version, kept.serial + 1),
        )  # fmt: skip
        text, faults = state.read(kept)
        faults = (*faults, *(fault for fault in kept.faults if fault.path != "in_force_from"))
        if text is None or faults:
            names = dict.fromkeys(named.section(session, section_of(fault.path)) for fault in faults)
            fields.refuse(session.say("settings.to_mend", names=", ".join(names)))
            return
        _way_to_save(session, kept, text)


def _way_to_save(session: Session, kept: State, text: str) -> None:
    typed = st.text_input(
        session.say("settings.in_force_from"),
        value=write_date(_proposed(session, kept)),
        key=_FROM,
        autocomplete="off",
        max_chars=40,
        width=260,
    )
    st.caption(session.say("settings.in_force_hint"))
    for fault in kept.faults:
        if fault.path == "in_force_from":
            fields.refuse(named.fault(session, fault))
    reason = st.text_area(session.say("settings.reason"), key=_REASON, max_chars=500)
    day = _day(session, typed)
    if day is None:
        return
    proposed = Proposed(session.project.code, text, kept.version.version, day)
    if st.button(session.say("settings.check"), key="settings-check", icon=":material/fact_check:"):
        _look(session, kept, proposed)
    if kept.preview is None or kept.preview[0] != proposed:
        return
    judged = kept.preview[1]
    ticked = _past(session, judged, day)
    if st.button(session.say("settings.save"), key="settings-save-now", type="primary", icon=":material/save:"):
        _save(proposed, reason, [change.id for change in judged.past] if ticked else [])


def _proposed(session: Session, kept: State) -> date:
    """Today, or the last day of a year that is over; of a year that holds no data its first day, since nothing of
    before is shown yet.
    """
    first, last = days(kept.version.project, bangkok_day(session.now))
    return first if plan_past.newest_day_of(session.engine, session.project.code) is None else last


def _day(session: Session, typed: str) -> date | None:
    try:
        return parse_date(typed)
    except CellError:
        fields.refuse(session.say("setting_typed.typed_day"))
        return None


def _look(session: Session, kept: State, proposed: Proposed) -> None:
    """What saving would change; nothing is stored. What was ticked of another look is ticked no more."""
    kept.faults = ()
    st.session_state[_TICK] = False
    try:
        kept.preview = (proposed, saving.what_changes(session.engine, proposed, session.now))
    except SettingsRefused as error:
        kept.faults = error.faults
        st.rerun()
    except SettingsMoved:
        st.rerun()
    except DbError as error:
        st.error(markdown_text(session.told(error.message)))


def _past(session: Session, judged: Judged, day: date) -> bool:
    """The past month ends whose verdict changes, with one tick for all; true where there is none or it is ticked."""
    if not judged.past:
        st.info(session.say("settings.past_none"), icon=":material/check:")
        newest = plan_past.newest_day_of(session.engine, session.project.code)
        if newest is not None and newest < day:
            st.caption(session.say("settings.not_yet", newest=words.day(newest, session.lang)))
        return True
    count = len(judged.past)
    st.warning(session.say("settings.past_title", n=count), icon=":material/history:")
    st.markdown("\n".join(f"- {markdown_text(session.told(change.message))}" for change in judged.past))
    return st.checkbox(session.say("settings.past_tick", n=count), key=_TICK)


def _save(proposed: Proposed, reason: str, accepted: list[str]) -> None:
    """Store it, asking for the right once more; or say why not."""
    who = guard.require(Right.MAINTAIN)
    try:
        stored = saving.save(who.engine, proposed, reason=reason, actor=who.actor, now=who.now, accept_past=accepted)
    except SettingsMoved:
        st.rerun()
    except DbError as error:
        st.error(markdown_text(who.told(error.message)))
        return
    day = words.day(stored.in_force_from, who.lang)
    state.tell(who.say("settings.saved", version=stored.version, day=day))
    for key in (_FROM, _REASON, _TICK):
        st.session_state.pop(key, None)
    state.begin(stored, state.of(who).serial + 1)
    st.rerun()
