"""Charts ready to be sent: their rows as the bytes that a browser reads, kept by snapshot, filters and language.

A filter that somebody chose before costs no rows and no table again.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.analysis.filters import Filters
from core.model import Snapshot
from ui import arrow, framework
from ui.charts.named import height_of
from ui.request.kept import Keeper

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]
MOST_BYTES = 32_000_000  # of all charts that are kept
_OTHERWISE = 1_000  # bytes of a chart besides its rows


@dataclass(frozen=True, slots=True)
class Ready:
    """A chart without its spec: which one, its sentence, its rows as an Arrow stream, the series that are in them.

    ``height`` in pixels is what its rows need, ``None`` the chart's own.
    """

    name: str
    alt: str
    data: bytes
    series: tuple[str, ...]
    height: int | None

    def rows(self) -> "pd.DataFrame":
        """The rows as a table, for a reader who asks for one."""
        return framework.frame_of(self.data)


_keeper: Keeper[Ready | None] = Keeper(MOST_BYTES, lambda one: _OTHERWISE + (len(one.data) if one else 0))


def of(name: str, rows: Sequence[Row], alt: str) -> Ready | None:
    """The chart of these rows; ``None`` where there are none."""
    if not rows:
        return None
    series = tuple(sorted({str(row.get("series") or row.get("part")) for row in rows}))
    return Ready(name, alt, arrow.stream(rows), series, height_of(name, rows))


def kept(
    name: str,
    view: Snapshot,
    chosen: Filters,
    lang: str,
    make: Callable[[], tuple[Sequence[Row], str]],
    *more: Hashable,
) -> Ready | None:
    """The chart ``name`` of what the filters leave; ``make`` gives its rows and its sentence, once for all that they
    depend on: the snapshot, the filters, the language, and what ``more`` names.
    """
    return _keeper.of(view, chosen, lambda: of(name, *make()), name, lang, *more)
