"""One line of what to follow up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.phrases import NEEDS, say

HORIZON_DAYS = 45  # how far ahead a last day is announced


@dataclass(frozen=True, slots=True)
class Need:
    """One line; ``params`` are the numbers and days in it (satang, counts, dates, names), ``groups`` whom it means."""

    code: str
    th: str
    en: str
    params: Mapping[str, Any] = field(default_factory=dict)
    groups: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What a link calls this line: its code and, of several instalments, which one: ``instalment:2``."""
        return f"{self.code}:{self.params['q']}" if "q" in self.params else self.code

    def get(self, lang: str) -> str:
        """The sentence in ``th`` or ``en``."""
        return self.th if lang == "th" else self.en


def need(
    code: str,
    params: Mapping[str, Any],
    days: Mapping[str, date] | None = None,
    /,
    groups: tuple[str, ...] = (),
    **words: object,
) -> Need:
    """A line of ``NEEDS``: ``days`` are dates in its sentence, ``words`` all else in it."""
    return Need(code, *say(NEEDS[code], days, **words), params=params, groups=groups)
