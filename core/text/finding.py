"""Whether a text holds a name or a number that is looked for, however either was typed."""

import re

from core.text.thai import searchable

SHORTEST, SHORTEST_NUMBER = 3, 6  # letters, or digits where nothing else is looked for: fewer are found everywhere
_BETWEEN = re.compile(r"[^\w\u0e00-\u0e7f]+|_")  # spaces, dashes, dots, brackets
_PHONE = re.compile(r"(?:0|66)([0-9]{8,9})")


def squeezed(text: str) -> str:
    """``text`` as it is compared: folded, Arabic digits, small letters, letters and digits alone."""
    return _BETWEEN.sub("", searchable(text))


def needle(text: str) -> str | None:
    """What to look for in squeezed texts; ``None`` where too little is left. Of a telephone number it is what follows
    0 or +66.
    """
    found = squeezed(text)
    phone = _PHONE.fullmatch(found)
    if phone:
        return phone[1]
    return found if len(found) >= (SHORTEST_NUMBER if found.isdigit() else SHORTEST) else None
