"""What a sheet's XML will cost and what it hides, found before a reader of workbooks builds anything from it.

Sheets as Excel and its like write them are looked through with patterns. Wherever a count of tags shows anything that
the patterns do not know (other quotes, other order, prefixes, errors, formulas without a value), the sheet is read
again, element by element.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from core.intake.source.shown import Shown
from core.intake.source.sniff import UnreadableError

# One group each, so that finding all of them makes no tuple a cell.
_REST = rb'"(?: s="[0-9]+")?(?: t="[A-Za-z]+")? ?'
_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})[0-9]{1,7}' + _REST + rb">")
_ROW = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{1,7})' + _REST + rb">")
_EMPTY = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}' + _REST + rb"/>")
_OTHER_TAGS = (
    b"<col",
    b"<cell",
    b"<cond",
    b"<cf",
    b"<custom",
    b"<control",
    b"<clr",
    b"<cp",
)  # begin with <c, not cells
_FORMULA = re.compile(rb"<f[ >][^<]*(?:</f>|(?<=/>))<v>[^<]")
_OTHER_FORMULAS = (
    b"<form",
    b"<filter",
    b"<first",
    b"<fill",
    b"<font",
    b"<family",
    b"<fgColor",
    b"<fileVersion",
    b"<fmt",
)
_REFERENCE = re.compile("([A-Za-z]+)([0-9]+)")
_HIDEABLE = re.compile(rb"<(row|col) ([^>]*)>")
_HIDDEN = re.compile(rb'\b(?:hidden="(?:1|true)"|(?:ht|width)="0(?:\.0+)?")')
_NUMBERS = re.compile(rb'\b(r|min|max)="([0-9]{1,7})"')
_MOST_COLUMNS = 16_384  # of a sheet
_SHOWN = 120  # letters of a formula that are kept
_END_OF_STRING = re.compile(rb"</(?:[\w.-]+:)?si\s*>|<(?:[\w.-]+:)?si\s*/>")


@dataclass(slots=True)
class SheetExtent:
    """How far a sheet reaches (1-based), the cells to be refused (row, column from 0) -> ``#REF!``, ``=TODAY()``, how
    many of its cells repeat a shared string, and the numbers that are shown as something else.
    """

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    strings: int = 0
    shown: dict[tuple[int, int], Shown] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)  # 1-based
    hidden_columns: set[int] = field(default_factory=set)  # from 0
    scaled: set[int] = field(default_factory=set)  # columns from 0 with numbers that are shown in thousands or millions
    from_1904: bool = False  # whether the workbook counts its days from 1904

    def hide(self, row: bool, number: int | None, first: int | None, last: int | None) -> None:
        """Note a hidden row, or the hidden columns from ``first`` to ``last`` (1-based)."""
        if row and number is not None:
            self.hidden_rows.add(number)
        elif not row and first is not None:
            self.hidden_columns.update(range(first - 1, min(last or first, _MOST_COLUMNS)))


Parts = Callable[[], Iterable[bytes]]  # the member's parts, from its beginning each time


def scan_sheet(parts: Parts) -> SheetExtent:
    """The extent and the refused cells of one member; of one that is no sheet, nothing."""
    extent = SheetExtent()
    for part in parts():
        if not _scan_plain(part, extent):
            return walk_sheet(parts)[0]
    return extent


def _scan_plain(part: bytes, extent: SheetExtent) -> bool:
    """Take in a part that is written in the usual way; ``False`` where something in it is not."""
    if b":c" in part or b":row" in part or b't="e"' in part:
        return False
    columns = _COLUMN.findall(part)
    if not _counted(part, b"<c", len(columns), _EMPTY, _OTHER_TAGS) or not _counted(
        part, b"<f", 0, _FORMULA, _OTHER_FORMULAS
    ):
        return False
    if b"hidden=" in part or b'ht="0' in part or b'width="0' in part:
        _note_hidden(part, extent)
    if columns:
        extent.columns = max(extent.columns, *map(column_number, set(columns)))
        extent.rows = max(extent.rows, *map(int, set(_ROW.findall(part))))
        extent.strings += part.count(b' t="s"')
    return True


def _note_hidden(part: bytes, extent: SheetExtent) -> None:
    """Note the rows and columns that a person, or a filter, hid."""
    for tag, attributes in _HIDEABLE.findall(part):
        if _HIDDEN.search(attributes):
            found = {name: int(number) for name, number in _NUMBERS.findall(attributes)}
            extent.hide(tag == b"row", found.get(b"r"), found.get(b"min"), found.get(b"max"))


def _counted(part: bytes, tag: bytes, known: int, more: re.Pattern[bytes], others: Iterable[bytes]) -> bool:
    """Whether all tags that begin so are known: those counted, those that a pattern finds, and other names."""
    left = part.count(tag) - known
    return not left or left == len(more.findall(part)) + sum(map(part.count, others))


def walk_sheet(parts: Parts) -> tuple[SheetExtent, Counter[int]]:
    """The same, element by element, and how often each shared string is used. Raises ``ExpatError``."""
    walker = _Walker()
    for part in parts():
        walker.parser.Parse(part, False)
    walker.parser.Parse(b"", True)
    return walker.extent, walker.strings


class _Walker:
    """Follows rows, cells and values through the elements, by their local names as readers of workbooks do."""

    def __init__(self) -> None:
        self.extent = SheetExtent()
        self.strings: Counter[int] = Counter()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._row = self._column = 0  # of the last cell, 1-based
        self._kind = ""
        self._filled = False
        self._inside: str | None = None
        self._words: dict[str, str] = {}

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self._row, self._column = _number(attributes.get("r")) or self._row + 1, 0
            if _is_hidden(attributes, "ht"):
                self.extent.hide(True, self._row, None, None)
        elif name == "col" and _is_hidden(attributes, "width"):
            self.extent.hide(False, None, _number(attributes.get("min")), _number(attributes.get("max")))
        elif name == "c":
            self._place(attributes.get("r"))
            self._kind, self._filled, self._words = attributes.get("t", ""), False, {}
        elif name in ("v", "f", "is", "t"):
            self._filled = True
            self._inside = name
            self._words.setdefault(name, "")

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            return
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise UnreadableError("broken_workbook")
        self._row = _number(match[2]) or 1
        self._column = column_number(match[1].upper().encode())

    def _text(self, text: str) -> None:
        if self._inside in ("v", "f") and len(self._words[self._inside]) < _SHOWN:
            self._words[self._inside] += text

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in ("v", "f", "is", "t"):
            self._inside = None
        elif name == "c" and self._filled:
            self._cell()
            self._filled = False

    def _cell(self) -> None:
        extent, value = self.extent, self._words.get("v", "").strip()
        extent.rows, extent.columns = max(extent.rows, self._row), max(extent.columns, self._column)
        place = self._row, self._column - 1
        if self._kind == "e":
            extent.errors[place] = value[:_SHOWN] or "#"
        elif "f" in self._words and not value and self._kind not in ("str", "inlineStr"):
            extent.errors[place] = "=" + self._words["f"][:_SHOWN]
        elif self._kind == "s":
            extent.strings += 1
            self.strings[_number(value)] += 1


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or a column is hidden, or has no size."""
    return attributes.get("hidden") in ("1", "true") or attributes.get(size, "1").strip("0.") == ""


def _number(text: str | None) -> int:
    """A whole number of at most nine digits, else 0."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def column_number(letters: bytes) -> int:
    """``A`` is 1, ``Z`` 26, ``AA`` 27; more letters than a sheet has are a number beyond any limit."""
    number = 0
    for letter in letters[:8]:
        number = number * 26 + letter - 64
    return number


def string_lengths(parts: Iterable[bytes]) -> Iterator[int]:
    """At most how many letters each shared string has: the bytes of its element."""
    carried = 0
    for part in parts:
        first, *rest = (len(text) for text in _END_OF_STRING.split(part))
        carried += first
        for length in rest:
            yield carried
            carried = length
    yield carried
