"""The office's meetings, and what was on the table at each: what has changed since is compared with that.

A meeting is a note with its day and name (``db.notebook.notes``).
"""

from datetime import date, datetime

from sqlalchemy import Engine

from core.calendar import day_ends
from core.model import Snapshot
from core.model.kinds import day_kinds
from db.notebook import notes
from db.snapshots import store
from db.tables import Note


def before(
    engine: Engine, project: str, day: date | None, seen: datetime | None = None, today: date | None = None
) -> list[Note]:
    """The meetings before ``day`` as known at ``seen``, oldest first; none where there is no day.

    ``today`` is the clock's day where the newest data are looked at: a meeting may lie between them and the clock.
    """
    if day is None:
        return []
    limit = day if today is None else max(day, today)
    found = notes.standing(engine, project, "meeting", seen=seen)
    return [note for note in found if note.on_date is not None and note.on_date < limit]


def shown_at(engine: Engine, project: str, on: date, seen: datetime | None = None) -> Snapshot | None:
    """What a meeting on ``on`` had before it: data of that day, received by its end, so that a correction made since
    reads as one. Where nothing was received by then (an office that began later, samples), or its rows were erased, the
    day as known now.
    """
    evening = day_ends(on)
    for known in (evening if seen is None else min(evening, seen), seen):
        found = store.view_kept(engine, project, on, known)
        if found is not None and set(day_kinds()) & set(found.uploads):
            return found
    return None
