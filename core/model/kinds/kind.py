"""What a kind of file is: everything that differs between kinds is said here, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.model.kinds.column import Column
from core.model.project import Project
from core.text import Text


def _nothing(_project: Project) -> Any:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """One kind of file. Fields are named as rows have them, columns as files have them.

    What all kinds have in common (keys, dates, codes of other kinds) is checked from here. Checks of one kind alone are
    functions in ``core.intake.checks``, registered by its ``id`` in ``core.intake.pipeline.KIND_CHECKS``.
    """

    id: str
    table: str  # of the database
    name: Text
    unit: Text  # its rows, in a sentence
    short: Text | None = None  # its data in a word, beside those of other kinds; its name where there is none
    columns: tuple[Column, ...]
    one_of: tuple[str, ...] = ()  # columns of which every row needs one
    happened: tuple[str, ...] = ()  # fields of days that already happened: none is later than the day of the data
    counted_by: tuple[str, ...] = ()  # fields whose date says when a row counts
    year_by: str = ""  # the field that lies in the project's year
    part_by: str = ""  # the field of which a file of one month, or of one amphoe, has one value
    refers: Mapping[str, str] = field(default_factory=dict)  # field -> the other kind whose codes it holds
    names_itself: tuple[str, ...] = ()  # fields that hold keys of the same kind
    named_with: str = ""  # the field that, with the name, says which row has no code yet: such rows can be given codes
    summed_by: str = ""  # the field by which its amounts are summed in words
    numbered: Text | None = None  # how a sentence calls a row whose key is a bare number
    not_loaded: str = "no_kind"  # key in ``unknown`` of why a figure is not known where no file of it is loaded
    repeated: str = "repeated_key"  # code of the issue where two rows have one key
    planned: bool = False  # rows say what is planned: they may be of days to come
    sets_day: bool = False  # its newest upload sets the day that is shown
    after_end: bool = False  # still loaded once the project is over
    few_dates: bool = False  # its newest date may be months old
    falls: bool = False  # a number that is lower than before is shown to a person
    begun: Callable[[Project], list[dict[str, Any]]] = field(default=lambda _: [])  # rows of the blank form
    example: Callable[[Project], dict[str, str]] = _nothing  # cells of the example that the project decides
    former_example: Mapping[str, str] = field(default_factory=dict)  # cells of earlier releases' forms

    @property
    def key(self) -> tuple[str, ...]:
        """The fields that together name a row."""
        return tuple(column.field for column in self.columns if column.key)

    @property
    def label(self) -> str:
        """The field that says in words what a row is; empty where there is none."""
        return next((one.field for one in self.columns if one.field in ("name", "description")), "")

    @property
    def amount(self) -> str:
        """The field of what a row is worth in satang; empty where there is none."""
        return next((one.field for one in self.columns if one.name == "amount_baht"), "")

    def column(self, name: str) -> Column:
        """A column by its identifier or field name. ``KeyError`` where there is none."""
        for column in self.columns:
            if name in (column.name, column.field):
                return column
        raise KeyError(f"{self.id} has no column {name}")
