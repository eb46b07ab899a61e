"""The history of a project: a page of it at a time, and what is asked of it without reading it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from core.model.roles import Actor
from db.snapshots import store
from tests.support.actors import staff
from tests.support.uploads import CODE, NOW, group, payment, put

JAN, FEB, MAR = date(2021, 1, 31), date(2021, 2, 28), date(2021, 3, 31)
HOUR = timedelta(hours=1)


@pytest.fixture
def five(engine: Engine) -> Engine:
    """Groups of three days, spending of one, a plan."""
    for hour, day in enumerate((JAN, FEB, MAR)):
        put(engine, "groups", [group(f"G{hour:02d}")], day, now=NOW + hour * HOUR)
    put(engine, "spending", [payment("ฎ.1", 1)], FEB, now=NOW + 3 * HOUR)
    put(engine, "plan", [{"month": date(2021, 4, 1), "planned_groups": 3}], MAR, now=NOW + 4 * HOUR)
    return engine


def test_pages_add_up_to_the_whole_history(five: Engine) -> None:
    whole = store.history(five, CODE)

    pages = [one for first in (0, 2, 4) for one in store.history(five, CODE, first=first, limit=2)]

    assert [one.id for one in pages] == [one.id for one in whole] == sorted((one.id for one in whole), reverse=True)
    assert len(store.history(five, CODE, "groups", first=1, limit=1)) == 1
    assert store.history(five, CODE, first=5, limit=2) == ()


def test_a_page_tells_what_became_of_its_uploads(five: Engine) -> None:
    first = store.history(five, CODE)[-1]
    store.withdraw(five, first.id, actor=staff(), reason="ผิด", now=NOW + 9 * HOUR)

    (shown,) = store.history(five, CODE, first=4, limit=1)

    assert (shown.id, shown.live, shown.events[-1].reason) == (first.id, False, "ผิด")


def test_uploads_are_counted_by_kind_withdrawn_ones_too(five: Engine) -> None:
    store.withdraw(five, store.history(five, CODE, "plan")[0].id, actor=staff(), reason="ผิด", now=NOW + 9 * HOUR)

    assert store.counted(five, CODE) == {"groups": 3, "spending": 1, "plan": 1}
    assert store.counted(five, "nowhere-2564") == {}


def test_the_newest_of_each_kind_is_the_last_live_one(five: Engine) -> None:
    newest = store.newest_of_each(five, CODE)["groups"]
    assert newest.as_of == MAR

    store.withdraw(five, newest.id, actor=staff(), reason="ผิด", now=NOW + 9 * HOUR)

    assert {kind: one.as_of for kind, one in store.newest_of_each(five, CODE).items()} == {
        "groups": FEB, "spending": FEB, "plan": MAR,
    }  # fmt: skip


def test_each_change_of_the_history_turns_its_stamp(five: Engine) -> None:
    stamps = [store.turn(five, CODE)]
    newest = store.history(five, CODE, "groups")[0]
    store.withdraw(five, newest.id, actor=staff(), reason="ผิด", now=NOW + 9 * HOUR)
    stamps.append(store.turn(five, CODE))
    store.reinstate(five, newest.id, actor=staff(), reason="ถูก", now=NOW + 10 * HOUR)
    stamps.append(store.turn(five, CODE))
    put(five, "groups", [group("G09")], MAR, now=NOW + 11 * HOUR)
    stamps.append(store.turn(five, CODE))

    assert len(set(stamps)) == 4
    assert store.turn(five, CODE) == stamps[-1]
    assert store.turn(five, "nowhere-2564") == (0, 0)


def test_the_day_that_a_user_loaded_last_is_of_no_plan_and_of_nothing_taken_back(five: Engine) -> None:
    mine = staff().user
    assert store.day_loaded_last(five, CODE, mine, NOW) == FEB  # spending, after the groups of March
    assert store.day_loaded_last(five, CODE, mine, NOW + 4 * HOUR) is None
    assert store.day_loaded_last(five, CODE, Actor("another", "staff").user, NOW) is None

    spending = store.history(five, CODE, "spending")[0]
    store.withdraw(five, spending.id, actor=staff(), reason="ผิด", now=NOW + 9 * HOUR)

    assert store.day_loaded_last(five, CODE, mine, NOW) == MAR


def test_uploads_of_the_same_rows_are_found_by_them(five: Engine) -> None:
    first = store.history(five, CODE, "groups")[-1]

    assert [one.id for one in store.same_rows(five, CODE, "groups", first.rows_sha256)] == [first.id]
    assert store.same_rows(five, CODE, "products", first.rows_sha256) == ()
