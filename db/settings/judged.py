"""Whether changed settings can be saved: what they say, what stored rows use of them, which past months they change."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlmodel import Session

from core.calendar import bangkok_day
from core.intake import last_day
from core.intake.plan_past import PastChange, settings_changes
from core.model import Snapshot
from core.model.project import Fault, Project, ProjectError, accept_project
from core.model.project.editing.draft import settings_of
from core.model.project.editing.form import IDENTITY
from db import reviewers
from db.errors import SettingsMoved, SettingsRefused, WrongState
from db.projects import versions
from db.snapshots.uploads import deciding, newest_day, view_from, view_of


@dataclass(frozen=True, slots=True)
class Proposed:
    """What somebody wants to be in force: a text of the project, changed from the version numbered ``base``, from a
    day on.
    """

    project: str
    text: str
    base: int
    in_force_from: date


@dataclass(frozen=True, slots=True)
class Judged:
    """Settings that can be saved: the project that they are, and the past month ends whose verdict changes."""

    project: Project
    past: tuple[PastChange, ...]


def judge(session: Session, proposed: Proposed, now: datetime) -> Judged:
    """What the settings would be and change. Raises ``SettingsMoved`` where others were saved meanwhile, ``WrongState``
    where they are those in force, ``SettingsRefused`` with each fault.
    """
    present = versions.version_at(session, proposed.project, None)
    if present.version != proposed.base:
        raise SettingsMoved(present)
    if proposed.text == present.text:
        raise WrongState("settings_same")
    try:
        new = accept_project(proposed.text, proposed.project)
    except ProjectError as error:
        raise SettingsRefused(error.faults) from error
    reviewers.require_enough(session, new)
    faults = [*_identity(present.text, proposed.text), *_day(proposed.in_force_from, new, bangkok_day(now))]
    faults += _used(view_of(session, proposed.project), present.project, new)
    if faults:
        raise SettingsRefused(faults)
    return Judged(new, tuple(_past(session, proposed, new)))


def _identity(old: str, new: str) -> Iterator[Fault]:
    """What makes the project the one it is stays."""
    before, after = settings_of(old), settings_of(new)
    for key in IDENTITY:
        if before.get(key) != after.get(key):
            yield Fault(key, "identity", after.get(key), {"was": str(before.get(key))})


def days(project: Project, today: date) -> tuple[date, date]:
    """The first and the last day from which settings may be in force: of the project, as long as data may be of it, and
    not to come. Of a project that is still to come, today.
    """
    return min(project.start, today), min(last_day("spending", project), today)


def _day(in_force_from: date, new: Project, today: date) -> Iterator[Fault]:
    first, last = days(new, today)
    if in_force_from > today:
        yield Fault("in_force_from", "to_come", in_force_from, {"today": today})
    elif not first <= in_force_from <= last:
        yield Fault("in_force_from", "outside_year", in_force_from, {"first": first, "last": last})


def _used(view: Snapshot, old: Project, new: Project) -> Iterator[Fault]:
    """What is taken out, and rows that are in force name it."""
    rows = view.whole
    stands = Counter(rows.of("groups")["stage"])
    for choice in old.stage_choices:
        if choice.id not in new.stages and stands[choice.id]:
            yield Fault("stage", "stage_used", choice.id, {"name": choice.name, "count": stands[choice.id]})
    for name, key, was, now in (
        ("expense_lines", "expense_line", old.expense_lines, new.expense_lines),
        ("activities", "activity", old.activities, new.activities),
    ):
        kept, named = {one.name for one in now}, Counter(rows.of("spending")[key])
        for one in was:
            if one.name not in kept and named[one.name]:
                params = {"name": one.name, "count": named[one.name]}
                yield Fault(name, "line_used", one.name, params)


def _past(session: Session, proposed: Proposed, new: Project) -> Sequence[PastChange]:
    code, chosen = proposed.project, proposed.in_force_from
    newest = newest_day(deciding(session, code, None, None))
    if newest is None or chosen > newest:  # nothing that is shown is of a day on which they are in force
        return []

    @cache
    def before(day: date | None) -> Snapshot:
        asked = day or newest
        return view_from(session, deciding(session, code, asked, None), code, asked)

    @cache
    def after(day: date | None) -> Snapshot:
        asked = day or newest
        law = new if asked >= chosen else None
        return view_from(session, deciding(session, code, asked, None), code, asked, law=law)

    ends = before(None).project.months()
    return settings_changes([end for end in ends if end <= newest], before, after)
