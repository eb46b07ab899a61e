"""One group's way up the project's ladder: which stages it has passed, and when it came to each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from core.model.project import Project

State = Literal["done", "here", "ahead"]


@dataclass(frozen=True, slots=True)
class Rung:
    """A stage as a group stands to it. ``since``: the day it came to it; ``None`` where no file says."""

    stage: str
    state: State
    since: date | None


def ladder(project: Project, row: Mapping[str, Any], earlier: Iterable[tuple[str, date | None]]) -> list[Rung]:
    """Each stage of the project, first to last. ``row`` is the group as it stands; ``earlier`` are (stage, since) of it
    in earlier files, oldest first, for the stages it has passed: the newest that gives a day is believed, as a
    correction is. The day of the stage where it stands is that of the file in force alone: one taken out of its cell is
    not known, whatever earlier files said. A group at a former stage stands before the first: nothing says which stages
    of the present ladder it has passed.
    """
    days = {stage: since for stage, since in earlier if since is not None}
    here = project.stage_rank(row["stage"])
    rungs: list[Rung] = [] if here >= 0 else [Rung(row["stage"], "here", row["stage_since"])]
    for rank, stage in enumerate(project.stages):
        if rank < here:
            rungs.append(Rung(stage, "done", days.get(stage)))
        elif rank == here:
            is_goal = stage == project.goal_stage
            rungs.append(Rung(stage, "here", (row["registered_on"] if is_goal else None) or row["stage_since"]))
        else:
            rungs.append(Rung(stage, "ahead", None))
    return rungs
