"""What there is to tell of: a schedule, a new verdict, data that grew old, a window, and what others report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.figures import Figures
from core.model import Right
from core.model.project import Project
from core.text import Message

SCHEDULED = ("week", "month")
# Each occasion, and the right that somebody must have to be told of it.
OCCASIONS: dict[str, Right] = {
    "week": Right.EXPORT,
    "month": Right.EXPORT,
    "verdict": Right.EXPORT,
    "stale": Right.EXPORT,
    "window": Right.EXPORT,
    "review": Right.REVIEW,
    "backup": Right.MAINTAIN,
}
OF_NO_PROJECT = ("backup",)
WITHOUT_FIGURES = ("review", "backup")  # told by their sentence alone
OPENED_FOR = timedelta(days=3)  # so long after a window opened it is still news
CLOSES_WITHIN = timedelta(days=7)  # so long before a window closes it is announced


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing to tell of. ``key`` is the same for the same thing, so that nobody is told of it twice.

    The sentence's values are numbers, texts and days, which are kept until it is sent.
    """

    name: str
    key: str
    sentence: Message


def arisen(project: Project, figures: Figures, today: date) -> Iterator[Occasion]:
    """What is there to tell of a project on a day: data that have grown old, windows that opened or will close."""
    if figures.stale and figures.joint_day is not None:
        sentence = Message("telling.stale", {"day": figures.joint_day, "n": figures.age_days})
        yield Occasion("stale", f"stale:{figures.joint_day.isoformat()}", sentence)
    for window in project.windows:
        if timedelta() <= today - window.opens <= OPENED_FOR and today <= window.closes:
            sentence = Message("telling.window_opens", {"day": window.opens, "until": window.closes})
            yield Occasion("window", f"opens:{window.opens.isoformat()}", sentence)
        if timedelta() <= window.closes - today <= CLOSES_WITHIN and today >= window.opens:
            sentence = Message("telling.window_closes", {"day": window.closes})
            yield Occasion("window", f"closes:{window.closes.isoformat()}", sentence)
