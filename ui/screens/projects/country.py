"""The country: its regions, and where each province lies in the map of tiles."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.model.places import province_of
from core.text import Text, sort_key

REGIONS = ("north", "northeast", "central", "east", "west", "south")  # as lists have them


@dataclass(frozen=True, slots=True)
class Province:
    """A province by its DOPA code: its name, whole and in two or three letters, and the place of its tile."""

    code: str
    region: str
    row: int
    column: int
    name: Text
    short: Text

    def order(self, lang: str) -> tuple[int, object]:
        """Its place in lists: by region, then by name as a dictionary has it."""
        return REGIONS.index(self.region), sort_key(self.name.get(lang))


@cache
def provinces() -> Mapping[str, Province]:
    """Every province of the country, by code."""
    table = tomllib.loads(Path(__file__).with_name("country.toml").read_text(encoding="utf-8"))
    return {code: _province(code, **of) for code, of in table.items()}


def _province(code: str, *, region: str, row: int, column: int, th: str, en: str) -> Province:
    place = province_of(code)
    assert place is not None, code
    return Province(code, region, row, column, place.name, Text({"th": th, "en": en}))
