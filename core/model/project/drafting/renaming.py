"""Taking an old province out of a text: its names become the new province's, names of its amphoe an ellipsis, the old
target and budget the new ones.
"""

import re

from core.model.places import Place, amphoe_of
from core.model.project.model import Project
from core.money import to_baht
from core.text import to_thai_digits

_SHORT = 4  # letters up to which a Thai name is also a part of other words (เลย, ตาก, แพร่)
_SHORT_LATIN = 4
BLANK = "…"


def slug(name: str) -> str:
    """An English name as codes and files have it: ``nakhon-si-thammarat``."""
    return "-".join(re.findall("[a-z0-9]+", name.lower()))


class Renaming:
    """From one project's province, year, target and budget to others. Amounts in satang, years Buddhist era."""

    def __init__(self, old: Project, province: Place, year_be: int, target_groups: int, budget_satang: int) -> None:
        amphoe = [name for place in amphoe_of(old.province_code) for name in place.name.of.values()]
        names = [
            (re.compile("|".join(_of_place(name) for name in sorted(amphoe, key=len, reverse=True)) or "(?!)"), BLANK),
            *((re.compile(_of_place(old.province.get(lang))), name) for lang, name in province.name.of.items()),
        ]
        self._changes = [
            *(names if province.code != old.province_code else []),
            (re.compile(_number(f"{old.target_groups}") + r"(?=\s*(?:กลุ่ม|groups?\b))"), f"{target_groups}"),
            (re.compile(_amount(old.budget_satang)), f"{int(to_baht(budget_satang)):,}"),
            (re.compile(_number(f"{old.fiscal_year_be}")), f"{year_be}"),
        ]
        self._numbers = re.compile(
            f"{_number(f'{old.target_groups}')}|{_amount(old.budget_satang)}|{re.escape(old.code)}"
        )

    def text(self, text: str) -> str:
        """The text, of the new project."""
        for pattern, new in self._changes:
            text = pattern.sub(new, text)
        return text

    def mentions(self, comment: str) -> bool:
        """Whether a comment mentions the old project; it is then left out, since its new wording is unknown."""
        return any(pattern.search(comment) for pattern, _ in self._changes) or bool(self._numbers.search(comment))


def _of_place(name: str) -> str:
    """A name of a place; a short one only where it stands alone or behind the word for a province or an amphoe."""
    escaped = re.escape(name)
    if name.isascii():
        spelt = escaped.replace(r"\ ", r"\s?").replace(r"\-", "[- ]?")
        return rf"\b{spelt}\b" if len(name) > _SHORT_LATIN else rf"\b{spelt}(?= (?:[Pp]rovince|[Dd]istrict|Prov))"
    if len(name) > _SHORT:
        return escaped
    return rf"(?:(?<=จังหวัด)|(?<=จ\.)|(?<=อำเภอ)|(?<=อ\.)){escaped}|(?<![ก-๙]){escaped}(?![ก-๙])"


def _number(digits: str) -> str:
    """A whole number in Arabic or Thai digits, and no part of a longer one."""
    return rf"(?<![\d,.])(?:{digits}|{to_thai_digits(digits)})(?![\d]|[,.]\d)"


def _amount(satang: int) -> str:
    """An amount of whole baht with or without commas."""
    baht = int(to_baht(satang))
    return f"{_number(f'{baht:,}')}|{_number(f'{baht}')}"
