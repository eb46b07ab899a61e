"""Lessons learned: write, correct, withdraw, bring back, and read them as they were seen at any instant.

Append-only. A correction is a new row for the one it corrects; a withdrawal is an event; nothing is changed or deleted.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from core.model import Actor, Right
from core.model.lessons import LONGEST_REASON, LessonText, clean, fault_of
from core.text import Sight
from db.accounts import audit
from db.accounts.actors import asks
from db.errors import LessonRefused, Refused, UnknownLesson, WrongState
from db.generation import remembered
from db.instants import next_instant
from db.projects import versions
from db.snapshots.uploads import view_of
from db.tables import LAST_ID, Lesson, LessonEvent
from db.transactions import reading, writing


@dataclass(frozen=True, slots=True)
class LessonInfo:
    """One lesson as it is now: its newest wording, when first written, how often corrected, whether shown."""

    id: int
    project: str
    group_code: str | None
    as_of: date
    text: LessonText
    written_at: datetime
    corrections: int
    live: bool

    def seen_by(self, sight: Sight) -> "LessonInfo":
        """As a reader may see it."""
        return replace(self, text=self.text.seen_by(sight))


@asks(Right.LESSON)
def write(
    engine: Engine,
    project: str,
    text: LessonText,
    *,
    group_code: str | None = None,
    as_of: date,
    actor: Actor,
    now: datetime,
) -> LessonInfo:
    """Keep a new lesson of a group or, without one, of the project.

    Raises ``LessonRefused`` with what to mend, ``Refused`` for a group that no data of the project knows.
    """
    text = _checked(text)
    with writing(engine) as session:
        versions.version_at(session, project, None)
        if group_code is not None and group_code not in view_of(session, project).of("groups")["code"]:
            raise Refused("group", group_code=group_code)
        return _insert(session, project, text, "lesson.write", group_code=group_code, as_of=as_of, actor=actor, now=now)


@asks(Right.LESSON)
def correct(engine: Engine, lesson_id: int, text: LessonText, *, actor: Actor, now: datetime) -> LessonInfo:
    """Keep a new wording of a lesson in place of the present one. Raises ``WrongState`` where there is a newer one."""
    text = _checked(text)
    with writing(engine) as session:
        found = _current(session, lesson_id)
        if not found.live:
            raise WrongState("lesson_withdrawn")
        if text == found.text:
            raise WrongState("lesson_same")
        return _insert(
            session,
            found.project,
            text,
            "lesson.correct",
            group_code=found.group_code,
            as_of=found.as_of,
            corrects=lesson_id,
            actor=actor,
            now=now,
        )


@asks(Right.LESSON)
def withdraw(engine: Engine, lesson_id: int, *, actor: Actor, reason: str, now: datetime) -> LessonInfo:
    """Take a lesson out of every list from now on. Raises ``UnknownLesson``, ``WrongState``, ``LessonRefused``."""
    return _turn(engine, lesson_id, "withdraw", actor=actor, reason=reason, now=now)


@asks(Right.LESSON)
def reinstate(engine: Engine, lesson_id: int, *, actor: Actor, reason: str, now: datetime) -> LessonInfo:
    """Bring a withdrawn lesson back. Raises as ``withdraw`` does."""
    return _turn(engine, lesson_id, "reinstate", actor=actor, reason=reason, now=now)


@remembered
def listed(
    engine: Engine, project: str, day: date | None = None, seen: datetime | None = None, *, withdrawn: bool = False
) -> tuple[LessonInfo, ...]:
    """The lessons of a project on or before ``day``, as known at ``seen`` (UTC; else now), the newest first.

    With ``withdrawn`` those that were taken out, instead of those that are shown.
    """
    with reading(engine) as session:
        found = _read(session, project, seen)
    shown = [info for info in found if info.live is not withdrawn and (day is None or info.as_of <= day)]
    return tuple(sorted(shown, key=lambda info: (info.as_of, info.written_at), reverse=True))


def _checked(text: LessonText) -> LessonText:
    cleaned = text.cleaned
    if faults := cleaned.faults():
        raise LessonRefused(faults)
    return cleaned


def _insert(
    session: Session, project: str, text: LessonText, action: str, *, actor: Actor, now: datetime, **values: Any
) -> LessonInfo:
    at = next_instant(session, project, now)
    lesson = Lesson(project=project, by=actor.user, at=at, **asdict(text), **values)
    session.add(lesson)
    session.flush()
    audit.record(session, at=at, actor=actor, action=action, project=project, detail=str(lesson.id))
    return _current(session, lesson.id)


def _turn(engine: Engine, lesson_id: int, event: str, *, actor: Actor, reason: str, now: datetime) -> LessonInfo:
    reason = clean(reason)
    if fault := fault_of("reason", reason, LONGEST_REASON):
        raise LessonRefused([fault])
    with writing(engine) as session:
        found = _current(session, lesson_id)
        if found.live == (event == "reinstate"):
            raise WrongState("lesson_live" if found.live else "lesson_out")
        at = next_instant(session, found.project, now)
        session.add(LessonEvent(lesson_id=lesson_id, event=event, by=actor.user, at=at, reason=reason))
        detail = f"{lesson_id} {reason}"
        audit.record(session, at=at, actor=actor, action=f"lesson.{event}", project=found.project, detail=detail)
        return _current(session, lesson_id)


def _current(session: Session, lesson_id: int) -> LessonInfo:
    """A lesson by the row of its newest wording. Raises ``UnknownLesson``; ``WrongState`` for an older wording."""
    stored = session.get(Lesson, lesson_id) if 0 < lesson_id <= LAST_ID else None
    if stored is None:
        raise UnknownLesson(lesson_id)
    for info in _read(session, stored.project, None):
        if info.id == lesson_id:
            return info
    raise WrongState("lesson_changed")


def _read(session: Session, project: str, seen: datetime | None) -> list[LessonInfo]:
    """Every lesson of a project in its newest wording at ``seen``."""
    query = select(Lesson).where(Lesson.project == project).order_by(col(Lesson.id))
    events = select(LessonEvent).join(Lesson).where(Lesson.project == project).order_by(col(LessonEvent.id))
    if seen is not None:
        query, events = query.where(Lesson.at <= seen), events.where(LessonEvent.at <= seen)
    lessons = session.exec(query).all()
    last = {event.lesson_id: event.event for event in session.exec(events)}
    chains: dict[int, tuple[datetime, int]] = {}  # id -> when its lesson was first written, corrections so far
    for lesson in lessons:
        before = chains.get(lesson.corrects) if lesson.corrects is not None else None
        chains[lesson.id] = (lesson.at, 0) if before is None else (before[0], before[1] + 1)
    replaced = {lesson.corrects for lesson in lessons}
    return [
        LessonInfo(
            lesson.id,
            lesson.project,
            lesson.group_code,
            lesson.as_of,
            LessonText(lesson.tried, lesson.outcome, lesson.advice),
            *chains[lesson.id],
            last.get(lesson.id) != "withdraw",
        )
        for lesson in lessons
        if lesson.id not in replaced
    ]
