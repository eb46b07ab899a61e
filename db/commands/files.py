"""check, load, template, export."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from core.intake import AssessOptions, Intake, Limits, ParseOptions, assess, parse
from core.intake.compare.words import sentences
from core.intake.forms import templates
from core.intake.issues import SEVERITIES, Issue, Severity
from core.intake.plan_past import PastChange
from core.model.kinds import KINDS
from core.text import Message
from db.accounts import looks
from db.commands.console import BLOCKING, CONFLICT, OK, UNREADABLE, WARNINGS, Console
from db.commands.context import Context, load_mapping
from db.errors import AlreadyStored, PastNotAccepted, Refused, StaleBase, WarningsNotAccepted
from db.projects import versions
from db.snapshots import known_files, memory, plan_past, store
from db.transactions import reading
from words.rendering import render

_SHOWN_ISSUES = 50  # of each tier; JSON has them all


def check(context: Context) -> int:
    """What a load would report and change; nothing is stored. Warnings alone are clean."""
    intake = _read(context)
    if intake is None:
        return UNREADABLE
    context.console.result(_as_json(intake, _past(context, intake)))
    return _exit(intake)


def load(context: Context) -> int:
    """Check, then store in one transaction."""
    args, console = context.args, context.console
    intake = _read(context)
    if intake is None:
        return UNREADABLE
    past = _past(context, intake)
    shown = _as_json(intake, past)
    if not intake.ok:
        console.result(shown)
        return _exit(intake)
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
        )
    except AlreadyStored as error:
        console.say(error.message)
        console.result(shown | {"upload_id": error.upload.id})
        return OK
    except (WarningsNotAccepted, PastNotAccepted, StaleBase) as error:
        console.say(error.message)
        console.result(shown | {"ok": False})
        return CONFLICT if isinstance(error, StaleBase) else WARNINGS
    params = {"seq": upload.seq, "kind": KINDS[upload.kind].name, "id": upload.id, "project": upload.project}
    return console.done(shown | {"upload_id": upload.id}, "saved", **params)


def template(context: Context) -> int:
    """A blank form: XLSX with lists and one example row, or CSV with the header alone; of a plan with its months."""
    args, path = context.args, Path(context.args.file)
    project = versions.project_at(context.engine, context.project).project
    if path.suffix.lower() == ".xlsx":
        content = templates.template_xlsx(args.kind, project, context.console.written)
    elif path.suffix.lower() == ".csv":
        content = templates.template_csv(args.kind, project)
    else:
        raise Refused("form_name")
    return _write(context, path, content)


def export(context: Context) -> int:
    """The rows in force as CSV that loads back to the same rows; telephones and persons masked."""
    args, path = context.args, Path(context.args.file)
    if path.suffix.lower() != ".csv":
        raise Refused("export_name")
    shown = store.base_view(context.engine, context.project, args.as_of)
    if args.kind not in shown.uploads:
        raise Refused("nothing_to_export", kind=KINDS[args.kind].name)
    rows = shown.rows[args.kind]
    payees = args.kind == "spending" and not context.actor.columns_left_out
    looks.exported(
        context.engine, actor=context.actor, project=context.project, detail=args.kind, now=context.now, payees=payees
    )
    content = templates.export_csv(rows, shown.stages, leave_out=context.actor.columns_left_out)
    return _write(context, path, content, rows=len(rows), upload_id=shown.uploads[args.kind].id)


def _write(context: Context, path: Path, content: bytes, **more: object) -> int:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused("unwritable", path=path, why=error.strerror or str(error)) from error
    result = {"ok": True, "kind": context.args.kind, "file": str(path), **more}
    return context.console.done(result, "wrote", path=path)


def _read(context: Context) -> Intake | None:
    """The file as intake understands it, compared with the day it is of, and shown; ``None`` where it cannot be read,
    which is shown too.
    """
    args, limits = context.args, Limits()
    mapping = load_mapping(args.mapping)
    late = _judge_day(context)
    today = store.base_view(context.engine, context.project, args.as_of)
    context.console.say("project", project=context.project, name=today.project.name)
    path = Path(args.file)
    try:
        with path.open("rb") as file:
            content = file.read(limits.bytes + 1)  # what is larger is refused by its size, not read
    except OSError as error:
        _show_unopened(context, path, error)
        return None
    parsed = parse((path.name, content), args.kind, ParseOptions(mapping, limits=limits))
    marks = memory.acknowledged(context.engine, context.project, args.kind)
    matched, mint = (mapping.values, mapping.mint) if mapping else ({}, False)
    options = AssessOptions(args.as_of, values=matched, mint=mint, acknowledged=marks)
    intake = assess(parsed, today.project, today, options)
    known = known_files.known_file(context.engine, context.project, intake)
    intake = replace(intake, issues=(*intake.issues, *late, *([known] if known else [])))
    _show(context.console, intake)
    return intake


def _judge_day(context: Context) -> list[Issue]:
    """Refuse a day that the data cannot be of; else the warning that goes with it, if any."""
    if context.args.as_of is None:
        return []
    with reading(context.engine) as session:
        return store.judge_day(session, context.project, context.args.kind, context.args.as_of, context.now)


def _past(context: Context, intake: Intake) -> list[PastChange]:
    """The months already over that a plan would change, shown; ``--accept-warnings`` accepts each of them."""
    as_of = context.args.as_of
    if as_of is None or not intake.ok:
        return []
    past = plan_past.of_load(context.engine, intake, project=context.project, as_of=as_of)
    if past:
        _show_tier(context.console, "warning", [change.issue() for change in past])
    return past


def _as_json(intake: Intake, past: list[PastChange]) -> dict[str, Any]:
    """The JSON of check and load; the past months are warnings among the issues."""
    found = intake.as_json(render)
    return found | {"issues": [*found["issues"], *(change.issue().as_json(render) for change in past)]}


def _show_unopened(context: Context, path: Path, error: OSError) -> None:
    message = Message("issue.no_file", {"file": path.name, "why": error.strerror or str(error)})
    issue = {
        "code": "no_file",
        "severity": "blocking",
        "row": None,
        "column": None,
        "value": None,
        "message": render(message),
    }
    context.console.say(message)
    context.console.result(
        {
            "ok": False,
            "kind": context.args.kind,
            "rows": None,
            "encoding": None,
            "delimiter": None,
            "upload_id": None,
            "changes": {"added": 0, "changed": 0, "removed": 0},
            "issues": [issue],
            "folded": {},
        }
    )


def _exit(intake: Intake) -> int:
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
