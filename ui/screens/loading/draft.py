"""What has been chosen so far for one load, and its reading, in the tab; ``ui.screens.unfinished`` keeps it beyond."""

import time
from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NoReturn, cast

import streamlit as st

from core.intake import (
    ERROR_HEADER,
    AssessOptions,
    Cell,
    Intake,
    Mapping,
    ParseOptions,
    Reading,
    Scope,
    compared_with,
    on_day,
)
from core.intake.layout.units import Unit
from core.intake.model import DateWay, HiddenWay
from core.intake.month import with_rows
from core.model import Snapshot, UploadRef
from core.model.kinds import Kind
from db.snapshots import memory, store
from ui.auth.guard import Session
from ui.text import words
from ui.workers import files
from ui.workers.held import FileGone, Held
from ui.workers.keeping import Kept
from ui.workers.process import NotDone
from ui.workers.settings import SECONDS
from ui.workers.turns import Busy

_STEP = 0.04  # of the whole: what the bar moves by at least
_DRAWN_AGAIN_S = 0.5  # a bar that does not move is drawn anew after
_GIVE_WAY_S = 0.02  # the thread that sends to browsers gets no turn while a file is parsed, unless it is given one
AS_BEFORE = "unfinished.as_before"  # whether to go back to the choices that were kept last
_DRAFT, _PARSED, _READ, _SAID = "upload.draft", "upload.parsed", "upload.read", "upload.said"


@dataclass(frozen=True, slots=True)
class Draft:
    """The files of one load and every choice made about them. ``print`` names files and kind: new ones, new choices."""

    kind: Kind
    files: tuple[Held, ...]
    print: str
    mapping: Mapping | None = None
    sheets: tuple[str, ...] | None = None
    scope: Scope = "replace"
    scope_chosen: bool = False
    edits: MappingType[Cell, str] = field(default_factory=dict)
    ways: MappingType[str, str] = field(default_factory=dict)  # answers to what a file leaves open, by question
    as_of: date | None = None
    day_text: str | None = field(
        default=None, compare=False
    )  # what stands in the field of the day; None: not yet drawn


def of(kind: Kind, files: tuple[Held, ...]) -> Draft:
    """The draft of these files: the one under way, or a new one."""
    known: Draft | None = st.session_state.get(_DRAFT)
    name = print_of(kind, files)
    if known is not None and known.print == name:
        return known if known.files is files else keep(replace(known, files=files))
    _forget_readings()
    return keep(Draft(kind, files, name))


def print_of(what: str, files: Sequence[Held]) -> str:
    """What tells these files, taken for ``what``, from others."""
    return f"{what}:" + ",".join(one.sha256 for one in files)


def keep(draft: Draft) -> Draft:
    """Make a draft the one under way."""
    st.session_state[_DRAFT] = draft
    return draft


def now() -> Draft | None:
    """The draft under way."""
    known: Draft | None = st.session_state.get(_DRAFT)
    return known


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


def parsed_of(draft: Draft) -> Kept | None:
    """What was parsed of the draft's files."""
    found: Kept | None = st.session_state.get(_PARSED, {}).get(draft.print)
    return found


def found_of(draft: Draft) -> Intake | None:
    """What was found last in these files, taken for this kind."""
    kept: _Read | None = st.session_state.get(_READ, {}).get(draft.print)
    return None if kept is None else kept.found


def put_parsed(draft: Draft, kept: Kept) -> None:
    """Take what was parsed in another visit for what the draft's files hold."""
    st.session_state.setdefault(_PARSED, {})[draft.print] = kept


def forget() -> None:
    """Leave the draft: after saving, or for another file."""
    st.session_state.pop(_DRAFT, None)
    _forget_readings()


def _forget_readings() -> None:
    for name in (_PARSED, _READ):
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


@dataclass(frozen=True, slots=True)
class _Read:
    """What was found last: for which draft, compared with which upload of its kind and what else, with which marks."""

    draft: Draft
    present: int | None
    marks: frozenset[str]
    compared: tuple[Any, ...]
    found: Intake

    def alike(self, draft: Draft, compared: tuple[Any, ...]) -> bool:
        """Whether the day and the marks are all that may differ."""
        return self.compared == compared and replace(self.draft, as_of=None) == replace(draft, as_of=None)


def intake(session: Session, draft: Draft, before: Sequence[Intake] = ()) -> Intake:
    """The files compared with what is in force on their day and checked: once for each set of choices. Another day, or
    a warning that was looked at, needs no row to be read again where the comparison stays the same. ``before`` are
    intakes of other kinds that are stored with it: their rows stand for those in force.
    """
    base = store.base_view(session.engine, session.project.code, draft.as_of)
    marks = memory.acknowledged(session.engine, session.project.code, draft.kind)
    present = base.uploads.get(draft.kind)
    number = present.id if present else None
    compared = *compared_with(base), tuple((one.kind, one.rows_sha256) for one in before)
    base = with_rows(base, before)
    readings: dict[str, _Read] = st.session_state.setdefault(_READ, {})
    kept = readings.get(draft.print)
    if kept is not None and (kept.draft, kept.marks, kept.compared) == (draft, marks, compared):
        return kept.found
    if kept is not None and kept.alike(draft, compared):
        found = on_day(kept.found, base.project, draft.as_of, marks)
    else:
        found = _assessed(session, draft, base, marks)
    readings[draft.print] = _Read(draft, number, marks, compared, found)
    if kept is not None and kept.draft == draft and kept.present != number:
        _overtaken(session, present)
    return found


def _assessed(session: Session, draft: Draft, base: Snapshot, marks: frozenset[str]) -> Intake:
    """The files read and checked, with a bar; where they are not, the page ends here."""
    bar = Bar(session)
    mapping = draft.mapping or Mapping(name="", kind=draft.kind)
    options = AssessOptions(
        draft.as_of,
        draft.scope,
        dict(draft.edits),
        mapping.values,
        mapping.mint,
        marks,
        unit=cast(Unit | None, draft.ways.get("unit")),
        dates=cast(DateWay | None, draft.ways.get("dates")),
    )
    project = base.project  # of the day that the file is of: its stages and lines hold for the rows
    layout = draft.mapping.layout if draft.mapping else None
    parsing = ParseOptions(layout, draft.sheets, hidden=cast(HiddenWay | None, draft.ways.get("hidden")))
    parsed: dict[str, Kept] = st.session_state.setdefault(_PARSED, {})
    given = parsed.get(draft.print), draft.files, draft.kind, parsing, project, base, options
    try:
        parsed[draft.print], found = files.read(*given, bar.show, bar.wait)
    except (Busy, NotDone, FileGone) as error:
        bar.empty()
        not_read(session, error)
    bar.empty()
    return found


def not_read(session: Session, error: Busy | NotDone | FileGone) -> NoReturn:
    """Say why the files were not read and what helps; nothing was stored, and the page ends here."""
    if isinstance(error, FileGone):
        st.info(session.say("unfinished.needs_file"), icon=":material/upload_file:")
        st.button(session.say("unfinished.as_before"), key="unfinished-as-before", on_click=_as_before)
        st.stop()
    if isinstance(error, Busy):
        st.warning(session.say("work.busy"), icon=":material/hourglass_top:")
    else:
        st.error(session.say(f"work.file_{error.why}", s=SECONDS.value), icon=":material/error:")
    st.button(session.say("work.again"), key="upload-again", icon=":material/refresh:")
    st.stop()


def _as_before() -> None:
    st.session_state[AS_BEFORE] = True


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


def asked_headers(reading: Reading, mapping: Mapping) -> list[str]:
    """The headers that do not speak for themselves, by which a form is known again; all of them where each does.

    A sheet that came back with codes or errors in columns of ours is the same form as before.
    """
    by_hand = [header for header in reading.columns if header in mapping.columns.values()]
    asked = {*by_hand, *(one.header for one in reading.unmapped), *reading.ignored, *mapping.ignore} - {ERROR_HEADER}
    return sorted(asked) or [header for header in reading.columns if header != ERROR_HEADER]


def with_memory(session: Session, draft: Draft, found: Intake) -> bool:
    """Bring in what was chosen before for these headers and values; true where that asks for a new reading."""
    remembered = with_remembered(session, draft, found)
    if remembered is None:
        return False
    keep(remembered)
    return True


def with_remembered(session: Session, draft: Draft, found: Intake) -> Draft | None:
    """The draft with what was chosen before for these headers and values; ``None`` where that changes nothing."""
    if draft.mapping is not None or not found.readings:
        return None
    reading = found.reading
    headers = asked_headers(reading, Mapping(name="", kind=draft.kind))
    values = memory.recall_values(session.engine, draft.kind)
    here = all(one.is_here for one in draft.files)  # else they can not be read by another layout
    known = memory.recall_headers(session.engine, draft.kind, headers) if here else None
    if known is None and not values:
        return None
    mapping = known or Mapping(name="", kind=draft.kind)
    return replace(draft, mapping=replace(mapping, values={**values, **mapping.values}))
