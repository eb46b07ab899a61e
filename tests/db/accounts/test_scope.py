"""A user who is kept to some projects sees and changes those alone: the store holds it, whoever asks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from core.model import Right
from core.model.lessons import LessonText
from core.model.meetings.resolutions import ResolutionText
from core.model.places import find_province
from core.model.project.drafting.following import Wanted
from db.accounts import audit, looks, sessions, users
from db.errors import (
    NotAllowed,
    Refused,
    UnknownLesson,
    UnknownNote,
    UnknownProject,
    UnknownSubscription,
    UnknownUpload,
)
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
from db.transactions import within
from tests.support.actors import OPERATOR, SYSTEM, admin, staff
from tests.support.asked import ASKED
from tests.support.uploads import CODE, NOW, group, intake_of, put

JUNE = date(2021, 6, 30)
TEXT = LessonText("ก", "ข", "ค")
DECIDED = ResolutionText("ก", "ข")
ELSEWHERE = frozenset({SAMPLE_PROJECT})
OUTSIDE = replace(staff(), scope=ELSEWHERE)
WRITING = drafts.Writing("f", ["a.csv"], ["groups"], "{}", "[]")


@pytest.fixture
def stored(engine: Engine) -> UploadInfo:
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


@pytest.mark.parametrize("name", READS)
def test_nothing_is_read_of_a_project_outside_the_scope(engine: Engine, stored: UploadInfo, name: str) -> None:
    if name not in ("kept figures", "stages of a group", "months already over"):
        assert READS[name](engine, stored), "what is asked for is there"

    try:
        found = READS[name](within(engine, ELSEWHERE), stored)
    except (UnknownProject, UnknownUpload):
        return
    assert not found


def test_what_was_read_for_others_is_not_given_to_a_scope(engine: Engine, stored: UploadInfo) -> None:
    assert store.history(engine, CODE) == (stored,)
    assert store.history(within(engine, ELSEWHERE), CODE) == ()
    assert store.history(within(engine, frozenset({CODE})), CODE) == (stored,)


def test_lists_hold_the_projects_of_the_scope_alone(engine: Engine, stored: UploadInfo) -> None:
    scoped = within(engine, ELSEWHERE)

    assert [project.code for project in versions.newest(scoped)] == [SAMPLE_PROJECT]
    assert [info.code for info in versions.list_projects(scoped)] == [SAMPLE_PROJECT]
    assert versions.shown_by_default(engine) == CODE
    assert versions.shown_by_default(scoped) == SAMPLE_PROJECT
    assert (
        short_links.find(scoped, short_links.code_of(engine, Target(CODE, JUNE, NOW), actor=staff(), now=NOW)) is None
    )


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


def test_every_act_of_the_store_on_a_project_is_tried() -> None:
    assert sorted(ACTS) == sorted(name for name in ASKED if not name.startswith(OF_NO_PROJECT))


@pytest.mark.parametrize("name", ACTS)
def test_nothing_is_changed_or_handed_out_outside_the_scope(engine: Engine, stored: UploadInfo, name: str) -> None:
    withdrawn = put(engine, "products", [{"code": "P1", "group_code": "G01", "name": "ก", "category": "food"}], JUNE)
    store.withdraw(engine, withdrawn.id, actor=staff(), reason="ก", now=NOW)
    lessons.write(engine, CODE, TEXT, as_of=JUNE, actor=staff(), now=NOW)
    lessons.withdraw(engine, 2, actor=staff(), reason="ก", now=NOW)
    before = audit.page(engine, audit.Sought(project=CODE))

    with pytest.raises(NotAllowed):
        ACTS[name](engine, stored)

    after = [event for event in audit.page(engine, audit.Sought(project=CODE)) if event.action != "refused"]
    assert after == before
    unknown = (UnknownProject, UnknownUpload, UnknownLesson, UnknownNote, UnknownSubscription)
    with pytest.raises((NotAllowed, *unknown)):
        ACTS[name](within(engine, ELSEWHERE), stored)


def test_a_link_that_was_made_is_not_told_to_somebody_outside(engine: Engine, stored: UploadInfo) -> None:
    with pytest.raises(NotAllowed):
        short_links.code_of(engine, Target(CODE, JUNE, NOW), actor=OUTSIDE, now=NOW)


def test_a_scope_is_given_and_taken_away_and_holds_from_the_next_click(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW)
    sign_in = sessions.public_id(sessions.sign_in(engine, "clerk", NOW))

    def scope() -> frozenset[str] | None:
        found = sessions.signed_in(engine, sign_in, NOW + timedelta(minutes=1))
        assert found is not None
        return found.scope

    assert scope() is None
    users.set_scope(engine, "clerk", [SAMPLE_PROJECT, SAMPLE_PROJECT], actor=admin(), now=NOW)
    assert scope() == ELSEWHERE
    assert users.acting(engine, "clerk", Right.UPLOAD, "command").scope == ELSEWHERE
    assert users.find(engine, "clerk").scope == [SAMPLE_PROJECT]
    users.set_scope(engine, "clerk", [], actor=admin(), now=NOW)
    assert scope() is None
    assert [e.detail for e in audit.recent(engine, limit=2)] == ["clerk", f"clerk {SAMPLE_PROJECT}"]


def test_a_scope_names_stored_projects_and_is_for_roles_that_work_on_some(engine: Engine) -> None:
    for name, role in (("clerk", "staff"), ("chief", "admin")):
        users.add(engine, name, role, actor=OPERATOR, now=NOW)

    with pytest.raises(UnknownProject):
        users.set_scope(engine, "clerk", ["nowhere-2564"], actor=admin(), now=NOW)
    with pytest.raises(Refused, match="every project"):
        users.set_scope(engine, "chief", [CODE], actor=admin(), now=NOW)
    users.set_scope(engine, "clerk", [CODE], actor=admin(), now=NOW)
    with pytest.raises(Refused, match="every project"):
        users.set_role(engine, "clerk", "admin", actor=admin(), now=NOW)

    assert users.find(engine, "clerk").role == "staff"
    assert users.find(engine, "chief").scope is None


def test_a_file_of_a_project_outside_the_scope_is_not_even_compared(engine: Engine, stored: UploadInfo) -> None:
    intake = intake_of(store.base_view(engine, CODE, JUNE).of("groups"), None, as_of=JUNE)

    with pytest.raises(NotAllowed):
        store.apply(within(engine, ELSEWHERE), intake, project=CODE, as_of=JUNE, actor=OUTSIDE, now=NOW)
