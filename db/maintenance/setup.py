"""First start: tables, projects, samples, and a one-time sign-in for each role. Safe to repeat."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from core.model import Actor, user_roles
from db.accounts import users
from db.maintenance import samples as sample_data
from db.maintenance.migrate import migrate
from db.projects import versions


def prepare(engine: Engine, *, samples: bool, actor: Actor, now: datetime | None = None) -> list[tuple[str, str, str]]:
    """Make the database ready; return (name, role, one-time password) of the users made now.

    A project file that is refused stops nothing. Users are made only where there is none at all;
    ``samples`` loads the samples where there are none.
    """
    at = now or datetime.now(UTC)
    migrate(engine)
    versions.store_folder(engine, actor=actor, now=at)
    if samples and not sample_data.is_loaded(engine):
        sample_data.load(engine, actor=actor, now=at)
    if users.count(engine):
        return []
    return [(role, role, users.add(engine, role, role, actor=actor, now=at)) for role in user_roles()]
