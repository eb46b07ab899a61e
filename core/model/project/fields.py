"""The kinds of settings: how a value of the file becomes one of the program.

A file that is to be stored is read strictly. A stored text was accepted by the release of its day and is read for ever:
its values are converted as that release did, and later limits do not apply. The validation context says which.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from core.money import SATANG_PER_BAHT
from core.text import BE_OFFSET, FIRST_BE_YEAR

Bound = int | Decimal
_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,59})")
_STAGE_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FIRST_CE_YEAR, _LAST_BE_YEAR = 1900, 2700
MOST_BAHT = 10**12
MOST_PERCENT = 100


def is_stored(info: ValidationInfo) -> bool:
    """Whether the text was accepted before, by this or an earlier release."""
    return bool((info.context or {}).get("stored"))


def refuse(code: str, **params: Any) -> PydanticCustomError:
    """The error of one value; ``code`` names its sentence."""
    return PydanticCustomError(code, code, params)


def _text(value: Any, info: ValidationInfo) -> str:
    if is_stored(info):
        return str(value)
    if not isinstance(value, str):
        raise refuse("text")
    if not value.strip():
        raise refuse("empty")
    return value


def _whole(value: Any, info: ValidationInfo) -> int:
    if is_stored(info):
        return int(value)
    if type(value) is not int:
        raise refuse("whole_number")
    return value


def _number(value: Any, info: ValidationInfo) -> Decimal:
    if not is_stored(info) and type(value) not in (int, float):
        raise refuse("number")
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise refuse("number") from error
    if not number.is_finite():
        raise refuse("number")
    return number


def _satang(value: Any, info: ValidationInfo) -> int:
    satang = _number(value, info) * SATANG_PER_BAHT
    if not is_stored(info) and satang != satang.to_integral_value():
        raise refuse("satang")
    return int(satang.to_integral_value())


def _day(value: Any, info: ValidationInfo) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise refuse("day")
    if is_stored(info) or _FIRST_CE_YEAR <= value.year < FIRST_BE_YEAR:
        return value
    if value.year < FIRST_BE_YEAR:
        raise refuse("day")
    last = 28 if value.month == 2 else value.day  # 29 February of a Buddhist year is none of the Common Era
    raise refuse("day_be", meant=f"{value.year - BE_OFFSET}-{value.month:02d}-{min(value.day, last):02d}")


def _year_be(value: int, info: ValidationInfo) -> int:
    if is_stored(info) or FIRST_BE_YEAR <= value <= _LAST_BE_YEAR:
        return value
    if _FIRST_CE_YEAR <= value < FIRST_BE_YEAR:
        raise refuse("year_ce", meant=value + BE_OFFSET)
    raise refuse("range", low=FIRST_BE_YEAR, high=_LAST_BE_YEAR)


def _flag(value: Any, info: ValidationInfo) -> bool:
    if is_stored(info):
        return bool(value)
    if not isinstance(value, bool):
        raise refuse("flag", yes="true", no="false")
    return value


def _form(pattern: re.Pattern[str], fault: str) -> Callable[[str, ValidationInfo], str]:
    def check(value: str, info: ValidationInfo) -> str:
        if not is_stored(info) and not pattern.fullmatch(value):
            raise refuse(fault)
        return value

    return check


def _between(low: Bound, high: Bound, *, shown: int = 1, always: bool = False) -> Callable[[Any, ValidationInfo], Any]:
    """A range, both ends in it; ``shown`` divides what is said of it. ``always``: every release held the lower end."""

    def check(value: Any, info: ValidationInfo) -> Any:
        if value < low if is_stored(info) and always else not is_stored(info) and not low <= value <= high:
            raise refuse("range", low=f"{Decimal(low) / shown:,f}", high=f"{Decimal(high) / shown:,f}")
        return value

    return check


def _four(value: Any) -> Any:
    if isinstance(value, list) and len(value) != 4:
        raise refuse("quarters")
    return value


def _objective_target(value: Any, info: ValidationInfo) -> Any:
    if value is None or is_stored(info):
        return value
    return int(_between(1, 10**6)(_whole(value, info), info))


def _counts(value: Any, info: ValidationInfo) -> Any:
    return None if is_stored(info) and value not in ("groups", "products", "lessons") else value


_whole_satang = BeforeValidator(_satang)
Text = Annotated[str, BeforeValidator(_text)]
Code = Annotated[str, BeforeValidator(_text), AfterValidator(_form(_CODE, "code"))]
StageCode = Annotated[str, BeforeValidator(_text), AfterValidator(_form(_STAGE_CODE, "stage_code"))]
Flag = Annotated[bool, BeforeValidator(_flag)]
Day = Annotated[date, BeforeValidator(_day)]
YearBe = Annotated[int, BeforeValidator(_whole), AfterValidator(_year_be)]
Count = Annotated[int, BeforeValidator(_whole), AfterValidator(_between(0, 10**6))]
Positive = Annotated[int, BeforeValidator(_whole), AfterValidator(_between(1, 10**6, always=True))]
Days = Annotated[int, BeforeValidator(_whole), AfterValidator(_between(0, 366))]
Years = Annotated[int, BeforeValidator(_whole), AfterValidator(_between(1, 100))]
DaysOfAge = Annotated[int, BeforeValidator(_whole), AfterValidator(_between(1, 366))]
Cell = Annotated[int, BeforeValidator(_whole), AfterValidator(_between(0, 20))]
Percent = Annotated[Decimal, BeforeValidator(_number), AfterValidator(_between(0, MOST_PERCENT))]
Quarters = Annotated[tuple[Percent, ...], BeforeValidator(_four)]
Satang = Annotated[int, _whole_satang, AfterValidator(_between(0, MOST_BAHT * SATANG_PER_BAHT, shown=SATANG_PER_BAHT))]
Budget = Annotated[
    int,
    _whole_satang,
    AfterValidator(_between(SATANG_PER_BAHT, MOST_BAHT * SATANG_PER_BAHT, shown=SATANG_PER_BAHT, always=True)),
]
ObjectiveTarget = Annotated[Any, BeforeValidator(_objective_target)]
Counts = Annotated[Literal["groups", "products", "lessons"] | None, BeforeValidator(_counts)]
