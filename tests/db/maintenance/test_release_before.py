"""A database that the release before filled: migrated it holds the same rows and figures, and takes what is new."""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from db import generation
from db.maintenance import migrate as migrations
from db.maintenance.verify import verify
from db.snapshots import store, uploads
from db.snapshots.uploads import UploadInfo
from db.tables import User
from db.transactions import reading
from tests.support.uploads import CODE, NOW, group, put

ROW_TABLES = ("group_row", "product_row", "spending_row", "plan_row", "instalment_row")
EVERY_TABLE = (
    *ROW_TABLES, "project_version", "upload", "upload_event", "note", "lesson", "lesson_event", "header_mapping",
    "value_mapping", "acknowledgement", "audit_event", "user", "sign_in",
)  # fmt: skip


COUNTS = ("failures", "failed_at")  # of wrong passwords: no longer kept
Columns = dict[str, list[str]]


def columns_of(engine: Engine) -> Columns:
    """The columns of every table."""
    connection = sqlite3.connect(str(engine.url.database))
    try:
        return {name: [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')] for name in EVERY_TABLE}
    finally:
        connection.close()


def content(engine: Engine, columns: Columns) -> dict[str, list[tuple[Any, ...]]]:
    """These columns of every row of every table, as the file holds them."""
    connection = sqlite3.connect(str(engine.url.database))
    try:
        found = {}
        for name, wanted in columns.items():
            listed = ", ".join(f'"{column}"' for column in wanted)
            found[name] = sorted(connection.execute(f'SELECT {listed} FROM "{name}"'), key=str)
        return found
    finally:
        connection.close()


def uploads_in(engine: Engine, project: str) -> list[UploadInfo]:
    with reading(engine) as session:
        return uploads.uploads_of(session, project)


def test_it_is_of_an_older_revision(release_before: Engine) -> None:
    with reading(release_before) as session:
        assert migrations.current_revision(session.connection()) == "0002" != migrations.head()


def test_migrating_changes_no_row_of_any_table(release_before: Engine) -> None:
    columns = columns_of(release_before)
    columns["user"] = [
        name for name in columns["user"] if name not in ("failures", "failed_at")
    ]  # counts, no longer kept
    before = content(release_before, columns)
    assert [len(before[name]) for name in ROW_TABLES] == [270, 480, 578, 24, 82]  # as many as the dump inserts

    migrations.migrate(release_before)

    assert content(release_before, {**columns, "sign_in": columns_of(release_before)["sign_in"]}) == {
        **before,
        "sign_in": [],  # every sign-in of before ends
    }
    migrations.require_current(release_before)


def test_a_one_time_password_of_before_is_good_for_seven_days_from_the_migration(release_before: Engine) -> None:
    begun = datetime.now(UTC)
    migrations.migrate(release_before)

    with reading(release_before) as session:
        found = list(session.exec(select(User)))
    assert found and all(user.must_change for user in found)
    for user in found:
        assert user.one_time_until is not None
        assert begun + timedelta(days=7) <= user.one_time_until <= datetime.now(UTC) + timedelta(days=7)


def test_migrated_it_has_a_number_that_each_change_draws_again(release_before: Engine) -> None:
    migrations.migrate(release_before)
    before = generation.current(release_before)

    put(release_before, "groups", [group("G01")], date(2021, 7, 31))

    assert generation.current(release_before) != before


def test_migrated_it_verifies_clean(release_before: Engine) -> None:
    migrations.migrate(release_before)

    assert verify(release_before) == []


def test_figures_of_its_uploads_are_those_that_were_stored(release_before: Engine) -> None:
    """Read from the dump itself, not from what the program reads of it."""
    connection = sqlite3.connect(str(release_before.url.database))
    stored = {one: json.loads(figures) for one, figures in connection.execute("SELECT id, figures FROM upload")}
    connection.close()
    migrations.migrate(release_before)

    found = {one.id: one.figures for code in _projects(release_before) for one in uploads_in(release_before, code)}

    assert found == stored
    assert {one.id for one in uploads_in(release_before, CODE)} == set(range(26, 36))
    assert [one.id for one in uploads_in(release_before, CODE) if not one.live] == [29]


def test_group_of_another_stage_can_be_stored_then_and_of_another_status_can_not(release_before: Engine) -> None:
    insert = """INSERT INTO group_row (upload_id, pos, row, code, name, amphoe, stage, status)
        VALUES (35, 900, 900, 'G90', 'กลุ่ม', 'ชะอำ', '{stage}', '{status}')"""
    with pytest.raises(IntegrityError), release_before.begin() as connection:
        connection.execute(text(insert.format(stage="labelled", status="active")))
    migrations.migrate(release_before)

    with release_before.begin() as connection:
        connection.execute(text(insert.format(stage="labelled", status="active")))
    with pytest.raises(IntegrityError), release_before.begin() as connection:
        connection.execute(text(insert.format(stage="labelled", status="gone").replace("900", "901")))


def test_it_takes_the_next_upload(release_before: Engine) -> None:
    migrations.migrate(release_before)
    day = date(2021, 8, 31)

    stored = put(release_before, "groups", [group("G01", stage="labelled")], day, now=NOW.replace(year=2026, month=12))

    assert store.view(release_before, CODE, day).of("groups")["stage"] == ["labelled"]
    assert stored.id == 37
    assert verify(release_before) == []


def _projects(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT DISTINCT project FROM upload ORDER BY project")))
