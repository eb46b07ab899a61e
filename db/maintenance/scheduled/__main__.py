"""Take the backup that is due, if one is: of the server, which starts this as a process of its own."""

import sys
from datetime import UTC, datetime

from sqlalchemy import Engine

from db import engine as databases
from db.accounts import actors
from db.errors import DbError
from db.maintenance import every_night
from db.maintenance.scheduled import recorded
from db.maintenance.scheduled.schedule import schedule


def take_due(engine: Engine, now: datetime) -> every_night.Proved | None:
    """The backup that was taken; ``None`` where none is due, or somebody else takes it. Raises as ``nightly`` does."""
    found, actor = schedule(), actors.system()
    if found is None or not recorded.begin(engine, found.due(now), actor=actor, now=now):
        return None
    return every_night.nightly(engine, found.folder, actor=actor, now=now, keep=found.keep)


def main() -> int:
    """Exit 0 where all is well, else as ``python -m db backup``."""
    try:
        done = take_due(databases.engine(), datetime.now(UTC))
    except DbError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit
    return 1 if done is not None and done.differences else 0


if __name__ == "__main__":
    sys.exit(main())
