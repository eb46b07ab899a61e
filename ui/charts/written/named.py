"""How rows that carry their name above them, and tiles, are written in Altair."""

from typing import Any

import altair as alt

from ui.charts import palette
from ui.text import NEWLINE

# Four below the row's edge: a tone mark above a vowel (ขั้น) stands higher than the letters, and the first row's was cut.
_NAME: Any = {"align": "left", "baseline": "top", "dy": 4, "fontSize": 13, "color": palette.INK, "lineBreak": NEWLINE}
LOW: Any = {"expr": "bandwidth('y') / 2 - 15"}  # a row has its name above and its bar at the foot


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
