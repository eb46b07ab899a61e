"""From the rows of a file to the whole snapshot: scopes, what a mask or an absent column leaves as it is.

The result is always one whole snapshot. Rows carried over from today's upload have no row in the file (number 0 here).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.intake.checks.findings import Found, key_text
from core.intake.model import Scope
from core.model import Rows
from core.model.kinds import KINDS, Column
from core.text import NOBODY, PERSON_MASK, PHONE_MASK, Sight, is_masked_phone, mask_phone

_AT_ONCE = 1_000  # texts looked through together: few enough to stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Merged:
    """A whole snapshot, and the row of the file that each comes from (0: carried over; ``tables`` as in ``Places``)."""

    rows: Rows
    numbers: Sequence[int]
    tables: list[int]
    folded: dict[str, int] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    positions: Sequence[int] = ()  # place in the file's rows -> position in the snapshot


def merge(base: Rows | None, new: Rows, tables: list[int], scope: Scope, present: frozenset[str]) -> Merged:
    """The snapshot that results from a file under a scope."""
    if scope == "replace" or base is None or not len(base):
        rows = Rows(new.kind, new.columns, list(range(2, 2 + len(new)))) if tables and scope == "replace" else new
        return Merged(rows, new.numbers, tables, positions=range(len(new)))
    return (_append if scope == "append" else _update)(base, new, tables, present)


def _append(base: Rows, new: Rows, tables: list[int], _: frozenset[str]) -> Merged:
    """The base's rows, then the file's. A row that the base has already is passed over; one that differs blocks."""
    names = [column.field for column in KINDS[new.kind].columns]
    known = dict(zip(base.keys(), zip(*(base[name] for name in names), strict=True), strict=True))
    keep: list[int] = []
    clashes: list[int] = []
    for place, (key, row) in enumerate(zip(new.keys(), zip(*(new[name] for name in names), strict=True), strict=True)):
        if key in known and known[key] == row:
            continue
        if key in known:
            clashes.append(len(base) + len(keep))
        keep.append(place)
    added = new.take(keep)
    positions = [-1] * len(new)
    for offset, place in enumerate(keep):
        positions[place] = len(base) + offset
    same = len(new) - len(keep)
    lead = next(column.name for column in KINDS[new.kind].columns if column.key)
    return replace(
        _joined(base, added, [tables[place] for place in keep] if tables else []),
        positions=positions,
        folded={"already_there": same} if same else {},
        found=[Found("append_exists", "blocking", position, lead) for position in clashes],
    )


def _update(base: Rows, new: Rows, tables: list[int], present: frozenset[str]) -> Merged:
    """The base's rows with those of the file written over them (columns that the file has), unknown keys added."""
    place_of = dict(zip(base.keys(), range(len(base)), strict=True))
    hits = [(place, place_of[key]) for place, key in enumerate(new.keys()) if key in place_of]
    known = {place for place, _ in hits}
    found = [] if new.has_unique_keys() else _repeated(new, hits)
    added = [place for place in range(len(new)) if place not in known]
    merged = _joined(base, new.take(added), [tables[place] for place in added] if tables else [])
    for column in KINDS[new.kind].columns:
        if column.name in present:
            values, ours = merged.rows.columns[column.field], new[column.field]
            for place, position in hits:
                values[position] = ours[place]
    positions, numbers = [-1] * len(new), list(merged.numbers)
    for place, position in hits:
        positions[place] = position
        numbers[position] = new.numbers[place]
        if tables:
            merged.tables[position] = tables[place]
    for offset, place in enumerate(added):
        positions[place] = len(base) + offset
    return replace(merged, numbers=numbers, positions=positions, found=found)


def _repeated(new: Rows, hits: Sequence[tuple[int, int]]) -> list[Found]:
    """Rows of the file that change one row of the base, where several do: which of them is meant, nobody knows."""
    places: dict[int, list[int]] = {}
    for place, position in hits:
        places.setdefault(position, []).append(place)
    lead = next(column.name for column in KINDS[new.kind].columns if column.key)
    found = []
    for position, several in places.items():
        if len(several) > 1:
            before = ", ".join(str(new.numbers[place]) for place in several[:-1])
            key = key_text(new.key_at(several[-1]))
            found.append(Found(KINDS[new.kind].repeated, "blocking", position, lead, key, {"row2": before}))
    return found


def _joined(base: Rows, added: Rows, tables: list[int]) -> Merged:
    """The base's rows, then others, in lists of their own."""
    columns = {name: [*values, *added[name]] for name, values in base.columns.items()}
    rows = Rows(base.kind, columns, list(range(2, 2 + len(base) + len(added))))
    return Merged(rows, [0] * len(base) + list(added.numbers), [0] * len(base) + tables if tables else [])


def keep_unchanged(rows: Rows, base: Rows | None, present: frozenset[str]) -> tuple[Rows, list[Found], dict[str, int]]:
    """Masked cells, and a phone or payee column that is not in the file, keep what today's upload has."""
    found: list[Found] = []
    kept = 0
    for column in KINDS[rows.kind].columns:
        name, masked, asked = column.field, 0, list[Found]()
        if column.holds in ("phone", "payee") and column.name not in present:
            known = _known(rows, base, name)
            rows = _with(rows, name, list(map(known.get, rows.keys()))) if any(known.values()) else rows
        elif column.holds == "phone":
            rows, asked, masked = _unmasked_phones(rows, name, _known(rows, base, name))
        elif column.holds in ("prose", "payee") and _any_mask(rows[name]):
            rows, asked, masked = _unmasked_texts(rows, column, _known(rows, base, name))
        found, kept = found + asked, kept + masked
    return rows, found, {"masked": kept} if kept else {}


def _known(rows: Rows, base: Rows | None, name: str) -> dict[Any, Any]:
    """What today's upload has in a column, by key."""
    return dict(zip(base.keys(), base[name], strict=True)) if base is not None and rows.kind == base.kind else {}


def _unmasked_phones(rows: Rows, name: str, known: Mapping[Any, Any]) -> tuple[Rows, list[Found], int]:
    if not any(is_masked_phone(value) for value in set(rows[name]) if value is not None):
        return rows, [], 0
    values, found, kept = list(rows[name]), [], 0
    for place, key in enumerate(rows.keys()):
        value, before = values[place], known.get(key)
        if value is not None and is_masked_phone(value):
            values[place] = before if before is not None and mask_phone(before) == value else None
            kept += values[place] is not None
            if values[place] is None:
                found.append(Found("mask_unknown", "warning", place, name, value))
    return _with(rows, name, values), found, kept


_MASKINGS = (NOBODY, Sight(persons=True), Sight(phones=True))  # what a file may have been written for


def _unmasked_texts(rows: Rows, column: Column, known: Mapping[Any, Any]) -> tuple[Rows, list[Found], int]:
    """Restore texts that our own export masked, for whichever reader, using today's upload. A mask that matches no text
    there is reported.
    """
    name, named = column.field, None
    values, found, kept = list(rows[name]), [], 0
    for place, key in enumerate(rows.keys()):
        value, before = values[place], known.get(key)
        if value is None or value == before or not ("xxx" in value or _has_mask(value)):
            continue
        if before is not None and any(column.seen(before, sight) == value for sight in _MASKINGS):
            values[place] = before
            kept += 1
        elif _has_mask(value) and not _has_mask(before or ""):
            if named is None:
                named = any(text and column.seen(text, NOBODY) != text for text in set(known.values()))
            if named:
                found.append(Found("mask_person_unknown", "warning", place, name, value))
    return (_with(rows, name, values) if kept else rows), found, kept


def _any_mask(texts: Sequence[str | None]) -> bool:
    """Whether any of the texts may hold a mask: looked for in many at once, since hardly a file has one, and in each
    text once where they repeat.
    """
    first = texts[:_AT_ONCE]
    if len(set(first)) * 2 < len(first):
        texts = list(set(texts))
    parts = ("\n".join(filter(None, texts[start : start + _AT_ONCE])) for start in range(0, len(texts), _AT_ONCE))
    return any("xxx" in part or _has_mask(part) for part in parts)


def _has_mask(text: str) -> bool:
    return PERSON_MASK in text or PHONE_MASK in text


def _with(rows: Rows, name: str, values: list[Any]) -> Rows:
    return Rows(rows.kind, {**rows.columns, name: values}, rows.numbers)
