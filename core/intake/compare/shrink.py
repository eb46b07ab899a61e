"""What a new snapshot takes away, and what jumps: each is shown to a person before it is saved."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from core.intake.checks.findings import key_text
from core.model.diff import Diff
from core.model.kinds import KINDS, Column, Kind, column_of, columns_of
from core.money import format_baht
from core.text import Text

NOTHING = Text.plain("")
_WORDS = {
    "row_vanished": Text.both("หายไป: {head} {before}", "Gone: {head} {before}"),
    "stage_back": Text.both("{head}: ถอยขั้นตอน จาก {before} เป็น {after}", "{head}: moved back from {before} to {after}"),
    "amount_lowered": Text.both("{head}: ลดลง จาก {before} เป็น {after}", "{head}: lowered from {before} to {after}"),
}
JUMP = 10  # a number this many times larger or smaller than before is asked about


@dataclass(frozen=True, slots=True)
class Shrink:
    """One thing that shrinks; a vanished row has no ``after``."""

    what: Literal["row_vanished", "stage_back", "amount_lowered"]
    key: str
    label: str
    before: Text
    after: Text = NOTHING
    field: str | None = None

    @property
    def id(self) -> str:
        """Names the tick: made of facts, so a tick does not outlive a changed file."""
        return "|".join((self.what, self.key, self.field or "", self.before.get("th"), self.after.get("th")))

    def words(self, lang: str = "th") -> str:
        """One line for the list of ticks."""
        head, before, after = f"{self.key} {self.label}".strip(), self.before.get(lang), self.after.get(lang)
        return _WORDS[self.what].get(lang).format(head=head, before=before, after=after).strip()


def shrinks(diff: Diff) -> Iterator[Shrink]:
    """Rows vanished, stages moving back, amounts lowered, in that order."""
    labels = _labels(diff.kind, len(diff.removed), diff.removed.__getitem__)
    money = _money_field(diff)
    for place, key in enumerate(diff.removed.keys()):
        amount = diff.removed[money][place] if money else None
        shown = "" if amount is None else format_baht(amount)
        baht = Text.both(f"{shown} บาท", f"{shown} baht") if shown else NOTHING
        yield Shrink("row_vanished", key_text(key) or "", labels[place], baht)
    yield from _stages_back(diff)
    yield from _lowered(diff)


def _money_field(diff: Diff) -> str | None:
    return "amount_satang" if any(column.field == "amount_satang" for column in columns_of(diff.kind)) else None


def _labels(kind: Kind, count: int, column: Callable[[str], list[Any]]) -> list[str]:
    """What each of ``count`` rows is, in words."""
    name = KINDS[kind].label
    return [value or "" for value in column(name)] if name else [""] * count


def _stages_back(diff: Diff) -> Iterator[Shrink]:
    places, before, after = diff.fields.get("stage", ([], [], []))
    for place, was, now in zip(places, before, after, strict=True):
        if was and now and diff.stages.rank(now) < diff.stages.rank(was):
            key, label = key_text(diff.changed_keys[place]) or "", diff.after("name")[place] or ""
            yield Shrink("stage_back", key, label, diff.stages.name(was), diff.stages.name(now), "stage")


def _lowered(diff: Diff) -> Iterator[Shrink]:
    if not KINDS[diff.kind].falls:
        return
    for column in columns_of(diff.kind):
        places, before, after = diff.fields.get(column.field, ([], [], []))
        if column.type not in ("satang", "int") or not places:
            continue
        labels = _labels(diff.kind, len(diff.changed_keys), diff.after)
        for place, was, now in zip(places, before, after, strict=True):
            if was is not None and (now is None or now < was):
                key, pairs = key_text(diff.changed_keys[place]) or "", (_number(was, column), _number(now, column))
                yield Shrink("amount_lowered", key, labels[place], *pairs, column.name)


def _number(value: int | None, column: Column) -> Text:
    if value is None:
        return Text.both("ไม่มีข้อมูล", "unknown")
    return Text.plain(format_baht(value) if column.type == "satang" else f"{value:,}")


def jumps(diff: Diff) -> Iterator[tuple[Any, str, int, int]]:
    """(key, column name, before, after) of numbers that became ``JUMP`` times larger or smaller."""
    for name, (places, before, after) in diff.fields.items():
        column = column_of(diff.kind, name)
        if column.type not in ("satang", "int"):
            continue
        for place, was, now in zip(places, before, after, strict=True):
            if was and now and (now >= was * JUMP or was >= now * JUMP):
                yield diff.changed_keys[place], column.name, was, now
