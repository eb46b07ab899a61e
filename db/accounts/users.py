"""Who may sign in, in which role. Every change is in the audit log; no password ever is."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from core.model import Actor, Right, Via, amphoe_of, find_amphoe, is_reserved, takes_scope, user_roles
from db import reviewers
from db.accounts import audit, passwords, refusals
from db.accounts.actors import asks, operator, require
from db.accounts.names import cleaned
from db.accounts.sessions import revoke_all
from db.errors import NameRefused, NoAuthor, NotAllowed, PasswordRefused, Refused, UnknownProject, UnknownUser
from db.tables import ProjectVersion, SignIn, User, UserBase
from db.transactions import reading, writing

_EMAIL = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\".]+(\.[^@\s<>\".]+)+")


class UserInfo(UserBase):
    """A user without the password's hash. ``last_seen``: when one of their sign-ins was used last."""

    last_seen: datetime | None = None


@asks(Right.USERS)
def add(
    engine: Engine,
    name: str,
    role: str,
    *,
    actor: Actor,
    now: datetime,
    password: str | None = None,
    email: str = "",
) -> str:
    """Add a user and return the password: the one given, else a one-time one that must be changed at first use."""
    name, role = cleaned(name), _known_role(role)
    if is_reserved(name):
        raise NameRefused("name_reserved", name=name)
    until = None if password is not None else now + passwords.ONE_TIME
    password = _checked(password, [name]) if password is not None else passwords.one_time()
    user = User(
        name=name,
        role=role,
        password_hash=passwords.hashed(password),
        must_change=until is not None,
        one_time_until=until,
        created_at=now,
    )
    with writing(engine) as session:
        if session.get(User, name) is not None:
            raise NameRefused("user_there", name=name)
        user.email = _free_email(session, name, email)
        session.add(user)
        audit.record(session, at=now, actor=actor, action="user.add", detail=f"{name} {role}")
    return password


def list_users(engine: Engine) -> list[UserInfo]:
    """Every user by name, disabled ones too."""
    newest = select(SignIn.user_name, func.max(SignIn.seen_at)).group_by(SignIn.user_name)
    with reading(engine) as session:
        seen = dict(session.exec(newest).all())
        found = session.exec(select(User).order_by(User.name))
        return [UserInfo.model_validate(user, update={"last_seen": seen.get(user.name)}) for user in found]


def count(engine: Engine) -> int:
    """How many users there are; none means that the program has just been installed."""
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(User)).one()


def find(engine: Engine, name: str) -> UserInfo:
    """One user. Raises ``UnknownUser``."""
    with reading(engine) as session:
        return UserInfo.model_validate(named(session, name))


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
            stranger = replace(operator(via), user=refusals.NOBODY, role="")  # what was typed may be anything
            refusals.by_right(engine, of=stranger, right=right, project=None, now=datetime.now(UTC))
            raise NotAllowed(name, right) from None
        actor = found.acts(via)
        if found.disabled or is_reserved(found.name):
            actor = replace(actor, role="", reviews=False)
    if not actor.may(right):
        by = replace(actor, account=operator(via).account)
        refusals.by_right(engine, of=by, right=right, project=None, now=datetime.now(UTC))
        require(actor, right)
    return actor


@asks(Right.USERS)
def disable(engine: Engine, name: str, *, actor: Actor, now: datetime) -> None:
    """Shut a user out, at once and on every device."""
    with writing(engine) as session:
        user = named(session, name)
        _keep_an_admin(session, user)
        with reviewers.kept(session, user.name):
            user.disabled = True
        revoke_all(session, user.name, now)
        audit.record(session, at=now, actor=actor, action="user.disable", detail=user.name)


@asks(Right.USERS)
def enable(engine: Engine, name: str, *, actor: Actor, now: datetime) -> None:
    """Let a user in again."""
    with writing(engine) as session:
        user = named(session, name)
        user.disabled = False
        audit.record(session, at=now, actor=actor, action="user.enable", detail=user.name)


@asks(Right.USERS)
def set_role(engine: Engine, name: str, role: str, *, actor: Actor, now: datetime) -> None:
    """Give a user another role, from the next click on."""
    role = _known_role(role)
    with writing(engine) as session:
        user = named(session, name)
        if role not in user_roles(Right.USERS):
            _keep_an_admin(session, user)
        if user.scope is not None and not takes_scope(role):
            raise Refused("scope_of_role", name=user.name)
        audit.record(session, at=now, actor=actor, action="user.role", detail=f"{user.name} {user.role} {role}")
        user.role = role


@asks(Right.USERS)
def set_scope(
    engine: Engine, name: str, projects: Iterable[str], *, amphoe: str | None = None, actor: Actor, now: datetime
) -> None:
    """Keep a user to some projects, from the next click on; without any, every project is open. ``amphoe``: in each of
    them to one amphoe of its province; empty: to the whole; ``None``: as it is.

    Raises ``UnknownProject``, and ``Refused`` for a role that works on all of them, for an amphoe that is not in one of
    them, and for an amphoe without a project.
    """
    scope = sorted(set(projects))
    with writing(engine) as session:
        user, known = named(session, name), _codes(session)
        if scope and not takes_scope(user.role):
            raise Refused("scope_of_role", name=user.name)
        for code in scope:
            if code not in known:
                raise UnknownProject(code, known)
        kept = _amphoe_in(session, scope, user.amphoe if amphoe is None else amphoe.strip())
        with reviewers.kept(session, user.name):
            user.scope, user.amphoe = scope or None, kept
        detail = " ".join([user.name, *scope, *([kept] if kept else [])])
        audit.record(session, at=now, actor=actor, action="user.scope", detail=detail)


@asks(Right.USERS)
def set_reviews(engine: Engine, name: str, *, reviews: bool, actor: Actor, now: datetime) -> None:
    """Give a user the right to pass what waits for review, or take it away, from the next click on.

    Raises ``Refused`` where too few would be left for a project that has what is loaded reviewed.
    """
    with writing(engine) as session:
        user = named(session, name)
        with reviewers.kept(session, user.name):
            user.reviews = reviews or None
        action = "user.review_given" if reviews else "user.review_taken"
        audit.record(session, at=now, actor=actor, action=action, detail=user.name)


@asks(Right.USERS)
def reset_password(engine: Engine, name: str, *, actor: Actor, now: datetime) -> str:
    """A new one-time password, to be changed at first use within its days; signs the user out everywhere."""
    password = passwords.one_time()
    with writing(engine) as session:
        user = named(session, name)
        user.must_change, user.one_time_until = True, now + passwords.ONE_TIME
        _keep_password(session, user, password, actor=actor, now=now)
    return password


@asks(Right.USERS)
def set_password(engine: Engine, name: str, password: str, *, actor: Actor, now: datetime) -> None:
    """Set a password that somebody chose; signs the user out everywhere. Raises ``PasswordRefused``."""
    _checked(password, [name])
    with writing(engine) as session:
        user = named(session, name)
        user.must_change, user.one_time_until = False, None
        _keep_password(session, user, password, actor=actor, now=now)


def change_password(
    engine: Engine,
    name: str,
    present: str | None,
    new: str,
    *,
    now: datetime,
    keep: str = "",
    known: Iterable[str] = (),
) -> None:
    """A user's own change: signs every other device out; the sign-in ``keep`` goes on.

    The present password is asked for, but of somebody who has just signed in with a one-time one (``None``). ``known``
    are words that a new password may not lean on. Raises ``PasswordRefused``.
    """
    with reading(engine) as session:
        user = named(session, name)
        session.expunge(user)
    if not (present is None and user.must_change) and not passwords.matches(present or "", user.password_hash):
        raise PasswordRefused("password_wrong")
    if passwords.matches(new, user.password_hash):
        raise PasswordRefused("password_same")
    _checked(new, [user.name, *known])
    with writing(engine) as session:
        user = named(session, name)
        user.must_change, user.one_time_until = False, None
        _keep_password(session, user, new, actor=Actor(user.name, user.role), now=now, keep=keep)


def open_full(engine: Engine, name: str, *, full: bool, now: datetime) -> None:
    """A user's own choice: whether a phone opens the full page for them at once. Nothing is written where it is so."""
    with reading(engine) as session:
        if bool(named(session, name).opens_full) == full:
            return
    with writing(engine) as session:
        user = named(session, name)
        user.opens_full = full or None
        audit.record(session, at=now, actor=Actor(user.name, user.role), action="user.opens", detail=user.name)


def end_tour(engine: Engine, name: str, role: str, *, now: datetime) -> None:
    """A user's own press: the tour of a role is over, and never shown to them again, on whatever device. Nothing is
    written where it is over already. Raises ``UnknownUser``, and ``Refused`` for an unknown role.
    """
    role = _known_role(role)
    with reading(engine) as session:
        if named(session, name).has_toured(role):
            return
    with writing(engine) as session:
        user = named(session, name)
        user.tours = sorted({*(user.tours or ()), role})
        audit.record(session, at=now, actor=Actor(user.name, user.role), action="user.tour", detail=f"{name} {role}")


def _keep_password(session: Session, user: User, password: str, *, actor: Actor, now: datetime, keep: str = "") -> None:
    user.password_hash = passwords.hashed(password)
    revoke_all(session, user.name, now, keep)
    audit.record(session, at=now, actor=actor, action="user.password", detail=user.name)


@asks(Right.USERS)
def set_email(engine: Engine, name: str, email: str | None, *, actor: Actor, now: datetime) -> None:
    """The address by which the office's sign-in service knows a user; ``None`` takes it away. Raises ``Refused``."""
    with writing(engine) as session:
        user = named(session, name)
        user.email = _free_email(session, user.name, email)
        audit.record(session, at=now, actor=actor, action="user.email", detail=user.name)


def of_email(engine: Engine, email: str) -> str | None:
    """The name of the enabled user with an e-mail address, whatever its letters' case."""
    query = select(User.name).where(User.email == email.strip().casefold(), col(User.disabled).is_(False))
    with reading(engine) as session:
        return session.exec(query).one_or_none()


def _free_email(session: Session, name: str, email: str | None) -> str | None:
    """An address as it is kept, once it is certain that it is one and that no other user has it."""
    email = (email or "").strip().casefold() or None
    if email is None:
        return None
    if not _EMAIL.fullmatch(email):
        raise Refused("email", value=email[:80])
    other = session.exec(select(User.name).where(User.email == email, User.name != name)).first()
    if other is not None:
        raise Refused("email_there", value=email, name=other)
    return email


def _checked(password: str, known: Iterable[str]) -> str:
    passwords.require_good(password, known)
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


def _amphoe_in(session: Session, scope: Iterable[str], name: str | None) -> str | None:
    """An amphoe as groups name theirs, once it is certain that each project's province has it; ``None`` for none."""
    if not name:
        return None
    if not scope:
        raise Refused("amphoe_of_projects")
    provinces = {one.code: one.province_code for one in reviewers.projects(session)}
    written: str | None = None
    for code in scope:
        found = find_amphoe(name, provinces[code])
        if found is None or written not in (None, found.written):  # one word may name another amphoe in each province
            listed = ", ".join(place.written for place in amphoe_of(provinces[code]))
            raise Refused("amphoe_unknown", name=name[:80], code=code, listed=listed)
        written = found.written
    return written


def _codes(session: Session) -> list[str]:
    return list(session.exec(select(ProjectVersion.code).distinct().order_by(ProjectVersion.code)))


def named(session: Session, name: str) -> User:
    """The user of a name, however it is typed. Raises ``UnknownUser``."""
    try:
        user = session.get(User, cleaned(name))
    except NameRefused:
        user = None
    if user is None:
        raise UnknownUser(name)
    return user
