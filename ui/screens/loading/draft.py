"""What has been chosen so far for one load, and its reading. Kept in the tab, lost with it; nothing is half stored."""

import hashlib
import time
from collections.abc import Callable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NoReturn

import streamlit as st

from core.intake import (
    ERROR_HEADER,
    AssessOptions,
    Cell,
    Intake,
    Mapping,
    Parsed,
    ParseOptions,
    Reading,
    Scope,
)
from core.model import UploadRef
from core.model.kinds import Kind
from db.snapshots import memory, store
from ui.auth.guard import Session
from ui.text import words
from ui.workers import files
from ui.workers.process import NotDone
from ui.workers.settings import SECONDS
from ui.workers.turns import Busy

_STEP = 0.04  # of the whole: what the bar moves by at least
_DRAWN_AGAIN_S = 0.5  # a bar that does not move is drawn anew after
_GIVE_WAY_S = 0.02  # the thread that sends to browsers gets no turn while a file is parsed, unless it is given one
_DRAFT, _PARSED, _READ, _SAID = "upload.draft", "upload.parsed", "upload.read", "upload.said"


@dataclass(frozen=True, slots=True)
class Draft:
    """The files of one load and every choice made about them. ``print`` names files and kind: new ones, new choices."""

    kind: Kind
    files: tuple[tuple[str, bytes], ...]
    print: str
    mapping: Mapping | None = None
    sheets: tuple[str, ...] | None = None
    scope: Scope = "replace"
    scope_chosen: bool = False
    edits: MappingType[Cell, str] = field(default_factory=dict)
    as_of: date | None = None
    day_text: str | None = field(
        default=None, compare=False
    )  # what stands in the field of the day; None: not yet drawn


def of(kind: Kind, files: tuple[tuple[str, bytes], ...]) -> Draft:
    """The draft of these files: the one under way, or a new one."""
    sums = ",".join(hashlib.sha256(data).hexdigest() for _, data in files)
    name = f"{kind}:{sums}"
    known: Draft | None = st.session_state.get(_DRAFT)
    if known is not None and known.print == name:
        return known
    return keep(Draft(kind, files, name))


def keep(draft: Draft) -> Draft:
    """Make a draft the one under way."""
    st.session_state[_DRAFT] = draft
    return draft


def change(draft: Draft, **choices: Any) -> None:
    """Take over a choice and read again."""
    keep(replace(draft, **choices))
    st.rerun()


def decide(step: Callable[[Draft], Draft]) -> None:
    """Take over a choice before the page runs: the callback of a control. A press that comes while the page still runs
    after the press before it is then kept too.
    """
    known: Draft | None = st.session_state.get(_DRAFT)
    if known is not None:
        keep(step(known))


def forget() -> None:
    """Leave the draft: after saving, or for another file."""
    for name in (_DRAFT, _PARSED, _READ):
        st.session_state.pop(name, None)


def reread() -> None:
    """Read again at the next run, against what is stored by then."""
    st.session_state.pop(_READ, None)


def tell(sentence: str) -> None:
    """Say something on top of the page at the coming run."""
    st.session_state[_SAID] = sentence


def told() -> str | None:
    """What was to be said, once."""
    sentence: str | None = st.session_state.pop(_SAID, None)
    return sentence


def _overtaken(session: Session, now_in_force: UploadRef | None) -> None:
    """Somebody saved, or withdrew, what this draft was compared with: whatever was just pressed was pressed for other
    changes, so the page begins anew with the changes as they are now.
    """
    if now_in_force is None:
        tell(session.say("upload.base_gone"))
    else:
        time = words.clock(now_in_force.received_at, session.lang)
        tell(session.say("upload.conflict", time=time, by=now_in_force.by))
    st.rerun()


def intake(session: Session, draft: Draft) -> Intake:
    """The files compared with what is in force on their day and checked; assessed once for each set of choices."""
    base = store.base_view(session.engine, session.project.code, draft.as_of)
    marks = memory.acknowledged(session.engine, session.project.code, draft.kind)
    present = base.uploads.get(draft.kind)
    key = (draft, present.id if present else None, marks)
    kept: tuple[tuple[Any, ...], Intake] | None = st.session_state.get(_READ)
    if kept is not None and kept[0] == key:
        return kept[1]
    overtaken = kept is not None and kept[0][0] == draft and kept[0][1] != key[1]
    bar = Bar(session)
    mapping = draft.mapping or Mapping(name="", kind=draft.kind)
    options = AssessOptions(draft.as_of, draft.scope, dict(draft.edits), mapping.values, mapping.mint, marks)
    project = base.project  # of the day that the file is of: its stages and lines hold for the rows
    try:
        found = files.assessed(_parsed(draft, bar), project, base, options, bar.show, bar.wait)
    except (Busy, NotDone) as error:
        bar.empty()
        _not_read(session, error)
    bar.empty()
    st.session_state[_READ] = (key, found)
    if overtaken:
        _overtaken(session, present)
    return found


def _not_read(session: Session, error: Busy | NotDone) -> NoReturn:
    """Say why the files were not read and what helps; nothing was stored, and the page ends here."""
    if isinstance(error, Busy):
        st.warning(session.say("work.busy"), icon=":material/hourglass_top:")
    else:
        st.error(session.say(f"work.file_{error.why}", s=SECONDS.value), icon=":material/error:")
    st.button(session.say("work.again"), key="upload-again", icon=":material/refresh:")
    st.stop()


class Bar:
    """How far the reading is. Drawing it is also what ends this run where its visitor has left or chosen anew."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._bar = st.progress(0.0, text=session.say("upload.working", pct=0))
        self._drawn, self._at = -1.0, time.monotonic()

    def show(self, share: float, phase: str) -> None:
        """A step of the reading; drawn where it is a large one or the last is a while ago."""
        if share - self._drawn < _STEP and time.monotonic() - self._at < _DRAWN_AGAIN_S:
            return
        self._drawn, self._at = max(share, self._drawn), time.monotonic()
        doing, pct = self._session.say(f"phase.{phase}"), int(self._drawn * 100)
        self._bar.progress(min(1.0, self._drawn), text=f"{self._session.say('upload.working', pct=pct)} · {doing}")
        time.sleep(_GIVE_WAY_S)

    def wait(self, before: int) -> None:
        """Others are before this one."""
        self._bar.progress(0.0, text=self._session.say("work.waiting", n=before))

    def empty(self) -> None:
        """Take it away."""
        self._bar.empty()


def _parsed(draft: Draft, bar: Bar) -> Parsed:
    """The files as parsed: once, until other files, headers or sheets are chosen."""
    options = ParseOptions(draft.mapping.layout if draft.mapping else None, draft.sheets)
    kept: tuple[str, Parsed] | None = st.session_state.get(_PARSED)
    if kept is None or (kept[0], kept[1].options) != (draft.print, options):
        kept = draft.print, files.parsed(draft.files, draft.kind, options, bar.show, bar.wait)
        st.session_state[_PARSED] = kept
    return kept[1]


def asked_headers(reading: Reading, mapping: Mapping) -> list[str]:
    """The headers that do not speak for themselves, by which a form is known again; all of them where each does.

    A sheet that came back with codes or errors in columns of ours is the same form as before.
    """
    by_hand = [header for header in reading.columns if header in mapping.columns.values()]
    asked = {*by_hand, *(one.header for one in reading.unmapped), *reading.ignored, *mapping.ignore} - {ERROR_HEADER}
    return sorted(asked) or [header for header in reading.columns if header != ERROR_HEADER]


def with_memory(session: Session, draft: Draft, found: Intake) -> bool:
    """Bring in what was chosen before for these headers and values; true where that asks for a new reading."""
    if draft.mapping is not None or not found.readings:
        return False
    reading = found.reading
    headers = asked_headers(reading, Mapping(name="", kind=draft.kind))
    values = memory.recall_values(session.engine, draft.kind)
    known = memory.recall_headers(session.engine, draft.kind, headers)
    if known is None and not values:
        return False
    mapping = known or Mapping(name="", kind=draft.kind)
    keep(replace(draft, mapping=replace(mapping, values={**values, **mapping.values})))
    return True
