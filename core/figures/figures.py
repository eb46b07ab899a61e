"""The figures of one view: each record of the catalogue computed once, for every screen, paper and command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeVar

from core.figures.catalogue import FIGURES, NET, TARGET, listed
from core.figures.inputs import Inputs
from core.figures.record import Figure, Place
from core.figures.value import NotKnownError, Unknown, Value
from core.figures.verdict import Verdict, decide, of_part
from core.ledger import CabinetLine, Suspect
from core.model import Snapshot, count_stages, once
from core.model.kinds import KINDS, Kind
from core.money import baht_number
from core.text import Message

Default = TypeVar("Default")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Every figure of one project on one day by its name in the catalogue, and what the data themselves say.

    ``age_days``: from the data to the clock, only while the clock is inside the project's year. ``not_yet_counted``:
    rows dated after the cut-off of their kind.
    """

    values: Mapping[str, Value]
    verdict: Verdict
    day: date | None
    state: Literal["before", "running", "closed"] | None
    joint_day: date | None
    age_days: int | None
    stale: bool
    cutoffs: Mapping[Kind, date]
    uploads: Mapping[Kind, int]
    not_yet_counted: Mapping[Kind, int]
    stage_groups: Mapping[str, int]  # active groups by stage of the ladder
    cabinet: tuple[CabinetLine, ...]
    suspects: tuple[Suspect, ...]

    def __getitem__(self, name: str) -> Value:
        return self.values[name]

    def whole(self, name: str, unknown: Default) -> int | Default:
        """Groups or satang of a figure; ``unknown`` where it is not known."""
        value = self.values[name]
        return unknown if isinstance(value, Unknown) else int(value)

    @property
    def target_groups(self) -> int:
        """The groups of the target: always known."""
        return self.whole(TARGET, 0)

    @property
    def net_budget_satang(self) -> int:
        """The budget after transfers: always known."""
        return self.whole(NET, 0)

    def listed(self, place: Place) -> list[Figure]:
        """The figures of a place that are there by these values."""
        return listed(place, self.values)

    def differences(self, now: "Figures") -> list[tuple[Figure, int]]:
        """The compared figures that are others ``now``, and by how much (groups or satang); unknown counts as nothing.

        What a reopened paper or link tells its reader.
        """
        changed = (figure for figure in listed("compared") if self[figure.name] != now[figure.name])
        return [(figure, now.whole(figure.name, 0) - self.whole(figure.name, 0)) for figure in changed]

    def summary(self, written: Callable[[Message, str], str]) -> dict[str, Any]:
        """The JSON of the command contract: baht with two decimals, ``None`` where unknown. ``written`` writes a
        sentence in a language.
        """
        message = self.verdict.message
        return {
            "day": _iso(self.day),
            "cutoffs": {kind: _iso(day) for kind, day in self.cutoffs.items()},
            "uploads": dict(self.uploads),
            **{figure.baht_name: _json(figure, self[figure.name]) for figure in listed("summary")},
            "verdict": {"code": self.verdict.code, "th": written(message, "th"), "en": written(message, "en")},
            "state": self.state,
        }


@once
def compute(view: Snapshot, today: date | None = None) -> Figures:
    """All figures of a view.

    ``today`` is the clock's day in Bangkok and decides staleness alone; leave it out where a past day is looked at.
    """
    if view.whole is not view:
        return compute(view.whole, today)
    inputs = Inputs(view, today)
    cutoffs = {kind: cutoff for kind in KINDS if (cutoff := view.cutoff(kind)) is not None}
    has_groups, has_spending = "groups" in cutoffs, "spending" in cutoffs
    return Figures(
        values={name: _told(figure, inputs) for name, figure in FIGURES.items()},
        verdict=of_part() if view.amphoe else decide(inputs.standing),
        day=view.day,
        state=None if view.day is None else view.project.state(view.day),
        joint_day=inputs.joint_day,
        age_days=inputs.age,
        stale=inputs.age is not None and inputs.age > view.project.staleness_days,
        cutoffs=cutoffs,
        uploads={kind: view.uploads[kind].id for kind in cutoffs},
        not_yet_counted={kind: _after(view, kind, day) for kind, day in cutoffs.items() if KINDS[kind].counted_by},
        stage_groups=count_stages(view.project, view.of("groups")) if has_groups else {},
        cabinet=inputs.cabinet if has_spending and not view.amphoe else (),
        suspects=inputs.suspects if has_spending and not view.amphoe else (),
    )


def _told(figure: Figure, inputs: Inputs) -> Value:
    """Of one amphoe its own rows alone: what is compared with target, budget or plan is the whole project's."""
    if inputs.view.amphoe and not figure.of_amphoe:
        return Unknown(Message("unknown.of_whole"))
    return _value(figure, inputs)


def _value(figure: Figure, inputs: Inputs) -> Value:
    try:
        return figure.compute(inputs)
    except NotKnownError as missing:
        return missing.unknown


def _after(view: Snapshot, kind: Kind, cutoff: date) -> int:
    """Rows with a date later than the cut-off: they stand in the file and do not count yet."""
    columns = [view.of(kind)[name] for name in KINDS[kind].counted_by]
    late = {day for column in columns for day in set(column) if day is not None and day > cutoff}
    return sum(any(day in late for day in days) for days in zip(*columns, strict=True)) if late else 0


def _json(figure: Figure, value: Value) -> int | float | None:
    if isinstance(value, Unknown):
        return None
    if figure.unit == "satang":
        return baht_number(int(value))
    return float(value) if isinstance(value, Decimal) else value


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
