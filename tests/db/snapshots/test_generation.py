"""What is read is read once for each state of the database, and what decides a day is found by index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, event, text

from core.figures import compute
from db import generation
from db.accounts import audit, looks, users
from db.notebook import notes
from db.snapshots import store
from db.snapshots.uploads import deciding
from db.transactions import reading, writing
from tests.support.actors import admin, staff, store_projects
from tests.support.uploads import CODE, NOW, group, payment, put

FEB, MAY = date(2021, 2, 28), date(2021, 5, 31)
CHANGES: dict[str, Callable[[Engine], object]] = {
    "an upload": lambda engine: put(engine, "groups", [group("G02")], MAY),
    "a withdrawal": lambda engine: store.withdraw(engine, 1, actor=staff(), reason="wrong", now=NOW),
    "a note": lambda engine: notes.write(
        engine, CODE, "meeting", "monthly", text="x", on_date=MAY, actor=staff(), now=NOW
    ),
    "a user": lambda engine: users.add(engine, "somebody", "staff", actor=admin(), now=NOW),
    "an export": lambda engine: looks.exported(engine, actor=staff(), project=CODE, detail="groups", now=NOW),
    "a project": lambda engine: store_projects(engine, now=NOW),
}


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What is sent to the database within, without BEGIN, COMMIT and ROLLBACK."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_gives_another_number_and_a_reader_sees_it(engine: Engine, change: str) -> None:
    put(engine, "groups", [group("G01")], FEB)
    before = generation.current(engine)

    CHANGES[change](engine)

    assert generation.current(engine) != before == before


def test_a_change_that_is_rolled_back_gives_none(engine: Engine) -> None:
    before = generation.current(engine)

    with pytest.raises(ZeroDivisionError), writing(engine) as session:
        audit.record(session, at=NOW, actor=staff(), action="nothing")
        raise ZeroDivisionError

    assert generation.current(engine) == before


@pytest.mark.parametrize("change", [change for change in CHANGES if change != "a project"])  # it is stored already
def test_a_number_that_is_put_back_brings_no_state_back(engine: Engine, change: str) -> None:
    """Nobody signs the number; the newest link, which only a cut of the chain takes away, is part of the state."""
    put(engine, "groups", [group("G01")], FEB)
    number, link = generation.current(engine)

    CHANGES[change](engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE generation SET number = :number"), {"number": number})

    assert generation.current(engine) != (number, link)


def test_a_run_asks_once_and_again_after_its_own_change(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)
    shown = store.view(engine, CODE)

    with statements(engine) as sent, generation.held():
        assert all(store.view(engine, CODE) is shown for _ in range(3))
        assert len(sent) == 1
        put(engine, "groups", [group("G01"), group("G02")], MAY)
        assert len(store.view(engine, CODE).rows["groups"]) == 2


def test_what_changes_nothing_shown_leaves_the_snapshot_and_its_figures(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)
    shown = store.view(engine, CODE)
    figures = compute(shown)

    CHANGES["a user"](engine)

    assert store.view(engine, CODE) is shown
    assert compute(store.view(engine, CODE)) is figures


def test_data_of_another_upload_are_another_snapshot_though_the_rows_are_the_same(engine: Engine) -> None:
    plan = [{"month": date(2021, 6, 1), "planned_groups": 20}]
    first = put(engine, "plan", plan, FEB)
    put(engine, "plan", [{"month": date(2021, 6, 1), "planned_groups": 5}], MAY)
    before = store.view(engine, CODE, MAY)

    store.withdraw(engine, first.id, actor=staff(), reason="wrong day", now=NOW)
    put(engine, "plan", plan, FEB + timedelta(days=1), accept_past="all")
    after = store.view(engine, CODE, MAY)

    assert before.earlier_plans == after.earlier_plans
    assert before.key != after.key and before is not after


def test_a_result_read_while_somebody_wrote_is_not_kept(engine: Engine) -> None:
    told: list[int] = []

    @generation.remembered
    def slow(engine: Engine) -> int:
        told.append(0)
        if len(told) == 1:
            CHANGES["an export"](engine)
        return len(told)

    assert (slow(engine), slow(engine), slow(engine)) == (1, 2, 2)


def cold(engine: Engine, day: date | None) -> list[str]:
    """What a visitor's snapshot asks when nothing was read before."""
    CHANGES["an export"](engine)
    with statements(engine) as sent:
        store.view(engine, CODE, day)
    return sent


def test_a_long_history_asks_no_more_and_reads_no_more(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)
    put(engine, "spending", [payment("1", 100)], FEB)
    short = [cold(engine, day) for day in (None, MAY)]

    for number in range(12):
        upload = put(engine, "groups", [group("G01", note=f"{number}")], FEB + timedelta(days=number))
        put(engine, "spending", [payment("1", 200 + number)], FEB + timedelta(days=number))
        if number % 3 == 0:
            store.withdraw(engine, upload.id, actor=staff(), reason="wrong", now=NOW)

    assert [len(cold(engine, day)) for day in (None, MAY)] == [len(sent) for sent in short]
    with reading(engine) as session:
        assert [upload.kind for upload in deciding(session, CODE, None, None)] == ["groups", "spending"]


def test_what_decides_a_day_is_found_by_index(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("the plan is SQLite's; PostgreSQL scans small tables whatever their indexes")
    put(engine, "groups", [group("G01")], FEB)
    with statements(engine) as sent, reading(engine) as session:
        deciding(session, CODE, MAY, NOW)
    with engine.connect() as connection:
        steps = [
            str(row[3])
            for statement in sent
            for row in connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", tuple("1" for mark in statement if mark == "?")
            )
        ]

    assert any("ix_upload_today" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN") and "upload" in step] == []
