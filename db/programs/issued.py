"""The tokens that were made: a new one, the list, and the end of one. The secret is given once and kept nowhere."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import Engine
from sqlmodel import Session, select

from core.calendar import bangkok_day, day_ends
from core.model import Actor, Right, token_roles
from db.accounts import audit, users
from db.accounts.actors import asks
from db.accounts.names import cleaned
from db.accounts.sessions import SECRET_BYTES, public_id
from db.errors import NameRefused, Refused, UnknownProject
from db.projects import versions
from db.tables import ServiceToken, ServiceTokenBase, User
from db.transactions import reading, writing

PREFIX = "otop_"  # of every token, so that one is known for what it is wherever it turns up
LONGEST = timedelta(days=366)


State = Literal["good", "revoked", "ended", "owner_off"]


class TokenInfo(ServiceTokenBase):
    """A token without the hash. ``owner_off``: the user who answers for it is disabled."""

    owner_off: bool = False

    @property
    def last_moment(self) -> datetime:
        """The last at which it is good: of its last day."""
        return self.expires_at - timedelta(microseconds=1)

    def state(self, now: datetime) -> State:
        """``good``, or why it opens nothing: ``revoked``, ``ended``, ``owner_off``."""
        if self.revoked_at is not None:
            return "revoked"
        if now >= self.expires_at:
            return "ended"
        return "owner_off" if self.owner_off else "good"


@asks(Right.USERS)
def new(
    engine: Engine,
    name: str,
    role: str,
    *,
    owner: str,
    until: date,
    projects: Iterable[str] = (),
    actor: Actor,
    now: datetime,
) -> str:
    """Make a token for a role, good to the end of a day in Bangkok, on some projects (none named: on those of its
    ``owner``). Returns the token, which nobody can read again.

    Raises ``Refused`` for a role, a day or a scope that no token may have, ``NameRefused``, ``UnknownUser``,
    ``UnknownProject``.
    """
    name, scope = _named(name), sorted(set(projects))
    if role not in token_roles():
        raise Refused("token_role", role=role, known=", ".join(token_roles()))
    today = bangkok_day(now)
    if not today <= until <= today + LONGEST:
        raise Refused("token_until", day=until, last=today + LONGEST)
    token = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    with writing(engine) as session:
        if session.exec(select(ServiceToken).where(ServiceToken.name == name)).first() is not None:
            raise NameRefused("token_there", name=name)
        user = _owner(session, owner)
        _require_within(session, scope, user)
        made = ServiceToken(
            id=public_id(token),
            name=name,
            owner=user.name,
            role=role,
            scope=scope or None,
            created_at=now,
            created_by=actor.user,
            expires_at=day_ends(until),
        )
        session.add(made)
        said = " ".join([name, role, user.name, until.isoformat(), *scope])
        audit.record(session, at=now, actor=actor, action="token.new", detail=said)
    return token


def listed(engine: Engine) -> list[TokenInfo]:
    """Every token by name, those that are over too."""
    query = select(ServiceToken, User).join(User).order_by(ServiceToken.name)
    with reading(engine) as session:
        return [told(token, user) for token, user in session.exec(query)]


def told(token: ServiceToken, owner: User) -> TokenInfo:
    """A token as others may see it."""
    return TokenInfo.model_validate(token, update={"owner_off": owner.disabled})


@asks(Right.USERS)
def revoke(engine: Engine, name: str, *, actor: Actor, now: datetime) -> None:
    """End a token, from the next request on; ending it twice does nothing. Raises ``Refused`` for an unknown name."""
    with writing(engine) as session:
        found = session.exec(select(ServiceToken).where(ServiceToken.name == _named(name))).first()
        if found is None:
            raise Refused("token_unknown", name=name)
        if found.revoked_at is None:
            found.revoked_at = now
            audit.record(session, at=now, actor=actor, action="token.revoke", detail=found.name)


def _named(name: str) -> str:
    try:
        return cleaned(name)
    except NameRefused:
        raise NameRefused("token_name") from None


def _owner(session: Session, name: str) -> User:
    user = users.named(session, name)
    if user.disabled:
        raise Refused("token_owner_off", name=user.name)
    return user


def _require_within(session: Session, scope: Iterable[str], owner: User) -> None:
    """Raise where a project is not there, or the owner is kept from it."""
    known = versions.codes(session)
    for code in scope:
        if code not in known:
            raise UnknownProject(code, known)
        if owner.projects is not None and code not in owner.projects:
            raise Refused("token_scope", name=owner.name, code=code)
