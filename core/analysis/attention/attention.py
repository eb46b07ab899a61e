"""What to follow up: at most five lines, most pressing first, each a fact with its numbers and never a blame.

Everything goes by the data's own days, never by the clock. A closed year asks for nothing.
"""

from collections.abc import Iterable
from datetime import date
from textwrap import shorten
from typing import Any

from core.analysis.attention.attention_contract import (
    late_instalments,
    late_milestone,
    next_milestone,
    waiting_instalments,
)
from core.analysis.attention.need import HORIZON_DAYS, Need, need
from core.calendar import quarters
from core.figures import Figures, is_waiting
from core.ledger import orders_to_carry_over, procurement_uncommitted, read_ledger, schedule
from core.model import Snapshot, reached
from core.model.project import Window
from core.money import Baht, exact_baht
from core.text import Message, hide

MOST = 5
LONG_IN_STAGE_DAYS = 60  # from when a group at one stage is worth a visit
STEP_LETTERS = 60  # of a next step


def needs(view: Snapshot, figures: Figures) -> list[Need]:
    """The most pressing lines of what to follow up on the view's day, at most ``MOST``."""
    return every_need(view, figures)[:MOST]


def every_need(view: Snapshot, figures: Figures) -> list[Need]:
    """All that there is to follow up on the view's day, the most pressing first.

    What keeps the figures from being trusted, the cabinet's target, late deliveries, money that runs out of time,
    windows that close, instalments that wait, late steps of the procurement, missing dates, long stays, missing papers,
    the next step.
    """
    day = figures.day
    if day is None or figures.state == "closed":
        return []
    return [
        *_doubtful(figures),
        *_below_cabinet(view, figures, day),
        *late_instalments(view),
        *_allotment(figures),
        *_plan_over(view, figures),
        *_last_safe_days(view, figures, day),
        *_carry_over(view, day),
        *_window(view, day),
        *waiting_instalments(view),
        *late_milestone(view, day),
        *_missing_dates(view, figures),
        *_long_in_stage(view),
        *_papers(view, day),
        *next_milestone(view, day),
    ]


def _doubtful(figures: Figures) -> Iterable[Need]:
    """Entries that withhold the verdict, and data that have grown old."""
    entries = sum(suspect.entries for suspect in figures.suspects)
    if entries:
        yield need("check", k=entries)
    if figures.stale:
        yield need("old", days=figures.age_days)


def _allotment(figures: Figures) -> Iterable[Need]:
    """Nearly all of the money received is used: what comes next waits for more."""
    allotted, spent = figures.whole("allocated_satang", 0), figures.whole("used_satang", 0)
    if is_waiting(allotted, spent, figures.net_budget_satang):
        yield need("allotment", used_satang=Baht(spent), amount_satang=Baht(allotted))


def _below_cabinet(view: Snapshot, figures: Figures, day: date) -> Iterable[Need]:
    """Money on plan and below the cabinet's curve: the gap, and what the curve asks for at the next quarter's end."""
    line, joint = figures.verdict.below, figures.joint_day
    if line is None or joint is None:
        return
    curve = next(curve for curve in view.project.curves if curve.code == line["code"])
    end = next(last for _, _, last in quarters(view.project.fiscal_year_be) if last > min(joint, day))
    asked = schedule.curve_satang(curve, view.project, end, figures.whole("bac_satang", 0))
    yield need(
        "cabinet",
        gap_satang=Baht(line["satang"] - line["compared_satang"]),
        basis=Message(f"basis.{line['basis']}"),
        dt=end,
        pct=schedule.shown_percent(curve, view.project, end),
        amount_satang=Baht(asked),
    )


def _plan_over(view: Snapshot, figures: Figures) -> Iterable[Need]:
    """The plan in force ends above the budget that transfers left."""
    line, net = schedule.plan_line(view.of("plan"), "planned_disbursed_satang"), figures.net_budget_satang
    if line is None or net == view.project.budget_satang or line.values[-1] <= net:
        return
    plan, left, over = exact_baht(line.values[-1], net, line.values[-1] - net)
    yield need("plan_over", plan_satang=plan, net_satang=left, over_satang=over)


def _last_safe_days(view: Snapshot, figures: Figures, day: date) -> Iterable[Need]:
    """The nearer of the two last safe days within the horizon with what it is about, and what may lapse since the one
    that has passed.
    """
    project, left = view.project, max(0, figures.whole("remaining_satang", 0))
    procurement, direct = project.last_safe_procurement, project.last_safe_direct
    if procurement is None or direct is None:
        return
    lapsing = figures.whole("at_risk_satang", 0) if day > direct else 0
    if (procurement - day).days <= HORIZON_DAYS and day <= direct:
        ledger = read_ledger(view)
        uncommitted = None if ledger is None else procurement_uncommitted(view, ledger)
        satang = left if uncommitted is None else min(uncommitted, left)
        if day > procurement:
            lapsing = 0 if uncommitted is None else satang
        elif satang > 0:
            yield _last_safe("lastsafe_all" if uncommitted is None else "lastsafe", procurement, satang)
            return
    if 0 <= (direct - day).days <= HORIZON_DAYS and left > lapsing:
        yield _last_safe("lastsafe_direct" if lapsing else "lastsafe_all", direct, left - lapsing, lapsing)
    elif lapsing:
        yield need("lapse", dt=project.end, amount_satang=Baht(lapsing))


def _last_safe(sentence: str, last: date, satang: int, lapsing: int = 0) -> Need:
    more = {"lapse_satang": Baht(lapsing)} if lapsing else {}
    return need("lastsafe", sentence=sentence, dt=last, amount_satang=Baht(satang), **more)


def _carry_over(view: Snapshot, day: date) -> Iterable[Need]:
    """Near the year's end: outstanding on orders large enough to be carried over."""
    project, satang = view.project, sum(orders_to_carry_over(view).values())
    if satang and (project.end - day).days <= HORIZON_DAYS:
        yield need("carryover", dt=project.end, amount_satang=Baht(satang))


def _window(view: Snapshot, day: date) -> Iterable[Need]:
    """A window that is open and closes within the horizon while groups still lack papers."""
    lacking, window = _lacking_papers(view), _closing(view, day)
    if lacking and window:
        days = (window.closes - day).days
        yield need("window", lacking, days=days, k=len(lacking), closes=window.closes)


def _papers(view: Snapshot, day: date) -> Iterable[Need]:
    """Groups that have been handed over their products and still lack papers, where no window says so already."""
    rows, ready = view.of("groups"), reached(view.project, view.project.developed_stage)
    stages = dict(zip(rows["code"], rows["stage"], strict=True))
    lacking = tuple(code for code in _lacking_papers(view) if stages[code] in ready)
    if lacking and not _closing(view, day):
        yield need("papers", lacking, k=len(lacking))


def _closing(view: Snapshot, day: date) -> Window | None:
    """The window that is open and closes within the horizon."""
    windows = (w for w in view.project.windows if w.opens <= day and 0 <= (w.closes - day).days <= HORIZON_DAYS)
    return next(windows, None)


def _lacking_papers(view: Snapshot) -> tuple[str, ...]:
    """Active groups short of the goal that lack papers."""
    rows, goal = view.of("groups"), view.stages.at_goal
    return tuple(
        code
        for code, status, stage, papers in rows.each("code", "status", "stage", "missing_papers")
        if status == "active" and stage not in goal and papers
    )


def _missing_dates(view: Snapshot, figures: Figures) -> Iterable[Need]:
    if not figures.whole("awaiting_date_groups", 0):
        return
    rows, goal = view.of("groups"), view.stages.at_goal
    waiting = tuple(
        code
        for code, status, stage, on in rows.each("code", "status", "stage", "registered_on")
        if status == "active" and stage in goal and on is None
    )
    yield need("awaiting_date", waiting, k=len(waiting))


def _long_in_stage(view: Snapshot) -> Iterable[Need]:
    """Groups short of the goal whose stage began long before the groups' cut-off."""
    rows, cutoff, goal = view.of("groups"), view.cutoff("groups"), view.stages.at_goal
    staying = tuple(
        code
        for code, status, stage, since in rows.each("code", "status", "stage", "stage_since")
        if cutoff is not None
        and status == "active"
        and stage not in goal
        and since is not None
        and (cutoff - since).days > LONG_IN_STAGE_DAYS
    )
    if not staying:
        return
    params: dict[str, Any] = {"k": len(staying), "days": LONG_IN_STAGE_DAYS}
    steps = dict(zip(rows["code"], rows["next_step"], strict=True))
    first = next((code for code in staying if steps[code]), None)
    if first is None:
        yield need("support", staying, **params)
        return
    step = shorten(hide(steps[first]), STEP_LETTERS, placeholder=" …")
    yield need("support", staying, sentence="support_step", **params, code=first, step=step)
