"""The tables are those of db/tables, and a filled database reaches them from every older revision."""

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Date, DateTime, Engine, Inspector, Integer, MetaData, Table, inspect, text
from sqlmodel import select

from db.accounts import users
from db.engine import new_engine
from db.errors import DatabaseMissing, DatabaseOutdated
from db.maintenance import chain
from db.maintenance import migrate as migrations
from db.tables import HeaderMapping, metadata
from db.transactions import reading, writing
from tests.support.actors import admin
from tests.support.older import to_before_first_page
from tests.support.uploads import NOW


def test_migrated_database_has_no_difference_from_the_tables(empty: Engine) -> None:
    migrations.migrate(empty)

    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrated_sqlite_has_the_very_statements_of_the_tables(tmp_path: Any) -> None:
    migrated, created = (new_engine(f"sqlite:///{tmp_path / name}") for name in ("migrated.db", "created.db"))
    migrations.migrate(migrated)
    metadata.create_all(created)

    assert _statements(migrated) == _statements(created)
    migrated.dispose()
    created.dispose()


def test_revisions_are_those_that_alembic_finds() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.SCRIPTS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)

    assert [script.revision for script in scripts.walk_revisions()][::-1] == migrations.revisions()
    assert scripts.get_current_head() == migrations.head()


def test_rows_are_kept_in_the_order_of_their_key(sqlite: Engine) -> None:
    with sqlite.connect() as connection:
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'spending_row'").scalar_one()

    assert made.rstrip().endswith("WITHOUT ROWID")


def test_migrating_twice_changes_nothing(empty: Engine) -> None:
    migrations.migrate(empty)
    migrations.migrate(empty)

    migrations.require_current(empty)


def test_migrating_says_nothing(empty: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    migrations.migrate(empty)

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("revision", migrations.revisions())
def test_filled_database_migrates_from_each_revision(empty: Engine, revision: str) -> None:
    migrations.migrate(empty, revision)
    before = _fill(empty)
    assert sum(before.values()) >= 20

    migrations.migrate(empty)

    after = _counts(empty)
    if revision < "0009":
        before["sign_in"] = 0  # every sign-in of before ends
    if "chain_link" in before:
        before["chain_link"] = 1  # the opening link, once the tables are the newest
    assert {name: after[name] for name in before if name in after} == before
    migrations.require_current(empty)


def test_users_who_have_not_chosen_a_first_page_are_to_the_chain_as_they_were(empty: Engine) -> None:
    migrations.migrate(empty)
    users.add(empty, "clerk", "staff", actor=admin(), now=NOW)
    with empty.begin() as connection:  # the tables of the release before
        to_before_first_page(connection)

    migrations.migrate(empty)

    assert chain.check(empty).findings == ()
    users.open_full(empty, "clerk", full=True, now=NOW)
    assert chain.check(empty).findings == ()


def test_json_that_was_stored_as_text_is_read_and_keeps_each_letter(empty: Engine) -> None:
    written = '{"b": ["อำเภอ"],  "a": {"ที่": null}}'
    migrations.migrate(empty, "0005")
    statement = """INSERT INTO header_mapping (kind, headers_sha256, headers, columns, "by", at)
        VALUES ('groups', 'x', '["ที่"]', :columns, 'clerk', '2021-01-01 00:00:00')"""
    with empty.begin() as connection:
        connection.execute(text(statement), {"columns": written})

    migrations.migrate(empty)

    with reading(empty) as session:
        kept = session.exec(select(HeaderMapping)).one()
        assert (kept.headers, kept.columns) == (["ที่"], {"b": ["อำเภอ"], "a": {"ที่": None}})
        assert session.connection().scalar(text("SELECT CAST(columns AS TEXT) FROM header_mapping")) == written


def test_json_is_text_on_sqlite_and_thai_in_it_can_be_read(sqlite: Engine) -> None:
    kept = HeaderMapping(kind="groups", headers_sha256="x", headers=["ที่"], columns={}, by="clerk", at=NOW)
    with writing(sqlite) as session:
        session.add(kept)

    with sqlite.connect() as connection:
        assert connection.execute(text("SELECT headers, typeof(headers) FROM header_mapping")).one() == (
            '["ที่"]',
            "text",
        )


@pytest.mark.parametrize("revision", migrations.revisions())
def test_foreign_keys_are_on_again_after_migrating(sqlite: Engine, revision: str) -> None:
    migrations.migrate(sqlite)

    with sqlite.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_next_revision_is_written_from_the_difference(
    sqlite: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(migrations.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrations, "SCRIPTS", scripts)
    with sqlite.begin() as connection:
        connection.execute(text("ALTER TABLE note DROP COLUMN subject"))

    migrations.revise(sqlite, "subject of a note")

    number = f"{int(migrations.head()) + 1:04d}"
    written = (scripts / "versions" / f"{number}_subject_of_a_note.py").read_text(encoding="utf-8")
    assert "import sqlmodel" in written
    assert f'down_revision = "{migrations.head()}"' in written.replace("'", '"')
    assert "add_column" in written
    assert "subject" in written


def test_missing_database_is_named_and_not_created(tmp_path: Any) -> None:
    path = tmp_path / "none.db"
    engine = new_engine(f"sqlite:///{path}")

    with pytest.raises(DatabaseMissing, match="db init"):
        migrations.require_current(engine)

    assert not path.exists()


def test_database_without_tables_is_missing(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE something (id INTEGER)"))

    with pytest.raises(DatabaseMissing):
        migrations.require_current(empty)


def test_database_of_a_newer_program_is_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(DatabaseOutdated, match="newer"):
        migrations.migrate(engine)
    with pytest.raises(DatabaseOutdated, match="newer"):
        migrations.require_current(engine)


def _statements(engine: Engine) -> dict[str, set[str]]:
    """Each object of the schema as the set of its parts: constraints may stand in another order."""
    query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"
    with engine.connect() as connection:
        return {name: {part.strip() for part in re.split(r",\s*\n", made)} for name, made in _flat(connection, query)}


def _flat(connection: Any, query: str) -> list[tuple[str, str]]:
    """Statements with the closing bracket on a line of its own, so that the last part is like the others, and without
    the quotes that SQLite puts around the name of a table that was renamed.
    """
    flat = [(name, re.sub(r"\s*\n\)", ",\n)", made)) for name, made in connection.exec_driver_sql(query)]
    return [(name, re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", made)) for name, made in flat]


def _fill(engine: Engine) -> dict[str, int]:
    """Two rows in every table, made from what the database says of its columns; ``generation`` has its one, the chain
    its own links."""
    metadata = MetaData()
    metadata.reflect(engine)
    inspector = inspect(engine)
    for table in metadata.sorted_tables:
        if table.name in ("alembic_version", "sqlite_sequence", "generation", "chain_link"):
            continue
        with engine.begin() as connection:
            for number in (1, 2):
                connection.execute(table.insert().values(_row(table, inspector, number)))
    return _counts(engine)


def _row(table: Table, inspector: Inspector, number: int) -> dict[str, Any]:
    allowed = {}
    for check in inspector.get_check_constraints(table.name):
        for column, value in re.findall(r"\"?(\w+)\"?\)?(?:::\w+)? = '(\w+)'", str(check["sqltext"])):
            allowed.setdefault(column, value)
    references = {key.parent.name: number for key in table.foreign_keys}
    row = {}
    for column in table.columns:
        if column.name in allowed:
            row[column.name] = allowed[column.name]
        elif column.name in references and isinstance(column.type, Integer):
            row[column.name] = references[column.name]
        elif isinstance(column.type, Boolean):
            row[column.name] = False
        elif isinstance(column.type, DateTime):
            row[column.name] = datetime(2021, 1, number, tzinfo=UTC)
        elif isinstance(column.type, Date):
            row[column.name] = date(2021, 1, number)
        elif isinstance(column.type, Integer):
            row[column.name] = number
        else:
            row[column.name] = str(number)
    return row


def _counts(engine: Engine) -> dict[str, int]:
    names = [name for name in inspect(engine).get_table_names() if name not in ("alembic_version", "sqlite_sequence")]
    with engine.connect() as connection:
        return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}
