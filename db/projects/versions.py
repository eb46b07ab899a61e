"""Projects as stored: each changed TOML, of a file or saved on the web, is a new version with its instant.

A day is shown under the version in force then: the last stored of those in force from that day or an earlier one. A
version is in force from the day on which it was stored (days in Asia/Bangkok), or from the day that a person chose. A
day before all of them (a project entered afterwards) has none of its own and is shown under the newest without a chosen
day.

A file whose text changed while settings saved on the web are in force is stored beside them (``aside``): never in
force, so that neither of the two is lost and a person decides.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Engine
from sqlmodel import Session, and_, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from core.calendar import bangkok_day, day_ends
from core.model import Actor, Choice, DatedBack, Right
from core.model.project import Project, parse_project
from core.text import Message
from db import reviewers
from db.accounts import audit
from db.accounts.actors import asks
from db.engine import ROOT
from db.errors import Refused, UnknownProject
from db.generation import remembered
from db.projects import files as project_files
from db.tables import PASS, WAIT, ProjectVersion, Upload, UploadEvent
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
    """What became of a folder of project files: versions that are new, the faults of the files refused, and a sentence
    for each file that is stored beside the settings in force.
    """

    versions: tuple[ProjectVersion, ...]
    refused: tuple[Message, ...]
    beside: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """A project whose file and web differ: the settings in force, saved on the web, and the file changed since."""

    in_force: ProjectVersion
    file: ProjectVersion

    @property
    def message(self) -> Message:
        """That both were changed, which of them is in force, and what to do."""
        who = {"by": self.in_force.by, "web": self.in_force.version, "file": self.file.version}
        return Message("settings.beside", {"code": self.in_force.code, **who})


def folder() -> Path:
    """Where the project files are: ``OTOP_PROJECTS``, else ``projects/`` of the program."""
    return Path(os.environ.get(FOLDER_VARIABLE, "").strip() or FOLDER)


@asks(Right.MAINTAIN)
def store_folder(engine: Engine, *, actor: Actor, now: datetime, files: Path | None = None) -> Stored:
    """Store each TOML that differs from the last version of a file. Where settings were saved on the web since, these
    stay in force, and the file's are stored beside them. A file that is refused changes nothing.
    """
    texts, refused = project_files.read_folder(files or folder())
    with writing(engine) as session:
        stored = []
        for text in texts:
            try:
                version = _of_file(session, text, actor, now)
            except Refused as error:
                refused += (error.message,)
                continue
            if version is not None:
                stored.append(version)
        for version in stored:
            action = "project.aside" if version.aside else "project.version"
            audit.record(session, at=now, actor=actor, action=action, project=version.code, detail=str(version.version))
        found = [_beside(session, parse_project(text).code) for text in texts]
        beside = tuple(one.message for one in found if one is not None)
    return Stored(tuple(version for version in stored if not version.aside), refused, beside)


@remembered
def file_beside_web(engine: Engine, code: str) -> Beside | None:
    """Both texts of a project whose file was changed while settings saved on the web are in force, until a person has
    decided by saving again or by bringing the file back.
    """
    with reading(engine) as session:
        return _beside(session, code)


def all_beside_web(engine: Engine) -> tuple[Beside, ...]:
    """The same of every project: those whose newest text is a file's that is not in force."""
    last = select(func.max(ProjectVersion.id)).group_by(ProjectVersion.code)
    aside = select(ProjectVersion.code).where(col(ProjectVersion.id).in_(last), col(ProjectVersion.aside).is_(True))
    with reading(engine) as session:
        found = [_beside(session, code) for code in session.exec(aside.order_by(ProjectVersion.code)).all()]
    return tuple(one for one in found if one is not None)


def add_version(session: Session, text: str, *, now: datetime, by: str, **facts: Any) -> ProjectVersion:
    """Store a text as the next version of its project, inside a transaction. ``facts`` are columns of the version.

    Raises ``Refused`` where it is to be in force and asks for a review, and too few could review.
    """
    if not facts.get("aside"):
        reviewers.require_enough(session, parse_project(text))
    code, sha = parse_project(text).code, hashlib.sha256(text.encode("utf-8")).hexdigest()
    last = next(reversed(_versions(session, code)), None)
    number = 1 if last is None else last.version + 1
    stored_at = now.astimezone(UTC) if last is None else max(now.astimezone(UTC), last.stored_at)
    stored = ProjectVersion(code=code, version=number, text_sha256=sha, text=text, stored_at=stored_at, by=by, **facts)
    session.add(stored)
    session.flush()
    return stored


@remembered
def project_at(engine: Engine, code: str, day: date | None = None, seen: datetime | None = None) -> ProjectVersion:
    """The version in force on ``day`` among those stored by ``seen``; without a day the newest of them."""
    with reading(engine) as session:
        return version_at(session, code, day, seen)


def version_at(session: Session, code: str, day: date | None, seen: datetime | None = None) -> ProjectVersion:
    """``project_at`` inside the caller's transaction. Raises ``UnknownProject``."""
    if not code.isprintable():  # a zero or half a character: no column of text holds it
        raise UnknownProject(repr(code), codes(session))
    stored = select(ProjectVersion).where(ProjectVersion.code == code, _in_force()).limit(1)
    newest = stored.order_by(col(ProjectVersion.version).desc())
    known = newest if seen is None else newest.where(ProjectVersion.stored_at <= seen)
    unchosen = col(ProjectVersion.in_force_from).is_(None)
    in_force = known if day is None else known.where(_begun(day))
    for query in (in_force, known.where(unchosen), stored.order_by(col(ProjectVersion.version))):
        if (found := session.exec(query).first()) is not None:
            return found
    raise UnknownProject(code, codes(session))


def recent(engine: Engine, code: str, limit: int) -> list[ProjectVersion]:
    """The newest texts stored of a project, those beside the settings in force too, the newest first."""
    stored = select(ProjectVersion).where(ProjectVersion.code == code).order_by(col(ProjectVersion.version).desc())
    with reading(engine) as session:
        return list(session.exec(stored.limit(limit)))


def version_by_id(session: Session, version_id: int) -> ProjectVersion:
    """The very version that an upload recorded."""
    return session.exec(select(ProjectVersion).where(ProjectVersion.id == version_id)).one()


def listed_stages(session: Session, code: str, version_id: int) -> tuple[Choice, ...]:
    """Every stage that any version of a project lists, each by one name: that of the version ``version_id`` where it
    lists it, else that of the newest that does.
    """
    versions = [row for row in _versions(session, code) if not row.aside]
    first = [row for row in versions if row.id == version_id]
    found: dict[str, Choice] = {}
    for row in (*first, *reversed(versions)):
        for choice in row.project.stage_choices:
            found.setdefault(choice.id, choice)
    return tuple(found.values())


def dated_back(session: Session, code: str, day: date, seen: datetime | None = None) -> tuple[DatedBack, ...]:
    """The versions in force from ``day`` or before, stored by ``seen``, that changed months already over."""
    changed = select(ProjectVersion).where(ProjectVersion.code == code, col(ProjectVersion.past).is_not(None))
    changed = changed.where(_in_force(), _begun(day)).order_by(col(ProjectVersion.version))
    if seen is not None:
        changed = changed.where(ProjectVersion.stored_at <= seen)
    return tuple(
        DatedBack(
            seq=row.version,
            as_of=row.in_force_from or bangkok_day(row.stored_at),
            deed="settings",
            back_to=min(date.fromisoformat(month["day"]) for month in row.past),
            months=len(row.past),
            by=row.by or "",
        )
        for row in session.exec(changed)
        if row.past
    )


def codes(session: Session) -> list[str]:
    """The codes of every stored project."""
    return list(session.exec(select(ProjectVersion.code).distinct().order_by(ProjectVersion.code)))


@remembered
def list_projects(engine: Engine) -> tuple[ProjectInfo, ...]:
    """Every project with its newest version, newest fiscal year first, samples last. Two queries in all. Uploads that
    were never passed in a review are not counted.
    """
    waited, passed = (select(UploadEvent.upload_id).where(UploadEvent.event == one) for one in (WAIT, PASS))
    in_view = or_(col(Upload.id).not_in(waited), col(Upload.id).in_(passed))
    counts = select(Upload.project, func.count(), func.max(Upload.as_of)).where(in_view).group_by(Upload.project)
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


def _of_file(session: Session, text: str, actor: Actor, now: datetime) -> ProjectVersion | None:
    """The version that a file's text becomes; ``None`` where it is that of the last version of a file."""
    stored = _versions(session, parse_project(text).code)
    sha = hashlib.sha256(text.encode("utf-8")).hexdigest()
    of_files = [version for version in stored if not version.on_web]
    if of_files and of_files[-1].text_sha256 == sha:
        return None
    in_force = next((version for version in reversed(stored) if not version.aside), None)
    facts: dict[str, Any] = {}
    if in_force is not None and in_force.on_web:  # where the file now says the same, it goes on from the same day
        same = in_force.text_sha256 == sha
        facts = {"in_force_from": in_force.in_force_from} if same else {"aside": True}
    return add_version(session, text, now=now, by=actor.user, **facts)


def _beside(session: Session, code: str) -> Beside | None:
    stored = _versions(session, code)
    in_force = next((version for version in reversed(stored) if not version.aside), None)
    if in_force is None or not in_force.on_web or not stored[-1].aside:
        return None
    known = {version.text_sha256 for version in stored if not version.aside}
    return None if stored[-1].text_sha256 in known else Beside(in_force, stored[-1])


def _versions(session: Session, code: str) -> Sequence[ProjectVersion]:
    """Every text stored of a project, those that are never in force too, in order."""
    return session.exec(
        select(ProjectVersion).where(ProjectVersion.code == code).order_by(col(ProjectVersion.version))
    ).all()


def _newest() -> SelectOfScalar[ProjectVersion]:
    """The version of each project that was stored last."""
    last = select(func.max(ProjectVersion.id)).where(_in_force()).group_by(ProjectVersion.code)
    return select(ProjectVersion).where(col(ProjectVersion.id).in_(last))


def _in_force() -> ColumnElement[bool]:
    """Not beside the settings in force."""
    return col(ProjectVersion.aside).is_not(True)


def _begun(day: date) -> ColumnElement[bool]:
    """In force from a day or an earlier one."""
    chosen = col(ProjectVersion.in_force_from)
    return or_(chosen <= day, and_(chosen.is_(None), col(ProjectVersion.stored_at) < day_ends(day)))
