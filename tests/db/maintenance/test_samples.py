"""The samples through the whole path, file to summary: every day shows what the committed tables say."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from core.figures.figures import compute
from core.model.kinds import KINDS, Kind
from core.model.meetings.resolutions import ResolutionText
from db.accounts import audit
from db.engine import ROOT, new_engine
from db.errors import Refused
from db.maintenance import samples
from db.maintenance.migrate import migrate
from db.maintenance.setup import prepare
from db.maintenance.verify import verify
from db.notebook import remarks, resolutions
from db.projects import versions
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from db.tables import ROW_TABLES
from tests.support.actors import OPERATOR, admin, staff, store_projects
from tests.support.intakes import read
from tests.support.uploads import CODE, NOW, group, put
from words.rendering import render

EXPECTED = json.loads((ROOT / "tests/samples/expected.json").read_text(encoding="utf-8"))
AFTER_OCTOBER = datetime(2021, 11, 1, 3, tzinfo=UTC)  # a file of a day to come is refused
OCTOBER = json.loads((ROOT / "tests/samples/expected-october.json").read_text(encoding="utf-8"))
MEETING = date(2021, 3, 31)
TRY: tuple[Kind, ...] = ("groups", "products", "spending", "instalments")


def load_file(engine: Engine, kind: Kind, path: Path, as_of: date) -> None:
    today = store.base_view(engine, SAMPLE_PROJECT, as_of)
    intake = read((path.name, path.read_bytes()), kind, project=today.project, today=today, as_of=as_of)
    assert intake.blocking == ()
    store.apply(
        engine,
        intake,
        project=SAMPLE_PROJECT,
        as_of=as_of,
        actor=staff("newcomer"),
        now=AFTER_OCTOBER,
        accept_warnings=True,
    )


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The six snapshots, the two left to try, and October's payment."""
    engine = new_engine(f"sqlite:///{tmp_path_factory.mktemp('year') / 'year.db'}")
    migrate(engine)
    store_projects(engine, now=NOW)
    samples.load(engine, actor=OPERATOR, now=NOW)
    for folder in sorted((samples.FOLDER / "try").glob("20*")):
        for kind in TRY:
            load_file(engine, kind, folder / f"{kind}.csv", date.fromisoformat(folder.name))
    load_file(engine, "spending", samples.FOLDER / "practice/spending-october.csv", date(2021, 10, 18))
    yield engine
    engine.dispose()


@pytest.mark.parametrize("expected", [*EXPECTED, OCTOBER], ids=lambda day: day["day"])
def test_each_day_shows_the_committed_figures(year: Engine, expected: dict[str, Any]) -> None:
    figures = compute(store.view(year, SAMPLE_PROJECT, date.fromisoformat(expected["day"])))
    summary = figures.summary(render)

    shown = {key: _comparable(summary[key]) for key in expected if key not in ("stages", "verdict")}
    assert shown == {key: _comparable(expected[key]) for key in shown}
    assert summary["verdict"]["code"] == expected["verdict"]
    assert list(figures.stage_groups.values()) == expected["stages"]


def test_whole_year_is_proved(year: Engine) -> None:
    assert verify(year) == []


def test_figures_kept_with_an_upload_are_those_of_its_day(year: Engine) -> None:
    by_day = {expected["day"]: expected for expected in EXPECTED}
    last_of_day = {info.as_of.isoformat(): info for info in reversed(store.history(year, SAMPLE_PROJECT))}

    for day, expected in by_day.items():
        assert Decimal(str(last_of_day[day].figures["disbursed_baht"])) == Decimal(expected["disbursed_baht"])


def test_loading_twice_stores_nothing_new(engine: Engine) -> None:
    assert len(samples.load(engine, actor=OPERATOR, now=NOW)) == 25
    assert samples.load(engine, actor=OPERATOR, now=NOW) == []


def test_missing_samples_are_told(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No samples"):
        samples.load(engine, actor=OPERATOR, now=NOW, folder=tmp_path)


def test_clearing_leaves_nothing_of_the_sample_and_all_of_the_office(engine: Engine) -> None:
    samples.load(engine, actor=OPERATOR, now=NOW)
    mine = put(engine, "groups", [group("G01")], date(2021, 3, 31))
    store.withdraw(engine, store.history(engine, SAMPLE_PROJECT)[0].id, actor=staff("x"), reason="x", now=NOW)

    first = remarks.write(engine, SAMPLE_PROJECT, "agenda", "1", "ก", as_of=MEETING, actor=staff(), now=NOW)
    remarks.take_back(engine, first, reason="ข", actor=staff(), now=NOW)
    number = resolutions.record(
        engine, SAMPLE_PROJECT, ResolutionText("ก", "ข"), met_on=MEETING, actor=staff(), now=NOW
    )
    resolutions.report(engine, number, "done", "ค", on=MEETING, actor=staff(), now=NOW)

    assert samples.clear(engine, actor=admin(), now=NOW) == 25

    assert remarks.listed(engine, SAMPLE_PROJECT) == resolutions.listed(engine, SAMPLE_PROJECT) == ()
    assert not samples.is_loaded(engine)
    assert [info.id for info in store.history(engine, CODE)] == [mine.id]
    with engine.connect() as connection:
        rows = [connection.scalar(select(func.count()).select_from(ROW_TABLES[kind])) for kind in KINDS]
    assert rows == [1, 0, 0, 0, 0]
    assert verify(engine) == []
    assert audit.recent(engine)[0].action == "sample.clear"


def test_office_project_is_never_cleared(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], date(2021, 3, 31))

    with pytest.raises(Refused, match="never removed"):
        samples.clear(engine, CODE, actor=admin(), now=NOW)

    assert len(store.history(engine, CODE)) == 1


def test_office_project_with_data_is_shown_before_the_sample(engine: Engine) -> None:
    samples.load(engine, actor=OPERATOR, now=NOW)
    assert versions.shown_by_default(engine) == SAMPLE_PROJECT

    put(engine, "groups", [group("G01")], date(2021, 3, 31))
    assert versions.shown_by_default(engine) == CODE


def test_first_start_makes_one_user_a_role_and_the_second_none(empty: Engine) -> None:
    made = prepare(empty, samples=True, actor=OPERATOR, now=NOW)

    assert [role for _, role, _ in made] == ["director", "committee", "staff", "admin"]
    assert samples.is_loaded(empty)
    assert prepare(empty, samples=True, actor=OPERATOR, now=NOW) == []


def test_first_start_without_samples_loads_none(empty: Engine) -> None:
    prepare(empty, samples=False, actor=OPERATOR, now=NOW)

    assert not samples.is_loaded(empty)


def _comparable(value: Any) -> Any:
    """Money as exact decimals, whether it came as a number or as text."""
    return Decimal(str(value)) if isinstance(value, float) or (isinstance(value, str) and "." in value) else value
