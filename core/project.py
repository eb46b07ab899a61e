"""The project as data: what the TOR fixes and what an office may adjust, read from one TOML text.

Money in the TOML is baht, inside it is satang. A fault in the text is a ``ProjectError`` that names the setting.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from core.choices import STAGES, Choice
from core.settings import Bilingual as Bilingual
from core.settings import ProjectError as ProjectError
from core.settings import Section as _Section

Basis = Literal["used", "disbursed"]
BE_OFFSET = 543  # Buddhist-era year = Common-era year + 543


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective of the TOR with its indicator; ``proposed`` says that the TOR does not fix the indicator.

    ``counts`` names what the indicator counts; ``None`` where the program has no such count.
    """

    code: str
    text: Bilingual
    indicator: Bilingual
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
    name: Bilingual
    basis: Basis
    quarters: tuple[Decimal, ...]
    source: str
    judged: bool = True
    note: Bilingual | None = None  # what the source says of a project below the curve that keeps to its plan


@dataclass(frozen=True, slots=True)
class Window:
    """A window in which groups may register (both days inclusive) and the day its results are known."""

    opens: date
    closes: date
    results: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Tile:
    """Where an amphoe stands in the tile map: row and column from 0."""

    amphoe: str
    en: str
    row: int
    col: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """What an earlier year reached. Unknown stays unknown, and ``note`` says why, or what a number may cover."""

    year_be: int
    villages: int | None
    groups: int | None
    registered: int | None
    note: Bilingual | None


@dataclass(frozen=True, slots=True)
class Project:
    """Everything the figures need to know about a project. Dates are days in Asia/Bangkok, both ends inclusive."""

    code: str
    name: Bilingual
    full_name: Bilingual
    office: Bilingual
    committee: Bilingual | None  # whose title stands on papers; a dotted line where the office has set none
    province: Bilingual
    province_code: str
    fiscal_year_be: int
    start: date
    end: date
    sample: bool
    target_groups: int
    goal_source: Bilingual
    budget_satang: int
    budget_note: Bilingual
    objectives: tuple[Objective, ...]
    stages: tuple[str, ...]
    stage_choices: tuple[Choice, ...]  # the stages with their names, in the same order
    goal_stage: str
    developed_stage: str
    expense_lines: tuple[ExpenseLine, ...]
    activities: tuple[Activity, ...]
    curves: tuple[Curve, ...]
    penalty_percent_per_day: Decimal
    penalty_minimum_satang: int
    penalty_base: Literal["contract", "undelivered"]
    last_safe_procurement: date
    last_safe_direct: date
    carryover_minimum_satang: int
    carryover_days: int  # after the last day of the project, spending and instalments may still be loaded so long
    windows: tuple[Window, ...]
    tolerance_groups: int
    tolerance_percent: Decimal  # of the budget after transfers
    tolerance_of_plan_percent: Decimal | None  # of what the plan asks; None: a version stored before this rule
    tolerance_floor_percent: Decimal | None  # of the budget after transfers; None as above
    tolerance_source: Bilingual | None  # who set the tolerances; None: the program's own defaults
    staleness_days: int
    rounds_needed: int
    tiles: tuple[Tile, ...]
    baselines: tuple[Baseline, ...]
    baseline_source: Bilingual | None
    signers: tuple[Bilingual, ...] = ()  # titles under the papers' signature lines, never a person's name

    def months(self) -> list[date]:
        """The last day of each month of the project, in order."""
        ends, year, month = [], self.start.year, self.start.month
        while date(year, month, 1) <= self.end:
            ends.append(month_end(date(year, month, 1)))
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return ends

    def stage_rank(self, stage: str) -> int:
        """Place of a stage in this project's ladder, from 0."""
        return self.stages.index(stage)

    def state(self, day: date) -> Literal["before", "running", "closed"]:
        """Whether ``day`` is before the project, within it, or from its last day on."""
        if day < self.start:
            return "before"
        return "closed" if day >= self.end else "running"


def month_end(day: date) -> date:
    """The last day of the month of ``day``."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def fiscal_year_be(day: date) -> int:
    """The Thai fiscal year (1 October to 30 September) of a day, Buddhist era."""
    return day.year + BE_OFFSET + (1 if day.month >= 10 else 0)


def parse_project(text: str) -> Project:
    """A project from TOML text. Raises ``ProjectError`` with the name of the setting that is missing or wrong."""
    try:
        data = tomllib.loads(text.lstrip("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"not valid TOML: {error}") from error
    try:
        project = _build(_Section(data))
    except (TypeError, InvalidOperation, AttributeError) as error:
        raise ProjectError(f"a setting has the wrong form: {error}") from error
    _require_consistent(project)
    return project


def _build(s: _Section) -> Project:
    penalty, verdict, safe = s.sub("penalty"), s.sub("verdict"), s.sub("last_safe_days")
    return Project(
        code=str(s("code")),
        name=s.pair("name"),
        full_name=s.pair("full_name"),
        office=s.pair("office"),
        committee=s.pair("committee") if "committee_th" in s.data else None,
        province=s.pair("province"),
        province_code=str(s("province_code")),
        fiscal_year_be=int(s("fiscal_year_be")),
        start=s.day("start"),
        end=s.day("end"),
        sample=bool(s("sample", False)),
        target_groups=int(s("target_groups")),
        goal_source=s.pair("goal_source"),
        budget_satang=s.satang("budget_baht"),
        budget_note=s.pair("budget_note"),
        objectives=tuple(
            Objective(
                str(o("code")),
                o.pair("text"),
                o.pair("indicator"),
                o("target", None),
                bool(o("proposed")),
                o("counts", None),
            )
            for o in s.each("objectives")
        ),
        stages=tuple(s("stages")),
        stage_choices=tuple(choice for code in s("stages") for choice in STAGES if choice.id == code),
        goal_stage=str(s("goal_stage")),
        developed_stage=str(s("developed_stage")),
        expense_lines=tuple(_expense_line(x) for x in s.each("expense_lines")),
        activities=tuple(_activity(x) for x in s.each("activities")),
        curves=tuple(_curve(c) for c in s.each("curves")),
        penalty_percent_per_day=Decimal(str(penalty("percent_per_day"))),
        penalty_minimum_satang=penalty.satang("minimum_baht"),
        penalty_base=penalty("base"),
        last_safe_procurement=safe.day("procurement"),
        last_safe_direct=safe.day("direct"),
        carryover_minimum_satang=s.satang("carryover_minimum_baht"),
        carryover_days=int(s("carryover_days", 183)),
        windows=tuple(
            Window(w.day("opens"), w.day("closes"), w.day("results") if "results" in w.data else None, str(w("source")))
            for w in s.each("registration_windows")
        ),
        tolerance_groups=int(verdict("tolerance_groups")),
        tolerance_percent=Decimal(str(verdict("tolerance_percent"))),
        tolerance_of_plan_percent=_optional_percent(verdict, "tolerance_of_plan_percent"),
        tolerance_floor_percent=_optional_percent(verdict, "tolerance_floor_percent"),
        tolerance_source=verdict.pair("tolerance_source") if verdict.data.get("tolerance_source_th") else None,
        staleness_days=int(verdict("staleness_days")),
        rounds_needed=int(_Section(s("forecast", {}), "forecast.")("rounds_needed", 3)),
        tiles=tuple(Tile(str(t("amphoe")), str(t("en")), int(t("row")), int(t("col"))) for t in s.each("tiles")),
        baselines=tuple(_baseline(b) for b in s.each("baselines")),
        baseline_source=s.pair("baseline_source") if "baseline_source_th" in s.data else None,
        signers=tuple(x.pair("title") for x in s.each("signers")),
    )


def _optional_percent(verdict: _Section, key: str) -> Decimal | None:
    return Decimal(str(verdict(key))) if key in verdict.data else None


def _curve(c: _Section) -> Curve:
    quarters = tuple(Decimal(str(q)) for q in c("quarters"))
    note = c.pair("note") if c.data.get("note_th") else None
    return Curve(str(c("code")), c.pair("name"), c("basis"), quarters, str(c("source")), bool(c("judged", True)), note)


def _baseline(b: _Section) -> Baseline:
    note = b.pair("note") if "note_th" in b.data else None
    return Baseline(int(b("year_be")), b("villages", None), b("groups", None), b("registered", None), note)


def _expense_line(x: _Section) -> ExpenseLine:
    planned = x.satang("planned_baht") if "planned_baht" in x.data else None
    return ExpenseLine(str(x("name")), planned, bool(x("procurement", False)))


def _activity(x: _Section) -> Activity:
    return Activity(str(x("name")), x.satang("planned_baht") if "planned_baht" in x.data else None)


def _require_consistent(p: Project) -> None:
    known = {c.id for c in STAGES}
    checks = (
        (p.start < p.end, "start must come before end"),
        (fiscal_year_be(p.end) == p.fiscal_year_be, "fiscal_year_be must be the fiscal year of end"),
        (p.target_groups > 0, "target_groups must be at least 1"),
        (p.budget_satang > 0, "budget_baht must be more than 0"),
        (p.rounds_needed > 0, "forecast.rounds_needed must be at least 1"),
        (bool(p.stages) and set(p.stages) <= known, f"stages must be among {', '.join(sorted(known))}"),
        ({p.goal_stage, p.developed_stage} <= set(p.stages), "goal_stage and developed_stage must be among stages"),
        (all(len(c.quarters) == 4 for c in p.curves), "each curve needs four quarters"),
        (all(c.basis in ("used", "disbursed") for c in p.curves), "a curve's basis is used or disbursed"),
        (not p.curves or p.curves[0].judged, "the first curve is the one that is judged by"),
        (len({c.code for c in p.curves}) == len(p.curves), "a curve is named twice"),
        (p.penalty_base in ("contract", "undelivered"), "penalty.base is contract or undelivered"),
        (len({line.name for line in p.expense_lines}) == len(p.expense_lines), "an expense line is named twice"),
        (len({a.name for a in p.activities}) == len(p.activities), "an activity is named twice"),
    )
    for holds, message in checks:
        if not holds:
            raise ProjectError(message)
