"""What the bench says: lines, each a value beside its bar and its aim; how they are printed and kept."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.stats import NOTHING

LEFT_OUT = "left out of the short run"
RESULTS = Path(__file__).resolve().parent / "results.json"


@dataclass(frozen=True)
class Bar:
    """What a value is held to. ``at_least``: more is better, else less is. Without a ``bar`` the value is only told."""

    name: str
    bar: float | None = None
    aim: float | None = None
    unit: str = "×"
    at_least: bool = False
    about: str = ""  # how it is measured, in a few words


@dataclass(frozen=True)
class Found:
    """A value that was measured, and the figures behind it by name with their unit."""

    value: float
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One line of the results."""

    group: str
    bar: Bar
    value: float  # not a number where nothing could be measured
    figures: Mapping[str, float] = field(default_factory=dict)
    why: str = ""  # why nothing could be measured

    @property
    def known(self) -> bool:
        """Whether anything was measured."""
        return not math.isnan(self.value)

    @property
    def holds(self) -> bool:
        """Whether the value is within its bar; a line that could not be measured is not."""
        return self._within(self.bar.bar)

    @property
    def reaches_aim(self) -> bool:
        """Whether the value is within its aim too."""
        return self.bar.aim is not None and self._within(self.bar.aim)

    def _within(self, limit: float | None) -> bool:
        if not self.known:
            return False
        return limit is None or (self.value >= limit if self.bar.at_least else self.value <= limit)

    @property
    def verdict(self) -> str:
        """One word."""
        if self.why == LEFT_OUT:
            return "left"
        if self.bar.bar is None:
            return "told" if self.known else "MISSED"
        return "aim" if self.reaches_aim else "holds" if self.holds else "MISSED"

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        kept = {**asdict(self.bar), "group": self.group, "why": self.why, "verdict": self.verdict}
        return kept | {"value": _number(self.value), "figures": {k: _number(v) for k, v in self.figures.items()}}


def from_json(kept: Mapping[str, Any]) -> Line:
    """A line as it was kept."""
    bar = Bar(**{name: kept[name] for name in ("name", "bar", "aim", "unit", "at_least", "about")})
    figures = {name: NOTHING if value is None else value for name, value in kept["figures"].items()}
    return Line(kept["group"], bar, NOTHING if kept["value"] is None else kept["value"], figures, kept["why"])


def number(value: float, unit: str = "") -> str:
    """A value as it is told: three figures that count, and its unit."""
    if math.isnan(value):
        return "–"
    whole = value == int(value) and abs(value) < 1e6
    digits = 0 if whole or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}{f' {unit}' if unit and unit != '×' else unit}"


def told(line: Line) -> str:
    """A line for a terminal, and its figures below it."""
    bar, mark = line.bar, "≥" if line.bar.at_least else "≤"
    limit = f"bar {mark} {number(bar.bar, bar.unit)}" if bar.bar is not None else "no bar"
    aim = f", aim {mark} {number(bar.aim, bar.unit)}" if bar.aim is not None else ""
    found = f"{line.verdict:6} {bar.name}: {number(line.value, bar.unit)} ({limit}{aim})"
    if line.why:
        found += f"\n       not measured: {line.why}"
    behind = "; ".join(f"{name} {number(value)}" for name, value in line.figures.items())
    return found + (f"\n       {behind}" if behind else "")


def write(results: Mapping[str, Any], path: Path = RESULTS) -> None:
    """Keep results, in an order that a difference of two runs shows well."""
    path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read(path: Path = RESULTS) -> dict[str, Any]:
    """The results that are kept; none where there are none yet."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _number(value: float) -> float | None:
    return None if math.isnan(value) or math.isinf(value) else round(value, 4)
