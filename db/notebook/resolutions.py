"""Resolutions of the committee: record one, report what became of it, and read them as they were seen at any instant.

Append-only: a report is a row of its own, and the last one counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import col, select

from core.model import Actor, Right
from core.model.lessons import clean, fault_of
from core.model.meetings.resolutions import EVENTS, LONGEST, MISTAKEN, OPEN, Event, ResolutionText
from core.text import Sight
from db.accounts import audit
from db.accounts.actors import asks
from db.errors import Refused, TextRefused, UnknownNote
from db.generation import remembered
from db.instants import next_instant
from db.projects import versions
from db.tables import LAST_ID, Resolution, ResolutionEvent
from db.transactions import reading, writing

MOST = 500  # resolutions that a list reads: more than a meeting a week leaves in a year


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a resolution by a day."""

    event: Event
    became: str
    on: date


@dataclass(frozen=True, slots=True)
class ResolutionInfo:
    """One resolution and every report of it, the newest last."""

    id: int
    met_on: date
    text: ResolutionText
    due_on: date | None
    reports: tuple[Report, ...] = ()

    @property
    def state(self) -> str:
        """The event of the last report; ``OPEN`` where there is none."""
        return self.reports[-1].event if self.reports else OPEN

    @property
    def reported_on(self) -> date | None:
        """The day of the last report."""
        return self.reports[-1].on if self.reports else None

    @property
    def became(self) -> str:
        """The words of the last report."""
        return self.reports[-1].became if self.reports else ""

    def seen_by(self, sight: Sight) -> "ResolutionInfo":
        """As a reader may see it."""
        reports = tuple(replace(one, became=sight.prose(one.became)) for one in self.reports)
        return replace(self, text=self.text.seen_by(sight), reports=reports)


@asks(Right.NOTE)
def record(
    engine: Engine,
    project: str,
    text: ResolutionText,
    *,
    met_on: date,
    due_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Keep what a meeting decided; returns its number. Raises ``TextRefused``, and ``Refused`` for a last day before
    the meeting.
    """
    text = text.cleaned
    if found := text.faults():
        raise TextRefused(found)
    if due_on is not None and due_on < met_on:
        raise Refused("resolution_due", met=met_on)
    with writing(engine) as session:
        versions.version_at(session, project, None)
        at = next_instant(session, project, now)
        kept = Resolution(
            project=project, met_on=met_on, decided=text.decided, who=text.who, due_on=due_on, by=actor.user, at=at
        )
        session.add(kept)
        session.flush()
        audit.record(session, at=at, actor=actor, action="resolution.record", project=project, detail=str(kept.id))
        return kept.id


@asks(Right.NOTE)
def report(
    engine: Engine, resolution_id: int, event: Event, became: str, *, on: date, actor: Actor, now: datetime
) -> None:
    """Keep what became of a resolution by the day ``on``. Raises ``TextRefused``; ``UnknownNote`` for one that is not
    there or was recorded by mistake; ``Refused`` for a day before its meeting.
    """
    became = clean(became)
    if fault := fault_of("became", became, LONGEST["became"]):
        raise TextRefused([fault])
    with writing(engine) as session:
        kept = session.get(Resolution, resolution_id) if 0 < resolution_id <= LAST_ID else None
        reports = select(ResolutionEvent).where(ResolutionEvent.resolution_id == resolution_id)
        last = session.exec(reports.order_by(col(ResolutionEvent.id).desc()).limit(1)).first()
        if kept is None or event not in EVENTS or (last is not None and last.event == MISTAKEN):
            raise UnknownNote("resolution_unknown")
        if on < kept.met_on:
            raise Refused("resolution_before", met=kept.met_on)
        at = next_instant(session, kept.project, now)
        session.add(
            ResolutionEvent(resolution_id=kept.id, event=event, became=became, on_date=on, by=actor.user, at=at)
        )
        action = f"resolution.{event}"
        audit.record(session, at=at, actor=actor, action=action, project=kept.project, detail=str(kept.id))


@remembered
def listed(
    engine: Engine, project: str, day: date | None = None, seen: datetime | None = None
) -> tuple[ResolutionInfo, ...]:
    """The resolutions of meetings on or before ``day`` with what became of them by then, as known at ``seen`` (UTC;
    else now); the newest meeting first. Those recorded by mistake are left out.
    """
    query = select(Resolution).where(Resolution.project == project)
    if seen is not None:
        query = query.where(Resolution.at <= seen)
    if day is not None:
        query = query.where(Resolution.met_on <= day)
    query = query.order_by(col(Resolution.met_on).desc(), col(Resolution.id)).limit(MOST)
    with reading(engine) as session:
        kept = session.exec(query).all()
        events = select(ResolutionEvent).where(col(ResolutionEvent.resolution_id).in_([one.id for one in kept]))
        if seen is not None:
            events = events.where(ResolutionEvent.at <= seen)
        found = session.exec(events.order_by(col(ResolutionEvent.id))).all() if kept else []
    return tuple(info for one in kept if (info := _info(one, found, day)).state != MISTAKEN)


def _info(kept: Resolution, events: Sequence[ResolutionEvent], day: date | None) -> ResolutionInfo:
    reports = tuple(
        Report(one.event, one.became, one.on_date)  # type: ignore[arg-type]
        for one in events
        if one.resolution_id == kept.id and (day is None or one.on_date <= day or one.event == MISTAKEN)
    )
    return ResolutionInfo(kept.id, kept.met_on, ResolutionText(kept.decided, kept.who), kept.due_on, reports)
