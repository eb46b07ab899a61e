"""Rows that have more or fewer cells than the header: what was in place of a comma, or which comma is one too many."""

import re
from collections.abc import Sequence
from itertools import pairwise

from core.text import Message

_LIKE_COMMAS = "\uff0c\u060c\u3001\u201a\uff1b;\t|"  # full-width, Arabic, ideographic, low quotation mark, others
_NAMES = {"\t": "Tab"}
_BEGIN, _REST = re.compile(r"[^0-9]*[0-9]{1,3}"), re.compile(r"[0-9]{3}(?:\.[0-9]{1,2})?[^0-9]*")


def width_hint(cells: Sequence[str], width: int) -> Message | str:
    """What a row of the wrong width was meant to be; nothing where that does not show."""
    if len(cells) < width:
        found = [letter for letter in _LIKE_COMMAS if any(letter in cell for cell in cells)]
        return Message("hint.like_comma", {"letter": _NAMES.get(found[0], found[0])}) if found else ""
    for one, two in pairwise(cells):
        if _BEGIN.fullmatch(one.strip()) and _REST.fullmatch(two.strip()):
            return Message("hint.split_amount", {"amount": f"{one.strip()},{two.strip()}"})
    return ""
