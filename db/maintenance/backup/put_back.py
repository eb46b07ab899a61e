"""Put a backup in place of the database, while the program runs."""

import secrets
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import col, delete, select, update

from core.model import Actor, Right
from db.accounts import audit
from db.accounts.actors import asks
from db.chain import head
from db.chain.links import last
from db.errors import BackupRefused
from db.maintenance.backup.ways import way_of
from db.tables import Draft, Generation, QueuedMessage, ServiceToken, SignIn, WrongTry
from db.transactions import HELD, reading, writing


@asks(Right.MAINTAIN)
def restore(engine: Engine, source: Path, *, actor: Actor, now: datetime) -> Path | None:
    """Put a backup in place of the database, brought up to date; returns where the old one was kept, if any.

    The backup is checked first: whole, by the schema of the migrations, and not of a newer program. All that follows
    from the restore is in the copy before it takes the place of the database, in one transaction: every sign-in has
    ended, nothing that a server keeps in memory is good any more, what waited to be sent is not sent, and the chain has
    a link of it. Broken off, it leaves the database as it was. Raises ``BackupRefused``, ``DatabaseOutdated``.
    """
    way = way_of(engine)
    if not source.is_file():
        raise BackupRefused("no_file", source=source)
    with way.staged(engine, source) as copy:
        link = _begin_anew(copy, source.name, actor, now)
        head.expect(engine, link)
        kept = way.put_in_place(engine, copy)
    head.write(engine, link)
    engine.dispose()
    (HELD.get() or {}).pop(str(engine.url), None)
    return kept


def _begin_anew(copy: Engine, name: str, actor: Actor, now: datetime) -> str:
    """What follows from a restore, written into the copy; returns its newest link."""
    with writing(copy) as session:
        for one in session.exec(select(SignIn).where(col(SignIn.revoked_at).is_(None))):
            one.revoked_at = now
        for token in session.exec(select(ServiceToken).where(col(ServiceToken.revoked_at).is_(None))):
            token.revoked_at = now
        waiting = update(QueuedMessage).where(col(QueuedMessage.state) == "waiting")  # most were sent since
        session.connection().execute(waiting.values(state="dropped", why="undelivered.restored", done_at=now))
        session.exec(delete(Draft))  # of a file that no backup of ours is
        session.exec(delete(WrongTry))
        session.exec(select(Generation)).one().restored = secrets.randbits(62)
        audit.record(session, at=now, actor=actor, action="restore", detail=name)
    with reading(copy) as session:
        link = last(session.connection())
    assert link is not None
    return link.text
