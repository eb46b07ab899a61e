"""The order of a table's rows by one column: by what a value means, not by how it is spelt.

Days by the calendar, stages by the project's ladder, enumerations in their own order, Thai text as a dictionary has it.
A value that is unknown comes last in either direction; rows that are equal keep the order they came in.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from core.model import CATEGORIES, ENTRIES, STATUSES, Rows
from core.model.project import Project
from core.text import sort_key

_CHOICES = {"category": CATEGORIES, "entry": ENTRIES, "status": STATUSES}


def order(rows: Rows, by: str, project: Project, *, descending: bool = False) -> list[int]:
    """Places of ``rows`` in the order of the field ``by``."""
    values: Sequence[Any] = rows[by]
    rank = _rank(by, project)
    keys = {value: rank(value) for value in set(values) if value not in (None, "")}
    known = [place for place, value in enumerate(values) if value in keys]
    unknown = [place for place, value in enumerate(values) if value not in keys]
    return sorted(known, key=lambda place: keys[values[place]], reverse=descending) + unknown


def _rank(by: str, project: Project) -> Callable[[Any], Any]:
    if by == "stage":
        return project.stage_rank
    if by in _CHOICES:
        places = {choice.id: place for place, choice in enumerate(_CHOICES[by])}
        return places.__getitem__
    return _plain


def _plain(value: str | int | date) -> Any:
    return sort_key(value) if isinstance(value, str) else value
