"""What the store reads and does on a project: each function once, with what it needs to have there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Engine

from core.model.lessons import LessonText
from core.model.meetings.resolutions import ResolutionText
from core.model.places import find_province
from core.model.project.drafting.following import Wanted
from db.accounts import audit, looks, users
from db.maintenance import erase
from db.notebook import drafts, lessons, notes, organisations, remarks, resolutions, short_links
from db.notebook.short_links import Target
from db.projects import default, versions
from db.projects.versions import SAMPLE_PROJECT
from db.reviews import waiting
from db.settings import next_year, saving
from db.settings.judged import Proposed
from db.snapshots import earlier, memory, plan_past, store, together
from db.snapshots.uploads import UploadInfo
from db.telling import queue, subscriptions
from db.telling.subscriptions import Wish
from tests.support.actors import OPERATOR, SYSTEM, staff
from tests.support.uploads import CODE, NOW, group, put

JUNE = date(2021, 6, 30)
TEXT = LessonText("ก", "ข", "ค")
DECIDED = ResolutionText("ก", "ข")
ELSEWHERE = frozenset({SAMPLE_PROJECT})
OUTSIDE = replace(staff(), scope=ELSEWHERE)
WRITING = drafts.Writing("f", ["a.csv"], ["groups"], "{}", "[]")


def fill(engine: Engine) -> UploadInfo:
    """An upload, a lesson, a note, a remark, a resolution, a short link and an acknowledgement in a project that is
    outside the scope.
    """
    found = put(engine, "groups", [group("G01")], JUNE)
    lessons.write(engine, CODE, TEXT, as_of=JUNE, actor=staff(), now=NOW)
    notes.write(engine, CODE, "meeting", "ประชุม", text="ครั้งที่ 1", on_date=JUNE, actor=staff(), now=NOW)
    short_links.code_of(engine, Target(CODE, JUNE, NOW), actor=staff(), now=NOW)
    remarks.write(engine, CODE, "group", "G01", "ก", as_of=JUNE, actor=staff(), now=NOW)
    resolutions.record(engine, CODE, DECIDED, met_on=JUNE, actor=staff(), now=NOW)
    memory.acknowledge(engine, CODE, "groups", ["x|1"], actor=staff(), now=NOW)
    organisations.mark(engine, CODE, "ก", organisation=True, actor=staff(), now=NOW)
    _message_given_up(engine)
    return found


def _message_given_up(engine: Engine) -> None:
    """A subscription of ``clerk``, and a message of it that could not be sent."""
    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW)
    subscriptions.subscribe(engine, "clerk", Wish("stale"), project=CODE, actor=staff(), now=NOW)
    queue.trial(engine, 1, actor=staff(), now=NOW)
    found = queue.claim(engine, ["mail"], "sender", actor=SYSTEM, now=NOW)
    assert found is not None
    queue.finish(engine, found, queue.Outcome("ended", "undelivered.no_mail"), actor=SYSTEM, now=NOW)


# What each function that reads a project gives to somebody whose scope does not hold it.
READS: dict[str, Callable[[Engine, UploadInfo], Any]] = {
    "view": lambda engine, _: store.view(engine, CODE),
    "base view": lambda engine, _: store.base_view(engine, CODE, JUNE),
    "history": lambda engine, _: store.history(engine, CODE),
    "days": lambda engine, _: store.days(engine, CODE),
    "one upload": lambda engine, upload: store.upload(engine, upload.id),
    "rows": lambda engine, upload: store.rows_of_upload(engine, upload.id),
    "comparison": lambda engine, upload: store.diff_uploads(engine, upload.id, upload.id),
    "stages of a group": lambda engine, _: earlier.told(engine, CODE, "G01", JUNE),
    "months already over": lambda engine, upload: plan_past.of_turn(engine, upload.id),
    "newest day": lambda engine, _: plan_past.newest_day_of(engine, CODE),
    "lessons": lambda engine, _: lessons.listed(engine, CODE),
    "notes": lambda engine, _: notes.standing(engine, CODE, "meeting"),
    "remarks": lambda engine, _: remarks.listed(engine, CODE),
    "resolutions": lambda engine, _: resolutions.listed(engine, CODE),
    "payees that are organisations": lambda engine, _: organisations.marked(engine, CODE),
    "acknowledged": lambda engine, _: memory.acknowledged(engine, CODE, "groups"),
    "last deed": lambda engine, _: short_links.last_change(engine, CODE),
    "project": lambda engine, _: versions.project_at(engine, CODE),
    "project asked for": lambda engine, _: default.for_reading(engine, CODE),
    "log": lambda engine, _: [e for e in audit.recent(engine, limit=1000) if e.project == CODE],
    "log by page": lambda engine, _: audit.page(engine, audit.Sought(project=CODE)),
    "subscriptions": lambda engine, _: subscriptions.listed(engine),
    "messages": lambda engine, _: queue.recent(engine),
    "kept figures": lambda engine, _: erase.kept_figures(engine, CODE, JUNE, NOW),
}


# Each function of the store that changes or hands out something of a project.
ACTS: dict[str, Callable[[Engine, UploadInfo], Any]] = {
    "db.accounts.looks.exported": lambda engine, _: looks.exported(
        engine, actor=OUTSIDE, project=CODE, detail="groups", now=NOW
    ),
    "db.accounts.looks.phone_shown": lambda engine, _: looks.phone_shown(
        engine, actor=OUTSIDE, project=CODE, group_code="G01", now=NOW
    ),
    "db.notebook.drafts.begin": lambda engine, _: drafts.begin(
        engine, CODE, WRITING, holder="t", actor=OUTSIDE, now=NOW
    ),
    "db.notebook.drafts.change": lambda engine, _: drafts.change(
        engine, CODE, 1, WRITING, holder="t", actor=OUTSIDE, now=NOW
    ),
    "db.notebook.drafts.drop": lambda engine, _: drafts.drop(engine, CODE, 1, actor=OUTSIDE, now=NOW),
    "db.notebook.drafts.mine": lambda engine, _: drafts.mine(engine, CODE, actor=OUTSIDE, now=NOW),
    "db.notebook.drafts.take": lambda engine, _: drafts.take(engine, CODE, 1, holder="t", actor=OUTSIDE, now=NOW),
    "db.notebook.lessons.write": lambda engine, _: lessons.write(
        engine, CODE, TEXT, as_of=JUNE, actor=OUTSIDE, now=NOW
    ),
    "db.notebook.lessons.correct": lambda engine, _: lessons.correct(
        engine, 1, LessonText("ง", "ข", "ค"), actor=OUTSIDE, now=NOW
    ),
    "db.notebook.lessons.withdraw": lambda engine, _: lessons.withdraw(engine, 1, actor=OUTSIDE, reason="ก", now=NOW),
    "db.notebook.lessons.reinstate": lambda engine, _: lessons.reinstate(engine, 2, actor=OUTSIDE, reason="ก", now=NOW),
    "db.notebook.notes.write": lambda engine, _: notes.write(
        engine, CODE, "meeting", "ก", text="ข", on_date=JUNE, actor=OUTSIDE, now=NOW
    ),
    "db.notebook.organisations.mark": lambda engine, _: organisations.mark(
        engine, CODE, "ข", organisation=True, actor=OUTSIDE, now=NOW
    ),
    "db.notebook.remarks.write": lambda engine, _: remarks.write(
        engine, CODE, "group", "G01", "ก", as_of=JUNE, actor=OUTSIDE, now=NOW
    ),
    "db.notebook.remarks.take_back": lambda engine, _: remarks.take_back(engine, 1, reason="ก", actor=OUTSIDE, now=NOW),
    "db.notebook.resolutions.record": lambda engine, _: resolutions.record(
        engine, CODE, DECIDED, met_on=JUNE, actor=OUTSIDE, now=NOW
    ),
    "db.notebook.resolutions.report": lambda engine, _: resolutions.report(
        engine, 1, "done", "ก", on=JUNE, actor=OUTSIDE, now=NOW
    ),
    "db.notebook.short_links.code_of": lambda engine, _: short_links.code_of(
        engine, Target(CODE, JUNE, NOW), actor=OUTSIDE, now=NOW
    ),
    "db.reviews.waiting.pass_on": lambda engine, upload: waiting.pass_on(
        engine, upload.id, actor=replace(OUTSIDE, reviews=True), now=NOW
    ),
    "db.reviews.waiting.send_back": lambda engine, upload: waiting.send_back(
        engine, upload.id, actor=replace(OUTSIDE, reviews=True), reason="ก", now=NOW
    ),
    "db.settings.next_year.begin": lambda engine, _: next_year.begin(
        engine, CODE, Wanted(2565, find_province("เพชรบุรี")), actor=OUTSIDE, now=NOW
    ),
    "db.settings.saving.save": lambda engine, _: saving.save(
        engine, Proposed(CODE, "", 1, JUNE), reason="ก", actor=OUTSIDE, now=NOW
    ),
    "db.snapshots.memory.acknowledge": lambda engine, _: memory.acknowledge(
        engine, CODE, "groups", ["y|1"], actor=OUTSIDE, now=NOW
    ),
    "db.snapshots.store.apply": lambda engine, _: put(engine, "groups", [group("G02")], JUNE, actor=OUTSIDE),
    "db.snapshots.store.withdraw": lambda engine, upload: store.withdraw(
        engine, upload.id, actor=OUTSIDE, reason="ก", now=NOW
    ),
    "db.snapshots.store.reinstate": lambda engine, upload: store.reinstate(
        engine, upload.id + 1, actor=OUTSIDE, reason="ก", now=NOW
    ),
    "db.snapshots.together.apply": lambda engine, _: together.apply(engine, [], project=CODE, actor=OUTSIDE, now=NOW),
    "db.snapshots.together.withdraw": lambda engine, upload: together.withdraw(
        engine, upload.id, actor=OUTSIDE, reason="ก", now=NOW
    ),
    "db.telling.subscriptions.subscribe": lambda engine, _: subscriptions.subscribe(
        engine, "clerk", Wish("window"), project=CODE, actor=OUTSIDE, now=NOW
    ),
    "db.telling.subscriptions.unsubscribe": lambda engine, _: subscriptions.unsubscribe(
        engine, 1, actor=OUTSIDE, now=NOW
    ),
    "db.telling.queue.trial": lambda engine, _: queue.trial(engine, 1, actor=OUTSIDE, now=NOW),
    "db.telling.queue.again": lambda engine, _: queue.again(engine, 1, actor=OUTSIDE, now=NOW),
}
# Of no project, or for roles that work on every project: an account, the server, what is remembered of headers.
OF_NO_PROJECT = (
    "db.accounts.sessions.",
    "db.accounts.users.",
    "db.maintenance.",
    "db.programs.",
    "db.projects.",
    "db.accounts.looks.log_",
)
OF_NO_PROJECT += ("db.snapshots.memory.remember_", "db.snapshots.memory.forget", "db.telling.subscriptions.set_line_id")
OF_NO_PROJECT += tuple(f"db.telling.queue.{act}" for act in ("claim", "finish", "purge", "put"))  # the server by itself
