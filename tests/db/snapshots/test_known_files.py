"""A file that was loaded before is named by the set that holds its rows, live or withdrawn; and the day of a plan."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core.intake.plan_past import proposed_day
from db.engine import ROOT
from db.errors import DayRefused
from db.snapshots import known_files, plan_past, store
from tests.support.actors import staff
from tests.support.door import Run
from tests.support.intakes import read
from tests.support.said import thai
from tests.support.uploads import CODE, NOW, group, put

FEB, MAR = date(2021, 2, 28), date(2021, 3, 31)
SAMPLE = ROOT / "samples" / "2021-02-28" / "groups.csv"
DEMO = "demo-phetchaburi-2564"


def known(engine: Engine, as_of: date | None) -> str | None:
    """What is said of the sample's groups in the office's own project."""
    today = store.base_view(engine, CODE, as_of)
    found = read(("g.csv", SAMPLE.read_bytes()), "groups", project=today.project, today=today, as_of=as_of)
    issue = known_files.known_file(engine, CODE, found)
    assert issue is None or issue.severity == "info"
    return None if issue is None else thai(issue)


def load(engine: Engine, as_of: date) -> int:
    today = store.base_view(engine, CODE, as_of)
    found = read(("g.csv", SAMPLE.read_bytes()), "groups", project=today.project, today=today, as_of=as_of)
    return store.apply(engine, found, project=CODE, as_of=as_of, actor=staff(), now=NOW, accept_warnings=True).id


def test_a_new_file_is_nobodys(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)

    assert known(engine, MAR) is None


def test_an_old_file_is_named_by_its_set_on_whatever_day(engine: Engine) -> None:
    load(engine, FEB)
    put(engine, "groups", [group("G01")], MAR)

    for day in (None, FEB, MAR, date(2021, 1, 31)):
        assert known(engine, day) == "ไฟล์นี้ตรงกับชุดที่ 1 ของข้อมูลกลุ่มอาชีพ ณ 28 ก.พ. 64"


def test_a_withdrawn_set_names_it_too_and_a_live_one_first(engine: Engine) -> None:
    store.withdraw(engine, load(engine, FEB), actor=staff(), reason="ผิด", now=NOW)
    assert known(engine, FEB) == "ไฟล์นี้ตรงกับชุดที่ 1 ของข้อมูลกลุ่มอาชีพ ณ 28 ก.พ. 64 ซึ่งยกเลิกไปแล้ว"

    load(engine, MAR)
    assert known(engine, FEB) == "ไฟล์นี้ตรงกับชุดที่ 2 ของข้อมูลกลุ่มอาชีพ ณ 31 มี.ค. 64"


def test_the_command_says_it_for_information(sample: Run, tmp_path: Path) -> None:
    options = ("groups", SAMPLE, "--as-of", "2021-02-28", "--project", DEMO)

    told = sample("check", *options, "--json").json

    assert [(i["code"], i["severity"]) for i in told["issues"] if i["code"] == "known_file"] == [("known_file", "info")]
    said = sample("check", *options).out
    assert "ไฟล์นี้ตรงกับชุดที่ 1 ของข้อมูลกลุ่มอาชีพ ณ 28 ก.พ. 64" in said
    assert "ชุดแรก" not in said
    before = sample("history", "--json", "--project", DEMO).json
    assert sample("load", *options, "--by", "clerk", "--accept-warnings").exit == 0  # recognised, not stored twice
    assert sample("history", "--json", "--project", DEMO).json == before


# the day of a plan that follows another


PLAN = [{"month": date(2020, 10, 1), "planned_groups": 3}]
TODAY = datetime(2021, 3, 31, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("newest", "today", "day"),
    [
        (MAR, MAR, date(2021, 4, 1)),
        (FEB, MAR, MAR),  # today, where it lies inside the year and later
        (MAR, date(2020, 9, 30), date(2021, 4, 1)),
        (MAR, date(2026, 11, 28), date(2021, 4, 1)),
        (date(2021, 9, 30), date(2021, 10, 5), None),
        (None, MAR, None),
    ],
)
def test_the_day_proposed_for_a_later_plan(engine: Engine, newest: date | None, today: date, day: date | None) -> None:
    assert proposed_day(store.view(engine, CODE).project, newest, today) == day


def test_a_plan_may_be_of_tomorrow_where_the_newest_data_is_of_today(engine: Engine) -> None:
    put(engine, "plan", PLAN, date(2020, 10, 1), now=TODAY)
    put(engine, "groups", [group("G01")], MAR, now=TODAY)
    assert plan_past.newest_day_of(engine, CODE) == MAR
    revised = [{"month": date(2020, 10, 1), "planned_groups": 2}]

    with pytest.raises(DayRefused):
        put(engine, "plan", revised, MAR + timedelta(days=2), now=TODAY)
    stored = put(engine, "plan", revised, MAR + timedelta(days=1), now=TODAY)

    assert store.view(engine, CODE).uploads["plan"].id != stored.id  # nothing that is shown changes
    with pytest.raises(DayRefused):
        put(engine, "groups", [group("G02")], MAR + timedelta(days=1), now=TODAY)
