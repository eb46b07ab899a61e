"""Lessons: written once, corrected by new rows, withdrawn by events, read as they were seen at any instant."""

from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, insert, select, update

from core.model.lessons import LessonText
from db.accounts import audit
from db.engine import new_engine
from db.errors import LessonRefused, NoAuthor, Refused, UnknownLesson, UnknownProject, WrongState
from db.maintenance import backup, samples
from db.maintenance.verify import verify
from db.notebook import lessons
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from db.tables import Lesson
from tests.support.actors import OPERATOR, admin, staff
from tests.support.said import english, thai
from tests.support.uploads import CODE, NOW, group, put

JUNE, JULY = date(2021, 6, 30), date(2021, 7, 31)
TEXT = LessonText("อบรมที่หมู่บ้าน", "มาครบทุกกลุ่ม", "จัดที่หมู่บ้านทุกครั้ง")
BETTER = LessonText("อบรมที่หมู่บ้าน", "มาครบ 28 จาก 30 กลุ่ม", "จัดที่หมู่บ้านทุกครั้ง")
HOUR = timedelta(hours=1)


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A project whose newest data knows the groups G01 and G02."""
    put(engine, "groups", [group("G01"), group("G02")], JUNE)
    return engine


def write(engine: Engine, text: LessonText = TEXT, **options: Any) -> lessons.LessonInfo:
    return lessons.write(engine, CODE, text, **{"as_of": JUNE, "actor": staff(), "now": NOW + HOUR, **options})


def rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(select(func.count()).select_from(Lesson)) or 0)


def test_a_lesson_is_kept_with_its_group_day_and_hour(filled: Engine) -> None:
    written = write(filled, group_code="G01")
    write(filled, LessonText("  ทํา  ", "ก", "ข"), as_of=JULY)

    project, of_group = lessons.listed(filled, CODE)
    assert of_group == written
    assert (of_group.group_code, of_group.as_of, of_group.text) == ("G01", JUNE, TEXT)
    assert (of_group.written_at, of_group.corrections, of_group.live) == (NOW + HOUR, 0, True)
    assert (project.group_code, project.text.tried) == (None, "ทำ")


@pytest.mark.parametrize("text", [LessonText("", "ก", "ข"), LessonText("ก", "1101700230708", "ข")])
def test_what_can_not_be_kept_is_not_kept(filled: Engine, text: LessonText) -> None:
    with pytest.raises(LessonRefused) as refused:
        write(filled, text)

    assert "1101700230708" not in thai(refused.value) + english(refused.value)
    assert rows(filled) == 0
    assert "lesson.write" not in [event.action for event in audit.recent(filled)]


def test_every_fault_is_told_at_once(filled: Engine) -> None:
    with pytest.raises(LessonRefused, match=r'"What was tried" is empty.* · "What to repeat" is empty'):
        write(filled, LessonText("", "ก", " "))


def test_a_group_that_no_data_knows_is_refused(filled: Engine) -> None:
    with pytest.raises(Refused, match="No group"):
        write(filled, group_code="G99")
    with pytest.raises(UnknownProject):
        lessons.write(filled, "nowhere", TEXT, as_of=JUNE, actor=staff(), now=NOW)
    with pytest.raises(NoAuthor):
        write(filled, actor=staff(" "))

    assert rows(filled) == 0


def test_a_correction_is_a_row_of_its_own(filled: Engine) -> None:
    first = write(filled, group_code="G01")

    second = lessons.correct(filled, first.id, BETTER, actor=staff("other"), now=NOW + 2 * HOUR)

    assert lessons.listed(filled, CODE) == (second,)
    assert (second.text, second.corrections, second.written_at) == (BETTER, 1, first.written_at)
    assert (second.group_code, second.as_of) == ("G01", JUNE)
    assert rows(filled) == 2
    third = lessons.correct(filled, second.id, TEXT, actor=staff("other"), now=NOW + 3 * HOUR)
    assert [(info.id, info.corrections) for info in lessons.listed(filled, CODE)] == [(third.id, 2)]


def test_of_two_corrections_the_second_is_told(filled: Engine) -> None:
    first = write(filled)
    lessons.correct(filled, first.id, BETTER, actor=staff("one"), now=NOW + 2 * HOUR)

    with pytest.raises(WrongState, match="meanwhile"):
        lessons.correct(filled, first.id, LessonText("ก", "ข", "ค"), actor=staff("two"), now=NOW + 2 * HOUR)
    with pytest.raises(WrongState, match="meanwhile"):
        lessons.withdraw(filled, first.id, actor=staff("two"), reason="ซ้ำ", now=NOW + 2 * HOUR)

    assert [info.text for info in lessons.listed(filled, CODE)] == [BETTER]


def test_the_database_itself_refuses_two_corrections_of_one_row(filled: Engine) -> None:
    first = write(filled)
    lessons.correct(filled, first.id, BETTER, actor=staff("one"), now=NOW + 2 * HOUR)
    row = {"project": CODE, "as_of": JUNE, "tried": "ก", "outcome": "ข", "advice": "ค", "by": "x", "at": NOW}

    with pytest.raises(IntegrityError), filled.begin() as connection:
        connection.execute(insert(Lesson).values(corrects=first.id, **row))


def test_the_same_wording_is_no_correction(filled: Engine) -> None:
    first = write(filled)

    with pytest.raises(WrongState, match="same"):
        lessons.correct(
            filled, first.id, LessonText(f" {TEXT.tried}", TEXT.outcome, TEXT.advice), actor=staff("x"), now=NOW
        )


def test_withdrawn_and_brought_back(filled: Engine) -> None:
    written = write(filled)

    gone = lessons.withdraw(filled, written.id, actor=staff(), reason="เขียนซ้ำ", now=NOW + 2 * HOUR)

    assert not gone.live
    assert lessons.listed(filled, CODE) == ()
    assert lessons.listed(filled, CODE, withdrawn=True) == (gone,)
    with pytest.raises(WrongState, match="withdrawn"):
        lessons.correct(filled, written.id, BETTER, actor=staff("x"), now=NOW)
    with pytest.raises(WrongState, match="already"):
        lessons.withdraw(filled, written.id, actor=staff("x"), reason="อีก", now=NOW)

    back = lessons.reinstate(filled, written.id, actor=staff(), reason="ไม่ซ้ำ", now=NOW + 3 * HOUR)
    assert lessons.listed(filled, CODE) == (back,)
    with pytest.raises(WrongState, match="already"):
        lessons.reinstate(filled, written.id, actor=staff("x"), reason="อีก", now=NOW)


@pytest.mark.parametrize("reason", ["", "  ", "ก" * 301, "เลข 1101700230708"])
def test_a_withdrawal_needs_a_reason_fit_to_keep(filled: Engine, reason: str) -> None:
    written = write(filled)

    with pytest.raises(LessonRefused):
        lessons.withdraw(filled, written.id, actor=staff(), reason=reason, now=NOW)

    assert lessons.listed(filled, CODE) == (written,)


@pytest.mark.parametrize("number", [0, -1, 7, 2**31, 10**30])
def test_a_lesson_that_is_not_there(filled: Engine, number: int) -> None:
    with pytest.raises(UnknownLesson):
        lessons.correct(filled, number, TEXT, actor=staff("x"), now=NOW)


# as of, and as seen


def test_a_past_day_shows_what_was_written_to_it(filled: Engine) -> None:
    june = write(filled)
    july = write(filled, as_of=JULY)

    assert lessons.listed(filled, CODE, JUNE) == (june,)
    assert lessons.listed(filled, CODE, JULY) == (july, june)
    assert lessons.listed(filled, CODE, JUNE - timedelta(days=1)) == ()


def test_a_frozen_link_shows_the_wording_of_its_instant(filled: Engine) -> None:
    first = write(filled, now=NOW + HOUR)
    second = lessons.correct(filled, first.id, BETTER, actor=staff("x"), now=NOW + 2 * HOUR)
    lessons.withdraw(filled, second.id, actor=staff("x"), reason="ซ้ำ", now=NOW + 3 * HOUR)
    lessons.reinstate(filled, second.id, actor=staff("x"), reason="ไม่ซ้ำ", now=NOW + 4 * HOUR)

    def seen(hours: float) -> list[tuple[int, LessonText, int]]:
        found = lessons.listed(filled, CODE, JULY, NOW + hours * HOUR)
        return [(info.id, info.text, info.corrections) for info in found]

    assert seen(0.5) == []
    assert seen(1) == [(first.id, TEXT, 0)]
    assert seen(2.5) == [(second.id, BETTER, 1)]
    assert seen(3) == []
    assert seen(4) == [(second.id, BETTER, 1)]


def test_instants_of_uploads_and_lessons_never_meet(filled: Engine) -> None:
    """With a clock that stands still, what is written later is seen later."""
    first = write(filled, now=NOW)
    upload = put(filled, "groups", [group("G03")], JULY, now=NOW)
    gone = lessons.withdraw(filled, first.id, actor=staff("x"), reason="ซ้ำ", now=NOW - HOUR)
    later = write(filled, now=NOW)

    assert NOW < first.written_at < upload.received_at < later.written_at
    assert lessons.listed(filled, CODE, seen=upload.received_at) == (first,)
    assert not gone.live
    turned = store.withdraw(filled, upload.id, actor=staff("x"), reason="ผิด", now=NOW)
    assert turned.events[-1].at > later.written_at


def test_an_instant_without_a_zone_is_our_fault(filled: Engine) -> None:
    with pytest.raises(ValueError, match="time zone"):
        write(filled, now=NOW.replace(tzinfo=None))


# what else must know of them


def test_each_deed_is_on_record_without_its_text(filled: Engine) -> None:
    first = write(filled)
    second = lessons.correct(filled, first.id, BETTER, actor=staff("other"), now=NOW + 2 * HOUR)
    lessons.withdraw(filled, second.id, actor=staff("other"), reason="ซ้ำ", now=NOW + 3 * HOUR)
    lessons.reinstate(filled, second.id, actor=staff(), reason="ไม่ซ้ำ", now=NOW + 4 * HOUR)

    found = [(e.action, e.by, e.project, e.detail) for e in audit.recent(filled) if e.action.startswith("lesson.")]

    assert found[::-1] == [
        ("lesson.write", "clerk", CODE, "1"),
        ("lesson.correct", "other", CODE, "2"),
        ("lesson.withdraw", "other", CODE, "2 ซ้ำ"),
        ("lesson.reinstate", "clerk", CODE, "2 ไม่ซ้ำ"),
    ]


def test_lessons_of_one_project_are_not_those_of_another(filled: Engine) -> None:
    lessons.write(filled, SAMPLE_PROJECT, TEXT, as_of=JUNE, actor=staff(), now=NOW)

    assert lessons.listed(filled, CODE) == ()


def test_clearing_the_samples_clears_their_lessons_alone(filled: Engine) -> None:
    mine = write(filled)
    theirs = lessons.write(filled, SAMPLE_PROJECT, TEXT, as_of=JUNE, actor=staff(), now=NOW)
    theirs = lessons.correct(filled, theirs.id, BETTER, actor=staff(), now=NOW)
    lessons.withdraw(filled, theirs.id, actor=staff(), reason="ซ้ำ", now=NOW)

    assert samples.clear(filled, actor=admin(), now=NOW) == 0

    assert rows(filled) == 1
    assert lessons.listed(filled, CODE) == (mine,)
    assert verify(filled) == []


def test_lessons_come_back_with_a_backup(sqlite: Engine, tmp_path: Path) -> None:
    put(sqlite, "groups", [group("G01")], JUNE)
    written = write(sqlite, group_code="G01")
    backup.backup(sqlite, tmp_path / "copy.db", actor=OPERATOR)
    lessons.withdraw(sqlite, written.id, actor=staff("x"), reason="ซ้ำ", now=NOW)

    backup.restore(sqlite, tmp_path / "copy.db", actor=OPERATOR, now=NOW)

    assert lessons.listed(sqlite, CODE) == (written,)
    assert verify(sqlite) == []
    copy = new_engine(f"sqlite:///{(tmp_path / 'copy.db').as_posix()}")
    assert lessons.listed(copy, CODE) == (written,)
    copy.dispose()


def test_verify_finds_a_lesson_that_nobody_sees_and_a_correction_of_another_group(filled: Engine) -> None:
    first = write(filled, group_code="G01")
    lessons.correct(filled, first.id, BETTER, actor=staff("x"), now=NOW + 2 * HOUR)
    assert verify(filled) == []

    with filled.begin() as connection:
        connection.execute(update(Lesson).where(col(Lesson.id) == 2).values(group_code="G02"))
        row = {"as_of": JUNE, "tried": "ก", "outcome": "ข", "advice": "ค", "by": "x", "at": NOW.astimezone(UTC)}
        connection.execute(insert(Lesson).values(project="nowhere", **row))

    found = [(d.what, d.stored, d.found) for d in verify(filled)]
    assert found == [("lesson.project", "nowhere", "-"), ("lesson.corrects", "1", "2")]
