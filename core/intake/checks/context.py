"""What is checked once the cells are read. Checks are pure: they look at columns and yield what they found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress, count
from typing import Any

from core.intake.checks.findings import Found
from core.model import Diff, Rows, Snapshot
from core.model.kinds import Kind
from core.model.project import Project


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may look at. ``rows`` is the whole snapshot that would be stored; ``unread`` the positions, by our
    column's name, whose cells could not be read and are named already; ``present`` the columns that the file has.
    """

    kind: Kind
    project: Project
    rows: Rows
    today: Snapshot | None = None
    base: Rows | None = None
    as_of: date | None = None
    scope: str = "replace"
    diff: Diff | None = None
    present: frozenset[str] = frozenset()
    unread: Mapping[str, frozenset[int]] = field(default_factory=dict)
    numbers: Sequence[int] = ()
    balance: Sequence[int | None] | None = None
    cache: dict[str, object] = field(default_factory=dict)  # what several checks share

    def __getitem__(self, name: str) -> list[Any]:
        """The column of a field."""
        return self.rows[name]

    def other(self, kind: Kind) -> Rows | None:
        """Today's rows of another kind, ``None`` where nothing of it was loaded."""
        found = self.today.rows.get(kind) if self.today else None
        return found if found is not None and len(found) else None


Check = Callable[[Context], Iterator[Found]]


def positions_of(values: Sequence[Any], wanted: Callable[[Any], bool]) -> list[int]:
    """Places of the values that are wanted; each distinct value is asked once."""
    hits = {value for value in set(values) if wanted(value)}
    return list(compress(count(), map(hits.__contains__, values))) if hits else []
