"""Reading the tables of a TOML text, so that what is missing or wrong is named by its path."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


class ProjectError(ValueError):
    """A project file that can not be used; the message names the setting and the remedy."""


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in Thai and English."""

    th: str
    en: str

    def get(self, lang: str) -> str:
        """The text in ``th`` or ``en``."""
        return self.th if lang == "th" else self.en


class Section:
    """A TOML table that names itself when something is missing."""

    def __init__(self, data: Mapping[str, Any], path: str = "") -> None:
        self.data, self.path = data, path

    def __call__(self, key: str, default: Any = ...) -> Any:
        if key not in self.data:
            if default is ...:
                raise ProjectError(f"setting {self.path}{key} is missing")
            return default
        return self.data[key]

    def sub(self, key: str) -> "Section":
        return Section(self(key), f"{self.path}{key}.")

    def each(self, key: str) -> "list[Section]":
        return [Section(item, f"{self.path}{key}[{i}].") for i, item in enumerate(self(key, []))]

    def pair(self, key: str) -> Bilingual:
        return Bilingual(str(self(f"{key}_th")), str(self(f"{key}_en")))

    def satang(self, key: str, default: Any = ...) -> int:
        return int((Decimal(str(self(key, default))) * 100).to_integral_exact())

    def day(self, key: str) -> date:
        value = self(key)
        if type(value) is not date:
            raise ProjectError(f"setting {self.path}{key} must be a date such as 2021-09-30 without quotes")
        return value
