"""What is read is read once for each state of the database, and what decides a day is found by index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete, event, text
from sqlmodel import col, select

from core.figures import compute
from db import generation
from db.accounts import audit, looks, sessions, users
from db.chain.links import NEW_KEY
from db.notebook import notes
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import memory, store
from db.snapshots.uploads import deciding
from db.tables import ROW_TABLES, AuditEvent, ChainLink
from db.transactions import PEOPLE, reading, writing
from tests.support.actors import admin, staff, store_projects
from tests.support.uploads import CODE, NOW, group, payment, put

FEB, MAY = date(2021, 2, 28), date(2021, 5, 31)
CHANGES: dict[str, Callable[[Engine], object]] = {
    "an upload": lambda engine: put(engine, "groups", [group("G02")], MAY),
    "a withdrawal": lambda engine: store.withdraw(engine, 1, actor=staff(), reason="wrong", now=NOW),
    "a note": lambda engine: notes.write(
        engine, CODE, "meeting", "monthly", text="x", on_date=MAY, actor=staff(), now=NOW
    ),
    "a user": lambda engine: users.add(engine, "somebody", "staff", actor=admin(), now=NOW),
    "an export": lambda engine: looks.exported(engine, actor=staff(), project=CODE, detail="groups", now=NOW),
    "a sign-in": lambda engine: sessions.sign_in(engine, "visitor", NOW),
    "a project": lambda engine: store_projects(engine, now=NOW),
}
OF_PEOPLE = ("an export", "a sign-in", "a user")


@pytest.fixture
def engine(engine: Engine) -> Engine:
    """With a user who can sign in."""
    users.add(engine, "visitor", "staff", actor=admin(), now=NOW)
    return engine


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What is sent to the database within, without BEGIN, COMMIT and ROLLBACK."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_gives_another_number_and_a_reader_sees_it(engine: Engine, change: str) -> None:
    put(engine, "groups", [group("G01")], FEB)
    before = generation.current(engine)

    CHANGES[change](engine)

    assert generation.current(engine) != before == before


def test_a_change_that_is_rolled_back_gives_none(engine: Engine) -> None:
    before = generation.current(engine)

    with pytest.raises(ZeroDivisionError), writing(engine) as session:
        audit.record(session, at=NOW, actor=staff(), action="nothing")
        raise ZeroDivisionError

    assert generation.current(engine) == before


@pytest.mark.parametrize("change", [change for change in CHANGES if change != "a project"])  # it is stored already
def test_a_number_that_is_put_back_brings_no_state_back(engine: Engine, change: str) -> None:
    """Nobody signs the number; the newest link, which only a cut of the chain takes away, is part of the state."""
    put(engine, "groups", [group("G01")], FEB)
    number, link = generation.current(engine)

    CHANGES[change](engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE generation SET number = :number"), {"number": number})

    assert generation.current(engine) != (number, link)


def test_a_run_asks_once_and_again_after_its_own_change(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)
    shown = store.view(engine, CODE)

    with statements(engine) as sent, generation.held():
        assert all(store.view(engine, CODE) is shown for _ in range(3))
        assert len(sent) == 1
        put(engine, "groups", [group("G01"), group("G02")], MAY)
        assert len(store.view(engine, CODE).rows["groups"]) == 2


def test_what_changes_nothing_shown_leaves_the_snapshot_and_its_figures(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)
    shown = store.view(engine, CODE)
    figures = compute(shown)

    CHANGES["a user"](engine)

    assert store.view(engine, CODE) is shown
    assert compute(store.view(engine, CODE)) is figures


def test_data_of_another_upload_are_another_snapshot_though_the_rows_are_the_same(engine: Engine) -> None:
    plan = [{"month": date(2021, 6, 1), "planned_groups": 20}]
    first = put(engine, "plan", plan, FEB)
    put(engine, "plan", [{"month": date(2021, 6, 1), "planned_groups": 5}], MAY)
    before = store.view(engine, CODE, MAY)

    store.withdraw(engine, first.id, actor=staff(), reason="wrong day", now=NOW)
    put(engine, "plan", plan, FEB + timedelta(days=1), accept_past="all")
    after = store.view(engine, CODE, MAY)

    assert before.earlier_plans == after.earlier_plans
    assert before.key != after.key and before is not after


@pytest.mark.parametrize("change", CHANGES)
def test_the_data_have_another_turn_unless_people_came_and_went(engine: Engine, change: str) -> None:
    put(engine, "groups", [group("G01")], FEB)
    shown, before = store.view(engine, CODE), generation.of_data(engine)

    CHANGES[change](engine)
    with statements(engine) as sent, generation.held():
        assert store.view(engine, CODE) is shown or change in ("an upload", "a withdrawal")

    stored = {"a project"}  # as it is: nothing is written
    assert (generation.of_data(engine) == before) == (change in (*OF_PEOPLE, *stored))
    read = [one for one in sent if "upload" in one]
    assert (read == []) == (change in (*OF_PEOPLE, *stored))


def test_a_turn_is_told_by_all_links_since_and_not_by_the_newest(engine: Engine) -> None:
    before = generation.of_data(engine)

    CHANGES["an upload"](engine)
    CHANGES["a sign-in"](engine)

    assert generation.of_data(engine) == before + 1


def new_section(engine: Engine) -> None:
    with writing(engine) as session:
        audit.record(session, at=NOW, actor=admin(), action=NEW_KEY)


OTHER = SAMPLE_PROJECT
OF_PROJECTS: dict[str, tuple[Callable[[Engine], object], set[str]]] = {
    "an upload": (CHANGES["an upload"], {CODE}),
    "a note of another": (
        lambda engine: notes.write(
            engine, OTHER, "meeting", "x", text="x", on_date=MAY, actor=staff(), now=NOW
        ), {OTHER},
    ),
    "both": (lambda engine: [OF_PROJECTS[name][0](engine) for name in ("an upload", "a note of another")],
             {CODE, OTHER}),
    "a word of files": (
        lambda engine: memory.remember_value(
            engine, "groups", "stage", "x", "registered", actor=staff(), now=NOW
        ), {CODE, OTHER, "a third"},
    ),
    "a new key": (new_section, {CODE, OTHER, "a third"}),
    "people": (CHANGES["a sign-in"], set()),
}  # fmt: skip


@pytest.mark.parametrize("change", OF_PROJECTS)
def test_a_turn_is_of_the_projects_that_its_events_name(engine: Engine, change: str) -> None:
    act, changed = OF_PROJECTS[change]
    codes = (CODE, OTHER, "a third")
    before = {code: generation.of_data(engine, code) for code in codes}

    act(engine)

    assert {code for code in codes if generation.of_data(engine, code) > before[code]} == changed
    assert generation.of_data(engine, *codes) == max(generation.of_data(engine, code) for code in codes)


def test_being_seen_is_another_state_and_no_other_turn(engine: Engine) -> None:
    sign_in = sessions.public_id(sessions.sign_in(engine, "visitor", NOW))
    state, turn = generation.current(engine), generation.of_data(engine)

    sessions.write_seen(engine, {sign_in: NOW + timedelta(minutes=5)})

    assert generation.current(engine) != state
    assert generation.of_data(engine) == turn


def test_the_data_have_another_turn_where_the_chain_does_not_go_on(engine: Engine) -> None:
    """A backup that was put back, or a cut: what follows says nothing of what this process has read."""
    CHANGES["a sign-in"](engine)
    before = generation.of_data(engine)
    with writing(engine) as session:
        newest = session.exec(select(ChainLink).order_by(col(ChainLink.seq).desc())).first()
        assert newest is not None and set(newest.content) <= PEOPLE
        session.exec(delete(ChainLink).where(col(ChainLink.seq) == newest.seq))

    assert generation.of_data(engine) == before + 1

    CHANGES["a sign-in"](engine)
    assert generation.of_data(engine) == before + 1


@pytest.mark.parametrize("content", ["{", "[]", "null", '{"upload": {"1": "x"}, "audit_event": {"no number": "x"}}'])
def test_a_link_that_cannot_be_read_is_of_all_projects_and_stops_no_page(engine: Engine, content: str) -> None:
    if engine.dialect.name != "sqlite" and content == "{":
        pytest.skip("PostgreSQL takes no such JSON")
    before = generation.of_data(engine, "any")
    CHANGES["an upload"](engine)
    with engine.begin() as connection:
        of_newest = "UPDATE chain_link SET content = :content WHERE seq = (SELECT max(seq) FROM chain_link)"
        connection.execute(text(of_newest), {"content": content})

    assert generation.of_data(engine, "any") == before + 1
    assert store.view(engine, CODE).of("groups")


def test_a_link_whose_events_are_gone_is_of_all_projects(engine: Engine) -> None:
    before = generation.of_data(engine, "any")
    CHANGES["an upload"](engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_event"))

    assert generation.of_data(engine, "any") == before + 1


def test_more_links_than_are_looked_at_end_a_turn(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "LOOKED_AT", 3)
    turns = [generation.of_data(engine)]
    for times in (2, 3):
        for _ in range(times):
            CHANGES["an export"](engine)
        turns.append(generation.of_data(engine))

    assert turns == [turns[0], turns[0], turns[0] + 1]


def test_what_is_read_once_a_turn_may_read_no_table_of_people(engine: Engine) -> None:
    @generation.remembered
    def exports(engine: Engine) -> int:
        with reading(engine) as session:
            return len(session.exec(select(AuditEvent)).all())

    with pytest.raises(TypeError, match="audit_event"):
        exports(engine)
    assert not PEOPLE & ROW_TABLES.keys()


@pytest.mark.parametrize(
    ("remembering", "change"), [(generation.remembered, "a note"), (generation.remembered_closely, "an export")]
)
def test_a_result_read_while_somebody_wrote_is_not_kept(engine: Engine, remembering: Any, change: str) -> None:
    told: list[int] = []

    @remembering
    def slow(engine: Engine) -> int:
        told.append(0)
        if len(told) == 1:
            CHANGES[change](engine)
        return len(told)

    assert (slow(engine), slow(engine), slow(engine)) == (1, 2, 2)


def cold(engine: Engine, day: date | None) -> list[str]:
    """What a visitor's snapshot asks when nothing was read before."""
    CHANGES["a note"](engine)
    with statements(engine) as sent:
        store.view(engine, CODE, day)
    return sent


def test_a_long_history_asks_no_more_and_reads_no_more(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)
    put(engine, "spending", [payment("1", 100)], FEB)
    short = [cold(engine, day) for day in (None, MAY)]

    for number in range(12):
        upload = put(engine, "groups", [group("G01", note=f"{number}")], FEB + timedelta(days=number))
        put(engine, "spending", [payment("1", 200 + number)], FEB + timedelta(days=number))
        if number % 3 == 0:
            store.withdraw(engine, upload.id, actor=staff(), reason="wrong", now=NOW)

    assert [len(cold(engine, day)) for day in (None, MAY)] == [len(sent) for sent in short]
    with reading(engine) as session:
        assert [upload.kind for upload in deciding(session, CODE, None, None)] == ["groups", "spending"]


def test_what_decides_a_day_is_found_by_index(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("the plan is SQLite's; PostgreSQL scans small tables whatever their indexes")
    put(engine, "groups", [group("G01")], FEB)
    with statements(engine) as sent, reading(engine) as session:
        deciding(session, CODE, MAY, NOW)
    with engine.connect() as connection:
        steps = [
            str(row[3])
            for statement in sent
            for row in connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", tuple("1" for mark in statement if mark == "?")
            )
        ]

    assert any("ix_upload_today" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN") and "upload" in step] == []
