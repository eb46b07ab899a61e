"""What to follow up of the contract: instalments past due or waiting, and the next step of the procurement."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from core.analysis.attention.need import HORIZON_DAYS, Need, need
from core.ledger import Milestone, instalments, milestones
from core.model import Snapshot
from core.money import Baht


def late_instalments(view: Snapshot) -> Iterable[Need]:
    """Instalments past due and not delivered; a delivered one has no clock that runs."""
    for row in instalments(view):
        if row["status"] == "late" and not row["milestone"]:
            sentence = "instalment_late_no_rate" if row["penalty_unknown"] else "instalment_late"
            penalty = None if row["penalty_satang"] is None else Baht(row["penalty_satang"])
            params = {"q": row["no"], "h": row["days_late"], "penalty_satang": penalty}
            yield need("instalment_late", sentence=sentence, **params)


def waiting_instalments(view: Snapshot) -> Iterable[Need]:
    """Instalments that wait for acceptance, then those that wait for payment; the longest wait first. One that the
    ledger, newer than the instalments, shows as paid meanwhile waits no more: a payment pays one instalment of its
    amount, an accepted one before one that was only delivered.
    """
    paid = _paid_meanwhile(view)
    rows = [row for row in instalments(view) if not row["milestone"]]
    left = {
        status: [row for row in rows if row["status"] == status and not _take(paid, row)]
        for status in ("accepted", "delivered")
    }
    for status, code in (("delivered", "instalment"), ("accepted", "instalment_pay")):
        for row in left[status]:
            yield need(code, q=row["no"], amount_satang=Baht(row["amount_satang"]))


def _take(paid: Counter[tuple[str, int]], row: Mapping[str, Any]) -> bool:
    """Whether a payment is left for this instalment, which then is used up. Its contract, where it names one."""
    contract, satang = row["contract_no"], row["amount_satang"]
    for order, amount in paid:
        if amount == satang and contract in (None, order) and paid[order, amount] > 0:
            paid[order, amount] -= 1
            return True
    return False


def _paid_meanwhile(view: Snapshot) -> Counter[tuple[str, int]]:
    """The payments on orders after the day of the instalments, up to the ledger's: (order, satang)."""
    known, cutoff = view.cutoff("instalments"), view.cutoff("spending")
    if known is None or cutoff is None or cutoff <= known:
        return Counter()
    rows = view.of("spending")
    return Counter(
        (order, satang)
        for entry, order, day, satang in rows.each("entry", "settles", "date", "amount_satang")
        if entry == "disbursement" and order is not None and known < day <= cutoff
    )


def late_milestone(view: Snapshot, day: date) -> Iterable[Need]:
    """The next step of the procurement, where its planned day has passed."""
    step = _next_step(view)
    if step and step.due_on < day:
        yield need("milestone_late", name=step.name, dt=step.due_on)


def next_milestone(view: Snapshot, day: date) -> Iterable[Need]:
    """The next step of the procurement, where its planned day is near."""
    step = _next_step(view)
    if step and 0 <= (step.due_on - day).days <= HORIZON_DAYS:
        yield need("milestone", name=step.name, dt=step.due_on)


def _next_step(view: Snapshot) -> Milestone | None:
    procurement = milestones(view)
    return procurement.next if procurement else None
