"""The stages that rows may name: those of the project's ladder, and former ones.

A project lists its own stages. Rows loaded under an earlier version of it may stand at a stage that the present version
no longer lists: a former stage (ขั้นตอนเดิม). It keeps its name, marked as former, lies below the first stage of the
ladder, and never counts as the goal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.model.choices import STAGES, Choice, choice_names
from core.model.kinds import Column
from core.model.project import Project
from core.text import Text

FORMER = Text.both("{name} (ขั้นตอนเดิม)", "{name} (former stage)")


@dataclass(frozen=True, slots=True)
class Stages:
    """``ladder`` as the project lists it, first to last; ``former`` with names that say so; ``goal`` an identifier."""

    ladder: tuple[Choice, ...] = ()
    goal: str = ""
    former: tuple[Choice, ...] = ()

    @property
    def all(self) -> tuple[Choice, ...]:
        """Every stage in order: former ones lie below the ladder."""
        return (*self.former, *self.ladder)

    @property
    def ids(self) -> tuple[str, ...]:
        """Identifiers of ``all``."""
        return tuple(choice.id for choice in self.all)

    def names(self) -> dict[str, Text]:
        """Identifier to name."""
        return choice_names(self.all)

    def name(self, stage: str) -> Text:
        """The name of a stage; one that nobody lists goes by its identifier."""
        return self.names().get(stage, Text.plain(stage))

    @property
    def at_goal(self) -> frozenset[str]:
        """The goal stage, and stages beyond it where the project lists any."""
        return frozenset(choice.id for choice in self.ladder[self.rank(self.goal) :]) if self.goal else frozenset()

    def rank(self, stage: str) -> int:
        """Place in the ladder from 0; -1 for a former stage."""
        return next((place for place, choice in enumerate(self.ladder) if choice.id == stage), -1)


NO_STAGES = Stages()  # where no project is at hand: stages go by their identifiers


def stages_of(project: Project, found: Iterable[str | None] = (), older: Sequence[Choice] = ()) -> Stages:
    """The project's stages and the former ones among ``found``, the identifiers that rows hold.

    ``older`` are stages that earlier versions of the project listed, in their order: they give former ones their names.
    """
    gone = {stage for stage in found if stage} - set(project.stages)
    known = [choice for choice in older if choice.id in gone]
    unknown = sorted(gone - {choice.id for choice in known})
    former = (*known, *(Choice(stage, Text.plain(stage)) for stage in unknown))
    return Stages(project.stage_choices, project.goal_stage, tuple(map(_marked, former)))


def reached(project: Project, stage: str) -> frozenset[str]:
    """A stage of the ladder and those beyond it: a group at any of them has come so far."""
    return frozenset(project.stages[project.stage_rank(stage) :])


def choices_in(column: Column, project: Project) -> tuple[Choice, ...]:
    """What a column with a list may hold in a project: stages are the project's, every other list is the program's."""
    return project.stage_choices if column.ladder else column.choices


def is_default(stage: Choice) -> bool:
    """Whether a stage is one of the program's own list, under the same name: then its meaning is known."""
    return any((own.id, own.name) == (stage.id, stage.name) for own in STAGES)


def _marked(choice: Choice) -> Choice:
    """A former stage: its name is marked, and files may still use the unmarked name."""
    return Choice(choice.id, FORMER.filled(name=choice.name), (*choice.name.of.values(), *choice.aliases))
