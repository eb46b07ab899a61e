"""The diff in sentences: what was added, what moved, what it means in baht, what is gone.

Whole baht; entries dated after the day of the earlier data are new, others are corrections. A kind declares how
changes of its columns are described: ``Column.ladder``, ``apart``, ``along``; ``FileKind.summed_by``, ``numbered``.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from core.intake.checks.findings import key_text
from core.model import NO_STAGES, Diff, Rows, Stages, choice_names, write_standards
from core.model.kinds import KINDS, Column, Kind
from core.money import ExactBaht, format_baht
from core.text import NOBODY, PERSON_MASK, Message, Sight, Text

_NAMED = 5  # things named one by one in a sentence
_TITLES = 3  # columns named beside one of them


def sentences(diff: Diff, hidden: Collection[str] = (), sight: Sight = NOBODY) -> list[Message]:
    """What the diff changes as a reader may see it, most important first; of ``hidden`` fields only that they did."""
    diff = diff.seen_by(sight)
    kind = KINDS[diff.kind]
    if diff.is_empty:
        return [Message("diff.none")]
    money = _money(diff) if kind.summed_by else []
    if diff.base_as_of is None and not len(diff.removed) and not diff.changed_keys:
        return [Message("diff.first", {"n": len(diff.added), "unit": kind.unit}), *money]
    apart = any(column.ladder or column.apart for column in kind.columns)
    return [
        *money,
        *_whole("added", diff.added),
        *(_apart(diff) if apart else _changes(diff, hidden)),
        *_whole("removed", diff.removed),
    ]


def value_of(column: Column, value: Any, stages: Stages = NO_STAGES) -> Any:
    """A value as a sentence takes it."""
    if value is None or column.type == "date":
        return value
    if column.ladder:
        return stages.name(value)
    if column.type == "satang":
        return ExactBaht(value)
    if column.type == "month":
        return Message("diff.month", {"month": value})
    if column.type == "enum":
        return choice_names(column.choices).get(value, value)
    if column.type == "standards":
        return Text.both(write_standards(value, "th"), write_standards(value, "en"))
    return Message("diff.person") if column.holds == "payee" and value == PERSON_MASK else str(value)


def _said(what: str, kind: Kind, count: int, names: Any, **more: Any) -> list[Message]:
    """The sentence about ``count`` rows of a kind; none where there are none."""
    return [Message(f"diff.{what}", {"n": count, "unit": KINDS[kind].unit, "names": names, **more})] if count else []


def _listed(names: Sequence[Any], count: int, most: int = _NAMED) -> Any:
    """The first of ``count`` names, and how many more there are."""
    shown = list(names[:most])
    return Message("diff.more", {"names": shown, "n": count - most}) if count > most else shown


def _whole(what: str, rows: Rows) -> list[Message]:
    """Rows that were added or are gone, by their keys and labels."""
    kind = KINDS[rows.kind]
    few = rows.take(range(min(len(rows), _NAMED)))
    labels = few[kind.label] if kind.label else [""] * len(few)
    named = [_named(rows.kind, key, label) for key, label in zip(few.keys(), labels, strict=True)]
    return _said(what, rows.kind, len(rows), _listed(named, len(rows)))


def _named(kind: Kind, key: Any, label: Any) -> Any:
    """A row with its label or changes. An instalment is named in words, since its bare number would read as a count."""
    called: Any = key_text(key)
    if called and called.isdecimal() and (numbered := KINDS[kind].numbered) is not None:
        called = numbered.filled(key=called)
    return Message("diff.row", {"row": called, "label": label}) if called and label else called or label or None


def _apart(diff: Diff) -> list[Message]:
    """Rows that reached the goal or moved on the ladder, those with another status, and the rest of what changed."""
    codes, goal = [key_text(key) or "" for key in diff.changed_keys], diff.stages.at_goal
    found: list[Message] = []
    covered: set[int] = set()
    for column in KINDS[diff.kind].columns:
        steps = list(zip(*diff.fields.get(column.field, ([], [], [])), strict=True))
        if column.ladder:
            reached = [place for place, was, now in steps if now in goal and was not in goal]
            moved = [(place, was, now) for place, was, now in steps if was and now and (now not in goal or was in goal)]
            ways = Counter((was, now) for _, was, now in moved).most_common()
            names = [
                Message("diff.step", {"was": diff.stages.name(was), "now": diff.stages.name(now), "n": n})
                for (was, now), n in ways
            ]
            found += _said("reached", diff.kind, len(reached), _listed([codes[p] for p in reached], len(reached)))
            found += _said("moved", diff.kind, len(moved), _listed(names, len(names)))
            covered |= {*reached, *(place for place, _, _ in moved)}
        elif column.apart:
            words = choice_names(column.choices)
            rows = [(place, words[now]) for place, _, now in steps if now in words]
            named = [Message("diff.row", {"row": codes[place], "label": name}) for place, name in rows]
            found += _said("apart", diff.kind, len(rows), _listed(named, len(rows)), title=column.title)
            covered |= {place for place, _ in rows}
    return found + _others(diff, covered)


def _others(diff: Diff, covered: Collection[int]) -> list[Message]:
    """Each changed row with its changed columns; for rows ``covered`` by other sentences only the remaining columns."""
    titles: dict[int, list[Text]] = {place: [] for place in range(len(diff.changed_keys)) if place not in covered}
    for column in KINDS[diff.kind].columns:
        told = column.ladder or column.apart or column.along
        for place in diff.fields.get(column.field, ([],))[0]:
            if place not in covered or not told:
                titles.setdefault(place, []).append(column.title)
    few = []
    for place in sorted(titles)[:_NAMED]:
        named = _listed(titles[place], len(titles[place]), _TITLES)
        few.append(Message("diff.aside", {"what": key_text(diff.changed_keys[place]), "aside": named}))
    return _said("other", diff.kind, len(titles), _listed(few, len(titles)))


def _changes(diff: Diff, hidden: Collection[str]) -> list[Message]:
    """Every changed field of a few rows; of many rows how often each column changed."""
    kind, count = KINDS[diff.kind], len(diff.changed_keys)
    if count > _NAMED:
        fields = [(kind.column(name).title, len(places)) for name, (places, _, _) in diff.fields.items()]
        titles = [Message("diff.aside", {"what": title, "aside": times}) for title, times in fields]
        return _said("changed", diff.kind, count, _listed(titles, len(titles)))
    named = []
    for change in diff.changes():
        parts = [_field(kind.column(name), change.before[name], now, hidden) for name, now in change.after.items()]
        named.append(_named(diff.kind, change.key, parts))
    return _said("changed", diff.kind, count, _listed(named, count))


def _field(column: Column, was: Any, now: Any, hidden: Collection[str]) -> Message | Text:
    if column.name in hidden:
        return column.title
    return Message("diff.field", {"title": column.title, "was": value_of(column, was), "now": value_of(column, now)})


def _money(diff: Diff) -> list[Message]:
    """Baht by entry: new ones, and corrections to days of the earlier data."""
    kind, as_of = KINDS[diff.kind], diff.base_as_of
    by, amount = kind.summed_by, kind.amount
    new: Counter[str] = Counter()
    fixed: Counter[str] = Counter()
    new_rows: Counter[str] = Counter()
    fixed_rows: Counter[str] = Counter()
    for entry, satang, day in _entries(diff.added):
        late = as_of is None or (day is not None and day > as_of)
        (new if late else fixed)[entry] += satang
        (new_rows if late else fixed_rows)[entry] += 1
    for entry, satang, _ in _entries(diff.removed):
        fixed[entry] -= satang
        fixed_rows[entry] += 1
    if diff.before is not None:
        sides = diff.before[by], diff.before[amount], diff.after(by), diff.after(amount)
        for was_entry, was, entry, now in zip(*sides, strict=True):
            if (was_entry, was) != (entry, now) and entry and was_entry:
                fixed[was_entry] -= was or 0
                fixed[entry] += now or 0
                fixed_rows[entry] += 1
    column = kind.column(by)
    said = [Message("diff.new_money", {"parts": _parts(column, new, new_rows)})] if new_rows else []
    if fixed_rows and as_of is not None:
        parts = _parts(column, fixed, fixed_rows, signs=("-", "+"))
        said.append(Message("diff.fixed_money", {"day": as_of, "parts": parts}))
    return said


def _entries(rows: Rows) -> Iterable[tuple[str, int, Any]]:
    kind = KINDS[rows.kind]
    fields = (kind.summed_by, kind.amount, kind.counted_by[0])
    for entry, satang, day in zip(*(rows[name] for name in fields), strict=True):
        if entry is not None:
            yield entry, satang or 0, day


def _parts(column: Column, sums: Counter[str], rows: Counter[str], signs: tuple[str, str] = ("", "")) -> list[Message]:
    """The sum of each entry with its sign, in the order of the list; ``signs`` of what is below nothing and above."""
    return [
        Message("diff.part", {
            "entry": choice.name,
            "count": rows[choice.id],
            "baht": signs[sums[choice.id] >= 0] + format_baht(abs(sums[choice.id]), 0),
        })
        for choice in column.choices if choice.id in rows
    ]  # fmt: skip
