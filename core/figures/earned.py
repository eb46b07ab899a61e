"""Earned value: the worth of the work beside its cost, by the 0/100 rule (a group counts once it is registered).

All amounts are satang on one day, the earlier of the two cut-offs. Definitions: PMI, Practice Standard for Earned
Value Management. Indices of the first weeks say nothing, so they are withheld until a fifth of the work is done.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import compress

from core.figures.value import NotKnownError, needed
from core.model import Rows
from core.money import divide, round_half_up

SHOWN_FROM_PERCENT = 20
INDEX_PLACES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Groups registered and ``expected`` (unknown without a plan), budget and cost. Worth is groups × ``bac`` ÷ target.

    Once the year is ``closed`` nothing is estimated: no work of it is left to do. What is not known raises
    ``NotKnownError``. Indices have four decimals.
    """

    bac: int
    target: int
    registered: int
    expected: int | None
    ac: int
    closed: bool = False

    @property
    def ev(self) -> int:
        """Earned value: what the groups registered are worth."""
        return divide(self.registered * self.bac, self.target)

    @property
    def pv(self) -> int:
        """Planned value: what the groups planned are worth."""
        return divide(needed(self.expected, "no_plan") * self.bac, self.target)

    @property
    def sv(self) -> int:
        """Schedule variance, EV − PV."""
        return self.far_enough.ev - self.pv

    @property
    def spi(self) -> Decimal:
        """Schedule performance index, EV ÷ PV."""
        return _index(self.far_enough.ev, needed(self.far_enough.pv or None, "nothing_planned"))

    @property
    def cv(self) -> int:
        """Cost variance, EV − AC."""
        return self.far_enough.ev - self.ac

    @property
    def cpi(self) -> Decimal:
        """Cost performance index, EV ÷ AC."""
        return _index(self.far_enough.ev, self.far_enough.cost)

    @property
    def eac(self) -> int:
        """Estimate at completion, BAC ÷ CPI = BAC × AC ÷ EV."""
        return divide(self.bac * self.running.far_enough.cost, self.ev)

    @property
    def etc(self) -> int:
        """Estimate to complete, EAC − AC."""
        return self.eac - self.ac

    @property
    def vac(self) -> int:
        """Variance at completion, BAC − EAC."""
        return self.bac - self.eac

    @property
    def tcpi(self) -> Decimal:
        """To-complete index, (BAC − EV) ÷ (BAC − AC): what each baht still to come must bring."""
        left = max(0, self.running.far_enough.bac - self.ac) or None
        return _index(self.bac - self.ev, needed(left, "no_money_left"))

    @property
    def cost(self) -> int:
        """The actual cost, once there is some to divide by."""
        return needed(max(0, self.ac) or None, "no_cost")

    @property
    def running(self) -> "Work":
        """The same while the year runs."""
        if self.closed:
            raise NotKnownError("year_ended")
        return self

    @property
    def far_enough(self) -> "Work":
        """The same once a fifth of the work is done."""
        if self.ev <= 0 or self.ev * 100 < SHOWN_FROM_PERCENT * self.bac:
            raise NotKnownError("ev_wait")
        return self


def is_accepted_unpaid(instalments: Rows, day: date) -> list[bool]:
    """For each row, whether it has an amount, is accepted by ``day`` and not paid by it."""
    return [
        amount is not None and accepted is not None and accepted <= day and (paid is None or paid > day)
        for amount, accepted, paid in instalments.each("amount_satang", "accepted_on", "paid_on")
    ]


def accepted_unpaid(instalments: Rows, day: date) -> int:
    """Satang of instalments accepted by ``day`` and not paid by it: a cost that is not yet cash."""
    return sum(compress(instalments["amount_satang"], is_accepted_unpaid(instalments, day)))


def _index(part: int, whole: int) -> Decimal:
    return round_half_up(Decimal(part) / Decimal(whole), INDEX_PLACES)
