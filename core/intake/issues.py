"""What is wrong with a file, as values: a code, a place, the value found, and a sentence that says what to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any, Literal

from core.text import Message

Severity = Literal["blocking", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("blocking", "warning", "info")


def meant(word: str | None) -> Message | str:
    """The question whether another word was meant; nothing where none is close."""
    return Message("hint.meant", {"name": word}) if word else ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding. ``row`` is the number that the spreadsheet shows (None: the file as a whole), ``column`` the
    header as it stands in the file. ``value`` is never set for personal data. Among ``params`` ``then`` is a
    sentence for the end. ``source`` names the file or sheet where several
    were read as one; ``key`` and ``field`` name the row and our column, so that an acknowledgement applies to the same
    finding in a later file.
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

    @property
    def message(self) -> Message:
        """The sentence: place, fault and remedy, and the file where several were read as one."""
        values = {"row": self.row, "col": self.column, "val": self.value, **self.params}
        found = Message(f"issue.{self.code}", values)
        if "then" in self.params:
            found = Message("issue_with.then", {"issue": found, "then": self.params["then"]})
        return Message("issue_with.source", {"issue": found, "source": self.source}) if self.source else found

    @property
    def mark(self) -> str:
        """What is acknowledged: made of facts, never of wording."""
        return "|".join((self.code, self.key or "", self.field or "", self.value or ""))

    def as_json(self, written: Callable[[Message], str]) -> dict[str, Any]:
        """The shape of the command contract; ``written`` writes the sentence."""
        return {
            "code": self.code,
            "severity": self.severity,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": written(self.message),
        }
