"""The register added up once for each snapshot by what tells its rows apart, so that a filter adds up sums, not rows.

An order whose lines agree in the columns asked for lies on one combination of their values, and is added up with the
rest. An order whose lines differ is divided among them (``positions_by``), and how depends on which of them a filter
puts together: the rows of such orders are kept apart, and read anew each time.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any

from core.calendar import month_end
from core.ledger.ledger import TAKES, Position, positions_by
from core.model import Rows, Snapshot, once

Values = tuple[Any, ...]  # of the columns asked for, in their order
Amounts = tuple[int, ...]  # the quantities of a ``Position``, in their order
_AMOUNTS: Callable[[Position], Amounts] = attrgetter(*(field.name for field in fields(Position)))


@dataclass(frozen=True, slots=True)
class Sums:
    """What each combination of values adds up to at the end of each of ``days``: the month ends up to the cut-off that
    have entries in their month, and the cut-off. ``apart`` are the rows of orders whose lines differ, not in the sums.
    """

    days: Sequence[date]
    by_values: Sequence[Mapping[Any, Amounts]]  # by ``Values``, one for each day
    apart: Rows

    def on(self, day: date) -> Mapping[Any, Amounts]:
        """The sums at the end of a day that is a month end, or the cut-off; of the cut-off where the day is later."""
        place = bisect_right(self.days, day)
        return self.by_values[place - 1] if place else {}


@once
def sums_of(view: Snapshot, columns: tuple[str, ...]) -> Sums:
    """The register up to the cut-off by the values of some columns, one at least."""
    rows, cutoff = view.of("spending"), view.cutoff("spending")
    if cutoff is None:
        return Sums([], [], rows)
    differing = _differing(rows, columns)
    orders = [_order(*entry) for entry in rows.each("entry", "doc_no", "settles")]
    apart = [place for place, order in enumerate(orders) if order in differing]
    alike = rows.take([place for place, order in enumerate(orders) if order not in differing]) if apart else rows
    days = sorted({cutoff, *(min(cutoff, month_end(day)) for day in set(rows["date"]) if day < cutoff)})
    by_day = positions_by(alike, list(alike.each(*columns)), days)
    sums = [{values: _AMOUNTS(position) for values, position in by_day[day].items()} for day in days]
    return Sums(days, sums, rows.take(apart))


def positions_among(
    view: Snapshot,
    columns: tuple[str, ...],
    days: Sequence[date],
    key_of: Callable[[set[Values]], Mapping[Values, Hashable]],
) -> dict[date, dict[Hashable, Position]]:
    """What ``positions_by`` gives on month ends up to the cut-off and on the cut-off, for a key that the values of some
    columns decide: ``key_of`` gives the key of each combination of values that there is.
    """
    sums = sums_of(view, columns)
    apart = list(sums.apart.each(*columns))
    keys = key_of({*apart, *(values for by_values in sums.by_values for values in by_values)})
    divided = positions_by(sums.apart, [keys[values] for values in apart], days)
    found = {}
    for day in days:
        parts: dict[Hashable, list[Amounts]] = {}
        for values, amounts in sums.on(day).items():
            parts.setdefault(keys[values], []).append(amounts)
        for key, position in divided[day].items():
            parts.setdefault(key, []).append(_AMOUNTS(position))
        found[day] = {key: Position(*map(sum, zip(*of_key, strict=True))) for key, of_key in parts.items()}
    return found


def _differing(rows: Rows, columns: tuple[str, ...]) -> set[str | None]:
    """The orders whose lines differ in some of the columns."""
    first: dict[str, Values] = {}
    found: set[str | None] = set()
    for (entry, doc_no), values in zip(rows.each("entry", "doc_no"), rows.each(*columns), strict=True):
        if entry == "commitment" and first.setdefault(doc_no, values) != values:
            found.add(doc_no)
    return found


def _order(entry: str, doc_no: str, settles: str | None) -> str | None:
    """The order that an entry belongs to."""
    return doc_no if entry == "commitment" else settles if entry in TAKES else None
