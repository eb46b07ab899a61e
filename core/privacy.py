"""Personal data: finding it, so that it is refused, and masking it, so that it does not travel.

A 13-digit number is taken for a citizen's when its first digit is 1–8 and its checksum is right; juristic persons begin
with 0, and Thai barcodes (885…) that pass EAN-13 are goods.
"""

import re

from core.thai import digits

PERSON_MASK = "บุคคลธรรมดา"  # stands for a person's name where it may not be shown

CANDIDATE = re.compile(r"[1-8](?<![0-9].)(?:[ -]?[0-9]){12}(?![0-9])")
ID_HEADERS = ("เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "บัตรประชาชน", "nationalid", "citizenid")
BANK_HEADERS = ("เลขที่บัญชี", "เลขบัญชี", "บัญชีธนาคาร", "บัญชีเลขที่", "bankaccount", "accountnumber", "accountno")

_PHONE = re.compile(r"(?<![0-9])(0[0-9])([0-9])?[- ]?([0-9]{3})[- ]?([0-9]{4}|[0-9]{3})(?![0-9])")
_MASKED = re.compile(r"0[0-9]x-?xxx-?[0-9]{3,4}", re.IGNORECASE)
_HONORIFIC = re.compile(
    r"(?:นางสาว|นาง(?!เลิ้ง|รอง)|นาย(?!ก|ทะเบียน|อำเภอ|ท้าย|หน้า|ช่าง|จ้าง)|น\.ส\.|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง|ว่าที่\s?ร|"
    r"(?:Mr|Mrs|Ms|Miss)[. ])\s*\S",
    re.IGNORECASE,
)


def has_national_id(text: str) -> bool:
    """Whether ``text`` holds a citizen's 13-digit number (not a barcode)."""
    return any(_checksum_holds(n) and not _is_barcode(n) for n in _numbers(text))


def has_barcode(text: str) -> bool:
    """Whether ``text`` holds a Thai EAN-13 barcode that would also pass for a citizen's number."""
    return any(_checksum_holds(n) and _is_barcode(n) for n in _numbers(text))


def _numbers(text: str) -> list[str]:
    return [re.sub("[ -]", "", found) for found in CANDIDATE.findall(digits(text))]


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


def mask_person(name: str) -> str:
    """``name``, or the mask where it names a natural person."""
    return PERSON_MASK if is_person(name) else name
