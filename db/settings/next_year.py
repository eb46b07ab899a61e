"""The next year of a project, begun on the web from the settings in force: as ``project new`` makes it from a file."""

from datetime import datetime

from sqlalchemy import Engine

from core.model import Actor, Right
from core.model.project import ProjectError
from core.model.project.drafting.following import Wanted, code_of, following
from db.accounts import actors, audit
from db.accounts.actors import asks
from db.errors import Refused, SettingsRefused
from db.projects import versions
from db.tables import ProjectVersion
from db.transactions import writing
from words.rendering import render


@asks(Right.MAINTAIN)
def begin(engine: Engine, source: str, wanted: Wanted, *, actor: Actor, now: datetime) -> ProjectVersion:
    """Store the project that follows from ``source``. What is of one year alone is left empty in it.

    Raises ``UnknownProject``, ``Refused`` where the project is there, ``SettingsRefused`` where the text has a form in
    which it cannot be followed.
    """
    actors.require(actor, Right.MAINTAIN, source)
    code = code_of(wanted)
    with writing(engine) as session:
        present = versions.version_at(session, source, None)
        if code in versions.codes(session):
            raise Refused("project_there", code=code)
        try:
            text = following(present.text, present.project, wanted, render)
        except ProjectError as error:
            raise SettingsRefused(error.faults) from error
        stored = versions.add_version(session, text, now=now, by=actor.user, on_web=True, reason=source)
        audit.record(session, at=now, actor=actor, action="project.begin", project=code, detail=source)
        session.refresh(stored)
        session.expunge(stored)
    return stored
