"""What the office writes beside its figures: meetings, official totals, explained gaps. Append-only.

A note is never changed: the newest of the same kind, subject and day replaces the earlier ones; an empty text and no
amount takes it back.
"""

from datetime import UTC, date, datetime
from typing import Literal

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from core.model import Actor, Right
from core.text import fold, has_national_id
from db.accounts import audit
from db.accounts.actors import asks
from db.errors import Refused
from db.generation import remembered
from db.tables import Note
from db.transactions import reading, writing

NoteKind = Literal["meeting", "official_total", "explained_gap"]
LONGEST = 300


@asks(Right.NOTE)
def write(
    engine: Engine,
    project: str,
    kind: NoteKind,
    subject: str,
    *,
    text: str = "",
    on_date: date | None = None,
    amount_satang: int | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep a note. Raises ``Refused`` for a text that is too long or holds a citizen's number."""
    text, subject = fold(text).strip(), fold(subject).strip()
    if len(text) > LONGEST or len(subject) > LONGEST:
        raise Refused("note_long", longest=LONGEST)
    if has_national_id(text) or has_national_id(subject):
        raise Refused("note_id13")
    with writing(engine) as session:
        at = _instant(session, project, now)
        note = Note(project=project, kind=kind, subject=subject, text=text, on_date=on_date, by=actor.user, at=at)
        note.amount_satang = amount_satang
        session.add(note)
        audit.record(session, at=now, actor=actor, action=f"note.{kind}", project=project, detail=subject)


@remembered
def standing(
    engine: Engine, project: str, kind: NoteKind, *, day: date | None = None, seen: datetime | None = None
) -> tuple[Note, ...]:
    """The notes of a kind that hold on ``day`` (dated by then) as known at ``seen``, oldest day first."""
    query = select(Note).where(Note.project == project, Note.kind == kind).order_by(col(Note.id))
    if seen is not None:
        query = query.where(Note.at <= seen)
    with reading(engine) as session:
        newest = {(note.subject, note.on_date): note for note in session.exec(query)}
    found = (
        note
        for note in newest.values()
        if (note.text or note.amount_satang is not None)
        and (day is None or note.on_date is None or note.on_date <= day)
    )
    return tuple(sorted(found, key=lambda note: (note.on_date or date.min, note.id)))


def _instant(session: Session, project: str, now: datetime) -> datetime:
    """``now``, or the newest instant written where the clock is behind it."""
    last = session.exec(select(func.max(Note.at)).where(Note.project == project)).one()
    return max(now.astimezone(UTC), last) if last is not None else now.astimezone(UTC)
