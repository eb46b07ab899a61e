"""A diff row by row, nothing left out: for the table of a comparison and its file."""

import csv
import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from core.intake.checks.findings import key_text
from core.intake.compare.words import value_of
from core.intake.forms.templates import guard
from core.model import Diff, Rows, Stages
from core.model.kinds import KINDS, Column
from core.text import NOBODY, Message, Sight

What = Literal["added", "changed", "removed"]
Written = Callable[[Any], str]  # writes a value, a text or a sentence in a language
HEADS = tuple(Message(f"diff_head.{name}") for name in ("what", "row", "name", "column", "before", "after"))


@dataclass(frozen=True, slots=True)
class Line:
    """One changed cell, or one row that was added or is gone: then ``column`` is empty and its side holds every value.

    ``key`` is what names the row in its file, ``name`` its words. Texts are as the reader may see them.
    """

    what: What
    key: str
    name: str
    column: str
    before: str
    after: str

    def cells(self, written: Written) -> tuple[str, ...]:
        """In the order of ``HEADS``."""
        return written(Message(f"diff_what.{self.what}")), self.key, self.name, self.column, self.before, self.after


def lines(diff: Diff, written: Written, hidden: Collection[str] = (), sight: Sight = NOBODY) -> list[Line]:
    """Every row that was added, then every cell that changed, then every row that is gone; ``hidden`` names columns
    whose values the reader may not see: a change in one names the column only.
    """
    diff = diff.seen_by(sight)
    return [
        *_whole(diff.added, "added", diff.stages, written, hidden),
        *_cells(diff, written, hidden),
        *_whole(diff.removed, "removed", diff.stages, written, hidden),
    ]


def table(
    rows: Rows, stages: Stages, written: Written, hidden: Collection[str] = (), sight: Sight = NOBODY
) -> dict[str, list[str]]:
    """Title of each column to its cells as the reader may see them, in the order of the file."""
    found, rows = {}, rows.seen_by(sight)
    for column in KINDS[rows.kind].columns:
        if column.name not in hidden and not (column.rare and not any(rows[column.field])):
            said = {value: written(value_of(column, value, stages)) for value in set(rows[column.field])}
            found[written(column.title)] = [said[value] for value in rows[column.field]]
    return found


def as_csv(found: Collection[Line], written: Written) -> bytes:
    """The lines as UTF-8 CSV with byte-order mark; nothing in it is run as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(written, HEADS))
    writer.writerows([guard(cell) for cell in line.cells(written)] for line in found)
    return text.getvalue().encode("utf-8-sig")


def _cells(diff: Diff, written: Written, hidden: Collection[str]) -> Iterator[Line]:
    names = [""] * len(diff.changed_keys) if diff.before is None else _names(diff.before)

    def shown(column: Column, value: Any) -> str:
        return "" if column.name in hidden else written(value_of(column, value, diff.stages))

    for place, change in enumerate(diff.changes()):
        for field, after in change.after.items():
            column = KINDS[diff.kind].column(field)
            sides = shown(column, change.before[field]), shown(column, after)
            yield Line("changed", key_text(change.key) or "", names[place], written(column.title), *sides)


def _whole(rows: Rows, what: What, stages: Stages, written: Written, hidden: Collection[str]) -> Iterator[Line]:
    kind = KINDS[rows.kind]
    columns = [c for c in kind.columns if c.field not in (*kind.key, kind.label) and c.name not in hidden]
    names = _names(rows)
    for place, (key, row) in enumerate(zip(rows.keys(), rows.records(), strict=True)):
        parts = " · ".join(
            f"{written(column.title)} {written(value_of(column, row[column.field], stages))}"
            for column in columns
            if row[column.field] is not None
        )
        yield Line(what, key_text(key) or "", names[place], "", *(("", parts) if what == "added" else (parts, "")))


def _names(rows: Rows) -> list[str]:
    label = KINDS[rows.kind].label
    return [""] * len(rows) if not label else [text or "" for text in rows[label]]
