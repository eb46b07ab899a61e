"""The samples: one invented year, kept in a project of its own, loaded and cleared whole."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import col, select

from core.intake import AssessOptions, assess, parse
from core.model import Actor, Right
from core.model.kinds import KINDS, Kind
from db.accounts import audit
from db.accounts.actors import asks
from db.engine import ROOT
from db.errors import AlreadyStored, Refused
from db.projects import versions
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from db.snapshots.row_store import delete_rows
from db.snapshots.uploads import UploadInfo
from db.tables import (
    Acknowledgement,
    Draft,
    KeptFigures,
    Lesson,
    LessonEvent,
    PayeeMark,
    ProjectClosing,
    QueuedMessage,
    Remark,
    Resolution,
    ResolutionEvent,
    StoredHeadline,
    Subscription,
    ToldState,
    Upload,
    UploadBatch,
    UploadEvent,
    UploadReview,
)
from db.transactions import writing

FOLDER = ROOT / "samples"
PLAN_AS_OF = date(2020, 10, 1)
_SNAPSHOT: tuple[Kind, ...] = ("groups", "products", "spending", "instalments")


@asks(Right.MAINTAIN)
def load(engine: Engine, *, actor: Actor, now: datetime, folder: Path = FOLDER) -> list[UploadInfo]:
    """Load the plan and each month-end snapshot into the sample project, through intake as a clerk would.

    Safe to repeat: what is in force already is left alone. Returns the uploads that are new.
    """
    stored, author = [], replace(actor, user="samples", role="samples")
    for kind, as_of, path in _files(folder):
        with_day = store.base_view(engine, SAMPLE_PROJECT, as_of)
        parsed = parse((path.name, path.read_bytes()), kind)
        intake = assess(parsed, with_day.project, with_day, AssessOptions(as_of))
        try:
            upload = store.apply(
                engine, intake, project=SAMPLE_PROJECT, as_of=as_of, actor=author, now=now, accept_warnings=True
            )
        except AlreadyStored:
            continue
        stored.append(upload)
    return stored


def is_loaded(engine: Engine) -> bool:
    """Whether the sample project holds anything."""
    return bool(store.history(engine, SAMPLE_PROJECT, unpassed=True))


@asks(Right.MAINTAIN)
def clear(engine: Engine, project: str = SAMPLE_PROJECT, *, actor: Actor, now: datetime) -> int:
    """Remove every upload of a sample project and what was written beside them, wholly, in one transaction; returns
    how many uploads.

    Refused for a project whose TOML does not say ``sample = true``: an office's uploads are withdrawn, never removed.
    """
    with writing(engine) as session:
        if not versions.version_at(session, project, None).project.sample:
            raise Refused("not_a_sample", project=project)
        ids = list(session.exec(select(Upload.id).where(Upload.project == project)))
        for kind in KINDS:
            delete_rows(session.connection(), kind, ids)
        for query in (
            select(QueuedMessage).where(QueuedMessage.project == project),
            select(Subscription).where(Subscription.project == project),
            select(ToldState).where(ToldState.project == project),
            select(UploadEvent).join(Upload).where(Upload.project == project),
            select(UploadBatch).where(UploadBatch.project == project),
            select(UploadReview).where(UploadReview.project == project),
            select(Acknowledgement).where(Acknowledgement.project == project),
            select(PayeeMark).where(PayeeMark.project == project),
            select(ProjectClosing).where(ProjectClosing.project == project),
            select(Draft).where(Draft.project == project),
            select(KeptFigures).where(KeptFigures.project == project),
            select(StoredHeadline).where(StoredHeadline.project == project),
            select(LessonEvent).join(Lesson).where(Lesson.project == project),
            select(Lesson).where(Lesson.project == project).order_by(col(Lesson.id).desc()),
            select(ResolutionEvent).join(Resolution).where(Resolution.project == project),
            select(Resolution).where(Resolution.project == project),
            select(Remark).where(Remark.project == project).order_by(col(Remark.id).desc()),
            select(Upload).where(Upload.project == project),
        ):
            for one in session.exec(query):
                session.delete(one)
                session.flush()
        audit.record(session, at=now, actor=actor, action="sample.clear", project=project, detail=str(len(ids)))
    return len(ids)


def _files(folder: Path) -> Iterator[tuple[Kind, date, Path]]:
    """Kind, day and file of each sample, in the order of the year."""
    if not (folder / "plan.csv").is_file():
        raise Refused("no_samples", folder=folder)
    yield "plan", PLAN_AS_OF, folder / "plan.csv"
    for snapshot in sorted(folder.glob("20??-??-??")):
        for kind in _SNAPSHOT:
            yield kind, date.fromisoformat(snapshot.name), snapshot / f"{kind}.csv"
