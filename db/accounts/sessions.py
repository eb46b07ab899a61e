"""Signing in and staying signed in. The cookie names a sign-in; what it opens is what the tables say now."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Literal

from cachetools import LRUCache
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from core.model import Actor, Right
from db.accounts import audit, passwords
from db.accounts.actors import require
from db.accounts.names import cleaned
from db.errors import NameRefused
from db.generation import remembered
from db.tables import SignIn, User
from db.transactions import reading, writing

_STRANGERS = 1_000  # names that nobody has, whose wrong tries are remembered in this process


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a name and a password. ``until``: try again then; ``user``: the name as it is kept."""

    status: Literal["ok", "wrong", "wait"]
    user: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is behind a request, as the tables say now."""

    sign_in_id: str
    name: str
    role: str
    must_change: bool
    issued_at: datetime
    expires_at: datetime


def verify_credentials(
    engine: Engine, name: str, password: str, now: datetime, *, device: str | None = None
) -> Outcome:
    """Check a name and a password.

    Wrong tries make the next ones wait, longer each time, up to a minute; never a lock-out. ``device`` is the id of an
    earlier sign-in that the browser still carries: it has a count of its own, so that a stranger who keeps trying a
    director's name cannot make the director wait. A try is counted before it is checked: a burst cannot race it.
    Unknown names take as long and wait as long.
    """
    try:
        name = cleaned(name)
    except NameRefused:  # a name that nobody can have is as wrong as one that nobody has
        name = ""
    with writing(engine) as session:
        user = session.get(User, name)
        if user is not None:
            counter = _counter(session, user, device)
            until = passwords.waits_until(counter.failures, counter.failed_at, now)
            if until is None:
                counter.failures = 1 if passwords.forgotten(counter.failed_at, now) else counter.failures + 1
                counter.failed_at = now
    if user is None:
        until = strangers.wait(name, now)
    if until is not None:
        return Outcome("wait", until=until)
    right = passwords.matches(password, None if user is None or user.disabled else user.password_hash)
    if user is None:
        return Outcome("wrong")
    with writing(engine) as session:
        if right:
            session.add(counter)
            counter.failures, counter.failed_at = 0, None
        audit.record(
            session, at=now, actor=Actor(user.name, user.role), action="sign_in.ok" if right else "sign_in.wrong"
        )
    return Outcome("ok", user=user.name) if right else Outcome("wrong")


def sign_in(engine: Engine, name: str, now: datetime, days: int) -> str:
    """Begin a sign-in of ``days`` and return its id, which the cookie carries."""
    sign_in_id = secrets.token_urlsafe(24)
    with writing(engine) as session:
        session.add(SignIn(id=sign_in_id, user_name=name, issued_at=now, expires_at=now + timedelta(days=days)))
    return sign_in_id


def signed_in(engine: Engine, sign_in_id: str, now: datetime) -> SignedIn | None:
    """Who a sign-in is as the tables have it now: ``None`` when revoked, expired, or the user is gone or disabled.

    A changed password revokes; a changed role shows at once.
    """
    found = _open_sign_in(engine, sign_in_id)
    return None if found is None or now >= found.expires_at else found


@remembered
def _open_sign_in(engine: Engine, sign_in_id: str) -> SignedIn | None:
    query = (
        select(SignIn, User)
        .join(User)
        .where(SignIn.id == sign_in_id, col(SignIn.revoked_at).is_(None), col(User.disabled).is_(False))
    )
    with reading(engine) as session:
        found = session.exec(query).one_or_none()
    if found is None:
        return None
    kept, user = found
    return SignedIn(kept.id, user.name, user.role, user.must_change, kept.issued_at, kept.expires_at)


def sign_out(engine: Engine, sign_in_id: str, now: datetime) -> None:
    """End one sign-in; ending it twice, or one that never was, does nothing."""
    with writing(engine) as session:
        found = session.get(SignIn, sign_in_id)
        if found is not None and found.revoked_at is None:
            found.revoked_at = now
            audit.record(
                session,
                at=now,
                actor=Actor(found.user_name, session.get_one(User, found.user_name).role),
                action="sign_out",
            )


def sign_out_everywhere(engine: Engine, name: str, *, actor: Actor, now: datetime) -> int:
    """End every sign-in of a user; returns how many there were."""
    name = cleaned(name)
    if name != actor.user:
        require(actor, Right.USERS)
    with writing(engine) as session:
        ended = revoke_all(session, name, now)
        audit.record(session, at=now, actor=actor, action="sign_out.everywhere", detail=name)
    return ended


def revoke_all(session: Session, name: str, now: datetime) -> int:
    """End every sign-in of a user in the caller's transaction."""
    still_open = select(SignIn).where(SignIn.user_name == name, col(SignIn.revoked_at).is_(None))
    ended = session.exec(still_open).all()
    for one in ended:
        one.revoked_at = now
    return len(ended)


def _counter(session: Session, user: User, device: str | None) -> SignIn | User:
    """Where wrong tries count: on the device, where the user has signed in on it before, else on the user."""
    known = session.get(SignIn, device) if device else None
    return known if known is not None and known.user_name == user.name else user


class _Strangers:
    """Wrong tries of names that nobody has, so that they wait as real ones do."""

    def __init__(self) -> None:
        self._tries: LRUCache[str, tuple[int, datetime]] = LRUCache(_STRANGERS)
        self._lock = Lock()

    def wait(self, name: str, now: datetime) -> datetime | None:
        """Until when this name waits; else the try is counted."""
        with self._lock:
            failures, at = self._tries.get(name, (0, now))
            until = passwords.waits_until(failures, at, now)
            if until is None:
                self._tries[name] = (1 if passwords.forgotten(at, now) else failures + 1, now)
            return until

    def clear(self) -> None:
        """Forget every try."""
        with self._lock:
            self._tries.clear()


strangers = _Strangers()
