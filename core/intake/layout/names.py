"""One form for headers and words, so that what differs only in spaces, case or stars is the same."""

import re
from functools import cache

from core.model import Choice
from core.text import Text, digits, fold

_NOISE = re.compile(r"[\s*:_'\"“”‘’]+")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


@cache
def header_key(header: str) -> str:
    """A header without spaces, stars and colons, in small letters: ``จำนวนเงิน (บาท) *`` is ``จำนวนเงิน(บาท)``."""
    return _NOISE.sub("", _DASHES.sub("-", digits(fold(header)))).lower()


# Sheets of our own forms and returned files that never hold rows: lists for drop-downs, notes, findings.
LISTS_SHEET, NOTES_SHEET = Text.both("ตัวเลือก", "Lists"), Text.both("คำอธิบาย", "Notes")
FINDINGS_SHEET = Text.both("รายการทั้งหมด", "All findings")
OWN_SHEETS = frozenset(name for sheet in (LISTS_SHEET, NOTES_SHEET, FINDINGS_SHEET) for name in sheet.of.values())

word_key = header_key  # values of enumerations differ in the same ways


@cache
def choice_table(choices: tuple[Choice, ...]) -> dict[str, str]:
    """Every accepted word of an enumeration, in one form, to its identifier; identifiers and names win over aliases."""
    table: dict[str, str] = {}
    for choice in choices:
        table |= {word_key(word): choice.id for word in choice.aliases}
    for choice in choices:
        table |= {word_key(word): choice.id for word in (*choice.name.of.values(), choice.id)}
    return table
