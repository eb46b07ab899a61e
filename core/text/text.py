"""Texts in several languages: those of a project, and sentences of the catalogue with their values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in each language that somebody wrote it in: code of the language to text."""

    of: Mapping[str, str]

    def get(self, language: str) -> str:
        """The text in a language; in English where that is missing, else as it was written."""
        return self.of.get(language) or self.of.get(FALLBACK) or next(iter(self.of.values()))

    @classmethod
    def both(cls, thai: str, english: str) -> "Text":
        """A text in the two languages of the program's own lists."""
        return cls({"th": thai, "en": english})

    @classmethod
    def plain(cls, text: str) -> "Text":
        """A text of no language: an identifier, a name that nobody has translated."""
        return cls({"": text})

    def filled(self, **values: "str | Text") -> "Text":
        """The text with its placeholders filled, in each of its languages."""
        return Text({
            language: text.format(**{name: v.get(language) if isinstance(v, Text) else v for name, v in values.items()})
            for language, text in self.of.items()
        })  # fmt: skip

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.of.items())))


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the catalogue by its key, with the values of its placeholders.

    A value is a number, a date, a plain text, a ``Text`` or another ``Message``, written as the language writes it.
    """

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)
