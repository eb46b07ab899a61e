"""The headline of a project: what a list of many says of each, and the same figures as its own first screen.

It can be stored: the clock is not in it. How old the data are, and whether they are too old for a verdict, is decided
by what it holds of the project's year when it is read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from core.figures.catalogue import listed
from core.figures.figures import compute
from core.figures.standing import age_on
from core.figures.value import Unknown, Value
from core.figures.verdict import WHATEVER_THE_AGE, Verdict, too_old
from core.model import Snapshot
from core.model.project import Project
from core.text import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One project at a glance. ``name``, ``province``, ``year`` (of the Buddhist era) and ``sample`` are its newest
    settings; all else is of the day that it shows.

    ``values`` are the headline figures of the catalogue, with what each is a part of and its plan: groups or satang,
    ``None`` where not known. ``sentences``: the verdict's, by language. ``kinds``: of which data are there.
    ``erased``: rows are gone, and no figure is known.
    """

    name: Mapping[str, str]
    province: str
    year: int
    sample: bool
    start: date
    end: date
    staleness_days: int
    day: date | None = None
    joint_day: date | None = None
    code: str = "no_data"
    within_tolerance: bool = False
    waiting: bool = False
    closed: bool = False
    sentences: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, int | None] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    erased: bool = False

    def age(self, today: date) -> int | None:
        """Days from the data to the clock; ``None`` where they have no age."""
        return None if self.closed else age_on(today, self.joint_day, self.start, self.end)

    def stale(self, today: date) -> Verdict | None:
        """The verdict in place of the stored one where the data are too old for it."""
        return None if self.code in WHATEVER_THE_AGE else too_old(self.age(today), self.staleness_days)

    def code_on(self, today: date) -> str:
        """The code of the verdict as of a day of the clock."""
        stale = self.stale(today)
        return self.code if stale is None else stale.code


def headline(project: Project, view: Snapshot | None, written: Callable[[Message], Mapping[str, str]]) -> Headline:
    """The headline of what a project shows today. ``project``: its newest settings; ``view``: what it shows, ``None``
    where rows of that were erased; ``written`` writes a sentence in every language.
    """
    shown = project if view is None else view.project
    made = Headline(
        name=dict(project.name.of),
        province=project.province_code,
        year=project.fiscal_year_be,
        sample=project.sample,
        start=shown.start,
        end=shown.end,
        staleness_days=shown.staleness_days,
        erased=view is None,
    )
    return made if view is None else _with_figures(made, view, written)


def _with_figures(made: Headline, view: Snapshot, written: Callable[[Message], Mapping[str, str]]) -> Headline:
    found = compute(view)
    names = {name for one in listed("headline") for name in (one.name, one.whole, one.plan) if name}
    return replace(
        made,
        day=found.day,
        joint_day=found.joint_day,
        code=found.verdict.code,
        within_tolerance=found.verdict.within_tolerance,
        waiting=found.verdict.waiting,
        closed=found.state == "closed",
        sentences=written(found.verdict.message),
        values={name: _whole(found[name]) for name in sorted(names)},
        kinds=tuple(view.uploads),
    )


def _whole(value: Value) -> int | None:
    return None if isinstance(value, Unknown) else int(value)
