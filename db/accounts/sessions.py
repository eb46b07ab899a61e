"""Signing in and staying signed in. The cookie names a sign-in; what it opens is what the tables say now."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from core.model import ROLES, Actor, Right
from db.accounts import audit, idle, passwords, refusals, tries
from db.accounts.actors import asks
from db.accounts.names import cleaned
from db.errors import NameRefused
from db.generation import remembered_closely
from db.tables import SignIn, User
from db.transactions import reading, writing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a name and a password. ``user``: the name as it is kept; ``until``: try again then.

    ``over``: the password is right, and was a one-time one whose days are over.
    """

    status: Literal["ok", "wrong", "wait", "over"]
    user: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """Where somebody signs in: a hash that names the browser, its address, and what it calls itself in a few words."""

    id: str = ""
    address: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is behind a request, as the tables say now."""

    sign_in_id: str
    name: str
    role: str
    must_change: bool
    issued_at: datetime
    expires_at: datetime
    seen_at: datetime
    device: Device
    scope: frozenset[str] | None = None
    opens_full: bool = False
    reviews: bool = False
    amphoe: str | None = None
    toured: bool = False  # whether the tour of the role is over for the user


NOWHERE = Device()
SECRET_BYTES = 32  # of a sign-in


def public_id(token: str) -> str:
    """What stands for a secret of a cookie in tables, headers and memory: nobody signs in by it."""
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def verify_credentials(engine: Engine, name: str, password: str, now: datetime, device: Device = NOWHERE) -> Outcome:
    """Check a name and a password; unknown names take as long and are told the same.

    A try is counted before it is checked. Only a device on which this user has signed in before waits (``db.accounts.
    tries`` says why).
    """
    try:
        name = cleaned(name)
    except NameRefused:  # a name that nobody can have is as wrong as one that nobody has
        name = ""
    user, known = _user_on(engine, name, device.id)
    pair = (name, device.id)
    if known and (until := tries.take(engine, pair, now)) is not None:
        return Outcome("wait", until=until)
    right = passwords.matches(password, None if user is None or user.disabled else user.password_hash)
    if user is None or not right:
        refusals.by_password(engine, user.name if user else "", user.role if user else "", device.address, now)
        return Outcome("wrong")
    if known:
        tries.forget(engine, pair)
    if user.must_change and user.one_time_until is not None and now >= user.one_time_until:
        return Outcome("over")
    return Outcome("ok", user=user.name)


def _user_on(engine: Engine, name: str, device: str) -> tuple[User | None, bool]:
    """A user, and whether they have signed in on a device before."""
    query = select(SignIn.id).where(SignIn.user_name == name, SignIn.device == device).limit(1)
    with reading(engine) as session:
        user = session.get(User, name)
        known = bool(user and device) and session.exec(query).first() is not None
        if user is not None:
            session.expunge(user)
    return user, known


def sign_in(engine: Engine, name: str, now: datetime, device: Device = NOWHERE, token: str | None = None) -> str:
    """Begin a sign-in, as long as the role's last, and return the secret that its cookie carries: ``token``, which was
    just drawn at random, else one that is drawn here.
    """
    token = token or secrets.token_urlsafe(SECRET_BYTES)
    with writing(engine) as session:
        user = session.get_one(User, name)
        session.add(
            SignIn(
                id=public_id(token),
                user_name=name,
                issued_at=now,
                expires_at=now + timedelta(days=ROLES[user.role].days),
                seen_at=now,
                device=device.id,
                address=device.address,
                agent=device.agent,
            )
        )
        audit.record(session, at=now, actor=Actor(name, user.role), action="sign_in.ok", detail=device.address)
    return token


def signed_in(engine: Engine, sign_in_id: str, now: datetime, seen: datetime | None = None) -> SignedIn | None:
    """Who a sign-in is as the tables have it now: ``None`` when ended, unused for too long, or its user disabled.

    ``seen`` is when this process saw it last; the table is told of it from time to time only.
    """
    found = _open_sign_in(engine, sign_in_id)
    if found is None or not found.issued_at <= now < found.expires_at:
        return None
    last = max(found.seen_at, seen or found.seen_at)
    return found if now < last + idle.limit(found.role) else None


@remembered_closely
def _open_sign_in(engine: Engine, sign_in_id: str) -> SignedIn | None:
    with reading(engine) as session:
        found = session.exec(_open().where(SignIn.id == sign_in_id)).one_or_none()
    return None if found is None else _told(*found)


@remembered_closely
def is_known(engine: Engine, sign_in_id: str) -> bool:
    """Whether there ever was such a sign-in, good or over."""
    with reading(engine) as session:
        return session.get(SignIn, sign_in_id) is not None


def own(engine: Engine, name: str, now: datetime) -> list[SignedIn]:
    """The sign-ins of a user that are good now, the last seen first."""
    with reading(engine) as session:
        found = [_told(*pair) for pair in session.exec(_open().where(SignIn.user_name == name))]
    good = [one for one in found if signed_in(engine, one.sign_in_id, now) is not None]
    return sorted(good, key=lambda one: one.seen_at, reverse=True)


def _open() -> Select[SignIn, User]:
    return select(SignIn, User).join(User).where(col(SignIn.revoked_at).is_(None), col(User.disabled).is_(False))


def _told(kept: SignIn, user: User) -> SignedIn:
    device = Device(kept.device, kept.address, kept.agent)
    return SignedIn(
        kept.id,
        user.name,
        user.role,
        user.must_change,
        kept.issued_at,
        kept.expires_at,
        kept.seen_at,
        device,
        user.projects,
        bool(user.opens_full),
        bool(user.reviews),
        user.amphoe,
        user.has_toured(user.role),
    )


def write_seen(engine: Engine, seen: Mapping[str, datetime]) -> None:
    """Write when sign-ins were seen last."""
    if seen:
        with writing(engine) as session:
            for one in session.exec(select(SignIn).where(col(SignIn.id).in_(seen))):
                one.seen_at = max(one.seen_at, seen[one.id])


def sign_out(engine: Engine, sign_in_id: str, now: datetime) -> None:
    """End one sign-in; ending it twice, or one that never was, does nothing."""
    with writing(engine) as session:
        found = session.get(SignIn, sign_in_id)
        if found is not None and found.revoked_at is None:
            found.revoked_at = now
            role = session.get_one(User, found.user_name).role
            audit.record(session, at=now, actor=Actor(found.user_name, role), action="sign_out")


def sign_out_everywhere(engine: Engine, name: str, *, actor: Actor, now: datetime, keep: str = "") -> int:
    """End every sign-in of a user, but the one to keep; returns how many there were."""
    name = cleaned(name)
    end = _end_all if name == actor.user else asks(Right.USERS)(_end_all)
    return end(engine, name, actor=actor, now=now, keep=keep)


def _end_all(engine: Engine, name: str, *, actor: Actor, now: datetime, keep: str) -> int:
    with writing(engine) as session:
        ended = revoke_all(session, name, now, keep)
        audit.record(session, at=now, actor=actor, action="sign_out.everywhere", detail=name)
    return ended


def revoke_all(session: Session, name: str, now: datetime, keep: str = "") -> int:
    """End every sign-in of a user in the caller's transaction, but the one to keep."""
    still_open = select(SignIn).where(SignIn.user_name == name, col(SignIn.revoked_at).is_(None), SignIn.id != keep)
    ended = session.exec(still_open).all()
    for one in ended:
        one.revoked_at = now
    return len(ended)
