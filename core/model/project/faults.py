"""What is wrong with a project's file: place, value and remedy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from core.text import Message

_LONGEST = 60  # letters of a value that are shown
EXAMPLES: Mapping[str, str] = {
    "text": '"…"', "whole_number": "30", "number": "36", "satang": "885000.50", "day": "2020-10-01",
    "code": "phetchaburi-2564", "stage_code": "labelled", "quarters": "[36, 57, 80, 100]",
    "no_folder": "OTOP_PROJECTS",
    "budget_baht": "885000", "percent_per_day": "0.10", "tolerance_percent": "5", "province_code": '"76"',
}  # fmt: skip  # of a setting of that name, else of the kind of fault
# Faults of a form on the web, and those of a file that a form words otherwise.
TYPED = frozenset({
    "to_fill", "missing", "missing_language", "typed_whole", "typed_number", "typed_day", "typed_id13",
    "quarters", "identity",
    "to_come", "outside_year", "stage_used", "line_used", "text_form", "first_curve", "no_stages",
})  # fmt: skip
ABSENT: Any = object()  # the value of a setting that is not there


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong setting: its path (``curves[0].quarters[2]``), the value found, and what to say of it."""

    path: str
    code: str
    value: Any = ABSENT
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def what(self) -> Message:
        """What is wrong and the remedy, for the field of a form in which it stands."""
        key = f"setting_typed.{self.code}" if self.code in TYPED else f"setting.{self.code}"
        example = EXAMPLES.get(self.path.rsplit(".", 1)[-1], EXAMPLES.get(self.code, "")).strip('"')
        return Message(key, {"example": example, **self.params})

    def message(self, file: str) -> Message:
        """Place, value and remedy."""
        form = "whole" if not self.path else "absent" if self.value is ABSENT else "value"
        name = self.path.rsplit(".", 1)[-1]
        example = EXAMPLES.get(name, EXAMPLES.get(self.code, ""))
        params = {key: value.isoformat() if isinstance(value, date) else value for key, value in self.params.items()}
        what = Message(f"setting.{self.code}", {"example": example, **params})
        return Message(
            f"setting_at.{form}", {"file": file, "path": self.path, "value": shown(self.value), "what": what}
        )


class ProjectError(ValueError):
    """A text that is not a project; ``faults`` are all that was found, ``file`` where it was read."""

    def __init__(self, faults: Sequence[Fault], file: str = "-") -> None:
        self.faults, self.file = tuple(faults), file
        super().__init__(", ".join(f"{fault.path or file}: {fault.code}" for fault in faults))

    @property
    def messages(self) -> list[Message]:
        """One sentence a fault."""
        return [fault.message(self.file) for fault in self.faults]


@dataclass(frozen=True, slots=True)
class Unknown:
    """The value of a setting that no table has, and the name that was probably meant."""

    value: Any
    like: str | None


def of_validation(error: ValidationError) -> list[Fault]:
    """Pydantic's errors as faults, in the order of the file's settings."""
    return [_fault(found) for found in error.errors(include_url=False)]


def _fault(error: Mapping[str, Any]) -> Fault:
    path, kind, value, context = path_of(error["loc"]), error["type"], error["input"], error.get("ctx", {})
    if kind == "missing":
        return Fault(path, "missing_language" if path.endswith(("_th", "_en")) and len(value) else "missing")
    if isinstance(value, Unknown):
        like = {} if value.like is None else {"like": value.like}
        return Fault(path, "unknown_like" if like else "unknown", value.value, like)
    if kind == "literal_error":
        return Fault(path, "choice", value, {"choices": context["expected"].replace("'", '"').replace(" or ", ", ")})
    if error["msg"] == kind:  # our own errors have their code for a text
        return Fault(path, kind, value, context)
    name = path.rsplit(".", 1)[-1]
    if kind in ("list_type", "tuple_type"):
        return Fault(path, "list", value, {"example": f"[[{name}]]" if name != "quarters" else EXAMPLES["quarters"]})
    return Fault(path, "table", value, {"example": f"[{path}]"})


def path_of(loc: Iterable[str | int]) -> str:
    """A setting's place as the file names it: ``curves[0].quarters[2]``, ``objectives[0].text_en``."""
    path, before = "", None
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part in ("th", "en") and isinstance(before, str):
            path += f"_{part}"
        else:
            path += f".{part}" if path else part
        before = part
    return path


def shown(value: Any) -> str:
    """A value as TOML writes it, shortened."""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, str):
        text = f'"{value}"'
    elif isinstance(value, date | datetime | time):
        text = value.isoformat()
    elif isinstance(value, list | tuple):
        text = f"[{', '.join(shown(item) for item in value)}]"
    elif isinstance(value, Mapping):
        text = f"{{ {', '.join(f'{key} = {shown(item)}' for key, item in value.items())} }}"
    else:
        text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
