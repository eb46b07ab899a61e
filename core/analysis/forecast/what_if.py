"""What if groups slip past the year's end, and each group still to come costs so much? Arithmetic, never a forecast."""

from dataclasses import dataclass

from core.figures import Figures
from core.money import divide


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The year's end under an assumption. Amounts in satang; ``left_satang`` below zero: over the budget."""

    registered_groups: int
    disbursed_satang: int
    left_satang: int


@dataclass(frozen=True, slots=True)
class Room:
    """What may be assumed: groups that still have to register, and the baht a group that would use up the budget."""

    groups: int
    each_satang: int


def room(figures: Figures) -> Room | None:
    """The room for assumptions; ``None`` where a side is unknown, the target is reached or the year is closed."""
    registered, disbursed = figures.whole("registered_groups", None), figures.whole("disbursed_satang", None)
    if registered is None or disbursed is None or figures.state == "closed":
        return None
    groups = figures.target_groups - registered
    return Room(groups, max(0, divide(figures.net_budget_satang - disbursed, groups))) if groups > 0 else None


def what_if(figures: Figures, slipped: int, each_satang: int) -> WhatIf:
    """The end of the year if ``slipped`` of the groups still to come do not make it, and each of the others costs
    ``each_satang``. Needs figures that have ``room``.
    """
    registered, disbursed = figures.whole("registered_groups", None), figures.whole("disbursed_satang", None)
    if registered is None or disbursed is None:
        raise ValueError("nothing can be assumed of what is not known")
    coming = max(0, figures.target_groups - registered - slipped)
    spent = disbursed + coming * each_satang
    return WhatIf(registered + coming, spent, figures.net_budget_satang - spent)


def budget_a_group(figures: Figures) -> int:
    """Satang of the budget after transfers for each group of the target: what the other stands beside."""
    return divide(figures.net_budget_satang, figures.target_groups)
