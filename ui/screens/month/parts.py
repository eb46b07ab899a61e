"""The files of a month by kind, and every choice made about them. Kept in the tab."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from core.intake import Intake
from core.intake.month import parts_of
from core.intake.source.archive import has_one_sheet
from core.intake.source.sniff import is_workbook
from core.model.kinds import KINDS, Kind
from ui.auth.guard import Session
from ui.screens.loading import draft as drafts
from ui.screens.loading.draft import Draft
from ui.workers.files import recognised
from ui.workers.held import Held
from ui.workers.process import NotDone
from ui.workers.turns import Busy

_MONTH, _KINDS = "month", "month.kinds"


@dataclass(frozen=True, slots=True)
class Month:
    """The parts by kind in the order of ``KINDS``, those left out, the files of no kind, the part that is open by
    itself, and what stands in the fields of the days (of the plan; of all others). ``print`` names the ``files``.
    """

    files: tuple[Held, ...] = field(compare=False, repr=False)
    print: str
    drafts: Mapping[Kind, Draft]
    unknown: tuple[str, ...] = ()
    without: frozenset[Kind] = frozenset()
    opened: Kind | None = None
    days: Mapping[bool, str] = field(default_factory=dict)


def of(session: Session, files: tuple[Held, ...]) -> Month | None:
    """The month that these files are; ``None`` where they are of one kind or of none."""
    kept: Month | None = st.session_state.get(_MONTH)
    if kept is not None and kept.files == files:
        return kept if kept.files is files else keep(_with_files(kept, files))
    kinds = _kinds(session, files)
    if len({kind for one in kinds for kind in one}) < 2:
        return None
    begun = {
        part.kind: Draft(part.kind, part.files, drafts.print_of(part.kind, part.files), sheets=part.sheets)
        for part in parts_of(files, kinds)
    }
    unknown = tuple(file.name for file, one in zip(files, kinds, strict=True) if not one)
    return keep(Month(files, drafts.print_of("month", files), begun, unknown))


def _with_files(month: Month, files: tuple[Held, ...]) -> Month:
    """The month with the same files as they were chosen now."""
    chosen = {one.sha256: one for one in files}
    begun = {kind: replace(draft, files=tuple(chosen[one.sha256] for one in draft.files))
             for kind, draft in month.drafts.items()}  # fmt: skip
    return replace(month, files=files, drafts=begun)


def are_of_one_kind(files: tuple[Held, ...]) -> None:
    """Remember that these files are no month."""
    st.session_state[_KINDS] = files, []


def _kinds(session: Session, files: tuple[Held, ...]) -> list[dict[Kind, str | None]]:
    """The kinds of each file, looked for once. A text, or a workbook with one sheet, is no month by itself."""
    kept: tuple[tuple[Held, ...], list[dict[Kind, str | None]]] | None = st.session_state.get(_KINDS)
    if kept is not None and kept[0] == files:
        return kept[1]
    if len(files) == 1 and _is_one_table(files[0].file()[1]):
        are_of_one_kind(files)
        return []
    bar = drafts.Bar(session)
    try:
        kinds = recognised(files, bar.show, bar.wait)
    except (Busy, NotDone) as error:
        bar.empty()
        drafts.not_read(session, error)
    bar.empty()
    st.session_state[_KINDS] = files, kinds
    return kinds


def _is_one_table(data: bytes) -> bool:
    return not is_workbook(data) or has_one_sheet(data)


def keep(month: Month) -> Month:
    """Make a month the one under way."""
    st.session_state[_MONTH] = month
    return month


def now() -> Month | None:
    """The month under way."""
    month: Month | None = st.session_state.get(_MONTH)
    return month


def forget() -> None:
    """Leave the month: after saving."""
    st.session_state.pop(_MONTH, None)
    st.session_state.pop(_KINDS, None)


def open_one(kind: Kind) -> None:
    """Look at one part by itself. For callbacks."""
    month = now()
    if month is not None:
        drafts.keep(month.drafts[kind])
        keep(replace(month, opened=kind))


def close_one() -> None:
    """Back to all of them, with what was chosen for the one. For callbacks."""
    month, draft = now(), drafts.now()
    if month is not None and draft is not None:
        keep(replace(month, opened=None, drafts={**month.drafts, draft.kind: draft}))


def leave_out(kind: Kind, key: str) -> None:
    """Take a part out of the save, or back in. For callbacks."""
    month = now()
    if month is not None:
        without = month.without | {kind} if not st.session_state[key] else month.without - {kind}
        keep(replace(month, without=without))


def dated(month: Month, day: date | None, *, planned: bool) -> Month:
    """The month with one day for all but the plan, or with the plan's own."""
    changed = {
        kind: replace(draft, as_of=day) if KINDS[kind].planned == planned else draft
        for kind, draft in month.drafts.items()
    }
    return month if changed == month.drafts else keep(replace(month, drafts=changed))


def before(month: Month, found: Mapping[Kind, Intake]) -> list[Intake]:
    """Of the parts that were read those that are stored with the next one."""
    return [one for kind, one in found.items() if kind not in month.without and one.ok]


def read(session: Session, month: Month, until: Kind | None = None) -> dict[Kind, Intake]:
    """Every part read and checked, or those before one, each with the rows of those before it in place of what is in
    force.
    """
    found: dict[Kind, Intake] = {}
    for kind, draft in month.drafts.items():
        if kind == until:
            break
        one = drafts.intake(session, draft, before(month, found))
        remembered = drafts.with_remembered(session, draft, one)
        if remembered is not None:
            month = keep(replace(month, drafts={**month.drafts, kind: remembered}))
            one = drafts.intake(session, remembered, before(month, found))
        found[kind] = one
    return found
