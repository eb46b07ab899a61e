"""What this tab has kept of its load, and a load as a value: its files, its parts with their answers, its days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import streamlit as st

from core.intake import Parsed
from core.intake.unfinished import plain
from ui.screens.loading import draft as drafts
from ui.screens.loading.draft import Draft
from ui.screens.month import parts
from ui.screens.month.parts import Month
from ui.workers.held import Held
from ui.workers.keeping import Kept

_HERE = "unfinished.here"
_OF_DRAFT = ("kind", "mapping", "sheets", "scope", "scope_chosen", "edits", "ways", "day_text")


@dataclass(frozen=True, slots=True)
class Here:
    """The load of this tab: of which project, which files, under which name of the tab, in which draft (``None``: it is
    not kept, and ``why`` says why not); what was written into it; since when it goes on, where it was begun in another
    visit; whether its files were chosen in this visit.
    """

    project: str
    files: str
    holder: str
    number: int | None = None
    why: str = ""
    content: tuple[Any, ...] = ()
    choices: str = ""
    begun: datetime | None = None
    chosen: bool = True


def here() -> Here | None:
    """What this tab has kept."""
    found: Here | None = st.session_state.get(_HERE)
    return found


def put(found: Here) -> Here:
    """Note what this tab has kept."""
    st.session_state[_HERE] = found
    return found


def forget() -> None:
    """Leave the load of this tab, and what is noted of it."""
    st.session_state.pop(_HERE, None)
    drafts.forget()
    parts.forget()


def print_of(files: Sequence[Held]) -> str:
    """What tells these files from others."""
    return ",".join(sorted(one.sha256 for one in files))


def files_under_way() -> tuple[Held, ...]:
    """The files of the load of this tab."""
    month, draft = parts.now(), drafts.now()
    return month.files if month is not None else draft.files if draft is not None else ()


def choices_of(files: Sequence[Held], listed: Sequence[Draft], month: Month | None) -> str:
    """A load as text, without what was parsed."""
    places = {one: place for place, one in enumerate(files)}
    told = [
        {name: getattr(draft, name) for name in _OF_DRAFT} | {"files": [places[one] for one in draft.files]}
        for draft in listed
    ]
    whole = None if month is None else {"unknown": month.unknown, "without": month.without, "days": month.days}
    return plain.written({"files": [(one.name, one.sha256, one.size) for one in files], "parts": told, "month": whole})


def take_up(choices: str, content: str, files: tuple[Held, ...] | None) -> tuple[Any, ...]:
    """Make what was kept the load of this tab, with the ``files`` where they were chosen again; returns what is parsed
    of it, as ``Here`` names it. Raises ``NotReadable``.
    """
    told, parsed = plain.read(choices), plain.read_files(content)
    try:
        kept = [Held(*one) for one in told["files"]]
        chosen = {one.sha256: one for one in files or ()}
        held = tuple(chosen.get(one.sha256, one) for one in kept)
        listed = [_draft(one, held) for one in told["parts"]]
        pairs = list(zip(listed, parsed, strict=True))
        month = None if told["month"] is None else _month(told["month"], held, listed)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise plain.NotReadable from error
    forget()
    return _begin(pairs, month)


def _begin(pairs: Sequence[tuple[Draft, Parsed]], month: Month | None) -> tuple[Any, ...]:
    for draft, one in pairs:
        drafts.put_parsed(draft, Kept(one.options, one))
    if month is not None:
        parts.keep(month)
    else:
        drafts.keep(pairs[0][0])
        parts.are_of_one_kind(pairs[0][0].files)
    return tuple((draft.print, one.options) for draft, one in pairs)


def _draft(told: Mapping[str, Any], files: tuple[Held, ...]) -> Draft:
    own = tuple(files[place] for place in told["files"])
    begun = Draft(told["kind"], own, drafts.print_of(told["kind"], own))
    return replace(begun, **{name: told[name] for name in _OF_DRAFT})


def _month(told: Mapping[str, Any], files: tuple[Held, ...], listed: Sequence[Draft]) -> Month:
    begun = {draft.kind: draft for draft in listed}
    return Month(files, drafts.print_of("month", files), begun, **told)
