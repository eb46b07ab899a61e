"""What a comparison says, as the screens write it."""

from collections.abc import Collection
from functools import partial

from core.intake.compare import listing, shrink, words
from core.model.diff import Diff
from words.rendering import said


def sentences(diff: Diff, lang: str = "th", hidden: Collection[str] = ()) -> list[str]:
    """The sentences of a diff."""
    return [said(sentence, lang) for sentence in words.sentences(diff, hidden)]


def lines(diff: Diff, lang: str = "th", hidden: Collection[str] = ()) -> list[listing.Line]:
    """The lines of its table."""
    return listing.lines(diff, partial(said, language=lang), hidden)


def ticks(diff: Diff, lang: str = "th") -> list[str]:
    """What it takes away, a line each."""
    return [said(one.message, lang) for one in shrink.shrinks(diff)]
