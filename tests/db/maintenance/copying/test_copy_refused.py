"""What cannot be copied, and what cannot take a copy: each its sentence, and both databases as they were."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.engine import make_url

from db import generation, transactions
from db.chain import head
from db.engine import new_engine
from db.errors import CopyRefused, CopyStopped, DatabaseBusy, DatabaseUnfinished, DbError
from db.maintenance import migrate
from db.maintenance.copying import copy, ends, mark, rows
from db.maintenance.copying.ends import FROM, TO
from db.snapshots import store
from db.transactions import passing, reading, writing
from tests.support.actors import OPERATOR
from tests.support.copies import content, proved
from tests.support.databases import POSTGRES, Templates, address, with_projects
from tests.support.door import Run
from tests.support.uploads import CODE, group, put

DAY = date(2021, 3, 31)


@pytest.fixture
def source(tmp_path: Path, templates: Templates, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A small database, copied in many small transactions."""
    monkeypatch.setattr(rows, "BATCH_ROWS", 2)
    monkeypatch.setattr(rows, "_PAGE", 2)
    engine = new_engine(address(templates.copy(with_projects, tmp_path / "from.db")))
    put(engine, "groups", [group(f"G{number}") for number in range(9)], DAY)
    yield engine
    engine.dispose()


class CutOffError(Exception):
    """Whoever copies is cut off."""


def cut(source: Engine, target: Engine, after: int = 5) -> None:
    """Copy so many batches and no more."""
    left = iter(range(after))

    def told(_copied: int, _of: int) -> None:
        if next(left, None) is None:
            raise CutOffError

    with pytest.raises(CutOffError):
        copy(source, target, actor=OPERATOR, told=told)


def refused(source: Engine, target: Engine, match: str, error: type[DbError] = CopyRefused, **options: Any) -> None:
    with pytest.raises(error, match=match):
        copy(source, target, actor=OPERATOR, **options)


def is_empty(target: Engine) -> bool:
    return ends.held_by(target) is ends.Holds.NOTHING


@pytest.mark.parametrize("table", ["chain_link", "group_row"])
def test_a_source_that_is_damaged_is_a_sentence(source: Engine, tmp_path: Path, table: str) -> None:
    with source.connect() as connection:
        root = connection.scalar(text("SELECT rootpage FROM sqlite_master WHERE name = :name"), {"name": table})
        size = connection.scalar(text("PRAGMA page_size"))
    source.dispose()
    with Path(str(source.url.database)).open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(bytes(range(256)) * (size // 256))
    target = new_engine(address(tmp_path / "to.db"))

    with pytest.raises(DbError):
        copy(source, target, actor=OPERATOR)
    target.dispose()


# -- half a copy ----------------------------------------------------------------------------------------------------


def test_half_a_copy_is_no_database(source: Engine, empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    cut(source, empty)

    for use in (
        lambda: migrate.migrate(empty),
        lambda: migrate.require_current(empty),
        lambda: generation.current(empty),
        lambda: put(empty, "groups", [group("G01")], DAY),
    ):
        with pytest.raises(DatabaseUnfinished, match="copy FROM TO again"):
            use()
    for writes in (writing, passing):
        with pytest.raises(DatabaseUnfinished), writes(empty):
            pass
    refused(empty, source, "has not ended")  # nor is it copied itself


def test_every_command_refuses_half_a_copy(source: Engine, nowhere: Run, tmp_path: Path) -> None:
    target = new_engine(address(tmp_path / "door.db"))
    cut(source, target)
    target.dispose()

    for command in (["verify"], ["init"], ["setup"], ["history"], ["backup", tmp_path / "x.db"], ["users", "list"]):
        ran = nowhere(*command)
        assert (ran.exit, "--start-over" in ran.err) == (69, True), command


def test_a_cut_copy_goes_on_where_it_stopped(source: Engine, empty: Engine) -> None:
    cut(source, empty, after=12)
    with reading(empty) as session:
        before = mark.reached(session.connection())
    told: list[int] = []

    made = copy(source, empty, actor=OPERATOR, told=lambda copied, _of: told.append(copied))

    assert made.went_on and told[0] >= sum(one.rows for one in before.values()) > 0
    assert content(empty) == content(source)
    assert proved(empty) == proved(source)


@pytest.mark.long
def test_what_is_under_way_is_copied_as_it_is_at_the_end(source: Engine, empty: Engine) -> None:
    """Loads that nobody has saved yet, the queue: they change and the database keeps its number."""
    total = sum(copy_of(source).values())
    cut(source, empty, after=total // 2)
    with passing(source) as session:
        session.connection().execute(
            text("INSERT INTO told_state (project, verdict, at) VALUES ('p', 'v', '2021-01-01 00:00:00')")
        )

    copy(source, empty, actor=OPERATOR)

    assert content(empty) == content(source)


def copy_of(source: Engine) -> dict[str, int]:
    return {name: len(found) for name, found in content(source).items()}


@pytest.mark.long
@pytest.mark.parametrize("step", ["end", "head"])
def test_cut_at_its_last_step_it_ends_with_the_next_run(
    source: Engine, empty: Engine, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_: Any) -> None:
        raise CutOffError

    with monkeypatch.context() as patch:
        patch.setattr(*{"end": (mark, "end", broken), "head": (head, "carry", broken)}[step])
        with pytest.raises(CutOffError):
            copy(source, empty, actor=OPERATOR)

    made = copy(source, empty, actor=OPERATOR)

    assert (made.went_on, made.was_there) == (step == "end", step == "head")
    assert proved(empty) == proved(source)


def test_cut_while_the_tables_are_made_nothing_is_there(
    source: Engine, empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise CutOffError

    with monkeypatch.context() as patch:
        patch.setattr(mark, "About", broken)
        with pytest.raises(CutOffError):
            copy(source, empty, actor=OPERATOR)

    assert is_empty(empty)


@pytest.mark.long
def test_a_source_that_was_written_to_is_copied_from_the_beginning(source: Engine, empty: Engine) -> None:
    cut(source, empty)
    put(source, "groups", [group("G01")], DAY)

    refused(source, empty, "is not as it was")
    made = copy(source, empty, actor=OPERATOR, start_over=True)

    assert not made.went_on
    assert content(empty) == content(source)
    assert proved(empty) == proved(source)


@pytest.mark.long
def test_a_part_of_another_release_is_not_gone_on_with(source: Engine, empty: Engine) -> None:
    cut(source, empty)
    with empty.begin() as connection:
        connection.execute(
            text("UPDATE otop_copy SET value = replace(value, :now, '0001') WHERE name = 'about'"),
            {"now": migrate.head()},
        )

    refused(source, empty, "Another release")
    copy(source, empty, actor=OPERATOR, start_over=True)

    assert proved(empty) == proved(source)


@pytest.mark.long
def test_two_who_copy_at_once_do_not_mix(source: Engine, empty: Engine) -> None:
    def other(_copied: int, _of: int) -> None:
        with reading(empty) as session:
            known = mark.reached(session.connection())
        name, before = list(known.items())[-1]
        with writing(empty, foreign_keys=False) as session:
            mark.move(session.connection(), name, before, mark.Reached(before.after, before.rows + 1))

    refused(source, empty, "Another run", told=other)


# -- the source -----------------------------------------------------------------------------------------------------


def test_no_source_is_refused_and_none_is_made(empty: Engine, tmp_path: Path) -> None:
    with new_of(tmp_path / "nothing.db") as nothing:
        refused(nothing, empty, r"FROM.*nothing\.db")

    assert not (tmp_path / "nothing.db").exists()
    assert is_empty(empty)


def new_of(path: Path) -> Any:
    return ends.opened(FROM, str(path))


@pytest.mark.parametrize(
    ("statement", "match"),
    [
        ("CREATE TABLE something (id INTEGER)", "FROM: no database of this program"),
        ("CREATE TABLE alembic_version (version_num TEXT)", "FROM: no database of this program"),
    ],
)
def test_a_source_of_another_program_is_refused(empty: Engine, tmp_path: Path, statement: str, match: str) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute(statement)

    with new_of(tmp_path / "other.db") as source:
        refused(source, empty, match)
    assert is_empty(empty)


def test_a_source_of_a_newer_release_is_refused(source: Engine, empty: Engine) -> None:
    with source.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    refused(source, empty, "FROM: .*newer")
    assert is_empty(empty)


def test_a_source_that_is_written_to_is_refused(source: Engine, empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    source.dispose()
    event.listen(source, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 50"))
    other = new_engine(str(source.url))

    with writing(other):
        refused(source, empty, "Somebody is writing to FROM")

    other.dispose()
    assert is_empty(empty)


@pytest.mark.long
def test_nobody_writes_to_the_source_while_it_is_copied(source: Engine, empty: Engine) -> None:
    other = new_engine(str(source.url))
    event.listen(other, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 50"))
    tried: list[int] = []

    def told(copied: int, _of: int) -> None:
        tried.append(copied)
        with pytest.raises(DatabaseBusy), writing(other):
            pass

    copy(source, empty, actor=OPERATOR, told=told)

    assert tried
    other.dispose()


def test_a_cell_that_is_not_what_its_column_holds_is_named(source: Engine, empty: Engine) -> None:
    with source.begin() as connection:
        connection.execute(text("UPDATE audit_event SET at = 'yesterday'"))

    refused(source, empty, "a cell of audit_event")


# -- the target -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["mysql://h/otop", "sqlite://", "postgresql://h:port/otop", "://"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(CopyRefused, match="TO is no address"), ends.opened(TO, address):
        pass


def test_a_wrong_address_is_refused_without_its_password(source: Engine, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database " * 1000, encoding="ascii")
    for to in ("postgresql://someone:s3cret@127.0.0.1:1/otop", tmp_path / "no" / "where.db", tmp_path / "text.db"):
        with ends.opened(TO, str(to)) as target, pytest.raises(CopyRefused, match="TO can not be opened") as told:
            copy(source, target, actor=OPERATOR)
        assert "s3cret" not in str(told.value)


def test_a_target_that_holds_anything_is_refused(source: Engine, engine: Engine) -> None:
    before = content(engine)

    refused(source, engine, "TO is not empty")
    refused(source, engine, "TO is not empty", start_over=True)

    assert content(engine) == before


def test_a_target_of_another_release_is_refused(source: Engine, empty: Engine) -> None:
    migrate.migrate(empty, "0014")
    refused(source, empty, "TO is not empty")
    with empty.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    refused(source, empty, "TO: .*newer")


@pytest.mark.long
def test_tables_of_another_program(source: Engine, empty: Engine) -> None:
    """A file is one program's; beside them in PostgreSQL there is room."""
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))

    if empty.dialect.name == "sqlite":
        refused(source, empty, "TO is not empty")
        return
    cut(source, empty)
    copy(source, empty, actor=OPERATOR, start_over=True)
    assert proved(empty) == proved(source)
    with empty.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM theirs")) == 0


def test_a_database_is_not_copied_into_itself(source: Engine, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "from.db")
    for name in ("from.db", "link.db", "./from.db"):
        with ends.opened(TO, f"{tmp_path}/{name}") as target:
            refused(source, target, "the same database")


@pytest.mark.long
def test_a_full_disk_stops_it_and_it_goes_on(source: Engine, empty: Engine) -> None:
    cut(source, empty)
    if empty.dialect.name == "sqlite":
        empty.dispose()
        event.listen(empty, "connect", limit := lambda c, _: c.execute("PRAGMA max_page_count = 1"))
    else:
        with empty.begin() as connection:
            connection.execute(text(FULL))
            connection.execute(text(FULL_WHEN))

    refused(source, empty, "no more room for TO", CopyStopped)

    if empty.dialect.name == "sqlite":
        event.remove(empty, "connect", limit)
        empty.dispose()
    else:
        with empty.begin() as connection:
            connection.execute(text("DROP TRIGGER full_disk ON group_row"))
            connection.execute(text("DROP FUNCTION full_disk"))
    copy(source, empty, actor=OPERATOR)
    assert proved(empty) == proved(source)


FULL = """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"""
FULL_WHEN = "CREATE TRIGGER full_disk BEFORE INSERT ON group_row FOR EACH ROW EXECUTE FUNCTION full_disk()"


# -- PostgreSQL alone -----------------------------------------------------------------------------------------------


@pytest.fixture
def postgres(empty: Engine) -> Engine:
    if empty.dialect.name != "postgresql":
        pytest.skip("of PostgreSQL")
    return empty


def test_an_account_without_the_right_is_refused(source: Engine, postgres: Engine) -> None:
    name, url = f"reader_{uuid.uuid4().hex[:8]}", make_url(POSTGRES)
    with postgres.begin() as connection:
        schema = connection.scalar(text("SELECT current_schema()"))
        connection.execute(text(f"CREATE ROLE {name} LOGIN"))
        connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {name}"))
    reader = new_engine(postgres.url.set(username=name, password=url.password).render_as_string(False))
    try:
        refused(source, reader, "TO: the account may not create")
        assert is_empty(postgres)
        cut(source, postgres)
        with postgres.begin() as connection:
            connection.execute(text(f"GRANT CREATE ON SCHEMA {schema} TO {name}"))
            connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {name}"))
        refused(source, reader, "TO: the account may not create")
    finally:
        reader.dispose()
        with postgres.begin() as connection:
            connection.execute(text(f"DROP OWNED BY {name}"))
            connection.execute(text(f"DROP ROLE {name}"))


def test_a_database_without_thai_is_refused(source: Engine, postgres: Engine) -> None:
    name = f"latin_{uuid.uuid4().hex[:8]}"
    admin = postgres.execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(
            text(f"CREATE DATABASE {name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
        )
    latin = new_engine(make_url(POSTGRES).set(database=name).render_as_string(False))
    try:
        refused(source, latin, "LATIN1")
    finally:
        latin.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))


def test_one_database_under_two_addresses_is_refused(postgres: Engine) -> None:
    with_projects(postgres)
    same = new_engine(postgres.url.update_query_dict({"application_name": "x"}).render_as_string(False))

    refused(postgres, same, "the same database")
    same.dispose()


def test_a_row_that_it_does_not_take_is_named(source: Engine, postgres: Engine) -> None:
    """PostgreSQL keeps no NUL in a text."""
    with source.begin() as connection:
        connection.execute(text("UPDATE group_row SET note = 'a' || char(0) || 'b' WHERE pos = 3"))

    refused(source, postgres, "a row of group_row .*NUL")


def test_a_write_that_goes_past_the_lock_is_found_at_the_end(postgres: Engine, tmp_path: Path) -> None:
    with_projects(postgres)
    written: list[bool] = []

    def told(_copied: int, _of: int) -> None:
        if not written:
            with postgres.begin() as connection:
                connection.execute(text("UPDATE generation SET number = 64"))
            written.append(True)

    with ends.opened(TO, str(tmp_path / "to.db")) as target:
        refused(postgres, target, "is not as it was", told=told)
        assert ends.held_by(target) is ends.Holds.COPY
    assert store.history(postgres, CODE) == ()


def test_writers_to_postgresql_wait_while_it_is_copied(
    postgres: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_projects(postgres)
    tried: list[int] = []

    def told(copied: int, _of: int) -> None:
        if not tried:
            with monkeypatch.context() as patch, ExitStack() as until:
                patch.setattr(transactions, "BUSY_TIMEOUT_MS", 50)
                with pytest.raises(DatabaseBusy):
                    until.enter_context(writing(postgres))
            tried.append(copied)

    with ends.opened(TO, str(tmp_path / "to.db")) as target:
        copy(postgres, target, actor=OPERATOR, told=told)
        assert proved(target) == proved(postgres)
    assert tried
