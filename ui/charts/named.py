"""Rows of a chart that carry their name above them: a name has the whole width, on a phone too, and is never cut."""

from collections.abc import Mapping, Sequence
from typing import Any

from ui.text import NEWLINE

ROWS = {"funnel": "stage", "expense_lines": "line", "sales": "product"}  # charts with one row for each value of a field


def height_of(name: str, rows: Sequence[Mapping[str, Any]]) -> int | None:
    """The height in pixels that the rows of a chart need for their names; ``None``: the chart's own."""
    field = ROWS.get(name)
    if field is None:
        return None
    step = 31 + 17 * max(1 + str(row["lines"]).count(NEWLINE) for row in rows)
    return 36 + step * len({row[field] for row in rows})
