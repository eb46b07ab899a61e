"""Who may sign in, in which role. Every change is in the audit log; no password ever is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update
from sqlmodel import SQLModel

from core.model.roles import user_roles
from db.accounts import audit, passwords
from db.accounts.names import cleaned
from db.accounts.sessions import (
    Outcome,
    Session,
    revoke_all,
    session,
    sign_in,
    sign_out,
    sign_out_everywhere,
    verify_credentials,
)
from db.errors import NameRefused, PasswordRefused, Refused, UnknownUser
from db.transactions import reading, writing

__all__ = [
    "Outcome",
    "Session",
    "UserInfo",
    "add",
    "change_password",
    "cleaned",
    "count",
    "disable",
    "enable",
    "find",
    "list_users",
    "reset_password",
    "session",
    "set_password",
    "set_role",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "verify_credentials",
]

_users = SQLModel.metadata.tables["user"]


@dataclass(frozen=True, slots=True)
class UserInfo:
    """A user as others may see them."""

    name: str
    role: str
    disabled: bool
    must_change: bool
    created_at: datetime


def add(engine: Engine, name: str, role: str, *, by: str, now: datetime, password: str | None = None) -> str:
    """Add a user and return the password: the one given, else a one-time one that must be changed at first use."""
    name, role = cleaned(name), _known_role(role)
    given = password is not None
    password = _checked(password) if password is not None else passwords.one_time()
    values = {"name": name, "role": role, "password_hash": passwords.hashed(password), "must_change": not given}
    values |= {"disabled": False, "failures": 0, "failed_at": None, "created_at": now}
    with writing(engine) as connection:
        if _find(connection, name) is not None:
            raise NameRefused(f"มีผู้ใช้ชื่อ “{name}” อยู่แล้ว", f'There is a user "{name}" already')
        connection.execute(insert(_users).values(values))
        audit.record(connection, at=now, by=by, action="user.add", detail=f"{name} {role}")
    return password


def list_users(engine: Engine) -> list[UserInfo]:
    """Every user by name, disabled ones too."""
    with reading(engine) as connection:
        return [_info(row) for row in connection.execute(select(_users).order_by(_users.c.name))]


def count(engine: Engine) -> int:
    """How many users there are; none means that the program has just been installed."""
    with reading(engine) as connection:
        return int(connection.scalar(select(func.count()).select_from(_users)) or 0)


def find(engine: Engine, name: str) -> UserInfo:
    """One user. Raises ``UnknownUser``."""
    with reading(engine) as connection:
        return _info(_row(connection, name))


def disable(engine: Engine, name: str, *, by: str, now: datetime) -> None:
    """Shut a user out, at once and on every device."""
    with writing(engine) as connection:
        row = _row(connection, name)
        _keep_an_admin(connection, row)
        _set(connection, row.name, {"disabled": True})
        revoke_all(connection, row.name, now)
        audit.record(connection, at=now, by=by, action="user.disable", detail=row.name)


def enable(engine: Engine, name: str, *, by: str, now: datetime) -> None:
    """Let a user in again."""
    with writing(engine) as connection:
        row = _row(connection, name)
        _set(connection, row.name, {"disabled": False, "failures": 0, "failed_at": None})
        audit.record(connection, at=now, by=by, action="user.enable", detail=row.name)


def set_role(engine: Engine, name: str, role: str, *, by: str, now: datetime) -> None:
    """Give a user another role, from the next click on."""
    role = _known_role(role)
    with writing(engine) as connection:
        row = _row(connection, name)
        if role != "admin":
            _keep_an_admin(connection, row)
        _set(connection, row.name, {"role": role})
        audit.record(connection, at=now, by=by, action="user.role", detail=f"{row.name} {row.role} {role}")


def reset_password(engine: Engine, name: str, *, by: str, now: datetime) -> str:
    """A new one-time password, to be changed at first use; signs the user out everywhere."""
    password = passwords.one_time()
    _store_password(engine, name, password, by=by, now=now, must_change=True)
    return password


def set_password(engine: Engine, name: str, password: str, *, by: str, now: datetime) -> None:
    """Set a password that somebody chose; signs the user out everywhere. Raises ``PasswordRefused``."""
    _store_password(engine, name, _checked(password), by=by, now=now, must_change=False)


def change_password(engine: Engine, name: str, present: str, new: str, *, now: datetime) -> None:
    """A user's own change: the present password is asked for; signs out everywhere, this device too."""
    with reading(engine) as connection:
        password_hash = _row(connection, name).password_hash
    if not passwords.matches(present, password_hash):
        raise PasswordRefused("รหัสผ่านเดิมไม่ถูกต้อง", "The present password is not right")
    if present == new:
        raise PasswordRefused("รหัสผ่านใหม่ต้องไม่ซ้ำรหัสเดิม", "The new password must differ from the present one")
    set_password(engine, name, new, by=cleaned(name), now=now)


def _store_password(engine: Engine, name: str, password: str, *, by: str, now: datetime, must_change: bool) -> None:
    password_hash = passwords.hashed(password)
    with writing(engine) as connection:
        row = _row(connection, name)
        values = {"password_hash": password_hash, "must_change": must_change, "failures": 0, "failed_at": None}
        _set(connection, row.name, values)
        revoke_all(connection, row.name, now)
        audit.record(connection, at=now, by=by, action="user.password", detail=row.name)


def _checked(password: str) -> str:
    passwords.require_good(password)
    return password


def _known_role(role: str) -> str:
    if role not in user_roles():
        known = ", ".join(user_roles())
        raise Refused(f"ไม่มีบทบาท “{role}” ที่มีคือ {known}", f'No role "{role}"; choose {known}')
    return role


def _keep_an_admin(connection: Connection, row: Row[Any]) -> None:
    """Refuse to take the last admin away: nobody could undo it from the screens."""
    others = (
        select(func.count())
        .select_from(_users)
        .where(_users.c.role == "admin", _users.c.disabled.is_(False), _users.c.name != row.name)
    )
    if row.role == "admin" and not row.disabled and not connection.scalar(others):
        raise Refused(
            f"“{row.name}” เป็นผู้ดูแลระบบคนสุดท้าย โปรดเพิ่มผู้ดูแลระบบอีกคนก่อน",
            f'"{row.name}" is the last admin; add another first',
        )


def _find(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(select(_users).where(_users.c.name == name)).one_or_none()


def _row(connection: Connection, name: str) -> Row[Any]:
    try:
        row = _find(connection, cleaned(name))
    except NameRefused:
        row = None
    if row is None:
        raise UnknownUser(name)
    return row


def _set(connection: Connection, name: str, values: Mapping[str, Any]) -> None:
    connection.execute(update(_users).where(_users.c.name == name).values(values))


def _info(row: Row[Any]) -> UserInfo:
    return UserInfo(row.name, row.role, row.disabled, row.must_change, row.created_at)
