"""The figures as labelled lines: what every paper prints of them.

A paper asks for the figures of its place and never formats one by itself, so no two papers differ.
"""

from dataclasses import dataclass
from decimal import Decimal

from core.figures import FIGURES, NET, TARGET, Figure, Figures, Place, Unknown, Value
from core.model.project import Project
from core.money import percent, to_baht
from ui.reports.writing import DASH, Writing
from ui.text import amounts

HEADS = ("paper.col.item", "paper.col.value", "paper.col.unit", "paper.col.remark")  # keys, above a list of lines


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. ``value`` is ``number`` as written, a dash where it is not known, and then ``why`` says why."""

    figure: Figure
    label: str
    value: str
    unit: str
    number: Decimal | None  # groups, baht or an index
    note: str = ""
    why: str = ""

    @property
    def remark(self) -> str:
        """The note, or the reason of a dash."""
        return self.why or self.note


def money_title(project: Project) -> str:
    """The word key of the chart of money against plan and, where there is one, target."""
    return "budget.curve" if project.curves else "budget.curve_no_target"


def lines(figures: Figures, writing: Writing, place: Place) -> list[Line]:
    """The lines of a place, in its order."""
    return [line(figures, writing, figure.name) for figure in figures.listed(place)]


def line(figures: Figures, writing: Writing, name: str) -> Line:
    """One figure as a line."""
    figure, value = FIGURES[name], figures[name]
    label, unit = writing.say(figure.key("label")), unit_of(figure, writing)
    if isinstance(value, Unknown):
        return Line(figure, label, DASH, unit, None, why=writing.told(value.reason))
    number = to_baht(int(value)) if figure.unit == "satang" else Decimal(value)
    return Line(figure, label, written(figure, value, writing), unit, number, _note(figures, writing, figure))


def unit_of(figure: Figure, writing: Writing) -> str:
    """The unit of a figure; an index has none."""
    return "" if figure.unit == "index" else writing.say(f"unit.{figure.unit}")


def written(figure: Figure, value: Value, writing: Writing) -> str:
    """A figure without its unit, with the paper's digits and a true minus."""
    return writing.text(amounts.bare(figure, value)).replace("-", "−")


def _note(figures: Figures, writing: Writing, figure: Figure) -> str:
    """What a figure is a part of."""
    if figure.whole == TARGET:
        return writing.say("paper.of_target", t=writing.count(figures.target_groups))
    share = percent(figures.whole(figure.name, 0), figures.net_budget_satang) if figure.whole == NET else None
    note = "" if share is None else writing.say("paper.share", pct=writing.number(share))
    return f"{note} {writing.say('paper.reference')}" if note and figure.reference else note
