"""Projects as stored: each changed TOML is a new version with its instant.

A day is shown under the version in force then: the last one stored on or before it (days in Asia/Bangkok). A day
before the first version (a project entered afterwards) has none of its own and is shown under the newest.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, Engine, Row, func, insert, select
from sqlmodel import SQLModel

from core.calendar import bangkok_day
from core.model.choices import Choice
from core.model.project import Project, parse_project
from core.sentences import Pair
from db.accounts import audit
from db.engine import ROOT
from db.errors import ProjectFileRefused, UnknownProject
from db.projects import files as project_files
from db.tables.uploads import ProjectVersion, Upload  # noqa: F401  fill the metadata
from db.transactions import reading, writing

FOLDER = ROOT / "projects"
FOLDER_VARIABLE = "OTOP_PROJECTS"
SAMPLE_PROJECT = "demo-phetchaburi-2564"

_versions = SQLModel.metadata.tables["project_version"]
_uploads = SQLModel.metadata.tables["upload"]


@dataclass(frozen=True, slots=True)
class Version:
    """One stored text of a project, read."""

    id: int
    version: int
    stored_at: datetime
    project: Project


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
    """What became of a folder of project files: versions that are new, and what was said of the files refused."""

    versions: tuple[Version, ...]
    refused: tuple[Pair, ...]


def folder() -> Path:
    """Where the project files are: ``OTOP_PROJECTS``, else ``projects/`` of the program."""
    return Path(os.environ.get(FOLDER_VARIABLE, "").strip() or FOLDER)


def store_folder(engine: Engine, *, now: datetime, files: Path | None = None, by: str = "init") -> Stored:
    """Store each TOML that differs from its newest version. A file that is refused changes nothing: the version that
    was stored before stays in force.
    """
    texts, refused = project_files.read_folder(files or folder())
    with writing(engine) as connection:
        stored = [version for text in texts if (version := _store(connection, text, now)) is not None]
        for version in stored:
            audit.record(
                connection,
                at=now,
                by=by,
                action="project.version",
                project=version.project.code,
                detail=str(version.version),
            )
    return Stored(tuple(stored), refused)


def store_projects(engine: Engine, *, now: datetime, folder: Path | None = None, by: str = "init") -> list[Version]:
    """``store_folder`` where every file must be right. Raises ``ProjectFileRefused`` once the right ones are stored."""
    stored = store_folder(engine, now=now, files=folder, by=by)
    if stored.refused:
        raise ProjectFileRefused(stored.refused)
    return list(stored.versions)


def project_at(engine: Engine, code: str, day: date | None = None, seen: datetime | None = None) -> Version:
    """The version in force on ``day`` among those stored by ``seen``; without a day the newest of them."""
    with reading(engine) as connection:
        return version_at(connection, code, day, seen)


def version_at(connection: Connection, code: str, day: date | None, seen: datetime | None = None) -> Version:
    """``project_at`` inside the caller's transaction. Raises ``UnknownProject``."""
    if not code.isprintable():  # a zero or half a character: no column of text holds it
        raise UnknownProject(repr(code), codes(connection))
    query = select(_versions).where(_versions.c.code == code).order_by(_versions.c.version)
    versions = list(connection.execute(query))
    if not versions:
        raise UnknownProject(code, codes(connection))
    known = [row for row in versions if seen is None or row.stored_at <= seen] or versions[:1]
    in_force = [row for row in known if day is not None and bangkok_day(row.stored_at) <= day]
    return _version((in_force or known)[-1])


def version_by_id(connection: Connection, version_id: int) -> Version:
    """The very version that an upload recorded."""
    return _version(connection.execute(select(_versions).where(_versions.c.id == version_id)).one())


def listed_stages(connection: Connection, code: str, version_id: int) -> tuple[Choice, ...]:
    """Every stage that any version of a project lists, each by one name: that of the version ``version_id`` where it
    lists it, else that of the newest that does.
    """
    versions = list(connection.execute(select(_versions).where(_versions.c.code == code).order_by(_versions.c.version)))
    first = [row for row in versions if row.id == version_id]
    found: dict[str, Choice] = {}
    for row in (*first, *reversed(versions)):
        for choice in _parse(row.text).stage_choices:
            found.setdefault(choice.id, choice)
    return tuple(found.values())


def codes(connection: Connection) -> list[str]:
    """The codes of every stored project."""
    return list(connection.scalars(select(_versions.c.code).distinct().order_by(_versions.c.code)))


def list_projects(engine: Engine) -> list[ProjectInfo]:
    """Every project with its newest version, newest fiscal year first, samples last. Two queries in all."""
    counts = select(_uploads.c.project, func.count(), func.max(_uploads.c.as_of)).group_by(_uploads.c.project)
    latest = (
        select(_versions.c.code, func.max(_versions.c.version).label("version")).group_by(_versions.c.code).subquery()
    )
    newest = select(_versions).join(
        latest, (_versions.c.code == latest.c.code) & (_versions.c.version == latest.c.version)
    )
    with reading(engine) as connection:
        filled = {code: (int(count), as_of) for code, count, as_of in connection.execute(counts)}
        found = [(row.code, _version(row)) for row in connection.execute(newest)]
    infos = [ProjectInfo(code, v.version, v.stored_at, v.project, *filled.get(code, (0, None))) for code, v in found]
    return sorted(infos, key=lambda info: _shown_in_order(info.project))


def newest(engine: Engine) -> tuple[Project, ...]:
    """Every project as it was stored last, newest fiscal year first, samples last; no upload is counted for it."""
    last = select(func.max(_versions.c.id)).group_by(_versions.c.code)
    with reading(engine) as connection:
        texts = connection.scalars(select(_versions.c.text).where(_versions.c.id.in_(last)))
        found = [_parse(text) for text in texts]
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


def _store(connection: Connection, text: str, now: datetime) -> Version | None:
    code, sha = _parse(text).code, hashlib.sha256(text.encode("utf-8")).hexdigest()
    newest = connection.execute(
        select(_versions).where(_versions.c.code == code).order_by(_versions.c.version.desc()).limit(1)
    ).one_or_none()
    if newest is not None and newest.text_sha256 == sha:
        return None
    number = 1 if newest is None else newest.version + 1
    stored_at = now.astimezone(UTC) if newest is None else max(now.astimezone(UTC), newest.stored_at)
    values = {"code": code, "version": number, "text_sha256": sha, "text": text, "stored_at": stored_at}
    key = connection.execute(insert(_versions).values(values)).inserted_primary_key
    assert key is not None
    return Version(int(key[0]), number, stored_at, _parse(text))


def _version(row: Row[tuple[object, ...]]) -> Version:
    return Version(row.id, row.version, row.stored_at, _parse(row.text))


@lru_cache(maxsize=64)
def _parse(text: str) -> Project:
    return parse_project(text)
