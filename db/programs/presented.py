"""What a token opens that a program shows: an actor in the token's role, on the projects that it and its owner share.

Wrong tokens are counted by the address that they come from, and an address that keeps trying waits longer each time, up
to a minute. A good token never waits: an office has one address, and a script there that nobody mends would keep its
other programs out. Guessing a token is hopeless, for it has 256 random bits.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Literal

from cachetools import LRUCache
from sqlalchemy import Engine
from sqlmodel import select

from core.model import Actor
from db.accounts.sessions import public_id
from db.errors import DbError
from db.generation import remembered_closely
from db.programs.issued import State, TokenInfo, told
from db.programs.tries import tries
from db.tables import ServiceToken, User
from db.transactions import reading, writing

BY = "token:"  # before the name of a token where it acts; no user's name has a colon
WRITTEN_EVERY = timedelta(minutes=5)  # when a token was used
Status = State | Literal["wrong", "wait"]
_WRITTEN: LRUCache[str, datetime] = LRUCache(1_000)  # by token: when this process last wrote that it was used
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of a token. ``actor`` acts with it where it is good, and is named in the log where it is over."""

    status: Status
    id: str = ""
    token: TokenInfo | None = None
    actor: Actor | None = None
    until: datetime | None = None  # of ``wait``: when the next try is taken


def show(engine: Engine, secret: str, address: str, now: datetime, name: str | None = None) -> Shown:
    """What a token opens now. ``name`` is what a program says beside it: another's name makes a token wrong."""
    number = public_id(secret)
    found = _found(engine, number)
    status: Status = "wrong"
    if found is not None and (name is None or name == found[0].name):
        token, reach = found
        actor = replace(reach, user=f"{BY}{token.name}", role=token.role, via="api", address=address or None)
        status = token.state(now)
        if status == "good":
            return Shown(status, number, token, actor)
    if (until := tries.take(address, now)) is not None:
        return Shown("wait", until=until)
    return Shown("wrong") if status == "wrong" else Shown(status, number, token, actor)


def used(engine: Engine, shown: Shown, now: datetime) -> None:
    """Write that a token was used, every few minutes; a database that cannot be written changes nothing else. Of
    requests that come at once, one writes: each write has every server look anew who is there.
    """
    if _is_lately(shown.token.seen_at if shown.token else None, now):
        return
    with _LOCK:
        if _is_lately(_WRITTEN.get(shown.id), now):
            return
        _WRITTEN[shown.id] = now
    with suppress(DbError), writing(engine) as session:
        token = session.get(ServiceToken, shown.id)
        if token is not None:
            token.seen_at = now


def _is_lately(last: datetime | None, now: datetime) -> bool:
    return last is not None and timedelta() <= now - last < WRITTEN_EVERY


@remembered_closely
def _found(engine: Engine, number: str) -> tuple[TokenInfo, Actor] | None:
    """A token, and its owner kept to the projects that both of them open, and to the owner's amphoe."""
    with reading(engine) as session:
        found = session.exec(select(ServiceToken, User).join(User).where(ServiceToken.id == number)).first()
        if found is None:
            return None
        token, owner = found
        reach = replace(owner.acts(), scope=_shared(token.projects, owner.projects), reviews=False)
        return told(token, owner), reach


def _shared(mine: frozenset[str] | None, theirs: frozenset[str] | None) -> frozenset[str] | None:
    if mine is None or theirs is None:
        return theirs if mine is None else mine
    return mine & theirs
