"""How a paper writes numbers, days and sentences: one language, one kind of digits, a dash for what is not known."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from core.calendar import bangkok_day
from core.money import format_baht
from core.text import Message, Text, to_thai_digits
from ui.text import t, words
from words import rendering, template

Digits = Literal["thai", "arabic"]
DASH = "–"
NBSP = "\u00a0"
_WITH_UNIT = re.compile("(?<=[0-9]) (?=บาท|กลุ่ม|วัน|เดือน|รายการ|ผลิตภัณฑ์|baht|groups|days)")
# d3's number format, so that axes count as the text beside them does.
_THAI_NUMERALS = ["๐", "๑", "๒", "๓", "๔", "๕", "๖", "๗", "๘", "๙"]
_PLAIN_LOCALE: dict[str, Any] = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]}


def usual_digits(lang: str) -> Digits:
    """The digits of official papers in a language, unless others are asked for."""
    return "thai" if template("language.digits", lang) == "thai" else "arabic"


@dataclass(frozen=True, slots=True)
class Writing:
    """The language and the digits of one paper."""

    lang: str
    digits: Digits

    def text(self, text: str) -> str:
        """Text with the paper's digits. Codes and document numbers are not passed through here."""
        return to_thai_digits(text) if self.digits == "thai" else text

    def prose(self, text: str) -> str:
        """``text`` for lines that break: a number keeps its unit."""
        return self.text(_WITH_UNIT.sub(NBSP, text))

    def say(self, key: str, **params: Any) -> str:
        """A sentence of the catalogue."""
        return self.prose(t(key, self.lang, **params))

    def told(self, value: Message | Text) -> str:
        """A sentence or a text of core, as prose."""
        return self.prose(words.told(value, self.lang))

    def baht(self, satang: int | None, decimals: int = 2) -> str:
        """``412,350.00``, below zero ``−38,000.00`` with a true minus; unknown is a dash."""
        return self.text(format_baht(satang, decimals)).replace("-", "−")

    def count(self, number: int | None) -> str:
        """``30``; unknown is a dash."""
        return DASH if number is None else self.text(f"{number:,}")

    def number(self, number: Decimal | None) -> str:
        """A share or an index with the decimals it has; unknown is a dash."""
        return DASH if number is None else self.text(f"{number:,}")

    def day(self, day: date | None) -> str:
        """``31 กรกฎาคม 2564``, as official papers write it; unknown is a dash."""
        return self.text(rendering.day(day, self.lang, "long"))

    def short_day(self, day: date | None) -> str:
        """``31 ก.ค. 64``, for tables; unknown is a dash."""
        return self.text(words.day(day, self.lang))

    def month(self, day: date) -> str:
        """``ก.ค. 64``."""
        return self.text(words.month(day, self.lang))

    def instant(self, instant: datetime) -> str:
        """Day and time in Bangkok."""
        clock = words.clock(instant, self.lang)
        return f"{self.short_day(bangkok_day(instant))} {self.text(clock)}"

    @property
    def number_locale(self) -> dict[str, Any]:
        """For the axes of charts: how d3 writes numbers."""
        return _PLAIN_LOCALE | ({"numerals": _THAI_NUMERALS} if self.digits == "thai" else {})
