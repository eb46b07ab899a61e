"""Wrong passwords of a user on a device, counted in the database: for every server and process of it together.

A device on which somebody has signed in before waits for its own wrong tries, longer each time, up to a minute. From an
unknown one nobody waits, and nothing is counted: its address is that of a whole office, and whoever keeps trying a
director's name there would make the director wait. What limits guessing there is hashing, one at a time for an address,
and passwords that are hard to guess.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete, select, update

from db.tables import WrongTry
from db.transactions import asking, passing

FREE = 3  # wrong tries before the first wait
_LONGEST_WAIT = timedelta(seconds=60)
_FORGOTTEN_AFTER = timedelta(hours=1)

Pair = tuple[str, str]  # a user's name, and a device that they have signed in on


def waits_until(failures: int, failed_at: datetime, now: datetime) -> datetime | None:
    """When the next try is taken after so many wrong ones: 1, 2, 4 … 60 seconds from the fourth; ``None``: at once.

    A wrong try that is later than now was counted by a clock that ran ahead, and makes nobody wait.
    """
    if forgotten(failed_at, now) or failures < FREE:
        return None
    wait = min(timedelta(seconds=2 ** min(failures - FREE, 16)), _LONGEST_WAIT)
    return failed_at + wait if now < failed_at + wait else None


def forgotten(failed_at: datetime, now: datetime) -> bool:
    """Whether counting begins anew: the last wrong try is old, or of a time that has not come yet."""
    return not timedelta() <= now - failed_at <= _FORGOTTEN_AFTER


def take(engine: Engine, pair: Pair, now: datetime) -> datetime | None:
    """Count one more try, before it is known whether it is a wrong one; else until when the pair waits.

    Both in one transaction that holds the pair's row: a burst cannot race it, on whichever servers it comes in.
    """
    key = _key(pair)
    way = postgresql if engine.dialect.name == "postgresql" else sqlite
    kept = way.insert(WrongTry).values(id=key, tries=0, at=now)
    held = kept.on_conflict_do_update(index_elements=["id"], set_={"tries": WrongTry.tries})  # so that it is locked
    with passing(engine) as session:
        tries, at = session.connection().execute(held.returning(WrongTry.tries, WrongTry.at)).one()
        if (until := waits_until(tries, at, now)) is not None:
            return until
        counted = 1 if forgotten(at, now) else tries + 1
        session.connection().execute(update(WrongTry).where(col(WrongTry.id) == key).values(tries=counted, at=now))
    return None


def forget(engine: Engine, pair: Pair) -> None:
    """The right password came."""
    with passing(engine) as session:
        session.exec(delete(WrongTry).where(col(WrongTry.id) == _key(pair)))


def end_old(engine: Engine, now: datetime) -> None:
    """Delete what counts no longer. Nothing is written where there is none."""
    old = col(WrongTry.at) < now - _FORGOTTEN_AFTER
    with asking(engine) as connection:
        if connection.scalar(select(WrongTry.id).where(old).limit(1)) is None:
            return
    with passing(engine) as session:
        session.exec(delete(WrongTry).where(old))


def _key(pair: Pair) -> str:
    return sha256("\0".join(pair).encode("utf-8", "surrogateescape")).hexdigest()
