"""Who is there: from the cookie or this tab's own sign-in to a user as the database has them now. Draws nothing.

One way in for screens and routes alike: token, then the row of the sign-in, then the row of the user. A disabled user,
a changed role, a changed password or a sign-out elsewhere hold from the next click: nothing is remembered here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from starlette.requests import HTTPConnection

from db import engine as databases
from db import users
from ui import tokens
from ui.tokens import Claims
from ui.words import t

Role = Literal["director", "committee", "staff", "admin"]
Right = Literal["upload", "withdraw", "see_phone", "see_payee", "see_person", "export", "users", "lesson"]

_ALL: frozenset[Role] = frozenset({"director", "committee", "staff", "admin"})
RIGHTS: Mapping[Right, frozenset[Role]] = {
    "upload": frozenset({"staff"}),
    "withdraw": frozenset({"staff"}),
    "lesson": frozenset({"staff"}),  # write, correct, withdraw; everybody reads
    "see_phone": frozenset({"staff"}),
    "see_payee": frozenset({"director", "committee", "staff"}),
    "see_person": frozenset({"committee", "staff"}),  # to the director a person is only "a person"
    "export": _ALL,
    "users": frozenset({"admin"}),
}
# A glance a month must not ask for a password each time; those who change things sign in more often.
DAYS_SIGNED_IN: Mapping[Role, int] = {"director": 30, "committee": 30, "staff": 7, "admin": 1}


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in user as the database has them at this moment."""

    name: str
    role: Role
    must_change: bool
    claims: Claims

    def may(self, right: Right) -> bool:
        """Whether the role has a right (the table of roles)."""
        return self.role in RIGHTS[right]


def utc_now() -> datetime:
    """The clock. Figures never read it; staleness and sign-ins do."""
    return datetime.now(UTC)


def key() -> bytes:
    """The key that signs cookies on this server."""
    return tokens.signing_key(databases.data_dir())


def person_of(engine: Any, claims: Claims | None, now: datetime) -> Person | None:
    """The user of a sign-in, or ``None`` where it is over, revoked, or its user disabled."""
    if claims is None or not claims.issued_at <= now < claims.expires_at:
        return None
    found = users.session(engine, claims.sid, now)
    if found is None or found.name != claims.user:
        return None
    return Person(found.name, cast(Role, found.role), found.must_change, claims)


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
    return None if person.may("upload") else t("files.refused")
