"""What a reader of a file may be offered in one press: corrections that a finding itself names."""

from collections import Counter

from core.intake.model import Cell, Intake


def orders_that_fit(found: Intake) -> dict[Cell, str]:
    """Empty references of payments that fit one open order and no other, with its number; none where several payments
    fit the same order, since not all of them need be meant. Nothing where the file has no column for it, and nothing
    that somebody has looked at and left as it is.
    """
    likely = [issue for issue in found.issues if issue.code == "settles_likely"]
    asked = Counter(issue.params.get("only") for issue in likely)
    return {
        Cell(issue.row, issue.column, issue.source): only
        for issue in likely
        if not issue.acknowledged and issue.row is not None and issue.column is not None
        if (only := issue.params.get("only")) and asked[only] == 1 and _has(found, issue.source, issue.column)
    }


def _has(found: Intake, source: str | None, header: str) -> bool:
    """Whether the table that a finding is about has a column with this header."""
    return any(header in reading.columns for reading in found.readings if source in (None, reading.source))
