"""The record of a figure: all that is known of it, in one place. ``core.figures.catalogue`` holds the records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from core.figures.inputs import Inputs
from core.figures.value import Amount, Unknown, Value
from core.model import Snapshot
from core.model.kinds import Kind, day_kinds

Unit = Literal["groups", "satang", "percent", "index", "times"]
# The day that a figure is of: the cut-off of groups or of spending, the earlier of both, or each kind's own cut-off.
Basis = Literal["groups", "spending", "both", "each"]
Place = Literal[
    "headline",  # the large numbers: first cards of the overview, first slide
    "overview",  # the smaller cards of the overview
    "kpis",  # the tiles of the one-page brief
    "budget",  # the cards of the budget page
    "earned",  # earned value on the budget page
    "years",  # this year beside another
    "papers",  # the table of figures in pack, slides and workbook
    "indices",  # the table of earned value in pack and workbook
    "brief",  # the rows of the one-page brief
    "line",  # the text for LINE
    "emenscr",  # the text for eMENSCR
    "quarter",  # the quarter's form 302
    "gfmis",  # the reconciliation with GFMIS
    "summary",  # the JSON of ``summary``, and what an upload stores
    "console",  # ``summary`` as a person reads it
    "compared",  # what a reopened paper or link says has changed
    "guide",  # the users' guide
]
Rule = Callable[[Snapshot, date], list[bool]]  # for each row of a kind, whether a figure counts it on a day
Condition = Callable[[Value, Mapping[str, Value]], bool]  # of a figure's value and the values of all
LAST = 99


def always(_value: Value, _values: Mapping[str, Value]) -> bool:
    """A dash with its reason stands where the figure is not known."""
    return True


def known(value: Value, _values: Mapping[str, Value]) -> bool:
    """Left out while the figure is not known."""
    return not isinstance(value, Unknown)


def some(value: Value, _values: Mapping[str, Value]) -> bool:
    """Left out while the figure is not known, or nothing."""
    return known(value, _values) and bool(value)


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure's line in a place: lower ranks first, then as the catalogue has them; ``when`` it is there at all."""

    rank: int = LAST
    when: Condition = always


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something that a screen explains: what it means, its formula in words, and the rows that it counts.

    Its words are in ``words/figures`` under ``figure.<name>``: ``label``, ``meaning``, ``formula``.
    ``formula_without_curve``: a project without a spending target has a formula of its own. ``explained_with`` are
    figures that it is compared with, explained in the same place.
    """

    name: str
    basis: Basis
    rows: Mapping[Kind, Rule] = field(default_factory=dict)
    explained_with: tuple[str, ...] = ()
    formula_without_curve: bool = False

    def key(self, part: str) -> str:
        """The key of a part of its words."""
        return f"figure.{self.name}.{part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Source):
    """One figure. ``compute`` gives its amount or raises ``NotKnownError``; ``shown`` says where it is listed.

    ``sheet`` is the workbook's formula, without ``=``: names of cells (``F_`` figures in baht, ``G_`` groups) and, in
    braces, blocks that ``ui.reports.workbook.live_formulas`` has for the day of the figure's basis. It can count what
    that module has names for: rows of ledger, orders, groups, plan and instalments; not products, and no figure whose
    basis is ``each``. Empty, the workbook has a fixed number. ``whole`` is the
    figure that it is a part of, ``plan`` what it should be by now, ``aside`` a figure that its card adds where there is
    some. ``worked`` names the figures of its formula, shown with their amounts. ``at_year_end``: it is about the last
    day. ``reference``: given for comparison, not judged by itself. ``of_amphoe``: it counts rows of groups alone, so
    that it can be told of one amphoe; every other figure is the whole project's.
    """

    unit: Unit
    compute: Callable[[Inputs], Amount]
    shown: Mapping[Place, Slot] = field(default_factory=dict)
    sheet: str = ""
    whole: str = ""
    plan: str = ""
    aside: str = ""
    worked: str = ""
    at_year_end: bool = False
    reference: bool = False
    of_amphoe: bool = False

    @property
    def dated_by(self) -> Kind:
        """The kind of file whose cut-off is its day; spending where it is not one kind's alone."""
        return self.basis if self.basis in day_kinds() else "spending"

    @property
    def baht_name(self) -> str:
        """Its name where amounts are baht: in ``summary`` and in the workbook."""
        return self.name.replace("_satang", "_baht")
