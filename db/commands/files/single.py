"""check and load of one kind of data; how a file is read, and shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from core.intake import AssessOptions, Intake, Limits, Mapping, ParseOptions, assess, parse
from core.intake.compare.words import sentences
from core.intake.issues import SEVERITIES, Issue, Severity
from core.intake.model import File
from core.intake.month import Part, with_rows
from core.intake.plan_past import PastChange
from core.model.kinds import KINDS, Kind
from core.text import Message
from db.commands.console import BLOCKING, CONFLICT, OK, UNREADABLE, WARNINGS, Console
from db.commands.context import Context, load_mapping
from db.errors import AlreadyStored, PastNotAccepted, Refused, StaleBase, WarningsNotAccepted
from db.snapshots import acts, known_files, memory, plan_past, store
from db.transactions import reading
from words.rendering import render

_SHOWN_ISSUES = 50  # of each tier; JSON has them all


def check(context: Context) -> int:
    """What a load would report and change; nothing is stored. Warnings alone are clean."""
    intake = _read(context)
    if intake is None:
        return UNREADABLE
    context.console.result(as_json(intake, past_of(context, intake, context.args.as_of)))
    return exit_of(intake)


def load(context: Context) -> int:
    """Check, then store in one transaction."""
    args, console = context.args, context.console
    intake = _read(context)
    if intake is None:
        return UNREADABLE
    past = past_of(context, intake, args.as_of)
    shown = as_json(intake, past)
    if not intake.ok:
        console.result(shown)
        return exit_of(intake)
    try:
        upload = store.apply(
            context.engine,
            intake,
            project=context.project,
            as_of=args.as_of,
            actor=context.actor,
            now=context.now,
            accept_warnings=args.accept_warnings,
            accept_past=[change.id for change in past] if args.accept_warnings else (),
            reason=args.reason or "",
        )
    except AlreadyStored as error:
        console.say(error.message)
        console.result(shown | {"upload_id": error.upload.id} | ({"waiting": True} if error.waits else {}))
        return OK
    except (WarningsNotAccepted, PastNotAccepted, StaleBase) as error:
        console.say(error.message)
        console.result(shown | {"ok": False})
        return CONFLICT if isinstance(error, StaleBase) else WARNINGS
    params = {"seq": upload.seq, "kind": KINDS[upload.kind].name, "id": upload.id, "project": upload.project}
    if upload.waits:
        return console.done(shown | {"upload_id": upload.id, "waiting": True}, "saved_waits", **params)
    return console.done(shown | {"upload_id": upload.id}, "saved", **params)


def _read(context: Context) -> Intake | None:
    """The file as intake understands it, compared with the day it is of, and shown; ``None`` where it cannot be read,
    which is shown too.
    """
    args = context.args
    if len(args.file) > 1:
        raise Refused("one_file", kind=KINDS[args.kind].name)
    context.require_answers((args.kind,), several=False)
    mapping = load_mapping(args.mapping)
    say_project(context)
    content = opened(Path(args.file[0]))
    if isinstance(content, Issue):
        context.console.say(content.message)
        context.console.result(_unopened(args.kind, content))
        return None
    sheets = tuple(name if of is None else f"{of}={name}" for of, name in args.sheet)  # a sheet's whole name
    return intake_of(context, Part(args.kind, (content,), sheets or None), args.as_of, mapping=mapping)


def say_project(context: Context) -> None:
    """Name the project that files are read for."""
    today = store.base_view(context.engine, context.project, context.args.as_of)
    context.console.say("project", project=context.project, name=today.project.name)


def opened(path: Path) -> File | Issue:
    """Name and bytes of a file; what keeps it from being opened. What is too large is refused by its size, not read."""
    try:
        with path.open("rb") as file:
            return path.name, file.read(Limits().bytes + 1)
    except OSError as error:
        return Issue("no_file", "blocking", params={"file": path.name, "why": error.strerror or str(error)})


def intake_of(
    context: Context,
    part: Part[File],
    as_of: date | None,
    before: Sequence[Intake] = (),
    mapping: Mapping | None = None,
) -> Intake:
    """The files of a kind as intake understands them, compared with what is in force on their day and with those that
    are stored ``before`` them; shown.
    """
    engine, project, kind = context.engine, context.project, part.kind
    late = _judge_day(context, kind, as_of)
    today = with_rows(store.base_view(engine, project, as_of), before)
    parsed = parse(part.files, kind, ParseOptions(mapping, part.sheets, hidden=context.answer("hidden", kind)))
    marks = memory.acknowledged(engine, project, kind)
    matched, mint = (mapping.values, mapping.mint) if mapping else ({}, False)
    unit, dates = context.answer("unit", kind), context.answer("dates", kind)
    options = AssessOptions(as_of, values=matched, mint=mint, acknowledged=marks, unit=unit, dates=dates)
    intake = assess(parsed, today.project, today, options)
    known = known_files.known_file(engine, project, intake)
    intake = replace(intake, issues=(*intake.issues, *late, *([known] if known else [])))
    _show(context.console, intake)
    return intake


def _judge_day(context: Context, kind: Kind, as_of: date | None) -> list[Issue]:
    """Refuse a day that the data cannot be of; else the warning that goes with it, if any."""
    if as_of is None:
        return []
    with reading(context.engine) as session:
        return acts.judge_day(session, context.project, kind, as_of, context.now)


def past_of(context: Context, intake: Intake, as_of: date | None) -> list[PastChange]:
    """The months already over that a plan would change, shown; ``--accept-warnings`` accepts each of them."""
    if as_of is None or not intake.ok:
        return []
    past = plan_past.of_load(context.engine, intake, project=context.project, as_of=as_of)
    if past:
        _show_tier(context.console, "warning", [change.issue() for change in past])
    return past


def as_json(intake: Intake, past: list[PastChange]) -> dict[str, Any]:
    """The JSON of check and load; the past months are warnings among the issues."""
    found = intake.as_json(render)
    return found | {"issues": [*found["issues"], *(change.issue().as_json(render) for change in past)]}


def _unopened(kind: Kind, issue: Issue) -> dict[str, Any]:
    """The JSON of a file that could not be opened: of an intake with nothing in it."""
    return Intake(kind, "", "", issues=(issue,)).as_json(render)


def exit_of(intake: Intake) -> int:
    """The exit of a file that is read, before anything is stored."""
    if not intake.readable:
        return UNREADABLE
    return BLOCKING if intake.blocking else OK


def _show(console: Console, intake: Intake) -> None:
    """The read-out, the issues by tier, and what would change."""
    if intake.rows is not None:
        console.say("read_as", encoding=intake.reading.encoding or "-", count=len(intake.rows))
    for severity in SEVERITIES:
        found = [issue for issue in intake.issues if issue.severity == severity]
        if found:
            _show_tier(console, severity, found)
    if intake.ok and intake.diff is not None:
        console.say("changes")
        for line in sentences(intake.diff):
            console.say("line", line=line)


def _show_tier(console: Console, severity: Severity, found: list[Issue]) -> None:
    console.say("tier", tier=Message(f"tier.{severity}"), count=len(found))
    for issue in found[:_SHOWN_ISSUES]:
        console.say("line", line=issue.message)
    if len(found) > _SHOWN_ISSUES:
        console.say("more", rest=len(found) - _SHOWN_ISSUES)
