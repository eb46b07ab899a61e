"""Checks of groups and of their products."""

from collections.abc import Iterator
from itertools import compress
from typing import Any

from core.intake.checks.context import Context, positions_of
from core.intake.checks.findings import Found
from core.intake.issues import meant
from core.model import amphoe_with_tambon, find_amphoe, find_tambon, is_certified, stages_of, suggest_tambon
from core.text import Message


def tambon_in_amphoe(ctx: Context) -> Iterator[Found]:
    """A tambon that its amphoe does not have."""
    province = ctx.project.province_code
    unknown: dict[tuple[Any, Any], Message | str] = {}
    pairs = list(zip(ctx["amphoe"], ctx["tambon"], strict=True))
    for amphoe, tambon in set(pairs):
        place = find_amphoe(amphoe, province) if amphoe and tambon else None
        if place is not None and find_tambon(tambon, place.code) is None:
            unknown[amphoe, tambon] = _tambon_hint(tambon, place.code, province)
    for position, pair in enumerate(pairs):
        if pair in unknown:
            yield Found(
                "unknown_tambon", "warning", position, "tambon", pair[1], {"amphoe": pair[0], "hint": unknown[pair]}
            )


def _tambon_hint(tambon: str, amphoe_code: str, province: str) -> Message | str:
    owner = amphoe_with_tambon(tambon, province)
    if owner is not None:
        return Message("hint.tambon_of", {"amphoe": owner.name})
    like = suggest_tambon(tambon, amphoe_code)
    return meant(like.written if like else None)


def stages_and_dates(ctx: Context) -> Iterator[Found]:
    """Stages outside the ladder; registered without a date, or a date without being registered.

    A group that stays at a former stage is only pointed out, so that what was exported loads back; none may newly come
    to one.
    """
    project = ctx.project
    stages = ctx.diff.stages if ctx.diff else stages_of(project, ctx["stage"])
    goal = stages.name(project.goal_stage)
    outside = positions_of(ctx["stage"], lambda s: s is not None and s not in project.stages)
    before = dict(zip(ctx.base.keys(), ctx.base["stage"], strict=True)) if outside and ctx.base is not None else {}
    for position in outside:
        stage = ctx["stage"][position]
        stays = before.get(ctx.rows.key_at(position)) == stage
        name = stages.name(stage)
        if stays:
            yield Found("stage_former", "warning", position, "stage", name.get("th"), {"stage": name})
        else:
            yield Found("stage_not_used", "blocking", position, "stage", name.get("th"), {"stage": name})
    rows = enumerate(zip(ctx["stage"], ctx["registered_on"], ctx["status"], strict=True))
    unread = ctx.unread.get("registered_on", frozenset())
    for position, (stage, registered, status) in rows:
        if stage in stages.at_goal and registered is None and status == "active" and position not in unread:
            yield Found("registered_no_date", "warning", position, "registered_on", params={"stage": goal})
        elif registered is not None and stage in project.stages and stage not in stages.at_goal:
            yield Found(
                "date_not_registered", "warning", position, "stage", params={"stage": stages.name(stage), "goal": goal}
            )


def registered_before(ctx: Context) -> Iterator[Found]:
    """Registration dates before the project: asked once for the column, since a wrong column looks just so."""
    values = ctx["registered_on"]
    early = positions_of(values, lambda d: d is not None and d < ctx.project.start)
    if early:
        known = sum(1 for value in values if value is not None)
        yield Found("registered_before", "warning", None, "registered_on", params={"count": len(early), "known": known})


def same_name(ctx: Context) -> Iterator[Found]:
    """Two codes with one name in one tambon."""
    seen: dict[Any, int] = {}
    for position, place in enumerate(zip(ctx["name"], ctx["tambon"], ctx["amphoe"], strict=True)):
        other = seen.setdefault(place, position)
        if other != position and place[0] and ctx["code"][other] != ctx["code"][position]:
            in_file = bool(ctx.numbers[position])  # one of the two may not be
            here, there = (position, other) if in_file else (other, position)
            yield Found("same_name", "warning", here, "name", place[0], {"other": _place_words(ctx, there)})


def _place_words(ctx: Context, position: int) -> Message:
    """A group by its row, or by its code where it is not in the file."""
    row = ctx.numbers[position]
    return Message("part.row", {"row": row}) if row else Message("part.group_before", {"code": ctx["code"][position]})


def active_and_target(ctx: Context) -> Iterator[Found]:
    """More active groups than the project has places for; for information, fewer of them."""
    active, target = ctx["status"].count("active"), ctx.project.target_groups
    if active > target:
        yield Found("more_than_target", "warning", params={"count": active, "target": target})
    elif active < target and len(ctx.rows):
        yield Found("fewer_than_target", "info", params={"count": active, "target": target})


def quadrant_and_standard(ctx: Context) -> Iterator[Found]:
    """Quadrant D is exactly "no standard yet"."""
    pairs = list(zip(ctx["quadrant"], ctx["standards"], strict=True))
    unread = ctx.unread.get("standards", frozenset())
    odd = [quadrant is not None and (quadrant == "D") == is_certified(standards) for quadrant, standards in pairs]
    for position in compress(range(len(pairs)), odd):
        if position not in unread:
            code = "quadrant_d_with_standard" if pairs[position][0] == "D" else "quadrant_without_standard"
            yield Found(code, "warning", position, "quadrant", pairs[position][0])


def stars_in_range(ctx: Context) -> Iterator[Found]:
    """Stars are one to five."""
    for position in positions_of(ctx["stars"], lambda stars: stars is not None and not 1 <= stars <= 5):
        yield Found("stars_range", "warning", position, "stars", str(ctx["stars"][position]))
