"""A user who is kept to some projects sees and changes those alone: the store holds it, whoever asks."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from core.model import Right
from db.accounts import audit, sessions, users
from db.errors import (
    NotAllowed,
    Refused,
    UnknownLesson,
    UnknownNote,
    UnknownProject,
    UnknownSubscription,
    UnknownUpload,
)
from db.notebook import lessons, short_links
from db.notebook.short_links import Target
from db.projects import versions
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from db.snapshots.uploads import UploadInfo
from db.transactions import within
from tests.support.actors import OPERATOR, admin, staff
from tests.support.asked import ASKED
from tests.support.scopes import ACTS, ELSEWHERE, JUNE, OF_NO_PROJECT, OUTSIDE, READS, TEXT, fill
from tests.support.uploads import CODE, NOW, intake_of, put


@pytest.fixture
def stored(engine: Engine) -> UploadInfo:
    return fill(engine)


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
