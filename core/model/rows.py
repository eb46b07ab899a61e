"""Rows of one file, kept by column: what intake makes, the store keeps and the figures read."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from operator import itemgetter, lt
from typing import Any

from core.model.kinds import KINDS, CellType, Column, Kind
from core.text import Sight

_UNIT, _RECORD = "\x1f", "\x1e"
_AT_ONCE = 1_000
_BYTE = 256  # distinct values that one byte tells apart

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one kind. ``columns`` maps every field of the kind to a list, all of one length;
    ``numbers`` holds each row's number as the spreadsheet shows it.
    """

    kind: Kind
    columns: Mapping[str, list[Any]]
    numbers: Sequence[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, field_name: str) -> list[Any]:
        return self.columns[field_name]

    def each(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """The values of some fields, row by row."""
        return zip(*(self.columns[name] for name in names), strict=True)

    def records(self) -> Iterator[dict[str, Any]]:
        """One dict a row, fields by name; for small loops, tests and the diff's words."""
        names = list(self.columns)
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(names, values, strict=True))

    def seen_by(self, sight: Sight) -> "Rows":
        """The rows as a reader may see them."""
        return Rows(self.kind, Seen(self.kind, self.columns, sight), self.numbers)

    def keys(self) -> list[Any]:
        """The key of each row: a value, or a tuple where the kind's key has two columns."""
        names = KINDS[self.kind].key
        if len(names) == 1:
            return self.columns[names[0]]
        return list(self.each(*names))

    def key_at(self, position: int) -> Any:
        """The key of one row, as in ``keys``."""
        names = KINDS[self.kind].key
        if len(names) == 1:
            return self.columns[names[0]][position]
        return tuple(self.columns[name][position] for name in names)

    def has_unique_keys(self) -> bool:
        """Whether no two rows have one key."""
        lead = self.columns[KINDS[self.kind].key[0]]
        return len(set(lead)) == len(lead) or len(set(self.keys())) == len(lead)

    def take(self, indices: Sequence[int]) -> "Rows":
        """The rows at ``indices``, in that order."""
        columns = self.columns
        taken = columns.take(indices) if isinstance(columns, Seen) else _taken(columns, indices)
        return Rows(self.kind, taken, [self.numbers[i] for i in indices])


class Seen(Mapping[str, list[Any]]):
    """Columns as a reader may see them. A column is looked at when it is first asked for, each distinct text once: to
    look for persons in all texts of a long file takes seconds, and most pages show none of them.
    """

    def __init__(self, kind: Kind, columns: Mapping[str, list[Any]], sight: Sight) -> None:
        self._kind, self._columns, self._sight = kind, columns, sight
        self._shown: dict[str, list[Any]] = {}

    def __getitem__(self, name: str) -> list[Any]:
        if name not in self._shown:
            self._shown[name] = self._seen(name)
        return self._shown[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def take(self, indices: Sequence[int]) -> "Seen":
        """Some rows of them, of which alone the texts are looked at."""
        return Seen(self._kind, _taken(self._columns, indices), self._sight)

    def _seen(self, name: str) -> list[Any]:
        values = self._columns[name]
        column = next(one for one in KINDS[self._kind].columns if one.field == name)
        if column.holds not in ("payee", "prose", "phone"):
            return values
        seen = {value: column.seen(value, self._sight) for value in set(values)}
        return [seen[value] for value in values] if any(value != text for value, text in seen.items()) else values


def _taken(columns: Mapping[str, list[Any]], indices: Sequence[int]) -> dict[str, list[Any]]:
    return {name: [values[i] for i in indices] for name, values in columns.items()}


def empty(kind: Kind) -> Rows:
    """No rows of a kind."""
    return Rows(kind, {column.field: [] for column in KINDS[kind].columns}, [])


def from_records(kind: Kind, records: Sequence[Mapping[str, Any]], first_number: int = 2) -> Rows:
    """Rows from dicts; a field that a dict lacks takes the column's default."""
    columns = {c.field: [record.get(c.field, c.default) for record in records] for c in KINDS[kind].columns}
    return Rows(kind, columns, list(range(first_number, first_number + len(records))))


def canonical(value: Value) -> str:
    """The text that stands for a value in hashes: dates as ISO, unknown as nothing."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _texts(cell_type: CellType, values: list[Any]) -> list[str]:
    """A column as text; each distinct number or day is written once, unless nearly all differ."""
    if cell_type in ("date", "month"):
        memo = {value: canonical(value) for value in set(values)}
        return list(map(memo.__getitem__, values))
    if cell_type in ("int", "line", "satang"):
        first = values[: 8 * _BYTE]
        if len(set(first)) * 4 > len(first) and None not in values:
            return list(map(str, values))
        memo = {value: canonical(value) for value in set(values)}
        return list(map(memo.__getitem__, values))
    return [value or "" for value in values] if None in values else values


def rows_sha256(rows: Rows) -> str:
    """SHA-256 of the canonical values in key order, column by column: equal data have equal hashes whatever the file
    looked like. A column with few distinct values is hashed as their list and a byte a row. A ``later`` column counts
    only where it says something, so that uploads of before it keep the hash they were stored with.
    """
    columns = [column for column in KINDS[rows.kind].columns if not column.later or _says_something(column, rows)]
    in_order = _in_key_order(rows)
    digest = hashlib.sha256(_UNIT.join([rows.kind, *(column.field for column in columns)]).encode("utf-8"))
    for column in columns:
        values = rows[column.field]
        distinct = set(values[: 8 * _BYTE])
        if len(distinct) <= _BYTE:
            distinct = set(values)
        if len(distinct) <= _BYTE:
            texts = sorted(map(canonical, distinct))
            place = {value: texts.index(canonical(value)) for value in distinct}
            digest.update((_RECORD + _UNIT.join(texts) + _RECORD).encode("utf-8"))
            digest.update(bytes(map(place.__getitem__, in_order(values))))
        else:
            digest.update(_RECORD.encode())
            for text in _joined(in_order(_texts(column.type, values))):
                digest.update(text.encode("utf-8"))
    return digest.hexdigest()


def _joined(texts: Iterable[str]) -> Iterator[str]:
    """The texts with ``_UNIT`` between them, in parts that stay in the processor's cache."""
    texts, before = iter(texts), ""
    while part := list(islice(texts, _AT_ONCE)):
        yield before + _UNIT.join(part)
        before = _UNIT


def _says_something(column: Column, rows: Rows) -> bool:
    """Whether any row has a value other than the column's default."""
    return any(value != column.default for value in rows[column.field])


def _in_key_order(rows: Rows) -> Callable[[list[Any]], Iterable[Any]]:
    """What puts a column in the order of the rows' keys."""
    lead, *others = (column for column in KINDS[rows.kind].columns if column.key)
    texts = _texts(lead.type, rows[lead.field])
    if all(map(lt, texts, islice(texts, 1, None))):
        return iter  # in that order already
    order: Sequence[int] = range(len(texts))
    for column in others:  # first by what counts least: sorting keeps the order of equal ones
        order = sorted(order, key=[value or 0 for value in rows[column.field]].__getitem__)
    encoded = _UNIT.join(texts).encode().split(_UNIT.encode())  # bytes compare faster
    if len(encoded) != len(texts):  # a key holds the separator
        encoded = [text.encode() for text in texts]
    order = sorted(order, key=encoded.__getitem__)
    return itemgetter(*order) if len(order) > 1 else iter
