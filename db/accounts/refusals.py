"""Refused attempts for the log: the first of its kind soon, those that repeat it within the hour as one number.

Whoever tries a thousand times is in the log with that number, and neither fills it nor makes anybody wait: what is
noted stays in memory until ``write``, which the server calls every few seconds. What this process forgets in an hour
begins anew.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Engine

from core.model import Actor, Right
from db.accounts import audit
from db.errors import DbError
from db.transactions import writing

TOGETHER = timedelta(hours=1)  # repeats within it become one event
KEPT = 200  # kinds of attempt of those who are not signed in; what is beyond is counted together
NOBODY, MANY = "?", "many"
BY_RIGHT, BY_PASSWORD, BY_DOOR = "refused", "sign_in.wrong", "refused.request"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One kind of attempt: what was refused, to whom, why (a right, an address, a word of the door)."""

    action: str
    actor: Actor
    why: str = ""
    project: str | None = None

    def detail(self, times: int) -> str:
        """What stands in the log for so many of them."""
        if self.action == BY_PASSWORD:
            return f"{times} {self.why}".strip()
        return self.why if times == 1 else f"{self.why} {times}".strip()

    @property
    def is_of_a_person(self) -> bool:
        """Whether somebody signed in, or an operator, was refused: there are only so many of those."""
        return self.action != BY_PASSWORD and bool(self.actor.role)

    @property
    def without_particulars(self) -> "Attempt":
        """What it is counted as where too many kinds are known."""
        return Attempt(self.action, Actor(NOBODY, ""), "" if self.action == BY_PASSWORD else MANY)


@dataclass(slots=True)
class _Counted:
    waiting: int = 0  # not written yet
    written: datetime | None = None

    def is_fresh(self, now: datetime) -> bool:
        """Whether one of its kind was written within the hour; a time that has not come yet is no such hour."""
        return self.written is not None and timedelta() <= now - self.written < TOGETHER


class Refusals:
    """What this process has refused, by database and kind."""

    def __init__(self) -> None:
        self._counted: dict[tuple[str, Attempt], _Counted] = {}
        self._lock = Lock()

    def note(self, engine: Engine, attempt: Attempt, now: datetime) -> bool:
        """Count an attempt. Whether it is the first of its kind within the hour."""
        key = str(engine.url), attempt
        with self._lock:
            if key not in self._counted and len(self._counted) >= KEPT and not attempt.is_of_a_person:
                key = str(engine.url), attempt.without_particulars
            counted = self._counted.setdefault(key, _Counted())
            counted.waiting += 1
            return counted.waiting == 1 and not counted.is_fresh(now)

    def due(self, engine: Engine, now: datetime, *, at_the_end: bool = False) -> dict[Attempt, int]:
        """The attempts to be written now, each with its number; those written within the hour wait until it is over."""
        found: dict[Attempt, int] = {}
        with self._lock:
            for (database, attempt), counted in list(self._counted.items()):
                if database != str(engine.url) or (counted.is_fresh(now) and not at_the_end):
                    continue
                if counted.waiting:
                    found[attempt] = counted.waiting
                    counted.waiting, counted.written = 0, now
                else:
                    del self._counted[database, attempt]
        return found

    def give_back(self, engine: Engine, attempts: dict[Attempt, int]) -> None:
        """They could not be written: they are due again."""
        with self._lock:
            for attempt, times in attempts.items():
                counted = self._counted.setdefault((str(engine.url), attempt), _Counted())
                counted.waiting, counted.written = counted.waiting + times, None

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._counted.clear()


refusals = Refusals()


def write(engine: Engine, now: datetime, *, at_the_end: bool = False) -> None:
    """Write what is due into the log, in one transaction; what cannot be written stays due."""
    found = refusals.due(engine, now, at_the_end=at_the_end)
    if not found:
        return
    try:
        with writing(engine) as session:
            for attempt, times in found.items():
                audit.record(
                    session, at=now, actor=attempt.actor, action=attempt.action, project=attempt.project,
                    detail=attempt.detail(times),
                )  # fmt: skip
    except DbError:
        refusals.give_back(engine, found)
        raise


def by_right(engine: Engine, *, of: Actor, right: Right, project: str | None, now: datetime) -> None:
    """Record that somebody had not the right. A log that cannot be written changes nothing of the refusal."""
    # The actor reaches every project here: that this one is outside the scope is what is recorded.
    actor = replace(of, scope=None, amphoe=None, user=of.user if of.user.strip() else NOBODY)
    if refusals.note(engine, Attempt(BY_RIGHT, actor, right.value, project), now):
        with suppress(DbError):
            write(engine, now)


def by_password(engine: Engine, user: str, role: str, address: str, now: datetime) -> None:
    """Count a wrong password; of a name that nobody has, by its address alone."""
    actor = Actor(user, role, address=address or None) if user else Actor(NOBODY, "", address=address or None)
    refusals.note(engine, Attempt(BY_PASSWORD, actor, address), now)


def by_door(engine: Engine, why: str, of: Actor | None, address: str, now: datetime) -> None:
    """Count a request that was refused: why, in a word that the log has a sentence for."""
    known = Actor(NOBODY, "") if of is None else replace(of, scope=None, amphoe=None)
    refusals.note(engine, Attempt(BY_DOOR, replace(known, address=address or None), why), now)
