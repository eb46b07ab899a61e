"""What the office writes beside its figures: meetings, official totals, explained gaps. Append-only.

A note is never changed: the newest of the same kind, subject and day stands for the earlier ones; an empty text and no
amount takes it back.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, func, insert, select
from sqlmodel import SQLModel

import db.tables.uploads  # noqa: F401  fills the metadata
from core.text.privacy import has_national_id
from core.text.thai import fold
from db.accounts import audit
from db.errors import Refused
from db.transactions import reading, writing

NoteKind = Literal["meeting", "official_total", "explained_gap"]
LONGEST = 300
_notes = SQLModel.metadata.tables["note"]


@dataclass(frozen=True, slots=True)
class NoteInfo:
    """One note as it stands. ``amount_satang`` may be below zero in an explanation."""

    id: int
    kind: str
    subject: str
    text: str
    on_date: date | None
    amount_satang: int | None
    by: str
    at: datetime


def write(
    engine: Engine,
    project: str,
    kind: NoteKind,
    subject: str,
    *,
    text: str = "",
    on_date: date | None = None,
    amount_satang: int | None = None,
    by: str,
    now: datetime,
) -> None:
    """Keep a note. Raises ``Refused`` for a text that is too long or holds a citizen's number."""
    text, subject = fold(text).strip(), fold(subject).strip()
    if len(text) > LONGEST or len(subject) > LONGEST:
        raise Refused(f"ข้อความยาวเกิน {LONGEST} ตัวอักษร", f"The text is longer than {LONGEST} letters")
    if has_national_id(text) or has_national_id(subject):
        raise Refused("ข้อความมีเลขประจำตัวประชาชน จึงไม่เก็บ", "The text holds a citizen's number, which is not kept")
    with writing(engine) as connection:
        values = {"project": project, "kind": kind, "subject": subject, "text": text, "on_date": on_date}
        more = {"amount_satang": amount_satang, "by": by, "at": _instant(connection, project, now)}
        connection.execute(insert(_notes).values({**values, **more}))
        audit.record(connection, at=now, by=by, action=f"note.{kind}", project=project, detail=subject)


def standing(
    engine: Engine, project: str, kind: NoteKind, *, day: date | None = None, seen: datetime | None = None
) -> list[NoteInfo]:
    """The notes of a kind that stand on ``day`` (dated by then) as known at ``seen``, oldest day first."""
    query = select(_notes).where(_notes.c.project == project, _notes.c.kind == kind).order_by(_notes.c.id)
    if seen is not None:
        query = query.where(_notes.c.at <= seen)
    newest: dict[tuple[Any, ...], NoteInfo] = {}
    with reading(engine) as connection:
        for row in connection.execute(query):
            values = (row.id, row.kind, row.subject, row.text, row.on_date, row.amount_satang, row.by, row.at)
            newest[row.subject, row.on_date] = NoteInfo(*values)
    return sorted(
        (
            note
            for note in newest.values()
            if (note.text or note.amount_satang is not None)
            and (day is None or note.on_date is None or note.on_date <= day)
        ),
        key=lambda note: (note.on_date or date.min, note.id),
    )


def _instant(connection: Connection, project: str, now: datetime) -> datetime:
    """``now``, or the newest instant written where the clock is behind it."""
    last = connection.scalar(select(func.max(_notes.c.at)).where(_notes.c.project == project))
    return max(now.astimezone(UTC), last) if last is not None else now.astimezone(UTC)
