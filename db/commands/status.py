"""status: how the program stands, in lines or as JSON.

Exits: 0 nothing needs a hand, 1 something urgent does, 3 something does; 69 where there is no database.
"""

from typing import Any

from core.calendar import BANGKOK
from core.text import Message
from db import engine as engines
from db.accounts import actors
from db.commands.console import BLOCKING, OK, WARNINGS, in_both
from db.commands.context import Context
from db.maintenance import status as standing
from db.maintenance.status.lines import lines
from db.maintenance.status.model import Backups, Status


def status(context: Context) -> int:
    """Each part in a line, the days of sign-ins, the slowest pages; what needs a hand at the end."""
    console = context.console
    found = standing.found(engines.engine(), actor=actors.operator(), now=context.now)
    console.table(["", ""], [(console.written(name), console.written(value)) for name, value in lines(found)])
    if found.sign_ins is not None:
        rows = [(one.day, one.signed_in, one.wrong, one.refused) for one in found.sign_ins.days]
        console.table(["day", "signed_in", "wrong", "refused"], rows)
    if found.slow:
        pages = [
            (f"/{one.page}", f"{one.seconds:.1f}", f"{one.at.astimezone(BANGKOK):%Y-%m-%d %H:%M}") for one in found.slow
        ]
        console.table(["page", "seconds", "at"], pages)
    for one in found.warnings:
        console.warn(one.message)
    if not found.warnings:
        console.say(Message("status.all_well"))
    console.result(as_json(found))
    return BLOCKING if any(one.urgent for one in found.warnings) else WARNINGS if found.warnings else OK


def as_json(found: Status) -> dict[str, Any]:
    """The status for programs. Keys stay as they are; instants are ISO 8601 in UTC, what is not known is null.
    ``ok``: nothing needs a hand.
    """
    database, chain, signed = found.database, found.chain, found.sign_ins
    verified = chain.verified if chain else None
    return {
        "ok": not found.warnings,
        "at": found.at.isoformat(),
        "version": found.version,
        "database": {"kind": database.kind, "bytes": database.size},
        "migrations": {"current": database.current, "newest": database.newest},
        "chain": {
            "links": chain.links if chain else None,
            "last": chain.last if chain else None,
            "verified_at": verified.at.isoformat() if verified else None,
            "differences": verified.differences if verified else None,
        },
        "backup": _backup(found.backups),
        "jobs": {name: following.isoformat() for name, following in found.jobs.items()},
        "settings": {"differing": sorted(found.settings)},
        "queue": found.queue,
        "disk": [
            {"what": disk.what, "folder": str(disk.folder), "free_bytes": disk.free, "total_bytes": disk.total}
            for disk in found.disks
        ],
        "sign_ins": {
            "open": signed.open if signed else None,
            "days": [
                {"day": day.day.isoformat(), "signed_in": day.signed_in, "wrong": day.wrong, "refused": day.refused}
                for day in (signed.days if signed else ())
            ],
        },
        "slow_pages": [
            {"page": run.page, "seconds": round(run.seconds, 3), "at": run.at.isoformat()} for run in found.slow
        ],
        "warnings": [{"code": one.code, "urgent": one.urgent, **in_both(one.message)} for one in found.warnings],
    }


def _backup(found: Backups | None) -> dict[str, Any]:
    schedule, last, refused = (found.schedule, found.last, found.refused) if found else (None, None, None)
    proved = found.proved if found else None
    return {
        "folder": str(schedule.folder) if schedule else None,
        "daily_at": f"{schedule.at:%H:%M}" if schedule else None,
        "keep": schedule.keep if schedule else None,
        "file": last.file if last else None,
        "bytes": last.size if last else None,
        "at": last.at.isoformat() if last else None,
        "restored": last.action.removeprefix("backup.") if last else None,
        "restored_at": proved.at.isoformat() if proved else None,
        "refused_at": refused.at.isoformat() if refused else None,
        "refused": in_both(refused.why) if refused else None,
    }
