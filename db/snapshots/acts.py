"""Inside a transaction: an upload is added, withdrawn or brought back, and what must hold for that."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, func, select

from core.calendar import bangkok_day
from core.figures import compute
from core.intake import Intake, after_end, refusal
from core.intake.issues import Issue
from core.intake.plan_past import PastChange
from core.model import Actor, Rows
from core.model.kinds import Kind
from core.text import has_national_id
from db.accounts import audit
from db.errors import AlreadyStored, DayRefused, HasBlocking, Refused, StaleBase, WarningsNotAccepted, WrongState
from db.projects import closing, versions
from db.snapshots import plan_past
from db.snapshots.plan_past import Accepted
from db.snapshots.row_store import insert_rows
from db.snapshots.uploads import (
    UploadInfo,
    deciding,
    in_force,
    newest_day,
    require_rows,
    upload_by_id,
    view_of,
    waiting_of,
)
from db.tables import WAIT, Upload, UploadEvent
from words.rendering import render

_PRIVATE = {"phone", "payee"}


def add(
    session: Session,
    intake: Intake,
    *,
    project: str,
    as_of: date,
    actor: Actor,
    at: datetime,
    now: datetime,
    accept_warnings: bool,
    accept_past: Accepted,
    counts: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Upload:
    """As ``store.apply``, inside a transaction, at the instant ``at``, and still without figures (``keep_figures``).
    Where the project has what is loaded reviewed, the upload waits.
    """
    closing.require_reason(session, project, reason)
    if not intake.ok or intake.rows is None or intake.rows_sha256 is None:
        raise HasBlocking(len(intake.blocking) or 1)
    late = judge_day(session, project, intake.kind, as_of, now)
    warned = [*intake.warnings, *(one for one in late if one not in intake.warnings)]
    if warned and not accept_warnings:
        raise WarningsNotAccepted(len(warned))
    present = in_force(deciding(session, project, as_of, None), as_of).get(intake.kind)
    _refuse_repeat(session, project, present, intake, as_of)
    past = plan_past.of_intake(session, intake, project, as_of)
    plan_past.require_accepted(past, accept_past)
    version, said = versions.version_at(session, project, as_of, at), reason.strip()
    added = _add_upload(
        session,
        project=project,
        kind=intake.kind,
        as_of=as_of,
        received_at=at,
        by=actor.user,
        file_name=intake.file_name,
        file_sha256=intake.file_sha256,
        rows_sha256=intake.rows_sha256,
        encoding=intake.reading.encoding or "",
        row_count=len(intake.rows),
        project_version_id=version.id,
        counts=_counts(intake, present, counts)
        | ({"past": [c.as_json() for c in past]} if past else {})
        | ({"reason": said} if said else {}),
    )
    insert_rows(session.connection(), added.id, intake.rows)
    audit.record(session, at=at, actor=actor, action="upload.apply", project=project, upload_id=added.id, detail=said)
    if versions.version_at(session, project, None).project.review:
        wait(session, added, actor=actor, at=at)
    session.flush()
    return added


def wait(session: Session, upload: Upload | UploadInfo, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """Have an upload wait for review, inside a transaction."""
    session.add(UploadEvent(upload_id=upload.id, event=WAIT, by=actor.user, at=at, reason=reason))
    audit.record(
        session, at=at, actor=actor, action="upload.wait", project=upload.project, upload_id=upload.id, detail=reason
    )


def keep_figures(session: Session, added: Upload, given: Mapping[int, Rows]) -> UploadInfo:
    """Keep with an upload the figures of its day, as known once all that is stored at its instant is there; of one that
    waits they are kept when it is passed. ``given`` are rows by upload id that need not be read.
    """
    if not upload_by_id(session, added.id).waits:
        added.figures = figures_of(session, added, given)
        session.flush()
        session.refresh(added)
    return upload_by_id(session, added.id)


def figures_of(session: Session, upload: Upload | UploadInfo, given: Mapping[int, Rows]) -> dict[str, Any]:
    """The summary of an upload's day as it is known now."""
    return compute(view_of(session, upload.project, upload.as_of, given=given)).summary(render)


def turned(
    session: Session,
    found: UploadInfo,
    event: str,
    *,
    actor: Actor,
    reason: str,
    at: datetime,
    accept_past: Accepted = "all",
) -> UploadInfo:
    """Withdraw or bring back an upload, inside a transaction, at the instant ``at``. One that was never passed in the
    review comes back to wait for it.
    """
    if found.withdrawn == (event == "withdraw"):
        raise WrongState("withdrawn_already" if found.withdrawn else "waits" if found.waits else "live_already",
                         id=found.id)  # fmt: skip
    require_rows(found)
    if event == "reinstate" and found.never_passed:
        wait(session, found, actor=actor, at=at, reason=reason.strip())
    else:
        past = [] if found.waits else plan_past.of_event(session, found)
        plan_past.require_accepted(past, accept_past)
        stepped(session, found, event, actor=actor, at=at, reason=reason, past=past)
    return upload_by_id(session, found.id)


def stepped(
    session: Session,
    found: UploadInfo,
    event: str,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    past: Sequence[PastChange] = (),
) -> None:
    """Write what became of an upload, inside a transaction, and who did it."""
    kept = [change.as_json() for change in past] or None
    session.add(UploadEvent(upload_id=found.id, event=event, by=actor.user, at=at, reason=reason.strip(), past=kept))
    audit.record(
        session,
        at=at,
        actor=actor,
        action=f"upload.{event}",
        project=found.project,
        upload_id=found.id,
        detail=reason.strip(),
    )


def judge_day(session: Session, project: str, kind: Kind, as_of: date, now: datetime) -> list[Issue]:
    """Refuse a day that data of a kind cannot be of; else the warning that goes with it, if any."""
    law = versions.version_at(session, project, None).project
    known = newest_day(deciding(session, project, None, None)) if kind == "plan" else None
    refused = refusal(as_of, kind, law, bangkok_day(now), known)
    if refused is not None:
        raise DayRefused(refused)
    late = after_end(as_of, law)
    return [late] if late else []


def _refuse_repeat(session: Session, project: str, present: UploadInfo | None, intake: Intake, as_of: date) -> None:
    if present is not None and present.as_of == as_of and present.rows_sha256 == intake.rows_sha256:
        raise AlreadyStored(present)
    for other in waiting_of(session, project):
        if (other.kind, other.as_of, other.rows_sha256) == (intake.kind, as_of, intake.rows_sha256):
            raise AlreadyStored(other, waits=True)
    base = intake.base_upload_id
    if (present.id if present else None) != base:
        known = None if base is None else session.get(Upload, base)
        raise StaleBase(present, withdrawn=known is not None and not upload_by_id(session, known.id).live)


def _add_upload(session: Session, **values: Any) -> Upload:
    """The upload under the next number of its kind, flushed so that it has its id."""
    last = select(func.max(Upload.seq)).where(Upload.project == values["project"], Upload.kind == values["kind"])
    added = Upload(seq=1 + (session.exec(last).one() or 0), **values)
    session.add(added)
    session.flush()
    return added


def _counts(intake: Intake, present: UploadInfo | None, more: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is worth remembering of how the file was read: numbers and codes, and the cells that a person corrected."""
    warned: dict[str, int] = {}
    for issue in intake.warnings:
        warned[issue.code] = warned.get(issue.code, 0) + 1
    return {
        "folded": dict(intake.folded),
        "warnings": warned,
        "changes": dict(intake.diff.counts) if intake.diff else None,
        "scope": intake.scope,
        "edits": _edits(intake),
        "ways": dict(intake.ways),
        "compared_with": intake.base_upload_id,
        "confirms": present.id if present is not None and present.rows_sha256 == intake.rows_sha256 else None,
        **(more or {}),
    }


def _edits(intake: Intake) -> list[list[Any]]:
    """Cells corrected by hand as [row, header, table, text]; of telephones and payees the place alone."""
    named = {header: name for reading in intake.readings for header, name in reading.columns.items()}
    return [
        [*cell, None if {cell.column, named.get(cell.column)} & _PRIVATE else text]
        for cell, text in intake.edits.items()
    ]


def require_reason(reason: str) -> None:
    """Raises where there is no reason, or one that is not kept."""
    if not reason.strip():
        raise WrongState("no_reason")
    if has_national_id(reason):
        raise Refused("reason_id13")
