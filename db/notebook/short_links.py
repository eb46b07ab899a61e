"""Short links: a code that stands for one page of a project, on one day, as it was known at one instant.

A code is drawn at random, so that nobody finds one by trying (31 letters, ten of them: 8 × 10¹⁴); what it stands for is
never changed and never removed. The same target has one code, however often it is asked for.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Engine, func, insert, select
from sqlmodel import SQLModel

import db.tables.uploads  # noqa: F401  fills the metadata
from db.accounts import audit
from db.transactions import reading, writing

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 and o, 1, i and l, which look alike on paper
LENGTH = 10
_links = SQLModel.metadata.tables["short_link"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a code stands for. ``kept`` are other parts of the address, by name (``lang``, ``digits``)."""

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


def code_of(engine: Engine, target: Target, *, by: str, now: datetime) -> str:
    """The code of a target: the one it has, else a new one."""
    values = {
        "project": target.project,
        "page": target.page,
        "as_of": target.as_of,
        "seen": target.seen,
        "query": urlencode(sorted(target.kept)),
    }
    same = select(_links.c.code).where(*(_links.c[name] == value for name, value in values.items()))
    with reading(engine) as connection:
        known = connection.scalar(same)
    if known is not None:
        return str(known)
    with writing(engine) as connection:
        known = connection.scalar(same)  # somebody may have been quicker
        if known is not None:
            return str(known)
        code = _new_code()
        connection.execute(insert(_links).values(code=code, made_by=by, made_at=now, **values))
        audit.record(connection, at=now, by=by, action="link.make", project=target.project, detail=code)
    return code


def find(engine: Engine, code: str) -> Target | None:
    """What a code stands for, in capital or small letters; ``None`` for a code that was never given out."""
    asked = code.strip().lower()
    if len(asked) != LENGTH or not set(asked) <= set(ALPHABET):  # no database is asked for what it may not even hold
        return None
    with reading(engine) as connection:
        row: Any = connection.execute(select(_links).where(_links.c.code == asked)).one_or_none()
    return None if row is None else Target(row.project, row.as_of, row.seen, row.page, tuple(parse_qsl(row.query)))


def last_deed(engine: Engine, project: str, until: datetime | None = None) -> datetime | None:
    """The instant of the newest thing that anybody did to what a project shows (files, withdrawals, notes, lessons, the
    project's own file), up to ``until``: what was known then is what is known at ``until``. ``None``: nothing was done.
    """
    tables = SQLModel.metadata.tables
    upload, event, lesson, lesson_event = (tables[n] for n in ("upload", "upload_event", "lesson", "lesson_event"))
    note, version = tables["note"], tables["project_version"]
    deeds = (
        (upload.c.received_at, select(func.max(upload.c.received_at)).where(upload.c.project == project)),
        (event.c.at, select(func.max(event.c.at)).join(upload, upload.c.id == event.c.upload_id).where(
            upload.c.project == project)),
        (version.c.stored_at, select(func.max(version.c.stored_at)).where(version.c.code == project)),
        (note.c.at, select(func.max(note.c.at)).where(note.c.project == project)),
        (lesson.c.at, select(func.max(lesson.c.at)).where(lesson.c.project == project)),
        (lesson_event.c.at, select(func.max(lesson_event.c.at)).join(
            lesson, lesson.c.id == lesson_event.c.lesson_id).where(lesson.c.project == project)),
    )  # fmt: skip
    with reading(engine) as connection:
        found = [connection.scalar(q if until is None else q.where(at <= until)) for at, q in deeds]
    return max((instant for instant in found if instant is not None), default=None)


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
