"""What waits for review: loads of one file or of several together, each passed or sent back as a whole.

Nothing of a load that waits is in any view; the set that was passed before it stays. It counts, and ``seen`` shows it,
from the instant at which it is passed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from core.calendar import bangkok_day
from core.intake.plan_past import PastChange
from core.model import Actor, Diff, Right
from core.model.kinds import KINDS, Kind
from core.text import Message
from db import reviewers
from db.accounts.actors import asks, require
from db.errors import NotAllowed, Refused, ReviewStale, UnknownUpload, WrongState
from db.generation import remembered, remembered_closely
from db.instants import next_instant
from db.projects import versions
from db.snapshots import acts, plan_past, store
from db.snapshots.headlines import stored as headlines
from db.snapshots.plan_past import Accepted
from db.snapshots.uploads import (
    UploadInfo,
    deciding,
    in_force,
    require_rows,
    rows_of,
    upload_by_id,
    waiting_of,
)
from db.tables import PASS, SEND_BACK, WAIT, UploadBatch, UploadReview
from db.transactions import reading, writing


@dataclass(frozen=True, slots=True)
class Part:
    """One upload that waits, and the one in force on its day now.

    ``overtaken``: another is in force than the one that it was compared with when it was loaded.
    """

    upload: UploadInfo
    present: UploadInfo | None
    overtaken: bool
    past: tuple[PastChange, ...] = ()  # month ends already over that a plan would change


@dataclass(frozen=True, slots=True)
class Waiting:
    """A load that waits: its parts, and who had a hand in it and so may not pass it."""

    parts: tuple[Part, ...]
    hands: frozenset[str]

    @property
    def id(self) -> int:
        """The number by which it is passed: of its first part."""
        return self.parts[0].upload.id

    @property
    def since(self) -> datetime:
        """When it came to wait, the last time where it was sent back in between."""
        return max(event.at for part in self.parts for event in part.upload.events if event.event == WAIT)

    @property
    def overtaken(self) -> bool:
        """Whether any part is."""
        return any(part.overtaken for part in self.parts)

    @property
    def past(self) -> tuple[PastChange, ...]:
        """The month ends already over that it would change."""
        return tuple(change for part in self.parts for change in part.past)


def count(engine: Engine, project: str) -> int:
    """How many uploads of a project wait."""
    return len(uploads(engine, project))


@remembered
def uploads(engine: Engine, project: str) -> tuple[UploadInfo, ...]:
    """The uploads of a project that wait, the first loaded first."""
    with reading(engine) as session:
        return tuple(waiting_of(session, project))


def listed(engine: Engine, project: str, *, reader: Actor) -> tuple[Waiting, ...]:
    """Each load of a project that waits, the first loaded first; for those who may know of it."""
    return loads(engine, project) if reader.knows_of_waiting(project) else ()


@remembered
def loads(engine: Engine, project: str) -> tuple[Waiting, ...]:
    """As ``listed``, whoever asks: for whoever runs commands on the server."""
    with reading(engine) as session:
        left = [upload.id for upload in waiting_of(session, project)]
        found = []
        while left:
            whole = _whole(session, left[0])
            found.append(_waiting(session, whole))
            left = [one for one in left if one not in {upload.id for upload in whole}]
        return tuple(found)


@remembered_closely
def reviewers_of(engine: Engine, project: str) -> tuple[str, ...]:
    """Who may review a project now, by name."""
    with reading(engine) as session:
        return tuple(reviewers.holders(session, project))


def upload_for(engine: Engine, upload_id: int, *, reader: Actor) -> UploadInfo:
    """One upload, for somebody who may know of it: one that was never passed is unknown to all others."""
    found = store.upload(engine, upload_id)
    if found.never_passed and not reader.knows_of_waiting(found.project):
        raise UnknownUpload(upload_id)
    return found


def became(engine: Engine, upload_id: int) -> Message | None:
    """What became of an upload that somebody is about to judge; ``None`` where it still waits."""
    found = store.upload(engine, upload_id)
    return None if found.waits else _not_waiting(found).message


def diff(engine: Engine, part: Part) -> Diff | None:
    """What a part that waits would change of what is in force on its day; ``None`` where nothing is. Raises
    ``Erased``.
    """
    return None if part.present is None else store.diff_uploads(engine, part.present.id, part.upload.id)


@asks(Right.REVIEW)
def pass_on(
    engine: Engine, upload_id: int, *, actor: Actor, now: datetime, accept_past: Accepted = ()
) -> list[UploadInfo]:
    """Put an upload that waits, and what was loaded together with it, into every view from now on.

    ``accept_past`` are the past months that a plan may change (``PastChange.id``, or ``all``). Raises
    ``UnknownUpload``, ``WrongState`` where it does not wait (any more), ``Refused`` for whoever had a hand in it,
    ``ReviewStale`` where another upload is in force than it was compared with, ``DayRefused``, ``PastNotAccepted``.
    """
    with writing(engine) as session:
        found = _to_review(session, upload_id, actor)
        project = found[0].project
        at = next_instant(session, project, now)
        planned_first = sorted(found, key=lambda one: not KINDS[one.kind].planned)
        steps = [(one, _passable(session, one, accept_past, now)) for one in planned_first]
        for one, past in steps:
            acts.stepped(session, one, PASS, actor=actor, at=at, past=past)
        session.flush()
        for one in found:
            _keep_figures(session, one, at)
        passed = [upload_by_id(session, one.id) for one in found]
    headlines.keep_up(engine, project)
    return passed


@asks(Right.REVIEW)
def send_back(engine: Engine, upload_id: int, *, actor: Actor, reason: str, now: datetime) -> list[UploadInfo]:
    """Take back an upload that waits, and what was loaded together with it, for a reason. Raises as ``pass_on``."""
    acts.require_reason(reason)
    with writing(engine) as session:
        found = _to_review(session, upload_id, actor)
        at = next_instant(session, found[0].project, now)
        for one in found:
            acts.stepped(session, one, SEND_BACK, actor=actor, at=at, reason=reason)
        session.flush()
        back = [upload_by_id(session, one.id) for one in found]
    headlines.keep_up(engine, back[0].project)
    return back


def _to_review(session: Session, upload_id: int, actor: Actor) -> list[UploadInfo]:
    """The parts that wait of the load of an upload, which this actor may judge."""
    found = upload_by_id(session, upload_id)
    require(actor, Right.REVIEW, found.project)
    if actor.user not in reviewers.holders(session, found.project):  # the right was taken away meanwhile
        raise NotAllowed(actor.user, Right.REVIEW)
    whole = _whole(session, upload_id)
    waits = [one for one in whole if one.waits]
    if not found.waits:
        raise _not_waiting(found)
    if actor.user in _hands(whole):
        raise Refused("review_own", set=found.seq)
    return waits


def _not_waiting(found: UploadInfo) -> WrongState:
    """Why an upload cannot be judged: what became of it meanwhile, by whom."""
    last = found.events[-1] if found.events else None
    if last is None:
        return WrongState("review_none", set=found.seq)
    return WrongState(
        "review_passed" if found.live else "review_gone", set=found.seq, by=last.by, day=bangkok_day(last.at)
    )


def _whole(session: Session, upload_id: int) -> list[UploadInfo]:
    """An upload and what was loaded together with it, by id."""
    mine = select(UploadBatch.batch).where(UploadBatch.upload_id == upload_id)
    together = select(UploadBatch.upload_id).where(col(UploadBatch.batch).in_(mine))
    ids = session.exec(together.order_by(col(UploadBatch.upload_id))).all() or [upload_id]
    return [upload_by_id(session, one) for one in ids]


def _hands(whole: Sequence[UploadInfo]) -> frozenset[str]:
    """Who loaded a part, with what was corrected in it, or brought one back."""
    loaded = {one.by for one in whole}
    return frozenset(loaded | {event.by for one in whole for event in one.events if event.event == WAIT})


def _waiting(session: Session, whole: Sequence[UploadInfo]) -> Waiting:
    parts = []
    for one in (one for one in whole if one.waits):
        present = _present(session, one.project, one.kind, one.as_of)
        past = tuple(plan_past.of_event(session, one))
        parts.append(Part(one, present, _overtaken(one, present), past))
    return Waiting(tuple(parts), _hands(whole))


def _present(session: Session, project: str, kind: Kind, as_of: date) -> UploadInfo | None:
    """The upload of a kind in force on a day."""
    return in_force(deciding(session, project, as_of, None), as_of).get(kind)


def _overtaken(upload: UploadInfo, present: UploadInfo | None) -> bool:
    return (present.id if present else None) != upload.counts.get("compared_with")


def _passable(session: Session, upload: UploadInfo, accept_past: Accepted, now: datetime) -> list[PastChange]:
    """The past months that passing a plan changes. Raises where an upload cannot be passed as it is."""
    require_rows(upload)
    present = _present(session, upload.project, upload.kind, upload.as_of)
    if _overtaken(upload, present):
        raise ReviewStale(upload, present)
    acts.judge_day(session, upload.project, upload.kind, upload.as_of, now)
    past = plan_past.of_event(session, upload)
    plan_past.require_accepted(past, accept_past)
    return past


def _keep_figures(session: Session, upload: UploadInfo, at: datetime) -> None:
    figures = acts.figures_of(session, upload, {upload.id: rows_of(session, upload)})
    version = versions.version_at(session, upload.project, upload.as_of, at)
    session.add(
        UploadReview(upload_id=upload.id, project=upload.project, project_version_id=version.id, figures=figures)
    )
    session.flush()
