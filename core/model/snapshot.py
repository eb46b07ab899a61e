"""What the figures are computed from: a project, a day, and the live upload of each kind on that day."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from core.model import rows as row_sets
from core.model.choices import Choice
from core.model.kinds import KINDS, Kind
from core.model.project import Project
from core.model.rows import Rows
from core.model.stages import Stages, stages_of
from core.text import Sight

_WHOLE = "whole"  # where a snapshot as it is shown keeps the one that it was made from


@dataclass(frozen=True, slots=True)
class UploadRef:
    """Which upload, as of which day, received when (UTC), by whom; where it was reviewed, when it was passed."""

    id: int
    kind: Kind
    seq: int
    as_of: date
    received_at: datetime
    by: str
    file_name: str
    passed_at: datetime | None = None

    @property
    def in_view_at(self) -> datetime:
        """When it began to count."""
        return self.passed_at or self.received_at

    def seen_by(self, sight: Sight) -> "UploadRef":
        """As a reader may see it: the name of a file may name a person."""
        return replace(self, file_name=sight.prose(self.file_name))


@dataclass(frozen=True, slots=True)
class DatedBack:
    """A plan, or a version of the project's settings, that changed how months already over are judged, accepted by a
    person. ``deed`` is the action: a plan was loaded, withdrawn or reinstated, settings were saved. ``as_of`` is the
    plan's day, of settings the day from which they are in force. ``back_to`` is the first of its ``months`` month ends.
    """

    seq: int
    as_of: date
    deed: Literal["load", "withdraw", "reinstate", "settings"]
    back_to: date
    months: int
    by: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The live uploads of one day. ``day`` is the day asked for, else the newest as_of among groups and spending,
    never the clock; ``None`` where there is no data. ``rows`` holds the whole upload, cut-offs not yet applied.
    ``earlier_plans`` are the live plans before the one in force, oldest first; ``None`` where they were not read.
    ``earlier_plan_refs`` are their uploads, one for each. ``older_stages`` name stages that the groups hold and the
    project no longer lists, as earlier versions of it named them. ``dated_back`` are the plans and versions of settings
    up to the day that changed months already over. ``key`` is all that decides what the store shows: equal keys, equal
    snapshots. ``amphoe`` is the one whose rows alone are here (``part_of``); empty: all are.
    ``computed`` is what ``once`` keeps, and of one that a reader is shown the whole.
    """

    project: Project
    day: date | None
    uploads: Mapping[Kind, UploadRef]
    rows: Mapping[Kind, Rows]
    seen: datetime | None = None
    earlier_plans: tuple[Rows, ...] | None = None
    earlier_plan_refs: tuple[UploadRef, ...] = ()
    older_stages: tuple[Choice, ...] = ()
    dated_back: tuple[DatedBack, ...] = ()
    amphoe: str = ""
    key: Hashable = field(default=None, repr=False, compare=False)
    computed: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def whole(self) -> "Snapshot":
        """With every text as it was loaded: figures are computed from it, whoever reads them."""
        found: Snapshot = self.computed.get(_WHOLE, self)
        return found

    def seen_by(self, sight: Sight) -> "Snapshot":
        """As a reader may see it. Kept for the last of each sort of reader; what the project itself names stays."""
        project = self.project
        named = sight.named | {line.name for line in project.expense_lines} | {one.name for one in project.activities}
        sight = replace(sight, named=named)
        if sight.persons and sight.phones:
            return self.whole
        sort = ("seen_by", sight.persons, sight.phones)
        kept: tuple[Sight, Snapshot] | None = self.whole.computed.get(sort)
        if kept is None or kept[0] != sight:
            kept = self.whole.computed[sort] = (sight, _masked(self.whole, sight))
        return kept[1]

    @property
    def stages(self) -> Stages:
        """The project's stages, and former ones that groups still stand at."""
        return stages_of(self.project, self.of("groups")["stage"], self.older_stages)

    def of(self, kind: Kind) -> Rows:
        """Rows of a kind, empty where nothing was uploaded."""
        return self.rows.get(kind) or row_sets.empty(kind)

    def plan_on(self, day: date) -> Rows:
        """The plan that was in force on an earlier day; before the first plan's own day, that first plan."""
        found = self.plan_upload_on(day)
        return found[1] if found else self.of("plan")

    def plan_upload_on(self, day: date) -> tuple[UploadRef, Rows] | None:
        """As ``plan_on``, with its upload; ``None`` where no plan is loaded."""
        known = list(zip(self.earlier_plan_refs, self.earlier_plans or (), strict=True))
        if "plan" in self.uploads:
            known.append((self.uploads["plan"], self.of("plan")))
        in_force = [found for found in known if found[0].as_of <= day]
        return in_force[-1] if in_force else known[0] if known else None

    def cutoff(self, kind: Kind) -> date | None:
        """min(day, as_of) of a kind; ``None`` where there is no upload of it."""
        upload = self.uploads.get(kind)
        if upload is None or self.day is None:
            return None
        return min(self.day, upload.as_of)


Asked = ParamSpec("Asked")
Computed = TypeVar("Computed")


def once(compute: Callable[Concatenate[Snapshot, Asked], Computed]) -> Callable[Concatenate[Snapshot, Asked], Computed]:
    """``compute``, done once for each snapshot and arguments; later callers share its result and must not change it."""
    asked = signature(compute)

    @wraps(compute)
    def kept(snapshot: Snapshot, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Computed:
        bound = asked.bind(snapshot, *args, **kwargs)
        bound.apply_defaults()
        key = (compute, *bound.args[1:])
        if key not in snapshot.computed:
            snapshot.computed[key] = compute(snapshot, *args, **kwargs)
        found: Computed = snapshot.computed[key]
        return found

    return kept


def _masked(whole: Snapshot, sight: Sight) -> Snapshot:
    """Each text that may name a person masked, in rows and in the names of files."""
    masked = replace(
        whole,
        uploads={kind: ref.seen_by(sight) for kind, ref in whole.uploads.items()},
        rows={kind: found.seen_by(sight) for kind, found in whole.rows.items()},
        earlier_plan_refs=tuple(ref.seen_by(sight) for ref in whole.earlier_plan_refs),
        key=(whole.key, sight),
    )
    masked.computed[_WHOLE] = whole
    return masked


@once
def part_of(whole: Snapshot, amphoe: str) -> Snapshot:
    """What an officer of one amphoe is shown: its groups, and the rows of other files that name one of them. A kind
    whose rows name no group (the plan, the contract), money that names none and the names of files are of the whole
    project and are not in it.
    """
    groups = set(_groups(whole.of("groups"), amphoe))
    rows = {
        kind: found.take(list(_places(found, amphoe, groups))) for kind, found in whole.rows.items() if is_part(kind)
    }
    return replace(
        whole,
        project=project_of(whole.project, amphoe),
        uploads={kind: replace(whole.uploads[kind], file_name="") for kind in rows},
        rows=rows,
        earlier_plans=(),
        earlier_plan_refs=(),
        dated_back=(),
        amphoe=amphoe,
        key=(whole.key, amphoe),
    )


def project_of(whole: Project, amphoe: str) -> Project:
    """A project with the tile of one amphoe alone."""
    return replace(whole, tiles=tuple(tile for tile in whole.tiles if tile.amphoe == amphoe))


def is_part(kind: Kind) -> bool:
    """Whether rows of a kind are some amphoe's: they are groups, or name one."""
    return kind == "groups" or any(column.field == "group_code" for column in KINDS[kind].columns)


def _groups(groups: Rows, amphoe: str) -> Iterator[str]:
    return (code for code, place in zip(groups["code"], groups["amphoe"], strict=True) if place == amphoe)


def _places(rows: Rows, amphoe: str, groups: set[str]) -> Iterator[int]:
    """The places of the rows of an amphoe."""
    if rows.kind == "groups":
        return (place for place, found in enumerate(rows["amphoe"]) if found == amphoe)
    return (place for place, code in enumerate(rows["group_code"]) if code is not None and code in groups)
