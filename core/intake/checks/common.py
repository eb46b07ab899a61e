"""Checks of every kind: cells that must be there, keys named twice, impossible or unlikely dates, unknown codes."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from core.calendar import fiscal_year_be
from core.intake.checks.context import Context, positions_of
from core.intake.checks.findings import Found, key_text, severity_of
from core.intake.compare.codes import can_mint, mint_codes
from core.intake.forms.examples import example_cells
from core.model.kinds import KINDS
from core.text import BE_OFFSET, Message, write_date

# How a year came to be another: two digits of a Buddhist year taken for 19.., 543 taken away twice, or added twice, two
# digits of a Common year taken for a Buddhist one.
_SLIPS = (57, BE_OFFSET, -BE_OFFSET, 43)


def missing_cells(ctx: Context) -> Iterator[Found]:
    """Required cells that are empty. A column that is missing as a whole is one issue, made in ``report``."""
    for column in KINDS[ctx.kind].columns:
        values = ctx[column.field]
        asked = column.required and (column.name in ctx.present or ctx.scope != "replace")
        if asked and not all(values) and None in values:  # hardly a value is false, and to ask that is faster
            unread = ctx.unread.get(column.name, frozenset())
            offers = _codes_offered(ctx) if column.name == "code" and can_mint(ctx.kind) else {}
            shown = example_cells(ctx.kind, ctx.project)[column.name]
            how = {"how": Message("hint.example", {"shown": shown})}
            for place, value in enumerate(values):
                if value is None and place not in unread:
                    yield Found("missing_cell", "blocking", place, column.name, params=offers.get(place, how))
    names = KINDS[ctx.kind].one_of
    if names:
        fields = [column.field for column in KINDS[ctx.kind].columns if column.name in names]
        titles = " / ".join(column.th for column in KINDS[ctx.kind].columns if column.name in names)
        filled = any(value is not None for field in fields for value in ctx[field])
        if not filled and len(ctx.rows) > 1 and not any(ctx.unread.get(name) for name in names):
            yield Found("plan_empty", "blocking", None, names[0], params={"cols": titles})
            return
        for place, pair in enumerate(zip(*(ctx[field] for field in fields), strict=True)):
            unread_here = any(place in ctx.unread.get(name, ()) for name in names)
            if all(value is None for value in pair) and not unread_here:
                yield Found("one_of_missing", "blocking", place, names[0], params={"cols": titles})


def _codes_offered(ctx: Context) -> dict[int, dict[str, Any]]:
    """By position of a row of the file without a code: the parameters that name the code it would be given."""
    ours = [place for place in range(len(ctx.rows)) if not ctx.numbers or ctx.numbers[place]]
    unread = ctx.unread.get("code", frozenset())
    before = set(ctx.base["code"]) if ctx.base is not None else set()
    rows = ctx.rows.take(ours)
    codes = mint_codes(rows, ctx.base, {at for at, place in enumerate(ours) if place in unread})
    offers: dict[int, dict[str, Any]] = {}
    for place, was, code in zip(ours, rows["code"], codes, strict=True):
        if was is None and code is not None:
            how = "earlier_code" if code in before else "next_code"
            offers[place] = {"how": Message(f"hint.{how}", {"code": code}), "mint": True}
    return offers


def repeated_keys(ctx: Context) -> Iterator[Found]:
    """Rows whose key another row has already."""
    if ctx.rows.has_unique_keys():
        return
    keys = ctx.rows.keys()
    first: dict[Any, int] = {}
    name = next(column.name for column in KINDS[ctx.kind].columns if column.key)
    for place, key in enumerate(keys):
        known = first.setdefault(key, place)
        lead = key[0] if isinstance(key, tuple) else key
        row2 = ctx.numbers[known] if ctx.numbers else ctx.rows.numbers[known]
        if known != place and lead is not None and row2:  # ``merge`` reports a repeat of a row outside the file
            yield Found(KINDS[ctx.kind].repeated, "blocking", place, name, key_text(key), {"row2": row2})


def far_dates(ctx: Context) -> Iterator[Found]:
    """Dates more than a year outside the project's year, or of before what they tell of began: never guessed, asked.
    What was long before can only be a slip, so it blocks in every column.
    """
    start, end = ctx.project.start, ctx.project.end
    low, high = _shifted(start, -1), _shifted(end, 1)
    last = end.year + 1 + BE_OFFSET
    for column in KINDS[ctx.kind].columns:
        if column.type not in ("date", "month"):
            continue
        lowest = date(column.since - BE_OFFSET, 1, 1) if column.since else low
        first = column.since or start.year - 1 + BE_OFFSET
        values = ctx[column.field]
        for place in _outside(values, lowest, high):
            day = values[place]
            severity = "blocking" if column.since and day < lowest else severity_of(column)
            params = {"low": first, "high": last, "words": day, "hint": _year_meant(day, start.year, end.year)}
            yield Found("far_date", severity, place, column.name, write_date(day), params)


def _year_meant(day: date, first: int, last: int) -> Message | str:
    """The question whether a year of the project was meant; nothing where no usual slip leads to one."""
    for slip in _SLIPS:
        if first <= day.year + slip <= last:
            years = {"ce": day.year, "was": day.year + BE_OFFSET, "be": day.year + slip + BE_OFFSET}
            return Message("hint.year_meant", years)
    return ""


def _outside(values: list[Any], low: date, high: date) -> list[int]:
    return positions_of(values, lambda day: day is not None and not low <= day <= high)


def outside_year(ctx: Context) -> Iterator[Found]:
    """Entries near but outside the fiscal year; more than half of them means that the year is another."""
    name = KINDS[ctx.kind].year_by
    if not name:
        return
    start, end = ctx.project.start, ctx.project.end
    low, high = _shifted(start, -1), _shifted(end, 1)
    values = ctx[name]
    outside = _outside(values, start, end)
    if not outside:
        return
    if len(outside) * 2 > len(values):
        year = Counter(fiscal_year_be(values[place]) for place in outside).most_common(1)[0][0]
        yield Found(
            "other_year",
            "warning",
            None,
            name,
            params={"count": len(outside), "year": year, "ours": ctx.project.fiscal_year_be},
        )
        return
    carried = _carried_over(ctx) if ctx.kind == "spending" else frozenset()
    for place in outside:
        if place not in carried and low <= values[place] <= high:
            params = {"ours": ctx.project.fiscal_year_be, "words": values[place]}
            yield Found("outside_year", "warning", place, name, write_date(values[place]), params)
    if carried:
        yield Found("carried_over", "info", None, name, params={"count": len(carried)})


def _carried_over(ctx: Context) -> frozenset[int]:
    """Payments after the year's end on an order committed before it: paid from money carried over, as it should be."""
    end = ctx.project.end
    committed = {
        doc for doc, entry, day in zip(ctx["doc_no"], ctx["entry"], ctx["date"], strict=True)
        if entry == "commitment" and day is not None and day <= end
    }  # fmt: skip
    acts = ("disbursement", "refund", "release")
    rows = enumerate(zip(ctx["date"], ctx["entry"], ctx["settles"], strict=True))
    return frozenset(
        p
        for p, (day, entry, settles) in rows
        if day is not None and day > end and entry in acts and settles in committed
    )


def after_as_of(ctx: Context) -> Iterator[Found]:
    """Rows dated after the day of the data: they are kept, and not counted yet."""
    as_of = ctx.as_of
    if as_of is None:
        return
    for name in KINDS[ctx.kind].happened:
        late = positions_of(ctx[name], lambda d: d is not None and d > as_of)
        late = [place for place in late if not ctx.numbers or ctx.numbers[place]]  # those carried over were said before
        if late:
            rows = ", ".join(str(ctx.numbers[p] if ctx.numbers else ctx.rows.numbers[p]) for p in late[:10])
            params = {"count": len(late), "rows": rows + (" …" if len(late) > 10 else ""), "as_of": as_of}
            yield Found("after_as_of", "warning", None, name, params=params)


def unknown_codes(ctx: Context) -> Iterator[Found]:
    """Codes that the kind they refer to does not have today."""
    for name, kind in KINDS[ctx.kind].refers.items():
        referred, codes = ctx.other(kind), ctx[name]
        if referred is None:
            if KINDS[ctx.kind].column(name).required and any(codes):
                yield Found("no_groups_yet", "info")
            continue
        unknown = set(codes) - {*referred[KINDS[kind].key[0]], None}
        for place in positions_of(codes, unknown.__contains__):
            yield Found("unknown_group", "warning", place, name, codes[place])


def _shifted(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


CHECKS = (missing_cells, repeated_keys, far_dates, outside_year, after_as_of, unknown_codes)
