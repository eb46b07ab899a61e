"""Headlines: each is what the project's own first screen shows, whatever became of it; another one is never shown."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session, select

from core.analysis.headline import Headline, headline
from core.figures import compute, listed
from core.figures.value import Unknown
from core.model import Snapshot
from db import generation
from db.engine import new_engine
from db.errors import DatabaseBusy, Erased
from db.maintenance import samples
from db.maintenance.verify import verify
from db.projects import versions
from db.projects.versions import SAMPLE_PROJECT
from db.reviews import waiting
from db.snapshots import store
from db.snapshots.headlines import __main__ as process
from db.snapshots.headlines import stored
from db.tables import StoredHeadline
from db.transactions import passing, reading, within
from tests.support.actors import OPERATOR, staff
from tests.support.databases import Templates, address, initialised_with_samples
from tests.support.reviews import reviewer, turn_on
from tests.support.uploads import CODE, NOW, group, payment, put
from tests.support.views import sample_view
from words.rendering import render

JUNE, JULY = date(2021, 6, 30), date(2021, 7, 31)
TODAYS = (date(2020, 9, 1), JULY, date(2021, 9, 15), date(2021, 9, 30), date(2026, 11, 29))


def same(found: Headline, view: Snapshot, today: date) -> None:
    """A headline says what the first screen of this view says on a day of the clock."""
    figures = compute(view, today)
    stale = found.stale(today)
    assert found.code_on(today) == figures.verdict.code
    for lang in ("th", "en"):
        told = found.sentences[lang] if stale is None else render(stale.message, lang)
        assert told == render(figures.verdict.message, lang)
    if stale is None:
        assert (found.within_tolerance, found.waiting) == (figures.verdict.within_tolerance, figures.verdict.waiting)
    assert (found.day, found.joint_day, found.age(today)) == (figures.day, figures.joint_day, figures.age_days)
    for one in listed("headline"):
        for name in filter(None, (one.name, one.whole, one.plan)):
            value = figures[name]
            assert found.values[name] == (None if isinstance(value, Unknown) else int(value)), name
    assert set(found.kinds) == set(view.uploads)


def hold(engine: Engine) -> stored.Found:
    """What is stored of every project, each compared with the project itself on several days of the clock."""
    found = stored.found_now(engine)
    assert not found.missing
    assert set(found.headlines) == {one.code for one in versions.newest(engine)}
    for code, kept in found.headlines.items():
        view = store.view(engine, code)
        for today in TODAYS:
            same(kept, view, today)
    return found


def rows(engine: Engine) -> dict[str, StoredHeadline]:
    with reading(engine) as session:
        return {one.project: one for one in session.exec(select(StoredHeadline))}


@pytest.fixture
def with_samples(tmp_path: Path, templates: Templates) -> Iterator[Engine]:
    engine = new_engine(address(templates.copy(initialised_with_samples, tmp_path / "samples.db")))
    yield engine
    engine.dispose()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """However slow the machine is, a visit computes as many as it may; nothing that was read is kept."""
    monkeypatch.setattr(stored, "AT_ONCE_S", 600.0)
    yield
    stored.forget()


def test_every_sample_project_says_what_its_first_screen_says(with_samples: Engine) -> None:
    found = hold(with_samples)

    assert len(found.headlines) > 1
    assert found.headlines[SAMPLE_PROJECT].sentences["th"]
    assert found.headlines[CODE].code == "no_data"


def test_each_change_is_kept_as_it_is_stored(engine: Engine) -> None:
    codes = []

    def seen() -> None:
        assert rows(engine)[CODE].content  # written by the change itself, no visit in between
        assert CODE not in stored.found(engine).missing
        codes.append(hold(engine).headlines[CODE].code)

    put(engine, "groups", [group("G01")], JUNE)
    seen()
    upload = put(engine, "spending", [payment("P1", 100_00)], JUNE)
    seen()
    put(engine, "spending", [payment("P1", 100_00), payment("P2", 90_000_000_00)], JULY)
    seen()
    store.withdraw(engine, upload.id, actor=staff(), reason="ก", now=NOW + timedelta(hours=1))
    seen()
    store.reinstate(engine, upload.id, actor=staff(), reason="ก", now=NOW + timedelta(hours=2))
    seen()

    assert codes == ["no_data", "no_plan", "no_plan", "no_plan", "no_plan"]


@pytest.mark.parametrize("day", ["2021-02-28", "2021-04-30", "2021-07-31", "2021-09-30"])
def test_a_verdict_against_a_plan_is_the_same_on_any_day_of_the_clock(day: str) -> None:
    view = sample_view(day)
    made = headline(view.project, view, stored.written)

    for today in TODAYS:
        same(made, view, today)


def test_what_waits_for_review_is_not_in_it_before_it_is_passed(engine: Engine, tmp_path: Path) -> None:
    put(engine, "groups", [group("G01")], JUNE)
    turn_on(engine, tmp_path / "projects")
    before = hold(engine).headlines[CODE].day
    upload = put(engine, "groups", [group("G01"), group("G02")], JULY)
    assert hold(engine).headlines[CODE].day == before == JUNE

    waiting.pass_on(engine, upload.id, actor=reviewer(), now=NOW + timedelta(hours=3))

    assert rows(engine)[CODE].content != "" and hold(engine).headlines[CODE].day == JULY


def test_a_headline_that_somebody_wrote_is_not_shown_and_verify_says_so(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], JUNE)
    true = stored.found(engine).headlines[CODE]
    with engine.begin() as connection:
        connection.execute(text("UPDATE headline SET content = replace(content, '2021-06-30', '2021-07-31')"))
    stored.forget()  # as another process sees it

    assert CODE in stored.found(engine).missing
    assert [one.what for one in verify(engine)] == [f"headline {CODE}"]
    assert stored.found_now(engine).headlines[CODE] == true
    assert not verify(engine)


@pytest.mark.parametrize(("content", "found"), [("replace(content, '2021-07-31', '2021-06-30')", JULY), ("'{'", "")])
def test_a_headline_is_not_compared_with_sets_that_cannot_be_read_and_each_other_one_is(
    sqlite: Engine, content: str, found: object
) -> None:
    put(sqlite, "groups", [group("G01")], JUNE)
    put(sqlite, "groups", [group("G01")], JULY, project=SAMPLE_PROJECT)
    with sqlite.begin() as connection:
        connection.execute(text("UPDATE upload SET as_of = 'x' WHERE id = 1"))
        connection.execute(text(f"UPDATE headline SET content = {content} WHERE project = '{SAMPLE_PROJECT}'"))

    differences = {one.what: one.found for one in verify(sqlite)}
    assert set(differences) == {f"uploads {CODE}", f"headline {SAMPLE_PROJECT}"}
    assert differences[f"headline {SAMPLE_PROJECT}"].startswith(str(found) or "ValidationError")


def test_the_headline_of_another_project_or_of_another_time_is_not_shown(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], JUNE)
    old = rows(engine)[CODE]
    put(engine, "groups", [group("G01"), group("G02")], JULY)
    with passing(engine) as session:
        session.merge(StoredHeadline(**old.model_dump()))
        session.merge(StoredHeadline(**(old.model_dump() | {"project": SAMPLE_PROJECT})))
    stored.forget()

    assert {CODE, SAMPLE_PROJECT} <= set(stored.found(engine).missing)
    assert not verify(engine)  # what is not shown is not amiss
    hold(engine)


def test_another_program_computes_anew(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(engine)
    monkeypatch.setattr(stored, "_program", lambda: "another")
    stored.forget()

    assert set(stored.found(engine).missing) == set(rows(engine))


def test_a_visit_computes_a_few_and_the_process_the_rest(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "AT_ONCE", 1)
    number = len(versions.newest(engine))

    assert len(stored.found_now(engine).missing) == number - 1
    assert process.make_all(engine) == number - 1
    assert not stored.found(engine).missing
    hold(engine)


def test_it_is_read_once_for_each_state_of_the_database_and_keeps_its_number(engine: Engine) -> None:
    state = generation.current(engine)
    found = stored.found_now(engine)

    assert generation.current(engine) == state
    assert stored.found(engine) is stored.found(engine)
    assert stored.found(engine).headlines == found.headlines


def test_who_is_kept_to_some_projects_finds_theirs_alone(engine: Engine) -> None:
    hold(engine)

    assert set(stored.found(within(engine, frozenset({CODE}))).headlines) == {CODE}
    assert not stored.found(within(engine, frozenset({"elsewhere"}))).headlines


def test_erased_rows_leave_no_figure(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = put(engine, "groups", [group("G01")], JUNE)

    def gone(*_: object) -> None:
        raise Erased(upload.id, upload.seq, NOW)

    monkeypatch.setattr(stored, "view_of", gone)
    stored.refresh(engine, CODE)

    found = stored.found(engine).headlines[CODE]
    assert found.erased
    assert not found.values
    assert found.name["th"]


def test_what_hinders_it_hinders_no_load(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise DatabaseBusy

    monkeypatch.setattr(stored, "refresh", busy)

    assert put(engine, "groups", [group("G01")], JUNE).seq == 1


def test_one_that_cannot_be_stored_hides_none_of_the_others(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    store_now = stored.refresh
    before = set(stored.found_now(engine).headlines)

    def busy_for_one(engine: Engine, project: str) -> None:
        if project == CODE:
            raise DatabaseBusy
        store_now(engine, project)

    monkeypatch.setattr(stored, "refresh", busy_for_one)
    put(engine, "groups", [group("G01")], JUNE)

    found = stored.found_now(engine)
    assert found.missing == (CODE,)
    assert set(found.headlines) == before - {CODE}
    assert process.make_all(engine) == 1


def test_without_a_key_of_the_chain_nothing_is_computed_to_be_thrown_away(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str] = []
    monkeypatch.setattr(stored.keys, "held", dict)
    monkeypatch.setattr(stored, "_content", lambda _, project: computed.append(project))

    stored.refresh(engine, CODE)

    assert computed == []


def test_a_row_that_another_process_takes_away_meanwhile_hinders_no_load(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("one writer at a time")
    put(engine, "groups", [group("G01")], JUNE)
    assert CODE in rows(engine)

    def taken_away(session: Session, *_: object) -> None:
        if any(isinstance(one, StoredHeadline) for one in session.dirty):
            with engine.begin() as another:
                another.execute(text("DELETE FROM headline"))

    event.listen(Session, "before_flush", taken_away)
    try:
        assert put(engine, "groups", [group("G02")], JULY).seq == 2
    finally:
        event.remove(Session, "before_flush", taken_away)
    assert rows(engine) == {}
    assert CODE in stored.found_now(engine).headlines


def test_clearing_the_samples_takes_theirs_away(with_samples: Engine) -> None:
    hold(with_samples)
    samples.clear(with_samples, actor=OPERATOR, now=NOW)

    assert SAMPLE_PROJECT not in rows(with_samples)
    assert hold(with_samples).headlines[SAMPLE_PROJECT].code == "no_data"
