"""A plan revised later: months already over keep their verdict on every surface unless each of them is accepted."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from core.analysis.breakdowns.quarters import judged_quarters
from core.figures.figures import compute
from core.intake import Intake
from core.intake.plan_past import PastChange, proposed_day
from core.model.snapshot import DatedBack
from db.engine import new_engine
from db.errors import PastNotAccepted
from db.maintenance import samples
from db.maintenance.migrate import migrate
from db.maintenance.verify import verify
from db.projects import versions
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import plan_past, store
from db.snapshots.uploads import UploadInfo, uploads_of
from db.transactions import reading
from tests.support.actors import staff, store_projects
from tests.support.door import Run
from tests.support.intakes import read
from tests.support.plans import BAHT, GROUPS, LOWERED, plan_csv
from tests.support.said import english, thai
from words.rendering import render

NOW = datetime(2021, 10, 1, 3, tzinfo=UTC)  # the year is over: each of its days may be loaded
DAYS = [
    date(2021, 2, 28), date(2021, 3, 31), date(2021, 4, 30), date(2021, 5, 31),
    date(2021, 6, 30), date(2021, 7, 31), date(2021, 8, 31), date(2021, 9, 30),
]  # fmt: skip


def read_plan(engine: Engine, as_of: date, content: bytes = LOWERED) -> Intake:
    today = store.base_view(engine, SAMPLE_PROJECT, as_of)
    return read(("plan.csv", content), "plan", project=today.project, today=today, as_of=as_of)


def changes(engine: Engine, as_of: date, content: bytes = LOWERED) -> list[PastChange]:
    return plan_past.of_load(engine, read_plan(engine, as_of, content), project=SAMPLE_PROJECT, as_of=as_of)


def load_plan(engine: Engine, as_of: date, content: bytes = LOWERED, accepted: Any = ()) -> UploadInfo:
    intake = read_plan(engine, as_of, content)
    options = {"actor": staff(), "now": NOW, "accept_warnings": True, "accept_past": accepted}
    return store.apply(engine, intake, project=SAMPLE_PROJECT, as_of=as_of, **options)


def surfaces(engine: Engine, until: date = DAYS[-1]) -> dict[str, Any]:
    """What every day and every ended quarter shows; the numbers of uploads aside."""
    shown: dict[str, Any] = {}
    for day in (day for day in DAYS if day <= until):
        view = store.view(engine, SAMPLE_PROJECT, day)
        summary = compute(view).summary(render)
        shown[day.isoformat()] = {name: value for name, value in summary.items() if name not in ("uploads", "cutoffs")}
        shown[f"{day} quarters"] = [quarter for quarter in judged_quarters(view) if quarter.last <= day]
    return shown


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Mapping[date, Path]:
    """By each of the eight days: a database filled up to it."""
    folder = tmp_path_factory.mktemp("years")
    path = folder / "year.db"
    engine = new_engine(f"sqlite:///{path}")
    migrate(engine)
    store_projects(engine, now=NOW)
    found: dict[date, Path] = {}
    for kind, as_of, file in samples._files(samples.FOLDER):
        _keep(engine, kind, as_of, file)
        if kind == "instalments":
            found[as_of] = _copy(engine, path, folder / f"{as_of}.db")
    for day in DAYS[6:]:
        for kind in samples._SNAPSHOT:
            _keep(engine, kind, day, samples.FOLDER / "try" / day.isoformat() / f"{kind}.csv")
        found[day] = _copy(engine, path, folder / f"{day}.db")
    engine.dispose()
    return found


def _keep(engine: Engine, kind: Any, as_of: date, file: Path) -> None:
    today = store.base_view(engine, SAMPLE_PROJECT, as_of)
    intake = read((file.name, file.read_bytes()), kind, project=today.project, today=today, as_of=as_of)
    store.apply(engine, intake, project=SAMPLE_PROJECT, as_of=as_of, actor=staff(), now=NOW, accept_warnings=True)


def _copy(engine: Engine, path: Path, to: Path) -> Path:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(path, to)
    return to


@pytest.fixture
def up_to(years: Mapping[date, Path], tmp_path: Path) -> Iterator[Callable[[date], Engine]]:
    """A database of one's own, filled up to a day."""
    made: list[Engine] = []

    def copy(day: date) -> Engine:
        path = tmp_path / f"{day}-{len(made)}.db"
        shutil.copy(years[day], path)
        made.append(new_engine(f"sqlite:///{path}"))
        return made[-1]

    yield copy
    for engine in made:
        engine.dispose()


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_lowered_plan_of_the_newest_day_is_refused_until_that_month_is_accepted(
    day: date, up_to: Callable[[date], Engine]
) -> None:
    engine = up_to(day)
    before = surfaces(engine)

    with pytest.raises(PastNotAccepted) as refused:
        load_plan(engine, day)

    assert [change.day for change in refused.value.changes] == [day]
    assert surfaces(engine) == before
    load_plan(engine, day, accepted=[change.id for change in refused.value.changes])
    assert surfaces(engine) != before


@pytest.mark.parametrize("day", DAYS[:-1], ids=str)
def test_a_lowered_plan_of_the_proposed_day_changes_nothing_that_is_over(
    day: date, up_to: Callable[[date], Engine]
) -> None:
    engine = up_to(day)
    before = surfaces(engine, day)
    project = store.view(engine, SAMPLE_PROJECT).project
    proposed = proposed_day(project, day, day)
    assert proposed == day + timedelta(days=1)

    stored = load_plan(engine, proposed)

    assert surfaces(engine, day) == before
    assert "past" not in stored.counts
    assert store.view(engine, SAMPLE_PROJECT).dated_back == ()


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_in_the_full_year_each_month_from_the_plans_day_on_is_named(day: date, up_to: Callable[[date], Engine]) -> None:
    engine = up_to(DAYS[-1])

    assert [change.day for change in changes(engine, day)] == [end for end in DAYS if end >= day]


def test_a_month_names_both_verdicts_and_what_the_plans_ask_for(up_to: Callable[[date], Engine]) -> None:
    (june,) = changes(up_to(DAYS[4]), DAYS[4])

    assert thai(june) == (
        "30 มิ.ย. 64 จาก ลงทะเบียนช้ากว่าแผน (แผน 12 กลุ่ม 262,000 บาท) เป็น เป็นไปตามแผน (แผน 6 กลุ่ม 131,000 บาท)"
    )
    assert english(june).startswith("30 Jun 2021 from groups behind plan (plan 12 groups, 262,000 baht) to ")


def test_one_month_left_out_bars_the_save(up_to: Callable[[date], Engine]) -> None:
    engine = up_to(DAYS[-1])
    ids = [change.id for change in changes(engine, DAYS[5])]
    assert len(ids) == 3

    with pytest.raises(PastNotAccepted, match="31 Aug 2021"):
        load_plan(engine, DAYS[5], accepted=[ids[0], ids[2]])

    assert len(store.history(engine, SAMPLE_PROJECT, "plan")) == 1


def test_a_tick_made_for_other_numbers_is_none(up_to: Callable[[date], Engine]) -> None:
    """What a page sent is not trusted: the months are computed once more, and a tick names what it was made for."""
    engine = up_to(DAYS[4])
    higher = plan_csv(tuple(g * 2 for g in GROUPS), BAHT)

    with pytest.raises(PastNotAccepted):
        load_plan(engine, DAYS[4], accepted=[change.id for change in changes(engine, DAYS[4], higher)])


def test_a_plan_that_differs_in_months_to_come_needs_no_tick(up_to: Callable[[date], Engine]) -> None:
    engine = up_to(DAYS[4])
    before = surfaces(engine, DAYS[4])
    later = plan_csv((*GROUPS[:9], 6, 6, 30), (*BAHT[:9], 300_000, 400_000, 885_000))

    assert changes(engine, DAYS[1], later) == []
    load_plan(engine, DAYS[1], later)
    assert surfaces(engine, DAYS[4]) == before


def test_the_first_free_day_is_after_the_last_month_that_changes(up_to: Callable[[date], Engine]) -> None:
    engine = up_to(DAYS[5])
    until_april = plan_csv(baht=(0, 0, 0, 0, 0, 0, 0, *BAHT[7:]))

    assert [change.day for change in changes(engine, DAYS[0], until_april)] == DAYS[:3]
    intake = read_plan(engine, DAYS[0], until_april)
    free = plan_past.first_free_day(engine, intake, project=SAMPLE_PROJECT, as_of=DAYS[0])
    assert free == date(2021, 5, 1)
    assert changes(engine, free, until_april) == []


def test_after_the_years_last_data_no_day_is_free(up_to: Callable[[date], Engine]) -> None:
    engine = up_to(DAYS[-1])
    intake = read_plan(engine, DAYS[0])

    assert plan_past.first_free_day(engine, intake, project=SAMPLE_PROJECT, as_of=DAYS[0]) is None
    assert proposed_day(store.view(engine, SAMPLE_PROJECT).project, DAYS[-1], date(2026, 11, 28)) is None


def test_a_plan_dated_before_the_first_one_changes_the_months_that_have_none(up_to: Callable[[date], Engine]) -> None:
    """The first plan judges the quarters before its own day too, so one dated before it takes its place there."""
    engine = up_to(DAYS[1])
    first = store.history(engine, SAMPLE_PROJECT, "plan")[0]
    store.withdraw(engine, first.id, actor=staff(), reason="ผิดวัน", now=NOW)
    load_plan(engine, date(2021, 3, 1), plan_csv(), accepted="all")  # 28 Feb is left without a plan

    changed = changes(engine, date(2021, 2, 1))

    assert [change.day for change in changed] == [
        date(2020, 11, 30), date(2020, 12, 31), date(2021, 1, 31), date(2021, 2, 28),
    ]  # fmt: skip


def test_accepted_months_are_kept_and_told_from_then_on(up_to: Callable[[date], Engine]) -> None:
    engine = up_to(DAYS[5])
    stored = load_plan(engine, DAYS[3], accepted="all")

    assert [month["day"] for month in stored.counts["past"]] == [day.isoformat() for day in DAYS[3:6]]
    (told,) = store.view(engine, SAMPLE_PROJECT).dated_back
    assert told == DatedBack(2, DAYS[3], "load", DAYS[3], 3, "clerk")
    assert store.view(engine, SAMPLE_PROJECT, DAYS[2]).dated_back == ()
    assert store.view(engine, SAMPLE_PROJECT, DAYS[5], seen=NOW).dated_back == ()
    assert verify(engine) == []


def test_a_withdrawal_keeps_the_months_that_it_changes(up_to: Callable[[date], Engine]) -> None:
    engine = up_to(DAYS[2])
    higher = load_plan(engine, DAYS[2] + timedelta(days=1), plan_csv(GROUPS, tuple(b * 2 for b in BAHT)))
    for kind in ("groups", "spending"):
        _keep(engine, kind, DAYS[3], samples.FOLDER / "2021-05-31" / f"{kind}.csv")

    assert [change.day for change in plan_past.of_turn(engine, higher.id)] == [DAYS[3]]
    turned = store.withdraw(engine, higher.id, actor=staff(), reason="ยังไม่อนุมัติ", now=NOW)

    assert [month["day"] for month in turned.events[-1].past or ()] == ["2021-05-31"]
    (told,) = store.view(engine, SAMPLE_PROJECT).dated_back
    assert (told.seq, told.deed, told.back_to, told.months) == (2, "withdraw", DAYS[3], 1)


def test_a_plan_that_comes_back_asks_for_the_same_months(up_to: Callable[[date], Engine]) -> None:
    engine = up_to(DAYS[5])
    stored = load_plan(engine, DAYS[4], accepted="all")
    store.withdraw(engine, stored.id, actor=staff(), reason="ผิด", now=NOW)
    assert store.view(engine, SAMPLE_PROJECT).dated_back == ()  # the months are as they were
    before = surfaces(engine)

    with pytest.raises(PastNotAccepted) as refused:
        store.reinstate(engine, stored.id, actor=staff(), reason="อนุมัติแล้ว", now=NOW)
    assert [change.day for change in refused.value.changes] == DAYS[4:6]
    assert surfaces(engine) == before

    ids = [change.id for change in plan_past.of_turn(engine, stored.id)]
    store.reinstate(engine, stored.id, actor=staff(), reason="อนุมัติแล้ว", now=NOW, accept_past=ids)
    (told,) = store.view(engine, SAMPLE_PROJECT).dated_back
    assert (told.deed, told.back_to, told.months) == ("reinstate", DAYS[4], 2)


@pytest.fixture
def withdrawn(up_to: Callable[[date], Engine]) -> tuple[Engine, dict[str, Any]]:
    """A year up to July whose only plan is withdrawn, and what it showed before."""
    engine = up_to(DAYS[5])
    shown = surfaces(engine, DAYS[5])
    store.withdraw(engine, store.history(engine, SAMPLE_PROJECT, "plan")[0].id, actor=staff(), reason="ผิด", now=NOW)
    return engine, shown


def test_after_the_last_plan_is_withdrawn_a_lowered_one_is_compared_with_it(
    withdrawn: tuple[Engine, dict[str, Any]],
) -> None:
    engine, _ = withdrawn
    start = date(2020, 10, 1)

    (june,) = [change for change in changes(engine, start) if change.day == DAYS[4]]

    assert (june.before.code, june.before.groups, june.after.groups) == ("groups_late", 12, 6)
    with pytest.raises(PastNotAccepted):
        load_plan(engine, start)
    assert store.view(engine, SAMPLE_PROJECT).of("plan") == store.view(engine, SAMPLE_PROJECT, DAYS[0]).of("plan")
    load_plan(engine, start, accepted="all")
    told = store.view(engine, SAMPLE_PROJECT).dated_back
    assert [(one.seq, one.deed) for one in told] == [(1, "withdraw"), (2, "load")]


def test_after_the_last_plan_is_withdrawn_the_same_one_again_needs_no_tick(
    withdrawn: tuple[Engine, dict[str, Any]],
) -> None:
    engine, shown = withdrawn

    assert changes(engine, date(2020, 10, 1), plan_csv()) == []
    load_plan(engine, date(2020, 10, 1), plan_csv())

    assert surfaces(engine, DAYS[5]) == shown


def test_after_the_last_plan_is_withdrawn_no_later_day_is_free(withdrawn: tuple[Engine, dict[str, Any]]) -> None:
    """A plan dated later leaves the months before it without one, and judges their quarters by itself."""
    engine, _ = withdrawn
    intake = read_plan(engine, DAYS[0])

    assert plan_past.first_free_day(engine, intake, project=SAMPLE_PROJECT, as_of=DAYS[0]) is None
    assert changes(engine, date(2021, 8, 1)) != []


def test_of_two_plans_that_were_withdrawn_the_other_one_comes_back_with_ticks(up_to: Callable[[date], Engine]) -> None:
    engine = up_to(DAYS[5])
    first = store.history(engine, SAMPLE_PROJECT, "plan")[0]
    lowered = load_plan(engine, DAYS[0], accepted="all")
    for plan in (lowered, first):
        store.withdraw(engine, plan.id, actor=staff(), reason="ผิด", now=NOW)

    assert plan_past.of_turn(engine, first.id) == []
    with pytest.raises(PastNotAccepted):
        store.reinstate(engine, lowered.id, actor=staff(), reason="อนุมัติแล้ว", now=NOW)
    store.reinstate(engine, first.id, actor=staff(), reason="ผิดชุด", now=NOW)
    assert len(store.view(engine, SAMPLE_PROJECT).uploads) == 5


def test_the_command_names_the_months_and_takes_all_ticks_at_once(sample: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(LOWERED)
    load = ("load", "plan", path, "--as-of", "2021-06-30", "--by", "clerk", "--project", SAMPLE_PROJECT)
    before = sample("summary", "--json", "--as-of", "2021-06-30", "--project", SAMPLE_PROJECT).json

    # the file itself has warnings (amounts lowered): accepted before, they ask for nothing more
    refused = sample(*load, "--json")

    assert refused.exit == 3
    named = [issue for issue in refused.json["issues"] if issue["code"] == "plan_changes_past"]
    assert [issue["value"] for issue in named] == ["30 มิ.ย. 64", "31 ก.ค. 64"]
    assert "30 มิ.ย. 64 จาก ลงทะเบียนช้ากว่าแผน" in sample(*load).out
    assert sample("summary", "--json", "--as-of", "2021-06-30", "--project", SAMPLE_PROJECT).json == before
    assert sample(*load, "--accept-warnings").exit == 0
    after = sample("summary", "--json", "--as-of", "2021-06-30", "--project", SAMPLE_PROJECT).json
    assert (before["expected_groups"], after["expected_groups"]) == (12, 6)


def test_plans_of_the_release_before_changed_nothing_that_anybody_accepted(release_before: Engine) -> None:
    migrate(release_before)

    with reading(release_before) as connection:
        codes = versions.codes(connection)
        events = [event for code in codes for upload in uploads_of(connection, code) for event in upload.events]
    assert events and [event.past for event in events] == [None] * len(events)
    assert [store.view(release_before, code).dated_back for code in codes] == [()] * len(codes)
