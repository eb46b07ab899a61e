"""Resolutions: recorded after a meeting, reported on, read as they were known then; append-only and in the chain."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from core.model.meetings.resolutions import LONGEST, ResolutionText, for_next_pack, is_overdue, to_follow
from core.text import PERSON_MASK, Sight
from db.accounts import audit
from db.errors import NotAllowed, Refused, TextRefused, UnknownNote
from db.maintenance import chain
from db.notebook import resolutions
from db.notebook.resolutions import ResolutionInfo
from db.transactions import within
from tests.support.actors import admin, staff
from tests.support.names import GO
from tests.support.uploads import CODE, NOW

MARCH, APRIL, MAY = date(2021, 3, 31), date(2021, 4, 30), date(2021, 5, 31)
TEXT = ResolutionText("เร่งตรวจรับงวดที่ 2", "คณะกรรมการตรวจรับพัสดุ")
TICK = timedelta(seconds=1)


def record(engine: Engine, met: date = MARCH, due: date | None = APRIL, now: datetime = NOW) -> int:
    return resolutions.record(engine, CODE, TEXT, met_on=met, due_on=due, actor=staff(), now=now)


def report(engine: Engine, number: int, event: str, on: date, now: datetime = NOW + TICK) -> None:
    resolutions.report(engine, number, event, "ตรวจรับแล้ว", on=on, actor=staff(), now=now)  # type: ignore[arg-type]


def test_what_was_decided_by_whom_and_by_when_is_kept_and_open(engine: Engine) -> None:
    number = record(engine)

    (found,) = resolutions.listed(engine, CODE)

    assert found == ResolutionInfo(number, MARCH, TEXT, APRIL)
    assert found.state == "open"
    assert [event.action for event in audit.recent(engine, limit=1)] == ["resolution.record"]
    assert chain.check(engine).findings == ()


def test_the_last_report_counts_and_each_stays(engine: Engine) -> None:
    number = record(engine)
    report(engine, number, "going_on", date(2021, 4, 15))
    report(engine, number, "done", date(2021, 4, 28))

    (found,) = resolutions.listed(engine, CODE)

    assert [one.event for one in found.reports] == ["going_on", "done"]
    assert (found.state, found.reported_on, found.became) == ("done", date(2021, 4, 28), "ตรวจรับแล้ว")
    assert chain.check(engine).findings == ()


def test_a_past_day_and_a_past_instant_know_what_was_known(engine: Engine) -> None:
    number = record(engine)
    report(engine, number, "done", date(2021, 4, 28), NOW + timedelta(hours=1))

    assert resolutions.listed(engine, CODE, date(2021, 3, 30)) == ()
    assert resolutions.listed(engine, CODE, date(2021, 4, 27))[0].state == "open"
    assert resolutions.listed(engine, CODE, date(2021, 4, 28))[0].state == "done"
    assert resolutions.listed(engine, CODE, None, NOW)[0].state == "open"
    assert resolutions.listed(engine, CODE, None, NOW - TICK) == ()


def test_one_recorded_by_mistake_is_shown_no_more_but_as_it_was_known(engine: Engine) -> None:
    number = record(engine)
    report(engine, number, "mistaken", APRIL, NOW + timedelta(hours=1))

    assert resolutions.listed(engine, CODE) == ()
    assert resolutions.listed(engine, CODE, MARCH) == ()
    assert len(resolutions.listed(engine, CODE, None, NOW)) == 1
    with pytest.raises(UnknownNote):
        report(engine, number, "done", APRIL)


@pytest.mark.parametrize(
    ("decided", "who", "fault"),
    [
        ("", "สำนักงาน", "empty"),
        ("เร่งรัด", " ", "empty"),
        ("ก" * (LONGEST["decided"] + 1), "สำนักงาน", "long"),
        ("เลข 1101700230708", "สำนักงาน", "id13"),
        ("เร่งรัด", "โทร 081-234-5678", "phone"),
    ],
)
def test_a_text_that_cannot_be_kept_is_named_without_being_repeated(
    engine: Engine, decided: str, who: str, fault: str
) -> None:
    with pytest.raises(TextRefused) as refused:
        resolutions.record(engine, CODE, ResolutionText(decided, who), met_on=MARCH, actor=staff(), now=NOW)

    assert [one.key for one in refused.value.message.params["faults"]] == [f"lesson_fault.{fault}"]
    assert resolutions.listed(engine, CODE) == ()


def test_days_before_the_meeting_are_refused(engine: Engine) -> None:
    with pytest.raises(Refused):
        record(engine, due=date(2021, 3, 30))
    number = record(engine)
    with pytest.raises(Refused):
        report(engine, number, "done", date(2021, 3, 30))
    assert resolutions.listed(engine, CODE)[0].state == "open"


def test_only_who_notes_meetings_may_and_only_in_their_scope(engine: Engine) -> None:
    number = record(engine)
    with pytest.raises(NotAllowed):
        resolutions.record(engine, CODE, TEXT, met_on=MARCH, actor=admin(), now=NOW)
    with pytest.raises(NotAllowed):
        resolutions.report(engine, number, "done", "แล้ว", on=APRIL, actor=admin(), now=NOW)
    elsewhere = within(engine, frozenset({"another"}))
    assert resolutions.listed(elsewhere, CODE) == ()


def test_persons_are_masked_in_each_part_for_who_may_not_see_them(engine: Engine) -> None:
    text = ResolutionText(GO[0], GO[1])
    number = resolutions.record(engine, CODE, text, met_on=MARCH, actor=staff(), now=NOW)
    resolutions.report(engine, number, "done", GO[2], on=APRIL, actor=staff(), now=NOW)

    shown = resolutions.listed(engine, CODE)[0].seen_by(Sight())

    assert all(PERSON_MASK in part for part in (shown.text.decided, shown.text.who, shown.became))


def infos() -> list[ResolutionInfo]:
    return [
        ResolutionInfo(1, MARCH, TEXT, APRIL, (resolutions.Report("done", "แล้ว", date(2021, 4, 20)),)),
        ResolutionInfo(2, MARCH, TEXT, APRIL, (resolutions.Report("going_on", "ทำอยู่", date(2021, 4, 20)),)),
        ResolutionInfo(3, MARCH, TEXT, None),
        ResolutionInfo(4, APRIL, TEXT, MAY),
    ]


def numbers(found: list[ResolutionInfo]) -> list[int]:
    return [one.id for one in found]


def test_the_next_pack_tells_of_open_ones_and_of_what_was_answered_for_since_the_last_meeting() -> None:
    meetings = [MARCH, APRIL]

    assert numbers(for_next_pack(infos(), APRIL, meetings)) == [1, 2, 3]
    assert numbers(for_next_pack(infos(), MAY, meetings)) == [2, 3, 4]
    assert numbers(for_next_pack(infos(), MARCH, meetings)) == []
    assert numbers(for_next_pack(infos(), MAY, [])) == [1, 2, 3, 4]


def test_what_is_reported_on_the_day_of_a_meeting_stands_in_the_next_pack() -> None:
    answered = ResolutionInfo(1, MARCH, TEXT, APRIL, (resolutions.Report("done", "แล้ว", APRIL),))

    assert for_next_pack([answered], MAY, [MARCH, APRIL, MAY]) == [answered]


def test_what_is_to_follow_goes_by_its_last_day() -> None:
    assert numbers(to_follow(infos())) == [2, 4, 3]
    assert [is_overdue(one, date(2021, 5, 1)) for one in infos()] == [False, True, False, False]
    assert not is_overdue(infos()[1], APRIL), "the last day itself is in time"
