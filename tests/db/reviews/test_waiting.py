"""What is loaded waits until somebody else has looked at it: nothing of it is in view before, all of it after."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from core.figures import compute
from core.intake.plan_past import PastChange
from core.model.kinds import KINDS
from core.model.rows import from_records
from db.accounts import audit, users
from db.errors import AlreadyStored, NotAllowed, PastNotAccepted, Refused, ReviewStale, UnknownUpload, WrongState
from db.maintenance import chain, erase, every_night
from db.maintenance.verify import verify
from db.notebook import remarks, short_links
from db.notebook.short_links import Target
from db.projects import versions
from db.reviews import waiting
from db.snapshots import earlier, plan_past, store, together
from db.snapshots.together import Load
from db.snapshots.uploads import UploadInfo
from db.tables import UploadReview
from db.transactions import reading, writing
from tests.support.actors import OPERATOR, admin, staff
from tests.support.reviews import REVIEWERS, give, reviewer, set_review, turn_on
from tests.support.uploads import CODE, NOW, group, intake_of, payment, put
from words.rendering import render

MAR, APR = date(2021, 3, 31), date(2021, 4, 30)
FIRST = [group("G01"), group("G02")]
NEXT = [group("G01", stage="registered", registered_on=MAR), group("G02"), group("G03")]
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def reviewed(engine: Engine, tmp_path: Path) -> Engine:
    """A project with a set of March in force, whose next loads wait."""
    put(engine, "groups", FIRST, MAR)
    turn_on(engine, tmp_path / "projects")
    return engine


def planned(groups: int) -> list[dict[str, Any]]:
    return [{"month": date(2020, month, 1), "planned_groups": groups} for month in (10, 11)]


def passed(engine: Engine, upload: UploadInfo, **options: Any) -> list[UploadInfo]:
    return waiting.pass_on(engine, upload.id, **{"actor": reviewer(), "now": LATER, **options})


def everything(engine: Engine) -> dict[str, Any]:
    """All that others than those who load and review can ask the store for."""
    shown = store.view(engine, CODE)
    return {
        "view": ({kind: rows.columns for kind, rows in shown.rows.items()}, dict(shown.uploads), shown.day),
        "figures": compute(shown).summary(render),
        "of the day": store.view(engine, CODE, MAR).uploads,
        "base": store.base_view(engine, CODE, APR).uploads,
        "history": store.history(engine, CODE),
        "counted": store.counted(engine, CODE),
        "newest": store.newest_of_each(engine, CODE),
        "days": store.days(engine, CODE),
        "told": earlier.told(engine, CODE, "G01", APR),
        "newest day": plan_past.newest_day_of(engine, CODE),
        "projects": [(one.code, one.uploads, one.newest_as_of) for one in versions.list_projects(engine)],
    }


def test_a_load_waits_and_nothing_that_others_see_changes(reviewed: Engine) -> None:
    before = everything(reviewed)

    waits = put(reviewed, "groups", NEXT, APR)

    assert waits.waits and not waits.live and not waits.withdrawn and waits.never_passed
    assert everything(reviewed) == before
    assert [one.id for one in waiting.uploads(reviewed, CODE)] == [waits.id]
    assert store.history(reviewed, CODE, unpassed=True)[0] == waits
    assert store.day_loaded_last(reviewed, CODE, "clerk", NOW - timedelta(days=1)) == APR, "the clerk goes on with it"


def test_what_is_passed_counts_from_that_moment(reviewed: Engine) -> None:
    old = store.view(reviewed, CODE)
    waits = put(reviewed, "groups", NEXT, APR)
    frozen = short_links.last_change(reviewed, CODE)

    (done,) = passed(reviewed, waits)

    assert done.live and done.passed is not None and (done.passed.by, done.passed.at) == ("chief", LATER)
    shown = store.view(reviewed, CODE)
    assert shown.uploads["groups"].id == waits.id and shown.day == APR
    assert shown.uploads["groups"].in_view_at == LATER
    assert frozen is not None
    for seen in (frozen, LATER - timedelta(microseconds=1)):
        then = store.view(reviewed, CODE, None, seen)
        assert (then.uploads, then.rows, then.day) == (old.uploads, old.rows, MAR)
    assert store.view(reviewed, CODE, None, LATER).uploads == shown.uploads
    before = earlier.before(reviewed, CODE, shown)
    assert before is not None and before.uploads == old.uploads
    assert waiting.uploads(reviewed, CODE) == ()


def test_its_figures_are_kept_when_it_is_passed_and_verified(reviewed: Engine) -> None:
    waits = put(reviewed, "groups", NEXT, APR)
    assert waits.figures == {}
    assert verify(reviewed) == []

    passed(reviewed, waits)

    with reading(reviewed) as session:
        kept = session.exec(select(UploadReview)).one()
    assert (kept.upload_id, kept.figures["registered_groups"]) == (waits.id, 1)
    assert store.upload(reviewed, waits.id).figures == {}, "the upload itself is never changed"
    assert verify(reviewed) == []
    assert chain.check(reviewed).findings == ()
    with writing(reviewed) as session:
        session.get_one(UploadReview, waits.id).figures = {**kept.figures, "registered_groups": 9}
    assert [one.what for one in verify(reviewed)] == ["figures.registered_groups"]


def test_figures_of_before_stay_proved_when_something_else_is_passed_between(reviewed: Engine) -> None:
    groups = put(reviewed, "groups", NEXT, APR)
    spending = put(reviewed, "spending", [payment("ฎ.1", 150_000)], APR)
    passed(reviewed, spending)
    passed(reviewed, groups, now=LATER + timedelta(hours=1))
    assert verify(reviewed) == []


def test_a_review_never_passed_or_kept_without_passing_is_found(reviewed: Engine) -> None:
    waits = put(reviewed, "groups", NEXT, APR)
    version = versions.project_at(reviewed, CODE).id
    with writing(reviewed) as session:
        session.add(UploadReview(upload_id=waits.id, project=CODE, project_version_id=version, figures={}))
    assert [one.what for one in verify(reviewed)] == ["review"]


def test_what_is_sent_back_is_withdrawn_with_its_reason(reviewed: Engine) -> None:
    before = everything(reviewed)
    waits = put(reviewed, "groups", NEXT, APR)

    (back,) = waiting.send_back(reviewed, waits.id, actor=reviewer(), reason=" ขาดกลุ่ม G04 ", now=LATER)

    assert back.withdrawn and back.never_passed
    assert (back.events[-1].event, back.events[-1].by, back.events[-1].reason) == ("send_back", "chief", "ขาดกลุ่ม G04")
    assert everything(reviewed) == before
    assert [event.action for event in audit.recent(reviewed, limit=1)] == ["upload.send_back"]
    assert verify(reviewed) == [] and chain.check(reviewed).findings == ()


@pytest.mark.parametrize("reason", ["", "  ", "แจ้งโดย 1103700000003"])
def test_nothing_is_sent_back_without_a_reason_that_can_be_kept(reviewed: Engine, reason: str) -> None:
    waits = put(reviewed, "groups", NEXT, APR)
    with pytest.raises(Refused):
        waiting.send_back(reviewed, waits.id, actor=reviewer(), reason=reason, now=LATER)
    assert store.upload(reviewed, waits.id).waits


JUDGED: dict[str, Callable[..., object]] = {
    "pass": waiting.pass_on,
    "send back": lambda engine, number, **options: waiting.send_back(engine, number, reason="ก", **options),
}


@pytest.mark.parametrize("judge", JUDGED)
def test_nobody_reviews_what_they_have_loaded(reviewed: Engine, judge: str) -> None:
    waits = put(reviewed, "groups", NEXT, APR, actor=staff("clerk2"))
    with pytest.raises(Refused, match="had a hand"):
        JUDGED[judge](reviewed, waits.id, actor=reviewer("clerk2", "staff"), now=LATER)
    assert store.upload(reviewed, waits.id) == waits


@pytest.mark.parametrize("judge", JUDGED)
def test_nobody_reviews_what_they_have_brought_back(reviewed: Engine, judge: str) -> None:
    waits = put(reviewed, "groups", NEXT, APR)
    store.withdraw(reviewed, waits.id, actor=staff(), reason="ผิดไฟล์", now=NOW)
    again = store.reinstate(reviewed, waits.id, actor=staff("clerk2"), reason="ถูกแล้ว", now=NOW)
    assert again.waits, "what was never passed comes back to wait"
    with pytest.raises(Refused, match="had a hand"):
        JUDGED[judge](reviewed, waits.id, actor=reviewer("clerk2", "staff"), now=LATER)


@pytest.mark.parametrize("judge", JUDGED)
def test_only_those_with_the_right_review(reviewed: Engine, judge: str) -> None:
    waits = put(reviewed, "groups", NEXT, APR)
    users.add(reviewed, "clerk3", "staff", actor=OPERATOR, now=NOW)
    elsewhere = replace(reviewer(), scope=frozenset({"demo-phetchaburi-2564"}))
    pretended = reviewer("clerk3", "staff")  # a page of before the right was taken away
    for actor in (staff("clerk3"), admin(), OPERATOR, elsewhere, pretended, reviewer("nobody")):
        with pytest.raises(NotAllowed):
            JUDGED[judge](reviewed, waits.id, actor=actor, now=LATER)
    assert store.upload(reviewed, waits.id) == waits


@pytest.mark.parametrize("judge", JUDGED)
def test_what_was_judged_or_withdrawn_meanwhile_is_not_judged_again(reviewed: Engine, judge: str) -> None:
    in_force = store.history(reviewed, CODE)[0]
    withdrawn = put(reviewed, "groups", NEXT, APR)
    store.withdraw(reviewed, withdrawn.id, actor=staff(), reason="ผิดไฟล์", now=NOW)
    done = put(reviewed, "groups", NEXT, APR)
    passed(reviewed, done)
    for upload, said in ((in_force, "does not wait"), (withdrawn, "withdrawn or sent back"), (done, "passed already")):
        before = store.upload(reviewed, upload.id)
        with pytest.raises(WrongState, match=said):
            JUDGED[judge](reviewed, upload.id, actor=reviewer(), now=LATER)
        assert store.upload(reviewed, upload.id) == before
    with pytest.raises(UnknownUpload):
        JUDGED[judge](reviewed, 999, actor=reviewer(), now=LATER)


def test_what_was_overtaken_is_not_passed_and_is_said_to_be(reviewed: Engine) -> None:
    first = put(reviewed, "groups", NEXT, APR)
    second = put(reviewed, "groups", [*NEXT, group("G04")], APR)
    listed = waiting.listed(reviewed, CODE, reader=staff())
    assert [one.overtaken for one in listed] == [False, False]
    passed(reviewed, second)

    (left,) = waiting.listed(reviewed, CODE, reader=staff())
    assert left.overtaken and left.parts[0].present is not None and left.parts[0].present.id == second.id
    with pytest.raises(ReviewStale, match="set 3 by clerk"):
        passed(reviewed, first)
    assert store.upload(reviewed, first.id).waits

    store.withdraw(reviewed, second.id, actor=staff(), reason="ผิดไฟล์", now=LATER)
    passed(reviewed, first)
    assert store.view(reviewed, CODE).uploads["groups"].id == first.id


def test_what_it_was_compared_with_is_withdrawn_meanwhile(reviewed: Engine) -> None:
    waits = put(reviewed, "groups", NEXT, APR)
    store.withdraw(reviewed, store.history(reviewed, CODE)[0].id, actor=staff(), reason="ผิดไฟล์", now=NOW)
    with pytest.raises(ReviewStale, match="withdrawn meanwhile"):
        passed(reviewed, waits)


def test_the_same_rows_do_not_wait_twice(reviewed: Engine) -> None:
    waits = put(reviewed, "groups", NEXT, APR)
    with pytest.raises(AlreadyStored) as refused:
        put(reviewed, "groups", NEXT, APR)
    assert refused.value.waits and refused.value.upload.id == waits.id
    assert len(waiting.uploads(reviewed, CODE)) == 1


def month(engine: Engine) -> list[Load]:
    rows = {"products": [{"code": "P1", "group_code": "G01", "name": "ขนม", "category": "food"}],
            "groups": NEXT, "spending": [payment("ฎ.1", 150_000)]}  # fmt: skip
    today = store.base_view(engine, CODE, APR)
    return [Load(intake_of(from_records(k, r), today, as_of=APR), APR) for k, r in rows.items() if k in KINDS]  # type: ignore[arg-type]


def test_a_batch_is_passed_as_a_whole(reviewed: Engine) -> None:
    stored = together.apply(reviewed, month(reviewed), project=CODE, actor=staff(), now=NOW)
    assert all(one.waits for one in stored)
    (whole,) = waiting.listed(reviewed, CODE, reader=staff())
    assert {part.upload.id for part in whole.parts} == {one.id for one in stored}
    assert whole.hands == {"clerk"}

    done = passed(reviewed, stored[2])

    assert {one.id for one in done} == {one.id for one in stored}
    assert len({one.passed.at for one in done if one.passed}) == 1
    assert set(store.view(reviewed, CODE).uploads) == {"groups", "products", "spending"}
    assert verify(reviewed) == []


def test_one_part_that_was_overtaken_holds_the_batch_up(reviewed: Engine) -> None:
    stored = together.apply(reviewed, month(reviewed), project=CODE, actor=staff(), now=NOW)
    passed(reviewed, put(reviewed, "spending", [payment("ฎ.2", 100)], APR))
    before = everything(reviewed)
    with pytest.raises(ReviewStale):
        passed(reviewed, stored[0], now=LATER + timedelta(hours=1))
    assert everything(reviewed) == before and all(store.upload(reviewed, one.id).waits for one in stored)

    back = waiting.send_back(reviewed, stored[0].id, actor=reviewer(), reason="มีชุดใหม่กว่า", now=LATER)
    assert {one.id for one in back} == {one.id for one in stored}
    assert waiting.uploads(reviewed, CODE) == ()


def test_of_a_batch_what_was_withdrawn_is_not_passed(reviewed: Engine) -> None:
    stored = together.apply(reviewed, month(reviewed), project=CODE, actor=staff(), now=NOW)
    store.withdraw(reviewed, stored[0].id, actor=staff(), reason="ผิดไฟล์", now=NOW)
    with pytest.raises(WrongState):
        passed(reviewed, stored[0])
    assert [one.id for one in passed(reviewed, stored[1])] == [one.id for one in stored[1:]]
    assert store.upload(reviewed, stored[0].id).withdrawn


def test_whoever_brought_one_part_back_reviews_none(reviewed: Engine) -> None:
    stored = together.apply(reviewed, month(reviewed), project=CODE, actor=staff(), now=NOW)
    store.withdraw(reviewed, stored[0].id, actor=staff(), reason="ผิดไฟล์", now=NOW)
    store.reinstate(reviewed, stored[0].id, actor=staff("clerk2"), reason="ถูกแล้ว", now=NOW)
    with pytest.raises(Refused, match="had a hand"):
        passed(reviewed, stored[2], actor=reviewer("clerk2", "staff"))


def test_undo_takes_back_what_waits(reviewed: Engine) -> None:
    stored = together.apply(reviewed, month(reviewed), project=CODE, actor=staff(), now=NOW)
    turned, gone = together.withdraw(reviewed, stored[0].id, actor=staff(), reason="ยกเลิก", now=NOW)
    assert len(turned) == 3 and gone == []
    assert waiting.count(reviewed, CODE) == 0


def test_what_was_passed_is_withdrawn_and_brought_back_at_once(reviewed: Engine) -> None:
    waits = put(reviewed, "groups", NEXT, APR)
    with pytest.raises(WrongState, match="waits for review"):
        store.reinstate(reviewed, waits.id, actor=staff(), reason="ก", now=NOW)
    passed(reviewed, waits)
    store.withdraw(reviewed, waits.id, actor=staff(), reason="ผิดไฟล์", now=LATER)
    assert store.view(reviewed, CODE).day == MAR
    assert store.reinstate(reviewed, waits.id, actor=staff(), reason="ถูกแล้ว", now=LATER).live
    assert store.view(reviewed, CODE).day == APR
    assert verify(reviewed) == []


def test_turned_off_what_waits_stays_listed_and_is_not_passed(reviewed: Engine, tmp_path: Path) -> None:
    waits = put(reviewed, "groups", NEXT, APR)
    set_review(reviewed, tmp_path / "projects", on=False, now=NOW + timedelta(minutes=5))

    assert waiting.count(reviewed, CODE) == 1 and store.view(reviewed, CODE).day == MAR
    at_once = put(reviewed, "spending", [payment("ฎ.1", 150_000)], APR)
    assert at_once.live and at_once.figures
    for name in REVIEWERS[1:]:
        users.disable(reviewed, REVIEWERS[0], actor=admin(), now=NOW)
        assert users.find(reviewed, name).reviews, "one is enough where nothing is reviewed any more"
    assert passed(reviewed, waits)[0].live
    assert verify(reviewed) == []


def test_a_plan_that_was_taken_back_while_it_waited_is_dated_back_from_its_pass(reviewed: Engine) -> None:
    passed(reviewed, put(reviewed, "plan", planned(1), date(2020, 10, 1)))
    second = put(reviewed, "plan", planned(5), date(2020, 10, 1), accept_past="all")
    (listed,) = waiting.listed(reviewed, CODE, reader=staff())
    store.withdraw(reviewed, second.id, actor=staff(), reason="ผิดไฟล์", now=LATER + timedelta(minutes=1))
    assert store.view(reviewed, CODE).dated_back == ()
    store.reinstate(reviewed, second.id, actor=staff(), reason="ถูกแล้ว", now=LATER + timedelta(minutes=2))
    assert store.view(reviewed, CODE).dated_back == ()

    passed(reviewed, second, now=LATER + timedelta(hours=1), accept_past="all")

    (changed,) = store.view(reviewed, CODE).dated_back
    assert [event.event for event in store.upload(reviewed, second.id).events] == ["wait", "withdraw", "wait", "pass"]
    assert (changed.deed, changed.by, changed.seq) == ("load", second.by, second.seq)
    assert (changed.back_to, changed.months) == (date(2020, 10, 31), len(listed.past))


def test_a_plan_that_waits_changes_no_month_before_it_is_passed(reviewed: Engine) -> None:
    first = put(reviewed, "plan", planned(1), date(2020, 10, 1))
    passed(reviewed, first)
    before = store.view(reviewed, CODE)
    second = put(reviewed, "plan", planned(5), date(2020, 10, 1), accept_past="all")
    assert second.waits and store.view(reviewed, CODE).dated_back == ()
    (listed,) = waiting.listed(reviewed, CODE, reader=staff())
    assert listed.past and all(isinstance(change, PastChange) for change in listed.past)

    with pytest.raises(PastNotAccepted):
        passed(reviewed, second, now=LATER + timedelta(hours=1))
    assert store.view(reviewed, CODE).key == before.key

    passed(reviewed, second, now=LATER + timedelta(hours=1), accept_past=[change.id for change in listed.past])
    (changed,) = store.view(reviewed, CODE).dated_back
    assert (changed.deed, changed.seq, changed.by) == ("load", 2, "clerk")
    assert verify(reviewed) == []


def test_a_plan_taken_back_while_it_waits_asks_about_no_month(reviewed: Engine) -> None:
    put(reviewed, "spending", [payment("ฎ.1", 150_000)], MAR)
    plan = put(reviewed, "plan", [{"month": date(2020, 10, 1), "planned_groups": 9}], date(2020, 10, 1))
    assert store.withdraw(reviewed, plan.id, actor=staff(), reason="ผิดไฟล์", now=NOW).events[-1].past is None
    assert plan_past.of_turn(reviewed, plan.id) == []


def test_only_what_was_taken_back_is_erased(reviewed: Engine) -> None:
    waits, back = put(reviewed, "groups", NEXT, APR), put(reviewed, "spending", [payment("ฎ.1", 100)], APR)
    waiting.send_back(reviewed, back.id, actor=reviewer(), reason="ผิดไฟล์", now=LATER)
    gone = erase.erase(reviewed, CODE, days=0, actor=OPERATOR, now=LATER + timedelta(days=1))
    assert [one.upload.id for one in gone] == [back.id]
    assert store.upload(reviewed, waits.id).waits
    assert passed(reviewed, waits, now=LATER + timedelta(days=2))[0].live
    assert verify(reviewed) == []


def test_those_who_may_not_know_are_told_of_none(reviewed: Engine) -> None:
    waits = put(reviewed, "groups", NEXT, APR)
    for actor in (reviewer(), staff()):
        assert waiting.upload_for(reviewed, waits.id, reader=actor) == waits
        assert waiting.listed(reviewed, CODE, reader=actor)
    for actor in (admin(), replace(reviewer(), reviews=False)):
        assert waiting.listed(reviewed, CODE, reader=actor) == ()
        with pytest.raises(UnknownUpload):
            waiting.upload_for(reviewed, waits.id, reader=actor)
    passed(reviewed, waits)
    assert waiting.upload_for(reviewed, waits.id, reader=admin()).live


def test_a_backup_proves_what_was_passed_and_what_waits(sqlite: Engine, tmp_path: Path) -> None:
    put(sqlite, "groups", FIRST, MAR)
    turn_on(sqlite, tmp_path / "projects")
    passed(sqlite, put(sqlite, "groups", NEXT, APR))
    put(sqlite, "spending", [payment("ฎ.1", 150_000)], APR)
    assert every_night.nightly(sqlite, tmp_path, actor=OPERATOR, now=LATER).differences == ()


def test_a_link_opens_as_it_was(reviewed: Engine) -> None:
    put(reviewed, "spending", [payment("ฎ.1", 150_000)], MAR)
    waits = put(reviewed, "groups", NEXT, MAR)
    seen = short_links.last_change(reviewed, CODE)
    assert seen is not None
    code = short_links.code_of(reviewed, Target(CODE, MAR, seen), actor=staff(), now=NOW)

    def opened() -> Any:
        target = short_links.find(reviewed, code)
        assert target is not None
        shown = store.view(reviewed, target.project, target.as_of, target.seen)
        return shown.uploads, {kind: rows.columns for kind, rows in shown.rows.items()}

    before = opened()
    passed(reviewed, waits)
    assert opened() == before
    assert store.view(reviewed, CODE).uploads["groups"].id == waits.id


def test_nothing_is_remarked_on_what_was_never_passed(reviewed: Engine) -> None:
    waits = put(reviewed, "groups", NEXT, APR)

    def remark() -> int:
        return remarks.write(reviewed, CODE, "upload", str(waits.id), "ตรวจซ้ำ", as_of=APR, actor=staff(), now=LATER)

    with pytest.raises(Refused):
        remark()
    passed(reviewed, waits)
    assert remark() > 0


def test_with_the_review_off_nothing_waits(engine: Engine) -> None:
    give(engine, *REVIEWERS)
    stored = put(engine, "groups", NEXT, APR)
    assert stored.events == () and stored.live and stored.in_view_at == stored.received_at
    assert stored.ref.passed_at is None
    with reading(engine) as session:
        assert session.exec(select(UploadReview)).all() == []


def test_instants_of_a_review_come_after_all_others(reviewed: Engine) -> None:
    waits = put(reviewed, "groups", NEXT, APR, now=LATER)
    (done,) = passed(reviewed, waits, now=NOW)  # a clock that went back
    assert done.passed is not None and done.passed.at > waits.received_at
    assert isinstance(done.passed.at, datetime)
