"""The day that a file's data is of: which text is a day, which day may be stored, which day is proposed.

One law, asked by the load page, by the commands and by the store itself. A refusal is an ``Issue`` with a sentence;
nothing is put in its place.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.calendar import month_end
from core.intake.issues import Issue
from core.intake.model import Intake
from core.model import Rows
from core.model.kinds import KINDS, Kind
from core.model.project import Project
from core.text import CellError, digits, fold, mask_national_id, parse_date, write_date

_ECHOED = 40  # letters of a typed text that a sentence repeats


_STATED = re.compile(r"ณ\s*วันที่\s*([0-9]{1,2}\s*(?:[ก-๙.]+|[/.-]\s*[0-9]{1,2}\s*[/.-])\s*(?:พ\.?ศ\.?\s*)?[0-9]{2,4})")


@dataclass(frozen=True, slots=True)
class Proposals:
    """Days to offer for a file: the day that the file itself states (``own``), the day loaded last (``used``), the
    newest date in the file (``last``), the day of the data on show (``shown``), and the day after the newest data, for
    a plan that follows another (``after``). Only days that may be stored are named.
    """

    own: date | None = None
    used: date | None = None
    last: date | None = None
    shown: date | None = None
    after: date | None = None

    @property
    def chosen(self) -> date | None:
        """The day to begin with; ``None`` where two differ or neither is known, so that a person chooses."""
        known = {day for day in (self.own, self.used, self.after) if day is not None}
        return known.pop() if len(known) == 1 else None

    @property
    def offered(self) -> tuple[tuple[str, date], ...]:
        """Each day once, with the name of what proposes it, in the order to show."""
        first: dict[date, str] = {}
        for name in ("own", "used", "last", "shown", "after"):
            day = getattr(self, name)
            if day is not None:
                first.setdefault(day, name)
        return tuple((name, day) for day, name in first.items())


def read_day(text: str, project: Project) -> date | Issue:
    """A typed day in any form that ``core.text.thai.parse_date`` reads, or why it is none."""
    shown, eg = mask_national_id(fold(text).strip())[:_ECHOED], write_date(project.end)
    if not shown:
        return Issue("asof_empty", "blocking", params={"eg": eg})
    try:
        return parse_date(text)
    except CellError as error:
        code = "asof_impossible" if error.code == "impossible_date" else "asof_unreadable"
        return Issue(code, "blocking", value=shown, params={"eg": eg})


def refusal(day: date, kind: Kind, project: Project, today: date, newest: date | None = None) -> Issue | None:
    """Why data of a kind may not be stored as of ``day``; ``None`` where it may.

    Days run from the project's first to its last, of spending and instalments to ``carryover_days`` after it, and never
    beyond ``today``, the clock's day in Bangkok. A plan alone may be of tomorrow, where ``newest``, the day of the
    newest data, is today: it then changes nothing that is shown.
    """
    end, code = last_day(kind, project), None
    following = newest + timedelta(days=1) if KINDS[kind].planned and newest else today
    if day > max(today, following):
        code = "asof_future"
    elif day < project.start:
        code = "asof_before"
    elif day > end:
        code = "asof_after" if day > last_day("spending", project) else "asof_closed"
        end = last_day("spending", project) if code == "asof_after" else end
    if code is None:
        return None
    named = {"day": day, "today": today, "start": project.start, "last": end}
    return Issue(code, "blocking", value=day.isoformat(), params=named)


def after_end(day: date, project: Project) -> Issue | None:
    """The warning to be accepted for a day after the project's last one."""
    if day <= project.end:
        return None
    return Issue("asof_late", "warning", value=day.isoformat(), params={"day": day, "last": project.end})


def last_day(kind: Kind, project: Project) -> date:
    """The last day that data of a kind may be of."""
    return project.end + timedelta(days=project.carryover_days if KINDS[kind].after_end else 0)


def proposals(found: Intake, project: Project, today: date, *, used: date | None, shown: date | None) -> Proposals:
    """What to propose for a file that was read.

    ``used`` is the day that was loaded last, ``shown`` the day of the data on show. The file's own day is the one that
    its title states, else the end of the month of its newest date (that date itself while the month is not over).
    Products and instalments hold few dates: theirs name a day only where it is not before the data on show. Of a plan
    it is the first day of its first month, and nothing else is proposed (for one that follows another see
    ``core.intake.plan_past.proposed_day``).
    """

    def lawful(day: date | None) -> date | None:
        return None if day is None or refusal(day, found.kind, project, today) else day

    newest = lawful(found.suggested_as_of)
    if KINDS[found.kind].planned:
        return Proposals(own=newest)
    stated = found.stated_as_of is not None and found.stated_as_of == newest
    own = newest if newest is None or stated else lawful(month_end(newest)) or newest
    before = own is not None and shown is not None and own < shown
    if own is None or (before and not stated and KINDS[found.kind].few_dates):
        return Proposals(used=lawful(used), shown=lawful(shown))
    return Proposals(own=own, used=lawful(used), last=newest)


def suggested_day(kind: Kind, rows: Rows, titles: Sequence[Sequence[str]]) -> date | None:
    """The last day in the file, or in its title lines; of a plan the first day of its first month; else ``None``."""
    if KINDS[kind].planned:
        return min((day for day in rows[KINDS[kind].year_by] if day is not None), default=None)
    days = {day for name in KINDS[kind].happened for day in set(rows[name]) if day is not None}
    return max(days | _stated(titles), default=None)


def stated_day(titles: Sequence[Sequence[str]]) -> date | None:
    """The last day that the title lines state (``ณ วันที่ 31 สิงหาคม 2564``)."""
    return max(_stated(titles), default=None)


def _stated(titles: Sequence[Sequence[str]]) -> set[date]:
    text = digits(fold(" ".join(cell for row in titles for cell in row)))
    found = set()
    for words in _STATED.findall(text):
        try:
            found.add(parse_date(words))
        except CellError:
            continue
    return found
