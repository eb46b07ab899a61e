"""What was shown, and what files said, before the newest data came."""

from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import select

from core.model import Snapshot
from core.model.kinds import day_kinds
from db.generation import remembered
from db.snapshots import store
from db.snapshots.uploads import uploads_of
from db.tables import ROW_TABLES
from db.transactions import amphoe_of, reading

ONE_SITTING = timedelta(minutes=15)  # files that follow each other within this were brought by one person at one time
_INSTANT = timedelta(microseconds=1)


def before(engine: Engine, project: str, view: Snapshot, seen: datetime | None = None) -> Snapshot | None:
    """The same day as it was known before the newest files of ``view`` came; a correction of that day is then shown
    as one. Where nothing was known by then (samples, an office that brought a year at once), or its rows were erased,
    the newest day before.
    """
    if view.day is None or not view.uploads:
        return None
    earlier = store.view_kept(engine, project, view.day, _sitting_began(view) - _INSTANT)
    if not _has_data(earlier):
        earlier = store.view_kept(engine, project, date.fromordinal(view.day.toordinal() - 1), seen)
        uploads = earlier.uploads.items() if earlier else ()
        days = [upload.as_of for kind, upload in uploads if kind in day_kinds()]
        earlier = store.view_kept(engine, project, max(days), seen) if days else earlier
    return earlier if _has_data(earlier) else None


def _sitting_began(view: Snapshot) -> datetime:
    """When the first of the newest files came into view: going back while they follow each other."""
    instants = sorted((upload.in_view_at for upload in view.uploads.values()), reverse=True)
    began = instants[0]
    for instant in instants[1:]:
        if began - instant > ONE_SITTING:
            break
        began = instant
    return began


def _has_data(view: Snapshot | None) -> bool:
    return view is not None and any(kind in view.uploads for kind in day_kinds())


@remembered
def told(
    engine: Engine, project: str, code: str, day: date, seen: datetime | None = None
) -> tuple[tuple[str, date | None], ...]:
    """(stage, since) of a group in each live upload of groups up to ``day`` as known at ``seen``, oldest first. Who is
    kept to an amphoe is told it of the days on which the group was in theirs.
    """
    if amphoe_of(engine) is not None:
        return _told_of_part(engine, project, code, day, seen)
    with reading(engine) as session:
        uploads = [u.id for u in uploads_of(session, project, "groups", seen) if u.live and u.as_of <= day]
        places = {upload: place for place, upload in enumerate(uploads)}
        rows = ROW_TABLES["groups"].c
        query = select(rows.upload_id, rows.stage, rows.stage_since)
        found = session.exec(query.where(rows.code == code, rows.upload_id.in_(uploads))).all()
    return tuple((stage, since) for _, stage, since in sorted(found, key=lambda row: places[row[0]]))


def _told_of_part(
    engine: Engine, project: str, code: str, day: date, seen: datetime | None
) -> tuple[tuple[str, date | None], ...]:
    """The same from what was shown on each of those days."""
    with reading(engine) as session:
        days = {one.as_of for one in uploads_of(session, project, "groups", seen) if one.live and one.as_of <= day}
    shown = [view.of("groups") for on in sorted(days) if (view := store.view_kept(engine, project, on, seen))]
    return tuple(
        (stage, since)
        for rows in shown
        for found, stage, since in rows.each("code", "stage", "stage_since")
        if found == code
    )
