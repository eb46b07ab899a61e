"""Several uploads stored in one transaction: all at one instant, or none; taken back as one."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, event
from sqlmodel import select

from core.intake.issues import Issue
from core.model.kinds import KINDS, Kind
from core.model.rows import from_records
from db.errors import AlreadyStored, OneOfSeveral, Refused, StaleBase, WarningsNotAccepted, WrongState
from db.maintenance.verify import verify
from db.snapshots import store, together
from db.snapshots.together import Load
from db.snapshots.uploads import UploadInfo
from db.tables import UploadBatch
from db.transactions import reading
from tests.support.actors import staff
from tests.support.uploads import CODE, NOW, group, intake_of, payment, put

MAR, APR = date(2021, 3, 31), date(2021, 4, 30)
ROWS = {
    "groups": [group("G01", stage="registered", registered_on=MAR), group("G02")],
    "products": [{"code": "P1", "group_code": "G01", "name": "ขนม", "category": "food", "price_satang": 3_500}],
    "spending": [payment("ฎ.1", 150_000)],
    "plan": [{"month": date(2020, 10, 1), "planned_groups": 0, "planned_disbursed_satang": 150_000}],
    "instalments": [{"no": "1", "percent": "20.5", "amount_satang": 13_740_000, "due_on": date(2021, 5, 24)}],
}
PLAN_DAY = date(2020, 10, 1)


def load_of(engine: Engine, kind: Kind, as_of: date = MAR, issues: tuple[Issue, ...] = ()) -> Load:
    today = store.base_view(engine, CODE, as_of)
    return Load(intake_of(from_records(kind, ROWS[kind]), today, as_of=as_of, issues=issues), as_of)


def month(engine: Engine, as_of: date = MAR) -> list[Load]:
    return [load_of(engine, kind, PLAN_DAY if KINDS[kind].planned else as_of) for kind in KINDS]


def saved(engine: Engine, loads: list[Load], **options: object) -> list[UploadInfo]:
    return together.apply(engine, loads, project=CODE, actor=staff(), now=NOW, **options)  # type: ignore[arg-type]


def test_a_month_is_stored_at_one_instant_and_known_as_one(engine: Engine) -> None:
    stored = saved(engine, month(engine))

    assert [one.kind for one in stored] == list(KINDS)
    assert len({one.received_at for one in stored}) == 1
    assert sorted(one.id for one in together.batch_of(engine, stored[3].id)) == sorted(one.id for one in stored)
    shown = store.view(engine, CODE)
    assert {kind: list(rows.records()) for kind, rows in shown.rows.items()} == {
        kind: list(from_records(kind, ROWS[kind]).records()) for kind in KINDS
    }
    before = store.view(engine, CODE, MAR, stored[0].received_at - timedelta(microseconds=1))
    assert not before.uploads


def test_the_figures_kept_with_each_are_those_of_the_whole(engine: Engine) -> None:
    stored = saved(engine, month(engine))

    by_kind = {one.kind: one.figures for one in stored}
    assert by_kind["groups"] == by_kind["spending"] == by_kind["products"]
    assert verify(engine) == []


@pytest.mark.parametrize("place", range(5))
def test_where_one_was_overtaken_none_is_stored_and_it_is_named(engine: Engine, place: int) -> None:
    loads, kind = month(engine), list(KINDS)[place]
    put(engine, kind, ROWS[kind], loads[place].as_of - timedelta(days=0 if KINDS[kind].planned else 1))
    before = store.history(engine, CODE)

    with pytest.raises(OneOfSeveral) as refused:
        saved(engine, loads)

    assert refused.value.kind == kind and isinstance(refused.value.why, StaleBase | AlreadyStored)
    assert refused.value.exit == refused.value.why.exit
    assert KINDS[kind].name.get("en") in str(refused.value)
    assert store.history(engine, CODE) == before


def test_a_warning_that_nobody_looked_at_holds_all_of_them_up(engine: Engine) -> None:
    warned = load_of(engine, "spending", issues=(Issue("same_name", "warning", 2),))
    with pytest.raises(OneOfSeveral) as refused:
        saved(engine, [load_of(engine, "groups"), warned])
    assert isinstance(refused.value.why, WarningsNotAccepted)
    assert not store.history(engine, CODE)
    assert len(saved(engine, [load_of(engine, "groups"), warned], accept_warnings=True)) == 2


@pytest.mark.parametrize("kinds", [[], ["groups", "groups"]])
def test_each_kind_comes_once(engine: Engine, kinds: list[Kind]) -> None:
    with pytest.raises(Refused):
        saved(engine, [load_of(engine, kind) for kind in kinds])
    assert not store.history(engine, CODE)


def test_one_undo_takes_back_what_is_still_live_and_names_the_rest(engine: Engine) -> None:
    put(engine, "groups", [group("G09")], date(2021, 2, 28))
    before = store.view(engine, CODE)
    stored = saved(engine, month(engine))
    store.withdraw(engine, stored[1].id, actor=staff(), reason="ผิดไฟล์", now=NOW)

    turned, gone = together.withdraw(engine, stored[0].id, actor=staff(), reason="ยกเลิก", now=NOW)

    assert {one.kind for one in turned} == set(KINDS) - {"products"}
    assert [one.kind for one in gone] == ["products"]
    assert len({one.events[-1].at for one in turned}) == 1
    assert store.view(engine, CODE).rows == before.rows
    assert verify(engine) == []
    with pytest.raises(WrongState):
        together.withdraw(engine, stored[0].id, actor=staff(), reason="ยกเลิก", now=NOW)


def test_what_was_stored_alone_is_no_batch(engine: Engine) -> None:
    alone = put(engine, "groups", ROWS["groups"], MAR)
    assert together.batch_of(engine, alone.id) == ()
    turned, gone = together.withdraw(engine, alone.id, actor=staff(), reason="ยกเลิก", now=NOW)
    assert [one.id for one in turned] == [alone.id] and gone == []


def test_a_failure_in_the_middle_leaves_nothing(engine: Engine) -> None:
    loads, seen = month(engine), []

    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO upload_batch"):
            seen.append(statement)
            raise KeyboardInterrupt

    event.listen(engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(KeyboardInterrupt):
            saved(engine, loads)
    finally:
        event.remove(engine, "before_cursor_execute", fail)
    assert seen and not store.history(engine, CODE)
    with reading(engine) as session:
        assert not session.exec(select(UploadBatch)).all()
    assert len(saved(engine, loads)) == 5
