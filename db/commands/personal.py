"""erase, person."""

import argparse

from core.model.kinds import KINDS
from core.text import Message
from db.commands.console import OK, Console, usage
from db.commands.context import Context
from db.maintenance import erase as erasing
from db.maintenance import person as persons
from db.maintenance.erase import Candidate
from db.maintenance.person import Place


def days(text: str) -> int:
    """A number of days of the command line."""
    if not (text.isascii() and text.isdigit()) or len(text) > 5:
        raise argparse.ArgumentTypeError(usage("not_days", text))
    return int(text)


def erase(context: Context) -> int:
    """List the candidates, then erase those that nothing keeps; with ``--dry-run`` list them alone."""
    args, console = context.args, context.console
    act = erasing.candidates if args.dry_run else erasing.erase
    found = act(context.engine, args.project, days=args.older_than, actor=context.actor, now=context.now)
    heads = ("id", "project", "kind", "set", "as_of", "rows", "withdrawn_on", "kept_until")
    if found:
        console.table(heads, [_row(console, one) for one in found])
    free = sum(one.free for one in found)
    console.say("erasable" if args.dry_run else "erased", count=free, kept=len(found) - free)
    if free and not args.dry_run:
        console.say("erased_copies")
    console.result({"ok": True, "dry_run": args.dry_run, "uploads": [_as_json(one) for one in found]})
    return OK


def _row(console: Console, one: Candidate) -> tuple[object, ...]:
    upload = one.upload
    return (
        upload.id,
        upload.project,
        KINDS[upload.kind].name.get(console.lang),
        upload.seq,
        console.written(upload.as_of),
        upload.row_count,
        f"{one.withdrawn_at:%Y-%m-%d}",
        console.written(one.kept_until) if one.kept_until else "",
    )


def _as_json(one: Candidate) -> dict[str, object]:
    return {
        "id": one.upload.id,
        "project": one.upload.project,
        "kind": one.upload.kind,
        "seq": one.upload.seq,
        "as_of": one.upload.as_of.isoformat(),
        "rows": one.upload.row_count,
        "withdrawn_at": one.withdrawn_at.isoformat(),
        "kept_until": one.kept_until.isoformat() if one.kept_until else None,
    }


def person(context: Context) -> int:
    """Each place in which a person occurs, never what stands there."""
    console = context.console
    found = persons.search(context.engine, context.args.search, actor=context.actor, now=context.now)
    if found:
        heads = ("place", "project", "set", "column", "rows")
        console.table(heads, [_place(console, one) for one in found])
    console.say("person_found" if found else "person_nowhere", count=len(found))
    places = [
        {"table": p.table, "column": p.column, "project": p.project, "kind": p.kind, "set": p.set, "rows": p.rows}
        for p in found
    ]
    console.result({"ok": True, "places": places})
    return OK


def _place(console: Console, one: Place) -> tuple[object, ...]:
    place = console.written(Message(f"place.{one.table}"))
    return place, one.project, one.set, one.column, ", ".join(one.rows)
