"""Filters in the address of a file: what a page shows filtered is downloaded filtered, and never in another way.

``/files/export/spending.csv?amphoe=ชะอำ&months=2021-03&months=2021-05``, in words of either language or identifiers.
"""

from collections.abc import Sequence

from core.analysis.filters import DIMENSIONS, Filters
from core.model import Snapshot
from ui.widgets.filters import MONTHS, understand

SOUGHT = "q"  # what the ledger was searched for


def pairs_of(chosen: Filters) -> list[tuple[str, str]]:
    """What is chosen as pairs of a query, by identifiers."""
    pairs = [(name, value) for name, values in chosen.values.items() for value in values]
    return pairs + [(MONTHS, f"{day:%Y-%m}") for day in chosen.months or ()]


def read(pairs: Sequence[tuple[str, str]], view: Snapshot) -> tuple[Filters, list[str]]:
    """The filters that a query asks for, and its values that do not exist."""
    found: dict[str, tuple[str, ...]] = {}
    unknown: list[str] = []
    for name, dimension in DIMENSIONS.items():
        asked = [value for key, value in pairs if key == name]
        ids, lost = understand(asked, list(dimension.options(view)))
        found[name], unknown = tuple(ids), unknown + lost
    months = found.pop(MONTHS)
    ends = [end for end in view.project.months() if f"{end:%Y-%m}" in months]
    return Filters((ends[0].replace(day=1), ends[-1]) if ends else None, **found), unknown
