"""Data of a day that can not be: refused by the store and by the command, whoever asks; nothing is stored."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from core.calendar import month_end
from core.model.kinds import KINDS, Kind
from core.model.rows import from_records
from db.engine import ROOT
from db.errors import DayRefused, WarningsNotAccepted
from db.projects import versions
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support.actors import staff
from tests.support.door import Run
from tests.support.uploads import CODE, NOW, group, intake_of, payment, put

SAMPLES = ROOT / "samples"
AFTER = datetime(2021, 12, 1, 3, tzinfo=UTC)
ROWS: dict[Kind, dict] = {
    "groups": group("G01"),
    "products": {"code": "P01", "group_code": "G01", "name": "ขนม", "category": "food"},
    "spending": payment("ฎ.1", 100),
    "plan": {"month": date(2021, 3, 31), "planned_groups": 3, "planned_disbursed_satang": 100},
    "instalments": {"no": 1, "due_on": date(2021, 5, 1)},
}


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2031, 4, 30), "asof_future"),
        (month_end(month_end(NOW.date()) + timedelta(days=1)), "asof_future"),
        (NOW.date() + timedelta(days=1), "asof_future"),
        (date(2020, 9, 30), "asof_before"),
        (date(1921, 3, 31), "asof_before"),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_the_store_refuses_each_kind_as_of_a_day_that_can_not_be(
    engine: Engine, kind: Kind, day: date, code: str
) -> None:
    with pytest.raises(DayRefused) as refused:
        put(engine, kind, [ROWS[kind]], day, accept_warnings=True)

    assert refused.value.issue.code == code
    assert store.history(engine, CODE) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_after_the_end_spending_and_instalments_alone_and_only_once_accepted(engine: Engine, kind: Kind) -> None:
    project = versions.project_at(engine, CODE).project
    later, last = project.end + timedelta(days=18), project.end + timedelta(days=project.carryover_days)

    put(engine, kind, [ROWS[kind]], project.end, now=AFTER)
    if kind not in ("spending", "instalments"):
        with pytest.raises(DayRefused):
            put(engine, kind, [ROWS[kind]], later, now=AFTER, accept_warnings=True)
        return
    with pytest.raises(WarningsNotAccepted, match="1"):
        put(engine, kind, [ROWS[kind]], later, now=AFTER)
    with pytest.raises(DayRefused):
        put(engine, kind, [ROWS[kind]], last + timedelta(days=1), now=AFTER + timedelta(days=365), accept_warnings=True)
    assert put(engine, kind, [ROWS[kind]], later, now=AFTER, accept_warnings=True).as_of == later


def test_a_day_is_today_by_bangkok_s_clock(engine: Engine) -> None:
    intake = intake_of(from_records("groups", [group("G01")]), None)
    evening = datetime(2021, 3, 30, 16, 59, tzinfo=UTC)  # 23.59 in Bangkok

    with pytest.raises(DayRefused):
        store.apply(engine, intake, project=CODE, as_of=date(2021, 3, 31), actor=staff(), now=evening)
    midnight = evening + timedelta(minutes=1)
    assert store.apply(engine, intake, project=CODE, as_of=date(2021, 3, 31), actor=staff(), now=midnight).seq == 1


def next_month() -> str:
    return month_end(month_end(datetime.now(UTC).date()) + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    "day", ["31/04/2564", "2021-04-31", "31032564", "", "2574-03-31", "2031-03-31", "2074-03-31", next_month()]
)
@pytest.mark.parametrize("verb", ["check", "load"])
def test_the_command_refuses_them_in_words_and_stores_nothing(run: Run, verb: str, day: str) -> None:
    by = ("--by", "clerk", "--accept-warnings") if verb == "load" else ()

    ran = run(verb, "groups", SAMPLES / "2021-03-31/groups.csv", "--as-of", day, *by)

    assert ran.exit == 64
    assert any("ก" <= letter <= "๙" for letter in ran.err)
    assert run("history", "--json").json["uploads"] == []


def test_the_command_takes_a_day_after_the_end_for_spending_once_it_is_accepted(run: Run) -> None:
    file = ("load", "spending", SAMPLES / "practice/spending-october.csv", "--as-of", "2021-10-18", "--by", "clerk")

    refused = run(*file, "--json")
    assert refused.exit == 3
    assert "asof_late" in [issue["code"] for issue in refused.json["issues"]]
    assert run(*file, "--accept-warnings").exit == 0


def test_a_summary_of_a_day_after_the_newest_data_says_up_to_when_there_are_data(sample: Run) -> None:
    asked = ("summary", "--project", SAMPLE_PROJECT, "--as-of")

    assert "ยังไม่มีข้อมูลหลัง 31 ก.ค. 64" in sample(*asked, "2021-09-30").err
    assert "สิ้นปีงบฯ แต่ข้อมูลมีถึง 31 ก.ค. 64" in sample(*asked, "2021-09-30").out
    assert sample(*asked, "2021-07-31").err == ""
