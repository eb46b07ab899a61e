"""The chain: no covered table is written without a link, two writers never fork it, keys come and go in sections."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Table, insert, inspect, select, text
from sqlmodel import SQLModel

from db import tables
from db.accounts import passwords, sessions, users
from db.chain import head, keys
from db.chain.digest import BESIDE, COVERED
from db.chain.links import last
from db.columns import UtcDateTime
from db.engine import new_engine
from db.errors import ChainGone, ChainKeyRefused, NotAllowed
from db.maintenance import backup as backups
from db.maintenance import chain
from db.maintenance import migrate as migrations
from db.maintenance.chain import check
from db.snapshots import store
from db.tables import AuditEvent, ChainLink, User, metadata
from db.transactions import reading, writing
from tests.support.actors import OPERATOR, admin, staff
from tests.support.databases import CHAIN_KEY, address
from tests.support.older import to_before_first_page
from tests.support.uploads import CODE, NOW, group, payment, put
from words.rendering import render

FEB, MAR = date(2021, 2, 28), date(2021, 3, 31)
ROOT = Path(__file__).resolve().parents[3]
MODELS: dict[str, type[SQLModel]] = {
    str(model.__tablename__): model
    for model in vars(tables).values()
    if isinstance(model, type) and issubclass(model, SQLModel) and hasattr(model, "__table__")
}


@pytest.fixture
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder without a key, and none in the environment."""
    monkeypatch.delenv(keys.VARIABLE)
    monkeypatch.setenv("OTOP_DATA", str(tmp_path / "own"))
    return tmp_path / "own" / keys.FILE


def links(engine: Engine) -> list[Any]:
    with reading(engine) as session:
        return list(session.connection().execute(select(ChainLink.__table__).order_by("seq")))


def newest(engine: Engine) -> Any:
    return links(engine)[-1]


def some_row(table: Table, number: int) -> dict[str, Any]:
    """A row that the table takes, with ``number`` as its key."""
    kinds = {date: FEB, bool: False, int: number, dict: {}}  # others are text
    limited = {"kind": "meeting" if table.name == "note" else "groups", "event": "withdraw", "role": "staff"}
    limited |= {"event": "close"} if table.name == "project_closing" else {}
    limited |= {"corrects": None, "user_name": "u", "owner": "u"}
    limited |= {"upload_id": 1, "lesson_id": 1, "project_version_id": 1}
    limited |= {"occasion": "week", "channel": "mail", "form": "png"}
    limited |= {"about": "group", "takes_back": None, "resolution_id": 1}
    if table.name == "resolution_event":
        limited["event"] = "done"
    return {
        c.name: limited[c.name]
        if c.name in limited
        else NOW
        if isinstance(c.type, UtcDateTime)
        else kinds.get(c.type.python_type, str(number))
        for c in table.columns
    }


# -- every table ----------------------------------------------------------------------------------------------------


def test_every_table_is_covered_or_listed_with_a_reason() -> None:
    assert set(COVERED) | BESIDE == set(metadata.tables)
    beside = {"generation", "chain_link", "draft", "headline", "queued_message", "told_state", "wrong_try"}
    assert beside | {table.name for table in tables.ROW_TABLES.values()} == BESIDE


@pytest.mark.parametrize("name", COVERED)
def test_a_row_that_is_put_in_changed_or_removed_is_in_a_link(sqlite: Engine, name: str) -> None:
    """Whatever the table: nobody has to remember to write a link."""
    (key,) = COVERED[name].primary_key
    put(sqlite, "groups", [group("G01")], FEB)
    row = some_row(COVERED[name], 1_000)
    if name == "upload":
        row["project_version_id"] = 1
    with writing(sqlite) as session:
        session.add(User(**some_row(COVERED["user"], 1) | {"name": "u"}))
        session.add(tables.Lesson(**some_row(COVERED["lesson"], 1)))
        session.add(tables.Resolution(**some_row(COVERED["resolution"], 1)))
    with writing(sqlite) as session:
        session.add(MODELS[name](**row))
    put_in = newest(sqlite).content[name][str(row[key.name])]

    instants = [c.name for c in COVERED[name].columns if isinstance(c.type, UtcDateTime)]
    changed, value = (instants[0], NOW + timedelta(days=1)) if instants else ("project", "another")
    with writing(sqlite) as session:
        setattr(session.get_one(MODELS[name], row[key.name]), changed, value)
    assert newest(sqlite).content[name][str(row[key.name])] not in (put_in, None)

    with writing(sqlite) as session:
        session.delete(session.get_one(MODELS[name], row[key.name]))
    assert newest(sqlite).content == {name: {str(row[key.name]): None}}
    assert check(sqlite).findings == ()


@pytest.mark.parametrize("name", COVERED)
def test_a_statement_past_the_session_is_refused_and_nothing_is_written(engine: Engine, name: str) -> None:
    before = check(engine)

    (key,) = COVERED[name].primary_key
    for statement in (COVERED[name].delete(), insert(COVERED[name]), COVERED[name].update().values({key: "5"})):
        with pytest.raises(TypeError, match=name), writing(engine) as session:
            session.connection().execute(statement)
    with pytest.raises(TypeError, match=name), writing(engine) as session:
        session.execute(COVERED[name].delete())

    assert check(engine) == before


def test_when_a_sign_in_was_seen_last_makes_no_link(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW)
    begun = sessions.public_id(sessions.sign_in(engine, "clerk", NOW))
    before = len(links(engine))
    sessions.write_seen(engine, {begun: NOW + timedelta(hours=1)})

    assert len(links(engine)) == before
    assert check(engine).findings == ()


def test_what_is_rolled_back_leaves_no_link(engine: Engine) -> None:
    before = links(engine)
    kept = head.read(engine)

    with pytest.raises(ZeroDivisionError), writing(engine) as session:
        session.add(AuditEvent(at=NOW, by="x", action="x"))
        session.flush()
        raise ZeroDivisionError
    put(engine, "groups", [group("G01")], FEB)

    assert links(engine)[:-1] == before
    assert head.read(engine) != kept


# -- what a link says -----------------------------------------------------------------------------------------------


def test_an_upload_is_a_link_with_its_actor_and_all_that_is_recorded_of_it(engine: Engine) -> None:
    stored = put(engine, "groups", [group("G01")], FEB)

    link = newest(engine)
    assert (link.action, link.about, link.by, link.role, link.via) == (
        "upload.apply", f"upload {stored.id}", "clerk", "staff", "screen",
    )  # fmt: skip
    assert set(link.content) == {"upload", "audit_event"}
    assert link.at == stored.received_at


def test_each_link_names_the_one_before(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)
    store.withdraw(engine, 1, actor=staff(), reason="ผิด", now=NOW + timedelta(hours=1))

    found = links(engine)
    assert [link.seq for link in found] == list(range(1, len(found) + 1))
    assert [link.previous for link in found] == ["", *(link.hash for link in found[:-1])]
    assert head.read(engine) == (f"{found[-1].seq}:{found[-1].hash}",)


def test_a_sign_in_is_a_link(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW)
    begun = sessions.sign_in(engine, "clerk", NOW)

    assert (newest(engine).action, newest(engine).by) == ("sign_in.ok", "clerk")
    assert newest(engine).content["sign_in"].keys() == {sessions.public_id(begun)}
    assert check(engine).findings == ()


# -- two writers ----------------------------------------------------------------------------------------------------

WRITER = """
import sys
from datetime import UTC, datetime
from db.engine import new_engine
from db.tables import AuditEvent
from db.transactions import writing
engine = new_engine(sys.argv[1])
for number in range(25):
    with writing(engine) as session:
        session.add(AuditEvent(at=datetime.now(UTC), by=sys.argv[2], action="test", detail=str(number)))
"""


def test_two_servers_append_without_forking(engine: Engine) -> None:
    before = len(links(engine))
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", WRITER, url]
    writers = [subprocess.Popen([*command, name], cwd=ROOT, env=dict(os.environ)) for name in ("one", "two")]

    assert [writer.wait(120) for writer in writers] == [0, 0]
    found = links(engine)[before:]
    assert sorted(link.by for link in found) == ["one"] * 25 + ["two"] * 25
    assert check(engine).findings == ()


# -- keys and sections ----------------------------------------------------------------------------------------------


def filled(path: Path) -> Engine:
    engine = new_engine(address(path))
    migrations.migrate(engine)
    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW)
    return engine


def test_the_key_is_made_at_first_need_and_its_owner_alone_may_read_it(own_key: Path, tmp_path: Path) -> None:
    assert not own_key.exists()
    engine = filled(tmp_path / "otop.db")

    assert os.name == "nt" or own_key.stat().st_mode & 0o777 == 0o600
    assert len(own_key.read_text().split()) == 1
    assert own_key.read_text().strip().encode() not in (tmp_path / "otop.db").read_bytes()
    assert check(engine).unsigned == ()
    engine.dispose()


def test_without_the_key_hashes_are_checked_and_authorship_is_said_to_be_unknown(own_key: Path, tmp_path: Path) -> None:
    engine = filled(tmp_path / "otop.db")
    own_key.unlink()

    assert (check(engine).findings, check(engine).unsigned) == ((), (1, 2))
    with engine.begin() as connection:
        connection.execute(text("UPDATE chain_link SET \"by\" = 'somebody' WHERE seq = 2"))
    assert [one.message.key for one in check(engine).findings] == ["chain.link_changed"]
    engine.dispose()


def test_nothing_is_written_with_another_key_until_a_section_is_begun_with_it(own_key: Path, tmp_path: Path) -> None:
    engine = filled(tmp_path / "otop.db")
    own_key.unlink()
    keys.add()

    with pytest.raises(ChainKeyRefused, match="chain new-key"):
        users.add(engine, "member", "committee", actor=OPERATOR, now=NOW)
    assert [one.message.key for one in check(engine).findings] == ["chain.link_unknown"]

    begun = chain.new_key(engine, actor=admin(), now=NOW)
    users.add(engine, "member", "committee", actor=OPERATOR, now=NOW)

    assert begun.startswith("3:")
    assert (check(engine).findings, check(engine).unsigned) == ((), (1, 2))
    engine.dispose()


def test_a_new_key_leaves_the_old_one_to_check_what_it_signed(own_key: Path, tmp_path: Path) -> None:
    engine = filled(tmp_path / "otop.db")
    chain.new_key(engine, actor=admin(), now=NOW)
    users.add(engine, "member", "committee", actor=OPERATOR, now=NOW)

    assert len({link.key_id for link in links(engine)}) == 2
    assert (check(engine).findings, check(engine).unsigned) == ((), ())
    engine.dispose()


def test_links_by_a_key_that_somebody_made_up_are_no_section(sqlite: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes agree and the program goes on after them: without a section begun on them they are found."""
    monkeypatch.setenv(keys.VARIABLE, f"{CHAIN_KEY} {'f' * 64}")
    chain.new_key(sqlite, actor=admin(), now=NOW)
    forged = newest(sqlite).seq
    with sqlite.begin() as connection:
        connection.execute(text("UPDATE audit_event SET action = 'x' WHERE action = 'chain.new_key'"))

    monkeypatch.setenv(keys.VARIABLE, CHAIN_KEY)
    found = check(sqlite).findings

    assert (found[0].message.key, found[0].link) == ("chain.link_unknown", forged)


def test_a_section_is_begun_by_an_admin_or_the_operator_alone(sqlite: Engine) -> None:
    with pytest.raises(NotAllowed):
        chain.new_key(sqlite, actor=staff(), now=NOW)


def test_in_the_environment_the_new_key_goes_behind_the_old_one(
    sqlite: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ChainKeyRefused, match="add a new one at its end"):
        chain.new_key(sqlite, actor=admin(), now=NOW)

    monkeypatch.setenv(keys.VARIABLE, f"{CHAIN_KEY} {'e' * 64}")
    chain.new_key(sqlite, actor=admin(), now=NOW)

    assert newest(sqlite).key_id == keys.key_id("e" * 64)
    assert check(sqlite).findings == ()


@pytest.mark.skipif(os.name == "nt", reason="POSIX")
def test_a_key_that_others_can_read_is_refused(own_key: Path, tmp_path: Path) -> None:
    engine = filled(tmp_path / "otop.db")
    own_key.chmod(0o644)

    with pytest.raises(ChainKeyRefused, match="chmod 600"):
        users.add(engine, "member", "committee", actor=OPERATOR, now=NOW)
    engine.dispose()


def test_a_key_that_is_too_short_is_refused(own_key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(keys.VARIABLE, "short")

    with pytest.raises(ChainKeyRefused, match="too short"):
        keys.held()


def test_the_key_is_in_no_sentence(own_key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(keys.VARIABLE, "secret-but-short")

    with pytest.raises(ChainKeyRefused) as refused:
        keys.held()
    assert "secret" not in render(refused.value.message, "th") + render(refused.value.message, "en")


# -- backups, restores, releases ------------------------------------------------------------------------------------


def test_a_backup_keeps_its_newest_link_beside_it_and_later_proves_what_came_before(
    sqlite: Engine, tmp_path: Path
) -> None:
    put(sqlite, "groups", [group("G01")], FEB)
    backups.backup(sqlite, tmp_path / "copy.db", actor=OPERATOR)
    kept = backups.link_file(tmp_path / "copy.db").read_text().strip()
    put(sqlite, "spending", [payment("ฎ.1", 1)], FEB)

    assert kept == f"{links(sqlite)[-2].seq}:{links(sqlite)[-2].hash}"
    assert check(sqlite, kept).findings == ()
    wrong = kept[:-1] + ("0" if kept[-1] != "0" else "1")
    assert [one.message.key for one in check(sqlite, wrong).findings] == ["chain.since"]


def test_a_restored_database_is_whole_though_its_chain_is_shorter(sqlite: Engine, tmp_path: Path) -> None:
    """A person restored it and vouches for it; a file put back by other means is found."""
    put(sqlite, "groups", [group("G01")], FEB)
    backups.backup(sqlite, tmp_path / "copy.db", actor=OPERATOR)
    put(sqlite, "groups", [group("G02")], MAR)

    backups.restore(sqlite, tmp_path / "copy.db", actor=OPERATOR, now=NOW)

    assert newest(sqlite).action == "restore"
    assert check(sqlite).findings == ()


def test_a_backup_of_another_machine_is_restored_under_the_key_of_this_one(
    sqlite: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(sqlite, "groups", [group("G01")], FEB)
    backups.backup(sqlite, tmp_path / "copy.db", actor=OPERATOR)
    monkeypatch.setenv(keys.VARIABLE, "e" * 64)
    here = filled(tmp_path / "here.db")

    backups.restore(here, tmp_path / "copy.db", actor=OPERATOR, now=NOW)
    put(here, "groups", [group("G02")], MAR)

    found = check(here)
    assert found.findings == ()
    assert found.unsigned == tuple(range(1, newest(here).seq - 1))
    here.dispose()


def test_a_database_file_put_in_place_of_another_is_found(sqlite: Engine, tmp_path: Path) -> None:
    put(sqlite, "groups", [group("G01")], FEB)
    backups.backup(sqlite, tmp_path / "copy.db", actor=OPERATOR)
    put(sqlite, "groups", [group("G02")], MAR)
    sqlite.dispose()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{sqlite.url.database}{suffix}").unlink(missing_ok=True)
    (tmp_path / "copy.db").rename(str(sqlite.url.database))

    assert [one.message.key for one in check(sqlite).findings] == ["chain.head"]


def test_a_database_of_the_release_before_begins_its_chain_over_all_that_it_holds(release_before: Engine) -> None:
    began = datetime.now(UTC)
    migrations.migrate(release_before)

    found = check(release_before)
    assert found.findings == () and found.count == 1
    assert found.began is not None and found.began >= began
    (opening,) = links(release_before)
    with reading(release_before) as session:
        for name, table in COVERED.items():
            rows = session.connection().execute(select(table)).all()
            assert len(opening.content[name]) == len(rows), name

    with release_before.begin() as connection:
        connection.execute(text("UPDATE upload SET file_name = 'x.csv' WHERE id = 3"))
        connection.execute(text("DELETE FROM audit_event WHERE id = 1"))
    places = [(one.table, one.key) for one in check(release_before).findings]
    assert sorted(places, key=str) == [("audit_event", "1"), ("upload", "3")]


def test_what_a_later_migration_changes_is_covered_again_and_what_somebody_changed_stays_found(
    sqlite: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(sqlite, "groups", [group("G01")], FEB)
    put(sqlite, "groups", [group("G02")], MAR)
    with sqlite.begin() as connection:
        connection.execute(text("UPDATE upload SET file_name = 'x.csv' WHERE id = 1"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0008'"))

    def upgrade(*_: Any) -> None:
        with_this = [one for one in writers if one.in_transaction()]
        with_this[0].execute(text("UPDATE upload SET encoding = 'again'"))
        with_this[0].execute(text(f"UPDATE alembic_version SET version_num = '{migrations.head()}'"))

    writers: list[Any] = []
    before = migrations._config
    monkeypatch.setattr(migrations, "_config", lambda connection: (writers.append(connection), before(connection))[1])
    monkeypatch.setattr("alembic.command.upgrade", upgrade)

    migrations.migrate(sqlite)

    assert newest(sqlite).action == "chain.migrate"
    assert [(one.table, one.key) for one in check(sqlite).findings] == [("upload", "1")]


def test_an_empty_chain_is_found(sqlite: Engine) -> None:
    with sqlite.begin() as connection:
        connection.execute(text("DELETE FROM chain_link"))

    assert check(sqlite).findings[0].message.key == "chain.empty"


def test_another_spelling_of_the_path_has_the_same_head(sqlite: Engine) -> None:
    put(sqlite, "groups", [group("G01")], FEB)
    path = Path(str(sqlite.url.database))
    again = new_engine(address(path.parent / ".." / path.parent.name / path.name))

    assert head.read(again) == head.read(sqlite) != ()
    assert check(again).has_head
    again.dispose()


def drop_chain(engine: Engine) -> None:
    """Take the tables back to before the chain and forge a row, as a new chain would hold it."""
    with engine.begin() as connection:
        to_before_first_page(connection)
        connection.execute(text("DROP TABLE chain_link"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0011'"))
        connection.execute(text("UPDATE upload SET \"by\" = 'somebody' WHERE id = 1"))


def empty_chain(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM chain_link"))
        connection.execute(text("UPDATE upload SET \"by\" = 'somebody' WHERE id = 1"))


def test_a_chain_that_is_taken_away_with_its_table_is_not_begun_anew_by_a_migration(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)
    kept = head.read(engine)
    drop_chain(engine)

    with pytest.raises(ChainGone, match="python -m db restore FILE"):
        migrations.migrate(engine)

    assert head.read(engine) == kept
    assert not inspect(engine).has_table("chain_link")


def test_a_chain_that_is_emptied_is_not_begun_anew_by_a_write(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)
    kept = head.read(engine)
    empty_chain(engine)

    with pytest.raises(ChainGone, match="chain new-key"):
        put(engine, "groups", [group("G02")], MAR)
    with pytest.raises(ChainGone):
        migrations.require_key(engine)

    assert head.read(engine) == kept
    assert [one.message.key for one in check(engine).findings][:2] == ["chain.empty", "chain.head"]


@pytest.mark.parametrize("take_away", [drop_chain, empty_chain])
def test_a_restore_brings_the_chain_back(engine: Engine, take_away: Any, tmp_path: Path) -> None:
    put(engine, "groups", [group("G01")], FEB)
    backups.backup(engine, tmp_path / "copy", actor=OPERATOR)
    take_away(engine)

    backups.restore(engine, tmp_path / "copy", actor=OPERATOR, now=NOW)
    put(engine, "groups", [group("G02")], MAR)

    assert check(engine).findings == ()
    assert [link.action for link in links(engine)[-2:]] == ["restore", "upload.apply"]


def test_a_new_key_begins_a_chain_over_all_that_exists_where_there_is_none(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB)
    empty_chain(engine)

    begun = chain.new_key(engine, actor=admin(), now=NOW)
    put(engine, "groups", [group("G02")], MAR)

    assert begun.startswith("1:")
    assert check(engine).findings == ()


def test_an_old_password_hash_put_back_is_found(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW)
    with engine.begin() as connection:
        hashed = passwords.hashed("ยาวพอสมควร-64")
        connection.execute(text('UPDATE "user" SET password_hash = :h'), {"h": hashed})

    assert [(one.table, one.key) for one in check(engine).findings] == [("user", "clerk")]


def test_the_newest_link_is_read_without_its_content(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], FEB, project=CODE)
    with reading(engine) as session:
        found = last(session.connection())

    assert found is not None and found.text == f"{newest(engine).seq}:{newest(engine).hash}"
    assert inspect(engine).has_table("chain_link")
