"""Which other project is the same work a year before or after, and two years beside each other by the same month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.calendar import last_month_end, month_end
from core.figures import Figure, Figures, Unknown, Value, listed
from core.model.kinds import day_kinds
from core.model.project import Project
from core.text import Message


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
    """One figure in two years: its value now and a year before."""

    figure: Figure
    now: Value
    before: Value
    whole: tuple[int, int] | None = None  # what it is a part of in each of them: the targets of groups

    @property
    def difference(self) -> Value:
        """Groups, satang, or percentage points; unknown for the reason of the year that is not known."""
        if isinstance(self.now, Unknown) or isinstance(self.before, Unknown):
            return self.now if isinstance(self.now, Unknown) else self.before
        return self.now - self.before


def compared_day(figures: Figures, start: date) -> date | None:
    """The last month end that both the groups' and the spending data reach; ``None`` before the first of the project.

    A kind without any data sets no limit, so that the other one can still be compared.
    """
    reached = [figures.cutoffs[kind] for kind in day_kinds() if kind in figures.cutoffs]
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
    for figure in listed("years"):
        whole = (now.target_groups, before.target_groups) if figure.unit == "groups" else None
        lines.append(Line(figure, _known(now, figure, day), _known(before, figure, earlier), whole))
    return tuple(lines)


def _known(figures: Figures, figure: Figure, day: date) -> Value:
    """A figure of the month of ``day``, else why it is not known."""
    cutoff = figures.cutoffs.get(figure.dated_by)
    if cutoff is None:
        return Unknown(Message("unknown.absent", {"day": day}))
    if (cutoff.year, cutoff.month) != (day.year, day.month):
        return Unknown(Message("unknown.nearest", {"day": cutoff}))
    return figures[figure.name]
