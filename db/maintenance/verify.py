"""Prove that what is stored is what was accepted: every upload recomputed under its recorded versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.figures import compute
from core.model import Rows, Snapshot, rows_sha256
from db.errors import Erased
from db.maintenance import built
from db.projects import versions
from db.snapshots.headlines import stored
from db.snapshots.row_store import read_rows
from db.snapshots.uploads import UploadInfo, uploads_of, view_of
from db.tables import Lesson, Upload, UploadReview
from db.transactions import reading, unhurried
from words.rendering import render

_UNREAD = "-"  # in place of what was stored, where a cell holds what its column cannot hold


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was stored. ``upload_id`` is ``None`` for the database as a whole."""

    upload_id: int | None
    what: str
    stored: str
    found: str


def verify(engine: Engine) -> list[Difference]:
    """Every difference, none where all is well: the database itself and how it is built, each upload's rows and its
    figures as known then.
    """
    with reading(engine) as session, unhurried(session.connection()):
        return [
            *_database(session),
            *(
                Difference(None, "schema", made, found)
                for made, found in built.differences(engine, session.connection())
            ),
            *_readable(_strays(session), None, "uploads, lessons"),
            *_readable(_lessons(session), None, "lessons"),
            *(difference for code in versions.codes(session) for difference in _project(session, code)),
        ]


def _readable(found: Iterator[Difference], upload_id: int | None, what: str) -> Iterator[Difference]:
    """What is found, and at the end, where a cell holds what its column cannot hold, that. Which row the chain says."""
    try:
        yield from found
    except (ValueError, TypeError) as error:
        yield Difference(upload_id, what, _UNREAD, type(error).__name__)


def _project(session: Session, code: str) -> Iterator[Difference]:
    """Its uploads, and the headline that is made of them. Where one of them cannot be read, that is said and no more:
    there is nothing to compare the headline with.
    """
    found = [*_readable(_uploads(session, code), None, f"uploads {code}")]
    yield from found
    if all(one.stored != _UNREAD for one in found):
        yield from _readable(_headline(session, code), None, f"headline {code}")


def _uploads(session: Session, code: str) -> Iterator[Difference]:
    for upload in uploads_of(session, code):
        yield from _readable(_upload(session, upload), upload.id, "rows")


def _database(session: Session) -> Iterator[Difference]:
    """SQLite's own two checks."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield Difference(None, "integrity_check", "ok", str(line))
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Difference(None, "foreign_key_check", "", f"{row[0]} {row[1]} -> {row[2]}")


def _strays(session: Session) -> Iterator[Difference]:
    """Uploads and lessons of a project that is not stored can be shown by nobody."""
    known = versions.codes(session)
    for model in (Upload, Lesson):
        for code in session.exec(select(model.project).distinct()):
            if code not in known:
                yield Difference(None, f"{model.__tablename__}.project", code, "-")


def _lessons(session: Session) -> Iterator[Difference]:
    """A correction is of the same project and group as what it corrects, and later."""
    correction = aliased(Lesson)
    for old, new in session.exec(select(Lesson, correction).join(correction, col(correction.corrects) == Lesson.id)):
        same = (old.project, old.group_code) == (new.project, new.group_code)
        if not same or old.at >= new.at:
            yield Difference(None, "lesson.corrects", str(old.id), str(new.id))


def _headline(session: Session, code: str) -> Iterator[Difference]:
    """What a list of projects would show otherwise than the project itself."""
    if (pair := stored.amiss(session, code)) is not None:
        yield Difference(None, f"headline {code}", *pair)


def _upload(session: Session, upload: UploadInfo) -> Iterator[Difference]:
    """Of an erased upload no row is left; its figures, and those that were computed with it, are beyond proof. Those of
    one that waits are not kept before it is passed.
    """
    rows = read_rows(session.connection(), upload.kind, upload.id)  # from the disk, never from what is kept in memory
    if upload.erased_at is not None:
        if rows:
            yield Difference(upload.id, "row_count", "0", str(len(rows)))
        return
    if len(rows) != upload.row_count:
        yield Difference(upload.id, "row_count", str(upload.row_count), str(len(rows)))
    sha = rows_sha256(rows)
    if sha != upload.rows_sha256:
        yield Difference(upload.id, "rows_sha256", upload.rows_sha256, sha)
    review = session.get(UploadReview, upload.id)
    kept = upload.figures if review is None else review.figures
    if (review is None) != (upload.passed is None) or (upload.never_passed and kept):
        yield Difference(upload.id, "review", str(upload.passed is not None), str(review is not None))
    if upload.never_passed:
        return
    version = upload.project_version_id if review is None else review.project_version_id
    try:
        found = _figures_then(session, upload, rows, version)
    except Erased:
        return
    for name in sorted(kept):  # figures of a later release are not in this upload
        before, now = _plain(kept, name), _plain(found, name)
        if before != now:
            yield Difference(upload.id, f"figures.{name}", str(before), str(now))


def _figures_then(session: Session, upload: UploadInfo, rows: Rows, version_id: int) -> Mapping[str, Any]:
    """The summary of the upload's day as known when it came into view, under the project version recorded for it."""
    shown = view_of(session, upload.project, upload.as_of, upload.in_view_at, given={upload.id: rows})
    project = versions.version_by_id(session, version_id).project
    return compute(
        Snapshot(
            project,
            shown.day,
            shown.uploads,
            shown.rows,
            earlier_plans=shown.earlier_plans,
            earlier_plan_refs=shown.earlier_plan_refs,
        )
    ).summary(render)


def _plain(figures: Mapping[str, Any], name: str) -> Any:
    """A figure to compare; of the verdict the code alone, since sentences may be reworded."""
    value = figures.get(name)
    return value.get("code") if name == "verdict" and isinstance(value, Mapping) else value
