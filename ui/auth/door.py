"""Who is there: from the cookie of a request, or the sign-in behind a run, to a user as the database has them now.

One way in for screens and routes alike: the row of the sign-in, then the row of the user. A disabled user, a changed
role, a changed password or a sign-out elsewhere hold from the next click: nothing is remembered here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import HTTPConnection

from core.model import Actor
from db import engine as databases
from db.accounts import sessions
from db.accounts.sessions import Device
from db.engine import Engine
from db.transactions import as_seen_by
from ui import framework
from ui.auth import cookies, tokens
from ui.auth.visitors import visitors


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in user as the database has them at this moment.

    ``sid`` names the sign-in, and opens nothing; ``since`` is when it began, UTC. ``opens_full``: a phone opens the
    full page for them at once. ``toured``: the tour of the role is over for them.
    """

    actor: Actor
    must_change: bool
    sid: str
    since: datetime
    device: Device = sessions.NOWHERE
    opens_full: bool = False
    toured: bool = False


def utc_now() -> datetime:
    """The clock. Figures never read it; staleness and sign-ins do."""
    return datetime.now(UTC)


def key() -> bytes:
    """The key that signs forms on this server."""
    return tokens.signing_key(databases.data_dir())


def person_of(engine: Engine, sid: str | None, now: datetime) -> Person | None:
    """The user of a sign-in, or ``None`` where it is over, ended, or its user disabled."""
    found = sessions.signed_in(engine, sid, now, visitors.seen(sid)) if sid else None
    if found is None:
        return None
    address = found.device.address or None
    actor = Actor(found.name, found.role, found.scope, address=address, reviews=found.reviews, amphoe=found.amphoe)
    begun = found.sign_in_id, found.issued_at, found.device
    return Person(actor, found.must_change, *begun, opens_full=found.opens_full, toured=found.toured)


def person_at(connection: HTTPConnection) -> Person | None:
    """The user behind a request to one of the program's own routes."""
    token = cookies.token_of(connection)
    return person_of(databases.engine(), token and sessions.public_id(token), utc_now())


def engine_of(actor: Actor) -> Engine:
    """The database as somebody may see it: of the projects in their scope, and the amphoe, alone."""
    return as_seen_by(databases.engine(), actor)


def person_here() -> Person | None:
    """The user behind this run of a page."""
    return person_of(databases.engine(), framework.sign_in_of_this_run(), utc_now())
