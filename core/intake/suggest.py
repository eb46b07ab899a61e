"""The day that a file's data is probably of: the last one the file itself states, never the clock's."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from core.kinds import Kind
from core.model.rows import Rows
from core.text.thai import CellError, digits, fold, parse_date

_STATED = re.compile(r"ณ\s*วันที่\s*([0-9]{1,2}\s*(?:[ก-๙.]+|[/.-]\s*[0-9]{1,2}\s*[/.-])\s*(?:พ\.?ศ\.?\s*)?[0-9]{2,4})")

# Days that say how far the data reaches: what happened, not what is planned.
_HAPPENED: Mapping[Kind, tuple[str, ...]] = {
    "groups": ("stage_since", "registered_on"),
    "products": ("otop_registered_on",),
    "spending": ("date",),
    "instalments": ("delivered_on", "accepted_on", "paid_on"),
}


def suggested_day(kind: Kind, rows: Rows, titles: Sequence[Sequence[str]]) -> date | None:
    """The last day in the file, or in its title lines; of a plan the first day of its first month; else ``None``."""
    if kind == "plan":
        return min((month for month in rows["month"] if month is not None), default=None)
    days = {day for name in _HAPPENED[kind] for day in set(rows[name]) if day is not None}
    return max(days | _stated(titles), default=None)


def stated_day(titles: Sequence[Sequence[str]]) -> date | None:
    """The last day that the title lines state (``ณ วันที่ 31 สิงหาคม 2564``)."""
    return max(_stated(titles), default=None)


def _stated(titles: Sequence[Sequence[str]]) -> set[date]:
    text = digits(fold(" ".join(cell for row in titles for cell in row)))
    found = set()
    for words in _STATED.findall(text):
        try:
            found.add(parse_date(words))
        except CellError:
            continue
    return found
