"""Earned value: the worth of the work beside its cost, by the 0/100 rule (a group counts once it is registered).

All amounts are satang on one day, the earlier of the two cut-offs. Definitions: PMI, Practice Standard for Earned
Value Management. Indices of the first weeks say nothing, so they are withheld until a fifth of the work is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import compress

from core.model.rows import Rows
from core.money import divide, round_half_up

SHOWN_FROM_PERCENT = 20
INDEX_PLACES = 4


@dataclass(frozen=True, slots=True)
class Earned:
    """BAC, PV, EV, AC and what follows, satang; indices with four decimals.

    SV = EV − PV, CV = EV − AC; SPI = EV ÷ PV, CPI = EV ÷ AC; EAC = BAC ÷ CPI, ETC = EAC − AC, VAC = BAC − EAC; TCPI =
    (BAC − EV) ÷ (BAC − AC), what each baht still to come must bring for the budget to suffice.
    ``reasons``: field of the figures -> a key of ``core.phrases.REASONS``.
    """

    bac: int
    pv: int | None
    ev: int
    ac: int
    spi: Decimal | None
    cpi: Decimal | None
    eac: int | None
    sv: int | None
    cv: int | None
    etc: int | None
    vac: int | None
    tcpi: Decimal | None
    reasons: Mapping[str, str]


def earned(
    *, net_budget: int, target: int, registered: int, expected: int | None, cost: int, closed: bool = False
) -> Earned:
    """PV and EV are groups planned and registered at net budget ÷ target each; AC is ``cost``. Once the year is
    ``closed`` nothing is estimated: no work of it is left to do.
    """
    pv = None if expected is None else divide(expected * net_budget, target)
    ev = divide(registered * net_budget, target)
    early = ev <= 0 or ev * 100 < SHOWN_FROM_PERCENT * net_budget
    reasons = _reasons(early=early, cost=cost, pv=pv, left=net_budget - cost)
    if closed:
        reasons |= dict.fromkeys(_ESTIMATES, "year_ended")
    eac = None if "eac_satang" in reasons else divide(net_budget * cost, ev)
    return Earned(
        bac=net_budget,
        pv=pv,
        ev=ev,
        ac=cost,
        spi=None if "spi" in reasons or not pv else _index(ev, pv),
        cpi=None if "cpi" in reasons else _index(ev, cost),
        eac=eac,
        sv=None if "sv_satang" in reasons or pv is None else ev - pv,
        cv=None if "cv_satang" in reasons else ev - cost,
        etc=None if eac is None else eac - cost,
        vac=None if eac is None else net_budget - eac,
        tcpi=None if "tcpi" in reasons else _index(net_budget - ev, net_budget - cost),
        reasons=reasons,
    )


_OF_COST = ("cpi", "eac_satang", "etc_satang", "vac_satang")
_ESTIMATES = ("eac_satang", "etc_satang", "vac_satang", "tcpi")
_LATER = ("spi", *_OF_COST, "sv_satang", "cv_satang", "tcpi")  # what the first weeks would make of no use


def _reasons(*, early: bool, cost: int, pv: int | None, left: int) -> dict[str, str]:
    """Which figures are a dash, and why."""
    reasons = {"pv_satang": "no_plan"} if pv is None else {}
    if early:
        return reasons | dict.fromkeys(_LATER, "ev_wait")
    if cost <= 0:
        reasons |= dict.fromkeys(_OF_COST, "no_cost")
    if pv is None:
        reasons |= dict.fromkeys(("spi", "sv_satang"), "no_plan")
    elif pv == 0:
        reasons["spi"] = "nothing_planned"
    if left <= 0:
        reasons["tcpi"] = "no_money_left"
    return reasons


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
