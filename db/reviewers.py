"""Who may pass what waits for review. Where a project has what is loaded reviewed, at least two can: one of them may
have loaded it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session, col, func, select

from core.model import Right
from core.model.project import Project
from db.errors import Refused
from db.tables import ProjectVersion, User

NEEDED = 2


def holders(session: Session, code: str) -> list[str]:
    """The enabled users with the right to review whose scope holds the whole of a project, by name."""
    return _of(_given(session), code)


def _given(session: Session) -> list[User]:
    query = select(User).where(col(User.reviews).is_(True), col(User.disabled).is_(False)).order_by(User.name)
    return list(session.exec(query))


def _of(given: list[User], code: str) -> list[str]:
    return [user.name for user in given if user.acts().may(Right.REVIEW, code)]


def require_enough(session: Session, project: Project) -> None:
    """Raises ``Refused`` where a project has what is loaded reviewed and too few could pass it."""
    if project.review and len(found := holders(session, project.code)) < NEEDED:
        raise Refused("reviewers_few", project=project.code, n=len(found), needed=NEEDED, setting="review = true")


@contextmanager
def kept(session: Session, name: str) -> Iterator[None]:
    """Around a change of a user: raises ``Refused`` where it leaves too few to review some project."""
    codes = [project.code for project in projects(session) if project.review]
    given = _given(session)
    counts = {code: len(_of(given, code)) for code in codes}
    yield
    session.flush()
    given = _given(session)
    for code, count in counts.items():
        left = len(_of(given, code))
        if left < count and left < NEEDED:
            raise Refused("reviewers_left", name=name, project=code, n=left, needed=NEEDED)


def projects(session: Session) -> list[Project]:
    """Every project by its newest version."""
    newest = select(func.max(ProjectVersion.id)).where(col(ProjectVersion.aside).is_not(True))
    newest = newest.group_by(ProjectVersion.code)
    found = session.exec(select(ProjectVersion).where(col(ProjectVersion.id).in_(newest))).all()
    return [version.project for version in found]
