"""What the files up to a day say of the stages of one group."""

from datetime import date, datetime

from sqlalchemy import Engine, select
from sqlmodel import SQLModel

from db.snapshots.uploads import uploads_of
from db.transactions import reading

_rows = SQLModel.metadata.tables["group_row"]


def told(
    engine: Engine, project: str, code: str, day: date, seen: datetime | None = None
) -> list[tuple[str, date | None]]:
    """(stage, since) of a group in each live upload of groups up to ``day`` as known at ``seen``, oldest first."""
    with reading(engine) as connection:
        uploads = [u.id for u in uploads_of(connection, project, "groups", seen) if u.live and u.as_of <= day]
        places = {upload: place for place, upload in enumerate(uploads)}
        query = select(_rows.c.upload_id, _rows.c.stage, _rows.c.stage_since)
        found = connection.execute(query.where(_rows.c.code == code, _rows.c.upload_id.in_(uploads))).all()
    return [(stage, since) for _, stage, since in sorted(found, key=lambda row: places[row[0]])]
