"""What the files up to a day say of the stages of one group."""

from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import select

from db.generation import remembered
from db.snapshots.uploads import uploads_of
from db.tables import ROW_TABLES
from db.transactions import reading


@remembered
def told(
    engine: Engine, project: str, code: str, day: date, seen: datetime | None = None
) -> tuple[tuple[str, date | None], ...]:
    """(stage, since) of a group in each live upload of groups up to ``day`` as known at ``seen``, oldest first."""
    with reading(engine) as session:
        uploads = [u.id for u in uploads_of(session, project, "groups", seen) if u.live and u.as_of <= day]
        places = {upload: place for place, upload in enumerate(uploads)}
        rows = ROW_TABLES["groups"].c
        query = select(rows.upload_id, rows.stage, rows.stage_since)
        found = session.exec(query.where(rows.code == code, rows.upload_id.in_(uploads))).all()
    return tuple((stage, since) for _, stage, since in sorted(found, key=lambda row: places[row[0]]))
