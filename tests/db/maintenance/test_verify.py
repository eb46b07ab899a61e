"""What is stored is proved to be what was accepted, under the versions it was accepted with."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import col, select, update

from db.maintenance.verify import Difference, verify
from db.projects import versions
from db.snapshots import store
from db.tables import Upload
from tests.support.actors import staff, store_projects
from tests.support.uploads import CODE, NOW, group, payment, put

FEB, MAR = date(2021, 2, 28), date(2021, 3, 31)


@pytest.fixture
def filled(engine: Engine) -> Engine:
    put(engine, "plan", [{"month": date(2020, 10, 1), "planned_groups": 3, "planned_disbursed_satang": 100}], FEB)
    put(engine, "groups", [group("G01", stage="registered", registered_on=FEB)], FEB)
    put(engine, "spending", [payment("ฎ.1", 5_000)], FEB)
    return engine


def change(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount >= 1


def change_figures(engine: Engine, change: Callable[[dict[str, Any]], object], *, only: int | None = None) -> None:
    """Change the figures that uploads stored, outside the program."""
    with engine.begin() as connection:
        for key, figures in connection.execute(select(Upload.id, Upload.figures)).all():
            if only in (None, key):
                change(figures)
                connection.execute(update(Upload).where(col(Upload.id) == key).values(figures=figures))


def test_whole_history_is_clean(filled: Engine) -> None:
    wrong = put(filled, "spending", [payment("ฎ.1", 5_000), payment("ฎ.2", 1)], FEB, now=NOW + timedelta(hours=1))
    put(filled, "groups", [group("G02")], FEB, now=NOW + timedelta(hours=2))
    store.withdraw(filled, wrong.id, actor=staff(), reason="ผิด", now=NOW + timedelta(hours=3))
    lower = [{"month": date(2020, 10, 1), "planned_groups": 9}]
    put(filled, "plan", lower, FEB, now=NOW + timedelta(hours=4), accept_past="all")

    assert verify(filled) == []


def test_changed_project_leaves_what_was_accepted_clean(filled: Engine, tmp_path: Path) -> None:
    text_now = (versions.FOLDER / f"{CODE}.toml").read_text(encoding="utf-8-sig")
    (tmp_path / "p.toml").write_text(text_now.replace("budget_baht = 885000", "budget_baht = 900000"), encoding="utf-8")
    store_projects(filled, now=datetime(2020, 10, 1, tzinfo=UTC), folder=tmp_path)
    later = put(filled, "groups", [group("G02")], MAR)

    assert later.figures["budget_baht"] == 900_000
    assert verify(filled) == []


def test_a_figure_that_the_upload_never_stored_is_no_difference(filled: Engine) -> None:
    """A later release counts more figures; what an upload of before did store is compared all the same."""
    change_figures(filled, lambda figures: figures.pop("tolerance_baht"))
    assert verify(filled) == []

    change_figures(filled, lambda figures: figures.update(used_baht=50.01), only=3)
    assert verify(filled) == [Difference(3, "figures.used_baht", "50.01", "50.0")]


def test_changed_cell_is_found(filled: Engine) -> None:
    change(filled, "UPDATE spending_row SET amount_satang = 5001")

    found = verify(filled)

    assert {difference.what for difference in found} >= {"rows_sha256", "figures.disbursed_baht"}
    assert Difference(3, "figures.disbursed_baht", "50.0", "50.01") in found


def test_lost_row_is_found(filled: Engine) -> None:
    change(filled, "DELETE FROM group_row")

    assert Difference(2, "row_count", "1", "0") in verify(filled)


def test_changed_figure_is_found(filled: Engine) -> None:
    change_figures(filled, lambda figures: figures.update(disbursed_baht=60.0), only=3)

    assert [difference.what for difference in verify(filled)] == ["figures.disbursed_baht"]


def test_reworded_sentence_is_no_difference(filled: Engine) -> None:
    change_figures(filled, lambda figures: figures["verdict"].update(th="x" + figures["verdict"]["th"]))

    assert verify(filled) == []


def test_row_that_refers_to_nothing_is_found(sqlite: Engine) -> None:
    put(sqlite, "groups", [group("G01")], FEB)
    with sqlite.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("INSERT INTO plan_row (upload_id, pos, row, month) VALUES (99, 0, 2, '2021-01-01')")
        driver.execute("PRAGMA foreign_keys = ON")

    assert [difference.what for difference in verify(sqlite)] == ["foreign_key_check"]


QUIET = """CREATE TRIGGER quiet BEFORE INSERT ON audit_event WHEN new.action LIKE 'user.role%'
    BEGIN SELECT raise(IGNORE); END"""
IN_THE_FILE = {  # what somebody does to the file of SQLite, and what is named: as it is made, as it is
    "a trigger": ((QUIET,), ("-", "trigger quiet")),
    "a view": (("CREATE VIEW today AS SELECT * FROM upload",), ("-", "view today")),
    "another table": (("CREATE TABLE more (id INTEGER)",), ("-", "table more")),
    "an index of some rows": (
        ("CREATE UNIQUE INDEX once ON audit_event (action) WHERE action = 'user.role'",),
        ("-", "index once"),
    ),
    "an index gone": (("DROP INDEX ix_upload_today",), ("index ix_upload_today", "-")),
    "another column": (
        ('ALTER TABLE "user" ADD COLUMN root BOOLEAN',),
        ("table user", "table user: root BOOLEAN"),
    ),
    "an index over another column": (
        ("DROP INDEX ix_upload_today", "CREATE INDEX ix_upload_today ON upload (project, kind, as_of)"),
        ("index ix_upload_today: seq", "index ix_upload_today"),
    ),
}


@pytest.mark.parametrize("change", IN_THE_FILE)
def test_what_the_migrations_do_not_make_in_the_file_is_found(sqlite: Engine, change: str) -> None:
    statements, (made, found) = IN_THE_FILE[change]
    with sqlite.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)

    assert verify(sqlite) == [Difference(None, "schema", made, found)]


ATTACHED = {  # the same at the tables of PostgreSQL
    "a trigger": (
        ("CREATE FUNCTION {0}.quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
         "CREATE TRIGGER quiet BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION {0}.quiet()"),
        "trigger audit_event.quiet",
    ),
    "a rule": (("CREATE RULE quiet AS ON INSERT TO audit_event DO INSTEAD NOTHING",), "rule audit_event.quiet"),
    "an index of some rows": (
        ("CREATE UNIQUE INDEX once ON audit_event (action) WHERE action = 'user.role'",),
        "index audit_event.once",
    ),
    "a constraint": (("ALTER TABLE note ADD CONSTRAINT least CHECK (amount_satang > 9)",), "constraint note.least"),
    "another column": (('ALTER TABLE "user" ADD COLUMN root BOOLEAN',), "column user.root"),
    "another default": (("ALTER TABLE note ALTER COLUMN amount_satang SET DEFAULT 7",), "column note.amount_satang"),
    "a policy": (("CREATE POLICY partly ON note USING (false)",), "policy note.partly"),
    "an heir": (("CREATE TABLE heir () INHERITS (note)",), "heir note.heir"),
}  # fmt: skip


@pytest.mark.parametrize("change", ATTACHED)
def test_what_the_migrations_do_not_attach_to_a_table_of_postgresql_is_found(engine: Engine, change: str) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("of PostgreSQL")
    statements, name = ATTACHED[change]
    with engine.begin() as connection:
        schema = connection.scalar(text("SELECT current_schema()"))
        for statement in statements:
            connection.exec_driver_sql(statement.format(schema))

    (difference,) = verify(engine)
    assert difference.what == "schema"
    assert name in (difference.found.partition(":")[0], difference.stored.partition(":")[0])


def test_a_view_in_the_place_of_a_table_of_postgresql_is_found(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("of PostgreSQL")
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE kept_figures RENAME TO hidden")
        connection.exec_driver_sql("CREATE VIEW kept_figures AS SELECT * FROM hidden")

    found = {difference.found for difference in verify(engine) if difference.what == "schema"}
    assert "table kept_figures: v f f" in found


def test_another_program_beside_it_in_the_schema_of_postgresql_is_none_of_its_concern(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("of PostgreSQL")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE of_another (id INTEGER)")

    assert verify(engine) == []
