"""The form of a project's file: its tables and settings, and the project that is built of them."""

from typing import Any, Literal

from pydantic import ValidationInfo, ValidatorFunctionWrapHandler, field_validator

from core import text
from core.model.choices import STAGES, Choice
from core.model.project import model
from core.model.project.drafting.layout import layout
from core.model.project.fields import (
    Budget,
    Cell,
    Code,
    Count,
    Counts,
    Day,
    Days,
    DaysOfAge,
    Flag,
    ObjectiveTarget,
    Percent,
    Positive,
    Quarters,
    Satang,
    StageCode,
    Text,
    YearBe,
    Years,
)
from core.model.project.table import Table, Words


def _both(words: Words | None) -> text.Text | None:
    return None if words is None else words.both()


def _source(source: str, english: str | None) -> text.Text:
    """Where a rule is published; as the file writes it where no English is given."""
    return text.Text.both(source, english or source)


class Objective(Table):
    code: Text
    text: Words
    indicator: Words
    target: ObjectiveTarget = None
    proposed: Flag
    counts: Counts = None

    def part(self) -> model.Objective:
        texts = self.text.both(), self.indicator.both()
        return model.Objective(self.code, *texts, self.target, self.proposed, self.counts)


class Stage(Table):
    code: StageCode
    th: Text
    en: Text
    aliases: tuple[Text, ...] = ()

    def part(self) -> Choice:
        return Choice(self.code, text.Text.both(self.th, self.en), self.aliases)


class ExpenseLine(Table):
    name: Text
    planned_baht: Satang | None = None
    procurement: Flag = False


class Activity(Table):
    name: Text
    planned_baht: Satang | None = None


class Curve(Table):
    code: Text
    name: Words
    basis: model.Basis
    quarters: Quarters
    source: Text
    source_en: Text | None = None
    judged: Flag = True
    note: Words | None = None

    def part(self) -> model.Curve:
        texts = _source(self.source, self.source_en), self.judged, _both(self.note)
        return model.Curve(self.code, self.name.both(), self.basis, self.quarters, *texts)


class Penalty(Table):
    percent_per_day: Percent
    minimum_baht: Satang
    base: Literal["contract", "undelivered"]


class LastSafeDays(Table):
    procurement: Day
    direct: Day


class Window(Table):
    opens: Day
    closes: Day
    results: Day | None = None
    source: Text
    source_en: Text | None = None

    def part(self) -> model.Window:
        return model.Window(self.opens, self.closes, self.results, _source(self.source, self.source_en))


class Verdict(Table):
    tolerance_groups: Count
    tolerance_percent: Percent
    tolerance_of_plan_percent: Percent | None = None
    tolerance_floor_percent: Percent | None = None
    tolerance_source: Words | None = None
    staleness_days: DaysOfAge


class Forecast(Table):
    rounds_needed: Positive = 3


class Tile(Table):
    amphoe: Text
    en: Text
    row: Cell
    col: Cell

    def part(self) -> model.Tile:
        return model.Tile(self.amphoe, text.Text.both(self.amphoe, self.en), self.row, self.col)


class Baseline(Table):
    year_be: YearBe
    province_code: Text | None = None
    villages: Count | None = None
    groups: Count | None = None
    registered: Count | None = None
    note: Words | None = None

    def part(self) -> model.Baseline:
        return model.Baseline(self.year_be, self.villages, self.groups, self.registered, _both(self.note))


class Signer(Table):
    title: Words


class ProjectFile(Table):
    """The whole file. What could be read of it is gathered in the context, so that the rest can be checked with it."""

    code: Code
    name: Words
    full_name: Words
    office: Words
    committee: Words | None = None
    province: Words
    province_code: Text
    fiscal_year_be: YearBe
    start: Day
    end: Day
    sample: Flag = False
    target_groups: Positive
    goal_source: Words
    budget_baht: Budget
    budget_note: Words
    objectives: tuple[Objective, ...] = ()
    stages: tuple[Text, ...] = ()
    stage: tuple[Stage, ...] = ()
    goal_stage: Text
    developed_stage: Text
    expense_lines: tuple[ExpenseLine, ...] = ()
    activities: tuple[Activity, ...] = ()
    curves: tuple[Curve, ...] = ()
    penalty: Penalty | None = None
    last_safe_days: LastSafeDays | None = None
    carryover_minimum_baht: Satang
    carryover_days: Days = 183
    papers_kept_years: Years = 10
    registration_windows: tuple[Window, ...] = ()
    verdict: Verdict
    forecast: Forecast = Forecast()
    tiles: tuple[Tile, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    baseline_source: Words | None = None
    review: Flag = False
    signers: tuple[Signer, ...] = ()

    @field_validator("*", mode="wrap")
    @classmethod
    def _gathered(cls, value: Any, read: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        found = read(value)
        if info.context is not None:
            info.context["read"][info.field_name] = found
        return found

    def ladder(self) -> tuple[Choice, ...]:
        """The stages with their names: the project's own, else those of the program that it names."""
        own = tuple(stage.part() for stage in self.stage)
        return own or tuple(choice for code in self.stages for choice in STAGES if choice.id == code)

    def project(self) -> model.Project:
        """The project that the file describes."""
        stages, verdict, penalty, safe = self.ladder(), self.verdict, self.penalty, self.last_safe_days
        return model.Project(
            code=self.code,
            name=self.name.both(),
            full_name=self.full_name.both(),
            office=self.office.both(),
            committee=_both(self.committee),
            province=self.province.both(),
            province_code=self.province_code,
            fiscal_year_be=self.fiscal_year_be,
            start=self.start,
            end=self.end,
            sample=self.sample,
            target_groups=self.target_groups,
            goal_source=self.goal_source.both(),
            budget_satang=self.budget_baht,
            budget_note=self.budget_note.both(),
            objectives=tuple(x.part() for x in self.objectives),
            stages=tuple(choice.id for choice in stages),
            stage_choices=stages,
            goal_stage=self.goal_stage,
            developed_stage=self.developed_stage,
            expense_lines=tuple(model.ExpenseLine(x.name, x.planned_baht, x.procurement) for x in self.expense_lines),
            activities=tuple(model.Activity(x.name, x.planned_baht) for x in self.activities),
            curves=tuple(x.part() for x in self.curves),
            penalty_percent_per_day=penalty.percent_per_day if penalty else None,
            penalty_minimum_satang=penalty.minimum_baht if penalty else None,
            penalty_base=penalty.base if penalty else None,
            last_safe_procurement=safe.procurement if safe else None,
            last_safe_direct=safe.direct if safe else None,
            carryover_minimum_satang=self.carryover_minimum_baht,
            carryover_days=self.carryover_days,
            papers_kept_years=self.papers_kept_years,
            windows=tuple(x.part() for x in self.registration_windows),
            tolerance_groups=verdict.tolerance_groups,
            tolerance_percent=verdict.tolerance_percent,
            tolerance_of_plan_percent=verdict.tolerance_of_plan_percent,
            tolerance_floor_percent=verdict.tolerance_floor_percent,
            tolerance_source=_both(verdict.tolerance_source),
            staleness_days=verdict.staleness_days,
            rounds_needed=self.forecast.rounds_needed,
            tiles=tuple(x.part() for x in self.tiles) or layout(self.province_code),
            baselines=tuple(x.part() for x in self.baselines),
            baseline_source=_both(self.baseline_source),
            review=self.review,
            signers=tuple(x.title.both() for x in self.signers),
        )
