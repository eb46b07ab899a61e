"""Of which days the data on show are, in the same words on screens and papers."""

from collections.abc import Callable
from datetime import date
from functools import reduce

from core.model import Snapshot
from core.model.kinds import KINDS, Kind, day_kinds
from ui.text.words import Teller


def as_of(teller: Teller, view: Snapshot, day: Callable[[date | None], str]) -> str:
    """One day where all kinds that set one have the same; else each kind with its own, or a dash. ``day`` writes days
    as the screen or the paper does.
    """
    cutoffs = {kind: view.cutoff(kind) for kind in day_kinds()}
    if not any(cutoffs.values()):
        return teller.say("band.empty")
    if len(set(cutoffs.values())) == 1:
        return teller.say("band.as_of_same", a=day(next(iter(cutoffs.values()))))
    parts = (teller.say("band.as_of", kind=short(teller, kind), day=day(on)) for kind, on in cutoffs.items())
    said = " · ".join(parts)
    return said[:1].upper() + said[1:]


def sets(teller: Teller, view: Snapshot) -> str:
    """The number of each of these data sets; one number where it is the same."""
    numbers = {kind: str(view.uploads[kind].seq) if kind in view.uploads else "–" for kind in day_kinds()}
    if len(set(numbers.values())) == 1:
        return next(iter(numbers.values()))
    named = (f"{short(teller, kind)} {number}" for kind, number in numbers.items())
    return reduce(lambda a, b: teller.say("band.sets", a=a, b=b), named)


def short(teller: Teller, kind: Kind) -> str:
    """A kind in a word, where it has one."""
    return (KINDS[kind].short or KINDS[kind].name).get(teller.lang)
