"""Who may sign in, in which role. Every change is in the audit log; no password ever is."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from core.model import Actor, Right, Via, is_reserved, user_roles
from db.accounts import audit, passwords
from db.accounts.actors import asks, operator, require
from db.accounts.names import cleaned
from db.accounts.sessions import revoke_all
from db.errors import NameRefused, NoAuthor, NotAllowed, PasswordRefused, Refused, UnknownUser
from db.tables import User, UserBase
from db.transactions import reading, writing


class UserInfo(UserBase):
    """A user without the password's hash."""


@asks(Right.USERS)
def add(engine: Engine, name: str, role: str, *, actor: Actor, now: datetime, password: str | None = None) -> str:
    """Add a user and return the password: the one given, else a one-time one that must be changed at first use."""
    name, role = cleaned(name), _known_role(role)
    if is_reserved(name):
        raise NameRefused("name_reserved", name=name)
    given = password is not None
    password = _checked(password) if password is not None else passwords.one_time()
    user = User(name=name, role=role, password_hash=passwords.hashed(password), must_change=not given, created_at=now)
    with writing(engine) as session:
        if session.get(User, name) is not None:
            raise NameRefused("user_there", name=name)
        session.add(user)
        audit.record(session, at=now, actor=actor, action="user.add", detail=f"{name} {role}")
    return password


def list_users(engine: Engine) -> list[UserInfo]:
    """Every user by name, disabled ones too."""
    with reading(engine) as session:
        return [UserInfo.model_validate(user) for user in session.exec(select(User).order_by(User.name))]


def count(engine: Engine) -> int:
    """How many users there are; none means that the program has just been installed."""
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(User)).one()


def find(engine: Engine, name: str) -> UserInfo:
    """One user. Raises ``UnknownUser``."""
    with reading(engine) as session:
        return UserInfo.model_validate(_user(session, name))


def acting(engine: Engine, name: str | None, right: Right, via: Via) -> Actor:
    """An enabled user who has ``right``; without a name the operator, if that one has it. Raises ``NoAuthor`` for an
    empty name, ``NotAllowed`` for any other.
    """
    if name is None:
        actor = operator(via)
    elif not name.strip():
        raise NoAuthor
    else:
        try:
            found = find(engine, name)
        except UnknownUser:
            raise NotAllowed(name, right) from None
        actor = Actor(found.name, "" if found.disabled or is_reserved(found.name) else found.role, via=via)
    require(actor, right)
    return actor


@asks(Right.USERS)
def disable(engine: Engine, name: str, *, actor: Actor, now: datetime) -> None:
    """Shut a user out, at once and on every device."""
    with writing(engine) as session:
        user = _user(session, name)
        _keep_an_admin(session, user)
        user.disabled = True
        revoke_all(session, user.name, now)
        audit.record(session, at=now, actor=actor, action="user.disable", detail=user.name)


@asks(Right.USERS)
def enable(engine: Engine, name: str, *, actor: Actor, now: datetime) -> None:
    """Let a user in again."""
    with writing(engine) as session:
        user = _user(session, name)
        user.disabled, user.failures, user.failed_at = False, 0, None
        audit.record(session, at=now, actor=actor, action="user.enable", detail=user.name)


@asks(Right.USERS)
def set_role(engine: Engine, name: str, role: str, *, actor: Actor, now: datetime) -> None:
    """Give a user another role, from the next click on."""
    role = _known_role(role)
    with writing(engine) as session:
        user = _user(session, name)
        if role not in user_roles(Right.USERS):
            _keep_an_admin(session, user)
        audit.record(session, at=now, actor=actor, action="user.role", detail=f"{user.name} {user.role} {role}")
        user.role = role


@asks(Right.USERS)
def reset_password(engine: Engine, name: str, *, actor: Actor, now: datetime) -> str:
    """A new one-time password, to be changed at first use; signs the user out everywhere."""
    password = passwords.one_time()
    _store_password(engine, name, password, actor=actor, now=now, must_change=True)
    return password


@asks(Right.USERS)
def set_password(engine: Engine, name: str, password: str, *, actor: Actor, now: datetime) -> None:
    """Set a password that somebody chose; signs the user out everywhere. Raises ``PasswordRefused``."""
    _store_password(engine, name, _checked(password), actor=actor, now=now, must_change=False)


def change_password(engine: Engine, name: str, present: str, new: str, *, now: datetime) -> None:
    """A user's own change: the present password is asked for; signs out everywhere, this device too."""
    with reading(engine) as session:
        user = _user(session, name)
        password_hash, own = user.password_hash, Actor(user.name, user.role)
    if not passwords.matches(present, password_hash):
        raise PasswordRefused("password_wrong")
    if present == new:
        raise PasswordRefused("password_same")
    _store_password(engine, name, _checked(new), actor=own, now=now, must_change=False)


def _store_password(
    engine: Engine, name: str, password: str, *, actor: Actor, now: datetime, must_change: bool
) -> None:
    password_hash = passwords.hashed(password)
    with writing(engine) as session:
        user = _user(session, name)
        user.password_hash, user.must_change = password_hash, must_change
        user.failures, user.failed_at = 0, None
        revoke_all(session, user.name, now)
        audit.record(session, at=now, actor=actor, action="user.password", detail=user.name)


def _checked(password: str) -> str:
    passwords.require_good(password)
    return password


def _known_role(role: str) -> str:
    if role not in user_roles():
        raise Refused("role", role=role, known=", ".join(user_roles()))
    return role


def _keep_an_admin(session: Session, user: User) -> None:
    """Refuse to take the last admin away: nobody could undo it from the screens."""
    admins = user_roles(Right.USERS)
    others = select(User.name).where(col(User.role).in_(admins), col(User.disabled).is_(False), User.name != user.name)
    if user.role in admins and not user.disabled and session.exec(others).first() is None:
        raise Refused("last_admin", name=user.name)


def _user(session: Session, name: str) -> User:
    try:
        user = session.get(User, cleaned(name))
    except NameRefused:
        user = None
    if user is None:
        raise UnknownUser(name)
    return user
