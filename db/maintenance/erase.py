"""Erase the rows of uploads that were withdrawn long ago; header, counts, hashes and figures stay.

An upload that a paper or a short link names is kept for the years that its project says. What such a link showed is
kept when the rows go.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from core.calendar import bangkok_day, years_after
from core.figures import compute
from core.model import Actor, Right
from db.accounts import audit
from db.accounts.actors import asks
from db.errors import Erased
from db.instants import next_instant
from db.notebook import drafts
from db.projects import versions
from db.snapshots.row_store import delete_rows
from db.snapshots.uploads import UploadInfo, deciding, forget_rows, in_force, uploads_of, view_of
from db.tables import ERASE, AuditEvent, KeptFigures, ShortLink, UploadEvent
from db.transactions import reading, writing
from words.rendering import render

PAPERS = ("export", "export.payees")  # actions of the log that a paper is handed out by
_PAPER = "report "  # the detail of such an event: this, the paper, the numbers of its uploads


@dataclass(frozen=True, slots=True)
class Candidate:
    """A withdrawn upload that is old enough, and until which day a paper or a link keeps its rows, if one does."""

    upload: UploadInfo
    withdrawn_at: datetime
    kept_until: date | None

    @property
    def free(self) -> bool:
        """Whether its rows may go."""
        return self.kept_until is None


@asks(Right.MAINTAIN)
def candidates(
    engine: Engine,
    project: str | None = None,
    *,
    days: int,
    actor: Actor,  # noqa: ARG001  asked for its right
    now: datetime,
) -> list[Candidate]:
    """The uploads, of one project or of all, that were withdrawn at least ``days`` days ago and still have rows."""
    with reading(engine) as session:
        return list(_candidates(session, project, days, now))


@asks(Right.MAINTAIN)
def erase(engine: Engine, project: str | None = None, *, days: int, actor: Actor, now: datetime) -> list[Candidate]:
    """Erase the rows of those candidates that nothing keeps, in one transaction; returns every candidate. Loads under
    way that nobody touched for ``days`` go too.

    On SQLite what the rows filled is overwritten, and the log of writes emptied: they are in the file no more. Copies
    of before (backups) have them still.
    """
    with writing(engine) as session:
        _overwrite(session)
        ended = drafts.end_old(session, now, project=project, untouched=timedelta(days=days))
        found = list(_candidates(session, project, days, now))
        gone = {one.upload.id: one.upload for one in found if one.free}
        _keep_figures(session, gone, now)
        for upload in gone.values():
            at = next_instant(session, upload.project, now)
            delete_rows(session.connection(), upload.kind, [upload.id])
            session.add(UploadEvent(upload_id=upload.id, event=ERASE, by=actor.user, at=at, reason=str(days)))
            detail = f"{upload.kind} {upload.seq} {upload.row_count}"
            audit.record(
                session, at=at, actor=actor, action="upload.erase", project=upload.project, upload_id=upload.id,
                detail=detail,
            )  # fmt: skip
            session.flush()
    forget_rows()
    if (gone or ended) and engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return found


def kept_figures(engine: Engine, project: str, as_of: date, seen: datetime) -> KeptFigures | None:
    """What a frozen link showed whose rows were erased since."""
    with reading(engine) as session:
        return _kept(session, project, as_of, seen)


def count(engine: Engine) -> int:
    """How many uploads have no rows any more."""
    with reading(engine) as session:
        erased = select(func.count()).select_from(UploadEvent).where(UploadEvent.event == ERASE)
        return session.exec(erased).one()


def _overwrite(session: Session) -> None:
    """Have SQLite fill with zeroes what is deleted in this connection."""
    if session.connection().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete = ON")


def _candidates(session: Session, project: str | None, days: int, now: datetime) -> Iterator[Candidate]:
    """Plans are left out: they name nobody, and past months are judged by them."""
    for code in versions.codes(session) if project is None else (project,):
        years = versions.version_at(session, code, None).project.papers_kept_years
        uploads = uploads_of(session, code)
        named = _named(session, code, uploads)
        for upload in uploads:
            if upload.kind == "plan" or not upload.withdrawn or upload.erased_at is not None:
                continue
            withdrawn_at = upload.events[-1].at
            if withdrawn_at <= now - timedelta(days=days):
                until = max((years_after(day, years) for day in named[upload.id]), default=bangkok_day(now))
                yield Candidate(upload, withdrawn_at, until if bangkok_day(now) < until else None)


def _named(session: Session, project: str, uploads: Iterable[UploadInfo]) -> Mapping[int, list[date]]:
    """By upload the days on which it was named: by a short link, or by a paper that was handed out."""
    named: defaultdict[int, list[date]] = defaultdict(list)
    for link in _links(session, project):
        for upload in _in_force(session, link):
            named[upload.id].append(bangkok_day(link.made_at))
    query = select(AuditEvent).where(AuditEvent.project == project, col(AuditEvent.action).in_(PAPERS))
    for event in session.exec(query.where(col(AuditEvent.detail).startswith(_PAPER))):
        numbers = [int(number) for number in event.detail.split(" ")[2:]]
        # A paper of before the log said which uploads it names: any that was there.
        for number in numbers or [upload.id for upload in uploads if upload.received_at <= event.at]:
            named[number].append(bangkok_day(event.at))
    return named


def _links(session: Session, project: str) -> Iterable[ShortLink]:
    return session.exec(select(ShortLink).where(ShortLink.project == project)).all()


def _in_force(session: Session, link: ShortLink) -> Iterable[UploadInfo]:
    return in_force(deciding(session, link.project, link.as_of, link.seen), link.as_of).values()


def _kept(session: Session, project: str, as_of: date, seen: datetime) -> KeptFigures | None:
    query = select(KeptFigures).where(KeptFigures.project == project, KeptFigures.as_of == as_of)
    return session.exec(query.where(KeptFigures.seen == seen)).first()


def _keep_figures(session: Session, gone: Mapping[int, UploadInfo], now: datetime) -> None:
    """Write down what each short link shows that shows one of these uploads, while it can still be computed."""
    for project in {upload.project for upload in gone.values()}:
        for link in _links(session, project):
            named = any(upload.id in gone for upload in _in_force(session, link))
            if named and _kept(session, project, link.as_of, link.seen) is None:
                with suppress(Erased):  # made when another of its uploads had gone: it never showed figures
                    view = view_of(session, project, link.as_of, link.seen)
                    figures = compute(view).summary(render)
                    kept = KeptFigures(project=project, as_of=link.as_of, seen=link.seen, figures=figures, at=now)
                    session.add(kept)
                    session.flush()
