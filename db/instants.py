"""The instant of what is written: later than all that was written before in the same project, whatever the clock says,
so that ``seen`` gives back exactly what was shown then.
"""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, func, select

from db.tables import Lesson, LessonEvent, ProjectVersion, Remark, Resolution, ResolutionEvent, Upload, UploadEvent

_TICK = timedelta(microseconds=1)


def next_instant(session: Session, project: str, now: datetime) -> datetime:
    """``now``, or a tick after the last instant written in the project where the clock is behind it."""
    if now.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    queries = (
        select(func.max(Upload.received_at)).where(Upload.project == project),
        select(func.max(UploadEvent.at)).join(Upload).where(Upload.project == project),
        select(func.max(Lesson.at)).where(Lesson.project == project),
        select(func.max(LessonEvent.at)).join(Lesson).where(Lesson.project == project),
        select(func.max(Remark.at)).where(Remark.project == project),
        select(func.max(Resolution.at)).where(Resolution.project == project),
        select(func.max(ResolutionEvent.at)).join(Resolution).where(Resolution.project == project),
        select(func.max(ProjectVersion.stored_at)).where(
            ProjectVersion.code == project, col(ProjectVersion.on_web).is_(True)
        ),
    )
    written: list[datetime] = [instant for query in queries if (instant := session.exec(query).one()) is not None]
    return max([now.astimezone(UTC), *(instant + _TICK for instant in written)])
