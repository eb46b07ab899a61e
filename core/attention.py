"""What to follow up: at most five lines, most pressing first, each a fact with its numbers and never a blame.

Everything goes by the data's own days, never by the clock. A closed year asks for nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from textwrap import shorten
from typing import Any

from core.balance import procurement_unbound, read_ledger
from core.contract import Milestone, Procurement, instalments, milestones
from core.figures import Figures
from core.money import format_baht
from core.phrases import NEEDS, say
from core.privacy import mask_persons_in
from core.project import Window
from core.stages import reached
from core.verdict import is_waiting
from core.view import View

__all__ = ["MOST", "Need", "Procurement", "milestones", "needs"]

MOST = 5
HORIZON_DAYS = 45  # how far ahead a last day is announced
LONG_IN_STAGE_DAYS = 60  # from when a group at one stage is worth a visit
STEP_LETTERS = 60  # of a next step


@dataclass(frozen=True, slots=True)
class Need:
    """One line; ``params`` are the numbers and days in it (satang, counts, dates, names), ``groups`` whom it means."""

    code: str
    th: str
    en: str
    params: Mapping[str, Any] = field(default_factory=dict)
    groups: tuple[str, ...] = ()

    def get(self, lang: str) -> str:
        """The sentence in ``th`` or ``en``."""
        return self.th if lang == "th" else self.en


def needs(view: View, figures: Figures) -> list[Need]:
    """What to follow up on the view's day. What keeps the figures from being trusted comes first, then late deliveries,
    money that runs out of time, windows that close, instalments that wait, late steps of the procurement, missing
    dates, long stays, missing papers, and the next step.
    """
    day = figures.day
    if day is None or figures.state == "closed":
        return []
    found = [
        *_doubtful(figures),
        *_late_instalments(view),
        *_allotment(figures),
        *_last_safe_days(view, figures, day),
        *_carry_over(view, day),
        *_window(view, day),
        *_waiting_instalments(view),
        *_late_milestone(view, day),
        *_missing_dates(view, figures),
        *_long_in_stage(view),
        *_papers(view, day),
        *_next_milestone(view, day),
    ]
    return found[:MOST]


def _doubtful(figures: Figures) -> Iterable[Need]:
    """Entries that withhold the verdict, and data that have grown old."""
    entries = sum(suspect.entries for suspect in figures.suspects)
    if entries:
        yield _need("check", {"k": entries}, k=entries)
    if figures.stale:
        yield _need("old", {"days": figures.age_days}, days=figures.age_days)


def _allotment(figures: Figures) -> Iterable[Need]:
    """Nearly all of the money received is used: what comes next waits for more."""
    if is_waiting(figures.allocated_satang, figures.used_satang, figures.net_budget_satang):
        params = {"used_satang": figures.used_satang, "amount_satang": figures.allocated_satang}
        yield _need("allotment", params, used=_baht(figures.used_satang), amt=_baht(figures.allocated_satang))


def _late_instalments(view: View) -> Iterable[Need]:
    """Instalments past due and not delivered; a delivered one has no clock that runs."""
    for row in instalments(view):
        if row["status"] == "late" and not row["milestone"]:
            params = {"q": row["no"], "h": row["days_late"], "penalty_satang": row["penalty_satang"]}
            if row["penalty_unknown"]:
                words = say(NEEDS["instalment_late_no_rate"], q=row["no"], h=row["days_late"])
                yield Need("instalment_late", *words, params=params)
            else:
                pen = _baht(row["penalty_satang"])
                yield _need("instalment_late", params, q=row["no"], h=row["days_late"], pen=pen)


def _waiting_instalments(view: View) -> Iterable[Need]:
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
            params = {"q": row["no"], "amount_satang": row["amount_satang"]}
            yield _need(code, params, q=row["no"], amt=_baht(row["amount_satang"]))


def _take(paid: Counter[tuple[str, int]], row: Mapping[str, Any]) -> bool:
    """Whether a payment is left for this instalment, which then is used up. Its contract, where it names one."""
    contract, satang = row["contract_no"], row["amount_satang"]
    for order, amount in paid:
        if amount == satang and contract in (None, order) and paid[order, amount] > 0:
            paid[order, amount] -= 1
            return True
    return False


def _paid_meanwhile(view: View) -> Counter[tuple[str, int]]:
    """The payments on orders after the day of the instalments, up to the ledger's: (order, satang)."""
    known, cutoff = view.cutoff("instalments"), view.cutoff("spending")
    if known is None or cutoff is None or cutoff <= known:
        return Counter()
    rows = view.of("spending")
    columns = (rows[name] for name in ("entry", "settles", "date", "amount_satang"))
    return Counter(
        (order, satang)
        for entry, order, day, satang in zip(*columns, strict=True)
        if entry == "disbursement" and order is not None and known < day <= cutoff
    )


def _last_safe_days(view: View, figures: Figures, day: date) -> Iterable[Need]:
    """The nearer of the two last safe days within the horizon with what it is about, and what may lapse since the one
    that has passed.
    """
    project, left = view.project, max(0, figures.remaining_satang or 0)
    procurement, direct = project.last_safe_procurement, project.last_safe_direct
    if procurement is None or direct is None:
        return
    lapsing = (figures.at_risk_satang or 0) if day > direct else 0
    if (procurement - day).days <= HORIZON_DAYS and day <= direct:
        ledger = read_ledger(view)
        unbound = None if ledger is None else procurement_unbound(view, ledger)
        satang = left if unbound is None else min(unbound, left)
        if day > procurement:
            lapsing = 0 if unbound is None else satang
        elif satang > 0:
            yield _last_safe("lastsafe_all" if unbound is None else "lastsafe", procurement, satang)
            return
    if 0 <= (direct - day).days <= HORIZON_DAYS and left > lapsing:
        yield _last_safe("lastsafe_direct" if lapsing else "lastsafe_all", direct, left - lapsing, lapsing)
    elif lapsing:
        params = {"dt": project.end, "amount_satang": lapsing}
        yield _need("lapse", params, {"dt": project.end}, amt=_baht(lapsing))


def _last_safe(sentence: str, last: date, satang: int, lapsing: int = 0) -> Need:
    params = {"dt": last, "amount_satang": satang} | ({"lapse_satang": lapsing} if lapsing else {})
    more = {"lapse": _baht(lapsing)} if lapsing else {}
    return Need("lastsafe", *say(NEEDS[sentence], {"dt": last}, amt=_baht(satang), **more), params=params)


def _carry_over(view: View, day: date) -> Iterable[Need]:
    """Near the year's end: outstanding on orders large enough to be carried over."""
    project, ledger = view.project, read_ledger(view)
    if ledger is None or (project.end - day).days > HORIZON_DAYS:
        return
    bound = ledger.orders.bound
    satang = sum(
        rest for order, rest in ledger.orders.outstanding().items() if bound[order] >= project.carryover_minimum_satang
    )
    if satang:
        yield _need("carryover", {"dt": project.end, "amount_satang": satang}, {"dt": project.end}, amt=_baht(satang))


def _window(view: View, day: date) -> Iterable[Need]:
    """A window that is open and closes within the horizon while groups still lack papers."""
    lacking, window = _lacking_papers(view), _closing(view, day)
    if lacking and window:
        days = (window.closes - day).days
        params = {"days": days, "k": len(lacking), "closes": window.closes}
        yield _need("window", params, groups=lacking, days=days, k=len(lacking))


def _papers(view: View, day: date) -> Iterable[Need]:
    """Groups that have been handed over their products and still lack papers, where no window says so already."""
    rows, ready = view.of("groups"), reached(view.project, view.project.developed_stage)
    stages = dict(zip(rows["code"], rows["stage"], strict=True))
    lacking = tuple(code for code in _lacking_papers(view) if stages[code] in ready)
    if lacking and not _closing(view, day):
        yield _need("papers", {"k": len(lacking)}, groups=lacking, k=len(lacking))


def _closing(view: View, day: date) -> Window | None:
    """The window that is open and closes within the horizon."""
    windows = (w for w in view.project.windows if w.opens <= day and 0 <= (w.closes - day).days <= HORIZON_DAYS)
    return next(windows, None)


def _lacking_papers(view: View) -> tuple[str, ...]:
    """Active groups short of the goal that lack papers."""
    rows, goal = view.of("groups"), view.stages.at_goal
    columns = (rows[name] for name in ("code", "status", "stage", "missing_papers"))
    return tuple(
        code
        for code, status, stage, papers in zip(*columns, strict=True)
        if status == "active" and stage not in goal and papers
    )


def _missing_dates(view: View, figures: Figures) -> Iterable[Need]:
    if not figures.awaiting_date_groups:
        return
    rows, goal = view.of("groups"), view.stages.at_goal
    columns = (rows[name] for name in ("code", "status", "stage", "registered_on"))
    waiting = tuple(
        code
        for code, status, stage, on in zip(*columns, strict=True)
        if status == "active" and stage in goal and on is None
    )
    yield _need("awaiting_date", {"k": len(waiting)}, groups=waiting, k=len(waiting))


def _long_in_stage(view: View) -> Iterable[Need]:
    """Groups short of the goal whose stage began long before the groups' cut-off."""
    rows, cutoff, goal = view.of("groups"), view.cutoff("groups"), view.stages.at_goal
    columns = (rows[name] for name in ("code", "status", "stage", "stage_since"))
    staying = tuple(
        code
        for code, status, stage, since in zip(*columns, strict=True)
        if cutoff is not None
        and status == "active"
        and stage not in goal
        and since is not None
        and (cutoff - since).days > LONG_IN_STAGE_DAYS
    )
    if not staying:
        return
    params = {"k": len(staying), "days": LONG_IN_STAGE_DAYS}
    steps = dict(zip(rows["code"], rows["next_step"], strict=True))
    first = next((code for code in staying if steps[code]), None)
    if first is None:
        yield _need("support", params, groups=staying, **params)
        return
    step = shorten(mask_persons_in(steps[first]), STEP_LETTERS, placeholder=" …")
    pair = say(NEEDS["support_step"], None, **params, code=first, step=step)
    yield Need("support", *pair, params=params, groups=staying)


def _late_milestone(view: View, day: date) -> Iterable[Need]:
    """The next step of the procurement, where its planned day has passed."""
    step = _next_step(view)
    if step and step.due_on < day:
        yield _need("milestone_late", {"name": step.name, "dt": step.due_on}, {"dt": step.due_on}, name=step.name)


def _next_milestone(view: View, day: date) -> Iterable[Need]:
    """The next step of the procurement, where its planned day is near."""
    step = _next_step(view)
    if step and 0 <= (step.due_on - day).days <= HORIZON_DAYS:
        yield _need("milestone", {"name": step.name, "dt": step.due_on}, {"dt": step.due_on}, name=step.name)


def _next_step(view: View) -> Milestone | None:
    procurement = milestones(view)
    return procurement.next if procurement else None


def _need(
    code: str,
    params: Mapping[str, Any],
    days: Mapping[str, date] | None = None,
    /,
    groups: tuple[str, ...] = (),
    **words: object,
) -> Need:
    return Need(code, *say(NEEDS[code], days, **words), params=params, groups=groups)


def _baht(satang: int | None) -> str:
    return format_baht(satang, 0)
