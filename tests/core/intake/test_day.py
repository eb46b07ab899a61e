"""The day that a file's data is of: every form that is typed, every day that is refused, what is proposed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.intake import Intake, after_end, last_day, proposals, read_day, refusal
from core.intake.issues import Issue
from core.model.kinds import KINDS, Kind
from tests.support.intakes import PROJECT, read, sample
from tests.support.said import english, thai

START, END, LAST = PROJECT.start, PROJECT.end, PROJECT.end + timedelta(days=PROJECT.carryover_days)
LATER = date(2026, 1, 15)  # a clock long after the project
AUGUST = date(2021, 8, 31)


@pytest.mark.parametrize(
    "text",
    [
        "31/08/2564", "31/8/64", "31-8-64", "31.08.2564", "31/08/2021", "2021-08-31", "31 ส.ค. 64", "31 ส.ค.64",
        "๓๑ สิงหาคม ๒๕๖๔", "31 สิงหาคม พ.ศ. 2564", "วันที่ 31 ส.ค. 2564", "31 Aug 2021", "31 August 2021", " 31/08/2564 ",
    ],
)  # fmt: skip
def test_each_form_that_is_typed_reads_as_the_same_day(text: str) -> None:
    assert read_day(text, PROJECT) == AUGUST


@pytest.mark.parametrize(
    ("text", "code", "th", "en"),
    [
        ("", "asof_empty", "ยังไม่ได้ระบุวันที่ โปรดพิมพ์ เช่น 30/09/2564",
         "The day is missing. Type it, such as 30/09/2564"),
        ("  \u200b", "asof_empty", "ยังไม่ได้ระบุวันที่ โปรดพิมพ์ เช่น 30/09/2564",
         "The day is missing. Type it, such as 30/09/2564"),
        ("31/04/2564", "asof_impossible",
         "ไม่มีวันที่ “31/04/2564” ในปฏิทิน โปรดตรวจวันและเดือน แล้วพิมพ์ใหม่ เช่น 30/09/2564",
         'The calendar has no day "31/04/2564". Check day and month and type it again, such as 30/09/2564'),
        ("31032564", "asof_unreadable", "อ่านวันที่ “31032564” ไม่ได้ โปรดพิมพ์วัน เดือน ปี เช่น 30/09/2564",
         'Can not read the day "31032564". Type day, month and year, such as 30/09/2564'),
        ("พรุ่งนี้", "asof_unreadable", "อ่านวันที่ “พรุ่งนี้” ไม่ได้ โปรดพิมพ์วัน เดือน ปี เช่น 30/09/2564",
         'Can not read the day "พรุ่งนี้". Type day, month and year, such as 30/09/2564'),
    ],
)  # fmt: skip
def test_a_text_that_is_no_day_is_refused_with_its_value_and_what_to_do(text: str, code: str, th: str, en: str) -> None:
    found = read_day(text, PROJECT)

    assert isinstance(found, Issue)
    assert (found.code, thai(found), english(found)) == (code, th, en)


def test_a_citizen_s_number_in_place_of_a_day_is_not_repeated() -> None:
    found = read_day("1101700203450", PROJECT)

    assert isinstance(found, Issue)
    assert "1101700203450" not in thai(found) + english(found) + str(found.value)


@pytest.mark.parametrize("kind", KINDS)
def test_days_run_from_the_project_s_first_to_the_last_of_the_kind(kind: Kind) -> None:
    end = LAST if kind in ("spending", "instalments") else END

    assert last_day(kind, PROJECT) == end
    assert [refusal(day, kind, PROJECT, LATER) for day in (START, AUGUST, END, end)] == [None] * 4
    for day in (START - timedelta(days=1), end + timedelta(days=1), date(1921, 8, 31)):
        assert refusal(day, kind, PROJECT, LATER) is not None


@pytest.mark.parametrize(
    ("kind", "day", "today", "th", "en"),
    [
        ("groups", date(2031, 8, 31), AUGUST, "31 สิงหาคม 2574 ยังมาไม่ถึง (วันนี้ 31 สิงหาคม 2564) โปรดตรวจเดือนและปี",
         "31 August 2031 is still to come (today is 31 August 2021). Check the month and year"),
        ("spending", date(2021, 9, 1), AUGUST, "1 กันยายน 2564 ยังมาไม่ถึง (วันนี้ 31 สิงหาคม 2564) โปรดตรวจเดือนและปี",
         "1 September 2021 is still to come (today is 31 August 2021). Check the month and year"),
        ("plan", date(2020, 9, 30), LATER,
         "30 กันยายน 2563 อยู่ก่อนวันเริ่มโครงการ (1 ตุลาคม 2563) โปรดตรวจปี หรือเลือกโครงการของปีนั้น",
         "30 September 2020 lies before the project's first day (1 October 2020). "
         "Check the year, or choose that year's project"),
        ("spending", date(2022, 4, 2), LATER,
         "2 เมษายน 2565 อยู่หลังวันสุดท้ายที่รับข้อมูลของโครงการนี้ (1 เมษายน 2565) โปรดตรวจปี หรือเลือกโครงการของปีนั้น",
         "2 April 2022 lies after the last day on which this project takes data (1 April 2022). "
         "Check the year, or choose that year's project"),
        ("groups", date(2021, 10, 18), LATER,
         "18 ตุลาคม 2564 อยู่หลังวันสิ้นสุดโครงการ (30 กันยายน 2564) ซึ่งรับเฉพาะการใช้จ่ายและงวดงาน "
         "โปรดระบุวันที่ของข้อมูลไม่เกิน 30 กันยายน 2564",
         "18 October 2021 lies after the project's last day (30 September 2021), when spending and instalments alone "
         "are taken. Give a day no later than 30 September 2021"),
    ],
)  # fmt: skip
def test_each_refused_day_says_why_with_its_whole_year(kind: Kind, day: date, today: date, th: str, en: str) -> None:
    found = refusal(day, kind, PROJECT, today)

    assert found is not None
    assert (thai(found), english(found)) == (th, en)


def test_today_is_a_day_and_tomorrow_none() -> None:
    assert refusal(AUGUST, "groups", PROJECT, AUGUST) is None
    assert refusal(AUGUST + timedelta(days=1), "groups", PROJECT, AUGUST) is not None


def test_a_day_after_the_end_is_to_be_accepted() -> None:
    assert after_end(END, PROJECT) is None
    found = after_end(END + timedelta(days=1), PROJECT)

    assert found is not None
    assert found.severity == "warning"
    assert thai(found).startswith("ข้อมูลหลังสิ้นปีงบประมาณ: ณ 1 ตุลาคม 2564")


def found(kind: Kind, newest: date | None, stated: date | None = None) -> Intake:
    """A reading whose newest date, and the day in whose title, are known."""
    intake = read(sample("2021-08-31", kind), kind, project=PROJECT)
    return replace(intake, suggested_as_of=newest, stated_as_of=stated)


@pytest.mark.parametrize(
    ("kind", "newest", "stated", "used", "chosen", "offered"),
    [
        ("spending", date(2021, 8, 27), None, None, AUGUST, {"own": AUGUST, "last": date(2021, 8, 27)}),
        ("spending", date(2021, 8, 27), None, AUGUST, AUGUST, {"own": AUGUST, "last": date(2021, 8, 27)}),
        ("spending", date(2021, 8, 27), None, date(2021, 7, 31), None,
         {"own": AUGUST, "used": date(2021, 7, 31), "last": date(2021, 8, 27)}),
        ("spending", date(2021, 10, 18), date(2021, 10, 18), None, date(2021, 10, 18), {"own": date(2021, 10, 18)}),
        ("spending", date(2021, 8, 20), date(2021, 8, 15), None, AUGUST, {"own": AUGUST, "last": date(2021, 8, 20)}),
        ("groups", None, None, AUGUST, AUGUST, {"used": AUGUST, "shown": date(2021, 7, 31)}),
        ("groups", None, None, None, None, {"shown": date(2021, 7, 31)}),
        ("groups", date(2031, 8, 31), None, None, None, {"shown": date(2021, 7, 31)}),
        ("products", date(2021, 5, 12), None, None, None, {"shown": date(2021, 7, 31)}),
        ("products", date(2021, 5, 12), None, AUGUST, AUGUST, {"used": AUGUST, "shown": date(2021, 7, 31)}),
        ("products", date(2021, 8, 12), None, None, AUGUST, {"own": AUGUST, "last": date(2021, 8, 12)}),
        ("products", date(2021, 5, 31), date(2021, 5, 31), None, date(2021, 5, 31), {"own": date(2021, 5, 31)}),
        ("plan", START, None, AUGUST, START, {"own": START}),
    ],
)  # fmt: skip
def test_the_file_s_own_month_end_else_the_day_used_last_and_neither_where_they_differ(
    kind: Kind, newest: date | None, stated: date | None, used: date | None, chosen: date | None, offered: dict
) -> None:
    intake = found("spending", newest, stated)
    proposed = proposals(replace(intake, kind=kind), PROJECT, LATER, used=used, shown=date(2021, 7, 31))

    assert proposed.chosen == chosen
    assert list(proposed.offered) == list(offered.items())


def test_in_a_month_that_is_not_over_the_newest_date_is_proposed_and_no_day_to_come() -> None:
    proposed = proposals(found("spending", date(2021, 8, 12)), PROJECT, date(2021, 8, 20), used=None, shown=None)

    assert proposed.offered == (("own", date(2021, 8, 12)),)


def test_a_title_line_states_the_day() -> None:
    name, data = sample("2021-09-30", "spending")

    assert read((name, data), "spending", project=PROJECT).stated_as_of == END
    assert read(sample("2021-08-31", "spending"), "spending", project=PROJECT).stated_as_of is None
