"""When somebody is told: on a schedule, outside quiet hours, again after growing pauses. Reads no clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from core.calendar import BANGKOK, month_end

Every = Literal["week", "month"]
# After each try that came to nothing; after the last of them the message ends. Together 22 hours and 16 minutes: LINE
# knows a retry key for 24 hours.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 715))


@dataclass(frozen=True, slots=True)
class Schedule:
    """Once a week on a day (0: Monday) or a month on a day (of a shorter month the last), at an hour in Bangkok."""

    every: Every
    day: int
    hour: int

    def last(self, now: datetime) -> datetime:
        """The newest time that has come by ``now``."""
        today = now.astimezone(BANGKOK).date()
        if self.every == "week":
            at = self._at(today - timedelta(days=(today.weekday() - self.day) % 7))
            return at if at <= now else at - timedelta(days=7)
        at = self._in_month(today)
        return at if at <= now else self._in_month(month_end(today, -1))

    def following(self, now: datetime) -> datetime:
        """The first time after ``now``."""
        if self.every == "week":
            return self.last(now) + timedelta(days=7)
        return self._in_month(month_end(self.last(now).astimezone(BANGKOK).date(), 1))

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, time(self.hour), BANGKOK)

    def _in_month(self, day: date) -> datetime:
        end = month_end(day)
        return self._at(end.replace(day=min(self.day, end.day)))


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours of the day in Bangkok in which nobody is told: from ``begins`` until ``ends``, over midnight too."""

    begins: int
    ends: int

    def after(self, at: datetime) -> datetime:
        """``at``, or the end of the quiet hours that it falls into."""
        here = at.astimezone(BANGKOK)
        if (here.hour - self.begins) % 24 >= (self.ends - self.begins) % 24:
            return at
        end = here.replace(hour=self.ends, minute=0, second=0, microsecond=0)
        return end if end > here else end + timedelta(days=1)


def pause(tries: int) -> timedelta | None:
    """How long to wait after so many tries; ``None``: no more of them."""
    return PAUSES[tries - 1] if 0 < tries <= len(PAUSES) else None
