"""Signing in and staying signed in. The cookie names a sign-in; what it opens is read from the tables each time."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, Table, insert, select, update
from sqlmodel import SQLModel

import db.tables.uploads  # noqa: F401  fills the metadata
from db.accounts import audit, passwords
from db.accounts.names import cleaned
from db.errors import NameRefused
from db.transactions import reading, writing

_users = SQLModel.metadata.tables["user"]
_sign_ins = SQLModel.metadata.tables["sign_in"]
_STRANGERS = 1_000  # names that nobody has, whose wrong tries are remembered in this process


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a name and a password. ``until``: try again then; ``user``: the name as it is kept."""

    status: Literal["ok", "wrong", "wait"]
    user: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
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
    director's name can not make the director wait. A try is counted before it is checked: a burst can not race it.
    Unknown names take as long and wait as long.
    """
    try:
        name = cleaned(name)
    except NameRefused:  # a name that nobody can have is as wrong as one that nobody has
        name = ""
    with writing(engine) as connection:
        user = connection.execute(select(_users).where(_users.c.name == name)).one_or_none()
        if user is not None:
            table, row = _counted_on(connection, user, device)
            until = passwords.waits_until(row.failures, row.failed_at, now)
            if until is None:
                failures = 1 if passwords.forgotten(row.failed_at, now) else row.failures + 1
                _count(connection, table, row, failures, now)
    if user is None:
        until = strangers.wait(name, now)
    if until is not None:
        return Outcome("wait", until=until)
    right = passwords.matches(password, None if user is None or user.disabled else user.password_hash)
    if user is None:
        return Outcome("wrong")
    with writing(engine) as connection:
        if right:
            _count(connection, table, row, 0, None)
        audit.record(connection, at=now, by=user.name, action="sign_in.ok" if right else "sign_in.wrong")
    return Outcome("ok", user=user.name) if right else Outcome("wrong")


def sign_in(engine: Engine, name: str, now: datetime, days: int) -> str:
    """Begin a sign-in of ``days`` and return its id, which the cookie carries."""
    sign_in_id = secrets.token_urlsafe(24)
    values = {"id": sign_in_id, "user_name": name, "issued_at": now, "expires_at": now + timedelta(days=days)}
    with writing(engine) as connection:
        connection.execute(insert(_sign_ins).values(**values, revoked_at=None, failures=0, failed_at=None))
    return sign_in_id


def session(engine: Engine, sign_in_id: str, now: datetime) -> Session | None:
    """Who a sign-in is, read anew each time: ``None`` when revoked, expired, or the user is gone or disabled.

    A changed password revokes; a changed role shows at once.
    """
    query = (
        select(_sign_ins, _users.c.role, _users.c.must_change)
        .join(_users, _users.c.name == _sign_ins.c.user_name)
        .where(_sign_ins.c.id == sign_in_id, _sign_ins.c.revoked_at.is_(None), _users.c.disabled.is_(False))
    )
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    if row is None or now >= row.expires_at:
        return None
    return Session(row.id, row.user_name, row.role, row.must_change, row.issued_at, row.expires_at)


def sign_out(engine: Engine, sign_in_id: str, now: datetime) -> None:
    """End one sign-in; ending it twice, or one that never was, does nothing."""
    with writing(engine) as connection:
        row = connection.execute(
            select(_sign_ins).where(_sign_ins.c.id == sign_in_id, _sign_ins.c.revoked_at.is_(None))
        ).one_or_none()
        if row is not None:
            connection.execute(update(_sign_ins).where(_sign_ins.c.id == sign_in_id).values(revoked_at=now))
            audit.record(connection, at=now, by=row.user_name, action="sign_out")


def sign_out_everywhere(engine: Engine, name: str, *, by: str, now: datetime) -> int:
    """End every sign-in of a user; returns how many there were."""
    name = cleaned(name)
    with writing(engine) as connection:
        ended = revoke_all(connection, name, now)
        audit.record(connection, at=now, by=by, action="sign_out.everywhere", detail=name)
    return ended


def revoke_all(connection: Connection, name: str, now: datetime) -> int:
    """End every sign-in of a user in the caller's transaction."""
    open_ones = (_sign_ins.c.user_name == name) & _sign_ins.c.revoked_at.is_(None)
    return connection.execute(update(_sign_ins).where(open_ones).values(revoked_at=now)).rowcount


def _counted_on(connection: Connection, user: Row[Any], device: str | None) -> tuple[Table, Row[Any]]:
    """Where wrong tries count: on the device, where the user has signed in on it before, else on the user."""
    if device:
        own = select(_sign_ins).where(_sign_ins.c.id == device, _sign_ins.c.user_name == user.name)
        row = connection.execute(own).one_or_none()
        if row is not None:
            return _sign_ins, row
    return _users, user


def _count(connection: Connection, table: Table, row: Row[Any], failures: int, at: datetime | None) -> None:
    key = table.c.id == row.id if table is _sign_ins else table.c.name == row.name
    connection.execute(update(table).where(key).values(failures=failures, failed_at=at))


class _Strangers:
    """Wrong tries of names that nobody has, so that they wait as real ones do."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, tuple[int, datetime]] = OrderedDict()
        self._lock = Lock()

    def wait(self, name: str, now: datetime) -> datetime | None:
        """Until when this name waits; else the try is counted."""
        with self._lock:
            failures, at = self._tries.get(name, (0, now))
            until = passwords.waits_until(failures, at, now)
            if until is None:
                self._tries[name] = (1 if passwords.forgotten(at, now) else failures + 1, now)
                self._tries.move_to_end(name)
                while len(self._tries) > _STRANGERS:
                    self._tries.popitem(last=False)
            return until

    def clear(self) -> None:
        """Forget every try."""
        with self._lock:
            self._tries.clear()


strangers = _Strangers()
