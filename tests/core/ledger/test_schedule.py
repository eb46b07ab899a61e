"""Expectations step at month ends; curves rise by a third of a quarter a month."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from core.calendar import quarters
from core.ledger.schedule import curve_percent, curve_satang, plan_day, plan_line
from core.model.rows import from_records
from tests.support.views import PROJECT, baht, d, planned

CURVE = PROJECT.curves[0]  # 36, 57, 80, 100


def line(*months, measure="planned_groups"):
    return plan_line(from_records("plan", months), measure)


@pytest.mark.parametrize(
    ("day", "groups"),
    [
        ("2021-05-30", 0),  # before the first month end
        ("2021-05-31", 5),
        ("2021-06-29", 5),  # June is not over
        ("2021-06-30", 12),
        ("2021-09-01", 12),  # held after the last
    ],
)
def test_expectation_is_the_value_of_the_last_month_end(day, groups):
    plan = line(planned("2021-05", 5), planned("2021-06", 12))

    assert plan.expected(d(day)) == groups


def test_months_left_out_lie_on_the_line_between_their_neighbours_in_whole_groups():
    plan = line(planned("2021-01", 0), planned("2021-04", 10))

    assert plan.values == (0, 3, 6, 10)  # floor of 10 × 1/3 and 10 × 2/3


def test_money_left_out_is_rounded_half_up():
    plan = line(planned("2021-01", money="0.00"), planned("2021-03", money="0.01"), measure="planned_disbursed_satang")

    assert plan.values == (0, 1, 1)  # half a satang rounds up


def test_a_month_that_gives_only_the_other_measure_is_a_gap_not_a_zero():
    plan = line(planned("2021-01", 2), planned("2021-02", money=100), planned("2021-03", 4))

    assert plan.values == (2, 3, 4)


def test_gap_over_the_turn_of_the_year_counts_months_not_days():
    plan = line(planned("2020-11", 0), planned("2021-02", 30))

    assert plan.values == (0, 10, 20, 30)
    assert plan.ends == (d("2020-11-30"), d("2020-12-31"), d("2021-01-31"), d("2021-02-28"))


def test_rows_of_a_plan_need_no_order():
    assert line(planned("2021-06", 12), planned("2021-05", 5)).values == (5, 12)


def test_a_plan_without_a_measure_has_no_line():
    assert line(planned("2021-05", 5), measure="planned_disbursed_satang") is None
    assert line() is None


@pytest.mark.parametrize(
    ("month_end", "percent"),
    # the published monthly figures of FY2564, recurrent expenditure
    list(
        zip(
            PROJECT.months(),
            ["12", "24", "36", "43", "50", "57", "64.67", "72.33", "80", "86.67", "93.33", "100"],
            strict=True,
        )
    ),
)
def test_curve_at_month_ends_is_the_published_one(month_end, percent):
    exact = curve_percent(CURVE, PROJECT, month_end)

    assert round(Decimal(exact.numerator) / Decimal(exact.denominator), 2) == Decimal(percent)


def test_curve_is_linear_by_day_inside_a_month():
    assert curve_percent(CURVE, PROJECT, d("2020-10-01")) == Fraction(12, 31)
    assert curve_percent(CURVE, PROJECT, d("2021-02-14")) == 43 + Fraction(7 * 14, 28)


def test_curve_is_nothing_before_the_year_and_holds_its_last_value_after_it():
    to_93 = replace(CURVE, quarters=(Decimal(30), Decimal(50), Decimal(72), Decimal(93)))

    assert curve_percent(to_93, PROJECT, d("2020-09-30")) == 0
    assert curve_percent(to_93, PROJECT, d("2021-09-30")) == 93
    assert curve_percent(to_93, PROJECT, d("2022-01-15")) == 93


def test_curve_follows_the_fiscal_year_even_where_the_project_starts_later():
    late = replace(PROJECT, start=d("2021-01-04"))

    assert curve_percent(CURVE, late, d("2021-03-31")) == 57


def test_curve_in_satang_is_of_the_net_budget():
    assert curve_satang(CURVE, PROJECT, d("2021-04-30"), baht(885000)) == baht("572300.00")  # 885,000 × 194/3 %


def test_quarters_of_the_fiscal_year():
    assert quarters(PROJECT.fiscal_year_be) == [
        (1, d("2020-10-01"), d("2020-12-31")),
        (2, d("2021-01-01"), d("2021-03-31")),
        (3, d("2021-04-01"), d("2021-06-30")),
        (4, d("2021-07-01"), d("2021-09-30")),
    ]


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        ("2021-07-31", "2021-07-31"), ("2021-08-01", "2021-07-31"), ("2021-08-30", "2021-07-31"),
        ("2021-09-30", "2021-09-30"), ("2021-10-18", "2021-09-30"), ("2021-12-31", "2021-09-30"),
        ("2020-10-01", "2020-09-30"),
    ],
)  # fmt: skip
def test_the_planned_value_of_a_day_is_that_of_the_last_month_end(day: str, stands: str) -> None:
    assert plan_day(PROJECT, d(day)) == d(stands)
