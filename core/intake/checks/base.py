"""Checks against today's upload of the kind: what vanished, moved back or jumped, and files that hold only a part."""

from collections.abc import Iterator
from typing import Any

from core.intake.checks.context import Context
from core.intake.checks.findings import Found, key_text
from core.intake.compare.shrink import jumps, shrinks
from core.model.kinds import KINDS
from core.money import format_baht
from core.text import Message

_NAMED = 5


def shrinking(ctx: Context) -> Iterator[Found]:
    """Vanished rows (one finding for all), and stages moved back and amounts lowered (one for each row)."""
    if ctx.diff is None or ctx.base is None:
        return
    removed = ctx.diff.removed.keys()
    gone = [key_text(key) or "" for key in removed]
    if gone:
        names = ", ".join(gone[:_NAMED]) + (" …" if len(gone) > _NAMED else "")
        yield Found("rows_vanished", "warning", None, value=str(len(gone)), params={"count": len(gone), "names": names})
    moved = [s for s in shrinks(ctx.diff) if s.what != "row_vanished"] if ctx.diff.changed_keys else []
    places = _places(ctx, {s.key for s in moved})
    for one in moved:
        if one.key in places:
            params = {"before": one.before, "after": one.after}
            yield Found(one.what, "warning", places[one.key], one.field, one.after.get("th"), params)


def jumping(ctx: Context) -> Iterator[Found]:
    """Numbers many times what they were: a comma or a point in another place looks so."""
    if ctx.diff is None:
        return
    found = list(jumps(ctx.diff))
    places = _places(ctx, {key_text(key) or "" for key, _, _, _ in found})
    for key, name, before, after in found:
        place = places.get(key_text(key) or "")
        if place is not None:
            money = KINDS[ctx.kind].column(name).type == "satang"
            was, now = (format_baht(value) if money else f"{value:,}" for value in (before, after))
            yield Found("jump", "warning", place, name, now, {"before": was})


def partial_file(ctx: Context) -> Iterator[Found]:
    """A file of one month or one amphoe, or with none of the rows known today: append, update, or replace?"""
    if ctx.scope != "replace" or ctx.base is None or ctx.diff is None or not len(ctx.diff.removed) or not len(ctx.rows):
        return
    part = _part_of(ctx)
    if part is None and len(ctx.diff.removed) == len(ctx.base):
        part = Message("part.unseen")
    if part is not None:
        params = {"m": part, "count": len(ctx.diff.removed)}
        yield Found("partial_file", "warning", None, params=params)


def _part_of(ctx: Context) -> Message | None:
    """The one month or amphoe that the file holds while the set before held more."""
    name = KINDS[ctx.kind].part_by
    if not name or ctx.base is None:
        return None
    ours, theirs = _parts(ctx[name]), _parts(ctx.base[name])
    if len(ours) != 1 or len(theirs) < 2:
        return None
    only = ours.pop()
    if KINDS[ctx.kind].column(name).place == "amphoe":
        return Message("part.amphoe", {"name": only})
    return Message("part.month", {"month": only})


def _parts(values: list[Any]) -> set[Any]:
    known = set(values)
    known.discard(None)
    return {value.replace(day=1) if hasattr(value, "day") else value for value in known}


def _places(ctx: Context, keys: set[str]) -> dict[str, int]:
    """Positions of rows by the text of their key."""
    if not keys:
        return {}
    texts = ((key_text(key) or "", place) for place, key in enumerate(ctx.rows.keys()))
    return {text: place for text, place in texts if text in keys}


BASE_CHECKS = (shrinking, jumping, partial_file)
