"""What loading, withdrawing or bringing back a plan would change of months already over, from what is stored."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Literal

from sqlalchemy import Engine
from sqlmodel import Session

from core.calendar import month_end
from core.intake.model import Intake
from core.intake.plan_past import PastChange, past_changes
from core.model import Rows, Snapshot
from db.errors import PastNotAccepted
from db.projects import versions
from db.snapshots.uploads import UploadInfo, deciding, newest_day, upload_by_id, uploads_of, view_from
from db.tables import WAIT, UploadEvent
from db.transactions import reading

Accepted = Collection[str] | Literal["all"]  # ``PastChange.id`` of each month that a person has accepted

_NEW = -1  # the number of an upload that is not stored yet
_LATER = datetime.max.replace(tzinfo=UTC)


def of_load(engine: Engine, intake: Intake, *, project: str, as_of: date) -> list[PastChange]:
    """The month ends that this plan, loaded as of a day, would change; none of other kinds, or of a first plan. Where
    every plan is withdrawn it is compared with the last that was in force: its months were reported.
    """
    with reading(engine) as session:
        return of_intake(session, intake, project, as_of)


def first_free_day(engine: Engine, intake: Intake, *, project: str, as_of: date) -> date | None:
    """The first day from ``as_of`` on as of which this plan changes no month that is over, if the year holds one."""
    with reading(engine) as session:
        end = versions.version_at(session, project, as_of).project.end
        day = as_of
        while day <= end and (changes := of_intake(session, intake, project, day)):
            day = max(changes[-1].day, month_end(day)) + timedelta(days=1)
        return day if day <= end else None


def newest_day_of(engine: Engine, project: str) -> date | None:
    """The day of the newest data: the newest of groups and spending."""
    with reading(engine) as session:
        return newest_day(deciding(session, project, None, None))


def newest_day_planned(engine: Engine, project: str) -> date | None:
    """The day of the newest data where a plan is in force, which the next plan follows; else ``None``."""
    with reading(engine) as session:
        uploads = deciding(session, project, None, None)
        return newest_day(uploads) if _plans(uploads) else None


def of_turn(engine: Engine, upload_id: int) -> list[PastChange]:
    """The month ends that the next turn of this upload would change: its withdrawal, its return, or being passed in the
    review where it waits.
    """
    with reading(engine) as session:
        return of_event(session, upload_by_id(session, upload_id))


def of_intake(session: Session, intake: Intake, project: str, as_of: date) -> list[PastChange]:
    """As ``of_load``, inside a transaction."""
    if intake.kind != "plan" or intake.rows is None:
        return []
    stored = uploads_of(session, project)
    before = _judged_by(stored)
    if not _plans(before):
        return []
    new = _unstored(intake, project, as_of, 1 + max(u.seq for u in stored if u.kind == "plan"))
    return _between(session, project, before, [*stored, new], {_NEW: intake.rows})


def of_event(session: Session, upload: UploadInfo) -> list[PastChange]:
    """As ``of_turn``, inside a transaction."""
    if upload.kind != "plan":
        return []
    stored = uploads_of(session, upload.project)
    before = _judged_by(stored)
    if upload.waits and not _plans(before):
        return []
    turn = "withdraw" if upload.live else WAIT if upload.withdrawn and upload.never_passed else "reinstate"
    event = UploadEvent(upload_id=upload.id, event=turn, by="", at=_LATER, reason="")
    turned = [u.model_copy(update={"events": (*u.events, event)}) if u.id == upload.id else u for u in stored]
    return _between(session, upload.project, before, turned)


def require_accepted(changes: Sequence[PastChange], accepted: Accepted, sentence: str = "past") -> None:
    """Raises ``PastNotAccepted``, told by ``sentence``, unless each change is accepted as it is now."""
    missing = [] if accepted == "all" else [change for change in changes if change.id not in accepted]
    if missing:
        raise PastNotAccepted(changes, missing, sentence)


def _plans(uploads: Sequence[UploadInfo]) -> list[UploadInfo]:
    return [upload for upload in uploads if upload.kind == "plan" and upload.live]


def _judged_by(uploads: Sequence[UploadInfo]) -> list[UploadInfo]:
    """The uploads, where every plan is withdrawn with the plans as they were in force last: before the withdrawal that
    left none.
    """
    plans = [upload for upload in uploads if upload.kind == "plan" and not upload.never_passed]
    if not plans or any(plan.live for plan in plans):
        return list(uploads)
    left = max(plan.events[-1].at for plan in plans)

    def then(upload: UploadInfo) -> UploadInfo:
        return upload.model_copy(update={"events": tuple(event for event in upload.events if event.at < left)})

    judged = {plan.id for plan in plans}
    return [then(upload) if upload.id in judged else upload for upload in uploads]


def _between(
    session: Session,
    project: str,
    before: Sequence[UploadInfo],
    after: Sequence[UploadInfo],
    given: Mapping[int, Rows] | None = None,
) -> list[PastChange]:
    newest = newest_day(before)
    if newest is None:
        return []
    ends = versions.version_at(session, project, newest).project.months()

    def views(uploads: Sequence[UploadInfo]) -> Callable[[date | None], Snapshot]:
        ordered = sorted(uploads, key=lambda upload: (upload.as_of, upload.seq))
        return cache(lambda day: view_from(session, ordered, project, day or newest, given=given))

    return past_changes([end for end in ends if end <= newest], views(before), views(after))


def _unstored(intake: Intake, project: str, as_of: date, seq: int) -> UploadInfo:
    """The upload that an intake would become."""
    return UploadInfo(
        id=_NEW,
        project=project,
        kind=intake.kind,
        seq=seq,
        as_of=as_of,
        received_at=_LATER,
        by="",
        file_name=intake.file_name,
        file_sha256=intake.file_sha256,
        rows_sha256=intake.rows_sha256 or "",
        encoding="",
        row_count=0,
        project_version_id=0,
        counts={},
    )
