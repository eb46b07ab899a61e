"""Assumptions are arithmetic on the figures, and there is none where a figure is unknown."""

from datetime import date

import pytest

from core.analysis.forecast.what_if import WhatIf, room, what_if
from core.figures.figures import compute
from core.figures.value import Unknown
from tests.support.intakes import sample_rows, view

JULY = date(2021, 7, 31)


def july():
    return compute(view({kind: sample_rows("2021-07-31", kind) for kind in ("groups", "spending")}, JULY))


def test_the_room_is_what_is_missing_and_what_would_use_up_the_budget() -> None:
    found = room(july())
    assert found is not None
    assert found.groups == 21  # 30 − 9
    assert found.each_satang == 2_997_980  # (885,000 − 255,424.25) ÷ 21, to the satang


@pytest.mark.parametrize(
    ("slipped", "each", "registered", "disbursed", "left"),
    [
        (0, 2_000_000, 30, 25_542_425 + 21 * 2_000_000, 88_500_000 - 25_542_425 - 42_000_000),
        (5, 2_000_000, 25, 25_542_425 + 16 * 2_000_000, 88_500_000 - 25_542_425 - 32_000_000),
        (21, 5_000_000, 9, 25_542_425, 62_957_575),
        (0, 4_000_000, 30, 109_542_425, -21_042_425),
    ],
)
def test_the_year_s_end_under_an_assumption(
    slipped: int, each: int, registered: int, disbursed: int, left: int
) -> None:
    assert what_if(july(), slipped, each) == WhatIf(registered, disbursed, left)


def test_nothing_is_assumed_of_what_is_unknown_reached_or_closed() -> None:
    only = compute(view({"groups": sample_rows("2021-07-31", "groups")}, JULY))
    assert room(only) is None and isinstance(only["baht_a_group"], Unknown)
    with pytest.raises(ValueError, match="not known"):
        what_if(only, 0, 0)
    closed = compute(
        view({kind: sample_rows("2021-09-30", kind) for kind in ("groups", "spending")}, date(2021, 9, 30))
    )
    assert room(closed) is None


def test_baht_a_group_is_of_the_target_while_the_year_runs_and_of_the_registered_at_its_end() -> None:
    assert july()["baht_a_group"] == 851_414  # 255,424.25 ÷ 30
    day = date(2021, 9, 30)
    closed = compute(view({kind: sample_rows("2021-09-30", kind) for kind in ("groups", "spending")}, day))
    assert closed["registered_groups"] == 27 and closed["disbursed_satang"] == 74_274_925
    assert closed["baht_a_group"] == 2_750_923  # 742,749.25 ÷ 27
