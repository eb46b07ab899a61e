"""The figures: one object, computed once from a view, that every screen, paper and command reads.

Money is satang (``*_satang``), baht only in ``summary``. A figure that can not be known is ``None`` and ``reasons``
says why; it is never shown as 0. Group figures stand on the groups' cut-off, money on the spending cut-off, and what
joins both (BAC, PV, EV, AC, SPI, CPI, EAC, the verdict) on ``joint_day``, the earlier of the two.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from core.figures.parts import GroupFigures, JointFigures, PlanFigures, group_part, joint_part, plan_part
from core.figures.provenance import Provenance, provenance
from core.kinds import KINDS, Kind
from core.ledger.balance import MoneyFigures, money_part, read_ledger
from core.model.view import View
from core.money import baht_number, percent
from core.sentences import Pair
from core.text import Message

__all__ = ["Figures", "Provenance", "compute", "provenance"]

# Columns whose date says when a row counts.
_DATES: Mapping[Kind, tuple[str, ...]] = {
    "groups": ("registered_on",),
    "products": ("otop_registered_on",),
    "spending": ("date",),
    "instalments": ("delivered_on", "accepted_on", "paid_on"),
}
_SUMMARY_MONEY_FIRST = (
    "budget",
    "net_budget",
    "disbursed",
    "outstanding",
    "used",
    "remaining",
    "at_risk",
    "allocated",
)


@dataclass(frozen=True, kw_only=True)
class Figures(GroupFigures, MoneyFigures, PlanFigures, JointFigures):
    """Every figure of one project on one day. Formulas stand in ``core.figures.provenance``, the words under "ที่มา"."""

    day: date | None
    state: Literal["before", "running", "closed"] | None
    cutoffs: Mapping[Kind, date]
    uploads: Mapping[Kind, int]
    not_yet_counted: Mapping[Kind, int]  # rows dated after the cut-off of their kind
    reasons: Mapping[str, Pair]  # field -> why it is a dash

    @property
    def disbursed_percent(self) -> Decimal | None:
        """เบิกจ่าย as a percentage of the budget after transfers, two decimals."""
        return None if self.disbursed_satang is None else percent(self.disbursed_satang, self.net_budget_satang)

    @property
    def used_percent(self) -> Decimal | None:
        """ใช้จ่าย (รวมก่อหนี้) as a percentage of the budget after transfers, two decimals."""
        return None if self.used_satang is None else percent(self.used_satang, self.net_budget_satang)

    @property
    def cabinet_satang(self) -> int | None:
        """What the first curve asks for."""
        return self.cabinet[0]["satang"] if self.cabinet else None

    def summary(self, written: Callable[[Message, str], str]) -> dict[str, Any]:
        """The JSON of the command contract: baht with two decimals, ``None`` where unknown. ``written`` writes a
        sentence in a language.
        in a language.
        """
        message = self.verdict.message
        money = {name: baht_number(getattr(self, f"{name}_satang")) for name in _SUMMARY_MONEY_FIRST}
        return {
            "day": _iso(self.day),
            "cutoffs": {kind: _iso(day) for kind, day in self.cutoffs.items()},
            "uploads": dict(self.uploads),
            "target_groups": self.target_groups,
            "registered_groups": self.registered_groups,
            "expected_groups": self.expected_groups,
            **{f"{name}_baht": value for name, value in money.items()},
            "developed_groups": self.developed_groups,
            "expected_disbursed_baht": baht_number(self.expected_disbursed_satang),
            "tolerance_baht": baht_number(self.tolerance_satang),
            "cabinet_baht": baht_number(self.cabinet_satang),
            "bac_baht": baht_number(self.bac_satang),
            "pv_baht": baht_number(self.pv_satang),
            "ev_baht": baht_number(self.ev_satang),
            "ac_baht": baht_number(self.ac_satang),
            "spi": None if self.spi is None else float(self.spi),
            "cpi": None if self.cpi is None else float(self.cpi),
            "eac_baht": baht_number(self.eac_satang),
            "verdict": {"code": self.verdict.code, "th": written(message, "th"), "en": written(message, "en")},
            "state": self.state,
        }


def compute(view: View, today: date | None = None) -> Figures:
    """All figures of a view.

    ``today`` is the clock's day in Bangkok and decides staleness alone; leave it out where a past day is looked at.
    """
    ledger = read_ledger(view)
    groups, no_groups = group_part(view)
    money, no_money = money_part(view, ledger)
    plan, no_plan = plan_part(view)
    both, not_both = joint_part(view, ledger, money, today)
    cutoffs = {kind: cutoff for kind in KINDS if (cutoff := view.cutoff(kind)) is not None}
    return Figures(
        **vars(groups),
        **vars(money),
        **vars(plan),
        **vars(both),
        day=view.day,
        state=None if view.day is None else view.project.state(view.day),
        cutoffs=cutoffs,
        uploads={kind: view.uploads[kind].id for kind in cutoffs},
        not_yet_counted={kind: _after(view, kind, cutoff) for kind, cutoff in cutoffs.items() if kind in _DATES},
        reasons=no_groups | no_money | no_plan | not_both,
    )


def _after(view: View, kind: Kind, cutoff: date) -> int:
    """Rows with a date later than the cut-off: they stand in the file and do not count yet."""
    columns = [view.of(kind)[name] for name in _DATES[kind]]
    late = {day for column in columns for day in set(column) if day is not None and day > cutoff}
    return sum(any(day in late for day in days) for days in zip(*columns, strict=True)) if late else 0


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
