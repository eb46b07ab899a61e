"""When somebody is told: schedules, quiet hours, pauses; instants are handed in."""

from datetime import UTC, datetime, timedelta

import pytest

from core.analysis.telling.times import PAUSES, Quiet, Schedule, pause
from core.calendar import BANGKOK


def at(text: str) -> datetime:
    """An instant of Bangkok's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("now", "last", "following"),
    [
        ("2021-08-02 08:00", "2021-08-02 08:00", "2021-08-09 08:00"),  # a Monday, at the very hour
        ("2021-08-02 07:59", "2021-07-26 08:00", "2021-08-02 08:00"),
        ("2021-08-01 23:59", "2021-07-26 08:00", "2021-08-02 08:00"),
        ("2021-08-05 12:00", "2021-08-02 08:00", "2021-08-09 08:00"),
    ],
)
def test_a_week_is_counted_from_its_day_and_hour(now: str, last: str, following: str) -> None:
    monday = Schedule("week", 0, 8)

    assert monday.last(at(now)) == at(last)
    assert monday.following(at(now)) == at(following)


@pytest.mark.parametrize(
    ("day", "now", "last", "following"),
    [
        (1, "2021-08-01 08:00", "2021-08-01 08:00", "2021-09-01 08:00"),
        (1, "2021-08-01 07:00", "2021-07-01 08:00", "2021-08-01 08:00"),
        (31, "2021-02-28 09:00", "2021-02-28 08:00", "2021-03-31 08:00"),  # a shorter month: its last day
        (31, "2021-03-30 09:00", "2021-02-28 08:00", "2021-03-31 08:00"),
        (30, "2024-02-29 07:00", "2024-01-30 08:00", "2024-02-29 08:00"),
        (15, "2021-01-02 00:00", "2020-12-15 08:00", "2021-01-15 08:00"),  # over the turn of the year
    ],
)
def test_a_month_is_counted_from_its_day_and_hour(day: int, now: str, last: str, following: str) -> None:
    monthly = Schedule("month", day, 8)

    assert monthly.last(at(now)) == at(last)
    assert monthly.following(at(now)) == at(following)


def test_the_hour_is_bangkoks_whatever_the_zone_of_the_clock() -> None:
    assert Schedule("week", 0, 6).last(datetime(2021, 8, 1, 23, 30, tzinfo=UTC)) == at("2021-08-02 06:00")


@pytest.mark.parametrize(
    ("quiet", "now", "then"),
    [
        (Quiet(20, 7), "2021-08-02 19:59", "2021-08-02 19:59"),
        (Quiet(20, 7), "2021-08-02 20:00", "2021-08-03 07:00"),
        (Quiet(20, 7), "2021-08-03 06:59", "2021-08-03 07:00"),
        (Quiet(20, 7), "2021-08-03 07:00", "2021-08-03 07:00"),
        (Quiet(12, 13), "2021-08-03 12:30", "2021-08-03 13:00"),
        (Quiet(12, 13), "2021-08-03 13:00", "2021-08-03 13:00"),
        (Quiet(0, 6), "2021-08-03 00:00", "2021-08-03 06:00"),
        (Quiet(8, 8), "2021-08-03 08:30", "2021-08-03 08:30"),  # no hour is quiet
    ],
)
def test_nobody_is_told_in_quiet_hours(quiet: Quiet, now: str, then: str) -> None:
    assert quiet.after(at(now)) == at(then)


def test_pauses_grow_and_end_before_line_forgets_a_retry_key() -> None:
    assert list(PAUSES) == sorted(set(PAUSES))
    assert sum(PAUSES, timedelta()) < timedelta(hours=24)
    assert [pause(tries) for tries in (1, len(PAUSES), len(PAUSES) + 1)] == [PAUSES[0], PAUSES[-1], None]
