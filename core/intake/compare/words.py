"""The diff in sentences: what was added, what moved, what it means in baht, what is gone.

Whole baht; entries dated after the day of the earlier data are new, others are corrections.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from core.intake.checks.findings import key_text
from core.model.choices import ENTRIES, STATUSES, choice_names
from core.model.diff import Diff
from core.model.kinds import KINDS, Column, Kind, columns_of
from core.model.rows import Rows
from core.model.standards import write_standards
from core.money import format_baht
from core.text import Text
from core.text.privacy import PERSON_MASK, mask_person, mask_persons_in, mask_phone
from core.text.thai import format_date, format_month

_NAMED = 5  # things named one by one in a sentence
_TITLES = 3  # columns named beside one of them
_ENTRY, _STATUS = choice_names(ENTRIES), choice_names(STATUSES)
_TEXT = {
    "none": Text.both("ข้อมูลเหมือนชุดเดิมทุกแถว", "Every row is as before"),
    "first": Text.both("ไม่มีชุดก่อนหน้าให้เทียบ: {n} {unit}", "{unit}, with no earlier set to compare with ({n})"),
    "added": Text.both("เพิ่ม {n} {unit}: {names}", "{unit} added ({n}): {names}"),
    "removed": Text.both("หายไป {n} {unit}: {names}", "{unit} gone ({n}): {names}"),
    "changed": Text.both("แก้ไข {n} {unit}: {names}", "{unit} changed ({n}): {names}"),
    "registered": Text.both("ลงทะเบียน OTOP เพิ่ม {n} กลุ่ม: {names}", "Groups registered as OTOP ({n}): {names}"),
    "moved": Text.both("ขยับขั้นตอน {n} กลุ่ม: {names}", "Groups moved on ({n}): {names}"),
    "status": Text.both("เปลี่ยนสถานะ {n} กลุ่ม: {names}", "Groups with a new status ({n}): {names}"),
    "other": Text.both("แก้ข้อมูลอื่นของ {n} {unit}: {names}", "{unit} with other changes ({n}): {names}"),
    "new_money": Text.both("รายการใหม่: {parts}", "New entries: {parts}"),
    "fixed_money": Text.both("แก้ไขย้อนหลัง (ลงวันที่ไม่เกิน {day}): {parts}", "Corrections (dated up to {day}): {parts}"),
    "part": Text.both("{entry} {count} รายการ {baht} บาท", "{entry}: {baht} baht ({count})"),
    "step": Text.both("{was} เป็น {now} ({n})", "{was} to {now} ({n})"),
    "field": Text.both("{title} จาก {was} เป็น {now}", "{title} from {was} to {now}"),
    "person": Text.both(PERSON_MASK, "a person"),
    "more": Text.both("และอีก {n}", "and {n} more"),
}


def sentences(diff: Diff, lang: str = "th", hidden: Collection[str] = ()) -> list[str]:
    """What the diff changes, most important first; of ``hidden`` fields only that they changed."""
    unit = KINDS[diff.kind].unit.get(lang)
    if diff.is_empty:
        return [_say("none", lang)]
    if diff.base_as_of is None and not len(diff.removed) and not diff.changed_keys:
        first = [_say("first", lang, n=f"{len(diff.added):,}", unit=unit)]
        return first + (_money(diff, lang) if KINDS[diff.kind].summed_by else [])
    said = _money(diff, lang) if KINDS[diff.kind].summed_by else []
    if len(diff.added):
        said.append(_say("added", lang, n=f"{len(diff.added):,}", unit=unit, names=_names(diff.added, lang)))
    said += _groups(diff, lang) if diff.kind == "groups" else _changes(diff, lang, unit, hidden)
    if len(diff.removed):
        said.append(_say("removed", lang, n=f"{len(diff.removed):,}", unit=unit, names=_names(diff.removed, lang)))
    return said


def _say(what: str, lang: str, **params: Any) -> str:
    return _TEXT[what].get(lang).format(**params)


def _listed(names: Sequence[str], lang: str, most: int = _NAMED) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (" " + _say("more", lang, n=f"{more:,}") if more > 0 else "")


def _names(rows: Rows, lang: str) -> str:
    label = KINDS[rows.kind].label
    few = rows.take(range(min(len(rows), _NAMED)))
    few_keys = few.keys()
    keys = [_called(rows.kind, key_text(key) or "", lang) for key in few_keys]
    labels = few[label] if label else [""] * len(few)
    if label == "description":
        labels = [text and mask_persons_in(text) for text in labels]
    named = [f"{key} {text or ''}".strip() or "–" for key, text in zip(keys, labels, strict=True)]
    return _listed(named + [""] * (len(rows) - len(named)), lang)


# Fields of a group that change along with its stage or status, so that a sentence about those covers them.
_FOLLOWING = {"stage", "status", "stage_since", "next_step", "missing_papers", "registered_on", "registration_no"}


def _groups(diff: Diff, lang: str) -> list[str]:
    """Registered, moved, status, and the rest of what changed in groups."""
    codes = [key_text(key) or "" for key in diff.changed_keys]
    stages, goal = list(zip(*diff.fields.get("stage", ([], [], [])), strict=True)), diff.stages.at_goal
    registered = [p for p, was, now in stages if now in goal and was not in goal]
    moved = [(p, was, now) for p, was, now in stages if was and now and (now not in goal or was in goal)]
    states = [(p, now) for p, _, now in zip(*diff.fields.get("status", ([], [], [])), strict=True) if now in _STATUS]
    covered = {*registered, *(p for p, _, _ in moved), *(p for p, _ in states)}
    told = covered - {p for name, (places, _, _) in diff.fields.items() if name not in _FOLLOWING for p in places}
    others = [p for p in range(len(codes)) if p not in told]
    steps = Counter((was, now) for _, was, now in moved)
    words = {
        "registered": [codes[p] for p in registered],
        "moved": [
            _say("step", lang, was=diff.stages.name(was).get(lang), now=diff.stages.name(now).get(lang), n=n)
            for (was, now), n in steps.most_common()
        ],
        "status": [f"{codes[p]} {_STATUS[now].get(lang)}" for p, now in states],
        "other": _with_titles(diff, others, covered, lang),
    }
    counts = {"registered": len(registered), "moved": len(moved), "status": len(states), "other": len(others)}
    unit = KINDS[diff.kind].unit.get(lang)
    return [
        _say(what, lang, n=counts[what], unit=unit, names=_listed(names, lang))
        for what, names in words.items()
        if names
    ]


def _with_titles(diff: Diff, places: Sequence[int], covered: Collection[int], lang: str) -> list[str]:
    """Each changed row with the columns that changed; of rows ``covered`` by other sentences those not told there."""
    few = places[:_NAMED]
    titles: dict[int, list[str]] = {place: [] for place in few}
    for column in columns_of(diff.kind):
        changed, _, _ = diff.fields.get(column.field, ([], [], []))
        for place in titles.keys() & set(changed):
            if place not in covered or column.field not in _FOLLOWING:
                titles[place].append(title_of(column, lang))
    named = [f"{key_text(diff.changed_keys[place]) or '–'} ({_listed(titles[place], lang, _TITLES)})" for place in few]
    return named + [""] * (len(places) - len(few))


def _changes(diff: Diff, lang: str, unit: str, hidden: Collection[str]) -> list[str]:
    if not diff.changed_keys:
        return []
    count = len(diff.changed_keys)
    if count > _NAMED:
        fields = {column.field: column for column in columns_of(diff.kind)}
        titles = [f"{title_of(fields[name], lang)} ({len(places)})" for name, (places, _, _) in diff.fields.items()]
        return [_say("changed", lang, n=f"{count:,}", unit=unit, names=_listed(titles, lang))]
    named = []
    for change in diff.changes():
        both = ((name, change.before[name], after) for name, after in change.after.items())
        parts = (_field_words(diff.kind, name, was, now, lang, told=name not in hidden) for name, was, now in both)
        named.append(f"{_called(diff.kind, key_text(change.key) or '–', lang)} {', '.join(parts)}")
    return [_say("changed", lang, n=f"{count:,}", unit=unit, names=_listed(named, lang))]


def _called(kind: Kind, key: str, lang: str) -> str:
    """A row as a sentence calls it: the bare number of an instalment would read as a count of what follows it."""
    numbered = KINDS[kind].numbered
    if numbered is not None and key.isdecimal():
        return numbered.get(lang).format(key=key)
    return key


def _field_words(kind: Kind, name: str, before: Any, after: Any, lang: str, *, told: bool) -> str:
    column = next(column for column in columns_of(kind) if column.field == name)
    title = title_of(column, lang)
    if not told:
        return title
    was, now = value_words(column, before, lang), value_words(column, after, lang)
    return _say("field", lang, title=title, was=was, now=now)


def title_of(column: Column, lang: str) -> str:
    """The name of a column as a sentence says it."""
    return Text.both(column.th, column.name.replace("_baht", "").replace("_", " ")).get(lang)


def value_words(column: Column, value: Any, lang: str = "th") -> str:
    """A value as a person reads it; phones and natural persons are masked."""
    if value is None:
        return "–"
    if column.type == "satang":
        return format_baht(value)
    if column.type in ("date", "month"):
        return format_date(value, lang) if column.type == "date" else format_month(value, lang)
    if column.type == "enum":
        name: Text = choice_names(column.choices).get(value, Text.plain(value))
        return name.get(lang)
    if column.type == "standards":
        return write_standards(value, lang)
    if column.type == "phone":
        return mask_phone(str(value))
    if column.name == "payee":
        masked = mask_person(str(value))
        return masked if masked != PERSON_MASK else _say("person", lang)
    return mask_persons_in(str(value)) if column.prose else str(value)


def _money(diff: Diff, lang: str) -> list[str]:
    """Baht by entry: new ones, and corrections to days already told."""
    as_of = diff.base_as_of
    new: Counter[str] = Counter()
    fixed: Counter[str] = Counter()
    new_rows: Counter[str] = Counter()
    fixed_rows: Counter[str] = Counter()
    for entry, amount, day in _entries(diff.added):
        late = as_of is None or (day is not None and day > as_of)
        (new if late else fixed)[entry] += amount
        (new_rows if late else fixed_rows)[entry] += 1
    for entry, amount, _ in _entries(diff.removed):
        fixed[entry] -= amount
        fixed_rows[entry] += 1
    if diff.before is not None:
        pairs = zip(
            diff.before["entry"],
            diff.before["amount_satang"],
            diff.after("entry"),
            diff.after("amount_satang"),
            strict=True,
        )
        for was_entry, was, entry, now in pairs:
            if (was_entry, was) != (entry, now) and entry and was_entry:
                fixed[was_entry] -= was or 0
                fixed[entry] += now or 0
                fixed_rows[entry] += 1
    said = [_say("new_money", lang, parts=_parts(new, new_rows, lang, signed=False))] if new_rows else []
    if fixed_rows and as_of is not None:
        said.append(
            _say("fixed_money", lang, day=format_date(as_of, lang), parts=_parts(fixed, fixed_rows, lang, signed=True))
        )
    return said


def _entries(rows: Rows) -> Iterable[tuple[str, int, Any]]:
    for entry, amount, day in zip(rows["entry"], rows["amount_satang"], rows["date"], strict=True):
        if entry is not None:
            yield entry, amount or 0, day


def _parts(sums: Counter[str], rows: Counter[str], lang: str, *, signed: bool) -> str:
    parts = []
    for entry in (choice.id for choice in ENTRIES if choice.id in rows):
        baht = format_baht(abs(sums[entry]), 0)
        sign = ("+" if sums[entry] >= 0 else "-") if signed else ""
        parts.append(_say("part", lang, entry=_ENTRY[entry].get(lang), count=f"{rows[entry]:,}", baht=sign + baht))
    return " · ".join(parts)
