"""What shows on a day, as known at an instant; undo and what it changes; differences between uploads."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, event

from core.model.rows import from_records
from core.model.snapshot import Snapshot
from db.accounts import audit
from db.errors import Refused, UnknownProject, UnknownUpload, WrongState
from db.snapshots import store
from db.snapshots.row_store import row_cache
from db.snapshots.uploads import forget_rows
from tests.support.actors import staff
from tests.support.uploads import CODE, NOW, group, payment, put

JAN, FEB, MAR, APR = date(2021, 1, 31), date(2021, 2, 28), date(2021, 3, 31), date(2021, 4, 30)
HOUR = timedelta(hours=1)


def codes(view: Snapshot) -> list[str]:
    return list(view.of("groups")["code"])


def test_project_without_data_has_no_day(engine: Engine) -> None:
    view = store.view(engine, CODE)

    assert (view.day, view.uploads, view.rows) == (None, {}, {})


def test_day_is_the_newest_of_groups_and_spending_alone(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)
    put(engine, "plan", [{"month": date(2021, 4, 1), "planned_groups": 3}], APR)

    assert store.view(engine, CODE).day == FEB
    put(engine, "spending", [payment("ฎ.1", 1)], MAR)
    assert store.view(engine, CODE).day == MAR


def test_each_kind_shows_its_newest_on_or_before_the_day(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], JAN)
    put(engine, "groups", [group("G03")], MAR)
    put(engine, "groups", [group("G02")], FEB)

    assert [codes(store.view(engine, CODE, day)) for day in (JAN, FEB, date(2021, 3, 30), MAR, APR)] == [
        ["G01"], ["G02"], ["G02"], ["G03"], ["G03"],
    ]  # fmt: skip
    assert store.view(engine, CODE, date(2020, 12, 31)).uploads == {}


def test_later_set_of_the_same_day_wins(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)
    put(engine, "groups", [group("G02")], FEB)

    assert codes(store.view(engine, CODE)) == ["G02"]


def test_cutoff_is_the_earlier_of_day_and_as_of(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)
    put(engine, "spending", [payment("ฎ.1", 1)], MAR)

    view = store.view(engine, CODE)

    assert (view.cutoff("groups"), view.cutoff("spending"), view.cutoff("plan")) == (FEB, MAR, None)


def test_earlier_plans_come_along_oldest_first(engine: Engine) -> None:
    months = [[{"month": date(2021, 1, 1), "planned_groups": number}] for number in (15, 12, 9)]
    for records, as_of in zip(months, (JAN, FEB, APR), strict=True):
        put(engine, "plan", records, as_of)
    put(engine, "groups", [group("G01")], MAR)

    view = store.view(engine, CODE)

    assert view.of("plan")["planned_groups"] == [12]
    assert view.earlier_plans is not None
    assert [plan["planned_groups"] for plan in view.earlier_plans] == [[15]]


def test_withdrawn_upload_shows_no_more_and_comes_back(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)
    wrong = put(engine, "groups", [group("G99")], MAR)

    withdrawn = store.withdraw(engine, wrong.id, actor=staff(), reason="ผิดไฟล์", now=NOW)
    assert not withdrawn.live
    assert (store.view(engine, CODE).day, codes(store.view(engine, CODE))) == (FEB, ["G01"])

    back = store.reinstate(engine, wrong.id, actor=staff(), reason="ถูกแล้ว", now=NOW)
    assert back.live
    assert codes(store.view(engine, CODE)) == ["G99"]
    assert [(e.event, e.reason) for e in back.events] == [("withdraw", "ผิดไฟล์"), ("reinstate", "ถูกแล้ว")]


def test_past_is_seen_as_it_was_known_then(engine: Engine) -> None:
    first = put(engine, "groups", [group("G01")], FEB, now=NOW)
    second = put(engine, "groups", [group("G02")], FEB, now=NOW + HOUR)
    store.withdraw(engine, second.id, actor=staff(), reason="ผิด", now=NOW + 2 * HOUR)
    store.reinstate(engine, second.id, actor=staff(), reason="ถูก", now=NOW + 3 * HOUR)

    def known(hours: float) -> list[str]:
        return codes(store.view(engine, CODE, FEB, seen=NOW + hours * HOUR))

    assert [known(hours) for hours in (-1, 0, 0.5, 1, 2, 3)] == [[], ["G01"], ["G01"], ["G02"], ["G01"], ["G02"]]
    assert store.view(engine, CODE, seen=first.received_at).day == FEB


def test_what_was_seen_does_not_change_when_the_clock_steps_back(engine: Engine) -> None:
    first = put(engine, "groups", [group("G01")], FEB, now=NOW)
    put(engine, "groups", [group("G02")], FEB, now=NOW - HOUR)

    assert codes(store.view(engine, CODE, FEB, seen=first.received_at)) == ["G01"]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_turning_needs_a_reason(engine: Engine, reason: str) -> None:
    made = put(engine, "groups", [group("G01")], FEB)

    with pytest.raises(WrongState, match="reason"):
        store.withdraw(engine, made.id, actor=staff(), reason=reason, now=NOW)


def test_turning_twice_is_refused_in_words(engine: Engine) -> None:
    made = put(engine, "groups", [group("G01")], FEB)

    with pytest.raises(WrongState, match="in use already"):
        store.reinstate(engine, made.id, actor=staff(), reason="x", now=NOW)
    store.withdraw(engine, made.id, actor=staff(), reason="x", now=NOW)
    with pytest.raises(WrongState, match="withdrawn already"):
        store.withdraw(engine, made.id, actor=staff(), reason="x", now=NOW)
    assert len(store.upload(engine, made.id).events) == 1


def test_turning_an_unknown_upload_is_refused(engine: Engine) -> None:
    with pytest.raises(UnknownUpload, match="404"):
        store.withdraw(engine, 404, actor=staff(), reason="x", now=NOW)


def test_turning_is_audited(engine: Engine) -> None:
    made = put(engine, "groups", [group("G01")], FEB)
    store.withdraw(engine, made.id, actor=staff("boss"), reason="ผิดไฟล์", now=NOW)

    event_of_it = audit.recent(engine, project=CODE)[0]

    assert (event_of_it.action, event_of_it.by, event_of_it.upload_id) == ("upload.withdraw", "boss", made.id)


def test_history_tells_newest_first_and_by_kind(engine: Engine) -> None:
    made = [
        put(engine, "groups", [group("G01")], MAR),
        put(engine, "spending", [payment("ฎ.1", 1)], FEB),
        put(engine, "groups", [group("G02")], JAN),
    ]

    assert [info.id for info in store.history(engine, CODE)] == [info.id for info in reversed(made)]
    assert [info.seq for info in store.history(engine, CODE, "groups")] == [2, 1]


def test_two_uploads_are_compared_row_by_row(engine: Engine) -> None:
    before = put(engine, "groups", [group("G01"), group("G02")], FEB)
    after = put(engine, "groups", [group("G01", stage="developing"), group("G03")], MAR)

    diff = store.diff_uploads(engine, before.id, after.id)

    assert diff.counts == {"added": 1, "changed": 1, "removed": 1}
    assert store.diff_uploads(engine, before.id, before.id).is_empty


def test_uploads_of_different_kinds_are_not_compared(engine: Engine) -> None:
    groups, money = put(engine, "groups", [group("G01")], FEB), put(engine, "spending", [payment("ฎ.1", 1)], FEB)

    with pytest.raises(Refused, match="different kinds"):
        store.diff_uploads(engine, groups.id, money.id)


def test_unknown_project_has_no_view(engine: Engine) -> None:
    with pytest.raises(UnknownProject, match=CODE):
        store.view(engine, "nowhere")


def test_rows_are_read_once_and_kept(engine: Engine) -> None:
    put(engine, "groups", [group(f"G{i:02}") for i in range(30)], FEB)
    forget_rows()
    first = store.view(engine, CODE).rows["groups"]

    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    assert store.view(engine, CODE).rows["groups"] is first
    assert not any("group_row" in statement for statement in statements)


def test_kept_rows_are_bounded() -> None:
    cache, rows = row_cache(most_rows=5, most_uploads=3), from_records("groups", [group("G01"), group("G02")])

    for number in range(10):
        cache["db", 0, number, "sha"] = rows

    assert len(cache) == 2
    assert cache["db", 0, 9, "sha"] is rows


def test_one_upload_is_kept_however_large() -> None:
    cache, rows = row_cache(most_rows=1), from_records("groups", [group("G01"), group("G02")])

    cache["db", 1, "sha"] = rows

    assert len(cache) == 1


def test_version_of_the_project_in_force_on_the_day_is_shown(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB, now=datetime(2021, 3, 1, tzinfo=UTC))

    assert store.view(engine, CODE).project.code == CODE
