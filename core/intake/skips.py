"""Rows that are no data: blank lines, totals, carried lines, remarks and signatures under the table, repeated headers.

Total lines are skipped and said; a row that has a document number (its key) is always data.
"""

from collections.abc import Sequence
from functools import cache

from core.intake.names import header_key
from core.kinds import SKIP_WORDS

# Beginnings that mark a line under or between the rows, where nothing else in the row says that it is data.
_BEGINNINGS = ("รวม", "ยอดรวม", "ยอดยกมา", "ยอดยกไป", "หมายเหตุ", "ลงชื่อ", "(ลงชื่อ", "total", "grandtotal")
_STEMS = ("รวม", "ยอด", "หมายเหตุ", "ลงชื่อ", "otal", "OTAL")


@cache
def _skip_keys() -> frozenset[str]:
    return frozenset(map(header_key, SKIP_WORDS))


def may_skip(anchors: Sequence[str]) -> bool:
    """Whether any of these rows, by the cells of their key column, could be anything but data."""
    if "" in anchors or any(map(str.isspace, anchors)):
        return True
    joined = "".join(anchors)
    return any(stem in joined for stem in _STEMS)


def is_blank(row: Sequence[str]) -> bool:
    """Whether no cell of the row holds anything."""
    return not any(row) or not any(map(str.strip, row))


def is_total(row: Sequence[str], anchor: int, required: Sequence[int]) -> bool:
    """Whether the row is a total, a carried line or a remark. ``anchor`` is the key's column, ``required`` those of the
    cells that data must have.
    """
    first = next((i for i, cell in enumerate(row) if cell.strip()), None)
    if first is None:
        return False
    key = header_key(row[first])
    named = anchor < len(row) and bool(row[anchor].strip()) and first != anchor
    if named:
        return False
    if key in _skip_keys():
        return True
    others = [i for i in required if i not in (anchor, first)]
    return key.startswith(_BEGINNINGS) and bool(others) and not any(row[i].strip() for i in others if i < len(row))
