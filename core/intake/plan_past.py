"""What a plan would change of months that are over: each month end that it would judge by other numbers.

A plan judges the days from its own on. One that is dated back judges months whose result was reported already; it is
stored only where a person has accepted each of those months.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.calendar import month_end
from core.figures import compute, decide, expected_on, joint_day, standing_on
from core.intake.issues import Issue
from core.ledger import Measure, Position, read_ledger
from core.model import Snapshot
from core.model.kinds import day_kinds
from core.model.project import Project
from core.money import Baht, ExactBaht, whole_baht
from core.text import Message, write_month

_MEASURES: tuple[Measure, Measure] = ("planned_groups", "planned_disbursed_satang")


@dataclass(frozen=True, slots=True)
class MonthStanding:
    """How a month end is judged: the verdict's code, and what the plan asks for by then (groups, satang)."""

    code: str
    groups: int | None
    satang: int | None

    def message(self, written: Callable[[int], Baht] = Baht) -> Message:
        """``เป็นไปตามแผน (แผน 12 กลุ่ม 262,000 บาท)``; ``written`` says with or without satang."""
        name = Message(f"standing.{self.code}")
        if self.groups is None and self.satang is None:
            return name
        amount = None if self.satang is None else written(self.satang)
        return Message("standing.plan", {"name": name, "groups": self.groups, "amt": amount})


@dataclass(frozen=True, slots=True)
class PastChange:
    """One month end that is judged otherwise than before."""

    day: date
    before: MonthStanding
    after: MonthStanding

    @property
    def id(self) -> str:
        """Names the tick: made of facts, so a tick does not outlive other data."""
        sides = (self.before, self.after)
        return "|".join((self.day.isoformat(), *(f"{s.code}:{s.groups}:{s.satang}" for s in sides)))

    @property
    def message(self) -> Message:
        """``30 มิ.ย. 64 จาก … เป็น …``."""
        return Message("standing.change", self._params())

    def issue(self) -> Issue:
        """The same as a warning, for a list of what was found in a file."""
        value = f"{self.day.day} {write_month(self.day)}"
        return Issue("plan_changes_past", "warning", value=value, params=self._params())

    def _params(self) -> dict[str, Any]:
        """The day and both sides, in whole baht; with satang where they differ in nothing else."""
        sides, written = (self.before, self.after), Baht
        if len({(side.code, side.groups, side.satang is None or whole_baht(side.satang)) for side in sides}) == 1:
            written = ExactBaht
        return {"day": self.day, "before": self.before.message(written), "after": self.after.message(written)}

    def as_json(self) -> dict[str, Any]:
        """What is kept with the upload once the month is accepted."""
        sides = {"before": self.before, "after": self.after}
        return {"day": self.day.isoformat()} | {
            name: {"code": side.code, "groups": side.groups, "satang": side.satang} for name, side in sides.items()
        }


def past_changes(
    days: Sequence[date], before: Callable[[date | None], Snapshot], after: Callable[[date | None], Snapshot]
) -> list[PastChange]:
    """The month ends among ``days`` (in order) that ``after`` judges otherwise than ``before``.

    Both give the view of a day as it is known now, of the newest day where it is ``None``. They hold the same rows but
    for the plan. A month end is looked at twice: as that day's own view shows it, and as the newest view judges it
    (quarters). It counts as changed where the plan asks for something else, even if the verdict is the same: the
    sentence and the tables would then show other numbers.
    """
    now = before(None), after(None)
    reached = joint_day(now[0])
    ledger = read_ledger(now[0])
    changed = []
    for day in days:
        then = before(day), after(day)
        if _asked(then[0]) == _asked(then[1]) and _plan_on(now[0], day) == _plan_on(now[1], day):
            continue
        position = ledger.on(day) if ledger and reached is not None and day <= reached else None
        codes = [_code(view, day, position) for view in now]
        if codes[0] == codes[1]:  # judged alike with the rows of today; as known then, perhaps not
            codes = [compute(view).verdict.code for view in then]
        sides = [MonthStanding(code, *_plan_on(view, day)) for code, view in zip(codes, now, strict=True)]
        changed.append(PastChange(day, *sides))
    return changed


def settings_changes(
    days: Sequence[date], before: Callable[[date | None], Snapshot], after: Callable[[date | None], Snapshot]
) -> list[PastChange]:
    """The month ends among ``days`` whose verdict is another under other settings. ``before`` and ``after`` hold the
    same rows; a month end is looked at as that day's own view shows it, and as the newest view judges it.
    """
    now = before(None), after(None)
    reached = joint_day(now[0])
    ledgers = read_ledger(now[0]), read_ledger(now[1])
    changed = []
    for day in days:
        codes = [compute(view(day)).verdict.code for view in (before, after)]
        if codes[0] == codes[1] and reached is not None and day <= reached:
            positions = [ledger.on(day) if ledger else None for ledger in ledgers]
            codes = [_code(view, day, position) for view, position in zip(now, positions, strict=True)]
        if codes[0] != codes[1]:
            changed.append(PastChange(day, *(MonthStanding(code, None, None) for code in codes)))
    return changed


def _asked(view: Snapshot) -> tuple[object, ...]:
    """All that the verdict of a view reads of its plans: their values on each cut-off, and at the end of its month."""
    cutoffs = {cutoff for kind in day_kinds() if (cutoff := view.cutoff(kind)) is not None}
    return tuple(
        expected_on(view.plan_on(cutoff), measure, day)
        for cutoff in sorted(cutoffs)
        for day in (cutoff, month_end(cutoff))
        for measure in _MEASURES
    )


def _plan_on(view: Snapshot, day: date) -> tuple[int | None, int | None]:
    plan = view.plan_on(day)
    return expected_on(plan, _MEASURES[0], day), expected_on(plan, _MEASURES[1], day)


def _code(view: Snapshot, day: date, position: Position | None) -> str:
    """The verdict of a day that both sides reach; without a position they do not."""
    return "no_data" if position is None else decide(standing_on(view, position, day)).code


def proposed_day(project: Project, newest: date | None, today: date) -> date | None:
    """The day offered for a plan that follows another: the day after the newest data, or ``today`` (Bangkok) if that
    lies inside the year and later. ``None`` where the year holds no such day, or there are no data.
    """
    if newest is None:
        return None
    following = newest + timedelta(days=1)
    offered = max(following, today) if project.start <= today <= project.end else following
    return offered if project.start <= offered <= project.end else None
