"""How much heavy work there may be, as the environment says: at once, in line, and for each its memory and time."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """A whole number of the environment; what is none, or out of its range, counts as not set."""

    variable: str
    usual: int
    least: int
    most: int

    @property
    def value(self) -> int:
        """The number in force."""
        text = self._text()
        return int(text) if text and not self.unread else self.usual

    @property
    def unread(self) -> str:
        """What is set and counts as not set; empty: nothing."""
        text = self._text()
        good = text.isascii() and text.isdecimal() and len(text) < 9 and self.least <= int(text) <= self.most
        return "" if good else text

    def _text(self) -> str:
        return os.environ.get(self.variable, "").strip()


AT_ONCE = Setting("OTOP_WORKERS", 2, 1, 64)
IN_LINE = Setting("OTOP_WORKERS_QUEUE", 20, 1, 1_000)
MEGABYTES = Setting("OTOP_WORKERS_MB", 1_500, 800, 1_000_000)  # charts of papers reserve some 700 before they draw
SECONDS = Setting("OTOP_WORKERS_SECONDS", 120, 10, 3_600)
ALL = (AT_ONCE, IN_LINE, MEGABYTES, SECONDS)
