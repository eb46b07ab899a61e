"""This year beside the ones before it: villages, groups and registrations a year, as the TOR tells them and as the data
stand. Never a sum over years: the TOR leaves open which year some of its numbers cover.
"""

from dataclasses import dataclass

from core.figures import Figures
from core.model import Snapshot
from core.model.project import Baseline
from core.text import Message, Text


@dataclass(frozen=True, slots=True)
class Year:
    """One fiscal year (Buddhist era); ``None`` is unknown, ``notes`` say why and what a number covers."""

    year_be: int
    villages: int | None
    groups: int | None
    registered: int | None
    notes: tuple[Text | Message, ...]
    present: bool = False


def years(view: Snapshot, figures: Figures) -> list[Year]:
    """The earlier years of the project, then this one from the figures; nothing where the project tells none."""
    project = view.project
    if not project.baselines:
        return []
    earlier = sorted(project.baselines, key=lambda baseline: baseline.year_be)
    return [*map(_earlier, earlier), _this_year(view, figures)]


def _earlier(b: Baseline) -> Year:
    """A year of the TOR; what it leaves out without a word of ours is said to be left out."""
    counts = (b.villages, b.groups, b.registered)
    note = b.note or (Message("earlier_year.not_said") if None in counts else None)
    return Year(b.year_be, *counts, notes=(note,) if note else ())


def _this_year(view: Snapshot, figures: Figures) -> Year:
    year, cutoff = view.project.fiscal_year_be, view.cutoff("groups")
    if cutoff is None:
        return Year(year, None, None, None, (Message("unknown.no_groups"),), present=True)
    villages = _villages(view)
    active, registered = (figures.whole(f"{name}_groups", None) for name in ("active", "registered"))
    notes = (
        Message("earlier_year.this_year", {"day": cutoff}),
        *([Message("earlier_year.no_villages")] if villages is None else []),
    )
    return Year(year, villages, active, registered, notes, present=True)


def _villages(view: Snapshot) -> int | None:
    """Villages of the groups in the project; unknown while one of them names none."""
    rows = view.whole.of("groups")  # a village that a reader sees masked is still one
    active = [place for status, *place in rows.each("status", "amphoe", "tambon", "village") if status == "active"]
    return None if not active or any(not village for *_, village in active) else len({tuple(place) for place in active})
