"""Accepting uploads: one transaction, compared with what is in force, recognised, recorded with its figures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import StatementError

from core.intake.issues import Issue
from core.model.rows import from_records
from db.accounts import audit
from db.errors import AlreadyStored, HasBlocking, Refused, StaleBase, UnknownProject, WarningsNotAccepted
from db.snapshots import acts, store
from db.snapshots.uploads import forget_rows
from tests.support.actors import staff
from tests.support.uploads import CODE, NOW, group, intake_of, payment, put

FEB, MAR, APR = date(2021, 2, 28), date(2021, 3, 31), date(2021, 4, 30)
RICH = {
    "groups": [group("G01", members=12, registered_on=MAR, phone="081-234-5678"), group("1.10", note="a\tb\n“ค”")],
    "products": [
        {"code": "P1", "group_code": "G01", "name": "ขนม", "category": "food", "price_satang": 3_500, "stars": 5}
    ],
    "spending": [payment("ฎ.1", 9_007_199_254_740_993, settles="PO/1"), payment("ฎ.1", 25, line_no=2)],
    "plan": [{"month": date(2020, 10, 1), "planned_groups": 0, "planned_disbursed_satang": 150_000}],
    "instalments": [{"no": "1", "percent": "20.5", "amount_satang": 13_740_000, "due_on": date(2021, 5, 24)}],
}


@pytest.mark.parametrize("kind", list(RICH))
def test_rows_come_back_as_they_went_in(engine: Engine, kind: str) -> None:
    put(engine, kind, RICH[kind], MAR)

    forget_rows()
    rows = store.view(engine, CODE, MAR).rows[kind]

    assert rows == from_records(kind, RICH[kind])


def test_repeated_row_numbers_are_kept_in_order(engine: Engine) -> None:
    rows = from_records("groups", [group("G01"), group("G02"), group("G03")])
    joined = type(rows)(rows.kind, rows.columns, [2, 3, 2])

    store.apply(engine, intake_of(joined, None), project=CODE, as_of=MAR, actor=staff(), now=NOW)

    assert store.view(engine, CODE).rows["groups"].numbers == [2, 3, 2]


def test_upload_records_how_it_came(engine: Engine) -> None:
    made = put(engine, "groups", [group("G01")], MAR)

    assert (made.project, made.kind, made.seq, made.as_of, made.by) == (CODE, "groups", 1, MAR, "clerk")
    assert (made.encoding, made.row_count, made.received_at, made.live) == ("utf-8", 1, NOW, True)
    assert made.counts["folded"] == {"thai_digits": 3}
    assert made.counts["changes"] == {"added": 1, "changed": 0, "removed": 0}
    assert made.figures["registered_groups"] == 0
    assert made.figures["uploads"] == {"groups": made.id}


def test_figures_of_an_upload_are_of_its_own_day(engine: Engine) -> None:
    put(engine, "spending", [payment("ฎ.1", 100_000)], APR)
    early = put(engine, "groups", [group("G01", stage="registered", registered_on=FEB)], MAR)

    assert early.figures["day"] == MAR.isoformat()
    assert early.figures["registered_groups"] == 1
    assert early.figures["disbursed_baht"] is None


def test_sequence_runs_by_project_and_kind(engine: Engine) -> None:
    first = put(engine, "groups", [group("G01")], FEB)
    second = put(engine, "groups", [group("G02")], MAR)
    other = put(engine, "spending", [payment("ฎ.1", 1)], MAR)
    elsewhere = put(engine, "groups", [group("G01")], MAR, project="demo-phetchaburi-2564")

    assert [info.seq for info in (first, second, other, elsewhere)] == [1, 2, 1, 1]


def test_same_rows_on_the_same_day_are_recognised(engine: Engine) -> None:
    first = put(engine, "groups", [group("G01"), group("G02")], MAR)

    with pytest.raises(AlreadyStored) as caught:
        put(engine, "groups", [group("G02"), group("G01")], MAR)

    assert caught.value.upload == first
    assert len(store.history(engine, CODE)) == 1


def test_same_rows_on_a_newer_day_confirm(engine: Engine) -> None:
    first = put(engine, "groups", [group("G01")], MAR)
    second = put(engine, "groups", [group("G01")], APR)

    assert second.counts["confirms"] == first.id
    assert store.view(engine, CODE).day == APR


def test_rows_that_were_replaced_can_be_put_back(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], MAR)
    put(engine, "groups", [group("G02")], MAR)

    third = put(engine, "groups", [group("G01")], MAR)

    assert third.seq == 3
    assert store.view(engine, CODE).rows["groups"]["code"] == ["G01"]


def test_withdrawn_rows_can_be_loaded_again(engine: Engine) -> None:
    first = put(engine, "groups", [group("G01")], MAR)
    store.withdraw(engine, first.id, actor=staff(), reason="ผิดไฟล์", now=NOW)

    assert put(engine, "groups", [group("G01")], MAR).seq == 2


def test_upload_in_between_is_named_and_nothing_is_stored(engine: Engine) -> None:
    today = store.base_view(engine, CODE, MAR)
    mine = intake_of(from_records("groups", [group("G01")]), today)
    winner = put(engine, "groups", [group("G02")], MAR, actor=staff("colleague"))

    with pytest.raises(StaleBase, match="colleague") as caught:
        store.apply(engine, mine, project=CODE, as_of=MAR, actor=staff(), now=NOW)

    assert caught.value.other == winner
    assert len(store.history(engine, CODE)) == 1


def test_base_withdrawn_in_between_is_told(engine: Engine) -> None:
    base = put(engine, "groups", [group("G01")], FEB)
    mine = intake_of(from_records("groups", [group("G02")]), store.base_view(engine, CODE, MAR))
    store.withdraw(engine, base.id, actor=staff("colleague"), reason="ผิดไฟล์", now=NOW)

    with pytest.raises(StaleBase, match="withdrawn"):
        store.apply(engine, mine, project=CODE, as_of=MAR, actor=staff(), now=NOW)


def test_upload_of_a_later_day_or_another_kind_is_not_in_between(engine: Engine) -> None:
    mine = intake_of(from_records("groups", [group("G01")]), store.base_view(engine, CODE, MAR))
    put(engine, "groups", [group("G02")], APR)
    put(engine, "spending", [payment("ฎ.1", 1)], MAR)

    assert store.apply(engine, mine, project=CODE, as_of=MAR, actor=staff(), now=NOW).seq == 2


def test_plan_is_compared_before_any_group_is_there(engine: Engine) -> None:
    plan = put(engine, "plan", RICH["plan"], FEB)

    assert store.view(engine, CODE).day is None
    assert store.base_view(engine, CODE).uploads["plan"].id == plan.id


@pytest.mark.parametrize("severity", ["blocking", "warning"])
def test_issues_that_nobody_answered_for_refuse(engine: Engine, severity: str) -> None:
    issue = Issue("any", severity)  # type: ignore[arg-type]
    intake = intake_of(from_records("groups", [group("G01")]), None, issues=[issue])
    error = HasBlocking if severity == "blocking" else WarningsNotAccepted

    with pytest.raises(error, match="1"):
        store.apply(engine, intake, project=CODE, as_of=MAR, actor=staff(), now=NOW)

    assert store.history(engine, CODE) == ()


def test_accepted_warnings_are_recorded_by_code(engine: Engine) -> None:
    issues = [Issue("weekend", "warning"), Issue("weekend", "warning"), Issue("folded", "info")]
    intake = intake_of(from_records("groups", [group("G01")]), None, issues=issues)

    made = store.apply(
        engine,
        intake,
        project=CODE,
        as_of=MAR,
        actor=staff(),
        now=NOW,
        accept_warnings=True,
        counts={"ticks": 2},
    )

    assert made.counts["warnings"] == {"weekend": 2}
    assert made.counts["ticks"] == 2


def test_unknown_project_is_refused(engine: Engine) -> None:
    with pytest.raises(UnknownProject):
        put(engine, "groups", [group("G01")], MAR, project="nowhere")


def test_fault_while_storing_leaves_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(acts, "compute", broken)
    with pytest.raises(RuntimeError):
        put(engine, "groups", [group("G01")], MAR)

    with engine.connect() as connection:
        for table in ("upload", "group_row"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0
    assert audit.recent(engine, project=CODE)[0].action == "project.version"


def test_instants_of_a_project_always_increase(engine: Engine) -> None:
    first = put(engine, "groups", [group("G01")], FEB, now=NOW)
    second = put(engine, "groups", [group("G02")], FEB, now=NOW - timedelta(hours=1))
    event = store.withdraw(engine, second.id, actor=staff(), reason="ผิด", now=NOW).events[-1]

    assert first.received_at < second.received_at < event.at


def test_instant_without_zone_is_refused(engine: Engine) -> None:
    naive = datetime(2021, 1, 1)  # noqa: DTZ001

    with pytest.raises(StatementError, match="time zone"):
        store.view(engine, CODE, seen=naive)
    with pytest.raises(ValueError, match="time zone"):
        put(engine, "groups", [group("G01")], MAR, now=naive)


def test_accepting_is_audited_without_cells(engine: Engine) -> None:
    made = put(engine, "spending", [payment("ฎ.ลับ", 1)], MAR, now=datetime(2021, 4, 1, tzinfo=UTC))

    event = audit.recent(engine, project=CODE)[0]

    assert (event.action, event.by, event.upload_id) == ("upload.apply", "clerk", made.id)
    assert "ลับ" not in repr(event)


def test_a_reason_with_a_citizen_s_number_is_refused_and_changes_nothing(engine: Engine) -> None:
    made = put(engine, "groups", [group("G01")], MAR)

    with pytest.raises(Refused, match="citizen"):
        store.withdraw(engine, made.id, actor=staff(), reason="แจ้งโดย 1103700000003", now=NOW)

    assert store.upload(engine, made.id).live
