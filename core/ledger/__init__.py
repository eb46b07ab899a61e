"""Money: what orders owe, where the budget stands, plan and targets, the contract, what to look at twice."""

from core.ledger.anomalies import Anomaly
from core.ledger.balance import (
    CabinetLine,
    YearEnd,
    at_risk,
    balances,
    cabinet_lines,
    entries_counted,
    orders_to_carry_over,
    planned_procurement,
    positions_by_line,
    procurement_uncommitted,
    read_ledger,
    revised_budget,
    saving,
    year_end,
)
from core.ledger.bridge import Bridge
from core.ledger.contract import Milestone, instalments, milestones
from core.ledger.ledger import NOTHING, TAKES, Ledger, Orders, Position, Suspect, suspects
from core.ledger.schedule import Measure, plan_day, plan_line
from core.ledger.sums import positions_among

__all__ = [
    "NOTHING",
    "TAKES",
    "Anomaly",
    "Bridge",
    "CabinetLine",
    "Ledger",
    "Measure",
    "Milestone",
    "Orders",
    "Position",
    "Suspect",
    "YearEnd",
    "at_risk",
    "balances",
    "cabinet_lines",
    "entries_counted",
    "instalments",
    "milestones",
    "orders_to_carry_over",
    "plan_day",
    "plan_line",
    "planned_procurement",
    "positions_among",
    "positions_by_line",
    "procurement_uncommitted",
    "read_ledger",
    "revised_budget",
    "saving",
    "suspects",
    "year_end",
]
