"""Personal data: finding it, so that it is refused, and masking it, so that it does not travel.

A 13-digit number is taken for a citizen's when its first digit is 1–8 and its checksum is right; juristic persons begin
with 0, and Thai barcodes (885…) that pass EAN-13 are goods.
"""

import re
from collections.abc import Iterator

from core.text import person_words as known
from core.text.persons import is_place, persons
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
_OF_A_MOBILE = 10
_THAI_DIGIT = re.compile("[๐-๙]")
_SPARE = re.compile("[^0-9]")

_PHONE = re.compile(r"(?<![0-9])(0[0-9])([0-9])?[- ]?([0-9]{3})[- ]?([0-9]{4}|[0-9]{3})(?![0-9])")
# A telephone number however its digits are parted: of Thailand from 0 or 66, nine digits (ten of a mobile); one that
# says that it is one may be shorter. No day, no time: those have two digits, a mark, two digits.
_BETWEEN = r"[ .\u00a0\-\u2010-\u2015\u2212()_]{0,3}"
_NO_DAY = r"(?![0-9]{2}\.[0-9]{2}(?![0-9]))(?![0-9]{2}[-. ][0-9]{2}[-. ](?:25|20)[0-9]{2}(?![0-9]))"
_ANY_PHONE = re.compile(
    rf"(?<![0-9])(?<![0-9][-.,])(?:{_NO_DAY}\(?(?:0{_BETWEEN}[689](?:{_BETWEEN}[0-9]){{8}}|0{_BETWEEN}[2-7](?:{_BETWEEN}[0-9]){{7}})"
    rf"|(?:\+|00){_BETWEEN}66{_BETWEEN}0?{_BETWEEN}[2-9](?:{_BETWEEN}[0-9]){{7,8}}"
    rf"|66[-. ]?[2-9](?:{_BETWEEN}[0-9]){{7,8}})(?![0-9])"
)
_PARTED = r"(?:\s?[/·,]\s?|\t)"
_PARTED_PHONE = re.compile(  # with marks that part other numbers too: only in the groups of a mobile, or of Bangkok
    rf"(?<![0-9])(?<![0-9][-.,/])(?:0[689][0-9](?P<mobile>{_PARTED})[0-9]{{3}}(?P=mobile)[0-9]{{4}}"
    rf"|0[689](?P<pairs>{_PARTED})[0-9]{{4}}(?P=pairs)[0-9]{{4}}|02(?P<bangkok>{_PARTED})[0-9]{{3}}(?P=bangkok)[0-9]{{4}})"
    r"(?![0-9]|[-.,/][0-9])"
)
_CALLED_PHONE = re.compile(
    r"((?:(?<!ค่า)โทร\.?(?:ศัพท์)?|เบอร์(?:โทร\.?)?(?:ศัพท์)?|มือถือ|[Tt]el|TEL|[Pp]hone|[Mm]obile)"
    r"(?:มือถือ)?(?:หมายเลข)?[ .:=]{0,3})"
    rf"[0-9](?:{_BETWEEN}[0-9]){{5,11}}(?![0-9])"
)
_REGISTERED = re.compile(
    r"(?:อย\.?|สารบบ[ก-๙]*|ฆอ\.?)[ :.]{0,3}$|^[0-9]{2}-[0-9]-[0-9]{5}-"
)  # a number of goods, 13 digits too
_ASSET = re.compile(r"ครุภัณฑ์(?:เลขที่|หมายเลข)?[ :.]{0,3}$")  # before a number of an asset: 023-60-0014 is none of Bangkok
_GROUPED_ID = re.compile(rf"(?<![0-9])[1-8]{_GROUPED}(?![0-9])")
_HAS_DIGITS = re.compile(r"(?:[0-9๐-๙][^0-9๐-๙]{0,3}){6}")  # no number that is looked for has fewer
PHONE_MASK = "0xx-xxx-xxxx"  # stands for a telephone number in a text
_MASKED = re.compile(r"0[0-9]x-?xxx-?[0-9]{3,4}", re.IGNORECASE)
_ORGANISATION = re.compile("|".join(map(re.escape, known.ORGANISATIONS)))
_ORGANISATION_OF = re.compile(
    "|".join(
        f"{begin}(?:{'|'.join(sorted(map(re.escape, rest), key=len, reverse=True))})"
        for begin, rest in known.ORGANISATIONS_OF.items()
    )
)
_VOWEL = re.compile("[ะ-ฺๅ็-๎]")
_COMPANY = re.compile(rf"\b(?:{'|'.join(known.ORGANISATIONS_EN)}|Bank of|(?<=[a-z] )Bank)\b", re.IGNORECASE)
_ROLE = re.compile("|".join(sorted(map(re.escape, known.ROLES), key=len, reverse=True)))
_NUMBERED = re.compile(r"(?:[0-9]+|(?:คน|ท่าน|ราย|ลำดับ|ชุด)(?:ที่)?\s*[0-9]+|[0-9]+\s*(?:คน|ท่าน|ราย))$")
_OF_PLACE = re.compile(r"(?:อ\.|อำเภอ|ต\.|ตำบล|จ\.|จังหวัด)\s*(\S{1,60})$")
_WHERE = re.compile(r"(?:อ\.|อำเภอ|ต\.|ตำบล|จ\.|จังหวัด|(?:ม\.|หมู่(?:ที่)?)\s?[0-9๐-๙])")
_MAYOR = re.compile("นายกเทศมนตรี(?:เมือง|นคร|ตำบล)[ก-๎]+$")
_WORK = re.compile(rf"(?:{'|'.join(map(re.escape, known.ROLE_WORK))})+({_OF_PLACE.pattern[:-1]})?$")


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
    if count or not re.search("[0-9]", _MASKED.sub("", text)):
        return masked  # what is masked already stays so
    return re.sub("[0-9]", "x", text)


def is_masked_phone(text: str) -> bool:
    """Whether ``text`` is what ``mask_phone`` writes."""
    return bool(_MASKED.search(text)) or ("x" in text.lower() and not re.search("[0-9]", text))


def looks_like_phone(text: str) -> bool:
    """Whether ``text`` holds a Thai telephone number (9 or 10 digits from 0)."""
    return bool(_PHONE.search(text))


def is_organisation(name: str) -> bool:
    """Whether a payee is known to be nobody's own name: a firm, shop, group or office, or a role without a name.

    Decided by how the name begins, since a title before (นาย…ร้านค้า) makes it a person's; a firm may also end with จำกัด.
    """
    name = " ".join(fold(name).split())
    if next(persons(name), (1, 0))[0] == 0:
        return False
    if _begins_organisation(name):
        return True
    return name.endswith(known.ORGANISATION_ENDS) or bool(_COMPANY.search(name)) or _is_role(name)


def _begins_organisation(name: str) -> bool:
    """Whether a payee begins with a word for a firm, shop, group or office that is no part of a longer word."""
    begins = _ORGANISATION.match(name) or _ORGANISATION_OF.match(name)
    if begins is not None:
        return not _VOWEL.match(name, begins.end())
    return name.startswith(known.TEMPLE) and _is_temple(name)


def _is_temple(name: str) -> bool:
    """Whether what begins as a temple is one: its name is one word, and only where it lies may follow."""
    first, _, rest = name.partition(" ")
    if first == known.TEMPLE or _VOWEL.match(name, len(known.TEMPLE)):
        return False
    return not rest or bool(_WHERE.match(rest)) or is_place(rest) or rest.endswith(known.TEMPLE_END)


def _is_role(name: str) -> bool:
    """Whether a payee is said by a role alone: with a number, a place or its work, but no name."""
    role = _ROLE.match(name)
    if role is None:
        return not any(map(str.isalpha, name)) or bool(_NUMBERED.match(name))
    rest = name[role.end() :]
    told = rest.strip(" .:()")
    place = _OF_PLACE.match(told)
    if not told or _NUMBERED.match(told) or (is_place(place[1]) if place else _begins_organisation(told)):
        return True
    if role[0] in known.OFFICES and (is_place(told) or _MAYOR.match(name)):
        return True
    return " " not in rest and (role[0] in known.ROLES_OF_GROUPS or _is_work(rest))


def _is_work(rest: str) -> bool:
    """Whether what is written onto a role are words of its work alone, or such words and a place."""
    work = _WORK.match(rest)
    return work is not None and rest not in known.WORK_OR_NAME and (work[1] is None or is_place(work[2]))


def mask_payee(name: str) -> str:
    """``name``, or the mask where it is not known to be an organisation; persons named in that are masked too."""
    return hide(name) if is_organisation(name) else PERSON_MASK


def hide(text: str, *, persons_too: bool = True, phones_too: bool = True) -> str:
    """A text without the persons, telephone numbers and citizens' numbers that it names; unchanged where it names none.

    The one function for all that people write freely.
    """
    plain = fold(text)
    hidden = plain
    if phones_too:
        hidden = _hide_numbers(hidden)
    if persons_too:
        hidden = _put(hidden, [(start, end, PERSON_MASK) for start, end in persons(hidden)])
    return text if hidden == plain else hidden


def _hide_numbers(text: str) -> str:
    """Citizens' numbers with x for each digit, telephone numbers as ``PHONE_MASK``."""
    if not _HAS_DIGITS.search(text):
        return text
    plain = digits(text)
    spans = [match.span() for match in _GROUPED_ID.finditer(plain)]
    spans += [
        (start, end)
        for start, end in _national_ids(plain)
        if not _REGISTERED.search(plain[max(0, start - 20) : start] or plain[start:end])
    ]
    spans += [match.span() for match in _ANY_PHONE.finditer(plain) if not _is_asset(plain, match)]
    spans += [match.span() for match in _PARTED_PHONE.finditer(plain)]
    spans += [(match.end(1), match.end()) for match in _CALLED_PHONE.finditer(plain)]
    return _put(text, [(start, end, _number_mask(text[start:end])) for start, end in spans])


def _is_asset(plain: str, phone: re.Match[str]) -> bool:
    """Whether nine digits that look like a telephone number are an asset's; the ten of a mobile are none."""
    before = plain[max(0, phone.start() - 20) : phone.start()]
    return len(_SPARE.sub("", phone[0])) < _OF_A_MOBILE and _ASSET.search(before) is not None


def _number_mask(found: str) -> str:
    digits_only = re.sub("[^0-9๐-๙]", "", found)
    return re.sub("[0-9๐-๙]", "x", found) if len(digits_only) == _DIGITS else PHONE_MASK


def _put(text: str, spans: list[tuple[int, int, str]]) -> str:
    """``text`` with another in place of each span; of two that overlap the first."""
    parts, last = [], 0
    for start, end, put in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last:
            parts += [text[last:start], put]
            last = end
    return "".join([*parts, text[last:]])
