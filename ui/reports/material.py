"""What a paper is made from: a view, its figures, the data before it, and what has become of them since."""

from dataclasses import dataclass
from datetime import date, datetime

from core.calendar import bangkok_day
from core.figures import Figures, compute
from core.ledger import Anomaly, Bridge
from core.ledger.anomalies import anomalies
from core.ledger.bridge import bridge
from core.model import Snapshot
from core.model.kinds import KINDS
from core.model.meetings.resolutions import for_next_pack
from core.text import NOBODY, Sight
from db.engine import Engine
from db.errors import OfTheWhole
from db.notebook import lessons, meetings, notes, organisations, remarks, resolutions
from db.notebook.lessons import LessonInfo
from db.notebook.remarks import RemarkInfo
from db.notebook.resolutions import ResolutionInfo
from db.projects import versions
from db.reviews import waiting
from db.snapshots import earlier, memory, store, years
from db.snapshots.uploads import UploadInfo
from db.snapshots.years import Beside
from db.tables import Note
from db.transactions import amphoe_of
from ui.reports.writing import Writing


@dataclass(frozen=True, slots=True)
class Order:
    """Which paper is asked for: project, day, the instant up to which uploads count, language and digits.

    ``payees`` says whether payees may stand in it; persons never do. ``clock`` is read once and decides staleness,
    and that only where no day is asked for.
    """

    project: str
    writing: Writing
    clock: datetime
    day: date | None = None
    seen: datetime | None = None
    payees: bool = True
    looking_back: bool = False
    second_look: bool = False  # whether entries worth a second look stand in the pack; unless asked for, they do not
    link: str = ""  # the whole address of the frozen link; empty where the office has not said the public address
    tells_waiting: bool = False  # whether the reader may know of sets that wait for review
    quick_link: str = ""  # the same for the quick page, which messages carry


@dataclass(frozen=True, slots=True)
class Official:
    """An official total (GFMIS) of a day, beside the register; ``reasons`` are why they differ, with their satang."""

    noted_on: date
    bridge: Bridge
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the papers of one order read."""

    order: Order
    view: Snapshot
    figures: Figures
    before: Snapshot | None  # what was known before the newest of these data came
    present: Figures | None  # of the same day as known now, where the order looks at what was known then
    official: "Official | None" = None  # the newest official total that the office has noted by that day
    lessons: tuple[LessonInfo, ...] = ()  # lessons learned, the newest first
    meeting: "tuple[Note, Snapshot] | None" = None  # the last meeting before the day, and what it had before it
    beside: Beside | None = None  # last year's project of the same province by the same month
    sight: Sight = NOBODY  # what papers may tell of persons
    resolutions: tuple[ResolutionInfo, ...] = ()  # of earlier meetings: open, or answered for since the last one
    remarks: tuple[RemarkInfo, ...] = ()  # since the last meeting, the newest first
    second_look: tuple[Anomaly, ...] = ()  # where asked for: those that nobody has looked at yet
    waiting: tuple[UploadInfo, ...] = ()  # sets that wait for review, for readers who may know of them

    @property
    def writing(self) -> Writing:
        """Language and digits."""
        return self.order.writing

    @property
    def waits(self) -> str:
        """Which sets wait for review, and so do not count in the paper; empty where its reader may know of none."""
        writing = self.writing
        sets = ", ".join(
            f"{KINDS[one.kind].name.get(writing.lang)} {writing.text(str(one.seq))} ({writing.text(str(one.id))})"
            for one in self.waiting
        )
        return writing.say("paper.waits", sets=sets) if sets else ""


def gather(engine: Engine, order: Order) -> Material:
    """Read the data of an order and compute its figures, once. Papers are of the whole project: raises ``OfTheWhole``
    for who is kept to an amphoe.
    """
    if amphoe_of(engine) is not None:
        raise OfTheWhole
    sight = Sight(named=organisations.marked(engine, order.project))
    view = store.view(engine, order.project, order.day, order.seen).seen_by(sight)
    today = None if order.day is not None or order.looking_back else bangkok_day(order.clock)
    present = None
    if order.seen is not None and view.day is not None and order.looking_back:
        present = compute(store.view(engine, order.project, view.day))
    official = official_total(engine, order.project, view, order.seen)
    figures = compute(view, today)
    stored = versions.newest(engine)
    learned = tuple(info.seen_by(sight) for info in lessons.listed(engine, order.project, order.day, order.seen))
    return Material(
        order=order,
        view=view,
        figures=figures,
        before=earlier.before(engine, order.project, view, order.seen),
        present=present,
        official=official,
        lessons=learned,
        meeting=last_meeting(engine, order.project, view, order.seen, today),
        beside=years.beside(engine, view, figures, stored, order.seen),
        sight=sight,
        resolutions=tuple(info.seen_by(sight) for info in resolved(engine, view, order.day, order.seen, today)),
        remarks=tuple(info.seen_by(sight) for info in remarked(engine, view, order.day, order.seen, today)),
        second_look=unseen(engine, order.project, view) if order.second_look else (),
        waiting=waiting.uploads(engine, order.project) if order.tells_waiting else (),
    )


def unseen(engine: Engine, project: str, view: Snapshot) -> tuple[Anomaly, ...]:
    """Entries worth a second look that nobody has looked at yet."""
    looked_at = memory.acknowledged(engine, project, "spending")
    return tuple(one for one in anomalies(view) if one.mark not in looked_at)


def resolved(
    engine: Engine, view: Snapshot, day: date | None, seen: datetime | None, today: date | None
) -> list[ResolutionInfo]:
    """The resolutions that a meeting on the view's day (``today`` for the newest data) is told of. ``day`` and ``seen``
    are those of the order.
    """
    if view.day is None:
        return []
    project = view.project.code
    found = resolutions.listed(engine, project, day, seen)
    met = [note.on_date for note in notes.standing(engine, project, "meeting", seen=seen) if note.on_date is not None]
    return for_next_pack(found, max(view.day, today or view.day), met)


def remarked(
    engine: Engine, view: Snapshot, day: date | None, seen: datetime | None, today: date | None
) -> list[RemarkInfo]:
    """The remarks written since the last meeting before the view's day (``today`` for the newest data)."""
    met = meetings.before(engine, view.project.code, view.day, seen, today)
    last = met[-1].on_date if met else None
    found = remarks.listed(engine, view.project.code, day, seen)
    return [info for info in found if last is None or bangkok_day(info.at) >= last]


def last_meeting(
    engine: Engine, project: str, view: Snapshot, seen: datetime | None, today: date | None
) -> tuple[Note, Snapshot] | None:
    """The last meeting before the view's day (``today`` for the newest data), with what it was shown."""
    for note in reversed(meetings.before(engine, project, view.day, seen, today)):
        if note.on_date is not None and (shown := meetings.shown_at(engine, project, note.on_date, seen)) is not None:
            return note, shown
    return None


def official_total(engine: Engine, project: str, view: Snapshot, seen: datetime | None) -> Official | None:
    """The newest official total noted by the view's day, with what of its difference is explained."""
    totals = notes.standing(engine, project, "official_total", day=view.day, seen=seen) if view.day else []
    if not totals or totals[-1].amount_satang is None:
        return None
    total, on = totals[-1], totals[-1].on_date or view.day
    given = notes.standing(engine, project, "explained_gap", seen=seen)
    sight = Sight(named=organisations.marked(engine, project))
    reasons = tuple(
        (sight.prose(note.subject), note.amount_satang or 0) for note in given if note.on_date == total.on_date
    )
    found = bridge(view, total.amount_satang or 0, on, [satang for _, satang in reasons]) if on else None
    return None if found is None or on is None else Official(on, found, reasons)
