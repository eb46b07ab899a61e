"""One line of what to follow up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.text import Message

HORIZON_DAYS = 45  # how far ahead a last day is announced


@dataclass(frozen=True, slots=True)
class Need:
    """One line: its sentence with the numbers, days and names in it; ``groups`` whom it means."""

    code: str
    message: Message
    groups: tuple[str, ...] = ()

    @property
    def params(self) -> Mapping[str, Any]:
        """The numbers, days and names of the sentence."""
        return self.message.params

    @property
    def key(self) -> str:
        """What a link calls this line: its code and, of several instalments, which one: ``instalment:2``."""
        return f"{self.code}:{self.params['q']}" if "q" in self.params else self.code


def need(code: str, groups: tuple[str, ...] = (), /, *, sentence: str = "", **params: Any) -> Need:
    """A line by its code; ``sentence`` names another sentence of that code."""
    return Need(code, Message(f"need.{sentence or code}", params), groups)
