"""``python -m ui.jobs run``: tell people what is due, once; for cron and the Task Scheduler.

Exits as those of ``python -m db``: 0 done, 1 something was given up, 64 wrong usage or a setting that cannot be read,
69 no database.
"""

import sys
from collections.abc import Sequence

from core.text import Message
from db import engine as engines
from db.commands import Parser
from db.commands.console import BLOCKING, OK, Console
from db.errors import DbError
from db.maintenance.migrate import require_current
from ui.auth.door import utc_now
from ui.jobs import settings, work


def main(argv: Sequence[str] | None = None) -> int:
    """One round, and what it did in a sentence."""
    console = Console(as_json=False)
    parser = Parser(prog="python -m ui.jobs", description="Tell people what they subscribed to.")
    parser.add_argument("verb", metavar="VERB", choices=("run",), help="run: queue what is due and send it, once")
    parser.parse_args(argv)
    try:
        settings.check()
        engine = engines.engine()
        require_current(engine)
        queued = work.look(engine, utc_now())
        done = work.send_due(engine, utc_now)
    except DbError as error:
        return console.fail(error)
    finally:
        console.close()
    ends = {name: done.ends.get(name, 0) for name in ("sent", "again", "ended", "dropped")}
    console.say(Message("telling.done", {"queued": queued, **ends}))
    return BLOCKING if done.ends.get("ended") else OK


if __name__ == "__main__":
    sys.exit(main())
