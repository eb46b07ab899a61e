"""Which project is the same work a year before or after; two years by the same month."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.analysis.years import a_year_before, compare, compared_day, neighbour
from core.figures.figures import Figures, compute
from core.model.project import Project
from tests.support.in_words import why
from tests.support.intakes import PROJECT
from tests.support.views import sample_view

REAL = replace(PROJECT, code="phetchaburi-2564", sample=False)


def of(year: int, code: str = "", **changes: object) -> Project:
    return replace(REAL, code=code or f"phetchaburi-{year}", fiscal_year_be=year, **changes)


@pytest.mark.parametrize("step", [-1, 1])
def test_the_year_beside_is_of_the_same_province_and_one_year_away(step: int) -> None:
    year = 2564 + step
    others = [REAL, of(year), of(year + step), of(year, "rayong", province_code="21"), of(year, "demo", sample=True)]

    assert neighbour(REAL, others, step) == of(year)
    assert neighbour(REAL, others[2:], step) is None


def test_a_sample_stands_beside_samples_alone() -> None:
    demo = replace(REAL, code="demo-phetchaburi-2564", sample=True)
    earlier = of(2563, "demo-phetchaburi-2563", sample=True)

    assert neighbour(demo, [of(2563), earlier], -1) == earlier
    assert neighbour(demo, [of(2563)], -1) is None


def test_of_several_in_one_year_the_one_of_the_same_code_is_meant_and_else_none() -> None:
    assert neighbour(REAL, [of(2563, "phetchaburi-b-2563"), of(2563)], -1) == of(2563)
    assert neighbour(REAL, [of(2563, "phetchaburi-b-2563"), of(2563, "phetchaburi-c-2563")], -1) is None
    assert neighbour(REAL, [of(2563, "the-year-before")], -1) == of(2563, "the-year-before")  # the only one


def figures_on(day: date, groups: date, spending: date, **values: object) -> Figures:
    """The sample year's figures with days and values of our own."""
    known = compute(sample_view("2021-07-31"))
    cutoffs = {"groups": groups, "spending": spending}
    return replace(known, day=day, cutoffs=cutoffs, values={**known.values, **values})


JULY, JULY_BEFORE = date(2021, 7, 31), date(2020, 7, 31)
NOW = figures_on(JULY, JULY, JULY, registered_groups=9, developed_groups=24, disbursed_satang=25_542_425,
                 net_budget_satang=88_500_000, disbursed_percent=Decimal("28.86"))  # fmt: skip
BEFORE = figures_on(JULY_BEFORE, JULY_BEFORE, JULY_BEFORE, registered_groups=12, developed_groups=20, target_groups=25,
                    disbursed_satang=30_000_000, net_budget_satang=60_000_000,
                    disbursed_percent=Decimal("50.00"))  # fmt: skip


def test_two_years_stand_beside_each_other_in_groups_baht_and_percentage_points() -> None:
    found = {line.figure.name: line for line in compare(NOW, BEFORE, JULY)}

    assert {name: (line.now, line.before, line.difference) for name, line in found.items()} == {
        "registered_groups": (9, 12, -3),
        "developed_groups": (24, 20, 4),
        "disbursed_satang": (25_542_425, 30_000_000, -4_457_575),
        "disbursed_percent": (Decimal("28.86"), Decimal("50.00"), Decimal("-21.14")),
    }
    assert found["registered_groups"].whole == (30, 25)
    assert found["disbursed_satang"].whole is None


def test_data_of_another_month_are_unknown_with_their_day_and_never_compared() -> None:
    may = replace(BEFORE, cutoffs={"groups": date(2020, 5, 31), "spending": date(2020, 7, 15)})

    found = {line.figure.name: line for line in compare(NOW, may, JULY)}

    assert found["registered_groups"].before == found["registered_groups"].difference
    assert why(found["registered_groups"].difference) == ("ข้อมูลใกล้ที่สุด ณ 31 พ.ค. 63", "nearest data of 31 May 2020")
    assert found["disbursed_satang"].difference == -4_457_575  # of the same month


def test_a_year_without_data_is_unknown_with_a_reason() -> None:
    nothing = replace(BEFORE, cutoffs={})

    for line in compare(NOW, nothing, JULY):
        assert line.before == line.difference
        assert why(line.difference) == ("ยังไม่มีข้อมูล ณ 31 ก.ค. 63", "no data by 31 Jul 2020")


@pytest.mark.parametrize(
    ("groups", "spending", "day"),
    [
        (date(2021, 7, 31), date(2021, 7, 31), date(2021, 7, 31)),
        (date(2021, 7, 31), date(2021, 6, 30), date(2021, 6, 30)),
        (date(2021, 8, 15), date(2021, 8, 30), date(2021, 7, 31)),
        (date(2021, 3, 1), date(2021, 3, 30), date(2021, 2, 28)),
        (date(2020, 10, 30), date(2020, 10, 31), None),
    ],
)
def test_the_day_compared_is_the_last_month_end_that_both_reach(groups: date, spending: date, day: date | None) -> None:
    assert compared_day(figures_on(spending, groups, spending), date(2020, 10, 1)) == day


def test_a_kind_without_data_sets_no_limit_and_no_data_no_day() -> None:
    alone = replace(NOW, cutoffs={"spending": date(2021, 7, 31)})

    assert compared_day(alone, date(2020, 10, 1)) == JULY
    assert compared_day(replace(NOW, cutoffs={"plan": JULY}), date(2020, 10, 1)) is None


def test_the_same_month_of_a_leap_year_ends_on_its_own_last_day() -> None:
    assert a_year_before(date(2021, 2, 28)) == date(2020, 2, 29)
    assert a_year_before(date(2020, 2, 29)) == date(2019, 2, 28)
