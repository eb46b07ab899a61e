"""The instant of what is written: later than all that was written before in the same project, whatever the clock says,
so that ``seen`` gives back exactly what was shown then.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel

import db.tables.uploads  # noqa: F401  fills the metadata

_TICK = timedelta(microseconds=1)
_uploads, _upload_events, _lessons, _lesson_events = (
    SQLModel.metadata.tables[name] for name in ("upload", "upload_event", "lesson", "lesson_event")
)


def next_instant(connection: Connection, project: str, now: datetime) -> datetime:
    """``now``, or a tick after the last instant written in the project where the clock is behind it."""
    if now.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    queries = (
        select(func.max(_uploads.c.received_at)).where(_uploads.c.project == project),
        select(func.max(_upload_events.c.at))
        .join(_uploads, _uploads.c.id == _upload_events.c.upload_id)
        .where(_uploads.c.project == project),
        select(func.max(_lessons.c.at)).where(_lessons.c.project == project),
        select(func.max(_lesson_events.c.at))
        .join(_lessons, _lessons.c.id == _lesson_events.c.lesson_id)
        .where(_lessons.c.project == project),
    )
    written: list[datetime] = [instant for query in queries if (instant := connection.scalar(query)) is not None]
    return max([now.astimezone(UTC), *(instant + _TICK for instant in written)])
