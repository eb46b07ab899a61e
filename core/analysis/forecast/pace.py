"""What it takes from here: groups and days that are left, the next window, beside what the last 90 days brought."""

from dataclasses import dataclass

from core.model import Snapshot, registered
from core.model.project import Window

RATE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Pace:
    """Groups short of the target and days to the project's last; ``window`` is open or the next to open, if known.

    ``lately`` counts groups registered within the ``RATE_DAYS`` days that end with the groups' cut-off, by the dates
    of registration and not by uploads; unknown while no groups are loaded.
    """

    rest: int
    days: int
    window: Window | None
    lately: int | None


def pace(view: Snapshot) -> Pace | None:
    """What is left on the view's day; ``None`` outside the running year."""
    project, day, cutoff = view.project, view.day, view.cutoff("groups")
    if day is None or project.state(day) != "running":
        return None
    window = next((window for window in project.windows if window.closes >= day), None)
    left = (project.end - day).days
    if cutoff is None:
        return Pace(project.target_groups, left, window, None)
    rows = view.of("groups")
    dates = [on for on, counts in zip(rows["registered_on"], registered(project, rows, cutoff), strict=True) if counts]
    lately = sum((cutoff - on).days < RATE_DAYS for on in dates)
    return Pace(max(0, project.target_groups - len(dates)), left, window, lately)
