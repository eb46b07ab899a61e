"""User names as they are kept."""

import re
import unicodedata

from db.errors import NameRefused

_NAME = re.compile(r"[\w.\-@]{2,40}")


def cleaned(name: str) -> str:
    """A user name as it is kept: composed, without outer spaces, in lower case. Raises ``NameRefused``."""
    name = unicodedata.normalize("NFC", name).strip().casefold()
    letters = "".join(char for char in name if not unicodedata.combining(char) and unicodedata.category(char) != "Mn")
    if not _NAME.fullmatch(letters) or len(name) > 40:
        raise NameRefused("user_name")
    return name
