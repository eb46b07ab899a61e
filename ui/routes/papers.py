"""The meeting pack in the server: made once for the same figures, in a process of its own, kept while it is asked for.

The libraries that make papers are heavy and are never imported here. What is made is told by upload ids, wording, day,
language and digits, so a new upload makes a new pack and an old link finds the old one.
"""

import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast

from cachetools import LRUCache, cached
from starlette.requests import Request

from core.analysis.years import neighbour
from core.calendar import bangkok_day
from core.model import Actor, Right, Snapshot
from db.accounts import looks
from db.commands.console import CONFLICT
from db.errors import OfTheWhole
from db.notebook import lessons, organisations
from db.notebook.short_links import last_change
from db.projects import versions
from db.reviews import waiting
from db.snapshots import store
from ui.auth import door
from ui.reports.catalogue import PAPERS
from ui.reports.cli import ALL
from ui.reports.material import last_meeting, official_total, remarked, resolved, unseen
from ui.reports.writing import Digits, usual_digits
from ui.request.link import Link
from ui.routes import files
from ui.routes.files import Delivery, FileRoute, NotDelivered
from ui.text import t
from ui.workers.process import Bounds, NotDone, at_work
from ui.workers.settings import SECONDS
from ui.workers.turns import line

WAIT_AT_ONCE = 64  # who waits for papers; each holds a thread
KEPT_PACKS, KEPT_BYTES = 24, 100_000_000
SECOND_LOOK = "second_look"  # of a paper's address
Progress = Callable[[float], None]


class NotMade(Exception):  # noqa: N818  names say what happened
    """The papers could not be made: other data came in between, their time was up, or they failed."""

    def __init__(self, why: Literal["changed", "too_long", "failed"]) -> None:
        super().__init__(why)
        self.why = why

    @property
    def key(self) -> str:
        """Of the sentence that says so; ``s`` in it are the seconds that papers may take."""
        return f"reports.{self.why}"


@dataclass(frozen=True, slots=True)
class Ask:
    """Papers of one view, in one language and one kind of digits, for somebody who may see payees or may not."""

    view: Snapshot
    asked_day: bool  # whether a day was asked for; staleness is told only where none was
    lang: str
    digits: Digits
    actor: Actor
    now: datetime
    second_look: bool = False  # whether the pack lists entries worth a second look

    @property
    def key(self) -> tuple[Any, ...]:
        """All that decides what the papers say: the figures, what is noted beside them, the data that they are compared
        with (those before, of the last meeting, of last year, of today beside a frozen paper), and the wording.
        """
        today = None if self.asked_day or self.view.seen else bangkok_day(self.now)
        engine, view = door.engine_of(self.actor), self.view
        official = official_total(engine, view.project.code, view, view.seen)
        day = view.day if self.asked_day else None
        learned = tuple(lessons.listed(engine, view.project.code, day, view.seen))
        meeting = last_meeting(engine, view.project.code, view, view.seen, today)
        noted = None if meeting is None else (meeting[0].id, tuple(u.id for u in meeting[1].uploads.values()))
        stored = store.turn(engine, view.project.code)
        listed = tuple(one.mark for one in unseen(engine, view.project.code, view)) if self.second_look else None
        last = neighbour(view.project, versions.newest(engine), -1)
        beside = None if last is None else (repr(last), store.turn(engine, last.code))
        payees = self.actor.may(Right.SEE_PAYEE)
        named = organisations.marked(engine, view.project.code)
        waits: tuple[int, ...] = ()
        if self.actor.knows_of_waiting(view.project.code):
            waits = tuple(upload.id for upload in waiting.uploads(engine, view.project.code))
        asked = engine, view, day, view.seen, today
        meant = tuple(resolved(*asked)), tuple(remarked(*asked))
        noted_down = (official, learned, named, noted, stored, repr(beside), listed, waits, repr(meant))
        return (view.key, today, noted_down, self.lang, self.digits, payees)


@dataclass(frozen=True, slots=True)
class Pack:
    """Finished papers by kind, and the instant up to which uploads count in them."""

    papers: Mapping[str, bytes]
    seen: datetime


def _size(pack: Pack) -> int:
    """What a pack counts for: its bytes, so that no more than ``KEPT_PACKS`` are kept and one always is."""
    return min(max(sum(map(len, pack.papers.values())), KEPT_BYTES // KEPT_PACKS), KEPT_BYTES)


_kept: LRUCache[tuple[Any, ...], Pack] = LRUCache(KEPT_BYTES, getsizeof=_size)
_asked = threading.Condition()  # who asks for the same papers meanwhile waits for them
_few = threading.BoundedSemaphore(2)  # that find out at once what is asked for; who only waits for papers is none


def ready(ask: Ask) -> Pack | None:
    """The papers, if they were made before."""
    key = ask.key
    with _asked:
        return _kept.get(key)


def _key(ask: Ask, *_report: Progress) -> tuple[Any, ...]:
    with _few:
        return ask.key


@cached(_kept, key=_key, condition=_asked)
def made(ask: Ask, report: Progress = lambda _share: None) -> Pack:
    """The papers, made now if they were not before. ``report`` gets the share done. Raises ``NotMade``, and ``Busy``
    where too many others wait for work.
    """
    with line.turn():
        return _make(ask, report)


def _make(ask: Ask, report: Progress) -> Pack:
    """Run ``python -m ui.reports all``; it names each paper on a line of its own as soon as that is written."""
    seen = ask.view.seen or _latest(ask)
    with tempfile.TemporaryDirectory(prefix="otop-papers-") as folder:
        try:
            with at_work(_command(ask, seen, folder), Bounds()) as work, work.told:
                for done, _name in enumerate(work.told, 1):
                    report(done / len(PAPERS))
                work.end()
        except NotDone as error:
            if error.why == "time":
                raise NotMade("too_long") from error
            raise NotMade("changed" if error.code == CONFLICT else "failed") from error
        papers = {name: (Path(folder) / paper.file).read_bytes() for name, paper in PAPERS.items()}
    return Pack(papers, seen)


def _latest(ask: Ask) -> datetime:
    """Now, or the last deed in the store, should its instants be ahead of a clock that was set back."""
    return max(ask.now, last_change(door.engine_of(ask.actor), ask.view.project.code) or ask.now)


def _command(ask: Ask, seen: datetime, folder: str) -> list[str]:
    view = ask.view
    ids = ",".join(str(upload.id) for upload in view.uploads.values())
    day = ["--as-of", view.day.isoformat()] if ask.asked_day and view.day else []
    return [
        *("ui.reports", ALL, folder, "--project", view.project.code, *day),
        *("--seen", seen.isoformat(), "--clock", ask.now.isoformat(), "--uploads", ids),
        *("--by", ask.actor.user, "--via", "job"),
        *("--lang", ask.lang, "--digits", ask.digits),
        *(() if view.seen else ("--present",)),
        *(("--second-look",) if ask.second_look else ()),
    ]


def ask_for(actor: Actor, link: Link, view: Snapshot, lang: str, digits: Digits, *, second_look: bool = False) -> Ask:
    """What a visitor asks for by a link."""
    return Ask(view, link.as_of is not None, lang, digits, actor, door.utc_now(), second_look)


def _report(request: Request, actor: Actor) -> Delivery:
    """One paper; made first, where nobody has asked for these figures before. Who took it is logged."""
    paper, link = PAPERS.get(request.path_params["kind"]), files.link_of(request)
    if paper is None:
        raise NotDelivered(404, "files.unknown")
    digits = request.query_params.get("digits", usual_digits(link.lang))
    if digits not in ("thai", "arabic"):
        raise NotDelivered(400, "files.bad_query", value=digits[:80])
    if actor.amphoe is not None:
        raise OfTheWhole
    engine = door.engine_of(actor)
    with _few:
        view = files.view_of(actor, link)
    if not view.uploads or view.day is None:
        raise NotDelivered(404, "files.no_data")
    try:
        listed = request.query_params.get(SECOND_LOOK) == "1"
        ask = ask_for(actor, link, view, link.lang, cast(Digits, digits), second_look=listed)
        pack = made(ask)
    except NotMade as error:
        raise NotDelivered(503, error.key, s=SECONDS.value) from error
    payees = paper.payees and ask.actor.may(Right.SEE_PAYEE)
    looks.exported(
        engine, actor=actor, project=view.project.code, detail=paper.record(view), now=door.utc_now(), payees=payees
    )
    name = f"{t(paper.label, link.lang)} {view.project.code} {view.day.isoformat()}{paper.ending}"
    return Delivery(name, paper.media_type, pack.papers[paper.name])


ROUTES = (FileRoute("/files/report/{kind}", Right.EXPORT, _report, WAIT_AT_ONCE),)
