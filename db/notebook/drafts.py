"""Loads that are not saved yet: each user finds their own, and nobody else's.

A draft is no record: it is in no link of the chain, in no backup and no export, and writing one leaves the number of
the database as it is, so that no page reads anew. It ends when it is saved or thrown away, else ``KEPT_DAYS`` after it
was touched last; its row is then deleted, on SQLite overwritten.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine
from sqlmodel import Session, col, delete, func, or_, select, update

from core.model import Actor, Right
from db.accounts.actors import asks
from db.errors import DatabaseBusy, Refused, WrongState
from db.tables import LAST_ID, Draft
from db.transactions import passing, reading

KEPT_DAYS = 7
KEPT_EACH = 5  # of a user, over all projects
MOST_ROWS = 20_000
WAITS_MS = 1_000
MOST_LETTERS = 8_000_000  # of one draft


class DraftElsewhere(WrongState):
    """Another tab goes on with this load, or has saved it or thrown it away."""

    def __init__(self) -> None:
        super().__init__("draft_elsewhere")


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What is told of a draft before it is opened."""

    id: int
    files: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    begun_at: datetime
    at: datetime
    holder: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft with all that is in it."""

    told: Unfinished
    choices: str
    content: str


@dataclass(frozen=True, slots=True)
class Writing:
    """What a draft is to hold. ``content`` is ``None`` where it stays as it was written before."""

    files: str
    names: Sequence[str]
    kinds: Sequence[str]
    choices: str
    content: str | None = None


@asks(Right.UPLOAD)
def mine(engine: Engine, project: str, *, actor: Actor, now: datetime) -> list[Unfinished]:
    """The actor's own drafts in a project, the one touched last first. Those whose time is over are deleted."""
    with reading(engine) as session:
        over = session.exec(select(func.count()).select_from(Draft).where(col(Draft.at) <= _limit(now))).one()
        columns = (Draft.id, Draft.files, Draft.names, Draft.kinds, Draft.begun_at, Draft.at, Draft.holder)
        query = select(*columns).where(Draft.by == actor.user, Draft.project == project, col(Draft.at) > _limit(now))  # type: ignore[call-overload]
        found = [_told(*row) for row in session.exec(query.order_by(col(Draft.at).desc(), col(Draft.id).desc()))]
    if over:
        with suppress(DatabaseBusy), _writing(engine) as session:  # the next one does it
            end_old(session, now)
    return found


@asks(Right.UPLOAD)
def begin(engine: Engine, project: str, given: Writing, *, holder: str, actor: Actor, now: datetime) -> int:
    """Keep a new draft; returns its number. Raises ``Refused`` where it is too large, or the user has too many."""
    _require_size(given)
    with _writing(engine) as session:
        end_old(session, now)
        count = session.exec(select(func.count()).select_from(Draft).where(Draft.by == actor.user)).one()
        if count >= KEPT_EACH:
            raise Refused("draft_many", count=count)
        made = Draft(
            by=actor.user, project=project, files=given.files, names=list(given.names), kinds=list(given.kinds),
            holder=holder, begun_at=now, at=now, choices=given.choices, content=given.content or "",
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made.id


@asks(Right.UPLOAD)
def change(
    engine: Engine, project: str, number: int, given: Writing, *, holder: str, actor: Actor, now: datetime
) -> None:
    """Write a draft anew. Raises ``DraftElsewhere`` where another tab holds it or it is gone, ``Refused`` where it is
    too large.
    """
    _require_size(given)
    values = {"files": given.files, "names": list(given.names), "kinds": list(given.kinds), "at": now}
    values |= {"choices": given.choices} | ({} if given.content is None else {"content": given.content})
    with _writing(engine) as session:
        own = _own(project, number, actor, now)
        if not session.exec(update(Draft).where(*own, col(Draft.holder) == holder).values(**values)).rowcount:
            raise DraftElsewhere


@asks(Right.UPLOAD)
def take(engine: Engine, project: str, number: int, *, holder: str, actor: Actor, now: datetime) -> Opened | None:
    """Open a draft and go on with it in the tab ``holder``: no other one writes it from now on. ``None``: it is gone,
    or is not the actor's.
    """
    with _writing(engine) as session:
        draft = session.exec(select(Draft).where(*_own(project, number, actor, now))).first()
        if draft is None:
            return None
        draft.holder = holder
        session.flush()
        told = _told(draft.id, draft.files, draft.names, draft.kinds, draft.begun_at, draft.at, draft.holder)
        return Opened(told, draft.choices, draft.content)


@asks(Right.UPLOAD)
def drop(engine: Engine, project: str, number: int, *, actor: Actor, now: datetime, holder: str | None = None) -> None:
    """Delete a draft of the actor's own; nothing where it is gone, or another tab than ``holder`` goes on with it."""
    with _writing(engine) as session:
        own = _own(project, number, actor, now)
        session.exec(delete(Draft).where(*own, *([] if holder is None else [col(Draft.holder) == holder])))


def end_old(session: Session, now: datetime, *, project: str | None = None, untouched: timedelta | None = None) -> int:
    """Delete the drafts whose time is over, and those of a project, or of all, that nobody touched for so long; returns
    how many. For transactions that may delete.
    """
    over = col(Draft.at) <= _limit(now)
    if untouched is not None:
        idle = col(Draft.at) <= now - untouched
        over = or_(over, idle if project is None else idle & (col(Draft.project) == project))
    return session.exec(delete(Draft).where(over)).rowcount


def _own(project: str, number: int, actor: Actor, now: datetime) -> list[ColumnElement[bool]]:
    """What is asked of a row for it to be this draft, and the actor's own."""
    known = number if 0 < number <= LAST_ID else 0
    return [col(Draft.id) == known, col(Draft.by) == actor.user, col(Draft.project) == project,
            col(Draft.at) > _limit(now)]  # fmt: skip


def _writing(engine: Engine) -> AbstractContextManager[Session]:
    """A press waits for nobody's save, and what is deleted is overwritten."""
    return passing(engine, waits_ms=WAITS_MS, overwrites=True)


def _limit(now: datetime) -> datetime:
    return now - timedelta(days=KEPT_DAYS)


def _require_size(given: Writing) -> None:
    if len(given.choices) + len(given.content or "") > MOST_LETTERS:
        raise Refused("draft_large")


def _told(
    number: int, files: str, names: list[str], kinds: list[str], begun_at: datetime, at: datetime, holder: str
) -> Unfinished:
    return Unfinished(number, files, tuple(names), tuple(kinds), begun_at, at, holder)
