"""A table of a project's file, whose texts stand in it twice: in Thai and in English."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationInfo, model_validator

from core import text
from core.model.project.faults import Unknown
from core.model.project.fields import Text, is_stored
from core.text import closest

_CLOSE = 70  # per cent of likeness from which "did you mean" is worth asking
LANGUAGES = ("th", "en")


class Table(BaseModel):
    """A table of the file. Texts stand in it twice, ``name_th`` and ``name_en``; here they are one ``name``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, Mapping):
            return data
        found = cls._paired(data, stored=is_stored(info))
        unknown = [key for key in found if key not in cls.model_fields]
        for key in unknown:
            value = found.pop(key)
            if not is_stored(info):
                found[key] = Unknown(value, closest(key, cls._keys(), _CLOSE))
        return found

    @classmethod
    def _texts(cls) -> list[str]:
        return [name for name, field in cls.model_fields.items() if field.annotation in (Words, Words | None)]

    @classmethod
    def _keys(cls) -> list[str]:
        """The names that the file may use."""
        pairs = cls._texts()
        return [key for key in cls.model_fields if key not in pairs] + [
            f"{p}_{lang}" for p in pairs for lang in LANGUAGES
        ]

    @classmethod
    def _paired(cls, data: Mapping[str, Any], *, stored: bool) -> dict[str, Any]:
        """``name_th`` and ``name_en`` under ``name``; an optional text that is empty in both languages is none."""
        found = {key: value for key, value in data.items() if key not in cls._texts()}
        found |= {key: Unknown(data[key], f"{key}_th") for key in cls._texts() if key in data}
        for name in cls._texts():
            both = {lang: found.pop(f"{name}_{lang}") for lang in LANGUAGES if f"{name}_{lang}" in found}
            optional = not cls.model_fields[name].is_required()
            empty = not both.get("th") if stored else not any(both.values())
            if both and not (optional and empty):
                found[name] = both
            elif not both and not optional and name not in found:
                found[name] = {}
        return found


class Words(BaseModel):
    """One text in Thai and English."""

    model_config = ConfigDict(frozen=True)
    th: Text
    en: Text

    def both(self) -> text.Text:
        """The text of both languages."""
        return text.Text(dict(self))
