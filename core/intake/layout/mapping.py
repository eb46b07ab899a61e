"""A mapping: how a file that is not ours is read, written by hand or chosen once on the screen and remembered."""

import hashlib
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from typing import Any, cast

from core.intake.layout.names import header_key
from core.intake.layout.units import POWERS, Unit
from core.model.kinds import KINDS, Column, Kind

COMPARISONS = ("fiscal_year_be",)  # what can be computed from a row and compared with a column of the file


_SETTINGS = {"name", "kind", "columns", "constants", "compare", "ignore", "values", "skip", "mint_codes", "unit"}


class MappingError(ValueError):
    """A mapping that cannot be used; the message names the setting and the remedy."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """``columns`` our column -> the file's header; ``constants`` our column -> text, the same in every row;
    ``compare`` computed value -> header; ``ignore`` and ``skip`` headers that are not read and not kept (``skip``:
    chosen by a person because of personal data); ``values`` our column -> {found: meant}; ``mint`` makes codes for a
    register without them; ``unit`` is that of the amounts (``None``: as the file says, or asked).
    """

    name: str
    kind: Kind
    columns: MappingType[str, str] = field(default_factory=dict)
    constants: MappingType[str, str] = field(default_factory=dict)
    compare: MappingType[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    values: MappingType[str, MappingType[str, str]] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    mint: bool = False
    unit: Unit | None = None

    @property
    def layout(self) -> "Mapping":
        """The part that parsing depends on: without matched values, and without codes to make."""
        return replace(self, values={}, mint=False)


def parse_mapping(toml_text: str) -> Mapping:
    """A mapping from TOML text (a byte-order mark is passed over). Raises ``MappingError``."""
    try:
        data = tomllib.loads(toml_text.lstrip("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"not valid TOML: {error}") from error
    unknown = set(data) - _SETTINGS
    if unknown:
        raise MappingError(f"unknown setting: {', '.join(sorted(unknown))}")
    kind = data.get("kind")
    if kind not in KINDS:
        raise MappingError(f"kind must be one of {', '.join(KINDS)}")
    kind = cast(Kind, kind)
    mapping = Mapping(
        name=str(data.get("name", "")),
        kind=kind,
        columns=_texts(data, "columns"),
        constants=_texts(data, "constants"),
        compare=_texts(data, "compare"),
        ignore=_headers(data, "ignore"),
        values={name: _texts(_table(data, "values"), name, "values.") for name in _table(data, "values")},
        skip=_headers(data, "skip"),
        mint=data.get("mint_codes", False) is True,
        unit=_unit(data),
    )
    _require_known(mapping)
    return mapping


def _unit(data: MappingType[str, Any]) -> Unit | None:
    unit = data.get("unit")
    if unit is not None and unit not in POWERS:
        raise MappingError(f"unit must be one of {', '.join(POWERS)}")
    return unit


def header_signature(kind: Kind, headers: Iterable[str]) -> str:
    """Names a kind and a set of headers, so that a remembered mapping is found for the same form again."""
    names = sorted({header_key(header) for header in headers if header_key(header)})
    return hashlib.sha256("\x1f".join([kind, *names]).encode("utf-8")).hexdigest()


def never_maps(column: Column, header: str) -> bool:
    """Whether ``header`` must not be taken for ``column`` by anybody."""
    return header_key(header) in {header_key(name) for name in column.never}


def _require_known(mapping: Mapping) -> None:
    columns = {column.name: column for column in KINDS[mapping.kind].columns}
    for where, names in (("columns", mapping.columns), ("constants", mapping.constants), ("values", mapping.values)):
        for name in names:
            if name not in columns:
                raise MappingError(
                    f"{where}.{name}: {mapping.kind} has no such column; choose among {', '.join(columns)}"
                )
    for name, header in mapping.columns.items():
        if never_maps(columns[name], header):
            raise MappingError(f'columns.{name}: "{header}" is another thing and is never read as {name}')
    for name in mapping.compare:
        if name not in COMPARISONS:
            raise MappingError(f"compare.{name}: only {', '.join(COMPARISONS)} can be compared")
    both = set(mapping.columns) & set(mapping.constants)
    if both:
        raise MappingError(f"{', '.join(sorted(both))}: named as a column and as a constant")


def _table(data: MappingType[str, Any], key: str) -> MappingType[str, Any]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise MappingError(f"{key} must be a table [{key}]")
    return table


def _texts(data: MappingType[str, Any], key: str, path: str = "") -> dict[str, str]:
    table = _table(data, key)
    for name, value in table.items():
        if not isinstance(value, str):
            raise MappingError(f'{path}{key}.{name} must be text in quotes, such as "{value}"')
    return dict(table)


def _headers(data: MappingType[str, Any], key: str) -> tuple[str, ...]:
    headers = _table(data, key).get("columns", [])
    if not isinstance(headers, list) or not all(isinstance(header, str) for header in headers):
        raise MappingError(f"{key}.columns must be a list of headers in quotes")
    return tuple(headers)
