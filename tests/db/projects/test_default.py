"""Which project a command works on where none is named: what reads follows the server, what writes never guesses."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import engine as engines
from db.errors import Refused, UnknownProject
from db.projects import default, versions
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support.actors import store_projects
from tests.support.door import Run
from tests.support.said import english, thai
from tests.support.uploads import NOW, group, put

REAL, EGP = "phetchaburi-2564", "demo-egp-2568"
NEXT = "phetchaburi-2565"
ROOT = Path(__file__).resolve().parents[3]
Rule = Callable[[Engine, str | None], str]
GROUPS = ROOT / "samples" / "2021-07-31" / "groups.csv"


def next_year() -> str:
    """The office's project file, a year later."""
    text = (versions.FOLDER / f"{REAL}.toml").read_text(encoding="utf-8")
    return (
        text.replace(REAL, NEXT)
        .replace("fiscal_year_be = 2564", "fiscal_year_be = 2565")
        .replace("2021-", "2022-")
        .replace("2020-10-01", "2021-10-01")
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of project files that holds next year's."""
    made = tmp_path / "projects"
    made.mkdir()
    (made / f"{NEXT}.toml").write_text(next_year(), encoding="utf-8")
    return made


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(default.VARIABLE, raising=False)


def test_reading_follows_the_server_the_newest_with_data_and_else_the_samples(engine: Engine, folder: Path) -> None:
    assert default.for_reading(engine, None) == SAMPLE_PROJECT == versions.shown_by_default(engine)

    put(engine, "groups", [group("G01")], date(2021, 7, 31))
    store_projects(engine, now=NOW, folder=folder)
    assert default.for_reading(engine, None) == REAL  # next year holds nothing yet


def test_writing_takes_the_only_project_that_is_no_sample(engine: Engine) -> None:
    assert default.for_writing(engine, None) == REAL


def test_writing_asks_where_several_could_be_meant_and_names_them(engine: Engine, folder: Path) -> None:
    put(engine, "groups", [group("G01")], date(2021, 7, 31))
    store_projects(engine, now=NOW, folder=folder)

    with pytest.raises(Refused) as refused:
        default.for_writing(engine, None)

    for said in (thai(refused.value), english(refused.value)):
        assert REAL in said and NEXT in said and "--project" in said and "demo" not in said
    assert default.for_writing(engine, NEXT) == NEXT


def test_writing_never_takes_a_sample_where_nothing_else_is_stored(sqlite: Engine, tmp_path: Path) -> None:
    with sqlite.begin() as connection:
        connection.exec_driver_sql("DELETE FROM project_version WHERE code NOT LIKE 'demo-%'")

    with pytest.raises(Refused) as refused:
        default.for_writing(sqlite, None)

    assert "projects/" in thai(refused.value) and "projects/" in english(refused.value)
    assert default.for_writing(sqlite, EGP) == EGP  # by name it is the caller's own choice


@pytest.mark.parametrize("rule", [default.for_reading, default.for_writing])
def test_what_is_named_goes_before_the_environment_and_that_before_the_rule(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, rule: Rule
) -> None:
    monkeypatch.setenv(default.VARIABLE, f" {EGP} ")

    assert rule(engine, None) == EGP
    assert rule(engine, REAL) == REAL


@pytest.mark.parametrize("rule", [default.for_reading, default.for_writing])
@pytest.mark.parametrize("code", ["nowhere", "\udcff", "a\x00b"])
def test_a_code_that_nobody_stored_is_refused_and_never_replaced(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, rule: Rule, code: str
) -> None:
    with pytest.raises(UnknownProject) as asked:
        rule(engine, code)
    monkeypatch.setattr(default, "named", lambda: code)
    with pytest.raises(UnknownProject) as named:
        rule(engine, None)

    assert REAL in thai(asked.value) and "OTOP_PROJECT" not in thai(asked.value)
    assert "OTOP_PROJECT" in thai(named.value) and "OTOP_PROJECT" in english(named.value)


def test_commands_that_read_show_what_the_server_shows(sample: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sample("summary", "--json").json["registered_groups"] == 9  # the samples, as on the screen
    assert sample("history", "--json").json["project"] == SAMPLE_PROJECT

    monkeypatch.setenv(default.VARIABLE, REAL)
    assert sample("history", "--json").json == {"project": REAL, "uploads": []}


def test_a_load_goes_to_the_office_s_own_project_and_asks_where_there_are_two(
    sample: Run, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = ("load", "groups", GROUPS, "--as-of", "2021-07-31", "--by", "clerk", "--accept-warnings")

    first = sample(*load)
    assert first.exit == 0 and REAL in first.out
    assert [u["project"] for u in sample("history", "--json", "--project", REAL).json["uploads"]] == [REAL]

    monkeypatch.setattr(versions, "FOLDER", folder)
    store_projects(engines.engine(), now=NOW + timedelta(days=1), folder=folder)
    second = sample(*load)
    assert second.exit == 64
    assert REAL in second.err and NEXT in second.err and "demo" not in second.err
    told = sample(*load, "--json")
    assert told.exit == 64 and json.loads(told.out)["error"]["code"] == "Refused"
    assert len(sample("history", "--json", "--project", REAL).json["uploads"]) == 1


def test_a_number_names_its_upload_and_another_project_beside_it_is_a_slip(sample: Run) -> None:
    number = store.history(engines.engine(), SAMPLE_PROJECT, "groups")[0].id
    by = ("--by", "clerk", "--reason", "x")

    for verb, given in (("withdraw", (number, *by)), ("reinstate", (number, *by)), ("diff", (number, number))):
        slip = sample(verb, *given, "--project", REAL)
        assert slip.exit == 64 and SAMPLE_PROJECT in slip.err, verb
    for verb, more in (("withdraw", ()), ("reinstate", ()), ("withdraw", ("--project", SAMPLE_PROJECT))):
        done = sample(verb, number, *by, *more)
        assert done.exit == 0 and SAMPLE_PROJECT in done.out, verb
    assert sample("diff", number, number).exit == 0


def test_uploads_of_two_projects_are_not_compared(sample: Run) -> None:
    assert sample("load", "groups", GROUPS, "--as-of", "2021-07-31", "--by", "clerk", "--accept-warnings").exit == 0
    engine = engines.engine()
    numbers = [store.history(engine, code, "groups")[0].id for code in (SAMPLE_PROJECT, REAL)]

    ran = sample("diff", *numbers)

    assert ran.exit == 64 and SAMPLE_PROJECT in ran.err and REAL in ran.err


def test_help_says_which_rule_holds(run: Run) -> None:
    told = {verb: " ".join(run(verb, "--help").out.split()) for verb in ("summary", "history", "check", "load")}

    assert all("else the project that the server shows" in told[verb] for verb in ("summary", "history", "check"))
    assert "else the only project that is no sample" in told["load"]
    assert "phetchaburi" not in "".join(told.values())
