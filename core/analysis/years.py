"""Which other project is the same work a year before or after, and two years beside each other by the same month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.calendar import last_month_end, month_end
from core.figures.figures import Figures
from core.kinds import Kind
from core.model.project import Project
from core.phrases import say
from core.sentences import Pair


def neighbour(project: Project, others: Iterable[Project], step: int) -> Project | None:
    """The project of the same province ``step`` fiscal years away; samples and real projects never mix.

    Where a province has several in that year, the one whose code is this one's with the year changed, else none.
    """
    year = project.fiscal_year_be + step
    same = [
        other
        for other in others
        if (other.province_code, other.sample, other.fiscal_year_be) == (project.province_code, project.sample, year)
    ]
    if len(same) > 1:
        wanted = _stem(project)
        same = [other for other in same if _stem(other) == wanted]
    return same[0] if len(same) == 1 else None


def _stem(project: Project) -> str:
    """A code without its year: ``phetchaburi-2564`` and ``phetchaburi-2565`` have one stem."""
    return project.code.replace(str(project.fiscal_year_be), "")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of two years: ``now`` and ``before`` are groups, satang or percent; ``None`` is unknown.

    ``why`` says which year lacks it; ``of_now`` and ``of_before`` are the targets of groups.
    """

    name: str
    now: int | Decimal | None
    before: int | Decimal | None
    why: Pair | None = None
    of_now: int | None = None
    of_before: int | None = None

    @property
    def difference(self) -> int | Decimal | None:
        """Groups, satang, or percentage points; ``None`` where either year is unknown."""
        return None if self.now is None or self.before is None else self.now - self.before


NEAREST: Pair = ("ข้อมูลใกล้ที่สุด ณ {day}", "nearest data of {day}")
ABSENT: Pair = ("ยังไม่มีข้อมูล ณ {day}", "no data by {day}")
_LINES: tuple[tuple[str, Kind], ...] = (
    ("registered_groups", "groups"),
    ("developed_groups", "groups"),
    ("disbursed_satang", "spending"),
    ("disbursed_percent", "spending"),
)


def compared_day(figures: Figures, start: date) -> date | None:
    """The last month end that both the groups' and the spending data reach; ``None`` before the first of the project.

    A kind without any data sets no limit, so that the other one can still be compared.
    """
    reached = [figures.cutoffs[kind] for kind in ("groups", "spending") if kind in figures.cutoffs]
    if not reached:
        return None
    end = last_month_end(min(reached))
    return end if end >= start else None


def a_year_before(day: date) -> date:
    """The end of the same month one year earlier."""
    return month_end(day, -12)


def compare(now: Figures, before: Figures, day: date) -> tuple[Line, ...]:
    """Two years by the same month: figures of ``day`` and of a year before it, each computed for its own day.

    A figure counts where its data are of that very month; older data would compare May with July, so they are unknown
    with a reason.
    """
    earlier = a_year_before(day)
    lines = []
    for name, kind in _LINES:
        (a, why_a), (b, why_b) = _known(now, name, kind, day), _known(before, name, kind, earlier)
        targets = (now.target_groups, before.target_groups) if kind == "groups" else (None, None)
        lines.append(Line(name, a, b, why_a or why_b, *targets))
    return tuple(lines)


def _known(figures: Figures, name: str, kind: Kind, day: date) -> tuple[int | Decimal | None, Pair | None]:
    """A figure and, where it is unknown, why."""
    cutoff = figures.cutoffs.get(kind)
    if cutoff is None:
        return None, say(ABSENT, {"day": day})
    if (cutoff.year, cutoff.month) != (day.year, day.month):
        return None, say(NEAREST, {"day": cutoff})
    value: int | Decimal | None = getattr(figures, name)
    return value, None if value is not None else figures.reasons.get(name, say(ABSENT, {"day": day}))
