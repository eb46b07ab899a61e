"""Blocks to copy into forms that are typed elsewhere: label and value, facts that the data hold and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.analysis.breakdowns.of_money import by_quarter, ledger_totals
from core.figures import Figures
from core.model import Snapshot
from ui.reports.lines import Line, lines
from ui.reports.material import Official
from ui.reports.writing import DASH, NBSP, Writing
from words import rendering


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its name in the catalogue, its title, its fields in order."""

    name: str
    title: str
    fields: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """All fields, one a line, a tab between label and value: pastes into two columns of a spreadsheet."""
        return "\n".join(f"{label}\t{value}" for label, value in self.fields).replace(NBSP, " ")


def quarters(view: Snapshot) -> list[int]:
    """The quarters of the fiscal year that the spending data reach."""
    return [row["quarter"] for row in by_quarter(view) if row["quarter"] and row["rows"] is not None]


def usual_quarter(view: Snapshot) -> int | None:
    """The quarter that an office files next: the last that has ended, else the one that runs; none without data."""
    reached = [row for row in by_quarter(view) if row["quarter"] and row["rows"] is not None]
    ended = [row for row in reached if row["complete"]]
    return (ended or reached)[-1]["quarter"] if reached else None


def last_day(view: Snapshot, quarter: int | None) -> date | None:
    """The last day of a quarter that has ended by the data; ``None`` for one that still runs."""
    return next((r["last"] for r in by_quarter(view) if r["quarter"] == quarter and r["complete"]), None)


def forms(
    view: Snapshot,
    figures: Figures,
    writing: Writing,
    quarter: int | None = None,
    official: Official | None = None,
    then: tuple[Snapshot, Figures] | None = None,
) -> list[Form]:
    """Every form, for one quarter: the usual one, unless another is asked for.

    ``official`` is the official total that the office has noted, if it has. ``then`` are the data and the figures of
    the last day of a quarter that has ended: a report on it tells nothing that came later.
    """
    quarter = quarter or usual_quarter(view) or 1
    row = next((r for r in by_quarter(view) if r["quarter"] == quarter), None)
    at, known = then or (view, figures)
    return [
        _progress(at, known, writing, row),
        _quarter(at, known, writing, row),
        _ledger(view, figures, writing, official),
    ]


def _progress(view: Snapshot, figures: Figures, writing: Writing, row: Any) -> Form:
    """Result in words and in numbers, cumulative."""
    fields = [
        *_whose(view, writing),
        *_days(view, writing, ("groups", "spending")),
        *_period(view, writing, row),
        (writing.say("paper.field.result"), writing.told(figures.verdict.message)),
        *_figures(lines(figures, writing, "emenscr"), writing),
    ]
    return Form("emenscr", writing.say("paper.form.emenscr"), tuple(fields))


def _quarter(view: Snapshot, figures: Figures, writing: Writing, row: Any) -> Form:
    """Plan and result of one quarter and by its end; a quarter that the data do not reach has dashes."""
    amounts = (
        ("planned", "expected_satang"),
        ("planned_total", "expected_total_satang"),
        ("disbursed", "disbursed_satang"),
        ("disbursed_total", "disbursed_total_satang"),
        ("committed", "committed_satang"),
        ("used_total", "used_total_satang"),
    )
    fields = [*_whose(view, writing), *_days(view, writing, ("spending",)), *_period(view, writing, row)]
    fields += [(writing.say(f"paper.field.{name}"), writing.baht(row[key] if row else None)) for name, key in amounts]
    fields += _figures(lines(figures, writing, "quarter"), writing)
    return Form("quarter", writing.say("paper.form.quarter"), tuple(fields))


def official_rows(official: Official | None, writing: Writing) -> list[tuple[str, str]]:
    """The official total, ours of the same day, the difference, its reasons one by one, and what is not explained."""
    if official is None:
        return []
    say, found = writing.say, official.bridge
    return [
        (say("paper.official_total", day=writing.day(official.noted_on)), writing.baht(found.official_satang)),
        (say("paper.official_ours", day=writing.day(found.day)), writing.baht(found.ours_satang)),
        (say("paper.official_gap"), writing.baht(found.gap_satang)),
        *(
            (say("paper.official_reason", text=writing.text(text)), writing.baht(satang))
            for text, satang in official.reasons
        ),
        (say("paper.official_explained"), writing.baht(found.explained_satang)),
        (say("paper.official_rest"), writing.baht(found.rest_satang)),
    ]


def _ledger(view: Snapshot, figures: Figures, writing: Writing, official: Official | None) -> Form:
    """The register added up by entry, and the official total beside it where it is noted."""
    totals = [
        (
            writing.say("paper.field.entry", entry=row["name"].get(writing.lang), n=f"{row['rows']:,}"),
            writing.baht(row["satang"]),
        )
        for row in ledger_totals(view)
    ]
    fields = [*_whose(view, writing), *_days(view, writing, ("spending",)), *totals]
    fields += [*_figures(lines(figures, writing, "gfmis"), writing), *official_rows(official, writing)]
    return Form("gfmis", writing.say("paper.form.gfmis"), tuple(fields))


def _whose(view: Snapshot, writing: Writing) -> list[tuple[str, str]]:
    project = view.project
    return [
        (writing.say("paper.field.project"), writing.text(project.full_name.get(writing.lang))),
        (writing.say("paper.field.office"), writing.text(project.office.get(writing.lang))),
    ]


def _days(view: Snapshot, writing: Writing, kinds: Sequence[Any]) -> list[tuple[str, str]]:
    words = {"groups": "as_of_groups", "spending": "as_of_money"}
    return [(writing.say(f"paper.field.{words[kind]}"), writing.day(view.cutoff(kind))) for kind in kinds]


def _period(view: Snapshot, writing: Writing, row: Any) -> list[tuple[str, str]]:
    label = writing.say("paper.field.quarter")
    if row is None:
        return [(label, DASH)]
    shown = {"a": writing.short_day(row["first"]), "b": writing.short_day(row["last"])}
    year = writing.text(rendering.year(view.project.fiscal_year_be, writing.lang))
    return [(label, writing.say("paper.field.quarter_value", n=row["quarter"], year=year, **shown))]


def _figures(found: Sequence[Line], writing: Writing) -> list[tuple[str, str]]:
    return [(writing.say("unit.labelled", label=line.label, unit=line.unit), line.value) for line in found]
