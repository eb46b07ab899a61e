"""The rows that figures count: rules over the rows of one kind, up to a day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from core.calendar import month_end
from core.figures.earned import is_accepted_unpaid
from core.ledger import Position, planned_procurement
from core.model import Snapshot, active, developed, registered


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries of the register, each with the sign by which it counts in a sum."""

    signs: Mapping[str, int]

    def __call__(self, view: Snapshot, day: date) -> list[bool]:
        """For each row of the register, whether it is one of these entries, dated by the day."""
        rows = view.of("spending")
        return [entry in self.signs and on <= day for entry, on in zip(rows["entry"], rows["date"], strict=True)]

    def total(self, position: Position) -> int:
        """Their sum with signs in a balance, satang."""
        return sum(sign * int(getattr(position, entry)) for entry, sign in self.signs.items())


TRANSFERS = Entries({"transfer_in": 1, "transfer_out": -1})
ALLOTMENTS = Entries({"allotment": 1})
PAYMENTS = Entries({"disbursement": 1, "refund": -1})
ORDERS = Entries({"commitment": 1, "disbursement": -1, "refund": 1, "release": -1})
EVERYTHING = Entries({**ORDERS.signs, **TRANSFERS.signs})
ANY_MONEY = Entries({**PAYMENTS.signs, **TRANSFERS.signs})


def registered_groups(view: Snapshot, day: date) -> list[bool]:
    """Groups registered within the project by the day."""
    return registered(view.project, view.of("groups"), day)


def developed_groups(view: Snapshot, _day: date) -> list[bool]:
    """Active groups that were handed what the contract delivers."""
    return developed(view.project, view.of("groups"))


def active_groups(view: Snapshot, _day: date) -> list[bool]:
    """Groups that are still in the project."""
    return active(view.of("groups"))


def groups_awaiting_date(view: Snapshot, _day: date) -> list[bool]:
    """Active groups at the goal without a date of registration."""
    return _at_goal(view, lambda on: on is None)


def groups_registered_before(view: Snapshot, _day: date) -> list[bool]:
    """Active groups at the goal that registered before the project began."""
    return _at_goal(view, lambda on: on is not None and on < view.project.start)


def _at_goal(view: Snapshot, holds: Callable[[date | None], bool]) -> list[bool]:
    rows, goal = view.of("groups"), view.stages.at_goal
    columns = (active(rows), rows["stage"], rows["registered_on"])
    return [there and stage in goal and holds(on) for there, stage, on in zip(*columns, strict=True)]


def products_on_record(view: Snapshot, _day: date) -> list[bool]:
    """Products with a day of OTOP registration."""
    return [on is not None for on in view.of("products")["otop_registered_on"]]


def months_over(view: Snapshot, day: date) -> list[bool]:
    """Months of the plan that are over by the day."""
    return [month_end(month) <= day for month in view.of("plan")["month"]]


def every_month(view: Snapshot, _day: date) -> list[bool]:
    """Every month of the plan."""
    return [True] * len(view.of("plan"))


def accepted_unpaid_instalments(view: Snapshot, day: date) -> list[bool]:
    """Instalments accepted and not paid by the day."""
    return is_accepted_unpaid(view.of("instalments"), day)


def paid_after_the_end(view: Snapshot, day: date) -> list[bool]:
    """Payments on orders, less what came back, after the project's last day."""
    orders, end = view.of("spending")["settles"], view.project.end
    dates = view.of("spending")["date"]
    return [
        paid and on > end and bool(order) for paid, on, order in zip(PAYMENTS(view, day), dates, orders, strict=True)
    ]


def planned_procurement_entries(view: Snapshot, day: date) -> list[bool]:
    """Entries on planned lines that go through procurement."""
    rows = view.of("spending")
    lines = {line.name for line in planned_procurement(view.project)}
    return [line in lines and on <= day for line, on in zip(rows["expense_line"], rows["date"], strict=True)]


def entries_that_may_lapse(view: Snapshot, day: date) -> list[bool]:
    """Every entry; until the last safe day of direct payments those of procurement lines alone."""
    everything = EVERYTHING(view, day)
    if view.day is not None and view.day < (view.project.last_safe_direct or view.project.end):
        return [a and b for a, b in zip(everything, planned_procurement_entries(view, day), strict=True)]
    return everything
