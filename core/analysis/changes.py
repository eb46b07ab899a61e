"""What changed between two views, in sentences: what is new, apart from corrections of what was already reported.

An entry dated after the day of the earlier data is new (รายการใหม่); anything else that differs is a correction
(แก้ไขย้อนหลัง), so that a mended typing error never reads as progress.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.model import ENTRIES, Diff, Rows, Snapshot, diff_rows, is_certified, registered
from core.model.kinds import KINDS, Kind, day_kinds
from core.money import Baht
from core.text import Message

_COUNTED = ("date", "entry", "amount_satang", "settles")  # fields of the register that a figure reads
_STEPS = ("delivered_on", "accepted_on", "paid_on")


@dataclass(slots=True)
class Changes:
    """Sentences: new facts, and corrections to days that were reported already."""

    new: list[Message] = field(default_factory=list)
    fixed: list[Message] = field(default_factory=list)

    @property
    def none(self) -> bool:
        """Whether nothing changed."""
        return not (self.new or self.fixed)

    def count(self, code: str, number: int, *, new: bool = True, **params: Any) -> None:
        """Add a sentence, if there is anything to count."""
        if number:
            (self.new if new else self.fixed).append(Message(f"change.{code}", {"n": number, **params}))


@dataclass(frozen=True, slots=True)
class _Pair:
    """One kind in both views: the days up to which each tells, and how their rows differ."""

    before: Snapshot
    after: Snapshot
    reported: date
    now: date
    diff: Diff
    shown: Snapshot  # the later view as its reader may see it: names in sentences are taken from it


def since(before: Snapshot) -> date | None:
    """The day of the earlier data that changes are reported against: the newest day that its groups or its register are
    of, not the day asked for, which may be that of the later data. ``None`` where it has neither.
    """
    days = (before.uploads[kind].as_of for kind in day_kinds() if kind in before.uploads)
    return max(days, default=None)


def changes(before: Snapshot, after: Snapshot) -> Changes:
    """What ``after`` tells that ``before`` did not, counted over all that was loaded. Kinds whose upload is the same
    are not looked at.
    """
    found, shown = Changes(), after
    before, after = before.whole, after.whole
    for kind in KINDS:
        reported, now = before.cutoff(kind), after.cutoff(kind)
        if reported is None and now is not None:
            code = "first" if after.uploads[kind].seq == 1 else "again"
            found.count(code, len(after.of(kind)), kind=KINDS[kind].name)
        elif reported is not None and now is None:
            found.count("gone", 1, new=False, kind=KINDS[kind].name)
        elif reported is not None and now is not None and before.uploads[kind] != after.uploads[kind]:
            difference = diff_rows(before.of(kind), after.of(kind), reported, stages=after.stages)
            _TELL.get(kind, _rows)(_Pair(before, after, reported, now, difference, shown), found)
    return found


def _groups(pair: _Pair, found: Changes) -> None:
    was, done = _registered(pair.before, pair.reported), _registered(pair.after, pair.now)
    late = {code for code, on in done.items() if code not in was and on > pair.reported}
    found.count("registered", len(late))
    forward, back = _moves(pair)
    for stage in pair.after.project.stages:
        found.count("moved", forward[stage], stage=pair.after.stages.name(stage))
    _, was_status, status = pair.diff.fields.get("status", ([], [], []))
    found.count("left", was_status.count("active"))
    found.count("returned", status.count("active"))
    found.count("groups_added", len(pair.diff.added))
    found.count("registered_before", len(done.keys() - was.keys() - late), new=False)
    found.count("unregistered", len(was.keys() - done.keys()), new=False)
    found.count("moved_back", back, new=False)
    found.count("groups_removed", len(pair.diff.removed), new=False)


def _registered(view: Snapshot, cutoff: date) -> dict[str, date]:
    rows = view.of("groups")
    columns = (rows["code"], rows["registered_on"], registered(view.project, rows, cutoff))
    return {code: on for code, on, counts in zip(*columns, strict=True) if counts}


def _moves(pair: _Pair) -> tuple[Counter[str], int]:
    """Groups that moved on, by the stage they reached short of the goal, and how many were set back."""
    project = pair.after.project
    rank = project.stage_rank
    _, was, now = pair.diff.fields.get("stage", ([], [], []))
    steps = [(rank(old), rank(new), new) for old, new in zip(was, now, strict=True)]
    on = Counter(stage for old, new, stage in steps if new > old and stage != project.goal_stage)
    return on, sum(new < old for old, new, _ in steps)


def _products(pair: _Pair, found: Changes) -> None:
    before, after = _certified(pair.before.of("products")), _certified(pair.after.of("products"))
    found.count("certified", len(after - before))
    found.count("products_added", len(pair.diff.added))
    found.count("uncertified", len(before - after), new=False)
    found.count("products_removed", len(pair.diff.removed), new=False)


def _certified(rows: Rows) -> set[str]:
    return {code for code, text in zip(rows["code"], rows["standards"], strict=True) if is_certified(text)}


def _spending(pair: _Pair, found: Changes) -> None:
    """Rows count up to the day of their own file: one that waited for its day and came to count is new."""
    new, fixed, diff = _Money(), _Money(), pair.diff
    for day, entry, satang in _money(diff.added):
        if day <= pair.now:
            (new if day > pair.reported else fixed).add(entry, satang)
    for day, entry, satang in _money(diff.removed):
        if day <= pair.reported:
            fixed.add(entry, -satang)
    counted = {place for name in _COUNTED for place in diff.fields.get(name, ([], [], []))[0]}
    _changed_money(pair, counted, new, fixed)
    for entry, satang in _waited(pair):
        new.add(entry, satang)
    for choice in ENTRIES:
        entry, name = choice.id, choice.name
        found.count("money", new.rows[entry], entry=name, amt=Baht(new.satang[entry]))
        found.count("money_fixed", fixed.rows[entry], new=False, entry=name, amt=Baht(fixed.satang[entry]))
    found.count("money_text", len(diff.changed_keys) - len(counted), new=False)


def _changed_money(pair: _Pair, counted: Collection[int], new: "_Money", fixed: "_Money") -> None:
    """Rows that both files have and that differ, in what a figure reads or in words alone."""
    diff = pair.diff
    if diff.before is None:
        return
    names = ("date", "entry", "amount_satang")
    was = zip(*(diff.before[name] for name in names), strict=True)
    now = zip(*(diff.after(name) for name in names), strict=True)
    for place, ((day, entry, satang), (on, became, amount)) in enumerate(zip(was, now, strict=True)):
        counted_then, counts = day <= pair.reported, on <= pair.now
        if counted_then and counts and place in counted:
            fixed.swap(entry, satang, became, amount)
        elif counted_then and not counts:
            fixed.add(entry, -satang)
        elif counts and not counted_then:
            (new if on > pair.reported else fixed).add(became, amount)


def _waited(pair: _Pair) -> Iterator[tuple[str, int]]:
    """Rows that the earlier file had, dated after its day, and that count now, unchanged."""
    rows = pair.before.of("spending")
    if not any(pair.reported < day <= pair.now for day in set(rows["date"])):
        return
    others = {*pair.diff.removed.keys(), *pair.diff.changed_keys}
    for key, (day, entry, satang) in zip(rows.keys(), _money(rows), strict=True):
        if pair.reported < day <= pair.now and key not in others:
            yield entry, satang


def _money(rows: Rows) -> list[tuple[date, str, int]]:
    return list(zip(rows["date"], rows["entry"], rows["amount_satang"], strict=True))


@dataclass(frozen=True, slots=True)
class _Money:
    """Rows and satang by entry."""

    rows: Counter[str] = field(default_factory=Counter)
    satang: Counter[str] = field(default_factory=Counter)

    def add(self, entry: str, satang: int) -> None:
        self.rows[entry] += 1
        self.satang[entry] += satang

    def swap(self, was: str, before: int, now: str, after: int) -> None:
        """One row that became another: counted once under each entry, its amounts set against each other."""
        self.rows.update({was, now})
        self.satang[was] -= before
        self.satang[now] += after


def _instalments(pair: _Pair, found: Changes) -> None:
    before, after, shown = (_by_key(view.of("instalments")) for view in (pair.before, pair.after, pair.shown))
    corrected = 0
    for no in pair.diff.changed_keys:
        was, now = before[no], after[no]
        fresh = [name for name in _STEPS if was[name] is None and now[name] is not None and now[name] > pair.reported]
        for name in fresh:
            code = "done_on" if now["amount_satang"] is None else name
            found.new.append(Message(f"change.{code}", {"day": now[name], "step": _step(shown[no])}))
        corrected += any(was[name] != now[name] for name in now if name not in fresh)
    found.count("instalments_added", len(pair.diff.added))
    found.count("instalments_fixed", corrected, new=False)
    found.count("instalments_removed", len(pair.diff.removed), new=False)


def _by_key(rows: Rows) -> dict[str, dict[str, Any]]:
    return {row["no"]: row for row in rows.records()}


def _step(row: Mapping[str, Any]) -> str | Message:
    """A milestone by its name, an instalment by its number."""
    if row["amount_satang"] is None:
        return str(row["name"] or row["no"])
    return Message("change.instalment", {"no": row["no"]})


def _plan(pair: _Pair, found: Changes) -> None:
    found.count("plan", sum(pair.diff.counts.values()), new=False)


def _rows(pair: _Pair, found: Changes) -> None:
    """Of a kind without sentences of its own."""
    found.count("rows", sum(pair.diff.counts.values()), new=False, kind=KINDS[pair.diff.kind].name)


_TELL: Mapping[Kind, Callable[[_Pair, Changes], None]] = {
    "groups": _groups,
    "products": _products,
    "spending": _spending,
    "plan": _plan,
    "instalments": _instalments,
}
