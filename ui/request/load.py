"""What screens show: the project of a link, the snapshot of its day, and the figures. Pages get them here alone.

The store gives the same snapshot for the same data, and a snapshot keeps what is computed from it, so visitors share.
The clock enters as a day in Bangkok, for staleness alone, and not when looking back.
"""

from datetime import date, datetime
from typing import Protocol

from core.calendar import bangkok_day
from core.figures import Figures, compute
from core.model import Snapshot
from core.model.project import Project
from db.engine import Engine
from db.errors import UnknownProject
from db.projects import default, versions
from db.snapshots import store
from db.snapshots.headlines.whole import Whole, told
from db.transactions import scope_of


class Visit(Protocol):
    """What a visit asks for: the data of a project on a day, as known at an instant; ``None``: the newest."""

    @property
    def engine(self) -> Engine: ...

    @property
    def project(self) -> Project: ...

    @property
    def day(self) -> date | None: ...

    @property
    def seen(self) -> datetime | None: ...

    @property
    def now(self) -> datetime: ...


def project_shown(
    engine: Engine, asked: str | None, day: date | None = None, seen: datetime | None = None
) -> tuple[Project, str | None]:
    """The project of the link, else of ``OTOP_PROJECT``, else the newest with data, else the samples.

    The second value is a code that was asked for and does not exist.
    """
    unknown: str | None = None
    for code in (asked, default.named()):
        if code:
            try:
                return versions.project_at(engine, code, day, seen).project, unknown
            except UnknownProject:
                if code == asked or scope_of(engine) is None:  # the server's own setting may be of another office
                    unknown = unknown or code
    return versions.project_at(engine, versions.shown_by_default(engine), day, seen).project, unknown


def view(visit: Visit) -> Snapshot:
    """The snapshot of the visit's day."""
    return store.view(visit.engine, visit.project.code, visit.day, visit.seen)


def whole(visit: Visit) -> Whole:
    """What somebody who is kept to an amphoe is told of the whole project of the visit's day."""
    today = None if _looks_back(visit) else bangkok_day(visit.now)
    return told(visit.engine, visit.project.code, visit.day, visit.seen, today)


def figures(visit: Visit, shown: Snapshot) -> Figures:
    """Every figure of a snapshot."""
    return compute(shown, None if _looks_back(visit) else bangkok_day(visit.now))


def _looks_back(visit: Visit) -> bool:
    return visit.day is not None or visit.seen is not None


def present(visit: Visit, shown: Snapshot) -> Figures:
    """The figures of a snapshot's day as it is known now."""
    return compute(store.view(visit.engine, visit.project.code, shown.day))


def warm(engine: Engine, today: date) -> None:
    """Read and compute what the first visitor of today will be shown."""
    project, _ = project_shown(engine, None)
    compute(store.view(engine, project.code), today)
