"""check and load, of one kind of data or of a month: files of several kinds, or a workbook with several sheets, read
with each other and stored as one batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from core.intake import Intake, Limits
from core.intake.issues import Issue
from core.intake.layout.choose import recognise
from core.intake.model import File
from core.intake.month import Part, parts_of
from core.intake.plan_past import PastChange
from core.intake.source.sniff import UnreadableError
from core.model.kinds import KINDS, Kind
from db.commands.console import OK, UNREADABLE, WARNINGS
from db.commands.context import Context
from db.commands.files import single
from db.errors import OneOfSeveral, PastNotAccepted, Refused, WarningsNotAccepted
from db.snapshots import together
from db.snapshots.uploads import UploadInfo
from words.rendering import render

MONTH = "month"  # in place of a kind


@dataclass(frozen=True, slots=True)
class _One:
    """One kind of a month as it was read; ``same`` is the upload in force for that day that holds its very rows."""

    part: Part[File]
    intake: Intake
    as_of: date | None
    past: list[PastChange]
    same: UploadInfo | None

    def as_json(self, stored: UploadInfo | None = None) -> dict[str, Any]:
        """As ``load`` of the kind prints it, and its files, day, and where it is stored already."""
        upload = stored or self.same
        return single.as_json(self.intake, self.past) | {
            "upload_id": upload.id if upload else None,
            "files": [name for name, _ in self.part.files],
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "stored_before": self.same is not None,
        }


@dataclass(slots=True)
class _Month:
    """What the files hold; ``faults`` are of files that are no part of it."""

    faults: list[Issue]
    parts: list[_One] = field(default_factory=list)

    @property
    def exit(self) -> int:
        """Of the worst of it, before anything is stored."""
        exits = {UNREADABLE} if self.faults else {single.exit_of(one.intake) for one in self.parts}
        return max(exits, default=OK)

    def as_json(self, stored: Sequence[UploadInfo] = ()) -> dict[str, Any]:
        """The JSON of check and load."""
        by_kind = {upload.kind: upload for upload in stored}
        return {
            "ok": self.exit == OK,
            "parts": [one.as_json(by_kind.get(one.part.kind)) for one in self.parts],
            "issues": [issue.as_json(render) for issue in self.faults],
        }


def check(context: Context) -> int:
    """What a load would report and change; nothing is stored."""
    if context.args.kind != MONTH:
        return single.check(context)
    month = _read(context)
    context.console.result(month.as_json())
    return month.exit


def load(context: Context) -> int:
    """Check, then store in one transaction: all, or none where one of them cannot be."""
    if context.args.kind != MONTH:
        return single.load(context)
    month = _read(context)
    if any(one.as_of is None for one in month.parts):
        raise Refused("plan_day")
    loads = [_load(context, one) for one in month.parts if one.same is None]
    if month.exit != OK:
        context.console.result(month.as_json())
        return month.exit
    if not loads:
        return context.console.done(month.as_json(), "nothing_new")
    try:
        stored = together.apply(
            context.engine,
            loads,
            project=context.project,
            actor=context.actor,
            now=context.now,
            accept_warnings=context.args.accept_warnings,
            reason=context.args.reason or "",
        )
    except OneOfSeveral as error:
        context.console.say(error.message)
        context.console.result(month.as_json() | {"ok": False, "refused": error.kind})
        return _exit_of(error)
    for upload in stored:
        params = {"seq": upload.seq, "kind": KINDS[upload.kind].name, "id": upload.id, "project": upload.project}
        context.console.say("saved_waits" if upload.waits else "saved", **params)
    waits = {"waiting": True} if any(upload.waits for upload in stored) else {}
    return context.console.done(month.as_json(stored) | waits, "saved_together", count=len(stored))


def _exit_of(error: OneOfSeveral) -> int:
    if isinstance(error.why, WarningsNotAccepted | PastNotAccepted):
        return WARNINGS
    return error.exit


def _load(context: Context, one: _One) -> together.Load:
    accepted = [change.id for change in one.past] if context.args.accept_warnings else ()
    assert one.as_of is not None
    return together.Load(one.intake, one.as_of, accepted)


def _read(context: Context) -> _Month:
    """Every kind that the files hold, in the order of kinds, each read with the rows of those before it in place of
    what is in force. A file that holds none is a fault.
    """
    args = context.args
    if args.mapping:
        raise Refused("month_mapping")
    single.say_project(context)
    given, kinds, faults = _recognised(args.file)
    parts = parts_of(given, kinds)
    context.require_answers([part.kind for part in parts], several=True)
    month = _Month(faults)
    for issue in faults:
        context.console.say("line", line=issue.message)
    for part in parts:
        month.parts.append(_one(context, part, [one.intake for one in month.parts if one.intake.ok]))
    return month


def _recognised(paths: Sequence[str]) -> tuple[list[File], list[dict[Kind, str | None]], list[Issue]]:
    """The files that can be read, with the kinds that each holds; and what is to be said of the others."""
    given: list[File] = []
    kinds: list[dict[Kind, str | None]] = []
    faults: list[Issue] = []
    for path in paths:
        file = single.opened(Path(path))
        if isinstance(file, Issue):
            faults.append(file)
            continue
        try:
            found = recognise(*file, Limits())
        except UnreadableError as error:
            params = {"file": file[0], **error.params}
            faults.append(Issue(error.code, "blocking", row=params.get("row"), params=params))
            continue
        if found:
            given.append(file)
            kinds.append(found)
        else:
            faults.append(Issue("of_no_kind", "blocking", value=file[0], params={"file": file[0]}))
    return given, kinds, faults


def _one(context: Context, part: Part[File], before: list[Intake]) -> _One:
    """One kind, read, checked and shown."""
    args, planned = context.args, KINDS[part.kind].planned
    as_of = args.plan_as_of if planned else args.as_of
    named = tuple(name for of, name in args.sheet if of == part.kind)
    part = Part(part.kind, part.files, named or part.sheets)
    context.console.say("part", kind=KINDS[part.kind].name, names=", ".join(name for name, _ in part.files))
    intake = single.intake_of(context, part, as_of, before)
    same = together.in_force_already(context.engine, context.project, intake, as_of)
    if same is not None:
        context.console.say("stored_before", seq=same.seq)
        return _One(part, intake, as_of, [], same)
    return _One(part, intake, as_of, single.past_of(context, intake, as_of), None)
