"""The store of uploads: accept, withdraw, bring back, look at any day as it was seen at any instant.

Append-only. Every instant that is written is later than the ones before it in the same project, whatever the clock
says, so that ``seen`` gives back exactly what was shown then.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from core.intake import Intake
from core.model import NO_STAGES, Actor, Diff, Right, Rows, Snapshot, Stages, diff_rows, stages_of
from core.model.kinds import KINDS, Kind
from db.accounts.actors import asks
from db.errors import (
    Erased,
    Refused,
)
from db.generation import remembered
from db.instants import next_instant
from db.projects import versions
from db.snapshots import acts
from db.snapshots.headlines import stored as headlines
from db.snapshots.plan_past import Accepted
from db.snapshots.uploads import (
    UploadInfo,
    days_of,
    deciding,
    in_force,
    is_live,
    keep_rows,
    received,
    require_rows,
    rows_key,
    rows_of,
    upload_by_id,
    uploads_of,
    view_of,
    was_in_view,
)
from db.tables import IN_FORCE, WAIT, Upload, UploadEvent
from db.transactions import reading, writing


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
    reason: str = "",
) -> UploadInfo:
    """Store an intake in one transaction and return its upload.

    ``accept_past`` are the past months that a plan may change (``PastChange.id``, or ``all``), ``counts`` what the
    caller adds to the record, ``reason`` why it is loaded, which a closed year asks for. Raises ``YearClosed``,
    ``HasBlocking``, ``DayRefused`` (the law of ``core.intake.day``), ``WarningsNotAccepted`` (a day after the project's
    end is one of them), ``AlreadyStored`` (these rows are already in force for that day), ``StaleBase`` (another upload
    came in between), ``PastNotAccepted``.
    """
    with writing(engine) as session:
        at = next_instant(session, project, now)
        added = acts.add(
            session,
            intake,
            project=project,
            as_of=as_of,
            actor=actor,
            at=at,
            now=now,
            accept_warnings=accept_warnings,
            accept_past=accept_past,
            counts=counts,
            reason=reason,
        )
        assert intake.rows is not None
        stored = acts.keep_figures(session, added, {added.id: intake.rows})
        key = rows_key(session, stored)
    keep_rows(key, intake.rows)
    headlines.keep_up(engine, project)
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
def history(
    engine: Engine,
    project: str,
    kind: Kind | None = None,
    *,
    first: int = 0,
    limit: int | None = None,
    unpassed: bool = False,
) -> tuple[UploadInfo, ...]:
    """Uploads of a project, withdrawn ones too, the newest received first: all, or ``limit`` from ``first`` on. Those
    that waited for review and were never passed only where they are asked for (``unpassed``).
    """
    with reading(engine) as session:
        return tuple(received(session, project, kind, first, limit, unpassed=unpassed))


@remembered
def history_at(
    engine: Engine, project: str, *, day: date | None = None, seen: datetime | None = None, unpassed: bool = False
) -> tuple[UploadInfo, ...]:
    """Uploads up to a day, as they stood at an instant, the newest received first; as ``history``, unless they are
    asked for, without those that waited for review and were not passed by then.
    """
    with reading(engine) as session:
        found = uploads_of(session, project, seen=seen)
    told = [one for one in found if (day is None or one.as_of <= day) and (unpassed or not one.never_passed)]
    return tuple(sorted(told, key=lambda one: one.id, reverse=True))


@remembered
def counted(engine: Engine, project: str, *, unpassed: bool = False) -> Mapping[Kind, int]:
    """How many uploads of each kind ``history`` has; kinds without any are left out."""
    query = select(Upload.kind, func.count()).where(Upload.project == project).group_by(Upload.kind)
    query = query if unpassed else query.where(was_in_view())
    with reading(engine) as session:
        found: dict[Kind, int] = dict(session.exec(query).all())
    return {kind: found[kind] for kind in KINDS if kind in found}


@remembered
def newest_of_each(engine: Engine, project: str) -> Mapping[Kind, UploadInfo]:
    """Of each kind the live upload that screens show: the last by its day, then by its number."""
    with reading(engine) as session:
        return in_force(deciding(session, project, None, None), date.max)


@remembered
def turn(engine: Engine, project: str) -> tuple[int, int]:
    """Another pair whenever an upload of a project is added, withdrawn or brought back; 0 where there is none."""
    added = select(func.max(Upload.id)).where(Upload.project == project)
    turned = select(func.max(UploadEvent.id)).join(Upload).where(Upload.project == project)
    with reading(engine) as session:
        return session.exec(added).one() or 0, session.exec(turned).one() or 0


@remembered
def day_loaded_last(engine: Engine, project: str, user: str, since: datetime) -> date | None:
    """The day of the data that a user loaded last since an instant, whether they wait for review or not; no plan's, and
    of no upload that was taken back.
    """
    mine = select(Upload).where(Upload.project == project, Upload.by == user, Upload.received_at >= since)
    kinds = [kind for kind, one in KINDS.items() if not one.planned]
    live = mine.where(col(Upload.kind).in_(kinds), is_live(Upload, None, (*IN_FORCE, WAIT)))
    live = live.order_by(col(Upload.id).desc())
    with reading(engine) as session:
        found = session.exec(live.limit(1)).first()
        return None if found is None else found.as_of


@remembered
def same_rows(engine: Engine, project: str, kind: Kind, rows_sha256: str) -> tuple[UploadInfo, ...]:
    """The uploads of a kind that hold the very same rows, withdrawn ones too."""
    query = select(Upload.id).where(Upload.project == project, Upload.kind == kind, Upload.rows_sha256 == rows_sha256)
    with reading(engine) as session:
        return tuple(upload_by_id(session, found) for found in session.exec(query.order_by(col(Upload.id))))


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
    acts.require_reason(reason)
    with writing(engine) as session:
        found = upload_by_id(session, upload_id)
        at = next_instant(session, found.project, now)
        turned = acts.turned(session, found, event, actor=actor, reason=reason, at=at, accept_past=accept_past)
    headlines.keep_up(engine, turned.project)
    return turned
