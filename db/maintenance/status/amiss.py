"""What needs a hand, each as a sentence that says what to do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from core.calendar import BANGKOK
from core.text import Message
from db.engine import data_dir
from db.maintenance.scheduled import schedule as settings
from db.maintenance.scheduled.recorded import DIFFERS, PROVED
from db.maintenance.scheduled.schedule import Schedule
from db.maintenance.status.model import Backups, Status, Warned

LATE = timedelta(hours=2)  # a backup is taken within minutes, and tried again each hour
OLD = timedelta(days=7)  # without a schedule
UNVERIFIED = timedelta(days=35)
LEAST_FREE = 1_000_000_000
MANY_WRONG = 50  # passwords a day
VERY_SLOW_S = 10.0
_LATELY = timedelta(days=1)


def with_warnings(status: Status) -> Status:
    """The status with what needs a hand, the urgent first."""
    beside = [Warned("settings_differ", message) for message in status.settings.values()]
    found = [
        *_tables(status),
        *beside,
        *_chain(status),
        *_backups(status),
        *_disks(status),
        *_visitors(status),
        *_pages(status),
        *_messages(status),
    ]
    return replace(status, warnings=tuple(sorted(found, key=lambda one: not one.urgent)))


def at(instant: datetime) -> dict[str, Any]:
    """An instant as sentences name it: ``day`` and ``time`` in Bangkok."""
    here = instant.astimezone(BANGKOK)
    return {"day": here.date(), "time": Message("date.clock", {"hour": here.hour, "minute": here.minute})}


def _warned(code: str, *, urgent: bool = False, **params: Any) -> Warned:
    return Warned(code, Message(f"status.warn.{code}", params), urgent)


def _tables(status: Status) -> Iterator[Warned]:
    current, newest = status.database.current, status.database.newest
    if current < newest:
        yield _warned("migrations_due", urgent=True, current=current, newest=newest)
    elif current > newest:
        yield _warned("program_older", urgent=True, current=current, newest=newest)


def _chain(status: Status) -> Iterator[Warned]:
    if status.chain is None:
        return
    verified = status.chain.verified
    if verified is None:
        yield _warned("never_verified")
    elif verified.differences:
        yield _warned("chain_differs", urgent=True, count=verified.differences, **at(verified.at))
    elif status.at - verified.at > UNVERIFIED:
        yield _warned("verified_long_ago", **at(verified.at))


def _backups(status: Status) -> Iterator[Warned]:
    found = status.backups
    if found is None:
        return
    if found.schedule is not None:
        yield from _place(status, found.schedule)
    if found.refused and (found.last is None or found.refused.at > found.last.at):
        yield _warned("backup_refused", urgent=True, why=found.refused.why, **at(found.refused.at))
    yield from _age(status.at, found)
    if found.last and found.last.action == DIFFERS:
        yield _warned("backup_differs", urgent=True, file=found.last.file, **at(found.last.at))
    elif found.last and found.last.action != PROVED:
        yield _warned("backup_untried", file=found.last.file)


def _place(status: Status, due: Schedule) -> Iterator[Warned]:
    """The folder of the schedule: gone, or on the disk that it is to outlive."""
    if not due.folder.is_dir():
        yield _warned("backup_gone", urgent=True, folder=str(due.folder), variable=settings.FOLDER)
        return
    own = next((disk.folder for disk in status.disks if disk.what == "database"), None)
    if own is not None and own.stat().st_dev == due.folder.stat().st_dev:
        yield _warned("backup_same_disk", folder=str(due.folder), variable=settings.FOLDER)


def _age(now: datetime, found: Backups) -> Iterator[Warned]:
    newest = found.last.at if found.last else None
    if found.schedule is None:
        if found.last and Path(found.last.file).parent == data_dir() / settings.BESIDE:
            yield _warned("backup_beside", file=found.last.file, variable=settings.FOLDER)
        if newest is None:
            yield _warned("backup_none", urgent=True, variable=settings.FOLDER)
        elif now - newest > OLD:
            yield _warned("backup_old", urgent=True, variable=settings.FOLDER, **at(newest))
        return
    due = found.schedule.due(now)
    if now - due > LATE and (newest is None or newest < due):
        yield _warned("backup_late", urgent=True, **at(due))


def _disks(status: Status) -> Iterator[Warned]:
    least = max(LEAST_FREE, 2 * (status.database.size or 0))
    low = {str(disk.folder): disk for disk in status.disks if disk.free < least}
    for folder, disk in low.items():
        yield _warned("disk_low", urgent=True, folder=folder, free=f"{disk.free / 1e9:,.1f}")


def _visitors(status: Status) -> Iterator[Warned]:
    for day in status.sign_ins.days[:2] if status.sign_ins else ():
        if day.wrong >= MANY_WRONG:
            yield _warned("many_wrong", day=day.day, count=day.wrong)


def _pages(status: Status) -> Iterator[Warned]:
    slow = [run for run in status.slow if run.seconds >= VERY_SLOW_S and status.at - run.at <= _LATELY]
    if slow:
        yield _warned("page_slow", count=len(slow), seconds=f"{slow[0].seconds:.0f}", page=slow[0].page or "/")


def _messages(status: Status) -> Iterator[Warned]:
    if status.queue and status.queue["ended"]:
        yield _warned("not_sent", count=status.queue["ended"])
