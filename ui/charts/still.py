"""A chart that stands still, for paper and pages without a script: the screen's spec and rows, Sarabun throughout."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ui.charts.specs import SOURCE, Spec, compiled

VEGA_LITE = "v6.4"
_INK = "#1f2933"
_AXIS = {"labelColor": _INK, "labelFont": "Sarabun", "gridColor": "#e3e7eb"}


def spec(
    name: str,
    rows: Iterable[Mapping[str, Any]],
    write: Callable[[str], str],
    *,
    width: int,
    height: int,
    apart: int = 0,
) -> Spec | None:
    """The chart ``name`` with its rows, as wide and high as its place; nothing where there is nothing to draw.

    ``write`` gives the texts of the rows the digits that are wanted. ``apart`` is the room between the labels of an
    axis: where another font may stand in for Sarabun they need more.
    """
    shown = [{key: _written(value, write) for key, value in row.items()} for row in rows]
    if not shown:
        return None
    return {
        **compiled(name),
        "datasets": {SOURCE: shown},
        "width": width,
        "height": height,
        "background": None,
        "padding": 4,
        "autosize": {"type": "fit", "contains": "padding"},
        "config": {
            "view": {"stroke": None},
            "font": "Sarabun",
            "axis": _AXIS | ({"labelSeparation": apart} if apart else {}),
            "text": {"font": "Sarabun"},
        },
    }


def _written(value: Any, write: Callable[[str], str]) -> Any:
    return write(value) if isinstance(value, str) and not value.startswith("#") else value
