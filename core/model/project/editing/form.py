"""Which settings the form has, in which section, and of which kind each is: made from the form of the file itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from core.model.project import fields, schema
from core.model.project.table import LANGUAGES, Table, Words

# What makes a project the one it is: never changed in a project that is stored.
IDENTITY = ("code", "sample", "province_th", "province_en", "province_code", "fiscal_year_be")
LADDER = "stage"  # the rows of the ladder, whether the file names the program's stages or writes its own
_KINDS: tuple[tuple[Any, str], ...] = (
    (fields.Text, "text"), (fields.StageCode, "stage_code"), (fields.Flag, "flag"), (fields.Day, "day"),
    (fields.YearBe, "year"), (fields.Count, "count"), (fields.Positive, "positive"), (fields.Days, "days"),
    (fields.Years, "years"), (fields.DaysOfAge, "days_of_age"), (fields.Cell, "cell"), (fields.Percent, "percent"),
    (fields.Quarters, "quarters"), (fields.Satang, "baht"), (fields.Budget, "budget"),
    (fields.ObjectiveTarget, "target"), (fields.Counts, "choice"),
)  # fmt: skip
_COUNTED = ("groups", "products", "lessons")


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: its name in its table of the file, and how it is typed. ``choices`` are those of a ``choice``."""

    key: str
    kind: str
    required: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Settings of one table of the file: at its top (``table`` is empty), in a section, or of each row of a list."""

    table: str
    fields: tuple[Field, ...]
    rows: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """What the form shows together."""

    name: str
    parts: tuple[Part, ...]


_LAYOUT: Mapping[str, tuple[str, ...]] = {
    "names": ("name", "full_name", "office", "committee"),
    "days": ("start", "end", "last_safe_days", "carryover_days", "papers_kept_years"),
    "targets": ("target_groups", "goal_source", "budget_baht", "budget_note", "carryover_minimum_baht", "objectives"),
    "expense_lines": ("expense_lines",),
    "activities": ("activities",),
    "registration_windows": ("registration_windows",),
    "curves": ("curves",),
    "verdict": ("verdict", "forecast"),
    "review": ("review",),
    "stages": ("goal_stage", "developed_stage", LADDER),
    "penalty": ("penalty",),
    "signers": ("signers",),
    "tiles": ("tiles",),
    "baselines": ("baseline_source", "baselines"),
}


@cache
def sections() -> tuple[Section, ...]:
    """Every section of the form, in order."""
    return tuple(Section(name, tuple(_parts(keys))) for name, keys in _LAYOUT.items())


def parts() -> Iterator[Part]:
    """Every part of every section."""
    for section in sections():
        yield from section.parts


def section_of(path: str) -> str:
    """The section that shows a setting, by its path in the file; the first where none does."""
    root = path.split(".")[0].split("[")[0]
    root = LADDER if root == "stages" else root
    for section in sections():
        for part in section.parts:
            if part.table == root or (not part.table and any(field.key == root for field in part.fields)):
                return section.name
    return sections()[0].name


def _parts(names: tuple[str, ...]) -> Iterator[Part]:
    """The settings of the top that stand together are one part; each table is a part of its own."""
    top: list[Field] = []
    for name in names:
        table, rows = _table_of(name)
        if table is None:
            top += _fields_of(schema.ProjectFile, (name,))
            continue
        if top:
            yield Part("", tuple(top))
            top = []
        yield Part(name, tuple(_fields_of(table, tuple(table.model_fields))), rows)
    if top:
        yield Part("", tuple(top))


def _table_of(name: str) -> tuple[type[Table] | None, bool]:
    """The table that a setting of the top is, and whether it is a list of them."""
    hint, _ = _of(schema.ProjectFile, name)
    if get_origin(hint) is tuple and isinstance(row := get_args(hint)[0], type) and issubclass(row, Table):
        return row, True
    return (hint, False) if isinstance(hint, type) and issubclass(hint, Table) else (None, False)


def _fields_of(table: type[Table], names: tuple[str, ...]) -> Iterator[Field]:
    for name in names:
        hint, optional = _of(table, name)
        required = table.model_fields[name].is_required() and not optional
        if hint is Words:
            yield from (Field(f"{name}_{lang}", "text", required) for lang in LANGUAGES)
        elif get_origin(hint) is Literal:
            yield Field(name, "choice", required, get_args(hint))
        elif get_origin(hint) is tuple and hint != fields.Quarters:
            yield Field(name, "texts", required)
        else:
            kind = next(kind for known, kind in _KINDS if known == hint)
            yield Field(name, kind, required, _COUNTED if hint == fields.Counts else ())


def _of(table: type[Table], name: str) -> tuple[Any, bool]:
    """How a setting is read, and whether it may be left out."""
    hint = get_type_hints(table, include_extras=True)[name]
    if get_origin(hint) in (Union, UnionType):
        return next(one for one in get_args(hint) if one is not type(None)), True
    return hint, False
