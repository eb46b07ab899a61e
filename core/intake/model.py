"""What intake is given and what it gives back."""

from collections.abc import Callable, Collection, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from core.intake.issues import Issue
from core.intake.layout.mapping import Mapping
from core.intake.layout.units import Unit
from core.model import Diff, Rows
from core.model.kinds import Kind
from core.text import Message, mask_national_id

Scope = Literal["replace", "append", "update"]
HiddenWay = Literal["count", "skip"]
DateWay = Literal["as_read", "swapped"]
Progress = Callable[[float, str], None]  # share of the work done, from 0 to 1, and one of ``PHASES``
File = tuple[str, bytes]  # name, content


PHASES = OPEN, HEADER, READ, MERGE, COMPARE, CHECK, DONE = "open", "header", "read", "merge", "compare", "check", "done"


class Cell(NamedTuple):
    """A cell of a file: the row as the spreadsheet shows it, the header or column name; and which table, where several
    are read as one (``Reading.source``).
    """

    row: int
    column: str
    source: str | None = None


Edits = MappingType[Cell, str]  # the text meant instead of the file's


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused before memory is spent. ``unpacked`` and ``cells`` are for workbooks, which are compressed."""

    bytes: int = 100_000_000
    rows: int = 1_200_000
    columns: int = 200
    cell: int = 5_000
    unpacked: int = 400_000_000
    cells: int = 24_000_000
    letters: int = 200_000_000  # of shared strings, each as often as a cell names it


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """What decides where rows and columns are; as long as it is the same, a file need not be parsed again. Of
    ``mapping`` only ``Mapping.layout`` counts. ``sheets``: those to read, by default the best that fits.
    ``hidden`` rows and columns are counted, unless they are to be skipped.
    """

    mapping: Mapping | None = None
    sheets: tuple[str, ...] | None = None
    limits: Limits = field(default_factory=Limits)
    hidden: HiddenWay | None = None


@dataclass(frozen=True, slots=True)
class AssessOptions:
    """What a person decides about parsed files: the day of the data, the part of the rows that they are, corrected
    cells, matched ``values`` (our column -> {found: meant}), whether to make codes for rows without one,
    ``Issue.mark`` of the warnings that were acknowledged, the ``unit`` of the amounts, and how
    ``dates`` with day and month swapped are read (``None``: not chosen).
    """

    as_of: date | None = None
    scope: Scope = "replace"
    edits: Edits = field(default_factory=dict)
    values: MappingType[str, MappingType[str, str]] = field(default_factory=dict)
    mint: bool = False
    acknowledged: Collection[str] = ()
    unit: Unit | None = None
    dates: DateWay | None = None


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A header that matches no column, and the column that it may mean (``None``: no guess)."""

    header: str
    guess: str | None
    score: float


@dataclass(frozen=True, slots=True)
class SampleDate:
    """One date of the file as found and as understood, to be shown in words."""

    row: int
    column: str
    found: str
    meant: date


@dataclass(frozen=True, slots=True)
class Reading:
    """How one table (a CSV file, or one sheet) was understood. ``columns`` is header -> column name. Every header is in
    one of ``columns``, ``unmapped`` (filled, and understood by nobody yet) and ``ignored`` (empty, or not to be read).
    """

    source: str
    encoding: str | None = None
    delimiter: str | None = None
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    header_row: int | None = None
    header_rows: int = 1
    skipped: tuple[int, ...] = ()
    repeated_headers: tuple[int, ...] = ()  # rows that are the header once more, passed over too
    automatic: tuple[int, ...] = ()  # rows with nothing typed in them, passed over too
    columns: MappingType[str, str] = field(default_factory=dict)
    places: MappingType[str, int] = field(default_factory=dict)  # our column -> its place in the table, from 0
    unmapped: tuple[Unmapped, ...] = ()
    ignored: tuple[str, ...] = ()
    dates: tuple[SampleDate, ...] = ()
    folded: MappingType[str, int] = field(default_factory=dict)
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Noticed:
    """What an intake is on another day without its files: the ``issues`` in the order in which they were found, none
    acknowledged; which of them are about the day (from, to; ``None``: nothing was checked); the row of the file that
    each row comes from (0: carried over); the first table's headers by our column.
    """

    issues: tuple[Issue, ...] = ()
    of_day: tuple[int, int] | None = None
    numbers: Sequence[int] = ()
    headers: MappingType[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intake:
    """A file (or several as one) read, checked and compared, with nothing stored. ``rows`` is the whole snapshot that
    would be stored: with scopes ``append`` and ``update`` the rows of today's upload are in it.
    """

    kind: Kind
    file_name: str
    file_sha256: str
    rows: Rows | None = None
    readings: tuple[Reading, ...] = ()
    issues: tuple[Issue, ...] = ()
    folded: MappingType[str, int] = field(default_factory=dict)
    as_of: date | None = None
    suggested_as_of: date | None = None
    rows_sha256: str | None = None
    diff: Diff | None = None
    base_upload_id: int | None = None
    scope: Scope = "replace"
    edits: Edits = field(default_factory=dict)
    minted: MappingType[tuple[str, int], str] = field(default_factory=dict)  # (source, row) -> the code given
    stated_as_of: date | None = None  # the day in the title lines, where they state one
    noticed: Noticed = field(default_factory=Noticed)
    ways: MappingType[str, str] = field(default_factory=dict)  # how a person chose that the files be read

    @property
    def reading(self) -> Reading:
        """How the first table was understood."""
        return self.readings[0] if self.readings else Reading(self.file_name)

    @property
    def readable(self) -> bool:
        """Whether rows could be read at all."""
        return self.rows is not None

    @property
    def blocking(self) -> tuple[Issue, ...]:
        """What must be mended before saving."""
        return tuple(i for i in self.issues if i.severity == "blocking")

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """What a person should look at and has not yet acknowledged."""
        return tuple(i for i in self.issues if i.severity == "warning")

    @property
    def ok(self) -> bool:
        """Whether the rows may be stored."""
        return self.readable and not self.blocking

    def as_json(self, written: Callable[[Message], str]) -> dict[str, Any]:
        """The shape that check and load print; ``upload_id`` is for the store to fill."""
        counts = self.diff.counts if self.diff else {"added": 0, "changed": 0, "removed": 0}
        return {
            "ok": self.ok,
            "kind": self.kind,
            "rows": len(self.rows) if self.rows is not None else None,
            "encoding": self.reading.encoding,
            "delimiter": self.reading.delimiter,
            "upload_id": None,
            "changes": counts,
            "issues": [issue.as_json(written) for issue in self.issues],
            "folded": dict(self.folded),
        }


def as_files(files: File | Sequence[File]) -> list[File]:
    """One file, or several, as a list. Names are stored and shown, so a national number in one is masked."""
    if isinstance(files, tuple) and len(files) == 2 and isinstance(files[0], str) and isinstance(files[1], bytes):
        files = [files]
    return [(mask_national_id(str(name)), bytes(data)) for name, data in files]
