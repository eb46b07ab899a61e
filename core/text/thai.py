"""Thai text, digits, dates and amounts, as offices write them.

Years are read by one rule: four digits from 2400 on are Buddhist era, other four digits Common era, two digits are
Buddhist era (64 is 2564). Day comes first. Nothing is repaired: what does not fit a form is a ``CellError``.
"""

import re
import unicodedata
from collections.abc import Callable
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

# What `fold` takes away, joins or puts in order, by the name it is counted under.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
_HARD_SPACE = re.compile("\u00c2?\u00a0|[\u1680\u2000-\u200a\u202f\u205f\u3000]")  # the first also as Latin-1 shows it
_CONTROL = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]")
_SPLIT_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32|([\u0e48-\u0e4b])\u0e4d\u0e32")  # nikhahit + sara aa
DOUBLE_AE = "\u0e40\u0e40"  # two sara e typed for one sara ae
# Marks of one consonant: the vowel stands before the tone, and each stands once.
_MARK_ORDER = re.compile("([\u0e48-\u0e4c]+)([\u0e31\u0e34-\u0e3a\u0e47\u0e4d])|\u0e33([\u0e48-\u0e4b])")
_MARK_TWICE = re.compile("([\u0e31\u0e33-\u0e3a\u0e47-\u0e4e])\\1+")
# Glyphs of old fonts that stood in the private area: consonants without their foot, marks moved aside.
_OLD_GLYPHS = "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู"
_FROM_OLD = {0xF700 + place: letter for place, letter in enumerate(_OLD_GLYPHS)}
_OLD_GLYPH = re.compile("[\uf700-\uf71a]")
_OTHER_DIGIT = re.compile(r"(?![0-9\u0e50-\u0e59])\d")
_FULL_WIDTH = re.compile("[\uff01-\uff0f\uff1a-\uff5e]")
# Any of them: letters that are always acted on, then pairs of Thai ones. Nothing below the first block is a digit.
_FOLDABLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u0660-\u0e00\u0e60-\u1fff\u2000-\u200f"
    "\u202a-\u202f\u205f-\u206f\u3000\u3164\ua620-\uabff\uf700-\uf71a\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uff01-\uffff"
    "\U00010000-\U0010ffff\u0e4d]"
    "|\u0e40\u0e40|[\u0e48-\u0e4c][\u0e31\u0e34-\u0e3a\u0e47-\u0e4d]|[\u0e31\u0e34-\u0e3a\u0e47][\u0e31\u0e34-\u0e3a\u0e47]"
    "|\u0e33[\u0e33\u0e48-\u0e4b]|\u0e4e\u0e4e"
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


def needs_fold(text: str) -> bool:
    """Whether ``fold`` may change a text."""
    return _FOLDABLE.search(text) is not None


def surely_folded(text: str) -> bool:
    """Whether nothing in a printable text is for ``fold``: a quick look at many cells at once, which may say no where
    there is nothing either. Letters outside of Windows-874 count as something; Thai marks are told by their kind.
    """
    if text.isascii() or "\u0e4d" in text:
        return text.isascii()
    try:
        coded = text.encode("cp874")
    except UnicodeEncodeError:
        return False
    barred, kinds = coded.translate(_BARRED)[:-1], coded.translate(_KINDS)[1:]
    return not int.from_bytes(barred, "big") & int.from_bytes(kinds, "big")  # each letter with the one after it


# By the byte of a Thai letter its kind, one bit each: a tone, a vowel above or below, sara am, sara e; and the kinds
# that never come after it.
_TONE, _VOWEL, _AM, _E = 1, 2, 4, 8
_KIND_OF = {_TONE: range(0xE8, 0xED), _VOWEL: (0xD1, *range(0xD4, 0xDB), 0xE7, 0xED), _AM: (0xD3,), _E: (0xE0,)}
_NEVER_AFTER = {0: 0, _TONE: _TONE | _VOWEL, _VOWEL: _VOWEL, _AM: _AM | _TONE, _E: _E}
_KINDS = bytes(next((kind for kind, coded in _KIND_OF.items() if one in coded), 0) for one in range(256))
_BARRED = bytes(map(_NEVER_AFTER.__getitem__, _KINDS))


def fold_counted(text: str) -> tuple[str, dict[str, int]]:
    """What only looks different made one: decomposed ำ and doubled เเ joined, marks of a consonant put in order, each
    once, glyphs of old fonts and digits of other scripts as usual ones, invisible and control marks dropped, spaces
    made plain; and how many of each.
    """
    counts: dict[str, int] = {}
    before = ""
    while text != before and _FOLDABLE.search(text):  # one step may leave something for another
        before = text
        for name, pattern, replacement in _FOLDS:
            text, count = pattern.subn(replacement, text)
            if count:
                counts[name] = counts.get(name, 0) + count
    return text, counts


def _join_am(match: re.Match[str]) -> str:
    return (match[1] or match[2] or "") + "\u0e33"


def _in_order(match: re.Match[str]) -> str:
    return match[2] + match[1] if match[2] else match[3] + "\u0e33"


_FOLDS: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("control", _CONTROL, ""),
    ("zero_width", _INVISIBLE, ""),
    ("no_break_space", _HARD_SPACE, " "),
    ("old_glyphs", _OLD_GLYPH, lambda match: _FROM_OLD[ord(match[0])]),
    ("other_digits", _OTHER_DIGIT, lambda match: str(unicodedata.decimal(match[0]))),
    ("full_width", _FULL_WIDTH, lambda match: chr(ord(match[0]) - 0xFEE0)),
    ("decomposed_am", _SPLIT_AM, _join_am),
    ("doubled_ae", re.compile(DOUBLE_AE), "\u0e41"),
    ("mark_order", _MARK_ORDER, _in_order),
    ("mark_twice", _MARK_TWICE, r"\1"),
)


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
_DAY_NAME = r"(?:วัน[ก-๙]*?ที่\s*|วันที่\s*|(?:อา|จ|อ|พ|พฤ|ศ|ส)\.\s*)?"
_TIME = re.compile(r"(?:[ T]|\s*เวลา\s*)(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d(?:\.\d+)?)?(?:\s*น\.?)?$")
_NUMERIC = re.compile(r"(?P<day>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>\d{4}|\d{2})")
_ISO = re.compile(r"(?P<year>\d{4})\s?(?P<sep>[-/.])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<day>\d{1,2})")
_MONTH_OF_YEAR = rf"(?:เดือน\s*)?(?P<name>[ก-๙.]+|[A-Za-z.]+),?\s*[-/]?\s*(?:ปี\s*)?{_ERA}\s*(?P<year>\d{{4}}|\d{{2}})"
_NAMED = re.compile(rf"{_DAY_NAME}(?P<day>\d{{1,2}})\s*[-/]?\s*{_MONTH_OF_YEAR}")
_MONTH_FIRST = re.compile(r"(?P<name>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})")
_NAMED_MONTH = re.compile(rf"(?:ประจำ)?{_MONTH_OF_YEAR}")
_NUMERIC_MONTH = re.compile(r"(?P<month>\d{1,2})\s?/\s?(?P<year>\d{4}|\d{2})")
_ISO_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})")


def parse_date(text: str) -> date:
    """A day written ``31/5/2564``, ``18 ก.ย.60``, ``31-มี.ค.-64``, ``๑๗ พฤษภาคม ๒๕๖๕``, ``2021/05/31`` …; else
    ``CellError``.
    """
    plain = _plain(text)
    if len(plain) > _LONGEST:
        raise CellError("bad_date")
    plain = _TIME.sub("", plain)
    for pattern in (_NUMERIC, _ISO, _NAMED, _MONTH_FIRST):
        match = pattern.fullmatch(plain)
        if match:
            return _day_of(match)
    raise CellError("bad_date")


def parse_month(text: str) -> date:
    """The first day of a month written ``ต.ค. 63``, ``ต.ค.-63``, ``เดือนตุลาคม 2563``, ``10/2563``, ``2020-10``, or of a
    whole date.
    """
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
    r"(?:ราคา\s*)?(?:฿\s*)?(?P<baht>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<satang>[0-9]{1,8}))?\s*"
    r"(?P<said>\.[-\u2013\u2014]|บาท(?:ถ้วน)?)?"
)
_NEGATIVE = re.compile(r"[-\u2212\u2013]\s*[0-9][0-9,]*(?:\.[0-9]+)?|\([0-9][0-9,]*(?:\.[0-9]+)?\)")
_LONG_FRACTION = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.[0-9]{3,}")


def parse_satang(text: str, power: int = 0) -> int:
    """Baht as written (``1,234.50``, ``885,000 บาท``, ``ราคา 65 บาท``, ``1,200.-``, ``฿1,200``) in satang; else
    ``CellError``.

    ``power`` is that of ten by which the figures are smaller than baht: 3 in thousands. A cell that itself says baht is
    then no amount. ``25,``, ``18,250,00``, ``20,0`` and ``1.234.50`` are never repaired.
    """
    plain = _plain(text)
    if len(plain) > _LONGEST:
        raise CellError("bad_amount")
    match = _AMOUNT.fullmatch(plain)
    if match is None or len(match["satang"] or "") > 2 + power:
        if _NEGATIVE.fullmatch(plain):
            raise CellError("negative_amount")
        raise CellError("amount_decimals" if _LONG_FRACTION.fullmatch(plain) else "bad_amount")
    baht = match["baht"].replace(",", "")
    if len(baht.lstrip("0")) + power > len(str(MAX_BAHT)) - 1 or (power and match["said"]):
        raise CellError("bad_amount")
    return int(baht + (match["satang"] or "").ljust(2 + power, "0"))
