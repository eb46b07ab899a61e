"""What is no backup of this program, or is one that was changed, is not restored, and nothing changes."""

import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from db.engine import new_engine
from db.errors import BackupRefused, DatabaseOutdated, DbError
from db.maintenance import backup as backups
from db.maintenance import migrate as migrations
from db.maintenance.verify import verify
from db.snapshots import store
from db.transactions import reading
from tests.support.actors import OPERATOR
from tests.support.databases import Templates, address, with_projects
from tests.support.uploads import CODE, NOW, group, put

FEB, MAR = date(2021, 2, 28), date(2021, 3, 31)


@pytest.fixture
def filled(engine: Engine) -> Engine:
    put(engine, "groups", [group("G01")], FEB)
    return engine


@pytest.fixture
def office(sqlite: Engine) -> Engine:
    put(sqlite, "groups", [group("G01")], FEB)
    return sqlite


def refused(engine: Engine, file: Path, match: str, error: type[DbError] = BackupRefused) -> None:
    """The file is refused by this sentence, and the database is what it was."""
    with reading(engine) as session:
        before = session.connection().execute(text("SELECT number, restored FROM generation")).one()
    with pytest.raises(error, match=match):
        backups.restore(engine, file, actor=OPERATOR, now=NOW)
    with reading(engine) as session:
        assert session.connection().execute(text("SELECT number, restored FROM generation")).one() == before
    assert [info.as_of for info in store.history(engine, CODE)] == [FEB]
    assert verify(engine) == []


def changed(engine: Engine, file: Path, *statements: str) -> Path:
    """A backup that somebody changed by SQL."""
    backups.backup(engine, file, actor=OPERATOR)
    with closing(sqlite3.connect(file)) as copy:
        for statement in statements:
            copy.execute(statement)
        copy.commit()
    return file


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all", b"SQLite format 3\x00" + b"\x00" * 3000, b"PGDMP\x01\x0e", b"PGDMP"]
)
def test_what_is_no_backup_is_refused(filled: Engine, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.db").write_bytes(content)

    refused(filled, tmp_path / "odd.db", r"odd\.db")


def test_no_file_is_refused(filled: Engine, tmp_path: Path) -> None:
    refused(filled, tmp_path / "nothing.db", "No file")


@pytest.mark.parametrize("part", [0.02, 0.25, 0.5, 0.75, 0.9, 0.999])
def test_half_a_file_is_refused(filled: Engine, tmp_path: Path, part: float) -> None:
    file = tmp_path / "copy.backup"
    backups.backup(filled, file, actor=OPERATOR)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * part)])

    refused(filled, file, r"copy\.backup is (no|damaged)")


def test_a_damaged_backup_is_refused(office: Engine, tmp_path: Path) -> None:
    many = put(office, "groups", [group(f"G{i:04}") for i in range(2000)], MAR)
    backups.backup(office, tmp_path / "copy.db", actor=OPERATOR)
    content = bytearray((tmp_path / "copy.db").read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40_000] = b"\xff" * 40_000  # more than two pages
    (tmp_path / "copy.db").write_bytes(content)

    with pytest.raises(BackupRefused, match="damaged"):
        backups.restore(office, tmp_path / "copy.db", actor=OPERATOR, now=NOW)
    assert len(store.rows_of_upload(office, many.id)[0]) == 2000


def test_a_database_of_another_program_is_refused(office: Engine, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE something (id INTEGER)")

    refused(office, tmp_path / "other.db", "another program")


def test_a_backup_of_the_other_kind_is_refused(filled: Engine, tmp_path: Path, templates: Templates) -> None:
    if filled.dialect.name == "sqlite":
        pytest.skip("of the same kind")
    other = new_engine(address(templates.copy(with_projects, tmp_path / "other.db")))
    put(other, "groups", [group("G01")], FEB)
    backups.backup(other, tmp_path / "copy.db", actor=OPERATOR)
    backups.backup(filled, tmp_path / "copy.dump", actor=OPERATOR)

    refused(filled, tmp_path / "copy.db", r"copy\.db is not a backup")
    refused(other, tmp_path / "copy.dump", r"copy\.dump is not a backup")
    other.dispose()


CHANGES: dict[str, tuple[str, str]] = {
    "a trigger": (
        "CREATE TRIGGER quiet AFTER INSERT ON upload BEGIN UPDATE spending_row SET amount_satang = 0; END",
        "trigger quiet",
    ),
    "a view": ("CREATE VIEW upload_today AS SELECT * FROM upload", "view upload_today"),
    "another table": ("CREATE TABLE more (id INTEGER)", "table more"),
    "another index": ("CREATE UNIQUE INDEX one_day ON upload (as_of)", "index one_day"),
    "an index of another name": ("CREATE INDEX ix_upload ON upload (as_of)", "index ix_upload"),
    "another column": ('ALTER TABLE "user" ADD COLUMN root BOOLEAN', "table user"),
    "an index gone": ("DROP INDEX ix_upload_today", "index ix_upload_today"),
    "a table gone": ("DROP TABLE lesson_event", "index ix_lesson_event_lesson_id"),
    "a column gone": ("ALTER TABLE audit_event DROP COLUMN address", "table audit_event"),
    "another name": ("ALTER TABLE audit_event RENAME COLUMN detail TO details", "table audit_event"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_schema_that_the_migrations_do_not_make_is_refused(office: Engine, tmp_path: Path, change: str) -> None:
    statement, what = CHANGES[change]

    refused(office, changed(office, tmp_path / "copy.db", statement), re.escape(f"({what})"))


REWRITTEN = {
    "a type": ("amount_satang BIGINT", "amount_satang FLOAT"),
    "a constraint gone": ("CONSTRAINT pk_note PRIMARY KEY (id), ", ""),
    "a check": ("role = 'admin'", "role = 'root'"),
    "a foreign key": ("FOREIGN KEY(upload_id) REFERENCES upload (id)", "FOREIGN KEY(upload_id) REFERENCES note (id)"),
    "a default": ("disabled BOOLEAN NOT NULL", "disabled BOOLEAN DEFAULT 0 NOT NULL"),
    "a cascade": ("REFERENCES lesson (id)", "REFERENCES lesson (id) ON DELETE CASCADE"),
}


@pytest.mark.parametrize("change", REWRITTEN)
def test_a_statement_that_was_rewritten_in_the_file_is_refused(office: Engine, tmp_path: Path, change: str) -> None:
    before, after = REWRITTEN[change]
    backups.backup(office, tmp_path / "copy.db", actor=OPERATOR)
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        copy.execute("PRAGMA writable_schema = ON")
        found = copy.execute(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE instr(sql, ?)", (before, after, before)
        )
        assert found.rowcount >= 1
        copy.commit()

    refused(office, tmp_path / "copy.db", r"not built as this program builds it \(table|is damaged")


def test_a_name_that_sqlite_keeps_to_itself_hides_no_trigger(office: Engine, tmp_path: Path) -> None:
    file = changed(office, tmp_path / "copy.db", "CREATE TRIGGER quiet AFTER INSERT ON upload BEGIN SELECT 1; END")
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("PRAGMA writable_schema = ON")
        copy.execute("UPDATE sqlite_master SET name = 'sqlite_stat1' WHERE type = 'trigger'")
        copy.commit()

    refused(office, file, r"trigger sqlite_stat1|is damaged")


@pytest.mark.parametrize("revision", migrations.revisions())
def test_each_version_of_the_tables_is_known(sqlite: Engine, tmp_path: Path, revision: str) -> None:
    """A backup of whatever release is restored: what is compared is the version that the file is of."""
    older = new_engine(address(tmp_path / "older.db"))
    migrations.migrate(older, revision)
    older.dispose()

    backups.restore(sqlite, tmp_path / "older.db", actor=OPERATOR, now=NOW)

    migrations.require_current(sqlite)


@pytest.mark.parametrize("revision", ["9999", "0014-other", ""])
def test_a_backup_of_a_newer_program_is_refused(office: Engine, tmp_path: Path, revision: str) -> None:
    file = changed(office, tmp_path / "copy.db", f"UPDATE alembic_version SET version_num = '{revision}'")

    refused(office, file, "newer", DatabaseOutdated)


def test_a_version_that_the_file_only_claims_is_found_by_its_tables(office: Engine, tmp_path: Path) -> None:
    file = changed(office, tmp_path / "copy.db", "UPDATE alembic_version SET version_num = '0008'")

    refused(office, file, "does not make")


# -- PostgreSQL -----------------------------------------------------------------------------------------------------

PG_CHANGES: dict[str, tuple[str, str]] = {
    "a trigger": (
        "CREATE TRIGGER quiet BEFORE UPDATE ON upload FOR EACH ROW "
        "EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE TRIGGER quiet",
    ),
    "another index": ("CREATE UNIQUE INDEX one_day ON upload (as_of)", "CREATE UNIQUE INDEX one_day"),
    "another column": ('ALTER TABLE "user" ADD COLUMN root BOOLEAN', "user"),
    "an index gone": ("DROP INDEX ix_upload_today", "CREATE INDEX ix_upload_today"),
    "a table gone": ("DROP TABLE lesson_event", "lesson_event"),
    "a check gone": ('ALTER TABLE "user" DROP CONSTRAINT ck_user_role', "user"),
    "another type": ("ALTER TABLE spending_row ALTER COLUMN amount_satang TYPE numeric", "spending_row"),
    "a rule": ("CREATE RULE quiet AS ON DELETE TO note DO INSTEAD NOTHING", "CREATE RULE quiet"),
}


@pytest.mark.parametrize("change", PG_CHANGES)
def test_on_postgresql_too(filled: Engine, tmp_path: Path, change: str) -> None:
    if filled.dialect.name == "sqlite":
        pytest.skip("the tests before")
    statement, what = PG_CHANGES[change]
    with filled.begin() as connection:
        connection.execute(text(statement))
    backups.backup(filled, tmp_path / "copy.dump", actor=OPERATOR)

    with pytest.raises(BackupRefused, match=re.escape(what)):
        backups.restore(filled, tmp_path / "copy.dump", actor=OPERATOR, now=NOW)


def test_tables_of_another_program_beside_ours_are_left_alone(filled: Engine, tmp_path: Path) -> None:
    if filled.dialect.name == "sqlite":
        pytest.skip("a file of its own")
    with filled.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER, number SERIAL)"))
        connection.execute(text("INSERT INTO theirs VALUES (64)"))
    backups.backup(filled, tmp_path / "copy.dump", actor=OPERATOR)

    backups.restore(filled, tmp_path / "copy.dump", actor=OPERATOR, now=NOW)

    with filled.connect() as connection:
        assert connection.scalar(text("SELECT id FROM theirs")) == 64
