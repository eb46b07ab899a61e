"""Thai text, digits, dates and amounts, as offices write them.

Years are read by one rule: four digits from 2400 on are Buddhist era, other four digits Common era, two digits are
Buddhist era (64 is 2564). Day comes first. Nothing is repaired: what does not fit a form is a ``CellError``.
"""

import re
from datetime import date
from typing import Any

BE_OFFSET = 543  # Buddhist-era year = Common-era year + 543
FIRST_BE_YEAR = 2400
MAX_BAHT = 10**13  # above any budget; a longer number is something else

MONTHS_TH = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_TH_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_LONGEST = 80  # letters of a date or an amount; patterns are not tried on more

THAI_DIGITS, _ARABIC_DIGITS = "๐๑๒๓๔๕๖๗๘๙", "0123456789"
_TO_ARABIC = str.maketrans(THAI_DIGITS, _ARABIC_DIGITS)
_TO_THAI = str.maketrans(_ARABIC_DIGITS, THAI_DIGITS)

# What `fold` takes away or joins, by the name it is counted under.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_HARD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CONTROL = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]")
_SPLIT_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32|([\u0e48-\u0e4b])\u0e4d\u0e32")  # nikhahit + sara aa
DOUBLE_AE = "\u0e40\u0e40"  # two sara e typed for one sara ae
_FOLDABLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u00a0\u00ad\u1680\u2000-\u200f\u202a-\u202f\u205f-\u2064"
    "\u3000\ufeff\ufdd0-\ufdef\ufffe\uffff\u0e4d]|\u0e40\u0e40"
)


class CellError(ValueError):
    """A cell that does not fit its form; ``code`` names the issue, ``params`` fill its sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def fold(text: str) -> str:
    """``text`` with what only looks different made one: see ``fold_counted``."""
    return fold_counted(text)[0]


def fold_counted(text: str) -> tuple[str, dict[str, int]]:
    """Join decomposed ำ and doubled เเ, drop invisible and control marks, make spaces plain; say how many of each."""
    if not _FOLDABLE.search(text):
        return text, {}
    counts: dict[str, int] = {}
    for name, pattern, replacement in (
        ("control", _CONTROL, ""),
        ("zero_width", _INVISIBLE, ""),
        ("no_break_space", _HARD_SPACE, " "),
        ("decomposed_am", _SPLIT_AM, _join_am),
        ("doubled_ae", re.compile(DOUBLE_AE), "\u0e41"),
    ):
        text, count = pattern.subn(replacement, text)
        if count:
            counts[name] = count
    return text, counts


def _join_am(match: re.Match[str]) -> str:
    return (match[1] or match[2] or "") + "\u0e33"


def digits(text: str) -> str:
    """Thai digits as Arabic ones."""
    return text.translate(_TO_ARABIC)


def to_thai_digits(text: str) -> str:
    """Arabic digits as Thai ones."""
    return text.translate(_TO_THAI)


def sort_key(text: str) -> tuple[str, str]:
    """Key that sorts as a Thai dictionary does: a leading vowel after its consonant, tone marks last."""
    swapped = _LEADING_VOWEL.sub(r"\2\1", fold(text))
    return _TONES.sub("", swapped), swapped


_LEADING_VOWEL = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_TONES = re.compile("[\u0e47-\u0e4c]")


def searchable(text: str) -> str:
    """``text`` as a search compares it: folded, Arabic digits, small letters, no space at its ends."""
    return digits(fold(text)).casefold().strip()


def _plain(text: str) -> str:
    return digits(fold(text)).strip()


def _month_key(name: str) -> str:
    return name.replace(".", "").replace(" ", "").lower()


_MONTH_OF = {
    _month_key(name): number
    for names in (MONTHS_TH, MONTHS_TH_SHORT, MONTHS_EN, tuple(m[:3] for m in MONTHS_EN), ("",) * 8 + ("Sept",))
    for number, name in enumerate(names, 1)
    if name
}
_ERA = r"(?P<era>[พค]\.?\s?ศ\.?)?"
_DAY_NAME = r"(?:วัน[ก-๙]*?ที่\s*|วันที่\s*)?"
_TIME = re.compile(r"(?:[ T]|\s*เวลา\s*)(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d(?:\.\d+)?)?(?:\s*น\.?)?$")
_NUMERIC = re.compile(r"(?P<day>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>\d{4}|\d{2})")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_NAMED = re.compile(
    rf"{_DAY_NAME}(?P<day>\d{{1,2}})\s*(?P<name>[ก-๙.]+|[A-Za-z.]+),?\s*{_ERA}\s*(?P<year>\d{{4}}|\d{{2}})"
)
_NAMED_MONTH = re.compile(rf"(?P<name>[ก-๙.]+|[A-Za-z.]+),?\s*{_ERA}\s*(?P<year>\d{{4}}|\d{{2}})")
_NUMERIC_MONTH = re.compile(r"(?P<month>\d{1,2})\s?/\s?(?P<year>\d{4}|\d{2})")
_ISO_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})")


def parse_date(text: str) -> date:
    """A day written ``31/5/2564``, ``18 ก.ย.60``, ``๑๗ พฤษภาคม ๒๕๖๕``, ``2021-05-31`` …; else ``CellError``."""
    plain = _plain(text)
    if len(plain) > _LONGEST:
        raise CellError("bad_date")
    plain = _TIME.sub("", plain)
    for pattern in (_NUMERIC, _ISO, _NAMED):
        match = pattern.fullmatch(plain)
        if match:
            return _day_of(match)
    raise CellError("bad_date")


def parse_month(text: str) -> date:
    """The first day of a month written ``ต.ค. 63``, ``ตุลาคม 2563``, ``10/2563``, ``2020-10``, or of a whole date."""
    plain = _plain(text)
    if len(plain) > _LONGEST:
        raise CellError("bad_month")
    for pattern in (_NAMED_MONTH, _NUMERIC_MONTH, _ISO_MONTH):
        match = pattern.fullmatch(plain)
        if match:
            return _day_of(match)
    try:
        return parse_date(text).replace(day=1)
    except CellError as error:
        raise CellError("bad_month") from error


def _day_of(match: re.Match[str]) -> date:
    """The day a matched text means; a month without a day is its first day."""
    found = match.groupdict()
    if found.get("name"):
        month = _MONTH_OF.get(_month_key(found["name"]))
        if month is None:
            raise CellError("bad_date")
    else:
        month = int(found["month"])
    day = int(found.get("day") or 1)
    if month > 12 and day <= 12:
        raise CellError("month_over_12", month=month)
    year = _common_year(found["year"], found.get("era"))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise CellError("impossible_date") from error


def _common_year(year: str, era: str | None) -> int:
    """Common-era year of two or four digits; an era that contradicts the number is an error."""
    number = int(year)
    if era and era[0] == "ค":
        if len(year) == 2 or number >= FIRST_BE_YEAR:
            raise CellError("bad_date")
        return number
    if len(year) == 2:
        return 2500 + number - BE_OFFSET
    if number >= FIRST_BE_YEAR:
        return number - BE_OFFSET
    if era:
        raise CellError("bad_date")
    return number


def write_date(day: date) -> str:
    """A day as forms write it: ``31/07/2564``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year + BE_OFFSET}"


def write_month(day: date) -> str:
    """A month as forms write it: ``ต.ค. 63``."""
    return f"{MONTHS_TH_SHORT[day.month - 1]} {(day.year + BE_OFFSET) % 100:02d}"


_AMOUNT = re.compile(
    r"(?:ราคา\s*)?(?P<baht>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<satang>[0-9]{1,2}))?\s*(?:\.-|บาท(?:ถ้วน)?)?"
)
_NEGATIVE = re.compile(r"[-\u2212\u2013]\s*[0-9][0-9,]*(?:\.[0-9]+)?|\([0-9][0-9,]*(?:\.[0-9]+)?\)")
_LONG_FRACTION = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.[0-9]{3,}")


def parse_satang(text: str) -> int:
    """Baht as written (``1,234.50``, ``885,000 บาท``, ``ราคา 65 บาท``, ``1,200.-``) in satang; else ``CellError``.

    ``25,``, ``18,250,00``, ``20,0`` and ``1.234.50`` are never repaired.
    """
    plain = _plain(text)
    if len(plain) > _LONGEST:
        raise CellError("bad_amount")
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        if _NEGATIVE.fullmatch(plain):
            raise CellError("negative_amount")
        raise CellError("amount_decimals" if _LONG_FRACTION.fullmatch(plain) else "bad_amount")
    baht = match["baht"].replace(",", "")
    if len(baht.lstrip("0")) > len(str(MAX_BAHT)) - 1:
        raise CellError("bad_amount")
    return int(baht) * 100 + int((match["satang"] or "0").ljust(2, "0"))
