"""init, setup, sample, backup, restore, verify, chain."""

import argparse
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.text import Message
from db import engine as engines
from db import private
from db.accounts import actors
from db.commands.console import BLOCKING, OK, in_both, usage
from db.commands.context import Context
from db.errors import Refused
from db.maintenance import backup as backups
from db.maintenance import chain as chains
from db.maintenance import erase, every_night, migrate, samples
from db.maintenance import setup as setups
from db.maintenance import verify as proofs
from db.maintenance.status import verified
from db.projects import files, versions
from db.projects.versions import SAMPLE_PROJECT


def init(context: Context) -> int:
    """Tables and projects; no samples."""
    engine = engines.engine()
    migrate.migrate(engine)
    _close_to_others()
    stored = versions.store_folder(engine, actor=actors.operator(), now=context.now)
    names = [f"{version.project.code} v{version.version}" for version in stored.versions]
    context.console.say("ready", names=names or Message("console.no_new_project"))
    for message in stored.beside:
        context.console.warn(message)
    faults = _show_refused(context, stored.refused)
    beside = [in_both(message) for message in stored.beside]
    result = {"ok": not faults, "revision": migrate.head(), "projects": names, "faults": faults, "beside": beside}
    context.console.result(result)
    return BLOCKING if faults else OK


def _close_to_others() -> None:
    """A folder that was there before, and what is in it, is its owner's alone from now on."""
    private.close(engines.data_dir(), engines.sqlite_file(engines.database_url()))


def _show_refused(context: Context, refused: Sequence[Message]) -> list[dict[str, str]]:
    """Print each fault of a project file that was refused; returns the same for the JSON."""
    for message in refused:
        context.console.warn(message)
    if refused:
        context.console.warn("still_in_force")
    return [in_both(message) for message in refused]


def setup(context: Context) -> int:
    """First start. Passwords are shown once; repeated, nothing secret is printed.

    A project file that is refused is reported and stops nothing: the server starts next.
    """
    made = setups.prepare(engines.engine(), samples=context.args.samples, actor=actors.operator(), now=context.now)
    _close_to_others()
    console = context.console
    faults = _show_refused(context, files.refused(versions.folder()))
    if made:
        console.say("one_time_passwords")
        console.table(["user", "role", "password"], made)
    else:
        console.say("users_exist")
    users = [dict(zip(("name", "role", "password"), row, strict=True)) for row in made]
    console.result({"ok": True, "users": users, "faults": faults})
    return OK


def sample_load(context: Context) -> int:
    """Load what is missing of the samples."""
    stored = samples.load(context.engine, actor=context.actor, now=context.now)
    result = {"ok": True, "project": SAMPLE_PROJECT, "upload_ids": [upload.id for upload in stored]}
    return context.console.done(result, "sample_loaded", count=len(stored), sample_project=SAMPLE_PROJECT)


def sample_clear(context: Context) -> int:
    """Remove the uploads of a sample project."""
    project = context.args.project or SAMPLE_PROJECT
    removed = samples.clear(context.engine, project, actor=context.actor, now=context.now)
    result = {"ok": True, "project": project, "removed": removed}
    return context.console.done(result, "sample_removed", removed=removed, project=project)


def backup(context: Context) -> int:
    """One file; or a dated one of many, proved to restore. Exit 1 where it does not restore as it was."""
    args = context.args
    if args.to is not None:
        return _nightly(context, Path(args.to))
    if args.keep is not None:
        raise Refused("keep_where")
    made = every_night.by_hand(
        context.engine,
        Path(args.file),
        actor=context.actor,
        now=context.now,
        with_key=args.with_key,
        force=args.force,
    )
    _say_written(context, made)
    context.console.result({"ok": True, **_backup_json(made)})
    return OK


def _nightly(context: Context, folder: Path) -> int:
    args, console = context.args, context.console
    if args.force:
        raise Refused("force_where")
    done = every_night.nightly(
        context.engine, folder, actor=context.actor, now=context.now, keep=args.keep, with_key=args.with_key
    )
    _say_written(context, done.backup)
    for difference in done.differences:
        console.warn(difference)
    console.say("not_proved" if done.differences else "proved", count=len(done.removed))
    differences = [in_both(one) for one in done.differences]
    ok = not differences
    result = {"ok": ok, **_backup_json(done.backup), "differences": differences, "removed": list(done.removed)}
    console.result(result)
    return OK if ok else BLOCKING


def _say_written(context: Context, made: backups.Backup) -> None:
    context.console.say("backed_up", target=made.file, size=made.size, link=made.link)
    if made.key is not None:
        context.console.say("key_taken", path=made.key)


def _backup_json(made: backups.Backup) -> dict[str, Any]:
    key = str(made.key) if made.key else None
    return {"file": str(made.file), "bytes": made.size, "link": made.link, "key": key}


def count(text: str) -> int:
    """How many backups to keep, at least one."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(usage("not_backups", text))
    return int(text)


def restore(context: Context) -> int:
    """Put a backup in place; the old database is kept."""
    source = Path(context.args.file)
    kept = backups.restore(engines.engine(), source, actor=actors.operator(), now=context.now)
    result = {"ok": True, "file": str(source), "kept": str(kept) if kept else None}
    there = Message("console.kept", {"path": kept}) if kept else ""
    return context.console.done(result, "restored", source=source, kept=there)


def verify(context: Context) -> int:
    """The chain, then every upload. Exit 1 where anything differs."""
    console, since = context.console, _kept_link(context.args.since)
    chain, found = chains.check(context.engine, since), proofs.verify(context.engine)
    for finding in chain.findings:
        console.say(finding.message)
    for difference in found:
        at = "-" if difference.upload_id is None else difference.upload_id
        console.say("differs", at=at, what=difference.what, stored=difference.stored, found=difference.found)
    ok = not (found or chain.findings)
    verified.keep(context.engine, verified.Verified(context.now, len(found) + len(chain.findings)))
    if ok:
        console.say("verified")
        console.say("chain_holds", began=f"{chain.began:%Y-%m-%d %H:%M} UTC", count=chain.count, last=chain.last)
        if since:
            console.say("chain_since", seq=since.partition(":")[0])
    if erased := erase.count(context.engine):
        console.say("verified_erased", count=erased)
    if not chain.has_head:
        console.say("chain_no_head")
    if chain.unsigned:
        console.say("chain_unsigned", first=chain.unsigned[0], last=chain.unsigned[-1])
    rows = [{"upload_id": d.upload_id, "what": d.what, "stored": d.stored, "found": d.found} for d in found]
    console.result({"ok": ok, "differences": rows, "chain": _chain_json(chain)})
    return OK if ok else BLOCKING


def new_key(context: Context) -> int:
    """A new section of the chain."""
    link = chains.new_key(context.engine, actor=context.actor, now=context.now)
    return context.console.done({"ok": True, "link": link}, "chain_new_key", link=link)


def _kept_link(text: str | None) -> str | None:
    """The link that ``--since`` gives, as text or as the name of the file that a backup wrote it to."""
    if text is None:
        return None
    with suppress(OSError, UnicodeDecodeError):
        text = Path(text).read_text(encoding="ascii").strip()
    if not re.fullmatch(r"[0-9]{1,9}:[0-9a-f]{64}", text):
        raise Refused("no_link", text=text)
    return text


def _chain_json(chain: chains.Checked) -> dict[str, Any]:
    return {
        "began": chain.began,
        "links": chain.count,
        "last": chain.last,
        "head": chain.has_head,
        "unsigned": list(chain.unsigned),
        "findings": [
            {"link": one.link, "table": one.table, "key": one.key, **in_both(one.message)} for one in chain.findings
        ],
    }
