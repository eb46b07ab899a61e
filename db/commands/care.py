"""init, setup, sample, backup, restore, verify."""

from collections.abc import Sequence
from pathlib import Path

from core.sentences import Pair
from db import engine as engines
from db.accounts import audit
from db.commands.console import BLOCKING, OK
from db.commands.context import Context
from db.maintenance import backup as backups
from db.maintenance import migrate
from db.maintenance import setup as setups
from db.maintenance import verify as proofs
from db.projects import files, samples, versions
from db.projects.versions import SAMPLE_PROJECT


def init(context: Context) -> int:
    """Tables and projects; no samples."""
    engine = engines.engine()
    migrate.migrate(engine)
    stored = versions.store_folder(engine, now=context.now)
    names = [f"{version.project.code} v{version.version}" for version in stored.versions]
    context.console.say(
        f"ฐานข้อมูลพร้อมใช้ โครงการที่บันทึกใหม่: {', '.join(names) or 'ไม่มี'}",
        f"The database is ready. Projects stored: {', '.join(names) or 'none new'}",
    )
    faults = tell_refused(context, stored.refused)
    context.console.result({"ok": not faults, "revision": migrate.head(), "projects": names, "faults": faults})
    return BLOCKING if faults else OK


def tell_refused(context: Context, refused: Sequence[Pair]) -> list[dict[str, str]]:
    """Say each fault of a project file that was refused; the same for the JSON."""
    for th, en in refused:
        context.console.warn(th, en)
    if refused:
        context.console.warn(*files.STILL_IN_FORCE)
    return [{"message": th, "message_en": en} for th, en in refused]


def setup(context: Context) -> int:
    """First start. Passwords are shown once; repeated, nothing secret is printed.

    A project file that is refused is told and stops nothing: the server starts next.
    """
    made = setups.prepare(engines.engine(), samples=context.args.samples, now=context.now)
    console = context.console
    faults = tell_refused(context, files.refused(versions.folder()))
    if made:
        console.say(
            "เข้าสู่ระบบครั้งแรกด้วยรหัสผ่านใช้ครั้งเดียวนี้ (แสดงครั้งเดียว):", "Sign in with these one-time passwords (shown once):"
        )
        console.table([("name", "name"), ("role", "role"), ("one-time password", "one-time password")], made)
    else:
        console.say(
            "มีผู้ใช้อยู่แล้ว หากลืมรหัสผ่าน สั่ง: python -m db users password NAME",
            "Users exist already. For a new password: python -m db users password NAME",
        )
    users = [dict(zip(("name", "role", "password"), row, strict=True)) for row in made]
    console.result({"ok": True, "users": users, "faults": faults})
    return OK


def sample_load(context: Context) -> int:
    """Load what is missing of the samples."""
    stored = samples.load(context.engine, now=context.now)
    context.console.say(
        f"นำเข้าข้อมูลตัวอย่าง {len(stored)} ชุด ในโครงการ {SAMPLE_PROJECT}",
        f"Loaded {len(stored)} sample uploads into {SAMPLE_PROJECT}",
    )
    context.console.result({"ok": True, "project": SAMPLE_PROJECT, "upload_ids": [upload.id for upload in stored]})
    return OK


def sample_clear(context: Context) -> int:
    """Remove the uploads of a sample project."""
    project = context.args.project or SAMPLE_PROJECT
    removed = samples.clear(context.engine, project, by="console", now=context.now)
    context.console.say(
        f"ลบข้อมูลตัวอย่าง {removed} ชุด ของโครงการ {project}", f"Removed {removed} sample uploads of {project}"
    )
    context.console.result({"ok": True, "project": project, "removed": removed})
    return OK


def backup(context: Context) -> int:
    """One file."""
    target = Path(context.args.file)
    size = backups.backup(context.engine, target)
    context.console.say(f"สำรองไว้ที่ {target} แล้ว ({size:,} ไบต์)", f"Backed up to {target} ({size:,} bytes)")
    context.console.result({"ok": True, "file": str(target), "bytes": size})
    return OK


def restore(context: Context) -> int:
    """Put a backup in place; the old database stays beside."""
    engine, source = engines.engine(), Path(context.args.file)
    kept = backups.restore(engine, source)
    audit.note(engine, at=context.now, by="console", action="restore", detail=source.name)
    context.console.say(
        f"กู้คืนจาก {source} แล้ว โปรดเริ่มโปรแกรมใหม่" + (f" ฐานข้อมูลเดิมเก็บไว้ที่ {kept}" if kept else ""),
        f"Restored from {source}. Restart the program" + (f"; the old database is kept at {kept}" if kept else ""),
    )
    context.console.result({"ok": True, "file": str(source), "kept": str(kept) if kept else None})
    return OK


def verify(context: Context) -> int:
    """Exit 1 where anything differs."""
    found = proofs.verify(context.engine)
    for difference in found:
        at = "-" if difference.upload_id is None else difference.upload_id
        context.console.say(
            f"ชุดหมายเลข {at} {difference.what}: บันทึกไว้ {difference.stored} แต่พบ {difference.found}",
            f"upload {at} {difference.what}: stored {difference.stored}, found {difference.found}",
        )
    if not found:
        context.console.say("ข้อมูลทุกชุดถูกต้องครบถ้วน", "Every upload is whole and its figures agree")
    rows = [{"upload_id": d.upload_id, "what": d.what, "stored": d.stored, "found": d.found} for d in found]
    context.console.result({"ok": not found, "differences": rows})
    return BLOCKING if found else OK
