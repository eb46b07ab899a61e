"""How cells of a workbook travel as text: a mark before those that are no text, and back to what the sheet shows.

The marks are no letters, so text has none of them; where it came with one all the same, ``NO_MARK`` takes its place,
which folding drops and counts like any other control character.
"""

import math
from codecs import BOM_UTF8
from datetime import date, datetime
from typing import Any

from core.intake.source.shown import Shown

# Numbers, dates, what is no value (``#REF!``, a formula that was never computed), and numbers that are shown as
# something else: what is shown (empty: not sure), then the number.
MARKS = NUMBER, DATE, ERROR, SHOWN = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd4"
_BETWEEN = "\ufdd5"
_NO_MARK = "\ufdd3"
_FIRST_BYTE = NUMBER.encode()[:1]  # of each of them
_TO_NO_MARK = str.maketrans(dict.fromkeys((*MARKS, _BETWEEN), _NO_MARK))
_EXACT = 1e15  # a number cell keeps 15 digits; above it the last ones are not those that were typed


class Refused(str):
    """The text of a workbook's cell that is no value."""


def cell_text(cell: Any) -> str:
    """A workbook's cell as text; numbers, dates and what is no value carry their mark."""
    if isinstance(cell, str):
        if isinstance(cell, Refused):
            return ERROR + without_marks(cell)
        return cell if cell < NUMBER else without_marks(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, Shown):
        return f"{SHOWN}{without_marks(cell.text)}{_BETWEEN}{_number_text(cell)}"
    if isinstance(cell, int | float):
        return NUMBER + _number_text(cell)
    if isinstance(cell, datetime):
        return DATE + cell.date().isoformat()
    return DATE + cell.isoformat() if isinstance(cell, date) else str(cell)


def _number_text(cell: float) -> str:
    """Whole numbers in full, others to the 15 digits that a cell keeps."""
    if abs(cell) < _EXACT:
        return str(int(cell)) if cell == int(cell) else f"{cell:.15g}"
    return str(int(cell)) if math.isfinite(cell) and abs(cell) < 1e30 else f"{cell}"


def is_inexact(number: str) -> bool:
    """Whether the text of a number cell is of a number with more digits than a cell keeps."""
    return not abs(float(number)) < _EXACT


def without_marks(text: str) -> str:
    """Text that came with letters which are ours as marks, without them."""
    return text.translate(_TO_NO_MARK)


def data_without_marks(data: bytes) -> bytes:
    """The same of UTF-8 not yet decoded. All marks begin with one byte, hardly ever seen after a byte-order mark: one
    look for it is many times quicker than one for each mark.
    """
    if data.find(_FIRST_BYTE, len(BOM_UTF8) if data.startswith(BOM_UTF8) else 0) < 0:
        return data
    for mark in (*MARKS, _BETWEEN):
        data = data.replace(mark.encode(), _NO_MARK.encode())
    return data


def bare(cell: str) -> tuple[str, str]:
    """The mark of a cell (empty: text) and the text behind it; of a number that is shown otherwise, the number."""
    if cell[:1] == SHOWN:
        return NUMBER, cell.partition(_BETWEEN)[2]
    return (cell[0], cell[1:]) if cell[:1] in MARKS and cell else ("", cell)


def shown_as(cell: str) -> str | None:
    """What is shown of a number with a format of its own (empty: not sure); ``None`` of any other cell."""
    return cell[1:].partition(_BETWEEN)[0] if cell[:1] == SHOWN else None


def seen_text(cell: str) -> str:
    """A cell as its sheet shows it: marks taken off, dates of a workbook as day/month/year."""
    mark, text = bare(cell)
    text = shown_as(cell) or text
    return f"{text[8:]}/{text[5:7]}/{text[:4]}" if mark == DATE and len(text) == 10 else text
