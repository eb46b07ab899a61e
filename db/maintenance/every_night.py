"""A backup for every night: dated, proved to restore, and only then do the oldest go."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, select

from core.analysis.telling.occasions import Occasion
from core.calendar import BANGKOK, bangkok_day
from core.model import Actor, Right
from core.text import Message
from db.accounts.actors import asks
from db.errors import BackupRefused, DbError
from db.maintenance.backup.take import Backup, backup
from db.maintenance.backup.ways import way_of
from db.maintenance.chain import check
from db.maintenance.scheduled import recorded
from db.maintenance.verify import verify
from db.tables import Upload, UploadReview
from db.telling import queue
from db.transactions import reading

_NAME = re.compile(r"(otop-\d{8}-\d{6}\.(?:db|dump))(?:\.link|\.key|\.part(?:-journal|-wal|-shm)?)?")


@dataclass(frozen=True, slots=True)
class Proved:
    """A backup and what came of restoring it. ``differences``: what is not as it was stored; while there is one nothing
    is removed. ``removed``: backups that were older than the newest to keep.
    """

    backup: Backup
    differences: tuple[Message, ...]
    removed: tuple[str, ...]


@asks(Right.MAINTAIN)
def nightly(
    engine: Engine, folder: Path, *, actor: Actor, now: datetime, keep: int | None = None, with_key: bool = False
) -> Proved:
    """Write a backup under a dated name, restore it in a place of its own, compare what comes of it with what was
    stored, and then remove the oldest beyond ``keep``. Files of another name are left alone. Raises ``Refused``,
    ``BackupRefused``: nothing is removed then either. What became of it stands in the log, and who is told of
    backups is told of one that did not succeed.
    """
    with _refusal_told(engine, actor, now):
        done = _proved(engine, folder, actor, now, keep, with_key=with_key)
    action = recorded.DIFFERS if done.differences else recorded.PROVED
    with suppress(DbError):  # the backup is there all the same
        recorded.keep(engine, done.backup, action, actor=actor, now=now)
    if done.differences:
        _tell(engine, now)
    return done


@asks(Right.MAINTAIN)
def by_hand(
    engine: Engine, target: Path, *, actor: Actor, now: datetime, with_key: bool = False, force: bool = False
) -> Backup:
    """Write a backup into one file, not restored on trial, as ``backup`` does. Recorded and told of as ``nightly``."""
    with _refusal_told(engine, actor, now):
        made = backup(engine, target, actor=actor, with_key=with_key, force=force)
    with suppress(DbError):  # the backup is there all the same
        recorded.keep(engine, made, recorded.WRITTEN, actor=actor, now=now)
    return made


@contextmanager
def _refusal_told(engine: Engine, actor: Actor, now: datetime) -> Iterator[None]:
    """Within, a backup that is refused comes into the log, and who is told of backups is told of it."""
    try:
        yield
    except DbError as error:
        with suppress(DbError):  # why it was refused may be why nothing can be recorded
            recorded.keep_refused(engine, error, actor=actor, now=now)
        _tell(engine, now)
        raise


def _tell(engine: Engine, now: datetime) -> None:
    """Once a day: a backup that was refused is tried again within the hour."""
    occasion = Occasion("backup", f"backup:{bangkok_day(now).isoformat()}", Message("telling.backup"))
    queue.tell(engine, occasion, project=None, now=now)


def _proved(engine: Engine, folder: Path, actor: Actor, now: datetime, keep: int | None, *, with_key: bool) -> Proved:
    name = f"otop-{now.astimezone(BANGKOK):%Y%m%d-%H%M%S}{way_of(engine).SUFFIX}"
    made = backup(engine, folder / name, actor=actor, with_key=with_key)
    differences = tuple(_differences(engine, made))
    try:
        removed = _remove_oldest(folder, name, keep) if keep is not None and not differences else ()
    except OSError as error:
        raise BackupRefused("disk", error=error) from error
    return Proved(made, differences, removed)


def _differences(engine: Engine, made: Backup) -> Iterator[Message]:
    """What the file, restored, shows otherwise than it should."""
    with way_of(engine).staged(engine, made.file) as copy:
        yield from (one.message for one in check(copy, made.link).findings)
        for one in verify(copy):
            yield _difference(one.upload_id or "-", one.what, one.stored, one.found)
        there, here = _stored(engine), _stored(copy)
        for upload_id in sorted(there.keys() & here.keys()):
            for what, stored in there[upload_id].items():
                if (found := here[upload_id][what]) != stored:
                    yield _difference(upload_id, what, str(stored), str(found))


def _difference(at: int | str, what: str, stored: str, found: str) -> Message:
    return Message("console.differs", {"at": at, "what": what, "stored": stored, "found": found})


def _stored(engine: Engine) -> dict[int, dict[str, Any]]:
    """What is recorded of the content of each upload: the hash of its rows, and the figures of its day."""
    with reading(engine) as session:
        found = session.exec(select(col(Upload.id), col(Upload.rows_sha256), col(Upload.figures))).all()
        passed = {one.upload_id: one.figures for one in session.exec(select(UploadReview))}
    return {
        upload_id: {"rows_sha256": digest, "figures": passed.get(upload_id, figures)}
        for upload_id, digest, figures in found
    }


def _remove_oldest(folder: Path, newest: str, keep: int) -> tuple[str, ...]:
    """Remove what is older than the newest ``keep``, companions and what killed runs left too. The one that was just
    made stays, whatever the clock said when the others were.
    """
    found = [(match[1], file) for file in folder.iterdir() if (match := _NAME.fullmatch(file.name))]
    others = sorted({name for name, file in found if name == file.name and name != newest}, reverse=True)
    kept = {newest, *others[: keep - 1]}
    gone = [name for name in others if name not in kept]
    oldest = min(kept)
    for name, file in found:
        if name in gone or (name not in others and name < oldest):
            file.unlink()
    return tuple(sorted(gone))
