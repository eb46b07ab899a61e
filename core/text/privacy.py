"""Personal data: finding it, so that it is refused, and masking it, so that it does not travel.

A 13-digit number is taken for a citizen's when its first digit is 1–8 and its checksum is right; juristic persons begin
with 0, and Thai barcodes (885…) that pass EAN-13 are goods.
"""

import re
from collections.abc import Iterator

from core.text.thai import digits, fold

PERSON_MASK = "บุคคลธรรมดา"  # stands for a person's name where it may not be shown

# Words of headers, in the form of ``header_key``: small letters, no spaces.
ID_HEADERS = (
    "ประจำตัวประชาชน", "บัตรประชาชน", "เลขประชาชน", "เลขปชช", "บัตรปชช", "ประจำตัวปชช",
    "เลข13หลัก", "ประจำตัว13หลัก", "บัตร13หลัก",
    "nationalid", "citizenid", "idcard", "nationalno", "citizenno",
)  # fmt: skip
BANK_HEADERS = (
    "เลขที่บัญชี", "เลขบัญชี", "บัญชีธนาคาร", "บัญชีเลขที่", "พร้อมเพย์",
    "bankaccount", "accountnumber", "accountno", "promptpay",
)  # fmt: skip

# The digits after the first, with spaces and dashes anywhere between them or, in the grouping of the card (1-4-5-2-1),
# any mark. Looked for ahead of the first digit, so that a number inside a longer run of digits and spaces is tried too.
_DASHED = r"(?:[ _\-\u2010-\u2015\u2212]{0,3}[0-9]){12}"
_MARK = "[^0-9A-Za-zก-๙]{1,3}"
_GROUPED = rf"{_MARK}[0-9]{{4}}{_MARK}[0-9]{{5}}{_MARK}[0-9]{{2}}{_MARK}[0-9]"
_CANDIDATE = re.compile(rf"[1-8](?<![0-9].)(?=({_DASHED}|{_GROUPED})(?![0-9]))")
_DIGITS = 13
_THAI_DIGIT = re.compile("[๐-๙]")
_SPARE = re.compile("[^0-9]")

_PHONE = re.compile(r"(?<![0-9])(0[0-9])([0-9])?[- ]?([0-9]{3})[- ]?([0-9]{4}|[0-9]{3})(?![0-9])")
_MASKED = re.compile(r"0[0-9]x-?xxx-?[0-9]{3,4}", re.IGNORECASE)
_HONORIFIC = re.compile(
    r"(?:นางสาว|นาง(?!เลิ้ง|รอง)|นาย(?!ก|ทะเบียน|อำเภอ|ท้าย|หน้า|ช่าง|จ้าง)|น\.ส\.|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง|ว่าที่\s?ร|"
    r"(?:Mr|Mrs|Ms|Miss)[. ])\s*\S",
    re.IGNORECASE,
)
# A name inside a text: the honorific where a word begins, the given name, and a family name after one space.
_NAMED_IN_TEXT = re.compile(rf"(?<![ก-๙A-Za-z])(?:{_HONORIFIC.pattern[:-2]}[^\s,;()]+(?: [^\s,;()]+)?)", re.IGNORECASE)


def has_national_id(text: str) -> bool:
    """Whether ``text`` holds a citizen's 13-digit number (not a barcode)."""
    return any(True for _ in _national_ids(_plain(text)))


def has_barcode(text: str) -> bool:
    """Whether ``text`` holds a Thai EAN-13 barcode that would also pass for a citizen's number."""
    return any(_is_barcode(number) and _checksum_holds(number) for _, number in _numbers(_plain(text)))


def mask_national_id(text: str) -> str:
    """``text`` with every digit of a citizen's number as x; unchanged where it holds none."""
    plain = _plain(text)
    masked = plain
    for start, end in _national_ids(plain):
        masked = masked[:start] + re.sub("[0-9]", "x", plain[start:end]) + masked[end:]
    return masked if masked != plain else text


def _plain(text: str) -> str:
    """Folded, digits Arabic; empty where the text is too short to hold a number."""
    if len(text) < _DIGITS:
        return ""
    text = fold(text)
    return digits(text) if _THAI_DIGIT.search(text) else text


def _national_ids(plain: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each citizen's number."""
    return (span for span, number in _numbers(plain) if _checksum_holds(number) and not _is_barcode(number))


def _numbers(plain: str) -> Iterator[tuple[tuple[int, int], str]]:
    """(start, end) and digits of all that look like a number of 13 digits."""
    for match in _CANDIDATE.finditer(plain):
        yield (match.start(), match.end(1)), match[0] + _SPARE.sub("", match[1])


def _checksum_holds(number: str) -> bool:
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(number[:12]))
    return (11 - total % 11) % 10 == int(number[12])


def _is_barcode(number: str) -> bool:
    """EAN-13 of Thailand: begins with 885 and the weighted sum is a multiple of ten."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(number))
    return number.startswith("885") and total % 10 == 0


def mask_phone(text: str) -> str:
    """``081-234-5678`` as ``08x-xxx-5678``, each number of the text; other digits become x."""
    masked, count = _PHONE.subn(lambda m: f"{m[1]}x-xxx-{m[4]}", text)
    return masked if count else re.sub("[0-9]", "x", text)


def is_masked_phone(text: str) -> bool:
    """Whether ``text`` is what ``mask_phone`` writes."""
    return bool(_MASKED.search(text)) or ("x" in text.lower() and not re.search("[0-9]", text))


def looks_like_phone(text: str) -> bool:
    """Whether ``text`` holds a Thai telephone number (9 or 10 digits from 0)."""
    return bool(_PHONE.search(text))


def is_person(name: str) -> bool:
    """Whether a payee is named as a natural person, by its honorific."""
    return bool(_HONORIFIC.match(name.strip()))


def mask_persons_in(text: str) -> str:
    """A text of sentences with each name that begins with an honorific masked, to the second space after it."""
    return _NAMED_IN_TEXT.sub(PERSON_MASK, text)


def mask_person(name: str) -> str:
    """``name``, or the mask where it names a natural person."""
    return PERSON_MASK if is_person(name) else name
