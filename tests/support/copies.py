"""What two databases of which one is a copy must have in common."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Engine, Text, cast, select

from core.calendar import month_ends
from core.figures import compute
from db.maintenance import chain
from db.maintenance.verify import verify
from db.projects.versions import newest
from db.snapshots import store
from db.tables import Generation, metadata
from db.transactions import reading
from words.rendering import render


def content(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table in the order of keys, JSON as the text that it is; but the number of the state."""
    found = {}
    with reading(engine) as session:
        for table in metadata.sorted_tables:
            if table.name == Generation.__tablename__:
                continue
            columns = [cast(one, Text) if isinstance(one.type, JSON) else one for one in table.columns]
            rows = session.connection().execute(select(*columns).order_by(*table.primary_key))
            found[table.name] = [tuple(row) for row in rows]
    return {name: sorted(rows, key=str) for name, rows in found.items()}


def figures(engine: Engine) -> dict[tuple[str, date], Any]:
    """The summary of each project at each month end of its year."""
    return {
        (project.code, day): compute(store.view(engine, project.code, day)).summary(render)
        for project in newest(engine)
        for day in month_ends(project.start, project.end)
    }


def proved(engine: Engine) -> tuple[str | None, int]:
    """The newest link and the count of links of a database in which nothing is amiss."""
    checked = chain.check(engine)
    assert (verify(engine), checked.findings) == ([], ())
    return checked.last, checked.count
