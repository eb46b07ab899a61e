"""Short links: a code that opens one page of a project, on one day, as it was known at one instant.

A code is drawn at random, so that nobody finds one by trying (31 letters, ten of them: 8 × 10¹⁴); what it opens is
never changed and never removed. The same target has one code, however often it is asked for.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Engine
from sqlmodel import col, func, select

from core.model import Actor, Right
from db.accounts import audit
from db.accounts.actors import asks, require
from db.generation import remembered
from db.tables import (
    Lesson,
    LessonEvent,
    Note,
    ProjectVersion,
    Remark,
    Resolution,
    ResolutionEvent,
    ShortLink,
    Upload,
    UploadEvent,
)
from db.transactions import amphoe_of, reading, writing

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 and o, 1, i and l, which look alike on paper
LENGTH = 10


@dataclass(frozen=True, slots=True)
class Target:
    """What a code opens. ``kept`` are other parts of the address, by name (``lang``, ``digits``)."""

    project: str
    as_of: date
    seen: datetime
    page: str = ""
    kept: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> str:
        """The whole query of the page's address, project and day first."""
        seen = self.seen.isoformat().replace("+00:00", "Z")
        own = [("project", self.project), ("as_of", self.as_of.isoformat()), ("seen", seen)]
        return urlencode([*own, *self.kept])


@asks(Right.EXPORT)
def code_of(engine: Engine, target: Target, *, actor: Actor, now: datetime) -> str:
    """The code of a target: the one it has, else a new one."""
    require(actor, Right.EXPORT, target.project)
    made = ShortLink(
        code="".join(secrets.choice(ALPHABET) for _ in range(LENGTH)),
        project=target.project,
        page=target.page,
        as_of=target.as_of,
        seen=target.seen,
        query=urlencode(sorted(target.kept)),
        made_by=actor.user,
        made_at=now,
    )
    same = select(ShortLink.code).filter_by(**made.model_dump(include={"project", "page", "as_of", "seen", "query"}))
    with reading(engine) as session:
        known = session.exec(same).first()
    if known is not None:
        return known
    with writing(engine) as session:
        known = session.exec(same).first()  # somebody may have been quicker
        if known is not None:
            return known
        session.add(made)
        audit.record(session, at=now, actor=actor, action="link.make", project=target.project, detail=made.code)
        return made.code


def find(engine: Engine, code: str) -> Target | None:
    """What a code opens, in capital or small letters; ``None`` for a code that was never given out."""
    asked = code.strip().lower()
    if len(asked) != LENGTH or not set(asked) <= set(ALPHABET):  # no database is asked for what it may not even hold
        return None
    with reading(engine) as session:
        kept = session.get(ShortLink, asked)
    return (
        None if kept is None else Target(kept.project, kept.as_of, kept.seen, kept.page, tuple(parse_qsl(kept.query)))
    )


@remembered
def last_change(engine: Engine, project: str, until: datetime | None = None) -> datetime | None:
    """The instant of the newest thing that anybody did to what a project shows (files, withdrawals, notes, lessons,
    remarks, resolutions, the project's own file), up to ``until``: what was known then is what is known at ``until``.
    ``None``: nothing was done. Who is kept to an amphoe is told of files and settings alone.
    """
    data = (
        (Upload.received_at, select(func.max(Upload.received_at)).where(Upload.project == project)),
        (UploadEvent.at, select(func.max(UploadEvent.at)).join(Upload).where(Upload.project == project)),
        (ProjectVersion.stored_at, select(func.max(ProjectVersion.stored_at)).where(ProjectVersion.code == project)),
    )
    noted = (
        (Note.at, select(func.max(Note.at)).where(Note.project == project)),
        (Lesson.at, select(func.max(Lesson.at)).where(Lesson.project == project)),
        (LessonEvent.at, select(func.max(LessonEvent.at)).join(Lesson).where(Lesson.project == project)),
        (Remark.at, select(func.max(Remark.at)).where(Remark.project == project)),
        (Resolution.at, select(func.max(Resolution.at)).where(Resolution.project == project)),
        (
            ResolutionEvent.at,
            select(func.max(ResolutionEvent.at)).join(Resolution).where(Resolution.project == project),
        ),
    )
    asked = data if amphoe_of(engine) is not None else (*data, *noted)
    with reading(engine) as session:
        found = [session.exec(q if until is None else q.where(col(at) <= until)).one() for at, q in asked]
    return max((instant for instant in found if instant is not None), default=None)
