"""When a backup is due, and into which folder: what the settings ``OTOP_BACKUP_…`` say."""

import os
import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from core.calendar import BANGKOK
from db.engine import data_dir
from db.errors import FolderRefused

FOLDER, AT, KEEP = "OTOP_BACKUP_TO", "OTOP_BACKUP_AT", "OTOP_BACKUP_KEEP"
USUAL_AT, USUAL_KEEP = time(2), 14
BESIDE = "backups"  # in the data folder
_AN_HOUR = re.compile(r"([01]?[0-9]|2[0-3])(?::([0-5][0-9]))?")
_A_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A backup each day at ``at`` (Bangkok) into ``folder``, of which the newest ``keep`` stay."""

    folder: Path
    at: time
    keep: int

    def due(self, now: datetime) -> datetime:
        """The newest instant at which a backup was due."""
        here = now.astimezone(BANGKOK)
        today = datetime.combine(here.date(), self.at, BANGKOK)
        return today if today <= here else today - _DAY

    def following(self, now: datetime) -> datetime:
        """The next instant at which one is due."""
        return self.due(now) + _DAY


def schedule() -> Schedule | None:
    """What the environment says; ``None`` where no folder is set. A setting that cannot be read counts as not set, and
    the server does not start with it (``unread``).
    """
    folder = _given(FOLDER)
    if not folder or not Path(folder).is_absolute():
        return None
    at, keep = _AN_HOUR.fullmatch(_given(AT)), _A_NUMBER.fullmatch(_given(KEEP))
    return Schedule(
        Path(folder), time(int(at[1]), int(at[2] or 0)) if at else USUAL_AT, int(keep[0]) if keep else USUAL_KEEP
    )


def place() -> tuple[Path, int]:
    """Where a backup goes that somebody asks for, and how many stay there: as by schedule; where none is set, a folder
    beside the data, so that what was deleted can be brought back. A lost disk takes it along: the status says so.

    Raises ``FolderRefused``.
    """
    if (found := schedule()) is not None:
        return found.folder, found.keep
    folder = data_dir() / BESIDE
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise FolderRefused(str(folder), error.strerror or str(error)) from error
    return folder, USUAL_KEEP


def unread() -> tuple[str, str, str] | None:
    """The first of the settings that cannot be read: its name, what it holds, an example; ``None``: all can."""
    folder, at, keep = _given(FOLDER), _given(AT), _given(KEEP)
    if folder and not Path(folder).is_absolute():
        return FOLDER, folder, "/mnt/backup/otop, D:\\backup\\otop"
    if at and not _AN_HOUR.fullmatch(at):
        return AT, at, "2, 02:30"
    if keep and not _A_NUMBER.fullmatch(keep):
        return KEEP, keep, str(USUAL_KEEP)
    return None


def _given(variable: str) -> str:
    return os.environ.get(variable, "").strip()
