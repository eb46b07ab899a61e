"""Gather how the program stands: a few small questions to the database and the disks, and what is kept beside them."""

import shutil
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, text

from core.model import Actor, Right
from core.text import Message
from db.accounts.actors import asks
from db.chain.links import last
from db.engine import ROOT, data_dir, sqlite_file
from db.errors import DatabaseMissing
from db.maintenance.migrate import current_revision, head
from db.maintenance.scheduled import recorded
from db.maintenance.scheduled.schedule import schedule
from db.maintenance.status import amiss, sign_ins, slow, verified
from db.maintenance.status.model import Backups, Chain, Database, Disk, Status
from db.maintenance.status.verified import Verified
from db.projects import versions
from db.telling import queue
from db.transactions import reading


@asks(Right.MAINTAIN)
def found(engine: Engine, *, actor: Actor, now: datetime) -> Status:  # noqa: ARG001  asked for its right
    """How the program stands at ``now``. Raises ``DatabaseMissing`` where there is no database of ours."""
    database = _database(engine)
    ours = database.current == database.newest
    status = Status(
        at=now,
        version=_version(),
        database=database,
        chain=_chain(engine) if ours else None,
        backups=_backups(engine) if ours else None,
        disks=tuple(_disks(engine)),
        sign_ins=sign_ins.counted(engine, now) if ours else None,
        slow=slow.kept(now),
        queue=_queue(engine) if ours else None,
        settings=_differing(engine) if ours else {},
    )
    return amiss.with_warnings(status)


def _version() -> str:
    """As ``pyproject.toml`` says; ``?`` where it was not taken along."""
    try:
        stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return str(stated["project"]["version"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return "?"


def _database(engine: Engine) -> Database:
    file = _file(engine)
    if engine.dialect.name == "sqlite" and (file is None or not file.is_file()):
        raise DatabaseMissing(str(engine.url.database))
    with reading(engine) as session:
        current = current_revision(session.connection())
        if current is None:
            raise DatabaseMissing("no tables")
        if file is None:
            size = session.connection().scalar(text("SELECT pg_database_size(current_database())"))
        else:
            size = sum(part.stat().st_size for end in ("", "-wal") if (part := Path(f"{file}{end}")).is_file())
    return Database(engine.dialect.name, size, current, head())


def _chain(engine: Engine) -> Chain:
    with reading(engine) as session:
        newest = last(session.connection())
    return Chain(newest.seq if newest else 0, newest.text if newest else None, _verified(engine))


def _verified(engine: Engine) -> Verified | None:
    """The newest check: by ``verify``, or of a backup that was restored on trial, which is compared as a whole."""
    proved = recorded.last_proved(engine)
    checks = [verified.last(engine), Verified(proved.at, 0) if proved else None]
    return max((check for check in checks if check), key=lambda check: check.at, default=None)


def _backups(engine: Engine) -> Backups:
    return Backups(
        schedule(), recorded.last_written(engine), recorded.last_proved(engine), recorded.last_refused(engine)
    )


def _queue(engine: Engine) -> dict[str, int]:
    """How many messages wait to be sent, and how many were given up."""
    counts = queue.counts(engine)
    return {state: counts.get(state, 0) for state in ("waiting", "ended")}


def _differing(engine: Engine) -> dict[str, Message]:
    """The projects whose file was changed while settings saved on the web are in force."""
    return {one.in_force.code: one.message for one in versions.all_beside_web(engine)}


def _disks(engine: Engine) -> Iterator[Disk]:
    """The room where the program keeps things; a folder that is gone has none to tell."""
    file, due = _file(engine), schedule()
    folders = {
        "database": file.parent if file else None,
        "data": data_dir(),
        "backup": due.folder if due else None,
    }
    for what, folder in folders.items():
        if folder is not None and folder.is_dir():
            usage = shutil.disk_usage(folder)
            yield Disk(what, folder, usage.free, usage.total)


def _file(engine: Engine) -> Path | None:
    return sqlite_file(engine.url.render_as_string(hide_password=False))
