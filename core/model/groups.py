"""Counting groups: which stand in the project, which are developed, which are registered and since when.

A group counts as registered when it is active, stands at the goal stage or beyond and its date lies from the project's
first day to the cut-off. Without a date it waits for one; an earlier date is an earlier year's result.
"""

from datetime import date

from core.model.project import Project
from core.model.rows import Rows
from core.model.stages import reached, stages_of


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


def count_stages(project: Project, rows: Rows) -> dict[str, int]:
    """Active groups by the stage they stand at: former stages, if any, then every stage of the ladder."""
    stages = dict.fromkeys(stages_of(project, rows["stage"]).ids, 0)
    for there, stage in zip(active(rows), rows["stage"], strict=True):
        if there:
            stages[stage] = stages.get(stage, 0) + 1
    return stages
