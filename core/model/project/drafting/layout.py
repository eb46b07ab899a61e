"""Where the amphoe of a province stand in its tile map while the project's file does not say.

No package that is kept up gives the places of amphoe, so that they stand in a plain grid, in dictionary order, row by
row.
"""

from core.model.places import amphoe_of
from core.model.project.model import Tile
from core.text import sort_key

_COLUMNS = 3  # on a phone a tile then holds the longest name in two lines


def layout(province_code: str) -> tuple[Tile, ...]:
    """A tile for each amphoe; empty where no province has that code."""
    found = sorted(amphoe_of(province_code), key=lambda amphoe: sort_key(amphoe.written))
    return tuple(Tile(amphoe.written, amphoe.name, *divmod(place, _COLUMNS)) for place, amphoe in enumerate(found))
