"""Reading one column: every distinct cell is parsed once, and a run of clean cells is passed as a whole.

Most cells of a register repeat or need nothing done, so the cost of a cell is a look-up in a dictionary, not a call.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from core.intake.cells.parsers import Noted, Parser, may_be_spoilt
from core.intake.layout.names import word_key
from core.intake.parsed import SEPARATOR, ColumnValues, Fault, LooseColumn, Packed, pack
from core.intake.source.marks import ERROR, bare, shown_as
from core.model.kinds import Column
from core.text import (
    THAI_DIGITS,
    CellError,
    Message,
    digits,
    fold_counted,
    has_barcode,
    has_national_id,
    needs_fold,
    surely_folded,
)

UNKNOWN_MARKS = ("-", "–", "—")
UNKNOWN = frozenset({"", *UNKNOWN_MARKS})
_MAX_MEMO = 30_000  # distinct cells remembered; beyond that number all are forgotten
_AS_SHOWN = ("code", "text", "phone", "list", "enum")  # types whose cells are what the sheet shows of them
_AS_SHOWN_CODE, _NOT_SURE = "shown_form", "shown_differs"
_FEW = 64  # cells in a run from which it says something about the column
_MAX_FAULTS = 20_000  # cells of one column that are named; the rest is counted

_GUARD = re.compile(r"'+[=+\-@\t]")  # an apostrophe that keeps a spreadsheet from running a text as a formula
# Letters that make a cell be looked at alone, where ``str.isprintable`` lets them pass: Thai digits, damage, guards,
# Excel's errors, and the nikhahit that ``fold`` joins. What else it acts on, and line breaks, is not printable.
_ODD = "".join(map(chr, (0x0E4D, *range(0x0E50, 0x0E5A), 0xFFFD))) + "'#"
# Neither atomic nor possessive: Python before 3.11.5 matches those wrongly, and an amount of 5 became one of 0.05.
_BAHT = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,12})\.[0-9]{2}"
_PLAIN_AMOUNTS = re.compile(rf"{_BAHT}(?:{SEPARATOR}{_BAHT})*")
_NO_POINTS = str.maketrans("", "", ",.")
_HASHES = re.compile("#{3,}")  # a column that was too narrow to show its numbers
_LONG_NUMBER = 13  # digits of a cell from which it is looked at for a citizen's number
_NOT_DIGITS = bytes(byte for byte in range(128) if byte not in b"0123456789" + SEPARATOR.encode())


class ColumnReader:
    """Turns the cells of one column into values run by run; ``done`` gives the ``ColumnValues``."""

    def __init__(
        self,
        column: Column,
        parse: Parser,
        meant: Mapping[str, str] | None = None,
        *,
        exempt: bool = False,
        longest: int = 5_000,
    ) -> None:
        self.column = column
        self.parse = parse
        self.meant = {word_key(found): text for found, text in (meant or {}).items()}
        self.exempt = exempt  # 13-digit numbers are not looked for here
        self.longest = longest  # letters of a cell
        self.values: list[Any] = []
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.unnamed = 0
        self.folded: Counter[str] = Counter()
        self.samples: list[tuple[int, str, Any]] = []
        self._memo: dict[str, Any] = {}
        self._same: dict[str, str] = {}  # each remembered cell as the one object that stands for all equal ones
        self._remarks: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}  # cell -> faults ("!" first), notes, folds
        self._varied = False  # whether most cells of a run were never seen before
        self._codes = parse.__name__ == "_code"
        self._plain = self._plain_reader()

    def feed(self, cells: Sequence[str], packed: Packed | None = None) -> Packed:
        """Read the next cells: as a whole where they are plain and seldom repeat, else by distinct cell. ``packed`` are
        the same cells as ``core.intake.parsed.pack`` gives them, where that is at hand. Returns the cells in the form
        that takes least memory: joined, or equal ones as one object.
        """
        if self._varied and not self.meant:
            packed = pack(cells) if packed is None else packed
            values = self._plain(cells, packed if isinstance(packed, str) else None)
            if values is not None:
                self.values.extend(values)
                return packed
        start = len(self.values)
        self.values.extend(self._remembered(cells))
        if self._remarks and not self._remarks.keys().isdisjoint(cells):
            self._place_remarks(cells, start)
        if self.column.type == "date" and len(self.samples) < 3:
            self._sample(cells, start)
        return pack(cells) if self._varied else _each(self._same, cells)

    def _remembered(self, cells: Sequence[str]) -> Sequence[Any]:
        """The values of the cells, each distinct one parsed once."""
        try:
            return _each(self._memo, cells)
        except KeyError:
            if len(self._memo) > _MAX_MEMO:
                self._memo, self._same, self._remarks = {}, {}, {}
        distinct = set(cells)
        new = distinct.difference(self._memo)
        self._varied = bool(self._memo) and len(new) * 2 > len(cells) > _FEW
        self._learn(new)
        return _each(self._memo, cells)

    def done(self) -> ColumnValues:
        """What was read; the reader is of no use afterwards."""
        return ColumnValues(self.values, self.faults, self.notes, self.unnamed, self.folded, self.samples)

    def _learn(self, new: set[str]) -> None:
        cells = list(new)
        self._same.update(zip(cells, cells, strict=True))
        values = self._plain(cells, None) if not self.meant else None
        if values is not None:
            self._memo.update(zip(cells, values, strict=True))
            return
        for cell in cells:
            self._memo[cell] = self._read(cell)

    def _read(self, cell: str) -> Any:
        """The value of one distinct cell; remarks about it are kept beside the memory."""
        remarks: list[tuple[str, Mapping[str, Any]]] = []
        text, mark = self._clean(cell, remarks)
        value: Any = None
        if text in UNKNOWN:
            value = self.column.default
        elif not self.exempt and has_national_id(text):
            remarks.append(("!id13", {}))
        elif mark == ERROR:
            remarks.append(("!excel_error", {}))
        elif len(text) > self.longest:
            remarks.append(("!cell_too_long", {"limit": self.longest}))
        else:
            if not self.exempt and has_barcode(text):
                remarks.append(("?barcode13", {}))
            try:
                value = self.parse(text, mark)
            except CellError as error:
                why = (
                    {"then": Message("hint.hashes")} if _HASHES.fullmatch(text) and error.code != "code_hashes" else {}
                )
                remarks.append(("!" + error.code, {**error.params, **why}))
        if isinstance(value, Noted):
            remarks.append((("+" if value.counted else "?") + value.code, {}))
            value = value.value
        if remarks:
            self._remarks[cell] = remarks
        return value

    def _clean(self, cell: str, remarks: list[tuple[str, Mapping[str, Any]]]) -> tuple[str, str]:
        """The text to parse and the workbook's mark; what was normalized is added to ``remarks``."""
        mark, text = bare(cell)
        shown = shown_as(cell) if self.column.type in _AS_SHOWN else None
        if shown:
            mark, text = "", shown
            remarks.append(("+" + _AS_SHOWN_CODE, {}))
        elif shown is not None and self.column.type == "code":
            remarks.append(("?" + _NOT_SURE, {}))
        text, counts = fold_counted(text)
        if any(digit in text for digit in THAI_DIGITS):
            text = digits(text)
            counts["thai_digits"] = 1
        remarks.extend(("+" + what, {}) for what in counts)
        text = text.strip().replace("\r\n", "\n").replace("\r", "\n")
        if _GUARD.match(text):
            text = text[1:]
        if self.meant:
            meant = self.meant.get(word_key(text))
            if meant is not None:
                remarks.append(("+mapped_value", {}))
                text = meant.strip()
        return text, mark

    def _place_remarks(self, cells: Sequence[str], start: int) -> None:
        """Place every fault, note and fold of these cells."""
        remarks = self._remarks
        for place, cell in enumerate(cells, start):
            if cell in remarks:
                for what, params in remarks[cell]:
                    sign, code = what[0], what[1:]
                    if sign == "+":
                        self.folded[code] += 1
                        continue
                    found = self.faults if sign == "!" else self.notes
                    if len(found) < _MAX_FAULTS:
                        found.append((place, cell, code, params))
                    else:
                        self.unnamed += 1

    def _sample(self, cells: Sequence[str], start: int) -> None:
        seen = {found for _, found, _ in self.samples}
        for place, cell in enumerate(cells[:200], start):
            value = self.values[place]
            if value is not None and cell not in seen and len(self.samples) < 3:
                self.samples.append((place, bare(cell)[1], value))
                seen.add(cell)

    def _plain_reader(self) -> Any:
        if self.column.type in ("text", "code") and self.parse.__name__ in ("_text", "_code"):
            return self._plain_texts
        return self._plain_amounts if self.parse.__name__ == "_satang" else _never_plain

    def _plain_texts(self, cells: Sequence[str], joined: str | None) -> Sequence[str | None] | None:
        """The cells themselves where none needs anything done, else ``None``."""
        if joined is None:
            joined = SEPARATOR.join(cells)
            if joined.count(SEPARATOR) != len(cells) - 1:
                return None
        if not "".join(cells).isprintable() or any(letter in joined for letter in _ODD):
            return None
        if not surely_folded(joined) and any(map(needs_fold, cells)):
            return None
        if any(mark in joined and mark in cells for mark in UNKNOWN_MARKS) or max(map(len, cells)) > self.longest:
            return None
        if " " in joined and list(map(str.strip, cells)) != list(cells):  # no other space is printable
            return None
        if self._codes and may_be_spoilt(joined):
            return None
        if not self.exempt and any(has_national_id(cell) or has_barcode(cell) for cell in _long_numbers(cells, joined)):
            return None
        return [cell or None for cell in cells] if "" in cells else joined.split(SEPARATOR)

    def _plain_amounts(self, cells: Sequence[str], joined: str | None) -> list[int | None] | None:
        """Satang of the cells where all are baht with two decimals (or empty), else ``None``."""
        joined, some_empty = SEPARATOR.join(cells) if joined is None else joined, "" in cells
        if not _PLAIN_AMOUNTS.fullmatch(SEPARATOR.join(filter(None, cells)) if some_empty else joined):
            return None
        plain = joined.translate(_NO_POINTS).split(SEPARATOR)
        if len(plain) != len(cells):  # a cell holds the separator
            return None
        return [int(text) if text else None for text in plain] if some_empty else list(map(int, plain))


def _each(known: Mapping[str, Any], cells: Sequence[str]) -> Sequence[Any]:
    """What is known of each of the cells. Raises ``KeyError``."""
    return itemgetter(*cells)(known) if len(cells) > 1 else [known[cell] for cell in cells]


def with_long_numbers(cells: Sequence[str]) -> list[str]:
    """The cells with digits enough for a citizen's number; of most runs none. The letters between the digits do not
    count, so ``has_national_id`` decides about what is given back.
    """
    return _long_numbers(cells, SEPARATOR.join(cells))


def _long_numbers(cells: Sequence[str], joined: str) -> list[str]:
    """As ``with_long_numbers``, of cells that are joined by ``SEPARATOR`` already."""
    if any(digit in joined for digit in THAI_DIGITS):
        joined = digits(joined)
    runs = joined.encode("ascii", "replace").translate(None, _NOT_DIGITS).split(SEPARATOR.encode())
    if max(map(len, runs)) < _LONG_NUMBER:
        return []
    if len(runs) != len(cells):  # a cell holds the separator
        return list(cells)
    return [cell for cell, run in zip(cells, runs, strict=True) if len(run) >= _LONG_NUMBER]


def _never_plain(_cells: Sequence[str], _joined: str | None) -> None:
    """Types whose cells are always read one by one; they repeat, so it costs little."""


class Scan:
    """Looks through a column that is not kept: for personal data, and whether it holds anything at all."""

    def __init__(self) -> None:
        self.holds_any = False
        self.personal: list[int] = []
        self._seen = 0

    def feed(self, cells: Sequence[str]) -> None:
        """Look at the next cells."""
        self.holds_any = self.holds_any or any(map(str.strip, cells))
        citizens = set(filter(has_national_id, with_long_numbers(cells)))
        if citizens:
            found = (place for place, cell in enumerate(cells, self._seen) if cell in citizens)
            self.personal.extend(place for place in found if len(self.personal) < _MAX_FAULTS)
        self._seen += len(cells)

    def done(self) -> LooseColumn:
        """What was seen."""
        return LooseColumn(self.holds_any, self.personal)
