"""What one cell of each type means. A parser is given clean text and the mark of a workbook's cell, and returns the
value that rows keep, a ``Noted`` value where the cell deserves a remark, or raises ``CellError``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.intake.issues import meant
from core.intake.layout.names import choice_table, word_key
from core.intake.source.marks import DATE, NUMBER, bare, is_inexact, seen_text
from core.model import STANDARD_STATUSES, STANDARDS, Choice, find_amphoe, join_standards, suggest_amphoe
from core.model.kinds import CellType, Column
from core.model.project import Project
from core.text import (
    MONTHS_EN,
    MONTHS_TH_SHORT,
    CellError,
    Message,
    closest,
    is_masked_phone,
    looks_like_phone,
    parse_date,
    parse_month,
    parse_satang,
    write_date,
)

Parser = Callable[[str, str], Any]  # (clean text, mark) -> value

_EXCEL_ERROR = re.compile(
    r"#(?:REF!|N/A(?: N/A)?|VALUE!|DIV/0!|NAME\??|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!"
    r"|ERROR!|GETTING_DATA|PYTHON!)|err:[0-9]{3}",
    re.IGNORECASE,
)
# What a spreadsheet, or a program that read one, makes of a number or a code; the text says no more which it was.
_CUT = re.compile(r"[0-9](?:[.,][0-9]+)?e\+[0-9]{1,3}", re.IGNORECASE)
_MONTH = rf"(?:{'|'.join(map(re.escape, MONTHS_TH_SHORT))}|{'|'.join(month[:3] for month in MONTHS_EN)})"
_AS_DATE = re.compile(
    rf"{_MONTH}-[0-9]{{2}}(?:[0-9]{{2}})?|[0-9]{{1,2}}-{_MONTH}(?:-[0-9]{{2}}(?:[0-9]{{2}})?)?"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?",
    re.IGNORECASE,
)
_AS_FORMULA = re.compile(r"'?=\s*[\"“”].*|=[A-Z_.]+\(.*", re.IGNORECASE)
_HASHES = re.compile("#{3,}")
_NO_CODE = re.compile("nan|null|undefined|<na>", re.IGNORECASE)
# What any of them has in it: a run of codes without is not looked at one by one.
_SPOILT = re.compile(
    rf"[0-9]e\+[0-9]|-{_MONTH}|{_MONTH}-|[0-9][ T][0-9]{{2}}:|=|#|nan|null|undefined|<na>|err:", re.IGNORECASE
)
# Without one of these the pattern finds nothing, and they are found many times faster: in what a run has of Latin
# letters and rarer signs, at the end of a Thai month, letters that count as ``i`` and ``s`` in either case.
_LATIN_PARTS = (*b"+:=#<", b"nan", b"null", b"undefined", *(month[:3].lower().encode() for month in MONTHS_EN))
_OTHER_PARTS = (*sorted({month[-3:] for month in MONTHS_TH_SHORT}), "\u0131", "\u017f")
_IN_ANY_CODE = b"0123456789.-/ \x1f"
_COUNT = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.0+)?\s*(?:คน|กลุ่ม|ดาว|ราย)?")
_PERCENT = re.compile(r"(?:ร้อยละ\s*)?([0-9]{1,3}(?:\.[0-9]{1,4})?)\s*%?")
_LINE = re.compile(r"[0-9]{1,6}")
_NO_ZERO = re.compile(r"[2-9][0-9]{7,8}")  # a telephone number in a number cell
_MOBILE_NO_ZERO = re.compile(r"[689](?:[- ]?[0-9]){8}")  # the same as text: mobile numbers alone are surely meant
TAMBON_PREFIX = re.compile(r"^(?:(?:ตำบล|ต\.)\s*)+(?=\S)")  # before a name; alone it stays as typed
_EXCEL_EPOCH = date(1899, 12, 30).toordinal()
_SERIALS = range(1, 400_000)  # to the year 2995, so years typed as Buddhist era are inside
_BARE_YEARS = range(1900, 2700)  # days of 1905 to 1907 where a cell holds a year alone
_SERIAL_TEXT = re.compile(r"[34][0-9]{4}")  # days of 1982 to 2036 that lost their format
_MEANT = 75  # per cent of likeness from which a word of the list is offered


@dataclass(frozen=True, slots=True)
class Noted:
    """A value with a remark about the cell it came from."""

    value: Any
    code: str
    counted: bool = False  # True: only counted as folded, no issue for the cell


def fixed_parser(column: Column) -> Parser | None:
    """The parser of a column that every project reads alike; none for stages and amphoe, which are the project's."""
    if column.ladder or column.place == "amphoe":
        return None
    if column.place == "tambon":
        return lambda text, _: TAMBON_PREFIX.sub("", text)
    return _enum_parser(column, column.choices, ()) if column.type == "enum" else _PARSERS[column.type]


def parser_of(column: Column, project: Project, former: tuple[Choice, ...] = ()) -> Parser:
    """The parser of a column in a project. ``former`` stages are understood but never offered."""
    if column.ladder:
        return _enum_parser(column, project.stage_choices, former)
    return fixed_parser(column) or (lambda text, _: _amphoe(text, project.province_code))


def meant_in(column: Column, meant: Mapping[str, str], project: Project) -> Mapping[str, str]:
    """The matched values of a column that hold in this project: such choices are remembered
    for all projects, and another may list other stages, or know the very word as a stage of its own.
    """
    if not column.ladder:
        return meant
    known = choice_table(project.stage_choices)
    return {found: text for found, text in meant.items() if word_key(text) in known and word_key(found) not in known}


def _text(text: str, mark: str) -> Any:
    if text[:1] in "#eE" and _EXCEL_ERROR.fullmatch(text):
        raise CellError("excel_error")
    if "\ufffd" in text:
        raise CellError("damaged_text")
    if mark == DATE:
        raise CellError("exceldate")
    if mark == NUMBER and is_inexact(text):
        raise CellError("long_number")
    return text


def _code(text: str, mark: str) -> Any:
    value = _text(text, mark)
    for pattern, code in _SPOILT_CODES:
        if pattern.fullmatch(text):
            raise CellError(code)
    if mark == NUMBER:
        return Noted(value, "number_cell", counted="." not in value)
    return value


_SPOILT_CODES = (
    (_CUT, "code_cut"), (_AS_DATE, "exceldate"), (_AS_FORMULA, "code_formula"), (_HASHES, "code_hashes"),
    (_NO_CODE, "code_none"),
)  # fmt: skip


def may_be_spoilt(codes: str) -> bool:
    """Whether one of many codes, joined to one text, may have become something else on its way."""
    latin = codes.encode("ascii", "ignore").translate(None, _IN_ANY_CODE).lower()
    told = any(part in latin for part in _LATIN_PARTS) or any(part in codes for part in _OTHER_PARTS)
    return told and _SPOILT.search(codes) is not None


def _int(text: str, mark: str) -> int:
    match = _COUNT.fullmatch(text)
    if match is None or mark == DATE:
        raise CellError("bad_number")
    return int(match[1].replace(",", ""))


def _line(text: str, mark: str) -> int:
    if mark == DATE or not _LINE.fullmatch(text) or int(text) < 1:
        raise CellError("bad_line")
    return int(text)


def _percent(text: str, mark: str) -> str:
    match = _PERCENT.fullmatch(text)
    if mark == NUMBER and match is not None and 0 < Decimal(match[1]) <= 1:  # Excel keeps 20% as 0.2
        raise CellError("percent_fraction", percent=f"{Decimal(match[1]) * 100:f}")
    if match is None or mark == DATE or Decimal(match[1]) > 100:
        raise CellError("bad_percent")
    return f"{Decimal(match[1]).normalize():f}"


def _satang(text: str, mark: str) -> int:
    if mark == DATE:
        raise CellError("exceldate")
    if text[:1] in "#eE" and _EXCEL_ERROR.fullmatch(text):
        raise CellError("excel_error")
    return parse_satang(text)


def scaled_parser(power: int) -> Parser:
    """The parser of amounts that are written in thousands (3), or in millions (6), of baht."""

    def parse(text: str, mark: str) -> int:
        return parse_satang(text, power) if mark != DATE and text[:1] not in "#eE" else _satang(text, mark)

    return parse


def _date(text: str, mark: str) -> Any:
    if mark == NUMBER:
        return _serial(text)
    if not mark and _SERIAL_TEXT.fullmatch(text):
        raise CellError("bad_date", then=Message("hint.serial", {"day": date.fromordinal(_EXCEL_EPOCH + int(text))}))
    day = parse_date(text)
    if mark == DATE and (day.toordinal() - _EXCEL_EPOCH) in _BARE_YEARS:
        raise CellError("bare_year", year=day.toordinal() - _EXCEL_EPOCH)
    if mark == DATE and int(text[:4]) >= 2400:
        return Noted(day, "excel_be_year", counted=True)
    return day


def _serial(text: str) -> Noted:
    """A number cell in a column of dates is the day that Excel counts from 1900; years typed as BE are turned back."""
    if not text.isdecimal() or int(text) not in _SERIALS:
        raise CellError("bad_date")
    if int(text) in _BARE_YEARS:
        raise CellError("bare_year", year=int(text))
    day = date.fromordinal(_EXCEL_EPOCH + int(text))
    if day.year >= 2400:
        return Noted(parse_date(day.isoformat()), "excel_be_year", counted=True)
    return Noted(day, "excel_serial", counted=True)


def _month(text: str, mark: str) -> Any:
    if mark == NUMBER:
        return Noted(_serial(text).value.replace(day=1), "excel_serial", counted=True)
    return parse_month(text)


def _list(text: str, mark: str) -> str | None:
    parts = [part.strip() for part in re.split(r"[;\n]", _text(text, mark))]
    return "; ".join(part for part in parts if part) or None


def _phone(text: str, mark: str) -> Any:
    if mark == DATE:
        raise CellError("exceldate")
    if (mark == NUMBER and _NO_ZERO.fullmatch(text)) or _MOBILE_NO_ZERO.fullmatch(text):  # Excel ate the leading zero
        return Noted("0" + text, "phone_zero", counted=True)
    if looks_like_phone(text) or is_masked_phone(text):
        return text
    return Noted(text, "phone_odd")


def day_of(kind: CellType | None, cell: str) -> date | None:
    """The day that a workbook's cell holds, in a column of days or one that is not known (``None``): kept as a date, or
    as a number of a column of days. A Buddhist year typed as a common one is the year that was meant.
    """
    mark, text = bare(cell)
    in_days = kind in ("date", "month")
    try:
        if mark == DATE and len(text) == 10 and (in_days or kind is None):
            return parse_date(text) if in_days else date.fromisoformat(text)
        if mark == NUMBER and in_days:
            found = _serial(text).value
            return found if isinstance(found, date) else None
    except (CellError, ValueError):
        pass
    return None


def retyped(kind: CellType, cell: str) -> str:
    """A workbook's cell as the text that reads like it: telephone numbers with their zero, days kept as numbers as
    day/month/year, all others as the sheet shows them.
    """
    mark, text = bare(cell)
    try:
        if mark == NUMBER and kind == "phone":
            return str(getattr(_phone(text, mark), "value", text))
        if mark == NUMBER and kind in ("date", "month"):
            return write_date(_serial(text).value)
    except CellError:
        pass
    return seen_text(cell)


def _amphoe(text: str, province_code: str) -> str:
    found = find_amphoe(text, province_code)
    if found is None:
        meant = suggest_amphoe(text, province_code)
        raise CellError("unknown_amphoe", **_did_you_mean(meant.written if meant else None))
    return found.written


def _enum_parser(column: Column, choices: tuple[Choice, ...], former: tuple[Choice, ...]) -> Parser:
    table = choice_table(choices)
    known = choice_table(former) | table
    names = {choice.id: choice.written for choice in choices}

    def parse(text: str, mark: str) -> str:
        found = known.get(word_key(text))
        if found is not None and mark != DATE:
            return found
        if word_key(text) in column.ambiguous:
            raise CellError("bare_transfer")
        like = closest(word_key(text), table, _MEANT)
        raise CellError(
            "not_in_list", choices=" · ".join(names.values()), **_did_you_mean(names[table[like]] if like else None)
        )

    return parse


def _standards(text: str, mark: str) -> Any:
    """``มผช.=ได้รับการรับรอง; อย.=ยื่นคำขอ``: unknown entries are left out with a note."""
    names, statuses = choice_table(STANDARDS), choice_table(STANDARD_STATUSES)
    found, unknown = {}, False
    for part in re.split(r"[;\n]", _text(text, mark)):
        if part.strip():
            name, _, status = part.partition("=")
            ids = names.get(word_key(name)), statuses.get(word_key(status))
            if ids[0] and ids[1]:
                found[ids[0]] = ids[1]
            else:
                unknown = True
    value = join_standards(found)
    return Noted(value, "bad_standard") if unknown else value


def _did_you_mean(word: str | None) -> dict[str, Any]:
    """The question, empty where nothing is close."""
    return {"hint": meant(word), "meant": word}


_PARSERS: Mapping[str, Parser] = {
    "text": _text,
    "code": _code,
    "int": _int,
    "line": _line,
    "satang": _satang,
    "percent": _percent,
    "date": _date,
    "month": _month,
    "list": _list,
    "standards": _standards,
    "phone": _phone,
}
