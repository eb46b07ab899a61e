"""The status as lines for people, the same on the page and the command line: what, and how it stands."""

from collections.abc import Iterator

from core.text import Message, Text
from db.maintenance.status.amiss import at
from db.maintenance.status.model import Backups, Chain, Status

Line = tuple[Message, Message | Text]
_KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_NONE = Text.plain("–")


def lines(status: Status) -> list[Line]:
    """Each part of the status that is not a table of its own."""
    return [(Message(f"status.{name}"), value) for name, value in _values(status)]


def _values(status: Status) -> Iterator[tuple[str, Message | Text]]:
    database = status.database
    yield "version", Text.plain(status.version)
    yield "database", _value("sized", what=_KINDS[database.kind], size=megabytes(database.size))
    yield "migrations", _value("revision", current=database.current, newest=database.newest)
    yield "chain", _chain(status.chain) if status.chain else _NONE
    if status.backups is not None:
        yield "backup", _last(status.backups)
        yield "schedule", _schedule(status)
    if status.queue is not None:
        yield "queue", _value("queue", **status.queue)
    for disk in status.disks:
        free, total = f"{disk.free / 1e9:,.1f}", f"{disk.total / 1e9:,.1f}"
        yield f"disk_{disk.what}", _value("disk", free=free, total=total, folder=str(disk.folder))
    if status.sign_ins is not None:
        yield "open", _value("open", count=status.sign_ins.open)


def megabytes(size: int | None) -> str:
    """``12.3``; a dash where it is not known."""
    return "–" if size is None else f"{size / 1e6:,.1f}"


def _value(name: str, **params: object) -> Message:
    return Message(f"status.value.{name}", params)


def _chain(chain: Chain) -> Message:
    verified = chain.verified
    if verified is None:
        return _value("chain_unverified", count=chain.links)
    name = "chain_differs" if verified.differences else "chain_holds"
    return _value(name, count=chain.links, differences=verified.differences, **at(verified.at))


def _last(backups: Backups) -> Message:
    last = backups.last
    if last is None:
        return _value("no_backup")
    result = _value(last.action.replace(".", "_"))
    return _value("backup", file=last.file, size=megabytes(last.size), result=result, **at(last.at))


def _schedule(status: Status) -> Message:
    found = status.backups.schedule if status.backups else None
    if found is None:
        return _value("no_schedule")
    following = at(found.following(status.at))
    folder, day, hour = str(found.folder), following["day"], following["time"]
    return _value("schedule", at=hour, folder=folder, keep=found.keep, day=day)
