"""What somebody who is kept to one amphoe is told of the whole project: its verdict and two totals, named apart."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine

from core.figures import Value, Verdict, compute
from db.generation import remembered
from db.snapshots.uploads import view_of
from db.transactions import beyond_amphoe, reading

TOLD = ("registered_groups", "disbursed_satang")  # of the whole; more is not theirs


@dataclass(frozen=True, slots=True)
class Whole:
    """The verdict of the whole project on a day, and ``values`` by their names in the catalogue: those of ``TOLD``."""

    verdict: Verdict
    values: dict[str, Value]


@remembered
def told(
    engine: Engine, project: str, day: date | None = None, seen: datetime | None = None, today: date | None = None
) -> Whole:
    """As ``store.view`` is asked; ``today`` decides whether the data are too old for a verdict, as in ``compute``."""
    with reading(beyond_amphoe(engine)) as session:
        found = compute(view_of(session, project, day, seen), today)
    return Whole(found.verdict, {name: found[name] for name in TOLD})
