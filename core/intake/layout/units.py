"""The unit of money that a file states in words: in a title, a header, a row of units, or under the table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.text import digits, fold

Unit = Literal["baht", "thousand", "million"]
POWERS: dict[Unit, int] = {"baht": 0, "thousand": 3, "million": 6}  # of ten, to baht
OTHER = "other"  # hundreds, tens of thousands …: to be written in baht

_LARGE = r"(?:หลัก\s*)?(?:(?:สิบ|ร้อย|พัน|หมื่น|แสน)?\s*ล้าน|สิบ|ร้อย|พัน|หมื่น|แสน)"
_THAI = rf"(?:{_LARGE}\s*(?:บาท|บ\.)|'?000(?:,000)?\s*บาท|บาท)"
_SIGNS = r"(?:ล\.?บ\.|[km]\s*฿|฿\s*[km]|[km]thb|mb|[x×]\s*1,?000(?:,?000)?(?:\s*บาท)?)"
_SHORT = r"(?:(?:สิบ|ร้อย|พัน|หมื่น|แสน)?\s*ล้าน|ร้อย|พัน|หมื่น|แสน)"  # after the word for unit alone
_ENGLISH = (
    r"(?:(?:hundreds?|thousands?|millions?|billions?)(?:\s+of)?\s+(?:thai\s+)?(?:baht|thb)|'?000s?\s*(?:baht|thb)"
    r"|(?:baht|thb)\s*(?:'?000s?|thousands?|millions?|mn|m|k)|(?:k|m|mn)\s*(?:baht|thb)|baht|thb)"
)
_LARGE_ENGLISH = r"(?:thousands|millions|'000s?)"  # said without the currency
_UNIT = rf"(?:{_THAI}|{_ENGLISH})(?![a-zก-ฮ])"
_WORD = r"(?:หน่วยเงิน|หน่วยนับ|หน่วย|\bunits?\b|\bamounts?\b|\bfigures?\b)"
_LINK = r"\s*(?:เป็น|คือ|in\b)?\s*[:=(/\[-]*\s*(?:เป็น|in\b)?\s*"
_STATED = (
    re.compile(rf"{_WORD}{_LINK}(?P<unit>{_UNIT}|{_SIGNS}(?![a-zก-ฮ0-9])|{_SHORT}(?![ก-ฮ])|{_LARGE_ENGLISH})"),
    re.compile(rf"[(\[]\s*(?:in\s+|เป็น)?(?P<unit>{_UNIT}|{_SIGNS}|{_LARGE_ENGLISH})\s*[)\]]"),
)
_LOOSE = (  # where plain baht may only say what a sum is in
    re.compile(rf"(?:เป็น|\bin)\s*(?P<unit>{_UNIT}|{_LARGE_ENGLISH})"),
    re.compile(rf"(?:^|(?<![0-9.,])\s|[:/])(?P<unit>{_UNIT})\s*$"),
)
_TAIL = re.compile(rf"\s*(?:[(\[]\s*(?:{_WORD}{_LINK})?(?:{_UNIT}|{_SIGNS})\s*[)\]]|\s(?:{_WORD}{_LINK})?{_UNIT})\s*$")
_COUNTED = r"(?:คน|กลุ่ม|ราย|ครั้ง|รายการ|ดาว|ร้อยละ|%|เดือน|วัน|งวด)"
_COUNTED_TAIL = re.compile(rf"\s*[(\[]\s*(?:{_WORD}{_LINK})?{_COUNTED}\s*[)\]]\s*$")
_LINE = re.compile(rf"[(\[]?\s*(?:{_WORD}{_LINK})?(?:{_UNIT}|{_COUNTED})\s*[)\]]?")
_LINE_OF_WORD = re.compile(rf"[(\[]?\s*{_WORD}\s*[:=].{{0,40}}")
_LONGEST = 300  # letters of a cell that is looked at


@dataclass(frozen=True, slots=True)
class Stated:
    """A unit that a file states: ``unit`` (``OTHER``: one that cannot be chosen), in which words, in which row
    (``None``: in the name of the sheet or of the file).
    """

    unit: str
    words: str
    row: int | None


def unit_in(text: str) -> tuple[str, str] | None:
    """The unit that a cell states, and its words; ``None`` where it states none, or names a sum of money."""
    plain = _plain(text)
    for patterns, sure in ((_STATED, True), (_LOOSE, False)):
        for pattern in patterns:
            for match in pattern.finditer(plain):
                unit = _unit_of(match["unit"])
                if (sure or unit != "baht") and not re.search(r"[0-9]\s*$", plain[: match.start("unit")]):
                    return unit, " ".join(match["unit"].split())
    return None


def without_unit(header: str) -> str:
    """A header without the unit of money at its end."""
    return _TAIL.sub("", _plain(header))


def without_counted(header: str) -> str:
    """A header without what it counts at its end: ``จำนวนสมาชิก (คน)``."""
    return _COUNTED_TAIL.sub("", _plain(header))


def is_unit_line(row: Sequence[str]) -> bool:
    """Whether each filled cell of a row is a unit (``(พันบาท)``, ``หน่วย : คน``): a second row of the header, or a line
    under the table.
    """
    filled = [_plain(cell) for cell in row if cell.strip()]
    return bool(filled) and all(_LINE.fullmatch(cell) or _LINE_OF_WORD.fullmatch(cell) for cell in filled)


def _plain(text: str) -> str:
    return " ".join(digits(fold(text[:_LONGEST])).lower().replace("’", "'").replace("：", ":").split())


def _unit_of(words: str) -> str:
    """The unit that words name."""
    words = words.replace(" ", "").removeprefix("หลัก")
    if re.search(r"000,?000|ล\.?บ|^mb$", words):
        return "million"
    if "ล้าน" in words:
        return "million" if words.startswith("ล้าน") else OTHER
    if "พัน" in words or "thousand" in words or "000" in words or re.search(r"(?:^k|k$)", words):
        return "thousand"
    if any(large in words for large in ("สิบ", "ร้อย", "หมื่น", "แสน", "hundred", "billion")):
        return OTHER
    return "million" if "million" in words or re.search(r"(?:^m|(?:baht|thb|฿)m)", words) else "baht"
