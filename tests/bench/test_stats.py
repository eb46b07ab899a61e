"""Medians, percentiles and ratios of the bench."""

import math

import pytest

from bench.stats import middle, of_pairs, percentile, ratio


def test_the_middle_of_an_even_number_lies_between_two() -> None:
    assert middle([9.0, 1.0, 2.0, 4.0]) == 3.0


def test_nothing_measured_is_no_number() -> None:
    assert math.isnan(middle([]))
    assert math.isnan(percentile([], 95))
    assert math.isnan(ratio(1.0, 0.0))


@pytest.mark.parametrize(("percent", "value"), [(50, 10.0), (95, 19.0), (96, 20.0), (100, 20.0), (0, 1.0)])
def test_a_percentile_is_a_value_that_was_measured(percent: float, value: float) -> None:
    assert percentile([float(n) for n in range(20, 0, -1)], percent) == value


def test_a_busy_moment_that_both_had_does_not_count() -> None:
    assert of_pairs([2.0, 20.0, 2.0], [1.0, 10.0, 1.0]) == 2.0


def test_runs_that_were_not_made_side_by_side_have_no_ratio() -> None:
    with pytest.raises(ValueError, match="shorter"):
        of_pairs([1.0, 2.0], [1.0])
