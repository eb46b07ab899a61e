"""The contract and the procurement before it: instalments with their penalty, milestones with their next step.

Both are rows of the kind instalments; a row without an amount is a milestone, done on its date of delivery.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.ledger.penalty import LINE_PERCENT, Penalty, penalties
from core.model import Snapshot
from core.money import divide, percent

Row = dict[str, Any]


def instalments(view: Snapshot) -> list[Row]:
    """The contract's instalments and the procurement's milestones as the file has them, by due date.

    Beside the columns of the file: ``milestone``; ``status`` on the cut-off (waiting, late, delivered, accepted, paid;
    a milestone: waiting, late, done); days_late; penalty_satang (an estimate, ``None`` where there is none),
    per_day_satang, penalty_percent (all estimates of its contract, of the contract), line_satang (10 % of the contract)
    and over_line; ``penalty_unknown`` where it is late and the project has no rate.
    """
    cutoff, rows = view.cutoff("instalments"), view.of("instalments")
    if cutoff is None:
        return []
    found = []
    for row, penalty in zip(rows.records(), penalties(view.project, rows, cutoff), strict=True):
        late = max(0, (cutoff - row["due_on"]).days) if not _by(row["delivered_on"], cutoff) else 0
        found.append(
            row
            | {
                "milestone": row["amount_satang"] is None,
                "status": _status(row, cutoff),
                "days_late": penalty.days_late if penalty else late,
                "penalty_satang": penalty.satang if penalty else None,
                "per_day_satang": penalty.per_day_satang if penalty else None,
                "penalty_unknown": penalty is not None and penalty.satang is None,
                "penalty_percent": _percent_of_contract(penalty),
                "line_satang": divide(penalty.contract_satang * LINE_PERCENT, 100) if penalty else None,
                "over_line": penalty is not None and penalty.over_line,
            }
        )
    return sorted(found, key=lambda row: (row["due_on"], row["no"]))


def _percent_of_contract(penalty: Penalty | None) -> Decimal | None:
    if penalty is None or penalty.contract_penalty_satang is None:
        return None
    return percent(penalty.contract_penalty_satang, penalty.contract_satang)


def _status(row: Row, cutoff: date) -> str:
    milestone = row["amount_satang"] is None
    steps = (("paid_on", "paid"), ("accepted_on", "accepted"), ("delivered_on", "delivered"))
    for name, status in steps:
        if _by(row[name], cutoff):
            return "done" if milestone else status
    return "late" if row["due_on"] < cutoff else "waiting"


def _by(day: date | None, cutoff: date) -> bool:
    return day is not None and day <= cutoff


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of the procurement: planned on ``due_on``, done on ``done_on`` (``None`` while it is not)."""

    no: str
    name: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Procurement:
    """How far the procurement is: the last step done, the next one, and how many of all are done."""

    last: Milestone | None
    next: Milestone | None
    done: int
    steps: int

    @property
    def running(self) -> bool:
        """Whether a step is still to come."""
        return self.next is not None


def milestones(view: Snapshot) -> Procurement | None:
    """The steps of the procurement as they stand on the cut-off; ``None`` where the office lists none."""
    cutoff, rows = view.cutoff("instalments"), view.of("instalments")
    if cutoff is None:
        return None
    steps = [
        Milestone(no, name or no, due, done if _by(done, cutoff) else None)
        for no, name, due, done, amount in rows.each("no", "name", "due_on", "delivered_on", "amount_satang")
        if amount is None
    ]
    if not steps:
        return None
    steps.sort(key=lambda step: (step.due_on, step.no))
    done = [step for step in steps if step.done_on]
    waiting = [step for step in steps if not step.done_on]
    last = max(done, key=lambda step: (step.done_on or step.due_on, step.due_on), default=None)
    return Procurement(last, waiting[0] if waiting else None, len(done), len(steps))
