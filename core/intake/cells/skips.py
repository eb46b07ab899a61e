"""Rows that are no data: blank lines, totals, carried lines, units, remarks and signatures under the table; and rows
that only look filled, with nothing in them that somebody typed.

Total lines are skipped and reported; a row that has a document number (its key) is always data.
"""

import re
from collections.abc import Collection, Sequence
from functools import cache

from core.intake.cells.columns import UNKNOWN_MARKS
from core.intake.layout.names import header_key
from core.intake.layout.units import is_unit_line
from core.intake.source.marks import bare
from core.model.kinds import SKIP_WORDS

# Beginnings that mark a line under or between the rows, where nothing else in the row says that it is data.
_SUMS = ("รวม", "ยอดรวม", "ยอดยกมา", "ยอดยกไป", "ยกมา", "ยกไป", "total", "grandtotal")
_BEGINNINGS = (*_SUMS, "หมายเหตุ", "ที่มา", "ข้อมูลณวันที่", "พิมพ์เมื่อ", "ลงชื่อ", "(ลงชื่อ")
_STEMS = (
    "รวม", "ยอด", "ยกมา", "ยกไป", "หมายเหตุ", "ลงชื่อ", "ที่มา", "ข้อมูล", "พิมพ์", "ผู้", "otal", "OTAL", "หน่วย", "บาท",
    "nit", "aht", "....", "…", "หน้า", "แผ่น", "age", "สำเนา", "รับรอง", "จึงเรียน", "ทราบ", "อนุมัติ", "เห็นชอบ", "ตัวอักษร",
    "ถ้วน", "สตางค์",
)  # fmt: skip
_STEM_LETTERS = "".join({stem[0] for stem in _STEMS})  # a letter is looked for faster than a word


# The foot of an official form: who signs, in which office, when.
_SIGNS = re.compile(
    r"\(?\s*(?:ลงชื่อ|ลงนาม)|\(?\s*ผู้(?:จัดทำ|รายงาน|ตรวจสอบ|รับรอง|อนุมัติ)[ .:…)]*$|.*(?:\.{4}|…|_{4}).*"
    r"|(?:สำเนาถูกต้อง|ขอรับรองว่า|จึงเรียนมาเพื่อ|(?:ทราบ|อนุมัติ|เห็นชอบ)(?:\s*/\s*(?:ทราบ|อนุมัติ|เห็นชอบ))*\s*$).*",
    re.DOTALL,
)
_FOOT = re.compile(
    r"\(?\s*(?:ลงชื่อ|ลงนาม).*|[(\[].*[)\]]|ตำแหน่ง.*|วันที่.*|ว/ด/ป.*|[./…_\- ]+|.*(?:\.{4}|…|_{4}).*"
    r"|(?:ผู้|พิมพ์โดย|จัดทำโดย|ตรวจสอบโดย|เห็นชอบ|อนุมัติ|ตรวจแล้ว|รับรอง).*"
    r"|(?:นักวิชาการ|พัฒนาการ|ผู้อำนวยการ|เจ้าหน้าที่|เจ้าพนักงาน|หัวหน้า|ประธาน|กรรมการ|รองผู้ว่า|นายอำเภอ|พนักงาน|ปลัด).*"
    r"|(?:โทร|อีเมล|e-?mail|line|สำเนาถูกต้อง|ขอรับรอง|จึงเรียน|ทราบ).*|[0-9๐-๙]{1,2}(?:[/.-][0-9๐-๙]{1,4}){2}"
    r"|[0-9๐-๙]{1,2}\s*[ก-๙.]+\s*(?:พ\.?ศ\.?\s*)?[0-9๐-๙]{2,4}",
    re.DOTALL,
)
# A page's number, and a sum in words: wherever they stand alone in a row.
_ALONE = re.compile(
    r"(?:หน้า(?:ที่)?|แผ่น(?:ที่)?|page)\s*[0-9๐-๙]+(?:\s*(?:จาก|/|of)\s*[0-9๐-๙]+)?|[-–]\s*[0-9๐-๙]+\s*[-–]"
    r"|(?:ตัวอักษร|จำนวนเงิน(?:รวม)?เป็นตัวอักษร)?\s*[:(=]*\s*[ก-๙ ]+(?:บาทถ้วน|สตางค์)\s*[)=]*",
    re.IGNORECASE,
)
_REMARK = "หมายเหตุ"
_GOES_ON = re.compile(r"\s*(?:[0-9๐-๙]{1,2}[.)]\s*|[-–*•]\s*)[^0-9\s].*", re.DOTALL)
_UNTICKED = frozenset({"FALSE", "false", "☐", "□", "[ ]", "[]", "( )", "()"})


@cache
def _skip_keys() -> frozenset[str]:
    return frozenset(map(header_key, SKIP_WORDS))


def may_skip(anchors: Sequence[str], header: str) -> bool:
    """Whether any of these rows, by the cells of their key column, could be anything but data: the ``header`` of that
    column may come once more.
    """
    if "" in anchors or any(map(str.isspace, anchors)) or any(mark in anchors for mark in UNKNOWN_MARKS):
        return True
    joined = "".join(anchors)
    if header != "" and header in joined:
        return True
    return any(letter in joined for letter in _STEM_LETTERS) and any(stem in joined for stem in _STEMS)


def signs(row: Sequence[str]) -> bool:
    """Whether a row is one that is to be signed, and nothing else: what follows may be the foot of a form."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return any(map(_SIGNS.match, filled)) and all(map(_FOOT.fullmatch, filled))


def remarks(row: Sequence[str]) -> bool:
    """Whether a row begins a remark, which may go on below it."""
    first = next((cell for cell in row if cell.strip()), "")
    return header_key(first).startswith(_REMARK)


def goes_on(row: Sequence[str]) -> bool:
    """Whether a row may be the next point of a remark: one cell alone, which begins with a number or a dash."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) == 1 and _GOES_ON.fullmatch(bare(filled[0])[1]) is not None


def is_foot(row: Sequence[str]) -> bool:
    """Whether every filled cell may be of the foot of a form: names in brackets, offices, days."""
    filled = [bare(cell)[1].strip() for cell in row if cell.strip()]
    return bool(filled) and all(map(_FOOT.fullmatch, filled))


def is_automatic(text: str) -> bool:
    """Whether a cell holds what nobody types: a box that is not ticked, a formula's zero."""
    return text in _UNTICKED or not bare(text)[1].strip("0.,-– ")


def is_blank(row: Sequence[str]) -> bool:
    """Whether no cell of the row holds anything."""
    return not any(row) or not any(map(str.strip, row))


def is_total(row: Sequence[str], anchor: int, required: Sequence[int], amounts: Collection[int] = ()) -> bool:
    """Whether the row is a total, a carried line, a line of units or a remark. ``anchor`` is the key's column,
    ``required`` those of the cells that data must have, ``amounts`` those that a total has too.
    """
    first = next((i for i, cell in enumerate(row) if cell.strip()), None)
    if first is None:
        return False
    if is_unit_line(row) or (not any(row[first + 1 :]) and _ALONE.fullmatch(bare(row[first])[1].strip())):
        return True
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
