"""Which other project is the same work a year before or after."""

from collections.abc import Iterable

from core.project import Project


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
