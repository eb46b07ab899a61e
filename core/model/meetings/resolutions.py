"""A resolution of the committee: what, by whom (an office or a role), by when; and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal, Protocol, TypeVar

from core.model.lessons import clean, fault_of
from core.text import Message, Sight

Event = Literal["going_on", "done", "not_done", "mistaken"]
EVENTS: tuple[Event, ...] = ("going_on", "done", "not_done", "mistaken")
CLOSING = frozenset({"done", "not_done"})  # what was answered for; it is printed once more, then no longer
MISTAKEN = "mistaken"  # recorded by mistake: shown no more
OPEN = "open"  # nobody has reported yet
LONGEST = {"decided": 500, "who": 150, "became": 500}


@dataclass(frozen=True, slots=True)
class ResolutionText:
    """What was decided, and the office or role that does it."""

    decided: str
    who: str

    @property
    def cleaned(self) -> "ResolutionText":
        """As it is kept."""
        return ResolutionText(*(clean(getattr(self, f.name)) for f in fields(self)))

    def seen_by(self, sight: Sight) -> "ResolutionText":
        """As a reader may see it."""
        return ResolutionText(*(sight.prose(getattr(self, f.name)) for f in fields(self)))

    def faults(self) -> list[Message]:
        """Why it cannot be kept; never repeats what was typed."""
        return [fault for f in fields(self) if (fault := fault_of(f.name, getattr(self, f.name), LONGEST[f.name]))]


class Followed(Protocol):
    """A resolution with its newest report."""

    @property
    def met_on(self) -> date: ...

    @property
    def due_on(self) -> date | None: ...

    @property
    def state(self) -> str: ...

    @property
    def reported_on(self) -> date | None: ...


T = TypeVar("T", bound=Followed)


def is_open(one: Followed) -> bool:
    """Whether it is still to be answered for."""
    return one.state not in CLOSING


def is_overdue(one: Followed, day: date) -> bool:
    """Whether it should have been done before ``day``."""
    return is_open(one) and one.due_on is not None and one.due_on < day


def to_follow(found: Iterable[T]) -> list[T]:
    """Those that are open, by their last day: the longest overdue first, those without a last day at the end."""
    return sorted((one for one in found if is_open(one)), key=lambda one: (one.due_on or date.max, one.met_on))


def for_next_pack(found: Sequence[T], day: date, meetings: Iterable[date]) -> list[T]:
    """Those that the pack of a meeting on ``day`` tells of: of meetings before it, open ones and what was answered for
    since the last of these meetings, on its day too, for what was reported after it may bear that day. ``meetings`` are
    the days of all. The oldest first.
    """
    last = max((met for met in meetings if met < day), default=date.min)
    told = [one for one in found if one.met_on < day and (is_open(one) or (one.reported_on or date.min) >= last)]
    return sorted(told, key=lambda one: one.met_on)
