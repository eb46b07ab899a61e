"""What a new snapshot takes away, and what jumps: each is shown to a person before it is saved."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from core.intake.checks.findings import key_text
from core.model import NO_VALUE, Diff
from core.model.kinds import KINDS, Column, Kind
from core.money import format_baht
from core.text import Message, Text

NOTHING = Text.plain("")
JUMP = 10  # a number this many times larger or smaller than before is asked about


@dataclass(frozen=True, slots=True)
class Shrink:
    """One thing that shrinks; a vanished row has no ``after``, and a ``before`` only where it is worth an amount."""

    what: Literal["row_vanished", "stage_back", "amount_lowered"]
    key: str
    label: str
    before: Text = NOTHING
    after: Text = NOTHING
    field: str | None = None

    @property
    def id(self) -> str:
        """Names the tick: made of facts, so a tick does not outlive a changed file."""
        return "|".join((self.what, self.key, self.field or "", self.before.get("th"), self.after.get("th")))

    @property
    def message(self) -> Message:
        """One line for the list of ticks."""
        what = "money_vanished" if self.what == "row_vanished" and self.before != NOTHING else self.what
        head = f"{self.key} {self.label}".strip()
        return Message(f"diff.{what}", {"head": head, "before": self.before, "after": self.after})


def shrinks(diff: Diff) -> Iterator[Shrink]:
    """Rows vanished, stages moving back, amounts lowered, in that order."""
    kind = KINDS[diff.kind]
    labels = _labels(diff.kind, len(diff.removed), diff.removed.__getitem__)
    for place, key in enumerate(diff.removed.keys()):
        amount = diff.removed[kind.amount][place] if kind.amount else None
        worth = NOTHING if amount is None else Text.plain(format_baht(amount))
        yield Shrink("row_vanished", key_text(key) or "", labels[place], worth)
    labels = _labels(diff.kind, len(diff.changed_keys), diff.after)
    for column in kind.columns:
        if column.ladder:
            yield from _stages_back(diff, column, labels)
        elif kind.falls and column.type in ("satang", "int"):
            yield from _lowered(diff, column, labels)


def _labels(kind: Kind, count: int, column: Callable[[str], list[Any]]) -> list[str]:
    """What each of ``count`` rows is, in words."""
    name = KINDS[kind].label
    return [value or "" for value in column(name)] if name else [""] * count


def _stages_back(diff: Diff, column: Column, labels: list[str]) -> Iterator[Shrink]:
    places, before, after = diff.fields.get(column.field, ([], [], []))
    for place, was, now in zip(places, before, after, strict=True):
        if was and now and diff.stages.rank(now) < diff.stages.rank(was):
            pair = diff.stages.name(was), diff.stages.name(now)
            yield Shrink("stage_back", key_text(diff.changed_keys[place]) or "", labels[place], *pair, column.name)


def _lowered(diff: Diff, column: Column, labels: list[str]) -> Iterator[Shrink]:
    places, before, after = diff.fields.get(column.field, ([], [], []))
    for place, was, now in zip(places, before, after, strict=True):
        if was is not None and (now is None or now < was):
            pair = _number(was, column), _number(now, column)
            yield Shrink("amount_lowered", key_text(diff.changed_keys[place]) or "", labels[place], *pair, column.name)


def _number(value: int | None, column: Column) -> Text:
    if value is None:
        return NO_VALUE
    return Text.plain(format_baht(value) if column.type == "satang" else f"{value:,}")


def jumps(diff: Diff) -> Iterator[tuple[Any, str, int, int]]:
    """(key, column name, before, after) of numbers that became ``JUMP`` times larger or smaller."""
    for name, (places, before, after) in diff.fields.items():
        column = KINDS[diff.kind].column(name)
        if column.type not in ("satang", "int"):
            continue
        for place, was, now in zip(places, before, after, strict=True):
            if was and now and (now >= was * JUMP or was >= now * JUMP):
                yield diff.changed_keys[place], column.name, was, now
