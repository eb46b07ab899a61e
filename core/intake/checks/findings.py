"""From what was found, by place in the rows, to issues that name row, column and value as the clerk's sheet does."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from core.intake.issues import SEVERITIES, Issue, Severity
from core.intake.source.marks import seen_text
from core.model import Rows
from core.model.kinds import KINDS, Column, Kind
from core.text import write_month

NAMED = 2_000  # findings of one code that are named one by one; the rest is counted in a closing issue
_CLOSING = "more_issues"  # says how many more there are; nobody acknowledges it
_SHOWN = 120  # letters of a cell that an issue repeats


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of a check. ``position`` is a place in the rows (None: the file as a whole), ``name`` our column."""

    code: str
    severity: Severity
    position: int | None = None
    name: str | None = None
    value: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Places:
    """Where each position of the rows comes from: its row in its table (0: carried over from today's upload, not in the
    file), which table, and the headers of each table by our column's name.
    """

    numbers: Sequence[int] = ()
    tables: list[int] = field(default_factory=list)  # empty where there is one table
    headers: list[Mapping[str, str]] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    rows: Rows | None = None
    entries: list[Mapping[str, str]] = field(
        default_factory=list
    )  # of control registers: entry -> header of its amounts

    def table_of(self, position: int) -> int:
        """Which table a position came from."""
        return self.tables[position] if self.tables else 0

    def header(self, name: str, position: int | None = None) -> str | None:
        """The header of our column in the table of a position (or the first)."""
        table = self.table_of(position) if position is not None else 0
        if name == "amount_baht" and self.rows is not None and position is not None and self.entries[table]:
            return self.entries[table].get(self.rows["entry"][position])
        return self.headers[table].get(name) if table < len(self.headers) else None


class Findings:
    """Gathers findings as issues. Findings about rows that are not in the file are left out: they were seen before."""

    def __init__(self, kind: Kind, places: Places) -> None:
        self.kind, self.places = kind, places
        self.issues: list[Issue] = []
        self._count: Counter[tuple[str, Severity]] = Counter()

    def add_all(self, found: Iterable[Found]) -> None:
        """Every finding of a check."""
        for one in found:
            self.add(one)

    def add(self, found: Found) -> None:
        """One finding."""
        position, places = found.position, self.places
        if position is not None and places.numbers[position] == 0:
            return
        counted = (found.code, found.severity)
        self._count[counted] += 1
        if self._count[counted] > NAMED:
            return
        table = places.table_of(position) if position is not None else 0
        self.add_issue(
            Issue(
                found.code,
                found.severity,
                row=places.numbers[position] if position is not None else None,
                column=self._header(found.name, position),
                value=shown(found.value),
                params=found.params,
                source=places.sources[table] if position is not None and len(places.sources) > 1 else None,
                key=key_text(places.rows.key_at(position)) if position is not None and places.rows else None,
                field=found.name,
            )
        )

    def _header(self, name: str | None, position: int | None) -> str | None:
        """The header as in the file; a column that is not in it goes by its Thai name."""
        if name is None:
            return None
        column = KINDS[self.kind].column(name)
        return self.places.header(column.name, position) or column.th

    def add_issue(self, issue: Issue) -> None:
        """An issue made elsewhere."""
        self.issues.append(issue)

    def count(self, code: str, severity: Severity, more: int) -> None:
        """Findings that were counted without being named."""
        self._count[code, severity] += max(NAMED - self._count[code, severity], 0) + more if more else 0

    def all(self) -> tuple[Issue, ...]:
        """All issues in the order in which they were found; codes with more findings than are named get a closing
        issue.
        """
        rest = [
            Issue(_CLOSING, severity, value=code, params={"count": count - NAMED})
            for (code, severity), count in self._count.items()
            if count > NAMED
        ]
        return (*self.issues, *rest)


def arranged(found: Iterable[Issue], acknowledged: Collection[str]) -> tuple[Issue, ...]:
    """The issues as they are shown: what blocks first, then by row; a warning that was acknowledged is information."""
    marks, rank = frozenset(acknowledged), {severity: place for place, severity in enumerate(SEVERITIES)}
    issues = (
        replace(issue, severity="info", acknowledged=True)
        if issue.severity == "warning" and issue.code != _CLOSING and issue.mark in marks
        else issue
        for issue in found
    )
    return tuple(sorted(issues, key=lambda i: (rank[i.severity], i.row is not None, i.source or "", i.row or 0)))


def severity_of(column: Column) -> Severity:
    """An unreadable cell blocks where it feeds a figure or a key, or must be there."""
    return "blocking" if column.required or column.feeds or column.key else "warning"


def shown(value: str | None) -> str | None:
    """A cell as an issue repeats it: marks of workbook cells written out, long texts cut."""
    if value is None:
        return None
    text = seen_text(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def key_text(key: Any) -> str | None:
    """A row's key as one text: ``ฎ.64-001``, or ``ฎ.64-001/2`` where the second line is meant."""
    if isinstance(key, tuple):
        first, *rest = key
        return None if first is None else f"{first}" + "".join(f"/{part}" for part in rest if part not in (1, None))
    return None if key is None else (write_month(key) if isinstance(key, date) else str(key))
