"""Uploads as stored, and the rule by which they show: one view of a project on a day, as known at an instant."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from threading import Lock
from typing import Any, Literal

from cachetools import LRUCache, cached
from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from core.model import Choice, DatedBack, Rows, Snapshot, UploadRef, part_of
from core.model.kinds import KINDS, Kind, day_kinds
from core.model.project import Project
from db import generation
from db.errors import Erased, OfTheWhole, UnknownUpload
from db.projects import versions
from db.snapshots.row_store import CACHED_ROWS, RowsKey, read_rows, row_cache
from db.tables import ERASE, EVENTS, IN_FORCE, LAST_ID, PASS, SEND_BACK, WAIT, Upload, UploadBase, UploadEvent
from db.transactions import amphoe_in

_rows = row_cache()
_rows_lock = Lock()
_views: LRUCache[Hashable, Snapshot] = LRUCache(CACHED_ROWS, lambda view: min(CACHED_ROWS, 1 + rows_in(view)))
_views_lock = Lock()


def rows_in(view: Snapshot) -> int:
    """How many rows a view holds."""
    return sum(map(len, view.rows.values()))


class UploadInfo(UploadBase):
    """One upload and what became of it by the instant at which it is looked at. ``erased_at``: since when its rows are
    gone, whatever the instant.
    """

    events: tuple[UploadEvent, ...] = ()  # withdrawals and reinstatements, steps of the review
    erased_at: datetime | None = None

    @property
    def live(self) -> bool:
        """Neither withdrawn nor waiting, as far as ``events`` go: it counts."""
        return not self.events or self.events[-1].event in IN_FORCE

    @property
    def waits(self) -> bool:
        """It waits for review."""
        return bool(self.events) and self.events[-1].event == WAIT

    @property
    def withdrawn(self) -> bool:
        """Taken back, or sent back by a reviewer."""
        return not self.live and not self.waits

    @property
    def sent_back(self) -> bool:
        """A reviewer sent it back, and it has not come back since."""
        return bool(self.events) and self.events[-1].event == SEND_BACK

    @property
    def state(self) -> Literal["erased", "waits", "sent_back", "live", "withdrawn"]:
        """What has become of it, in one word."""
        if self.erased_at is not None:
            return "erased"
        if self.waits:
            return "waits"
        return "sent_back" if self.sent_back else "live" if self.live else "withdrawn"

    @property
    def passed(self) -> UploadEvent | None:
        """When and by whom it was passed, if it had to be."""
        return next((event for event in self.events if event.event == PASS), None)

    @property
    def never_passed(self) -> bool:
        """It has waited and was never passed: nobody but those who load and review has seen it."""
        return self.passed is None and any(event.event == WAIT for event in self.events)

    @property
    def in_view_at(self) -> datetime:
        """When it began to count: when it was passed, else when it was received."""
        return self.passed.at if self.passed else self.received_at

    @property
    def ref(self) -> UploadRef:
        """What the figures need to know of it."""
        passed_at = self.passed.at if self.passed else None
        return UploadRef(self.id, self.kind, self.seq, self.as_of, self.received_at, self.by, self.file_name, passed_at)


def uploads_of(
    session: Session, project: str, kind: Kind | None = None, seen: datetime | None = None
) -> list[UploadInfo]:
    """Every upload of a project received by ``seen``, with the events until then; by (as_of, seq)."""
    query = select(Upload).where(Upload.project == project).order_by(col(Upload.as_of), col(Upload.seq))
    if kind is not None:
        query = query.where(Upload.kind == kind)
    if seen is not None:
        query = query.where(Upload.received_at <= seen)
    events = _events(session, Upload.project == project, seen)
    return [_info(upload, events) for upload in session.exec(query)]


def received(
    session: Session,
    project: str,
    kind: Kind | None = None,
    first: int = 0,
    limit: int | None = None,
    *,
    unpassed: bool = True,
) -> list[UploadInfo]:
    """Uploads of a project with all their events, the newest received first: ``limit`` of them from the place
    ``first`` on; with those that waited for review and were never passed, or without.
    """
    query = select(Upload).where(Upload.project == project).order_by(col(Upload.id).desc()).offset(first).limit(limit)
    if kind is not None:
        query = query.where(Upload.kind == kind)
    if not unpassed:
        query = query.where(was_in_view())
    found = session.exec(query).all()
    events = _events(session, col(UploadEvent.upload_id).in_([upload.id for upload in found]), None)
    return [_info(upload, events) for upload in found]


def deciding(session: Session, project: str, day: date | None, seen: datetime | None) -> list[UploadInfo]:
    """The uploads that decide what ``day`` shows, by (as_of, seq): the newest live one of each kind and every plan, up
    to the day if there is one. They are found by index, however long the history is.
    """
    limits = {name: limit for name, limit in (("day", day), ("seen", seen)) if limit is not None}
    found = session.exec(_deciding(frozenset(limits), tuple(KINDS)), params={"project": project, **limits}).all()
    events = _events(session, col(UploadEvent.upload_id).in_([upload.id for upload in found]), seen)
    return [_info(upload, events) for upload in found]


@cache
def _deciding(limits: frozenset[str], kinds: tuple[Kind, ...]) -> SelectOfScalar[Upload]:
    """The question of ``deciding``, with the parameters ``project`` and, as far as ``limits`` name them, ``day`` and
    ``seen``. Writing it takes longer than answering it.
    """
    seen: BindParameter[datetime] | None = bindparam("seen") if "seen" in limits else None

    def reached(table: type[Upload]) -> list[ColumnElement[bool]]:
        columns = (("day", table.as_of), ("seen", table.received_at))
        return [
            col(table.project) == bindparam("project"),
            *(col(column) <= bindparam(name) for name, column in columns if name in limits),
        ]

    def newest(kind: Kind) -> ScalarSelect[int]:
        one = aliased(Upload)
        query = select(one.id).where(*reached(one), one.kind == kind, is_live(one, seen))
        return query.order_by(col(one.as_of).desc(), col(one.seq).desc()).limit(1).scalar_subquery()

    plans = and_(*reached(Upload), Upload.kind == "plan")
    chosen = select(Upload).where(or_(plans, *(Upload.id == newest(kind) for kind in kinds if kind != "plan")))
    return chosen.order_by(col(Upload.as_of), col(Upload.seq))


def days_of(session: Session, project: str) -> list[date]:
    """The days that a live upload of groups or spending is of, newest first; read from the index of uploads."""
    query = select(col(Upload.as_of)).where(Upload.project == project, col(Upload.kind).in_(day_kinds()))
    return list(session.exec(query.where(is_live(Upload, None)).distinct().order_by(col(Upload.as_of).desc())))


def is_live(
    upload: type[Upload], seen: BindParameter[datetime] | None, after: Sequence[str] = IN_FORCE
) -> ColumnElement[bool]:
    """Whether the last event of an upload by ``seen``, if there is one, is one of ``after``: unless others are named,
    those that leave it counting.
    """
    last = select(UploadEvent.event).where(UploadEvent.upload_id == upload.id).order_by(col(UploadEvent.id).desc())
    last = last if seen is None else last.where(col(UploadEvent.at) <= seen)
    return func.coalesce(last.limit(1).scalar_subquery(), IN_FORCE[0]).in_(after)


def was_in_view() -> ColumnElement[bool]:
    """Whether an upload has counted at any time: it never had to wait for review, or was passed."""

    def happened(event: str) -> ColumnElement[bool]:
        return select(UploadEvent.id).where(UploadEvent.upload_id == Upload.id, UploadEvent.event == event).exists()

    return or_(~happened(WAIT), happened(PASS))


def waiting_of(session: Session, project: str) -> list[UploadInfo]:
    """The uploads of a project that wait for review, by id."""
    later = aliased(UploadEvent)
    last = ~select(later.id).where(later.upload_id == UploadEvent.upload_id, later.id > UploadEvent.id).exists()
    query = select(Upload).join(UploadEvent).where(Upload.project == project, UploadEvent.event == WAIT, last)
    found = session.exec(query.order_by(col(Upload.id))).all()
    events = _events(session, col(UploadEvent.upload_id).in_([upload.id for upload in found]), None) if found else {}
    return [_info(upload, events) for upload in found]


def upload_by_id(session: Session, upload_id: int) -> UploadInfo:
    """One upload with all its events. Raises ``UnknownUpload``."""
    upload = session.get(Upload, upload_id) if 0 < upload_id <= LAST_ID else None
    if upload is None:
        raise UnknownUpload(upload_id)
    return _info(upload, _events(session, UploadEvent.upload_id == upload_id, None))


def in_force(uploads: Sequence[UploadInfo], day: date) -> dict[Kind, UploadInfo]:
    """Per kind the live upload with the greatest (as_of, seq) on or before ``day``. ``uploads`` are in that order."""
    return {info.kind: info for info in uploads if info.live and info.as_of <= day}


def newest_day(uploads: Sequence[UploadInfo], kinds: Collection[Kind] | None = None) -> date | None:
    """The newest as_of among the live uploads of ``kinds``, else of those that set the day."""
    kinds = day_kinds() if kinds is None else kinds
    return max((info.as_of for info in uploads if info.live and info.kind in kinds), default=None)


def view_of(
    session: Session,
    project: str,
    day: date | None = None,
    seen: datetime | None = None,
    *,
    base: bool = False,
    given: Mapping[int, Rows] | None = None,
) -> Snapshot:
    """What a project shows on ``day`` (else its newest day) as known at ``seen`` (else now).

    ``base`` says that the view is what a new file is compared with: its newest day is then that of any kind, so that
    a plan is found before the first group is. ``given`` are rows by upload id that need not be read.
    """
    day = day or newest_day(deciding(session, project, None, seen), KINDS if base else None)
    return view_from(session, deciding(session, project, day, seen), project, day, seen, given=given)


def view_from(
    session: Session,
    uploads: Sequence[UploadInfo],
    project: str,
    day: date | None,
    seen: datetime | None = None,
    *,
    given: Mapping[int, Rows] | None = None,
    law: Project | None = None,
) -> Snapshot:
    """As ``view_of``, from these uploads in order of (as_of, seq): those stored, or what they would be. ``law`` are
    other settings than those in force on the day. The same parts give the same view, with all that was computed of it.
    A session that is kept to an amphoe gets the rows of that one alone: there is no other way to rows.
    """
    made = _view_from(session, uploads, project, day, seen, given=given, law=law)
    amphoe = amphoe_in(session)
    return made if amphoe is None else part_of(made, amphoe)


def _view_from(
    session: Session,
    uploads: Sequence[UploadInfo],
    project: str,
    day: date | None,
    seen: datetime | None,
    *,
    given: Mapping[int, Rows] | None,
    law: Project | None,
) -> Snapshot:
    version = versions.version_at(session, project, day, seen)
    settings = law or version.project
    if day is None:
        return Snapshot(settings, None, {}, {}, seen, ())
    shown = in_force(uploads, day)
    for upload in shown.values():
        require_rows(upload)
    earlier = [u for u in uploads if u.kind == "plan" and u.live and u.as_of <= day and u != shown.get("plan")]
    changed = dated_back([u for u in uploads if u.kind == "plan" and u.as_of <= day])
    if version.version > 1:
        changed += versions.dated_back(session, project, day, seen)
    parts = tuple((u.ref, u.rows_sha256) for u in (*shown.values(), *earlier))
    where = (str(session.connection().engine.url), generation.restored(session))
    key = (*where, version.id, settings, day, seen, parts, changed)
    groups = shown.get("groups")
    with _views_lock:
        kept = _views.get(key)
    if kept is not None and kept.older_stages == _older_stages(session, settings, groups, kept.rows.get("groups")):
        return kept

    def rows(upload: UploadInfo) -> Rows:
        return given[upload.id] if given and upload.id in given else _whole_rows(session, upload)

    known = {kind: rows(shown[kind]) for kind in KINDS if kind in shown}
    made = Snapshot(
        project=settings,
        day=day,
        uploads={kind: shown[kind].ref for kind in known},
        rows=known,
        seen=seen,
        earlier_plans=tuple(rows(plan) for plan in earlier),
        earlier_plan_refs=tuple(plan.ref for plan in earlier),
        older_stages=_older_stages(session, settings, groups, known.get("groups")),
        dated_back=changed,
        key=key,
    )
    with _views_lock:
        _views[key] = made
    return made


def dated_back(plans: Sequence[UploadInfo]) -> tuple[DatedBack, ...]:
    """The plans whose last change touched months already over. A withdrawal that only puts such months back does not
    count.
    """
    return tuple(found for plan in plans if (found := _dated_back(plan)) is not None)


def _dated_back(plan: UploadInfo) -> DatedBack | None:
    loaded = (plan.passed.past if plan.passed else plan.counts.get("past")) or []
    changes: list[tuple[Any, str, list[dict[str, Any]]]] = [("load", plan.by, loaded)]
    later = plan.events[plan.events.index(plan.passed) + 1 :] if plan.passed else plan.events
    changes += [(event.event, event.by, event.past or []) for event in later if event.event in EVENTS]
    change, by, months = changes[-1]
    if plan.never_passed or not months or (change == "withdraw" and changes[-2][2]):
        return None
    back_to = min(date.fromisoformat(month["day"]) for month in months)
    return DatedBack(plan.seq, plan.as_of, change, back_to, len(months), by)


def _older_stages(
    session: Session, project: Project, upload: UploadInfo | None, rows: Rows | None
) -> tuple[Choice, ...]:
    """The stages of other versions of a project, where an upload of groups holds one that ``project`` does not list."""
    if upload is None or rows is None or set(project.stages).issuperset(rows["stage"]):
        return ()
    return versions.listed_stages(session, upload.project, upload.project_version_id)


def rows_key(session: Session, upload: UploadInfo) -> RowsKey:
    """By what the rows of an upload are kept in memory: database, the last restore, id and content."""
    return str(session.connection().engine.url), generation.restored(session), upload.id, upload.rows_sha256


def require_rows(upload: UploadInfo) -> None:
    """Raises ``Erased`` where the rows of an upload are gone: no figure is computed without them."""
    if upload.erased_at is not None:
        raise Erased(upload.id, upload.seq, upload.erased_at)


def forget_rows() -> None:
    """Drop every row and view that this process keeps in memory."""
    with _rows_lock:
        _rows.clear()
    with _views_lock:
        _views.clear()


def rows_of(session: Session, upload: UploadInfo) -> Rows:
    """The rows of an upload, kept once read. Raises ``OfTheWhole`` for who is kept to an amphoe: whose a row is, the
    groups of a day say, and not a file by itself.
    """
    if amphoe_in(session) is not None:
        raise OfTheWhole
    return _whole_rows(session, upload)


@cached(_rows, key=rows_key, lock=_rows_lock)
def _whole_rows(session: Session, upload: UploadInfo) -> Rows:
    return read_rows(session.connection(), upload.kind, upload.id)


def keep_rows(key: RowsKey, rows: Rows) -> None:
    """Keep the rows of an upload that was just committed, so that the next page need not read them."""
    with _rows_lock:
        _rows[key] = rows


def _events(session: Session, which: ColumnElement[bool] | bool, seen: datetime | None) -> dict[int, list[UploadEvent]]:
    """The events of some uploads by upload, in the order in which they happened; an erasure holds whatever is seen."""
    query = select(UploadEvent).join(Upload).where(which).order_by(col(UploadEvent.id))
    if seen is not None:
        query = query.where(or_(UploadEvent.at <= seen, UploadEvent.event == ERASE))
    events: dict[int, list[UploadEvent]] = {}
    for event in session.exec(query):
        events.setdefault(event.upload_id, []).append(event)
    return events


def _info(upload: Upload, events: Mapping[int, list[UploadEvent]]) -> UploadInfo:
    found = events.get(upload.id, [])
    turns = tuple(event for event in found if event.event != ERASE)
    erased_at = next((event.at for event in found if event.event == ERASE), None)
    return UploadInfo.model_validate(upload, update={"events": turns, "erased_at": erased_at})
