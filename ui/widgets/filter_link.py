"""Filters in the address of a file: what a page shows filtered is downloaded filtered, and never in another way.

``/files/export/spending.csv?amphoe=ชะอำ&months=2021-03&months=2021-05``, in words of either language or identifiers.
"""

from collections.abc import Sequence
from datetime import date

from core.analysis.filters import Filters
from core.calendar import month_end
from core.model.project import Project
from core.model.view import View
from ui.widgets.filters import LISTS, MONTHS, options_of, understand

SOUGHT = "q"  # what the ledger was searched for


def pairs_of(chosen: Filters) -> list[tuple[str, str]]:
    """What is chosen as pairs of a query, by identifiers."""
    pairs = [(name, value) for name in LISTS for value in getattr(chosen, name)]
    if chosen.months is not None:
        pairs += [(MONTHS, f"{day:%Y-%m}") for day in chosen.months]
    return pairs


def read(pairs: Sequence[tuple[str, str]], project: Project, view: View) -> tuple[Filters, list[str]]:
    """The filters that a query asks for, and its values that do not exist."""
    found: dict[str, tuple[str, ...]] = {}
    unknown: list[str] = []
    for name in LISTS:
        tokens = [value for key, value in pairs if key == name]
        ids, lost = understand(tokens, options_of(name, project, view))
        found[name], unknown = tuple(ids), unknown + lost
    asked = [value for key, value in pairs if key == MONTHS and value]
    ids, lost = understand(asked, options_of(MONTHS, project, view))
    months = _months(ids, project)
    if asked and (lost or months is None):
        unknown += lost or asked
    return Filters(**found, months=months), unknown


def _months(ids: Sequence[str], project: Project) -> tuple[date, date] | None:
    """First day of the first month and last day of the last one."""
    ends = [end for end in project.months() if f"{end:%Y-%m}" in ids]
    return (ends[0].replace(day=1), month_end(ends[-1])) if ends else None
