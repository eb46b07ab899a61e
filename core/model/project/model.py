"""The project as data: what the TOR fixes and what an office may adjust. Money is satang."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from core.calendar import month_ends
from core.model.choices import Choice
from core.text import Text

Basis = Literal["used", "disbursed"]


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective of the TOR with its indicator; ``proposed`` says that the TOR does not fix the indicator.

    ``counts`` names what the indicator counts; ``None`` where the program has no such count.
    """

    code: str
    text: Text
    indicator: Text
    target: int | None
    proposed: bool
    counts: Literal["groups", "products", "lessons"] | None = None


@dataclass(frozen=True, slots=True)
class ExpenseLine:
    """One line of the budget. ``planned_satang`` is unknown where the office has not split the budget."""

    name: str
    planned_satang: int | None
    procurement: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity (กิจกรรม) of the project. ``planned_satang`` is unknown where the budget is not split by activity."""

    name: str
    planned_satang: int | None


@dataclass(frozen=True, slots=True)
class Curve:
    """A cumulative spending target: percent of the budget at the end of each quarter, and what it is compared with.

    One that is not ``judged`` is there to look at: no verdict asks for it.
    """

    code: str
    name: Text
    basis: Basis
    quarters: tuple[Decimal, ...]
    source: Text
    judged: bool = True
    note: Text | None = None  # what the source says of a project below the curve that keeps to its plan


@dataclass(frozen=True, slots=True)
class Window:
    """A window in which groups may register (both days inclusive) and the day its results are known."""

    opens: date
    closes: date
    results: date | None
    source: Text


@dataclass(frozen=True, slots=True)
class Tile:
    """Where an amphoe stands in the tile map: row and column from 0."""

    amphoe: str
    name: Text
    row: int
    col: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """What an earlier year reached. Unknown stays unknown, and ``note`` says why, or what a number may cover."""

    year_be: int
    villages: int | None
    groups: int | None
    registered: int | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class Project:
    """Everything the figures need to know about a project. Dates are days in Asia/Bangkok, both ends inclusive."""

    code: str
    name: Text
    full_name: Text
    office: Text
    committee: Text | None  # whose title stands on papers; a dotted line where the office has set none
    province: Text
    province_code: str
    fiscal_year_be: int
    start: date
    end: date
    sample: bool
    target_groups: int
    goal_source: Text
    budget_satang: int
    budget_note: Text
    objectives: tuple[Objective, ...]
    stages: tuple[str, ...]
    stage_choices: tuple[Choice, ...]  # the stages with their names, in the same order
    goal_stage: str
    developed_stage: str
    expense_lines: tuple[ExpenseLine, ...]
    activities: tuple[Activity, ...]
    curves: tuple[Curve, ...]
    penalty_percent_per_day: Decimal | None  # the three of the penalty: all unknown where the file has no [penalty]
    penalty_minimum_satang: int | None
    penalty_base: Literal["contract", "undelivered"] | None
    last_safe_procurement: date | None  # both unknown where the file has no [last_safe_days]
    last_safe_direct: date | None
    carryover_minimum_satang: int
    carryover_days: int  # after the last day of the project, spending and instalments may still be loaded so long
    papers_kept_years: int  # after a paper or a short link was made, the rows that it names are not erased
    windows: tuple[Window, ...]
    tolerance_groups: int
    tolerance_percent: Decimal  # of the budget after transfers
    tolerance_of_plan_percent: Decimal | None  # of what the plan asks; None: a version stored before this rule
    tolerance_floor_percent: Decimal | None  # of the budget after transfers; None as above
    tolerance_source: Text | None  # who set the tolerances; None: the program's own defaults
    staleness_days: int
    rounds_needed: int
    tiles: tuple[Tile, ...]
    baselines: tuple[Baseline, ...]
    baseline_source: Text | None
    review: bool = False  # whether what is loaded waits until somebody else has looked at it
    signers: tuple[Text, ...] = ()  # titles under the papers' signature lines, never a person's name

    def months(self) -> list[date]:
        """The last day of each month of the project, in order."""
        return month_ends(self.start, self.end)

    def stage_rank(self, stage: str) -> int:
        """Place of a stage in this project's ladder, from 0; -1 for one that it does not list (a former stage)."""
        return self.stages.index(stage) if stage in self.stages else -1

    def state(self, day: date) -> Literal["before", "running", "closed"]:
        """Whether ``day`` is before the project, within it, or from its last day on."""
        if day < self.start:
            return "before"
        return "closed" if day >= self.end else "running"
