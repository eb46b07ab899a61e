"""What is wrong with a file, as values: a code, a place, the value found, and a sentence that says what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any, Literal

from core.sentences import ISSUES
from core.text import Text

Severity = Literal["blocking", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("blocking", "warning", "info")


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding. ``row`` is the number that the spreadsheet shows (None: the file as a whole), ``column`` the
    header as it stands in the file. ``value`` is never set for personal data. A parameter that is a pair holds the
    Thai and the English of itself; ``then`` is a sentence for the end. ``source`` names the file or sheet where several
    were read as one; ``key`` and ``field`` name the row and our column, so that an acknowledgement finds the same thing
    in a later file.
    """

    code: str
    severity: Severity
    row: int | None = None
    column: str | None = None
    value: str | None = None
    params: Mapping[str, Any] = made(default_factory=dict)
    source: str | None = None
    key: str | None = None
    field: str | None = None
    acknowledged: bool = False

    def message(self, lang: str = "th") -> str:
        """The sentence in Thai or English."""
        place = 0 if lang == "th" else 1
        params = {
            name: value.get(lang) if isinstance(value, Text) else value[place] if isinstance(value, tuple) else value
            for name, value in self.params.items()
        }
        text = ISSUES[self.code][place].format(row=self.row, col=self.column, val=self.value, **params)
        text += params.get("then", "")
        return f"[{self.source}] {text}" if self.source else text

    @property
    def mark(self) -> str:
        """What is acknowledged: made of facts, never of wording."""
        return "|".join((self.code, self.key or "", self.field or "", self.value or ""))

    def as_json(self) -> dict[str, Any]:
        """The shape of the command contract."""
        return {
            "code": self.code,
            "severity": self.severity,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.message(),
        }
