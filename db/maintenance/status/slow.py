"""The slowest runs of pages in the last days, in a file of the data folder that all processes of this machine share."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from db import private
from db.engine import data_dir

KEPT = 20
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Slow:
    """One run of a page: its address (empty: the overview), how long it took, when it ended."""

    page: str
    seconds: float
    at: datetime


def slowest(runs: Iterable[Slow], now: datetime) -> tuple[Slow, ...]:
    """The slowest of the last days, the slowest first, each once; at most ``KEPT``."""
    recent = {run for run in runs if now - run.at <= KEPT_FOR}
    return tuple(sorted(recent, key=lambda run: (-run.seconds, run.at))[:KEPT])


def keep(runs: Iterable[Slow], now: datetime) -> None:
    """Add runs to those that are kept. Of two processes that write at once one's may be lost. Raises ``OSError``."""
    found = slowest([*kept(now), *runs], now)
    text = json.dumps([{"page": run.page, "seconds": run.seconds, "at": run.at.isoformat()} for run in found])
    private.write(_path(), text)


def kept(now: datetime) -> tuple[Slow, ...]:
    """The slowest runs that are kept."""
    try:
        stored = json.loads(_path().read_text(encoding="ascii"))
        runs = [Slow(str(one["page"]), float(one["seconds"]), datetime.fromisoformat(one["at"])) for one in stored]
        return slowest(runs, now)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _path() -> Path:
    return data_dir() / "slow-pages.json"
