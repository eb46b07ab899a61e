"""One column of a kind of file: what is written in it, what is also accepted, what is never taken for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from core.model.choices import Choice
from core.model.project import Project
from core.text import Sight, Text

CellType = Literal[
    "text", "code", "int", "line", "satang", "percent", "date", "month", "enum", "list", "standards", "phone"
]
_HOLDS: dict[CellType, Literal["prose", "phone"]] = {"text": "prose", "list": "prose", "phone": "phone"}
FIRST_OTOP_YEAR = 2544  # Buddhist era: the programme began
RUNNING_NUMBER = ("ที่", "ลำดับ", "ลำดับที่", "No", "no.")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind.

    ``name`` is the identifier in files and JSON (money in baht), ``field`` that in core and tables (money in satang).
    ``feeds`` says that a figure or a key reads it, so a cell that cannot be read blocks instead of staying empty.
    """

    name: str
    th: str
    type: CellType
    required: bool = False
    key: bool = False
    feeds: bool = False
    default: Any = None
    aliases: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    example: str = ""  # what the project itself decides (days, places, amounts) is in the example of the kind
    holds: Literal["", "place", "payee", "prose", "phone"] = ""  # what of persons may be in it; a text is prose
    how: str = ""  # key of how to fill it in, where its type does not say so: an entry of ``form_how``
    rare: bool = False  # left out of forms and screens while no row of the project uses it
    head: str = ""  # header of templates and exports where it differs from ``th``
    number_of: bool = False  # numbers of documents or of juristic persons: 13 digits are no citizen's
    listed: Callable[[Project], Sequence[str]] | None = None  # the drop-down of its form, as the project has it
    open: bool = False  # values outside the drop-down are only warned of
    least: int | None = None  # the database refuses less
    ladder: bool = False  # holds a stage of the project's ladder: a sentence says who moved on, and back is asked about
    apart: bool = False  # another value of its list is a sentence of its own
    along: bool = False  # changes with a ladder or an apart column, whose sentence covers it
    place: Literal["", "amphoe", "tambon"] = ""  # names a place of the project's province
    ambiguous: tuple[str, ...] = ()  # words that may mean several values of its list: refused, not guessed
    later: bool = False  # added after files were stored: hashed only once a row has another value than its default
    since: int = 0  # the first year (Buddhist era) that its days may be of, where not the project says it
    field: str = field(default="")

    def __post_init__(self) -> None:
        if not self.field:
            object.__setattr__(
                self, "field", self.name.replace("_baht", "_satang") if self.type == "satang" else self.name
            )
        if not self.holds and self.type in _HOLDS:
            object.__setattr__(self, "holds", _HOLDS[self.type])

    def seen(self, value: Any, sight: Sight) -> Any:
        """A value as a reader may see it."""
        if value is None:
            return None
        if self.holds == "payee":
            return sight.payee(value)
        if self.holds == "phone":
            return sight.phone(value)
        return sight.prose(value) if self.holds == "prose" else value

    @property
    def header(self) -> str:
        """The header that templates and exports write."""
        return self.head or self.th

    @property
    def title(self) -> Text:
        """As a sentence calls it."""
        return Text.both(self.th, self.name.replace("_baht", "").replace("_", " "))

    @property
    def filled(self) -> bool:
        """Whether every stored row has a value."""
        return self.required or self.default is not None
