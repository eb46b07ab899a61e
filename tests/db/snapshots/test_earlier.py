"""What "since the previous data" is told against: what was known before the newest files came."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from core.analysis.changes import changes, since
from db.snapshots import earlier, store
from tests.support.uploads import CODE, group, payment, put

MAY, JUNE = date(2021, 5, 31), date(2021, 6, 30)
FIRST = datetime(2021, 6, 2, 3, tzinfo=UTC)
SECOND = datetime(2021, 7, 1, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_correction_of_the_same_day_is_told_as_one_and_nothing_else_is(engine: Engine) -> None:
    put(engine, "spending", [payment("P-1", 100)], MAY, now=FIRST)
    put(engine, "spending", [payment("P-1", 100), payment("P-2", 7, date(2021, 6, 9))], JUNE, now=SECOND)
    put(engine, "spending", [payment("P-1", 900), payment("P-2", 7, date(2021, 6, 9))], JUNE, now=SECOND + 60 * MINUTE)
    now = store.view(engine, CODE)

    before = earlier.before(engine, CODE, now)

    assert before is not None
    assert before.uploads["spending"].as_of == JUNE
    told = changes(before, now)
    assert (len(told.new), len(told.fixed)) == (0, 1)


def test_files_of_one_sitting_are_one_step(engine: Engine) -> None:
    put(engine, "spending", [payment("P-1", 100)], MAY, now=FIRST)
    put(engine, "groups", [group("G01")], MAY, now=FIRST + MINUTE)
    put(engine, "spending", [payment("P-1", 100), payment("P-2", 7, JUNE)], JUNE, now=SECOND)
    put(engine, "groups", [group("G01", stage="registered", registered_on=JUNE)], JUNE, now=SECOND + 14 * MINUTE)

    before = earlier.before(engine, CODE, store.view(engine, CODE))

    assert before is not None
    assert {upload.as_of for upload in before.uploads.values()} == {MAY}
    assert (before.day, since(before)) == (JUNE, MAY), "the day asked for is not the day of the data compared with"

    put(engine, "plan", [{"month": MAY, "planned_groups": 1}], JUNE, now=SECOND + 30 * MINUTE)
    before = earlier.before(engine, CODE, store.view(engine, CODE))
    assert before is not None
    assert set(before.uploads) == {"groups", "spending"}  # the plan came by itself, a quarter of an hour later


def test_where_all_came_at_once_the_newest_day_before_is_taken(engine: Engine) -> None:
    put(engine, "plan", [{"month": MAY, "planned_groups": 1}], MAY, now=SECOND)
    put(engine, "spending", [payment("P-1", 100)], MAY, now=SECOND)
    assert earlier.before(engine, CODE, store.view(engine, CODE)) is None  # these are the first data
    put(engine, "spending", [payment("P-1", 100), payment("P-2", 7, JUNE)], JUNE, now=SECOND + MINUTE)

    before = earlier.before(engine, CODE, store.view(engine, CODE))

    assert before is not None
    assert before.day == MAY


def test_a_day_without_data_has_nothing_before_it(engine: Engine) -> None:
    put(engine, "spending", [payment("P-1", 100)], JUNE, now=SECOND)

    assert earlier.before(engine, CODE, store.view(engine, CODE, date(1, 1, 1))) is None
