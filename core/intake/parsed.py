"""What ``parse`` returns: the tables of the files as plain data, with the columns that no project is needed to read.

Nothing here is open, callable or of a project, so it can be pickled and kept for as many assessments as wanted. No step
after parsing changes it. The cells are those of the file, personal ones too: keep it no longer than the file itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.intake.issues import Issue
from core.intake.layout.headers import Layout
from core.intake.model import Cell, ParseOptions
from core.intake.source.tables import Hidden
from core.model.kinds import Kind

SEPARATOR = "\x1f"

Fault = tuple[int, str, str, Mapping[str, Any]]  # position, cell as found, code, params


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """One column as read. ``values`` holds one value a row, ``None`` where unknown or unreadable; ``faults`` are cells
    that could not be read, ``notes`` cells that could but deserve a word, ``unnamed`` counts those beyond the number
    that is kept; ``folded`` counts normalized cells by what was normalized; ``samples`` are (position, cell, value).
    """

    values: list[Any]
    faults: Sequence[Fault] = ()
    notes: Sequence[Fault] = ()
    unnamed: int = 0
    folded: Mapping[str, int] = field(default_factory=dict)
    samples: Sequence[tuple[int, str, Any]] = ()


@dataclass(frozen=True, slots=True)
class LooseColumn:
    """A column that is not kept: whether any cell holds something, and positions of cells with a citizen's number."""

    holds_any: bool
    personal: Sequence[int]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: ``values`` by our column, compared value or ``BALANCE``, ``loose`` by place, ``twice``
    the positions of rows of a control register with an amount in more than one column.
    """

    values: Mapping[str, ColumnValues] = field(default_factory=dict)
    loose: Mapping[int, LooseColumn] = field(default_factory=dict)
    twice: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows that are no data, or not as wide as the header. Rows are numbered as the spreadsheet shows them.

    ``kept`` has the cells of such rows (blank ones left out, and those beyond a number), for corrections.
    """

    last: int = 0
    skipped: Sequence[int] = ()
    headers_again: Sequence[int] = ()
    widths: Sequence[tuple[int, int]] = ()  # (row, cells found)
    kept: Mapping[int, Sequence[str]] = field(default_factory=dict)
    merged_filled: int = 0  # cells filled in from a merged cell
    unfilled: Sequence[tuple[int, str]] = ()  # merged amounts left as they are: (row, header)
    automatic: Sequence[int] = ()  # rows with nothing in them that somebody typed


Packed = str | Sequence[str]  # cells joined by ``SEPARATOR``, or as they are


@dataclass(frozen=True, slots=True)
class Run:
    """Rows of data one below another, column by column: the cells joined by ``SEPARATOR``, which takes a fraction of
    the memory of single texts, or as they are where they repeat, or where one of them holds it.
    """

    numbers: Sequence[int]
    columns: Sequence[Packed]

    def cells(self, place: int) -> Sequence[str]:
        """The cells of one column, from the left counted from 0."""
        found = self.columns[place]
        return found.split(SEPARATOR) if isinstance(found, str) else found


def pack(cells: Sequence[str]) -> Packed:
    """The cells joined; as they are where one of them holds ``SEPARATOR``."""
    text = SEPARATOR.join(cells)
    return text if text.count(SEPARATOR) == len(cells) - 1 else cells


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """One table. ``runs`` hold the text of its rows of data, ``columns`` what could be read without a project."""

    source: str
    encoding: str
    delimiter: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    other_sheets: tuple[str, ...]  # sheets of the same form that were not asked for
    has_header: bool
    kind_seen: Kind | None  # another kind whose headers these are
    titles: Sequence[Sequence[str]]  # the rows above the header
    layout: Layout
    runs: Sequence[Run]
    columns: Columns
    lines: Lines
    bad_rows: Mapping[int, str]  # rows that are no record -> the code of their issue
    passed: tuple[str, ...] = ()  # sheets that hold less than this one
    hidden: Hidden = field(default_factory=Hidden)
    scaled: frozenset[int] = frozenset()  # places of numbers that are shown in thousands, or in millions
    hidden_sheets: tuple[str, ...] = ()

    @property
    def numbers(self) -> list[int]:
        """The number of each row of data, as the spreadsheet shows it."""
        return [number for run in self.runs for number in run.numbers]


@dataclass(frozen=True, slots=True)
class Parsed:
    """Files parsed as one kind. ``unreadable`` is the reason where that fails; there are no tables then."""

    kind: Kind
    options: ParseOptions
    file_name: str
    file_sha256: str
    tables: tuple[ParsedTable, ...] = ()
    unreadable: Issue | None = None


def table_at(tables: Sequence[ParsedTable], cell: Cell) -> int | None:
    """Which table a cell is in; none where a row number alone, or two tables of one name, leave it open."""
    sources = [table.source for table in tables]
    if cell.source is None:
        return 0 if len(sources) == 1 else None
    return sources.index(cell.source) if sources.count(cell.source) == 1 else None
