"""A project's text with other settings in it: what did not change keeps each letter, and no comment is lost."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Comment, Item
from tomlkit.items import Table as TomlTable

from core.model.project.editing.draft import ROW, Draft, read, settings_of
from core.model.project.editing.form import LADDER, Part, parts
from core.model.project.faults import Fault, ProjectError


def written(text: str, draft: Draft) -> str:
    """The text with the settings of a form that was filled from it.

    Raises ``ProjectError`` where a field cannot be read, or the text has a form in which it cannot be changed.
    """
    wanted, faults = read(draft)
    if faults:
        raise ProjectError(faults)
    document, present = tomlkit.parse(text), settings_of(text)
    for part in parts():
        if part.rows:
            _rows(document, part, draft, present, wanted)
        elif part.table:
            _section(document, part, present, wanted)
        else:
            _values(document, [field.key for field in part.fields], present, wanted)
    _values(document, ["stages"], present, wanted)
    found = _with_comments(tomlkit.dumps(document), text)
    if not _says(found, wanted):
        raise ProjectError([Fault("", "text_form")])
    return found


def _says(text: str, wanted: Mapping[str, Any]) -> bool:
    """Whether a text holds exactly what the form says."""
    try:
        held = settings_of(text)
    except tomllib.TOMLDecodeError:
        return False
    return all(_same(held.get(name), wanted.get(name), part) for name, part in _named().items())


def _named() -> dict[str, Part | None]:
    """Every setting of the top that the form has, with the part that it is, if it is a table."""
    found: dict[str, Part | None] = {"stages": None}
    for part in parts():
        found |= {part.table: part} if part.table else dict.fromkeys(field.key for field in part.fields)
    return found


def _same(held: Any, wanted: Any, part: Part | None) -> bool:
    if part is None:
        return bool(held == wanted) or not (held or wanted)
    known = {field.key: field for field in part.fields}

    def plain(table: Mapping[str, Any]) -> dict[str, Any]:
        """Without what says nothing: an empty text, a flag at its default."""
        return {
            key: value
            for key, value in table.items()
            if key in known and value != "" and not (known[key].kind == "flag" and value is (key == "judged"))
        }

    if part.rows:
        return [plain(row) for row in held or ()] == [plain(row) for row in wanted or ()]
    return plain(held or {}) == plain(wanted or {})


def _values(holder: Any, keys: Sequence[str], present: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Put changed values in place; a value that is gone goes with its line."""
    for key in keys:
        if key not in wanted:
            if key in present and present[key] not in ("", False):
                holder.remove(key)
        elif key not in present or present[key] != wanted[key]:
            holder[key] = _item(wanted[key])


def _section(document: TOMLDocument, part: Part, present: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    if part.table not in wanted:
        if part.table in present:
            _remove(document, part.table)
    elif part.table not in present:
        document[part.table] = _table(wanted[part.table])
    else:
        keys = [field.key for field in part.fields]
        _values(document[part.table], keys, present[part.table], wanted[part.table])


def _rows(
    document: TOMLDocument, part: Part, draft: Draft, present: Mapping[str, Any], wanted: Mapping[str, Any]
) -> None:
    """The rows in their new order; one that stays keeps its lines and its comments."""
    name, keys = part.table, [field.key for field in part.fields]
    rows = wanted.get(name, [])
    if name == LADDER and "stages" in wanted:
        rows = []
    was = present.get(name, [])
    numbers = [row[ROW] for row in draft.rows[name]] if rows else []
    if not rows:
        if name in document:
            _remove(document, name)
        return
    array: Any = document.get(name)
    if numbers == list(range(len(was))):
        for at, row in enumerate(rows):
            _values(array[at], keys, was[at], row)
        return
    old = list(array) if isinstance(array, AoT) else []
    made = []
    for number, row in zip(numbers, rows, strict=True):
        if number is not None and number < len(old):
            _values(old[number], keys, was[number], row)
            made.append(old[number])
        else:
            made.append(_table(row))
    gone = [table for number, table in enumerate(old) if number not in numbers]
    _hand_on(document, name, gone)
    array = tomlkit.aot()
    for table in made:
        array.append(table)
    document[name] = array


def _remove(document: TOMLDocument, name: str) -> None:
    """Take a section or a list out; its comments stay, since the last of them are often about what follows."""
    found: Any = document[name]
    _hand_on(document, name, list(found) if isinstance(found, AoT) else [found])
    document.remove(name)


def _hand_on(document: TOMLDocument, name: str, gone: Sequence[Any]) -> None:
    """Put the comments of tables that go under the table before ``name``; where there is none they go to the end."""
    before: TomlTable | None = None
    for key, item in document.body:
        if key is not None and key.key == name:
            break
        table = item[-1] if isinstance(item, AoT) and len(item) else item
        before = table if isinstance(table, TomlTable) else before
    if before is None:
        return
    for table in gone:
        for _, item in table.value.body:
            if isinstance(item, Comment):
                before.add(tomlkit.comment(item.as_string().strip().removeprefix("#").strip()))


def _table(values: Mapping[str, Any]) -> TomlTable:
    table = tomlkit.table()
    for key, value in values.items():
        table.append(key, _item(value))
    table.add(tomlkit.nl())
    return table


def _item(value: Any) -> Item:
    if isinstance(value, Decimal):
        return tomlkit.float_(f"{value:f}")
    if isinstance(value, date):
        return tomlkit.date(value.isoformat())
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(_item(one) for one in value)
        return array
    item: Item = tomlkit.item(value)
    return item


def _with_comments(text: str, before: str) -> str:
    """A comment whose place is gone stands at the end, so that none is lost; no gaps that the changes made."""
    if text == before:
        return text
    kept = [line.strip() for line in before.splitlines() if line.lstrip().startswith("#")]
    there = {line.strip() for line in text.splitlines()}
    lost = [comment for comment in dict.fromkeys(kept) if comment not in there]
    if "\n\n\n" not in before:
        text = re.sub(r"\n{3,}", "\n\n", text)
    text = text.rstrip("\n") + "\n"
    return text + ("\n" + "\n".join(lost) + "\n" if lost else "")
