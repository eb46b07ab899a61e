"""What is wrong with a file, as values: a code, a place, the value found, and a sentence that says what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from core.sentences import ISSUES

Severity = Literal["blocking", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("blocking", "warning", "info")


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding. ``row`` is the number that the spreadsheet shows (None: the file as a whole), ``column`` the
    header as it stands in the file. ``value`` is never set for personal data.
    """

    code: str
    severity: Severity
    row: int | None = None
    column: str | None = None
    value: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def message(self, lang: str = "th") -> str:
        """The sentence in Thai or English."""
        pattern = ISSUES[self.code][0 if lang == "th" else 1]
        return pattern.format(row=self.row, col=self.column, val=self.value, **self.params)

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
