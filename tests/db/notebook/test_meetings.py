"""What a meeting had before it: corrections made since are told, whatever day they are dated."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from core.analysis.changes import changes
from db.notebook import meetings, notes
from db.snapshots import store
from tests.support.actors import staff
from tests.support.uploads import CODE, group, payment, put

JUNE, MEETING, JULY = date(2021, 6, 30), date(2021, 7, 10), date(2021, 7, 31)
BEFORE = datetime(2021, 7, 1, 3, tzinfo=UTC)
AFTER = datetime(2021, 7, 20, 3, tzinfo=UTC)


def held(engine: Engine, on: date = MEETING) -> None:
    notes.write(engine, CODE, "meeting", "", text="ครั้งที่ 3/2564", on_date=on, actor=staff(), now=AFTER)


def test_a_correction_dated_before_the_meeting_and_loaded_after_it_is_a_change(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], JUNE, now=BEFORE)
    put(engine, "spending", [payment("P-1", 100)], JUNE, now=BEFORE)
    put(engine, "spending", [payment("P-1", 900)], JUNE, now=AFTER)

    shown = meetings.shown_at(engine, CODE, MEETING)

    assert shown is not None
    assert shown.of("spending")["amount_satang"] == [100]
    assert store.view(engine, CODE, MEETING).of("spending")["amount_satang"] == [900]
    assert len(changes(shown, store.view(engine, CODE)).fixed) == 1


def test_the_evening_of_the_meeting_is_bangkok_s(engine: Engine) -> None:
    put(engine, "spending", [payment("P-1", 100)], JUNE, now=datetime(2021, 7, 10, 16, 59, tzinfo=UTC))
    put(engine, "spending", [payment("P-1", 900)], JUNE, now=datetime(2021, 7, 10, 17, 1, tzinfo=UTC))

    shown = meetings.shown_at(engine, CODE, MEETING)

    assert shown is not None
    assert shown.of("spending")["amount_satang"] == [100]


def test_where_nothing_was_loaded_by_then_the_day_counts_as_known_now(engine: Engine) -> None:
    put(engine, "spending", [payment("P-1", 100)], JUNE, now=AFTER)
    put(engine, "spending", [payment("P-1", 900)], JULY, now=AFTER + timedelta(days=12))

    shown = meetings.shown_at(engine, CODE, MEETING)

    assert shown is not None
    assert shown.of("spending")["amount_satang"] == [100]
    assert meetings.shown_at(engine, CODE, date(2021, 1, 1)) is None


def test_a_meeting_between_the_data_and_the_clock_counts_for_the_newest_data_alone(engine: Engine) -> None:
    held(engine)

    assert meetings.before(engine, CODE, JUNE) == []
    assert [note.text for note in meetings.before(engine, CODE, JUNE, today=JULY)] == ["ครั้งที่ 3/2564"]
    assert meetings.before(engine, CODE, JUNE, today=MEETING) == []  # it has not been yet
    assert len(meetings.before(engine, CODE, JULY)) == 1
    assert meetings.before(engine, CODE, None, today=JULY) == []
