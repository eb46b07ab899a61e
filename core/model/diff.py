"""What a snapshot changes in the one before: rows added, removed, changed.

Compared by column: where the keys stand in the same order (the usual case: rows were added at the end), no row is
looked at one by one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import compress
from operator import ne
from typing import Any

from core.model.kinds import KINDS, Kind
from core.model.rows import Rows, empty
from core.model.stages import NO_STAGES, Stages
from core.text import Sight

Key = Any


@dataclass(frozen=True, slots=True)
class Change:
    """One row that both have: its key, and the fields that differ, before and after."""

    key: Key
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Diff:
    """``added`` are rows of the new snapshot, ``removed`` rows of the base. Changes are kept by field:
    ``fields[field]`` is (positions in ``changed_keys``, values before, values after).
    """

    kind: Kind
    added: Rows
    removed: Rows
    changed_keys: Sequence[Key] = ()
    fields: Mapping[str, tuple[list[int], list[Any], list[Any]]] = field(default_factory=dict)
    base_as_of: date | None = None
    before: Rows | None = None  # the changed rows as they were, in the order of ``changed_keys``
    stages: Stages = NO_STAGES  # names and order of the groups' stages; none: they go by their identifiers

    def seen_by(self, sight: Sight) -> "Diff":
        """The same changes as a reader may see them; a field that then reads as before has changed all the same."""
        columns = {column.field: column for column in KINDS[self.kind].columns}
        return replace(
            self,
            added=self.added.seen_by(sight),
            removed=self.removed.seen_by(sight),
            before=self.before and self.before.seen_by(sight),
            fields={
                name: (places, [columns[name].seen(v, sight) for v in was], [columns[name].seen(v, sight) for v in now])
                for name, (places, was, now) in self.fields.items()
            },
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each."""
        return {"added": len(self.added), "changed": len(self.changed_keys), "removed": len(self.removed)}

    @property
    def is_empty(self) -> bool:
        """Whether both snapshots hold the same rows."""
        return not any(self.counts.values())

    def after(self, name: str) -> list[Any]:
        """A field of the changed rows as it becomes, in the order of ``changed_keys``."""
        values = list(self.before[name]) if self.before is not None else []
        places, _, new = self.fields.get(name, ([], [], []))
        for place, value in zip(places, new, strict=True):
            values[place] = value
        return values

    def changes(self) -> Iterator[Change]:
        """The changed rows one by one, for those who need only some."""
        before: list[dict[str, Any]] = [{} for _ in self.changed_keys]
        after: list[dict[str, Any]] = [{} for _ in self.changed_keys]
        for name, (places, old, new) in self.fields.items():
            for place, was, becomes in zip(places, old, new, strict=True):
                before[place][name] = was
                after[place][name] = becomes
        for key, was_fields, new_fields in zip(self.changed_keys, before, after, strict=True):
            yield Change(key, was_fields, new_fields)


def diff_rows(
    base: Rows,
    new: Rows,
    base_as_of: date | None = None,
    unread: Mapping[str, Collection[int]] | None = None,
    *,
    stages: Stages = NO_STAGES,
) -> Diff:
    """What turns ``base`` into ``new``. Keys are taken to be unique; of a repeated key the last row counts. All
    rows whose key the base does not have are added, also those without one.
    ``unread`` names, by field, positions of new rows whose cell could not be read: such a cell is no change.
    ``stages`` are for the words about groups.
    """
    if not len(base):
        return Diff(new.kind, new, empty(new.kind), base_as_of=base_as_of, stages=stages)
    both_old, both_new, added, removed = _added_below(base, new) or _aligned(base.keys(), new.keys())
    changed, fields = _changed_fields(base, new, both_old, both_new, unread or {})
    place_of = {position: place for place, position in enumerate(changed)}
    return Diff(
        new.kind,
        _taken(new, added),
        _taken(base, removed),
        [new.key_at(both_new[position]) for position in changed],
        {name: ([place_of[p] for p in places], old, now) for name, (places, old, now) in fields.items()},
        base_as_of,
        base.take([both_old[position] for position in changed]) if changed else None,
        stages,
    )


Places = tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[int]]


def _added_below(base: Rows, new: Rows) -> Places | None:
    """As ``_aligned``, where the keys of the base stand in the new rows in the same order and others only follow."""
    count = len(base)
    if any(new[name][:count] != base[name] for name in KINDS[new.kind].key):
        return None
    if len(new) > count and not new.has_unique_keys():
        return None
    return range(count), range(count), range(count, len(new)), range(0)


def _aligned(old_keys: Sequence[Key], new_keys: Sequence[Key]) -> Places:
    """Places of the rows that both have (in the base, in the new), of those added and of those removed."""
    old_place = dict(zip(old_keys, range(len(old_keys)), strict=True))
    new_place = dict(zip(new_keys, range(len(new_keys)), strict=True))
    both = [key for key in new_place if key in old_place]
    added = [place for place, key in enumerate(new_keys) if key not in old_place]
    removed = [place for key, place in old_place.items() if key not in new_place]
    return [old_place[key] for key in both], [new_place[key] for key in both], added, removed


def _taken(rows: Rows, places: Sequence[int]) -> Rows:
    if isinstance(places, range) and places == range(len(rows)):
        return rows
    return rows.take(places)


def _changed_fields(
    base: Rows,
    new: Rows,
    both_old: Sequence[int],
    both_new: Sequence[int],
    unread: Mapping[str, Collection[int]],
) -> tuple[list[int], dict[str, tuple[list[int], list[Any], list[Any]]]]:
    """Positions (in the common rows) with any difference, in order, and by field the positions and both values."""
    fields: dict[str, tuple[list[int], list[Any], list[Any]]] = {}
    for column in KINDS[new.kind].columns:
        old, now = _at(base[column.field], both_old), _at(new[column.field], both_new)
        if old == now:
            continue
        places = list(compress(range(len(old)), map(ne, old, now)))
        if column.field in unread:
            places = [place for place in places if both_new[place] not in unread[column.field]]
            if not places:
                continue
        fields[column.field] = (places, [old[p] for p in places], [now[p] for p in places])
    return sorted({place for places, _, _ in fields.values() for place in places}), fields


def _at(values: list[Any], places: Sequence[int]) -> list[Any]:
    if isinstance(places, range):
        return values if len(places) == len(values) else values[: len(places)]
    return list(map(values.__getitem__, places))
