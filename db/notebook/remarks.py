"""Remarks: write one, take one back, and read them as they were seen at any instant. Append-only."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from sqlalchemy import Engine
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.figures import FIGURES
from core.model import Actor, Right
from core.model.kinds import Kind
from core.model.meetings.remarks import ABOUT, LONGEST_ITEM, LONGEST_REASON, About, cleaned, faults
from core.text import Sight
from db.accounts import audit
from db.accounts.actors import asks
from db.errors import NotAllowed, Refused, TextRefused, UnknownNote
from db.generation import remembered
from db.instants import next_instant
from db.projects import versions
from db.snapshots.uploads import upload_by_id, view_of
from db.tables import LAST_ID, Remark, Upload
from db.transactions import reading, writing

MOST = 200  # remarks that a list reads


@dataclass(frozen=True, slots=True)
class RemarkInfo:
    """One remark that stands. ``role`` is that of its writer: a remark is read without a name. ``upload``: the kind and
    the number of the set that it is about, if it is about one.
    """

    id: int
    about: About
    subject: str
    as_of: date
    text: str
    role: str
    by: str  # who may take it back; shown to nobody
    at: datetime
    upload: tuple[Kind, int] | None = None

    def seen_by(self, sight: Sight) -> "RemarkInfo":
        """As a reader may see it."""
        subject = sight.prose(self.subject) if self.about == "agenda" else self.subject
        return replace(self, text=sight.prose(self.text), subject=subject)


@asks(Right.REMARK)
def write(
    engine: Engine, project: str, about: About, subject: str, text: str, *, as_of: date, actor: Actor, now: datetime
) -> int:
    """Keep a remark; returns its number. Raises ``TextRefused`` with what to mend, ``Refused`` for something that the
    project does not have.
    """
    text, subject = cleaned(text), cleaned(subject)
    found = faults(text)
    if about == "agenda":
        found += faults(subject, LONGEST_ITEM, "item")
    if found:
        raise TextRefused(found)
    with writing(engine) as session:
        versions.version_at(session, project, None)
        if about not in ABOUT or not _is_there(session, project, about, subject):
            raise Refused("remark_about")
        at = next_instant(session, project, now)
        remark = Remark(
            project=project, about=about, subject=subject, as_of=as_of, text=text, role=actor.role, by=actor.user, at=at
        )
        session.add(remark)
        session.flush()
        audit.record(session, at=at, actor=actor, action="remark.write", project=project, detail=str(remark.id))
        return remark.id


def _is_there(session: Session, project: str, about: About, subject: str) -> bool:
    if about == "figure":
        return subject in FIGURES
    if about == "group":
        return subject in view_of(session, project).of("groups")["code"]
    if about == "upload":
        upload = session.get(Upload, int(subject)) if _is_id(subject) else None
        return upload is not None and upload.project == project and not upload_by_id(session, upload.id).never_passed
    return True


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 11 and int(text) <= LAST_ID


@asks(Right.REMARK)
def take_back(engine: Engine, remark_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a remark out of every list from now on: its writer may, and who notes meetings. Raises ``TextRefused``,
    ``UnknownNote``, ``NotAllowed``.
    """
    reason = cleaned(reason)
    if found := faults(reason, LONGEST_REASON, "reason"):
        raise TextRefused(found)
    with writing(engine) as session:
        remark = session.get(Remark, remark_id) if 0 < remark_id <= LAST_ID else None
        if remark is None or remark.takes_back is not None:
            raise UnknownNote("remark_unknown")
        if remark.by != actor.user and not actor.may(Right.NOTE, remark.project):
            raise NotAllowed(actor.user, Right.NOTE)
        if session.exec(select(Remark.id).where(Remark.takes_back == remark_id)).first() is not None:
            raise UnknownNote("remark_unknown")
        at = next_instant(session, remark.project, now)
        taken = Remark(
            project=remark.project, about=remark.about, subject=remark.subject, as_of=remark.as_of, text=reason,
            takes_back=remark_id, role=actor.role, by=actor.user, at=at,
        )  # fmt: skip
        session.add(taken)
        detail = f"{remark_id} {reason}"
        audit.record(session, at=at, actor=actor, action="remark.take_back", project=remark.project, detail=detail)


@remembered
def listed(
    engine: Engine,
    project: str,
    day: date | None = None,
    seen: datetime | None = None,
    *,
    about: About | None = None,
    subject: str | None = None,
) -> tuple[RemarkInfo, ...]:
    """The newest remarks that stand on ``day``, as known at ``seen`` (UTC; else now): of one thing, or of all. The
    newest first, at most ``MOST``.
    """
    later = aliased(Remark)
    taken = select(later.id).where(later.takes_back == Remark.id)
    query = select(Remark).where(Remark.project == project, col(Remark.takes_back).is_(None))
    if seen is not None:
        query, taken = query.where(Remark.at <= seen), taken.where(later.at <= seen)
    if day is not None:
        query = query.where(Remark.as_of <= day)
    if about is not None:
        query = query.where(Remark.about == about)
    if subject is not None:
        query = query.where(Remark.subject == subject)
    query = query.where(~taken.exists()).order_by(col(Remark.id).desc()).limit(MOST)
    with reading(engine) as session:
        stored = session.exec(query).all()
        numbers = [int(one.subject) for one in stored if one.about == "upload"]
        named = select(col(Upload.id), col(Upload.kind), col(Upload.seq)).where(col(Upload.id).in_(numbers))
        sets = {number: (kind, seq) for number, kind, seq in session.exec(named)} if numbers else {}
    return tuple(
        RemarkInfo(
            one.id,
            cast(About, one.about),
            one.subject,
            one.as_of,
            one.text,
            one.role,
            one.by,
            one.at,
            sets.get(int(one.subject)) if one.about == "upload" else None,
        )
        for one in stored
    )
