"""A diff row by row, nothing left out: for the table of a comparison and its file."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from core.intake.checks.findings import key_text
from core.intake.compare.words import title_of, value_words
from core.intake.forms.templates import guard
from core.model.diff import Diff
from core.model.kinds import KINDS, Column, column_of, columns_of, key_of
from core.model.rows import Rows
from core.model.stages import Stages
from core.text import Text
from core.text.privacy import mask_persons_in

What = Literal["added", "changed", "removed"]
WHAT = {
    "added": Text.both("เพิ่ม", "added"),
    "changed": Text.both("แก้ไข", "changed"),
    "removed": Text.both("หายไป", "gone"),
}
HEADS = (
    Text.both("การเปลี่ยนแปลง", "change"),
    Text.both("รายการ", "row"),
    Text.both("ชื่อ", "name"),
    Text.both("คอลัมน์", "column"),
    Text.both("เดิม", "before"),
    Text.both("ใหม่", "after"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One changed cell, or one row that was added or is gone: then ``column`` is empty and its side holds every value.

    ``key`` is what names the row in its file, ``name`` its words. Texts are masked as the exports mask them.
    """

    what: What
    key: str
    name: str
    column: str
    before: str
    after: str

    def cells(self, lang: str) -> tuple[str, ...]:
        """In the order of ``HEADS``."""
        return WHAT[self.what].get(lang), self.key, self.name, self.column, self.before, self.after


def lines(diff: Diff, lang: str = "th", hidden: Collection[str] = ()) -> list[Line]:
    """Every row that was added, then every cell that changed, then every row that is gone; ``hidden`` names columns
    whose values the reader may not see: of a change only the column is said.
    """
    return [
        *_whole(diff.added, "added", diff.stages, lang, hidden),
        *_cells(diff, lang, hidden),
        *_whole(diff.removed, "removed", diff.stages, lang, hidden),
    ]


def table(rows: Rows, stages: Stages, lang: str = "th", hidden: Collection[str] = ()) -> dict[str, list[str]]:
    """Title of each column to its cells as a person reads them, in the order of the file; masked as ``lines``."""
    found = {}
    for column in columns_of(rows.kind):
        if column.name not in hidden and not (column.rare and not any(rows[column.field])):
            said = {value: _value(column, value, stages, lang) for value in set(rows[column.field])}
            found[title_of(column, lang)] = [said[value] for value in rows[column.field]]
    return found


def as_csv(found: Collection[Line], lang: str = "th") -> bytes:
    """The lines as UTF-8 CSV with byte-order mark; nothing in it is run as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head.get(lang) for head in HEADS)
    writer.writerows([guard(cell) for cell in line.cells(lang)] for line in found)
    return text.getvalue().encode("utf-8-sig")


def _cells(diff: Diff, lang: str, hidden: Collection[str]) -> Iterator[Line]:
    names = [""] * len(diff.changed_keys) if diff.before is None else _names(diff.before)
    for place, change in enumerate(diff.changes()):
        for field, after in change.after.items():
            column = column_of(diff.kind, field)
            shown = ("", "") if column.name in hidden else (
                _value(column, change.before[field], diff.stages, lang),
                _value(column, after, diff.stages, lang),
            )  # fmt: skip
            yield Line("changed", key_text(change.key) or "", names[place], title_of(column, lang), *shown)


def _whole(rows: Rows, what: What, stages: Stages, lang: str, hidden: Collection[str]) -> Iterator[Line]:
    skipped = {*key_of(rows.kind), KINDS[rows.kind].label}
    columns = [c for c in columns_of(rows.kind) if c.field not in skipped and c.name not in hidden]
    names = _names(rows)
    for place, (key, row) in enumerate(zip(rows.keys(), rows.records(), strict=True)):
        parts = (
            f"{title_of(column, lang)} {_value(column, row[column.field], stages, lang)}"
            for column in columns
            if row[column.field] is not None
        )
        sides = ("", " · ".join(parts)) if what == "added" else (" · ".join(parts), "")
        yield Line(what, key_text(key) or "", names[place], "", *sides)


def _names(rows: Rows) -> list[str]:
    label = KINDS[rows.kind].label
    return [""] * len(rows) if not label else [mask_persons_in(text or "") for text in rows[label]]


def _value(column: Column, value: Any, stages: Stages, lang: str) -> str:
    if column.name == "stage" and value is not None:
        return stages.name(value).get(lang)
    return value_words(column, value, lang)
