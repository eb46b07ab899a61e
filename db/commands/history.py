"""history, diff, withdraw, reinstate; review list, pass, send-back."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from core.intake.compare.words import sentences
from core.model.kinds import KINDS
from core.text import Message
from db.commands.console import CONFLICT, OK, WARNINGS
from db.commands.context import Context
from db.errors import Erased, PastNotAccepted, Refused, ReviewStale
from db.projects import closing
from db.reviews import waiting
from db.reviews.waiting import Part, Waiting
from db.snapshots import plan_past, store, together
from db.snapshots.uploads import UploadInfo
from db.transactions import reading
from words import template
from words.rendering import said


def history(context: Context) -> int:
    """Every upload of a project."""
    found = store.history(context.engine, context.project, context.args.kind, unpassed=True)
    batches = together.batches(context.engine, context.project, unpassed=True)
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
            console.written(Message(f"console.{'rows_erased' if u.state == 'erased' else u.state}")),
            ", ".join(str(one.id) for one in batches.get(u.id, ())),
        )
        for u in found
    ]
    console.table(("id", "kind", "set", "as_of", "rows", "by", "received", "state", "together"), rows)
    uploads = [upload_json(one) | {"stored_with": [other.id for other in batches.get(one.id, ())]} for one in found]
    console.result({"project": context.project, "uploads": uploads})
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
    """Out of every view; nothing is lost. With ``--together`` so is what was stored with it and is still live."""
    args, console = context.args, context.console
    if not args.together:
        return _turn(context, store.withdraw, args.reason, "turned_out")
    _of_project(context, args.id)
    turned, gone = together.withdraw(context.engine, args.id, actor=context.actor, reason=args.reason, now=context.now)
    if gone:
        console.say("turned_out_before", ids=_named(gone, console.lang))
    result = {"ok": True, "uploads": list(map(upload_json, turned)), "before": list(map(upload_json, gone))}
    return console.done(result, "turned_out_together", count=len(turned), ids=_named(turned, console.lang))


def reinstate(context: Context) -> int:
    """Back into every view. A plan that changes months already over needs ``--accept-warnings`` and a reason."""
    args = context.args
    found = store.upload(context.engine, args.id)
    past = plan_past.of_turn(context.engine, args.id) if found.withdrawn else []
    if past and args.accept_warnings and not args.reason:
        raise Refused("past_reason")
    with reading(context.engine) as session:
        closing.require_reason(session, found.project, args.reason or "")
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
        **({"waiting": True} if upload.waits else {}),
        "events": [{"event": e.event, "by": e.by, "at": e.at.isoformat(), "reason": e.reason} for e in upload.events],
    }


def _turn(context: Context, turn: Callable[..., UploadInfo], reason: str, done: str) -> int:
    args = context.args
    found = _of_project(context, args.id)
    past = [] if found.waits else plan_past.of_turn(context.engine, args.id)
    for change in past:
        context.console.say(change.issue().message)
    try:
        turned = turn(context.engine, args.id, actor=context.actor, reason=reason, now=context.now)
    except PastNotAccepted as error:
        context.console.say(error.message)
        context.console.result({"ok": False, "upload": upload_json(found), "past": [c.as_json() for c in past]})
        return WARNINGS
    result = {"ok": True, "upload": upload_json(turned)}
    return context.console.done(result, "turned_waits" if turned.waits else done, id=turned.id, project=turned.project)


def _named(uploads: Sequence[UploadInfo], lang: str) -> str:
    """Uploads by kind, set and number."""
    return ", ".join(f"{KINDS[one.kind].name.get(lang)} {one.seq} ({one.id})" for one in uploads)


def _of_project(context: Context, upload_id: int) -> UploadInfo:
    """The upload. Its number names the project, since they are numbered over all; another ``--project`` is a slip."""
    asked, found = context.args.project, store.upload(context.engine, upload_id)
    if asked and asked != found.project:
        raise Refused("upload_of_another", upload_id=upload_id, project=found.project)
    return found


def list_waiting(context: Context) -> int:
    """What waits for review, with what it would change."""
    found, console = waiting.loads(context.engine, context.project), context.console
    if not found:
        console.say("none_waits", project=context.project)
    console.result({"project": context.project, "waiting": [_shown(context, load) for load in found]})
    return OK


def pass_on(context: Context) -> int:
    """Into every view, with what was loaded together with it. A plan that changes months already over needs
    ``--accept-warnings``.
    """
    args, console = context.args, context.console
    _of_project(context, args.id)
    try:
        done = waiting.pass_on(
            context.engine,
            args.id,
            actor=context.actor,
            now=context.now,
            accept_past="all" if args.accept_warnings else (),
        )
    except (PastNotAccepted, ReviewStale) as error:
        console.say(error.message)
        console.result({"ok": False, "upload": upload_json(_of_project(context, args.id))})
        return WARNINGS if isinstance(error, PastNotAccepted) else CONFLICT
    return _judged(context, "reviewed", done)


def send_back(context: Context) -> int:
    """Back to who loaded it, with what was loaded together with it and a reason."""
    args = context.args
    _of_project(context, args.id)
    back = waiting.send_back(context.engine, args.id, actor=context.actor, reason=args.reason, now=context.now)
    return _judged(context, "reviewed_back", back)


def _judged(context: Context, what: str, judged: list[UploadInfo]) -> int:
    result = {"ok": True, "uploads": [upload_json(one) for one in judged]}
    ids = ", ".join(str(one.id) for one in judged)
    return context.console.done(result, what, ids=ids, project=judged[0].project)


def _shown(context: Context, load: Waiting) -> dict[str, Any]:
    """Print a load that waits, and return it for the JSON."""
    return {"id": load.id, "overtaken": load.overtaken, "uploads": [_part(context, part) for part in load.parts]}


def _part(context: Context, part: Part) -> dict[str, Any]:
    upload, present, console = part.upload, part.present, context.console
    kind = KINDS[upload.kind].name
    console.say("waits_one", id=upload.id, kind=kind, seq=upload.seq, day=upload.as_of, by=upload.by)
    if part.overtaken:
        console.say("line", line=Message("console.waits_overtaken"))
    if present is None:
        console.say("waits_first")
    else:
        console.say("waits_base", seq=present.seq, day=present.as_of)
    counts = None if present is None else _changes(context, part)
    return upload_json(upload) | {"compared_with": present.id if present else None, "changes": counts}


def _changes(context: Context, part: Part) -> dict[str, int] | None:
    """Print what a part would change, and count it; ``None`` where the rows of either are erased."""
    console = context.console
    try:
        changes = waiting.diff(context.engine, part)
    except Erased as error:
        console.say("line", line=error.message)
        return None
    for line in sentences(changes) if changes else ():
        console.say("line", line=line)
    for change in part.past:
        console.say("line", line=change.issue().message)
    return changes.counts if changes else None
