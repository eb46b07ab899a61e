"""Which state the database is in, and what was read from each state.

``db.transactions.writing`` gives the database another number with each change, and a change of what the chain covers
adds a link. What a function reads is decided by the number, the newest link and the arguments, so it is read once for
each state, and a run that begins by asking for the state need ask nothing else. The number alone would not do: nobody
signs it, and whoever puts an old one back would have a sign-in that is over open again.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar

from cachetools import LRUCache
from sqlalchemy import Engine, inspect
from sqlmodel import Session, select

from db.errors import DatabaseUnfinished
from db.tables import ChainLink, Generation
from db.transactions import HELD, State, asking, reach_of

KEPT = 512  # results of one function
_RESTORED = "otop_restored"  # among a session's own notes
_LINKS, _NUMBERS = (inspect(one).local_table.c for one in (ChainLink, Generation))
_NEWEST = select(_LINKS.hash).order_by(_LINKS.seq.desc()).limit(1).scalar_subquery()
_STATE = select(_NUMBERS.number, _NEWEST)  # of tables, not of classes: read without their mapping
Asked = ParamSpec("Asked")
Found = TypeVar("Found")


def current(engine: Engine) -> State:
    """The state that the database is in; inside ``held`` as it was when it was first asked for."""
    held, database = HELD.get(), str(engine.url)
    if held is not None and database in held:
        return held[database]
    state = _stored(engine)
    if held is not None:
        held[database] = state
    return state


@contextmanager
def held() -> Iterator[None]:
    """Within, the database is asked once which state it is in, and again after each change made here."""
    token = HELD.set({})
    try:
        yield
    finally:
        HELD.reset(token)


def remembered(read: Callable[Concatenate[Engine, Asked], Found]) -> Callable[Concatenate[Engine, Asked], Found]:
    """``read``, done once for each state of the database; callers share the result and must not change it."""
    kept: LRUCache[Hashable, Found] = LRUCache(KEPT)
    lock = Lock()

    @wraps(read)
    def found(engine: Engine, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Found:
        key = (str(engine.url), current(engine), reach_of(engine), args, tuple(sorted(kwargs.items())))
        with lock:
            if key in kept:
                return kept[key]
        result = read(engine, *args, **kwargs)
        if _stored(engine) == key[1]:  # nothing was written since: no result is kept under a wrong state
            with lock:
                kept[key] = result
        return result

    return found


def restored(session: Session) -> int:
    """The number that the last restore drew, 0 where there was none: part of every key by which content is kept across
    changes. A session asks once.
    """
    if _RESTORED not in session.info:
        session.info[_RESTORED] = session.exec(select(Generation.restored)).one()
    found: int = session.info[_RESTORED]
    return found


def _stored(engine: Engine) -> State:
    with asking(engine) as connection:
        found = connection.execute(_STATE).one_or_none()
    if found is None:  # a copy into it has not ended
        raise DatabaseUnfinished
    number, link = found
    return number, link
