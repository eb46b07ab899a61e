"""Rows that are no data: blank lines, totals, carried lines, remarks and signatures under the table.

Total lines are skipped and reported; a row that has a document number (its key) is always data.
"""

from collections.abc import Collection, Sequence
from functools import cache

from core.intake.layout.names import header_key
from core.intake.source.marks import bare
from core.model.kinds import SKIP_WORDS

# Beginnings that mark a line under or between the rows, where nothing else in the row says that it is data.
_SUMS = ("รวม", "ยอดรวม", "ยอดยกมา", "ยอดยกไป", "ยกมา", "ยกไป", "total", "grandtotal")
_BEGINNINGS = (*_SUMS, "หมายเหตุ", "ลงชื่อ", "(ลงชื่อ")
_STEMS = ("รวม", "ยอด", "ยกมา", "ยกไป", "หมายเหตุ", "ลงชื่อ", "otal", "OTAL")


@cache
def _skip_keys() -> frozenset[str]:
    return frozenset(map(header_key, SKIP_WORDS))


def may_skip(anchors: Sequence[str], header: str) -> bool:
    """Whether any of these rows, by the cells of their key column, could be anything but data: the ``header`` of that
    column may come once more.
    """
    if "" in anchors or any(map(str.isspace, anchors)):
        return True
    joined = "".join(anchors)
    return any(stem in joined for stem in _STEMS) or (header != "" and header in joined)


def is_blank(row: Sequence[str]) -> bool:
    """Whether no cell of the row holds anything."""
    return not any(row) or not any(map(str.strip, row))


def is_total(row: Sequence[str], anchor: int, required: Sequence[int], amounts: Collection[int] = ()) -> bool:
    """Whether the row is a total, a carried line or a remark. ``anchor`` is the key's column, ``required`` those of the
    cells that data must have, ``amounts`` those that a total has too.
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
    if key.startswith(_BEGINNINGS) and others and not any(row[i].strip() for i in others if i < len(row)):
        return True
    return _is_sum(row, [place for place in required if place not in amounts])


def _is_sum(row: Sequence[str], required: Sequence[int]) -> bool:
    """Whether a row holds one label of a sum, in whichever cell, and nothing else but figures."""
    filled = {place: text for place, text in enumerate(bare(cell)[1].strip() for cell in row) if text}
    labels = [place for place, text in filled.items() if header_key(text).startswith(_SUMS)]
    if len(labels) != 1 or any(place in filled for place in required if place != labels[0]):
        return False
    return all(_is_figure(text) for place, text in filled.items() if place != labels[0])


def _is_figure(text: str) -> bool:
    """Whether a cell holds a number (``30 กลุ่ม``), or no letters at all (a dash)."""
    return any(map(str.isdigit, text)) or not any(map(str.isalpha, text))
