"""The word that was probably meant."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process


def closest(word: str, known: Iterable[str], least: int) -> str | None:
    """The known word most like another; ``None`` where none has ``least`` per cent of likeness."""
    found = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=least)
    return found[0] if found else None
