"""What stands in the fields of the form: texts as a person types them, and the settings that they are read as."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.model.choices import STAGES
from core.model.project.editing.form import LADDER, Field, Part, parts
from core.model.project.faults import Fault
from core.money import SATANG_PER_BAHT
from core.text import CellError, digits, fold, has_national_id, parse_date, parse_satang, write_date

Typed = dict[str, Any]  # by key: a text, a flag, or None where nothing is chosen
ROW = "#"  # in a typed row: the number of the row of the text that it was, None for a new one
_SPLIT = re.compile(r"[;\n]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_WHOLE = frozenset({"count", "positive", "days", "years", "days_of_age", "cell", "target", "year"})


@dataclass
class Draft:
    """The whole form: the settings at the top and of sections by their path, and the rows of each list. ``own_stages``:
    the file writes its ladder itself, and does not name the program's stages.
    """

    single: Typed
    rows: dict[str, list[Typed]]
    own_stages: bool = False

    def copy(self) -> "Draft":
        """The same texts, to be changed apart."""
        rows = {name: [dict(row) for row in rows] for name, rows in self.rows.items()}
        return Draft(dict(self.single), rows, self.own_stages)


def as_typed(text: str) -> Draft:
    """The form filled with the settings of a text that is TOML."""
    read_text = settings_of(text)
    table = {**read_text, LADDER: _ladder(read_text)}
    single: Typed = {}
    rows: dict[str, list[Typed]] = {}
    for part in parts():
        if part.rows:
            found = table.get(part.table, ())
            rows[part.table] = [
                {ROW: number} | {field.key: _typed(field, row.get(field.key)) for field in part.fields}
                for number, row in enumerate(found)
            ]
            continue
        holder = table.get(part.table, {}) if part.table else table
        single |= {path_of(part, field): _typed(field, holder.get(field.key)) for field in part.fields}
    return Draft(single, rows, bool(read_text.get(LADDER)))


def settings_of(text: str) -> dict[str, Any]:
    """The settings of a text as TOML has them, numbers with their decimals."""
    return tomllib.loads(text, parse_float=Decimal)


def path_of(part: Part, field: Field, row: int | None = None) -> str:
    """The path of a setting as the file has it: ``verdict.tolerance_groups``, ``curves[0].source``."""
    where = part.table if row is None else f"{part.table}[{row}]"
    return f"{where}.{field.key}" if where else field.key


def empty_row(part: Part) -> Typed:
    """A row that nobody has filled in yet."""
    return {ROW: None} | {field.key: _typed(field, None) for field in part.fields}


def read(draft: Draft) -> tuple[dict[str, Any], list[Fault]]:
    """The settings as TOML has them, and a fault for each field whose text cannot be read. What is left empty is not
    there.
    """
    table: dict[str, Any] = {}
    faults: list[Fault] = []
    for part in parts():
        if part.rows:
            found = [_read_table(part, row, faults, number) for number, row in enumerate(draft.rows[part.table])]
            if found:
                table[part.table] = found
            continue
        values = {field.key: draft.single[path_of(part, field)] for field in part.fields}
        read_values = _read_table(part, values, faults, None)
        if not part.table:
            table |= read_values
        elif read_values:
            table[part.table] = read_values
    return table if draft.own_stages else _with_stages(table), faults


def changed(before: Draft, after: Draft) -> Iterator[tuple[str, Any, Any]]:
    """Each setting that was typed otherwise: its path now (of a row taken out: then), what stood and what stands in it.
    A whole row that is new or gone is one of them, with ``None`` for the side where it is not.
    """
    for path, text in after.single.items():
        if text != before.single[path]:
            yield path, before.single[path], text
    for part in parts():
        if part.rows:
            yield from _changed_rows(part, before.rows[part.table], after.rows[part.table])


def merged(base: Draft, mine: Draft, theirs: Draft) -> Draft:
    """What somebody typed over ``base``, put over what another has saved meanwhile. A list that both changed is mine as
    a whole.
    """
    single = {path: text if text != base.single[path] else theirs.single[path] for path, text in mine.single.items()}
    rows = {}
    for part in parts():
        if part.rows:
            name = part.table
            same = [_plain(row) for row in mine.rows[name]] == [_plain(row) for row in base.rows[name]]
            rows[name] = _numbered(part, theirs.rows[name] if same else mine.rows[name], theirs.rows[name])
    return Draft(single, rows, theirs.own_stages)


def taken(base: Draft, other: Draft) -> Draft:
    """The form of ``base`` filled with the values of another text."""
    rows = {part.table: _numbered(part, other.rows[part.table], base.rows[part.table]) for part in parts() if part.rows}
    return Draft(dict(other.single), rows, base.own_stages)


def _numbered(part: Part, rows: Sequence[Typed], base: Sequence[Typed]) -> list[Typed]:
    """The rows, each with the number of the row of ``base`` whose first field says the same; the rest are new."""
    first = part.fields[0].key
    known = {row[first]: row[ROW] for row in reversed(base)}
    return [{**row, ROW: known.pop(row[first], None)} for row in rows]


def shown(value: Any) -> str:
    """One value as a field shows it."""
    return "" if value is None else str(value)


def _plain(row: Typed) -> Typed:
    return {key: value for key, value in row.items() if key != ROW}


def _changed_rows(part: Part, before: Sequence[Typed], after: Sequence[Typed]) -> Iterator[tuple[str, Any, Any]]:
    kept = {row[ROW] for row in after}
    for number, row in enumerate(before):
        if row[ROW] not in kept:
            yield f"{part.table}[{number}]", _plain(row), None
    known = {row[ROW]: row for row in before}
    for number, row in enumerate(after):
        was = known.get(row[ROW]) if row[ROW] is not None else None
        if was is None:
            yield f"{part.table}[{number}]", None, _plain(row)
            continue
        for field in part.fields:
            if row[field.key] != was[field.key]:
                yield path_of(part, field, number), was[field.key], row[field.key]
    order = [row[ROW] for row in after if row[ROW] is not None]
    if order != sorted(order):
        yield part.table, None, None


def _ladder(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of the ladder; of stages that the file names alone those of the program."""
    if table.get(LADDER):
        return list(table[LADDER])
    known = {choice.id: choice for choice in STAGES}
    named = [known[code] for code in table.get("stages", ()) if code in known]
    return [{"code": one.id, "th": one.name.get("th"), "en": one.name.get("en")} for one in named]


def _with_stages(table: dict[str, Any]) -> dict[str, Any]:
    """With the ladder named alone, where each stage of it is as the program has it."""
    ladder = table.get(LADDER, [])
    own = _ladder({"stages": [row.get("code") for row in ladder]})
    if ladder and own == ladder:
        del table[LADDER]
        table["stages"] = [row["code"] for row in ladder]
    return table


def _typed(field: Field, value: Any) -> Any:
    if field.kind == "flag":
        return bool(value) if value is not None else field.key == "judged"
    if field.kind == "choice":
        return value
    if value is None:
        return ""
    if field.kind in ("texts", "quarters"):
        return "; ".join(_plain_number(one) for one in value)
    return write_date(value) if isinstance(value, date) else _plain_number(value)


def _plain_number(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _read_table(part: Part, values: Mapping[str, Any], faults: list[Fault], row: int | None) -> dict[str, Any]:
    found = {}
    optional = bool(part.table) and not part.rows and not any(value for value in values.values())
    for field in part.fields:
        try:
            value = _read(field, values[field.key])
        except _UnreadableError as error:
            faults.append(Fault(path_of(part, field, row), error.code, values[field.key]))
            continue
        if value is None and field.required and not optional:
            faults.append(Fault(path_of(part, field, row), "to_fill"))
        elif value is not None:
            found[field.key] = value
    return found


class _UnreadableError(ValueError):
    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def _read(field: Field, typed: Any) -> Any:
    """The value of one field; ``None`` where it is left empty, and for a flag at its default."""
    if field.kind == "flag":
        return bool(typed) if field.required or bool(typed) is not (field.key == "judged") else None
    if field.kind == "choice":
        return typed
    text = fold(str(typed)).strip()
    if not text:
        return None
    if field.kind in ("text", "texts", "stage_code") and has_national_id(text):
        raise _UnreadableError("typed_id13")
    if field.kind in ("text", "stage_code"):
        return text
    if field.kind == "texts":
        return [one.strip() for one in _SPLIT.split(text) if one.strip()]
    if field.kind == "day":
        return _day(text)
    if field.kind == "quarters":
        return [_number(one) for one in re.split(r"[;\s]+", text) if one]
    if field.kind in ("baht", "budget"):
        return _baht(text)
    number = _number(text)
    if field.kind in _WHOLE and not isinstance(number, int):
        raise _UnreadableError("typed_whole")
    return number


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except CellError:
        raise _UnreadableError("typed_day") from None


def _baht(text: str) -> int | Decimal:
    try:
        return _plain_amount(Decimal(parse_satang(text)) / SATANG_PER_BAHT)
    except CellError:
        raise _UnreadableError("typed_number") from None


def _plain_amount(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number


def _number(text: str) -> int | Decimal:
    """A number with or without commas between thousands, in Thai or Arabic digits."""
    plain = digits(text).strip().rstrip("%")
    grouped = re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain)
    plain = plain.replace(",", "") if grouped else plain
    if not _NUMBER.fullmatch(plain):
        raise _UnreadableError("typed_number")
    return _plain_amount(Decimal(plain))
