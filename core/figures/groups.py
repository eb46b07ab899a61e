"""Counting groups: which stand in the project, which are developed, which are registered and since when.

A group counts as registered when it is active, stands at the goal stage or beyond and its date lies from the project's
first day to the cut-off. Without a date it waits for one; an earlier date is an earlier year's result.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.model.project import Project
from core.model.rows import Rows
from core.model.stages import reached, stages_of


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """Groups on one day. ``stages`` has former stages, if any, then every stage of the ladder."""

    active: int
    registered: int
    developed: int
    awaiting_date: int
    registered_before: int
    stages: Mapping[str, int]


def active(rows: Rows) -> list[bool]:
    """For each row, whether the group is still in the project."""
    return [status == "active" for status in rows["status"]]


def registered(project: Project, rows: Rows, cutoff: date) -> list[bool]:
    """For each row, whether the group counts as registered on ``cutoff``."""
    columns = (rows[name] for name in ("status", "stage", "registered_on"))
    at_goal = reached(project, project.goal_stage)
    return [
        status == "active" and stage in at_goal and on is not None and project.start <= on <= cutoff
        for status, stage, on in zip(*columns, strict=True)
    ]


def developed(project: Project, rows: Rows) -> list[bool]:
    """For each row, whether the group is active and at the stage that the contract delivers, or beyond."""
    enough = reached(project, project.developed_stage)
    return [status == "active" and stage in enough for status, stage in zip(rows["status"], rows["stage"], strict=True)]


def count_groups(project: Project, rows: Rows, cutoff: date) -> GroupCounts:
    """All counts of groups on ``cutoff``."""
    stages = dict.fromkeys(stages_of(project, rows["stage"]).ids, 0)
    waiting = before = 0
    at_goal = reached(project, project.goal_stage)
    columns = (rows[name] for name in ("status", "stage", "registered_on"))
    for status, stage, on in zip(*columns, strict=True):
        if status != "active":
            continue
        stages[stage] = stages.get(stage, 0) + 1
        if stage in at_goal:
            waiting += on is None
            before += on is not None and on < project.start
    return GroupCounts(
        active=sum(active(rows)),
        registered=sum(registered(project, rows, cutoff)),
        developed=sum(developed(project, rows)),
        awaiting_date=waiting,
        registered_before=before,
        stages=stages,
    )
