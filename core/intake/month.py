"""The files of a month: which of them, and which of their sheets, hold each kind of data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from core.intake.model import Intake
from core.model import Snapshot
from core.model.kinds import KINDS, Kind

F = TypeVar("F")  # a file, in whatever form it is held


@dataclass(frozen=True, slots=True)
class Part(Generic[F]):
    """The files of one kind, to be read as one, and the sheets of those that are workbooks."""

    kind: Kind
    files: tuple[F, ...]
    sheets: tuple[str, ...] | None = None


def parts_of(files: Sequence[F], kinds: Sequence[Mapping[Kind, str | None]]) -> list[Part[F]]:
    """The parts in the order of ``KINDS``; ``kinds`` are those of each file, with the sheet that holds each."""
    parts = []
    for kind in KINDS:
        places = [place for place, one in enumerate(kinds) if kind in one]
        named = tuple(dict.fromkeys(sheet for place in places if (sheet := kinds[place][kind]) is not None))
        if places:
            parts.append(Part(kind, tuple(files[place] for place in places), named or None))
    return parts


def with_rows(base: Snapshot, before: Sequence[Intake]) -> Snapshot:
    """A snapshot in which the rows of intakes that are stored with the next one stand for those in force."""
    return replace(base, rows={**base.rows, **{one.kind: one.rows for one in before if one.rows is not None}})
