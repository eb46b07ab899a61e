"""What a figure comes to: an amount, or the reason why it is not known."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from core.text import Message

Amount = int | Decimal  # groups and satang are integers; percentages and indices have decimals


@dataclass(frozen=True, slots=True)
class Unknown:
    """A figure that is not known, and why. It is shown as a dash, never as 0.

    ``absent``: the project has no such figure, so no list names it.
    """

    reason: Message
    absent: bool = False


Value = Amount | Unknown
Found = TypeVar("Found")


class NotKnownError(Exception):
    """Ends the computation of a figure. ``key`` is the entry of the section ``unknown`` in the words of figures."""

    def __init__(self, key: str, *, absent: bool = False, **params: object) -> None:
        super().__init__(key)
        self.unknown = Unknown(Message(f"unknown.{key}", params), absent)


def needed(found: Found | None, key: str) -> Found:
    """What was found; ``NotKnownError`` where it is nothing."""
    if found is None:
        raise NotKnownError(key)
    return found
