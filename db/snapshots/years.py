"""Last year's project beside this one, by the same month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine

from core.analysis import years
from core.figures import Figures, Unknown, compute
from core.model import Snapshot
from core.model.project import Project
from db.snapshots import store


@dataclass(frozen=True, slots=True)
class Beside:
    """This year and the one before on the same month end; ``day`` is ``None`` before the first month end is reached."""

    project: Project  # last year's
    day: date | None = None
    now: Snapshot | None = None
    before: Snapshot | None = None
    lines: tuple[years.Line, ...] = ()

    @property
    def earlier(self) -> date | None:
        """The month end one year before."""
        return None if self.day is None else years.a_year_before(self.day)

    @property
    def known(self) -> bool:
        """Whether any figure is known of both years."""
        return any(not isinstance(line.difference, Unknown) for line in self.lines)


def beside(
    engine: Engine,
    view: Snapshot,
    figures: Figures,
    stored: Iterable[Project],
    seen: datetime | None = None,
) -> Beside | None:
    """``None`` where the same province has no project of the year before among those ``stored``.

    Both years are read as known at ``seen``.
    """
    last = years.neighbour(view.project, stored, -1)
    if last is None:
        return None
    day = years.compared_day(figures, view.project.start)
    if day is None:
        return Beside(last)
    now = store.view_kept(engine, view.project.code, day, seen)
    before = store.view_kept(engine, last.code, years.a_year_before(day), seen)
    if now is None or before is None:
        return Beside(last)
    return Beside(last, day, now, before, years.compare(compute(now), compute(before), day))
