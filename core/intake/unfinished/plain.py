"""Parsed files, and choices about them, as text of JSON, and back.

What the columns of a table hold is not kept: it is read from the cells again, by the program that is then in force.
Lists and scalars stand for themselves; anything else is an object with one name, that of its sort.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from core.intake.cells.readers import ColumnReaders
from core.intake.issues import Issue
from core.intake.layout.headers import Layout
from core.intake.layout.mapping import Mapping as Mapped
from core.intake.model import Cell, Limits, ParseOptions
from core.intake.parsed import SEPARATOR, Columns, Lines, Parsed, ParsedTable, Run
from core.intake.source.tables import Hidden
from core.model.kinds import Kind
from core.text import Message

_CLASSES = (
    Cell,
    Columns,
    Hidden,
    Issue,
    Layout,
    Limits,
    Lines,
    Mapped,
    Message,
    ParseOptions,
    Parsed,
    ParsedTable,
    Run,
)
_NAMES: dict[type, str] = {made: made.__name__ for made in _CLASSES}
_MADE: dict[str, type[Any]] = {name: made for made, name in _NAMES.items()}
_PLAIN = {str, int, float, bool, type(None)}


class NotReadable(ValueError):  # noqa: N818  names say what is
    """A text that another version of the program wrote, or that is none of it."""


def written(value: Any) -> str:
    """A value as text. Raises ``TypeError`` for what is none of the things that are kept."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Any:
    """The value that ``written`` wrote. Raises ``NotReadable``."""
    try:
        return _made(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotReadable from error


def written_files(parts: list[Parsed]) -> str:
    """Parsed files as text, without what is read from their cells again."""
    return written([replace(one, tables=tuple(replace(t, columns=Columns()) for t in one.tables)) for one in parts])


def read_files(text: str) -> list[Parsed]:
    """The parsed files that ``written_files`` wrote, their columns read again. Raises ``NotReadable``."""
    found = read(text)
    if not isinstance(found, list) or not all(isinstance(one, Parsed) for one in found):
        raise NotReadable
    try:
        return [_with_columns(one) for one in found]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise NotReadable from error


def texts(text: str) -> Iterator[str]:
    """Every text that stands in what was written: cells, names, answers. None of what is no JSON."""
    try:
        waiting = [json.loads(text)]
    except ValueError:
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield from value.split(SEPARATOR)
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()


def _with_columns(parsed: Parsed) -> Parsed:
    tables = tuple(_read_again(table, parsed.kind, parsed.options.limits.cell) for table in parsed.tables)
    return replace(parsed, tables=tables)


def _read_again(table: ParsedTable, kind: Kind, longest: int) -> ParsedTable:
    readers, start = ColumnReaders(table.layout, kind, longest), 0
    for run in table.runs:
        readers.read_again(run, start)
        start += len(run.numbers)
    return replace(table, columns=readers.done())


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind in _NAMES:
        names = [one.name for one in fields(value)] if is_dataclass(value) else list(kind.__annotations__)
        return {_NAMES[kind]: {name: _plain(getattr(value, name)) for name in names}}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {"dict": [[_plain(key), _plain(one)] for key, one in value.items()]}
    if isinstance(value, tuple):
        return {"tuple": [_plain(one) for one in value]}
    if isinstance(value, list | range):
        return list(value) if set(map(type, value)) <= _PLAIN else [_plain(one) for one in value]
    if isinstance(value, frozenset | set):
        return {"set": sorted(map(_plain, value))}
    if kind is date:
        return {"date": value.isoformat()}
    raise TypeError(kind.__name__)


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return value if set(map(type, value)) <= _PLAIN else [_made(one) for one in value]
    if not isinstance(value, dict):
        return value
    ((name, held),) = value.items()
    if name == "dict":
        return {_made(key): _made(one) for key, one in held}
    if name == "tuple":
        return tuple(map(_made, held))
    if name == "set":
        return frozenset(map(_made, held))
    if name == "date":
        return date.fromisoformat(held)
    return _MADE[name](**{part: _made(one) for part, one in held.items()})
