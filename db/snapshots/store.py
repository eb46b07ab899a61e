"""The store of uploads: accept, withdraw, bring back, look at any day as it was seen at any instant.

Append-only. Every instant that is written is later than the ones before it in the same project, whatever the clock
says, so that ``seen`` gives back exactly what was shown then.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, func, select

from core.calendar import bangkok_day
from core.figures import compute
from core.intake import Intake, after_end, refusal
from core.intake.issues import Issue
from core.model import NO_STAGES, Actor, Diff, Right, Rows, Snapshot, Stages, diff_rows, stages_of
from core.model.kinds import Kind
from core.text import has_national_id
from db.accounts import audit
from db.accounts.actors import asks
from db.errors import (
    AlreadyStored,
    DayRefused,
    Erased,
    HasBlocking,
    Refused,
    StaleBase,
    WarningsNotAccepted,
    WrongState,
)
from db.generation import remembered
from db.instants import next_instant
from db.projects import versions
from db.snapshots import plan_past
from db.snapshots.plan_past import Accepted
from db.snapshots.row_store import insert_rows
from db.snapshots.uploads import (
    UploadInfo,
    days_of,
    deciding,
    in_force,
    keep_rows,
    newest_day,
    require_rows,
    rows_key,
    rows_of,
    upload_by_id,
    uploads_of,
    view_of,
)
from db.tables import Upload, UploadEvent
from db.transactions import reading, writing
from words.rendering import render

_PRIVATE = {"phone", "payee"}


@remembered
def view(engine: Engine, project: str, day: date | None = None, seen: datetime | None = None) -> Snapshot:
    """What a project shows on ``day`` (else its newest day), as known at ``seen`` (UTC; else now)."""
    with reading(engine) as session:
        return view_of(session, project, day, seen)


def view_kept(engine: Engine, project: str, day: date, seen: datetime | None = None) -> Snapshot | None:
    """As ``view``, for what is only compared with; ``None`` where rows of it were erased."""
    try:
        return view(engine, project, day, seen)
    except Erased:
        return None


@remembered
def base_view(engine: Engine, project: str, as_of: date | None = None) -> Snapshot:
    """What a new file is compared with: the day that it is of, else the newest day of any kind."""
    with reading(engine) as session:
        return view_of(session, project, as_of, base=True)


@asks(Right.UPLOAD)
def apply(
    engine: Engine,
    intake: Intake,
    *,
    project: str,
    as_of: date,
    actor: Actor,
    now: datetime,
    accept_warnings: bool = False,
    accept_past: Accepted = (),
    counts: Mapping[str, Any] | None = None,
) -> UploadInfo:
    """Store an intake in one transaction and return its upload.

    ``accept_past`` are the past months that a plan may change (``PastChange.id``, or ``all``), ``counts`` what the
    caller adds to the record. Raises ``HasBlocking``, ``DayRefused`` (the law of ``core.intake.day``),
    ``WarningsNotAccepted`` (a day after the project's end is one of them), ``AlreadyStored`` (these rows are already in
    force for that day), ``StaleBase`` (another upload came in between), ``PastNotAccepted``.
    """
    if not intake.ok or intake.rows is None or intake.rows_sha256 is None:
        raise HasBlocking(len(intake.blocking) or 1)
    with writing(engine) as session:
        at = next_instant(session, project, now)
        late = judge_day(session, project, intake.kind, as_of, now)
        warned = [*intake.warnings, *(one for one in late if one not in intake.warnings)]
        if warned and not accept_warnings:
            raise WarningsNotAccepted(len(warned))
        uploads = uploads_of(session, project, intake.kind)
        present = in_force(uploads, as_of).get(intake.kind)
        _refuse_repeat(uploads, present, intake, as_of)
        past = plan_past.of_intake(session, intake, project, as_of)
        plan_past.require_accepted(past, accept_past)
        version = versions.version_at(session, project, as_of, at)
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
            counts=_counts(intake, present, counts) | ({"past": [c.as_json() for c in past]} if past else {}),
        )
        insert_rows(session.connection(), added.id, intake.rows)
        added.figures = compute(view_of(session, project, as_of, given={added.id: intake.rows})).summary(render)
        audit.record(session, at=at, actor=actor, action="upload.apply", project=project, upload_id=added.id)
        session.flush()
        session.refresh(added)
        stored = upload_by_id(session, added.id)
        key = rows_key(session, stored)
    keep_rows(key, intake.rows)
    return stored


@asks(Right.WITHDRAW)
def withdraw(engine: Engine, upload_id: int, *, actor: Actor, reason: str, now: datetime) -> UploadInfo:
    """Take an upload out of every view from now on; of a plan, the past months that this changes are kept with it.

    Raises ``UnknownUpload``, ``WrongState``.
    """
    return _turn(engine, upload_id, "withdraw", actor=actor, reason=reason, now=now)


@asks(Right.WITHDRAW)
def reinstate(
    engine: Engine, upload_id: int, *, actor: Actor, reason: str, now: datetime, accept_past: Accepted = ()
) -> UploadInfo:
    """Bring a withdrawn upload back. Raises ``UnknownUpload``, ``WrongState``, ``Erased``, ``PastNotAccepted`` (of a
    plan).
    """
    return _turn(engine, upload_id, "reinstate", actor=actor, reason=reason, now=now, accept_past=accept_past)


@remembered
def history(engine: Engine, project: str, kind: Kind | None = None) -> tuple[UploadInfo, ...]:
    """Every upload of a project, withdrawn ones too, the newest received first."""
    with reading(engine) as session:
        found = uploads_of(session, project, kind)
    return tuple(sorted(found, key=lambda info: info.id, reverse=True))


@remembered
def days(engine: Engine, project: str) -> tuple[date, ...]:
    """The days that a live upload of groups or spending is of, newest first: what one can look back at."""
    with reading(engine) as session:
        return tuple(days_of(session, project))


def upload(engine: Engine, upload_id: int) -> UploadInfo:
    """One upload. Raises ``UnknownUpload``."""
    with reading(engine) as session:
        return upload_by_id(session, upload_id)


def rows_of_upload(engine: Engine, upload_id: int) -> tuple[Rows, Stages]:
    """The rows of an upload as they were loaded, withdrawn or not, and the stages that name them. Raises
    ``UnknownUpload``, ``Erased``.
    """
    with reading(engine) as session:
        found = upload_by_id(session, upload_id)
        require_rows(found)
        rows = rows_of(session, found)
        return rows, _stages_in(session, found, rows, rows) if found.kind == "groups" else NO_STAGES


def diff_uploads(engine: Engine, before_id: int, after_id: int) -> Diff:
    """What changed between two uploads of one kind and one project; others are refused. Raises ``Erased``."""
    with reading(engine) as session:
        before, after = upload_by_id(session, before_id), upload_by_id(session, after_id)
        if before.kind != after.kind:
            raise Refused("two_kinds", before_id=before_id, after_id=after_id, kind=before.kind, kind2=after.kind)
        if before.project != after.project:
            raise Refused(
                "two_projects", before_id=before_id, after_id=after_id, project=before.project, project2=after.project
            )
        for one in (before, after):
            require_rows(one)
        old, new = rows_of(session, before), rows_of(session, after)
        stages = _stages_in(session, after, old, new) if after.kind == "groups" else NO_STAGES
        return diff_rows(old, new, before.as_of, stages=stages)


def _stages_in(session: Session, upload: UploadInfo, old: Rows, new: Rows) -> Stages:
    """The stages of the version that the newer upload recorded, and others that the rows hold."""
    found = {*old["stage"], *new["stage"]}
    project = versions.version_by_id(session, upload.project_version_id).project
    return stages_of(project, found, versions.listed_stages(session, upload.project, upload.project_version_id))


def judge_day(session: Session, project: str, kind: Kind, as_of: date, now: datetime) -> list[Issue]:
    """Refuse a day that data of a kind cannot be of; else the warning that goes with it, if any."""
    law = versions.version_at(session, project, None).project
    known = newest_day(deciding(session, project, None, None)) if kind == "plan" else None
    refused = refusal(as_of, kind, law, bangkok_day(now), known)
    if refused is not None:
        raise DayRefused(refused)
    late = after_end(as_of, law)
    return [late] if late else []


def _refuse_repeat(uploads: list[UploadInfo], present: UploadInfo | None, intake: Intake, as_of: date) -> None:
    if present is not None and present.as_of == as_of and present.rows_sha256 == intake.rows_sha256:
        raise AlreadyStored(present)
    if (present.id if present else None) != intake.base_upload_id:
        withdrawn = any(info.id == intake.base_upload_id and not info.live for info in uploads)
        raise StaleBase(present, withdrawn=withdrawn)


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


def _turn(
    engine: Engine,
    upload_id: int,
    event: str,
    *,
    actor: Actor,
    reason: str,
    now: datetime,
    accept_past: Accepted = "all",
) -> UploadInfo:
    if not reason.strip():
        raise WrongState("no_reason")
    if has_national_id(reason):
        raise Refused("reason_id13")
    with writing(engine) as session:
        found = upload_by_id(session, upload_id)
        if found.live == (event == "reinstate"):
            raise WrongState("live_already" if found.live else "withdrawn_already", id=found.id)
        require_rows(found)
        past = plan_past.of_event(session, found)
        plan_past.require_accepted(past, accept_past)
        at = next_instant(session, found.project, now)
        kept = [change.as_json() for change in past] or None
        session.add(
            UploadEvent(upload_id=upload_id, event=event, by=actor.user, at=at, reason=reason.strip(), past=kept)
        )
        audit.record(
            session,
            at=at,
            actor=actor,
            action=f"upload.{event}",
            project=found.project,
            upload_id=upload_id,
            detail=reason.strip(),
        )
        return upload_by_id(session, upload_id)
