"""Earned value: the worth of the work beside its cost, by the 0/100 rule (a group counts once it is registered).

All amounts are satang on one day, the earlier of the two cut-offs. Definitions: PMI, Practice Standard for Earned
Value Management. Indices of the first weeks say nothing, so they are withheld until a fifth of the work is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import compress

from core.money import divide, round_half_up
from core.rows import Rows

SHOWN_FROM_PERCENT = 20
INDEX_PLACES = 4


@dataclass(frozen=True, slots=True)
class Earned:
    """BAC, PV, EV, AC and what follows. ``reasons``: field of the figures -> a key of ``core.phrases.REASONS``."""

    bac: int
    pv: int | None
    ev: int
    ac: int
    spi: Decimal | None
    cpi: Decimal | None
    eac: int | None
    reasons: Mapping[str, str]


def earned(*, net_budget: int, target: int, registered: int, expected: int | None, cost: int) -> Earned:
    """PV and EV are groups planned and registered at net budget ÷ target each; AC is ``cost``."""
    pv = None if expected is None else divide(expected * net_budget, target)
    ev = divide(registered * net_budget, target)
    early = ev <= 0 or ev * 100 < SHOWN_FROM_PERCENT * net_budget
    reasons: dict[str, str] = {}
    if early:
        reasons |= dict.fromkeys(("spi", "cpi", "eac_satang"), "ev_wait")
    elif cost <= 0:
        reasons |= dict.fromkeys(("cpi", "eac_satang"), "no_cost")
    if pv is None:
        reasons["pv_satang"] = "no_plan"
    if not early and not pv:
        reasons["spi"] = "no_plan" if pv is None else "nothing_planned"
    return Earned(
        bac=net_budget,
        pv=pv,
        ev=ev,
        ac=cost,
        spi=None if "spi" in reasons or not pv else _index(ev, pv),
        cpi=None if "cpi" in reasons else _index(ev, cost),
        eac=None if "eac_satang" in reasons else divide(net_budget * cost, ev),
        reasons=reasons,
    )


def is_accepted_unpaid(instalments: Rows, day: date) -> list[bool]:
    """For each row, whether it has an amount, is accepted by ``day`` and not paid by it."""
    columns = (instalments[name] for name in ("amount_satang", "accepted_on", "paid_on"))
    return [
        amount is not None and accepted is not None and accepted <= day and (paid is None or paid > day)
        for amount, accepted, paid in zip(*columns, strict=True)
    ]


def accepted_unpaid(instalments: Rows, day: date) -> int:
    """Satang of instalments accepted by ``day`` and not paid by it: a cost that is not yet cash."""
    return sum(compress(instalments["amount_satang"], is_accepted_unpaid(instalments, day)))


def _index(part: int, whole: int) -> Decimal:
    return round_half_up(Decimal(part) / Decimal(whole), INDEX_PLACES)
