"""How late an instalment is and what that costs the contractor: an estimate, before any waiver or reduction.

The clock runs from the day after the due date until delivery (acceptance may take longer and is not the contractor's
time); while nothing is delivered it runs to the cut-off. The rate and its base are settings of the project; without
them the days are known and the money is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.model import Rows
from core.model.project import Project
from core.money import round_half_up

LINE_PERCENT = 10  # of the contract: from here on the office considers ending it (Regulation of 2560, clause 183)


@dataclass(frozen=True, slots=True)
class Penalty:
    """Days late and money (satang) of one instalment; ``running`` while it is not delivered.

    ``per_day_satang`` and what follows from it are unknown where the project has no rate.
    """

    days_late: int
    per_day_satang: int | None
    base_satang: int
    running: bool
    contract_satang: int  # the whole contract, whatever the penalty is a share of
    contract_penalty_satang: int | None  # the estimates of all its instalments

    @property
    def over_line(self) -> bool:
        """Whether the estimates of the contract come to more than the line."""
        return (self.contract_penalty_satang or 0) * 100 > self.contract_satang * LINE_PERCENT

    @property
    def satang(self) -> int | None:
        """The estimate: days late at the daily rate."""
        return None if self.per_day_satang is None else self.days_late * self.per_day_satang


def penalties(project: Project, instalments: Rows, cutoff: date) -> list[Penalty | None]:
    """One for each row; ``None`` for milestones and for instalments that are not late on ``cutoff``."""
    contracts: dict[str | None, int] = {}
    for contract, amount in zip(instalments["contract_no"], instalments["amount_satang"], strict=True):
        contracts[contract] = contracts.get(contract, 0) + (amount or 0)
    found: list[Penalty | None] = []
    for amount, contract, due, delivered in instalments.each("amount_satang", "contract_no", "due_on", "delivered_on"):
        running = delivered is None or delivered > cutoff
        late = ((cutoff if running else delivered) - due).days
        if amount is None or late <= 0:
            found.append(None)
            continue
        base = contracts[contract] if project.penalty_base == "contract" else amount
        found.append(Penalty(late, _per_day(project, base), base, running, contracts[contract], None))
    return _with_sums(found, instalments["contract_no"])


def _with_sums(found: list[Penalty | None], contracts: Sequence[str | None]) -> list[Penalty | None]:
    """Each penalty with the sum of those of its contract."""
    sums: dict[str | None, int] = {}
    for contract, one in zip(contracts, found, strict=True):
        sums[contract] = sums.get(contract, 0) + ((one and one.satang) or 0)
    return [
        replace(one, contract_penalty_satang=sums[contract]) if one and one.per_day_satang is not None else one
        for contract, one in zip(contracts, found, strict=True)
    ]


def _per_day(project: Project, base_satang: int) -> int | None:
    """The rate's share of the base in satang, half up, and never less than the minimum; ``None`` without a rate."""
    if project.penalty_percent_per_day is None:
        return None
    share = Decimal(base_satang) * project.penalty_percent_per_day / 100
    return max(project.penalty_minimum_satang or 0, int(round_half_up(share)))
