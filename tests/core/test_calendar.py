"""Months, fiscal years, quarters and Bangkok's day."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import calendar

DAYS = st.dates(date(1901, 1, 1), date(2700, 12, 31))


@given(DAYS)
def test_a_month_ends_on_the_day_that_the_standard_library_counts(day: date) -> None:
    assert calendar.month_end(day) == day.replace(day=monthrange(day.year, day.month)[1])


@given(DAYS, st.integers(-600, 600))
def test_month_steps_lead_back_and_are_counted(day: date, months: int) -> None:
    there = calendar.month_end(day, months)

    assert calendar.month_end(there, -months) == calendar.month_end(day)
    assert calendar.months_between(day, there) == months


@given(DAYS)
def test_the_last_month_end_is_reached_and_the_next_is_not(day: date) -> None:
    reached = calendar.last_month_end(day)

    assert reached <= day < calendar.month_end(reached, 1)


@given(st.integers(2445, 3200))
def test_the_quarters_divide_the_fiscal_year(year_be: int) -> None:
    first, last = calendar.fiscal_year(year_be)
    found = calendar.quarters(year_be)

    assert [number for number, _, _ in found] == [1, 2, 3, 4]
    assert (found[0][1], found[-1][2]) == (first, last)
    assert all(start == end + timedelta(days=1) for (_, _, end), (_, start, _) in pairwise(found))
    assert {calendar.fiscal_year_be(day) for day in (first, last)} == {year_be}


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2021, 6, 30, 16, 59, 59, tzinfo=UTC), date(2021, 6, 30)),
        (datetime(2021, 6, 30, 17, 0, tzinfo=UTC), date(2021, 7, 1)),
    ],
)
def test_the_day_turns_in_bangkok(instant: datetime, day: date) -> None:
    assert calendar.bangkok_day(instant) == day
    assert calendar.day_ends(day - timedelta(days=1)) <= instant < calendar.day_ends(day)


def test_month_ends_run_over_the_year() -> None:
    found = calendar.month_ends(date(2020, 11, 30), date(2021, 2, 1))

    assert [day.isoformat() for day in found] == ["2020-11-30", "2020-12-31", "2021-01-31", "2021-02-28"]
