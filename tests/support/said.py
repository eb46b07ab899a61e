"""What a sentence, or something that carries one, says in Thai and in English."""

from collections.abc import Mapping
from typing import Any

from words import catalogue
from words.rendering import said

LANGS = ("th", "en")  # those that the program comes with


def thai(value: Any) -> str:
    """The Thai of a sentence, a text, or what carries a sentence (a verdict, a need, an issue, an error)."""
    return said(getattr(value, "message", value), "th")


def english(value: Any) -> str:
    """The English of it."""
    return said(getattr(value, "message", value), "en")


def section(name: str) -> dict[str, Mapping[str, str]]:
    """The entries of a section of the catalogue: name to its template in each language."""
    return {key.removeprefix(f"{name}."): texts for key, texts in catalogue().items() if key.startswith(f"{name}.")}


CODES = (
    "no_data", "no_plan", "suspect", "closed", "stale", "both_late", "money_ahead", "groups_late", "money_late",
    "below_cabinet_on_plan", "on_course",
)  # fmt: skip  # of verdicts
OF_PART = "part"  # of an amphoe, which has no verdict
VARIANTS = tuple(name for name in section("verdict") if name not in (*CODES, OF_PART))  # other sentences of a code
