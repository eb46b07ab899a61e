"""Sentences of the catalogue filled in: counts, days, texts and lists as each language writes them.

A template may say how a value is written: ``{until}`` a day (``31 ก.ค. 64``), ``{until:month}`` its month,
``{until:long}`` with the month's full name; ``{r:groups}`` a count with its noun (the entries ``one`` and ``other`` of
``count.groups``); ``{kind:lower}`` a name inside an English sentence; ``{parts:and}`` a list. Amounts of money write
themselves (``core.money``). What is unknown is a dash.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from words import FIRST, catalogue, template

DASH = "–"
_BE = 543  # years of the Buddhist era are ahead of the Common Era by


class Sentence(Protocol):
    """A sentence of the catalogue: its key, and the values of its placeholders."""

    @property
    def key(self) -> str: ...

    @property
    def params(self) -> Mapping[str, Any]: ...


def render(sentence: Sentence, language: str = FIRST) -> str:
    """The sentence in a language. An unknown key is a fault of the program: ``KeyError``."""
    return fill(sentence.key, language, sentence.params)


def fill(key: str, language: str, params: Mapping[str, Any]) -> str:
    """The template of a key with its placeholders filled."""
    text = template(key, language)
    return text.format(**{name: _shown(value, language) for name, value in params.items()}) if params else text


def said(value: Any, language: str = FIRST) -> str:
    """A value as a language writes it: a sentence, a text, a number, a day or a list of them."""
    return format(_shown(value, language))


def in_each(value: Any, languages: Sequence[str]) -> dict[str, str]:
    """A value as each of the languages writes it."""
    return {language: said(value, language) for language in languages}


def day(value: date | None, language: str = FIRST, style: str = "short") -> str:
    """``31 ก.ค. 64`` or ``31 Jul 2021``; ``long``: ``31 กรกฎาคม 2564``; ``month``: ``ก.ค. 64``; unknown is a dash."""
    if value is None:
        return DASH
    parts = {form: template(f"month.{form}.{value.month}", language) for form in ("short", "long")}
    years = {"year": value.year, "be": value.year + _BE, "yy": (value.year + _BE) % 100}
    return template(f"date.{style}", language).format(day=value.day, **parts, **years)


def year(year_be: int, language: str = FIRST) -> str:
    """A year of the Buddhist era as the language counts years: ``2564`` or ``2021``."""
    return template("date.year", language).format(be=year_be, year=year_be - _BE)


def hour(value: datetime, language: str = FIRST, *, seconds: bool = False) -> str:
    """The time of day of an instant, in its own zone: ``10.42 น.`` or ``10:42``, with seconds ``10.42.07 น.``."""
    pattern = template("date.clock_seconds" if seconds else "date.clock", language)
    return pattern.format(hour=value.hour, minute=value.minute, second=value.second)


def _shown(value: Any, language: str) -> Any:
    if value is None:
        return DASH
    if type(value) is int:
        return _Count(value, language)
    if isinstance(value, date):
        return _Day(value, language)
    if isinstance(value, list | tuple):
        return _List(value, language)
    if hasattr(value, "params"):
        return _Name(render(value, language))
    return _Name(value.get(language)) if hasattr(value, "of") else value


class _Name(str):
    def __format__(self, spec: str) -> str:
        return self.lower() if spec == "lower" else super().__format__(spec)


class _Count(int):
    def __new__(cls, value: int, language: str) -> "_Count":
        made = super().__new__(cls, value)
        made.language = language
        return made

    language: str

    def __format__(self, spec: str) -> str:
        if f"count.{spec}.other" not in catalogue():
            return super().__format__(spec)
        form = "one" if self == 1 and f"count.{spec}.one" in catalogue() else "other"
        return template(f"count.{spec}.{form}", self.language).format(n=int(self))


class _Day:
    def __init__(self, value: date, language: str) -> None:
        self.value, self.language = value, language

    def __format__(self, spec: str) -> str:
        return day(self.value, self.language, spec or "short")


class _List:
    def __init__(self, values: Sequence[Any], language: str) -> None:
        self.values, self.language = values, language

    def __format__(self, spec: str) -> str:
        joined = f"list.{spec}" in catalogue()
        each = (format(_shown(value, self.language), "" if joined else spec) for value in self.values)
        return template(f"list.{spec if joined else 'comma'}", self.language).join(each)
