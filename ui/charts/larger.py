"""The charts for a screen that is shown to a room: the same specs with every letter, mark and height larger."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from ui.charts.specs import Spec, compiled

BY = 1.4  # as much as the page's own type grows on a screen of 1366 to 1920 pixels
_LENGTHS = frozenset(
    {
        *("fontSize", "labelFontSize", "titleFontSize", "lineHeight", "labelLineHeight", "labelLimit"),
        *("height", "step", "dx", "dy", "xOffset", "yOffset"),
    }
)
_SIZES = frozenset({"size", "strokeWidth"})
_LAST = re.compile(r"([-+] )([0-9.]+)$")


@cache
def for_a_room(name: str) -> Spec:
    """The chart ``name`` with its lengths in pixels ``BY`` times as long; what it shows is the same."""
    grown: Spec = _grown(compiled(name))
    return grown


def _grown(part: Any) -> Any:
    if isinstance(part, Mapping):
        return {key: _length(key, value) for key, value in part.items()}
    return [_grown(each) for each in part] if isinstance(part, list) else part


def _length(key: str, value: Any) -> Any:
    if key in _LENGTHS | _SIZES:
        if isinstance(value, int | float):
            return round(value * BY, 2)
        if isinstance(value, Mapping) and "expr" in value:  # {"expr": "bandwidth('y') / 2 - 15"}: its pixels are last
            return {"expr": _LAST.sub(lambda found: f"{found[1]}{round(float(found[2]) * BY, 2)}", value["expr"])}
        if key in _SIZES and isinstance(
            value, Mapping
        ):  # depends on the row: {"condition": {…, "value": 11}, "value": 13}
            return {name: _length("size" if name in ("condition", "value") else name, x) for name, x in value.items()}
    return _grown(value)
