"""How many more groups will register: the distribution that ``core.analysis.forecast.forecast`` reads its ranges from.

Counts of a stretch follow a negative binomial whose mean is the year's number × the stretch's share of the growth
curve, and whose variance is ``burst`` × the mean (the NB1 form: stretches add up within the family; 1 is Poisson).
All that is unknown, the year's number, the curve and the burst, lies on a grid; what was counted weighs its points.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_NUMBERS = np.geomspace(0.05, 4.0, 45)  # the year's number, as a multiple of the target
_NUMBER_SHAPE = 2.0  # of its gamma prior, whose mean is the target: the office chose as many as it means to bring
# Variance ÷ mean of a count and its weight beforehand: one batch at a window, few on ordinary days.
_BURSTS = {True: ((1.0, 1 / 3), (2.0, 1 / 3), (4.0, 1 / 3)), False: ((1.0, 2 / 3), (2.0, 1 / 3))}
_MIDDLES, _SLOPES = (0.3, 0.45, 0.6, 0.75), (6.0, 12.0)  # of the S-shaped curves
_EVEN = 0.5  # weight of the even curve beforehand; the S-shaped ones share the rest
_NEGLIGIBLE = 1e-5  # of the weight of the best grid point


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Grid points that are worth keeping, and their weights (together 1). ``middle`` is unknown (nan) on even ones."""

    weight: Array
    number: Array
    middle: Array
    slope: Array
    burst: Array

    def more(self, since: float, until: Sequence[float], most: int) -> Array:
        """The probability of each number of arrivals, 0 to ``most``, from one point of the year to each of ``until``.

        Points are shares of the year's exposure, 0 to 1. The last column holds ``most`` and whatever lies above.
        """
        curves = (self.middle, self.slope)
        means = self.number * np.maximum(0.0, growth(np.asarray(until)[:, None], *curves) - growth(since, *curves))
        exact = np.einsum("nug,g->un", counts(means, self.burst, most), self.weight)
        exact[:, -1] = np.maximum(0.0, 1.0 - exact[:, :-1].sum(axis=1))
        return np.asarray(exact)


def growth(share: float | Array, middle: Array, slope: Array) -> Array:
    """The part of the year's number that has come once ``share`` of the exposure is over: a line, or a logistic."""
    bent, even = np.nan_to_num(middle), np.isnan(middle)

    def logistic(x: float | Array) -> Array:
        return np.asarray(1.0 / (1.0 + np.exp(-slope * (x - bent))))

    low, high = logistic(0.0), logistic(1.0)
    return np.where(even, share, (logistic(share) - low) / (high - low))


def counts(mean: Array, burst: Array, most: int) -> Array:
    """Probabilities of 0 … ``most`` arrivals, stacked in front; ``burst`` of 1 is the Poisson distribution."""
    over = burst - 1.0
    scale = np.where(over > 0, np.log(burst) / np.where(over > 0, over, 1.0), 1.0)
    found = [np.exp(-mean * scale)]
    for number in range(most):
        found.append(found[-1] * (mean + number * over) / ((number + 1) * burst))
    return np.stack(found)


def learn(numbers: Sequence[int], ends: Sequence[float], target: float, *, windows: bool) -> Arrivals:
    """What to believe after ``numbers`` arrived in stretches that end at the points ``ends`` of the year's exposure."""
    grid = replace(base := _grid(windows), number=base.number * target)
    reached = growth(np.asarray([0.0, *ends])[:, None], grid.middle, grid.slope)
    means = grid.number * np.diff(reached, axis=0)
    likely = np.zeros_like(grid.weight)
    for number, mean in zip(numbers, means, strict=True):
        likely += np.log(np.maximum(counts(mean, grid.burst, number)[number], 1e-300))
    weight = grid.weight * np.exp(likely - likely.max())
    kept = weight > _NEGLIGIBLE * weight.max()
    chosen = (values[kept] for values in (grid.number, grid.middle, grid.slope, grid.burst))
    return Arrivals(weight[kept] / weight[kept].sum(), *chosen)


@cache
def _grid(windows: bool) -> Arrivals:
    """Every grid point with its weight beforehand; the number as a multiple of what is aimed at."""
    bent = [(middle, slope) for middle in _MIDDLES for slope in _SLOPES]
    curves = [(np.nan, 1.0, _EVEN), *((middle, slope, (1 - _EVEN) / len(bent)) for middle, slope in bent)]
    prior = _NUMBERS**_NUMBER_SHAPE * np.exp(-_NUMBER_SHAPE * _NUMBERS)  # gamma, on steps of equal ratio
    points = [
        (p * curve_weight * burst_weight, number, middle, slope, burst)
        for number, p in zip(_NUMBERS, prior / prior.sum(), strict=True)
        for middle, slope, curve_weight in curves
        for burst, burst_weight in _BURSTS[windows]
    ]
    return Arrivals(*np.array(points, dtype=np.float64).T)
