"""A remark on a figure, a group, a set of data or an item of the agenda. No figure depends on it."""

from typing import Literal

from core.model.lessons import clean, fault_of
from core.text import Message

About = Literal["figure", "group", "upload", "agenda"]
ABOUT: tuple[About, ...] = ("figure", "group", "upload", "agenda")
LONGEST = 500  # letters
LONGEST_ITEM = 100  # of what an item of the agenda is called
LONGEST_REASON = 300


def cleaned(text: str) -> str:
    """As it is kept."""
    return clean(text)


def faults(text: str, longest: int = LONGEST, part: str = "remark") -> list[Message]:
    """Why a cleaned text cannot be kept; never repeats what was typed."""
    fault = fault_of(part, text, longest)
    return [fault] if fault else []
