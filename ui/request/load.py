"""What screens show: the project of a link, the snapshot of its day, and the figures. Pages get them here alone.

The store gives the same snapshot for the same data, and a snapshot keeps what is computed from it, so visitors share.
The clock enters as a day in Bangkok, for staleness alone, and not when looking back.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from core.calendar import bangkok_day
from core.figures.figures import Figures, compute
from core.model.project import Project
from core.model.view import View
from db.engine import Engine
from db.errors import UnknownProject
from db.projects import default, versions
from db.snapshots import store

if TYPE_CHECKING:
    from ui.auth.guard import Session


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
                unknown = unknown or code
    return versions.project_at(engine, versions.shown_by_default(engine), day, seen).project, unknown


def view(session: "Session") -> View:
    """The snapshot of the session's day."""
    return store.view(session.engine, session.project.code, session.day, session.seen)


def figures(session: "Session", shown: View) -> Figures:
    """Every figure of a snapshot."""
    looking_back = session.day is not None or session.seen is not None
    return compute(shown, None if looking_back else bangkok_day(session.now))


def present(session: "Session", shown: View) -> Figures:
    """The figures of a snapshot's day as it is known now."""
    return compute(store.view(session.engine, session.project.code, shown.day))


def warm(engine: Engine, today: date) -> None:
    """Read and compute what the first visitor of today will be shown."""
    project, _ = project_shown(engine, None)
    compute(store.view(engine, project.code), today)
