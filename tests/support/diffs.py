"""What a comparison says, as the screens write it."""

from collections.abc import Collection
from functools import partial

from core.intake.compare import listing, shrink, words
from core.model.diff import Diff
from core.model.rows import Rows, canonical
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


def apply_diff(base: Rows, diff: Diff) -> Rows:
    """``base`` with the diff's rows removed, changed and added; rows keep the base's order, added ones come last."""
    gone = set(diff.removed.keys())
    keys = base.keys()
    keep = [place for place, key in enumerate(keys) if key not in gone]
    kept = base.take(keep)
    columns = {name: list(values) for name, values in kept.columns.items()}
    place_of = {keys[place]: position for position, place in enumerate(keep)}
    for name, (places, _, after) in diff.fields.items():
        for place, value in zip(places, after, strict=True):
            columns[name][place_of[diff.changed_keys[place]]] = value
    for name in columns:
        columns[name] += diff.added[name]
    return Rows(base.kind, columns, [*kept.numbers, *diff.added.numbers])


def canonical_rows(rows: Rows) -> list[tuple[str, ...]]:
    """Each row as the texts that stand for its values; row numbers left out."""
    return [tuple(map(canonical, values)) for values in zip(*rows.columns.values(), strict=True)]
