"""Which project a command or a server works on where its caller names none.

Reading follows the server, so that a command and the screen agree. Writing never guesses: a load into the wrong year or
into the samples is worse than a question.
"""

import os
from collections.abc import Mapping

from sqlalchemy import Engine

from db.errors import Refused, UnknownProject
from db.projects import versions
from db.transactions import reading

VARIABLE = "OTOP_PROJECT"


def named(environment: Mapping[str, str] = os.environ) -> str | None:
    """The project that the environment names, or ``None``."""
    return environment.get(VARIABLE, "").strip() or None


def for_reading(engine: Engine, asked: str | None) -> str:
    """``asked``, else ``OTOP_PROJECT``, else the project that a server shows unasked. Raises ``UnknownProject``."""
    return _explicit(engine, asked) or versions.shown_by_default(engine)


def for_writing(engine: Engine, asked: str | None) -> str:
    """``asked``, else ``OTOP_PROJECT``, else the only project that is no sample.

    Raises ``UnknownProject``, and ``Refused`` where no project or several projects could be meant; it names them.
    """
    if code := _explicit(engine, asked):
        return code
    real = [project.code for project in versions.newest(engine) if not project.sample]
    if len(real) == 1:
        return real[0]
    if not real:
        raise Refused("samples_only")
    raise Refused("several_projects", count=len(real), names=", ".join(real), variable=VARIABLE)


def unknown_in_environment(engine: Engine) -> UnknownProject | None:
    """The error of an ``OTOP_PROJECT`` that names no stored project, for the one who starts a server."""
    try:
        _explicit(engine, None)
    except UnknownProject as error:
        return error
    return None


def _explicit(engine: Engine, asked: str | None) -> str | None:
    """The code that was asked for or that the environment names, once it is certain that it is stored."""
    code = asked or named()
    if code is None:
        return None
    with reading(engine) as session:
        known = versions.codes(session)
    if code not in known:
        raise UnknownProject(code, known, source="" if asked else VARIABLE)
    return code
