"""Projects as stored: each changed TOML is a new version with its instant.

A day is shown under the version in force then: the last one stored on or before it (days in Asia/Bangkok). A day
before the first version (a project entered afterwards) has none of its own and is shown under the newest.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from core.calendar import day_ends
from core.model import Actor, Choice, Right
from core.model.project import Project, parse_project
from core.text import Message
from db.accounts import audit
from db.accounts.actors import asks
from db.engine import ROOT
from db.errors import UnknownProject
from db.generation import remembered
from db.projects import files as project_files
from db.tables import ProjectVersion, Upload
from db.transactions import reading, writing

FOLDER = ROOT / "projects"
FOLDER_VARIABLE = "OTOP_PROJECTS"
SAMPLE_PROJECT = "demo-phetchaburi-2564"


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    """A project in a list: its newest version and how much data it holds."""

    code: str
    version: int
    stored_at: datetime
    project: Project
    uploads: int
    newest_as_of: date | None


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a folder of project files: versions that are new, and the faults of the files refused."""

    versions: tuple[ProjectVersion, ...]
    refused: tuple[Message, ...]


def folder() -> Path:
    """Where the project files are: ``OTOP_PROJECTS``, else ``projects/`` of the program."""
    return Path(os.environ.get(FOLDER_VARIABLE, "").strip() or FOLDER)


@asks(Right.MAINTAIN)
def store_folder(engine: Engine, *, actor: Actor, now: datetime, files: Path | None = None) -> Stored:
    """Store each TOML that differs from its newest version. A file that is refused changes nothing: the version that
    was stored before stays in force.
    """
    texts, refused = project_files.read_folder(files or folder())
    with writing(engine) as session:
        stored = [version for text in texts if (version := _store(session, text, now)) is not None]
        for version in stored:
            audit.record(
                session,
                at=now,
                actor=actor,
                action="project.version",
                project=version.project.code,
                detail=str(version.version),
            )
    return Stored(tuple(stored), refused)


@remembered
def project_at(engine: Engine, code: str, day: date | None = None, seen: datetime | None = None) -> ProjectVersion:
    """The version in force on ``day`` among those stored by ``seen``; without a day the newest of them."""
    with reading(engine) as session:
        return version_at(session, code, day, seen)


def version_at(session: Session, code: str, day: date | None, seen: datetime | None = None) -> ProjectVersion:
    """``project_at`` inside the caller's transaction. Raises ``UnknownProject``."""
    if not code.isprintable():  # a zero or half a character: no column of text holds it
        raise UnknownProject(repr(code), codes(session))
    stored = select(ProjectVersion).where(ProjectVersion.code == code).limit(1)
    newest = stored.order_by(col(ProjectVersion.version).desc())
    known = newest if seen is None else newest.where(ProjectVersion.stored_at <= seen)
    in_force = known if day is None else known.where(ProjectVersion.stored_at < day_ends(day))
    for query in (in_force, known, stored.order_by(col(ProjectVersion.version))):
        if (found := session.exec(query).first()) is not None:
            return found
    raise UnknownProject(code, codes(session))


def version_by_id(session: Session, version_id: int) -> ProjectVersion:
    """The very version that an upload recorded."""
    return session.exec(select(ProjectVersion).where(ProjectVersion.id == version_id)).one()


def listed_stages(session: Session, code: str, version_id: int) -> tuple[Choice, ...]:
    """Every stage that any version of a project lists, each by one name: that of the version ``version_id`` where it
    lists it, else that of the newest that does.
    """
    versions = _versions(session, code)
    first = [row for row in versions if row.id == version_id]
    found: dict[str, Choice] = {}
    for row in (*first, *reversed(versions)):
        for choice in row.project.stage_choices:
            found.setdefault(choice.id, choice)
    return tuple(found.values())


def codes(session: Session) -> list[str]:
    """The codes of every stored project."""
    return list(session.exec(select(ProjectVersion.code).distinct().order_by(ProjectVersion.code)))


@remembered
def list_projects(engine: Engine) -> tuple[ProjectInfo, ...]:
    """Every project with its newest version, newest fiscal year first, samples last. Two queries in all."""
    counts = select(Upload.project, func.count(), func.max(Upload.as_of)).group_by(Upload.project)
    with reading(engine) as session:
        filled = {code: (count, as_of) for code, count, as_of in session.exec(counts)}
        found = session.exec(_newest()).all()
    infos = [ProjectInfo(v.code, v.version, v.stored_at, v.project, *filled.get(v.code, (0, None))) for v in found]
    return tuple(sorted(infos, key=lambda info: _shown_in_order(info.project)))


@remembered
def newest(engine: Engine) -> tuple[Project, ...]:
    """Every project as it was stored last, newest fiscal year first, samples last; no upload is counted for it."""
    with reading(engine) as session:
        found = [row.project for row in session.exec(_newest())]
    return tuple(sorted(found, key=_shown_in_order))


def _shown_in_order(project: Project) -> tuple[bool, int, str]:
    return project.sample, -project.start.toordinal(), project.code


def shown_by_default(engine: Engine) -> str:
    """The project that a server shows unasked: the newest with data, samples left out; else the sample project.

    Where that is not stored either, the first of the list. Raises ``UnknownProject`` where nothing is stored.
    """
    infos = list_projects(engine)
    filled = [info.code for info in infos if info.uploads and not info.project.sample]
    known = [info.code for info in infos]
    if not (filled or known):
        raise UnknownProject(SAMPLE_PROJECT, known)
    return filled[0] if filled else SAMPLE_PROJECT if SAMPLE_PROJECT in known else known[0]


def _store(session: Session, text: str, now: datetime) -> ProjectVersion | None:
    code, sha = parse_project(text).code, hashlib.sha256(text.encode("utf-8")).hexdigest()
    newest = next(reversed(_versions(session, code)), None)
    if newest is not None and newest.text_sha256 == sha:
        return None
    number = 1 if newest is None else newest.version + 1
    stored_at = now.astimezone(UTC) if newest is None else max(now.astimezone(UTC), newest.stored_at)
    stored = ProjectVersion(code=code, version=number, text_sha256=sha, text=text, stored_at=stored_at)
    session.add(stored)
    session.flush()
    return stored


def _versions(session: Session, code: str) -> Sequence[ProjectVersion]:
    return session.exec(
        select(ProjectVersion).where(ProjectVersion.code == code).order_by(col(ProjectVersion.version))
    ).all()


def _newest() -> SelectOfScalar[ProjectVersion]:
    """The version of each project that was stored last."""
    last = select(func.max(ProjectVersion.id)).group_by(ProjectVersion.code)
    return select(ProjectVersion).where(col(ProjectVersion.id).in_(last))
