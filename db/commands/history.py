"""history, diff, withdraw, reinstate."""

from collections.abc import Callable
from functools import partial
from typing import Any

from core.intake.compare.words import sentences
from core.model.kinds import KINDS
from core.text import Message
from db.commands.console import OK, WARNINGS
from db.commands.context import Context
from db.errors import PastNotAccepted, Refused
from db.snapshots import plan_past, store
from db.snapshots.uploads import UploadInfo
from words import template
from words.rendering import said


def history(context: Context) -> int:
    """Every upload of a project."""
    found = store.history(context.engine, context.project, context.args.kind)
    console = context.console
    rows = [
        (
            u.id,
            KINDS[u.kind].name.get(console.lang),
            u.seq,
            console.written(u.as_of),
            u.row_count,
            u.by,
            f"{u.received_at:%Y-%m-%d %H:%M}",
            console.written(Message("console.live" if u.live else "console.withdrawn")),
        )
        for u in found
    ]
    console.table(("id", "kind", "set", "as_of", "rows", "by", "received", "state"), rows)
    console.result({"project": context.project, "uploads": [upload_json(upload) for upload in found]})
    return OK


def diff(context: Context) -> int:
    """What changed, counted and in words."""
    for upload_id in (context.args.before, context.args.after):
        _of_project(context, upload_id)
    changes = store.diff_uploads(context.engine, context.args.before, context.args.after)
    for line in sentences(changes):
        context.console.say(line)
    context.console.result(
        {
            "before": context.args.before,
            "after": context.args.after,
            "changes": changes.counts,
            "words": {lang: [said(one, lang) for one in sentences(changes)] for lang in ("th", "en")},
        }
    )
    return OK


def withdraw(context: Context) -> int:
    """Out of every view; nothing is lost."""
    return _turn(context, store.withdraw, context.args.reason, "turned_out")


def reinstate(context: Context) -> int:
    """Back into every view. A plan that changes months already over needs ``--accept-warnings`` and a reason."""
    args = context.args
    past = plan_past.of_turn(context.engine, args.id) if not store.upload(context.engine, args.id).live else []
    if past and args.accept_warnings and not args.reason:
        raise Refused("past_reason")
    act = partial(store.reinstate, accept_past=[change.id for change in past] if args.accept_warnings else [])
    return _turn(context, act, args.reason or template("console.brought_back"), "turned_in")


def upload_json(upload: UploadInfo) -> dict[str, Any]:
    """One upload as the commands print it."""
    return {
        "id": upload.id,
        "project": upload.project,
        "kind": upload.kind,
        "seq": upload.seq,
        "as_of": upload.as_of.isoformat(),
        "received_at": upload.received_at.isoformat(),
        "by": upload.by,
        "file_name": upload.file_name,
        "file_sha256": upload.file_sha256,
        "rows_sha256": upload.rows_sha256,
        "encoding": upload.encoding,
        "rows": upload.row_count,
        "live": upload.live,
        "events": [{"event": e.event, "by": e.by, "at": e.at.isoformat(), "reason": e.reason} for e in upload.events],
    }


def _turn(context: Context, turn: Callable[..., UploadInfo], reason: str, done: str) -> int:
    args = context.args
    found = _of_project(context, args.id)
    past = plan_past.of_turn(context.engine, args.id)
    for change in past:
        context.console.say(change.issue().message)
    try:
        turned = turn(context.engine, args.id, actor=context.actor, reason=reason, now=context.now)
    except PastNotAccepted as error:
        context.console.say(error.message)
        context.console.result({"ok": False, "upload": upload_json(found), "past": [c.as_json() for c in past]})
        return WARNINGS
    result = {"ok": True, "upload": upload_json(turned)}
    return context.console.done(result, done, id=turned.id, project=turned.project)


def _of_project(context: Context, upload_id: int) -> UploadInfo:
    """The upload. Its number names the project, since they are numbered over all; another ``--project`` is a slip."""
    asked, found = context.args.project, store.upload(context.engine, upload_id)
    if asked and asked != found.project:
        raise Refused("upload_of_another", upload_id=upload_id, project=found.project)
    return found
