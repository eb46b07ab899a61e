"""What the status says. Instants are UTC, sizes bytes; what cannot be known is ``None``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from core.text import Message
from db.maintenance.scheduled.recorded import NotWritten, Written
from db.maintenance.scheduled.schedule import Schedule
from db.maintenance.status.slow import Slow
from db.maintenance.status.verified import Verified


@dataclass(frozen=True, slots=True)
class Database:
    """``kind``: ``sqlite`` or ``postgresql``. ``current``: the revision of its tables, ``newest``: the program's."""

    kind: str
    size: int | None
    current: str
    newest: str


@dataclass(frozen=True, slots=True)
class Chain:
    """How many links, the newest as ``SEQ:HASH``, and when all was last compared with it."""

    links: int
    last: str | None
    verified: Verified | None


@dataclass(frozen=True, slots=True)
class Backups:
    """The schedule, if one is set; the newest backup, the newest that was restored on trial, the newest refusal."""

    schedule: Schedule | None
    last: Written | None
    proved: Written | None
    refused: NotWritten | None


@dataclass(frozen=True, slots=True)
class Disk:
    """Where something is kept (``what``: ``database``, ``data``, ``backup``), and the room there."""

    what: str
    folder: Path
    free: int
    total: int


@dataclass(frozen=True, slots=True)
class Day:
    """One day of Bangkok: who came in, wrong passwords, requests and deeds that were refused."""

    day: date
    signed_in: int = 0
    wrong: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class SignIns:
    """``open``: sign-ins that still hold; the last days, the newest first."""

    open: int
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that needs a hand: a sentence of what and how. ``urgent``: the data are at risk until it is done."""

    code: str
    message: Message
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """All of it. ``chain``, ``backups`` and ``sign_ins`` are ``None`` where the tables are not this program's."""

    at: datetime
    version: str
    database: Database
    chain: Chain | None
    backups: Backups | None
    disks: tuple[Disk, ...]
    sign_ins: SignIns | None
    slow: tuple[Slow, ...]
    settings: Mapping[str, Message] = field(default_factory=dict)  # projects whose file and web differ, and what to do
    queue: Mapping[str, int] | None = None
    warnings: tuple[Warned, ...] = field(default=())

    @property
    def jobs(self) -> dict[str, datetime]:
        """What is done by schedule, and when next."""
        schedule = self.backups.schedule if self.backups else None
        return {"backup": schedule.following(self.at)} if schedule else {}
