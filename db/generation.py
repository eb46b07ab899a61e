"""Which state the database is in, and what was read from each state.

``db.transactions.writing`` gives the database another number with each change, and a change of what the chain covers
adds a link. What a function reads is decided by the number, the newest link and the arguments, so it is read once for
each state, and a run that begins by asking for the state need ask nothing else. The number alone would not do: nobody
signs it, and whoever puts an old one back would have a sign-in that is over open again.

People come and go all day: a link of a sign-in, of a paper that is handed out, changes none of the data. So the data
have turns of their own, counted in each process: a turn ends with the first link that covers another table than those
of people. What reads no such table is read once a turn. By its events a link says of which projects it is, so that
what is drawn of the others stands.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from itertools import chain
from threading import Lock
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from cachetools import LRUCache
from sqlalchemy import Connection, Engine, inspect
from sqlmodel import Session, select

from db.chain import links
from db.errors import DatabaseUnfinished
from db.tables import AuditEvent, ChainLink, Generation
from db.transactions import HELD, PEOPLE, State, Turns, asking, of_data_alone, reach_of

KEPT = 512  # results of one function
_RESTORED = "otop_restored"  # among a session's own notes
_LINKS, _NUMBERS, _EVENTS = (inspect(one).local_table.c for one in (ChainLink, Generation, AuditEvent))
_NEWEST = select(_LINKS.hash).order_by(_LINKS.seq.desc()).limit(1).scalar_subquery()
LOOKED_AT = 200  # links, and events in them; of more at once all data count as changed
_LINK = select(_LINKS.seq, _LINKS.hash).order_by(_LINKS.seq.desc())
_CONTENT = select(_LINKS.action, _LINKS.content)
_OF_EVENTS = select(_EVENTS.id, _EVENTS.project)
_STATE = select(_NUMBERS.number, _NEWEST)  # of tables, not of classes: read without their mapping
Asked = ParamSpec("Asked")
Found = TypeVar("Found")
Read = Callable[Concatenate[Engine, Asked], Found]


class _Seen(NamedTuple):
    """A database as this process saw it last. ``seq`` is the number of the newest link, 0 where there is none."""

    number: int
    link: str | None
    seq: int
    turns: Turns


_SEEN: dict[str, _Seen] = {}
_LOOKING = Lock()


def current(engine: Engine) -> tuple[int, str | None]:
    """The state that the database is in: its number and its newest link; inside ``held`` as it was when it was first
    asked for.
    """
    return _held(engine)[:2]


def of_data(engine: Engine, *projects: str) -> int:
    """The last turn of the data, of those that this process has seen, that changed something of these projects; none
    named: anything. Inside ``held`` as above.
    """
    turns = _held(engine)[2]
    return max(turns.whole, *(turns.projects.get(code, 0) for code in projects)) if projects else turns.last


def _held(engine: Engine) -> State:
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


def remembered(read: Read[Asked, Found]) -> Read[Asked, Found]:
    """``read``, done once for each turn of the data; callers share the result and must not change it. It reads no table
    of people: a query of one raises ``TypeError``.
    """

    def read_data(engine: Engine, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Found:
        return read(of_data_alone(engine), *args, **kwargs)

    return wraps(read)(_kept(read_data, lambda state: state[2].last))


def remembered_closely(read: Read[Asked, Found]) -> Read[Asked, Found]:
    """``read``, done once for each state of the database, whatever it reads; callers share the result."""
    return wraps(read)(_kept(read, lambda state: state[:2]))


def _kept(read: Read[Asked, Found], part: Callable[[State], Hashable]) -> Read[Asked, Found]:
    kept: LRUCache[Hashable, Found] = LRUCache(KEPT)
    lock = Lock()

    def found(engine: Engine, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Found:
        key = (str(engine.url), part(_held(engine)), reach_of(engine), args, tuple(sorted(kwargs.items())))
        with lock:
            if key in kept:
                return kept[key]
        result = read(engine, *args, **kwargs)
        if part(_stored(engine)) == key[1]:  # nothing was written since: no result is kept under a wrong state
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
    database = str(engine.url)
    with asking(engine) as connection:
        number, link = _asked(connection)
    seen = _SEEN.get(database)
    if seen is None or (number, link) != (seen.number, seen.link):
        with _LOOKING:  # one reads after the other, so that none goes back to what was before
            seen = _SEEN.get(database)
            if seen is None or (number, link) != (seen.number, seen.link):
                seen = _SEEN[database] = _look(engine, seen)
    return seen.number, seen.link, seen.turns


def _asked(connection: Connection) -> tuple[int, str | None]:
    found = connection.execute(_STATE).one_or_none()
    if found is None:  # a copy into it has not ended
        raise DatabaseUnfinished
    number, link = found
    return number, link


def _look(engine: Engine, before: _Seen | None) -> _Seen:
    """What is there now. The data are those of before where the chain goes on from there with links of people alone."""
    with asking(engine) as connection:
        number, _ = _asked(connection)
        seq, link = connection.execute(_LINK.limit(1)).one_or_none() or (0, None)
        if before is None:
            return _Seen(number, link, seq, Turns())
        goes_on = connection.execute(_LINK.where(_LINKS.seq == before.seq)).one_or_none()
        changed = _changed(connection, before.seq, seq) if goes_on == (before.seq, before.link) else None
    return _Seen(number, link, seq, _turned(before.turns, changed))


def _turned(turns: Turns, changed: frozenset[str] | None) -> Turns:
    """The turns after a change of some projects, or of nobody knows what (``None``)."""
    if changed is None:
        return Turns(turns.last + 1, turns.last + 1)
    if not changed:
        return turns
    return Turns(turns.last + 1, turns.whole, {**turns.projects, **dict.fromkeys(changed, turns.last + 1)})


def _changed(connection: Connection, after: int, newest: int) -> frozenset[str] | None:
    """The projects whose data the links after one have changed, by the events in each. ``None``, of nobody knows what:
    one does not say or cannot be read, or there are too many.
    """
    between = _CONTENT.where(_LINKS.seq > after, _LINKS.seq <= newest).limit(LOOKED_AT)
    try:
        since = connection.execute(between).all()
        of_data = [content for _, content in since if not content.keys() <= PEOPLE]
        events = [[int(number) for number in content.get("audit_event", ())] for content in of_data]
    except (AttributeError, TypeError, ValueError):  # written past the program: ``verify`` says which
        return None
    ids = list(chain.from_iterable(events))
    begins = any(links.begins_section(action) for action, _ in since)  # it may follow another database
    if begins or not all(events) or max(len(since), len(ids)) >= LOOKED_AT:
        return None
    if not ids:
        return frozenset()
    found = connection.execute(_OF_EVENTS.where(_EVENTS.id.in_(ids))).all()
    codes = {project for _, project in found}
    return None if None in codes or len(found) < len(ids) else frozenset(codes)
