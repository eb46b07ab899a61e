"""Numbers of several runs as one; pure."""

import math
from collections.abc import Sequence
from statistics import median

NOTHING = math.nan


def middle(values: Sequence[float]) -> float:
    """The median; not a number where there is no value."""
    return float(median(values)) if values else NOTHING


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least ``percent`` of a hundred of all do not exceed (nearest rank)."""
    if not values:
        return NOTHING
    rank = math.ceil(percent / 100 * len(values))
    return float(sorted(values)[max(rank, 1) - 1])


def ratio(value: float, floor: float) -> float:
    """How many times the floor; not a number where there is no floor."""
    return value / floor if floor else NOTHING


def of_pairs(values: Sequence[float], floors: Sequence[float]) -> float:
    """The median of the ratios of runs made side by side: a busy moment that both had does not count."""
    return middle([ratio(value, floor) for value, floor in zip(values, floors, strict=True)])
