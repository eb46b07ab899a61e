"""The headline of each project, kept in the database under the name of what it was computed from.

``basis`` names the last restore, the newest version, upload and event of the project, and the program: whatever
changes what a project shows changes one of them, and the headline is then computed anew. A headline is signed by a key
of the chain, so that one that was written by anybody else is not shown either: it counts as missing.
"""

import hashlib
import logging
import time
from collections.abc import Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock

from cachetools import LRUCache
from pydantic import TypeAdapter
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, func, select

from core.analysis.headline import Headline, headline
from core.text import Message
from db import generation
from db.chain import keys
from db.engine import ROOT
from db.errors import DbError, Erased
from db.projects import versions
from db.snapshots.headlines.whole import TOLD
from db.snapshots.uploads import view_of
from db.tables import ProjectVersion, StoredHeadline, Upload, UploadEvent
from db.transactions import amphoe_of, beyond_amphoe, passing, reach_of, reading, unhurried
from words import languages
from words.rendering import in_each

AT_ONCE, AT_ONCE_S = 5, 1.0  # of one visit: headlines computed, and how long the last of them may begin after the first
_PARTS = ("core", "words", "db/snapshots", "db/projects")  # of the program: what decides a headline
_SHAPE = TypeAdapter(Headline)
_KEPT: LRUCache[Hashable, "Found"] = LRUCache(16)
log = logging.getLogger("otop")
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Found:
    """The headlines that hold now, by the code of their project, and the projects that have none yet, by code."""

    headlines: Mapping[str, Headline]
    missing: tuple[str, ...]


def found(engine: Engine) -> Found:
    """What is stored of the projects that an engine reaches, and holds. Once none is missing, it is read once for each
    turn of the data. Who is kept to an amphoe gets of each headline what is told of a whole project.
    """
    if amphoe_of(engine) is not None:
        whole = found(beyond_amphoe(engine))
        return Found({code: _told(one) for code, one in whole.headlines.items()}, whole.missing)
    key = (str(engine.url), generation.of_data(engine), reach_of(engine))
    with _LOCK:
        if (kept := _KEPT.get(key)) is not None:
            return kept
    known = keys.held()
    with reading(engine) as session:
        bases = _bases(session)
        stored = session.exec(select(StoredHeadline)).all()
    headlines = {
        one.project: _SHAPE.validate_json(one.content)
        for one in stored
        if bases.get(one.project) == one.basis and _fits(one, known)
    }
    result = Found(headlines, tuple(sorted(bases.keys() - headlines.keys())))
    if not result.missing:
        with _LOCK:
            _KEPT[key] = result
    return result


def _told(made: Headline) -> Headline:
    return replace(made, values={name: value for name, value in made.values.items() if name in TOLD})


def found_now(engine: Engine) -> Found:
    """As ``found``, after a few that are missing were computed: as many as a visitor can wait for."""
    result = found(engine)
    begun = time.monotonic()
    for code in result.missing[:AT_ONCE]:
        if not keep_up(engine, code) or time.monotonic() - begun > AT_ONCE_S:
            break
    return found(engine) if result.missing else result


def refresh(engine: Engine, project: str) -> None:
    """Compute the headline of a project and keep it. Where no key of the chain is here, or the project changes
    meanwhile, or its row does, nothing is kept. It is the whole project's, whoever looks first.
    """
    engine = beyond_amphoe(engine)
    key = next(reversed(keys.held().values()), None)
    if key is None:
        return
    with reading(engine) as session:
        basis = _bases(session, project).get(project)
        if basis is None:
            return
        content = _content(session, project)
    made = StoredHeadline(project=project, basis=basis, content=content, mac=_mac(key, project, basis, content))
    # Another process has just stored the same, or put a backup back in whose place this row stood.
    with suppress(IntegrityError, StaleDataError), passing(engine) as session:
        if _bases(session, project).get(project) == basis:
            session.merge(made)


def keep_up(engine: Engine, project: str) -> bool:
    """``refresh`` beside something else: what hinders it hinders neither a change that is stored nor the list of the
    others, and the next visit makes up for it. ``False`` where it is the database that hinders.
    """
    try:
        refresh(engine, project)
    except DbError:
        return False
    except (ValueError, TypeError):  # a cell that somebody wrote behind the program's back; ``verify`` names it
        log.exception("the headline of %s cannot be computed", project)
    return True


def forget() -> None:
    """Drop what this process keeps in memory."""
    with _LOCK:
        _KEPT.clear()


def amiss(session: Session, project: str) -> tuple[str, str] | None:
    """What is stored and what it should be, of a headline that counts as computed from what is stored now, and is
    another one.
    """
    one = session.get(StoredHeadline, project)
    if one is None or _bases(session, project).get(project) != one.basis:
        return None
    now = _content(session, project)
    return None if now == one.content else (_short(one.content), _short(now))


def _content(session: Session, project: str) -> str:
    """The headline of what a project shows now, as it is stored."""
    with unhurried(session.connection()):
        try:
            view = view_of(session, project)
        except Erased:
            view = None
    made = headline(versions.version_at(session, project, None).project, view, written)
    return _SHAPE.dump_json(made).decode()


def written(message: Message) -> Mapping[str, str]:
    """A sentence in every language that there is."""
    return in_each(message, languages())


def _bases(session: Session, project: str | None = None) -> dict[str, str]:
    """What the headline of each project, or of one, is computed from, in few questions however many there are."""
    versions_, uploads, events = (
        select(ProjectVersion.code, func.max(ProjectVersion.id)).group_by(ProjectVersion.code),
        select(Upload.project, func.max(Upload.id)).group_by(Upload.project),
        select(Upload.project, func.max(UploadEvent.id)).join(UploadEvent).group_by(Upload.project),
    )
    if project is not None:
        versions_ = versions_.where(col(ProjectVersion.code) == project)
        uploads, events = (query.where(col(Upload.project) == project) for query in (uploads, events))
    newest_upload, newest_event = dict(session.exec(uploads).all()), dict(session.exec(events).all())
    shared = f"{generation.restored(session)}:{_program()}"
    return {
        code: f"{shared}:{version}:{newest_upload.get(code, 0)}:{newest_event.get(code, 0)}"
        for code, version in session.exec(versions_).all()
    }


@cache
def _program() -> str:
    """A name of the program that computes: another program may compute and write otherwise."""
    digest = hashlib.sha256()
    for part in _PARTS:
        for path in sorted((ROOT / part).rglob("*")):
            if path.suffix in (".py", ".toml"):
                digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _mac(key: str, project: str, basis: str, content: str) -> str:
    return keys.sign(key, f"headline\n{project}\n{basis}\n{content}")


def _fits(one: StoredHeadline, known: Mapping[str, str]) -> bool:
    return any(_mac(key, one.project, one.basis, one.content) == one.mac for key in known.values())


def _short(content: str) -> str:
    """Of a headline what a line of ``verify`` has room for: its day, its verdict and its figures."""
    made = _SHAPE.validate_json(content)
    return f"{made.day} {made.code} {' '.join(f'{name}={value}' for name, value in made.values.items())}"
