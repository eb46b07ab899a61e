"""Amphoe and tambon of a province, from geothai's own tables (DOPA codes)."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import geothai

from core.text import Text, closest, digits, fold

_CLOSE = 70  # per cent of likeness from which "did you mean" is worth asking
_LEVEL = re.compile(r"^(?:จังหวัด|กิ่งอำเภอ|อำเภอ|ตำบล|[จอต]\.)")  # words written before a name
_MARKS = re.compile(r"[\s'-]")


@dataclass(frozen=True, slots=True)
class Place:
    """A province (two-digit code), an amphoe (four digits) or a tambon (six digits)."""

    code: str
    name: Text

    @property
    def written(self) -> str:
        """As files write it: the Thai name."""
        return self.name.get("th")


def _place(unit: Any) -> Place:
    return Place(unit.code, Text.both(unit.name_th, unit.name_en))


@cache
def provinces() -> tuple[Place, ...]:
    """Every province in the order of its code."""
    return tuple(_place(p) for p in geothai.provinces())


def province_of(code: str) -> Place | None:
    """The province with that code."""
    return next((place for place in provinces() if place.code == code), None)


def find_province(name: str) -> Place | None:
    """The province that ``name`` means, in Thai or English (``จ.น่าน``, ``Chonburi``), or ``None``."""
    return _province_by_name().get(_normal(name))


def suggest_province(name: str) -> Place | None:
    """The province that was probably meant."""
    return _closest(name, _province_by_name())


@cache
def amphoe_of(province_code: str) -> tuple[Place, ...]:
    """The amphoe of a province in the order of their codes, Mueang first."""
    return tuple(_place(d) for d in geothai.districts(province_code))


@cache
def tambon_of(amphoe_code: str) -> tuple[Place, ...]:
    """The tambon of an amphoe in the order of their codes."""
    return tuple(_place(s) for s in geothai.subdistricts(amphoe_code))


@cache
def tambon_of_province(province_code: str) -> tuple[tuple[Place, Place], ...]:
    """Every (tambon, amphoe) of a province."""
    return tuple((t, a) for a in amphoe_of(province_code) for t in tambon_of(a.code))


def find_amphoe(name: str, province_code: str) -> Place | None:
    """The amphoe that ``name`` means (``อ.เมือง``, ``Khao Yoi``); ``None`` where the province has none so named."""
    return _amphoe_by_name(province_code).get(_normal(name))


def find_tambon(name: str, amphoe_code: str) -> Place | None:
    """The tambon of an amphoe that ``name`` means (``ต.บ้านกุ่ม``), or ``None``."""
    return _tambon_by_name(amphoe_code).get(_normal(name))


def suggest_amphoe(name: str, province_code: str) -> Place | None:
    """The amphoe that was probably meant."""
    return _closest(name, _amphoe_by_name(province_code))


def suggest_tambon(name: str, amphoe_code: str) -> Place | None:
    """The tambon of an amphoe that was probably meant."""
    return _closest(name, _tambon_by_name(amphoe_code))


def amphoe_with_tambon(name: str, province_code: str) -> Place | None:
    """The one amphoe of the province that has a tambon so named; ``None`` where none or several have."""
    wanted = _normal(name)
    owners = {a for t, a in tambon_of_province(province_code) if wanted in map(_normal, t.name.of.values())}
    return owners.pop() if len(owners) == 1 else None


def _normal(name: str) -> str:
    return _LEVEL.sub("", _MARKS.sub("", digits(fold(name))).lower())


@cache
def _province_by_name() -> dict[str, Place]:
    return {_normal(n): p for p in provinces() for n in p.name.of.values()}


@cache
def _amphoe_by_name(province_code: str) -> dict[str, Place]:
    places = amphoe_of(province_code)
    names = {_normal(n): p for p in places for n in p.name.of.values()}
    province = geothai.province(province_code)
    capital = next((p for p in places if p.code.endswith("01")), None)
    if province is not None and capital is not None and capital.written.startswith("เมือง"):
        names |= {"เมือง": capital, "mueang": capital, "muang": capital}
    return names


@cache
def _tambon_by_name(amphoe_code: str) -> dict[str, Place]:
    return {_normal(n): p for p in tambon_of(amphoe_code) for n in p.name.of.values()}


def _closest(name: str, names: dict[str, Place]) -> Place | None:
    return names.get(closest(_normal(name), names, _CLOSE) or "")
