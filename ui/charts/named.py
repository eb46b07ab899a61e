"""Rows of a chart that carry their name above them: a name has the whole width, on a phone too, and is never cut."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from ui.charts import palette
from ui.text import NEWLINE

# Four below the row's edge: a tone mark above a vowel (ขั้น) stands higher than the letters, and the first row's was cut.
_NAME: Any = {"align": "left", "baseline": "top", "dy": 4, "fontSize": 13, "color": palette.INK, "lineBreak": NEWLINE}
LOW: Any = {"expr": "bandwidth('y') / 2 - 15"}  # a row has its name above and its bar at the foot
ROWS = {"funnel": "stage", "expense_lines": "line", "sales": "product"}  # charts with one row for each value of a field


def named_rows(field: str) -> tuple[alt.Chart, alt.Chart]:
    """What rows are drawn with, and the names above them: ``lines`` is a name as written, over one line or more."""
    base = alt.Chart().encode(y=alt.Y(f"{field}:N", sort=None, title=None, axis=None))
    names = (
        alt.Chart()
        .transform_aggregate(n="count()", groupby=[field, "lines"])
        .mark_text(**_NAME)
        .encode(x=alt.value(0), y=alt.Y(f"{field}:N", sort=None, axis=None, bandPosition=0), text="lines:N")
    )
    return base, names


def tile_row(position: int) -> alt.Y:
    """Where the text of a tile stands: 0 from its top (a name of one line or two), 1 from its foot (the number)."""
    return alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.06), bandPosition=position)


def height_of(name: str, rows: Sequence[Mapping[str, Any]]) -> int | None:
    """The height in pixels that the rows of a chart need for their names; ``None``: the chart's own."""
    field = ROWS.get(name)
    if field is None:
        return None
    step = 31 + 17 * max(1 + str(row["lines"]).count(NEWLINE) for row in rows)
    return 36 + step * len({row[field] for row in rows})
