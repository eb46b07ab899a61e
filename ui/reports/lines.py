"""The figures as ordered, labelled lines: the one list that every paper is made from.

A paper chooses which lines it prints and never formats a figure by itself, so two papers can not differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.figures.figures import Figures
from core.model.project import Project
from core.money import percent, to_baht
from ui.reports.writing import Writing

GROUPS = ("target_groups", "registered_groups", "expected_groups", "developed_groups")
MONEY = (
    "budget_satang",
    "allocated_satang",
    "net_budget_satang",
    "disbursed_satang",
    "expected_disbursed_satang",
    "tolerance_satang",
    "outstanding_satang",
    "used_satang",
    "remaining_satang",
    "at_risk_satang",
    "carryover_satang",
    "lapsed_satang",
    "saving_satang",
    "cabinet_satang",
)


def money_of(project: Project) -> tuple[str, ...]:
    """The lines of money of a project; nothing of the cabinet where it has no spending target."""
    return tuple(name for name in MONEY if name != "cabinet_satang" or project.curves)


def money_names(figures: Figures, project: Project) -> tuple[str, ...]:
    """The lines of money that say something: what has lapsed may no longer, and what was paid late only if any was."""
    gone = {"at_risk_satang"} if figures.lapsed_satang is not None else set[str]()
    late = ("carried_over_satang",) if figures.carried_over_satang else ()
    return (*(name for name in money_of(project) if name not in gone), *late)


EARNED = (  # the committee's alone
    "bac_satang",
    "pv_satang",
    "ev_satang",
    "ac_satang",
    "sv_satang",
    "cv_satang",
    "spi",
    "cpi",
    "eac_satang",
    "etc_satang",
    "vac_satang",
    "tcpi",
)
_SHARES = frozenset({"disbursed_satang", "expected_disbursed_satang", "outstanding_satang", "used_satang"})


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. ``value`` is ``number`` as written, a dash where it is not known, and then ``why`` says why."""

    key: str  # the field of ``Figures``
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


def lines(figures: Figures, writing: Writing, names: Sequence[str]) -> list[Line]:
    """The lines of these figures, in this order."""
    return [line(figures, writing, name) for name in names]


def line(figures: Figures, writing: Writing, name: str) -> Line:
    """One figure as a line."""
    value = getattr(figures, name)
    say, label = writing.say, writing.say(f"paper.line.{name}")
    reason = figures.reasons.get("cabinet" if name == "cabinet_satang" else name)
    why = writing.pair(reason) if value is None and reason else ""
    note = "" if value is None else _note(figures, writing, name)
    if name.endswith("_satang"):
        number = None if value is None else to_baht(value)
        return Line(name, label, writing.baht(value), say("paper.unit_baht"), number, note, why)
    if name.endswith("_groups"):
        number = None if value is None else Decimal(value)
        return Line(name, label, writing.count(value), say("paper.unit_groups"), number, note, why)
    return Line(name, label, writing.number(value), "", value, note, why)


def _note(figures: Figures, writing: Writing, name: str) -> str:
    """What stands beside a figure: what it is a share of, or what it is compared with."""
    say = writing.say
    if name == "registered_groups" or name == "developed_groups":
        return say("paper.of_target", t=writing.count(figures.target_groups))
    if name in _SHARES:
        share = percent(getattr(figures, name), figures.net_budget_satang)
        return "" if share is None else say("paper.share", pct=writing.number(share))
    if name == "cabinet_satang":
        curve = figures.cabinet[0]
        return say("paper.share", pct=writing.number(curve["percent"])) + " " + say("paper.reference")
    return ""


def by_name(found: Sequence[Line]) -> Mapping[str, Line]:
    """Lines by the field of ``Figures``."""
    return {line.key: line for line in found}
