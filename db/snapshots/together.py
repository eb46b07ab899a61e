"""Several uploads of one project stored, or taken back, as one: all in one transaction, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from core.intake import Intake
from core.model import Actor, Right, Rows
from core.model.kinds import KINDS, Kind
from db.accounts.actors import asks
from db.errors import OneOfSeveral, Refused, WrongState
from db.generation import remembered
from db.instants import next_instant
from db.snapshots import acts, store
from db.snapshots.headlines import stored as headlines
from db.snapshots.plan_past import Accepted
from db.snapshots.uploads import UploadInfo, keep_rows, rows_key, upload_by_id, was_in_view
from db.tables import Upload, UploadBatch
from db.transactions import reading, writing


@dataclass(frozen=True, slots=True)
class Load:
    """One part of a batch: an intake, its day, and the past months that its plan may change."""

    intake: Intake
    as_of: date
    accept_past: Accepted = ()


class Fellow(NamedTuple):
    """An upload that was stored together with another."""

    id: int
    kind: Kind
    seq: int


@asks(Right.UPLOAD)
def apply(
    engine: Engine,
    loads: Sequence[Load],
    *,
    project: str,
    actor: Actor,
    now: datetime,
    accept_warnings: bool = False,
    reason: str = "",
) -> list[UploadInfo]:
    """Store intakes of different kinds at one instant, as one batch, and return their uploads in the order given.

    A plan is stored first: which past months it changes is judged by what was in force before. Raises ``OneOfSeveral``
    with what ``store.apply`` would raise for one of them, and ``Refused`` where there is none or a kind comes twice;
    nothing is then stored.
    """
    kinds = [load.intake.kind for load in loads]
    if not loads or len(set(kinds)) < len(kinds):
        raise Refused("batch_kinds")
    made: dict[str, tuple[Upload, Rows]] = {}
    with writing(engine) as session:
        at = next_instant(session, project, now)
        for load in sorted(loads, key=lambda one: not KINDS[one.intake.kind].planned):
            made[load.intake.kind] = _added(
                session, load, project, at, actor, now, accept_warnings=accept_warnings, reason=reason
            )
        given = {upload.id: rows for upload, rows in made.values()}
        stored = {kind: acts.keep_figures(session, upload, given) for kind, (upload, _) in made.items()}
        session.add_all(UploadBatch(upload_id=one, batch=min(given), project=project) for one in given)
        keys = {one.id: rows_key(session, one) for one in stored.values()}
    for one, key in keys.items():
        keep_rows(key, given[one])
    headlines.keep_up(engine, project)
    return [stored[kind] for kind in kinds]


def _added(
    session: Session,
    load: Load,
    project: str,
    at: datetime,
    actor: Actor,
    now: datetime,
    *,
    accept_warnings: bool,
    reason: str,
) -> tuple[Upload, Rows]:
    """One of the uploads with its rows, inside the transaction; a refusal names it."""
    kind, rows = load.intake.kind, load.intake.rows
    try:
        added = acts.add(
            session,
            load.intake,
            project=project,
            as_of=load.as_of,
            actor=actor,
            at=at,
            now=now,
            accept_warnings=accept_warnings,
            accept_past=load.accept_past,
            reason=reason,
        )
    except Refused as error:
        raise OneOfSeveral(kind, KINDS[kind].name, error) from error
    assert rows is not None
    return added, rows


def in_force_already(engine: Engine, project: str, intake: Intake, as_of: date | None) -> UploadInfo | None:
    """The upload in force for that very day that holds the very same rows: an intake that need not be stored again."""
    if as_of is None or intake.rows_sha256 is None:
        return None
    present = store.base_view(engine, project, as_of).uploads.get(intake.kind)
    if present is None or present.as_of != as_of:
        return None
    same = store.same_rows(engine, project, intake.kind, intake.rows_sha256)
    return next((one for one in same if one.id == present.id), None)


@remembered
def batch_of(engine: Engine, upload_id: int) -> tuple[UploadInfo, ...]:
    """The uploads that were stored together with one, itself too, by id; empty where it was stored alone."""
    mine = select(UploadBatch.batch).where(UploadBatch.upload_id == upload_id)
    query = select(UploadBatch.upload_id).where(col(UploadBatch.batch).in_(mine)).order_by(col(UploadBatch.upload_id))
    with reading(engine) as session:
        return tuple(upload_by_id(session, found) for found in session.exec(query))


@remembered
def batches(
    engine: Engine, project: str, ids: tuple[int, ...] | None = None, *, unpassed: bool = False
) -> Mapping[int, tuple[Fellow, ...]]:
    """Of each upload (of all, or of those ``ids``) that was stored with others: the others. Those that were never
    passed in a review only where they are asked for (``unpassed``).
    """
    query = select(UploadBatch.batch, Upload.id, Upload.kind, Upload.seq).join(Upload)
    query = query.where(UploadBatch.project == project)
    query = query if unpassed else query.where(was_in_view())
    if ids is not None:
        theirs = select(UploadBatch.batch).where(col(UploadBatch.upload_id).in_(ids))
        query = query.where(col(UploadBatch.batch).in_(theirs))
    found: dict[int, list[Fellow]] = {}
    with reading(engine) as session:
        for batch, upload_id, kind, seq in session.exec(query.order_by(col(Upload.id))):
            found.setdefault(batch, []).append(Fellow(upload_id, kind, seq))
    several = [batch for batch in found.values() if len(batch) > 1]
    return {one.id: tuple(other for other in batch if other != one) for batch in several for one in batch}


@asks(Right.WITHDRAW)
def withdraw(
    engine: Engine, upload_id: int, *, actor: Actor, reason: str, now: datetime
) -> tuple[list[UploadInfo], list[UploadInfo]]:
    """Take back an upload and what was stored together with it; returns those withdrawn now, and those that already
    were. Raises ``UnknownUpload``, and ``WrongState`` where none is left to withdraw.
    """
    acts.require_reason(reason)
    batch = [one.id for one in batch_of(engine, upload_id)] or [upload_id]
    with writing(engine) as session:
        found = [upload_by_id(session, one) for one in batch]
        live = [one for one in found if not one.withdrawn and one.erased_at is None]
        if not live:
            raise WrongState("withdrawn_already", id=upload_id)
        at = next_instant(session, live[0].project, now)
        last_first = sorted(live, key=lambda one: -one.id)
        turned = [acts.turned(session, one, "withdraw", actor=actor, reason=reason, at=at) for one in last_first]
    headlines.keep_up(engine, live[0].project)
    return turned[::-1], [one for one in found if one not in live]
