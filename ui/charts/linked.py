"""The linked view (``ui.charts.written.linked``) as a page shows it."""

from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32


def titled(spec: Mapping[str, Any], titles: Sequence[str]) -> dict[str, Any]:
    """The compiled chart with words above each side."""
    return {**spec, "vconcat": [{**view, "title": text} for view, text in zip(spec["vconcat"], titles, strict=True)]}


def turn_of(chosen: Mapping[str, Sequence[str]]) -> int:
    """The name of what the page filters by, which presses carry: another filter has another."""
    return crc32(repr(sorted((side, list(values)) for side, values in chosen.items())).encode())


def pressed(selection: Mapping[str, Any], side: str, chosen: Mapping[str, Sequence[str]]) -> set[str]:
    """Which values of a side were turned over since the page filters by ``chosen``, of what a browser sent."""
    turn, found = str(turn_of(chosen)), set()
    for entry in selection.get(side) or ():
        named, _, value = str(entry.get(f"{side}_press", "")).partition(" ")
        if named == turn:
            found.add(value)
    return found
