"""Who is there: from the cookie or this tab's own sign-in to a user as the database has them now. Draws nothing.

One way in for screens and routes alike: token, then the row of the sign-in, then the row of the user. A disabled user,
a changed role, a changed password or a sign-out elsewhere hold from the next click: nothing is remembered here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import HTTPConnection

from core.model import Actor, Right
from db import engine as databases
from db.accounts import sessions
from db.engine import Engine
from ui.auth import tokens
from ui.auth.tokens import Claims
from ui.text import t


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in user as the database has them at this moment."""

    actor: Actor
    must_change: bool
    claims: Claims


def utc_now() -> datetime:
    """The clock. Figures never read it; staleness and sign-ins do."""
    return datetime.now(UTC)


def key() -> bytes:
    """The key that signs cookies on this server."""
    return tokens.signing_key(databases.data_dir())


def person_of(engine: Engine, claims: Claims | None, now: datetime) -> Person | None:
    """The user of a sign-in, or ``None`` where it is over, revoked, or its user disabled."""
    if claims is None or not claims.issued_at <= now < claims.expires_at:
        return None
    found = sessions.signed_in(engine, claims.sid, now)
    if found is None or found.name != claims.user:
        return None
    return Person(Actor(found.name, found.role), found.must_change, claims)


def person_at(connection: HTTPConnection) -> Person | None:
    """The user behind a request to one of the program's own routes."""
    now = utc_now()
    claims = tokens.decode(connection.cookies.get(tokens.COOKIE), key(), now)
    return person_of(databases.engine(), claims, now)


def refusal_to_upload(connection: HTTPConnection) -> str | None:
    """Why the sender of this request may not send a file; ``None`` where they may."""
    person = person_at(connection)
    if person is None:
        return t("files.no_upload")
    return None if person.actor.may(Right.UPLOAD) else t("files.refused")
