"""The office's calendar: month ends, fiscal years and their quarters, and the day that it is in Bangkok.

A fiscal year runs from 1 October to 30 September and has the Buddhist-era number of the year in which it ends.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone

from core.text import BE_OFFSET

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")  # no summer time; needs no table of zones on Windows
_MONTHS = 12


def bangkok_day(instant: datetime) -> date:
    """The day in Bangkok of an instant."""
    return instant.astimezone(BANGKOK).date()


def day_ends(day: date) -> datetime:
    """The instant (UTC) at which a day in Bangkok is over."""
    return datetime.combine(day + timedelta(days=1), time(), BANGKOK).astimezone(UTC)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 1 March for a 29 February that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def month_end(day: date, later: int = 0) -> date:
    """The last day of the month that lies ``later`` months after that of ``day`` (below zero: before it)."""
    year, month = divmod(day.year * _MONTHS + day.month + later, _MONTHS)
    return date(year, month + 1, 1) - timedelta(days=1)


def months_between(first: date, last: date) -> int:
    """How many months the month of ``last`` lies after that of ``first``."""
    return (last.year - first.year) * _MONTHS + last.month - first.month


def month_ends(first: date, last: date) -> list[date]:
    """The last day of each month from that of ``first`` to that of ``last``."""
    return [month_end(first, later) for later in range(months_between(first, last) + 1)]


def last_month_end(day: date) -> date:
    """The newest month end that ``day`` has reached: the day itself, or the end of the month before."""
    return day if month_end(day) == day else month_end(day, -1)


def fiscal_year_be(day: date) -> int:
    """The fiscal year of a day, Buddhist era."""
    return month_end(day, 3).year + BE_OFFSET


def fiscal_year(year_be: int) -> tuple[date, date]:
    """The first and the last day of a fiscal year."""
    year = year_be - BE_OFFSET
    return date(year - 1, 10, 1), date(year, 9, 30)


def quarters(year_be: int) -> list[tuple[int, date, date]]:
    """Number, first and last day of each quarter of a fiscal year."""
    first, last = fiscal_year(year_be)
    ends = month_ends(first, last)[2::3]
    return [(number, month_end(end, -3) + timedelta(days=1), end) for number, end in enumerate(ends, 1)]
