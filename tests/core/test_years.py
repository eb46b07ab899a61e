"""Which project is the same work a year before or after."""

from dataclasses import replace

import pytest

from core.project import Project
from core.years import neighbour
from tests.core.intakes import PROJECT

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
