"""Twenty changes made in the database outside the program: each is found, and its place is named."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from core.intake.layout.mapping import Mapping
from core.model.lessons import LessonText
from core.model.rows import rows_sha256
from db.accounts import users
from db.chain.digest import COVERED, digests, sha256
from db.chain.links import hash_of, last
from db.maintenance.chain import check
from db.maintenance.verify import verify
from db.notebook import lessons, notes
from db.snapshots import memory, store
from db.snapshots.row_store import read_rows
from db.tables import ChainLink
from db.transactions import reading
from tests.support.actors import OPERATOR, staff
from tests.support.uploads import CODE, NOW, group, payment, put
from words.rendering import render

FEB, MAR = date(2021, 2, 28), date(2021, 3, 31)
Act = Callable[[Connection], Any]


@pytest.fixture
def office(engine: Engine) -> Engine:
    """What ``filled`` leaves."""
    return filled(engine)


def filled(engine: Engine) -> Engine:
    """Five uploads (one withdrawn), and one of everything else that people write."""
    put(engine, "groups", [group("G01"), group("G02")], FEB)
    put(engine, "spending", [payment("ฎ.1", 5_000), payment("ฎ.2", 7_000)], FEB)
    put(engine, "spending", [payment("ฎ.1", 5_000)], MAR)
    put(engine, "groups", [group("G01")], MAR)
    put(engine, "groups", [group("G01"), group("G03")], MAR)
    store.withdraw(engine, 5, actor=staff(), reason="ผิดไฟล์", now=NOW + timedelta(hours=1))
    users.add(engine, "member", "committee", actor=OPERATOR, now=NOW, password="ยาวพอสมควร-64")
    total = {"on_date": FEB, "amount_satang": 12_000, "actor": staff(), "now": NOW}
    notes.write(engine, CODE, "official_total", "เบิกจ่าย", **total)
    lessons.write(engine, CODE, LessonText("ก", "ข", "ค"), as_of=FEB, actor=staff(), now=NOW)
    headers = ["รหัส", "ชื่อ"]
    memory.remember_headers(
        engine, headers, Mapping("บริการอื่น", kind="groups", columns={"code": "รหัส"}), actor=staff(), now=NOW
    )
    memory.acknowledge(engine, CODE, "spending", ["twice|ฎ.1"], actor=staff(), now=NOW)
    return engine


def sql(*statements: str) -> Act:
    def act(connection: Connection) -> None:
        for statement in statements:
            assert connection.execute(text(statement)).rowcount >= 1

    return act


def amount_with_its_hash(connection: Connection) -> None:
    connection.execute(text("UPDATE spending_row SET amount_satang = 9000000 WHERE upload_id = 2 AND pos = 0"))
    sha = rows_sha256(read_rows(connection, "spending", 2))
    connection.execute(text("UPDATE upload SET rows_sha256 = :sha WHERE id = 2"), {"sha": sha})


def project_text(connection: Connection) -> None:
    found = connection.execute(text("SELECT id, text FROM project_version WHERE code = :code"), {"code": CODE}).one()
    changed = found.text.replace("885000", "985000")
    sha = hashlib.sha256(changed.encode()).hexdigest()
    query = text("UPDATE project_version SET text = :text, text_sha256 = :sha WHERE id = :id")
    connection.execute(query, {"text": changed, "sha": sha, "id": found.id})


def swap_links(connection: Connection) -> None:
    sql(
        "UPDATE chain_link SET seq = -6 WHERE seq = 6",
        "UPDATE chain_link SET seq = 6 WHERE seq = 7",
        "UPDATE chain_link SET seq = 7 WHERE seq = -6",
    )(connection)


EVENT = """INSERT INTO upload_event (id, upload_id, event, "by", at, reason)
    VALUES (77, 4, 'withdraw', 'clerk', '2021-08-02 09:00:00+00:00', 'ผิดไฟล์')"""
USER = """INSERT INTO "user" (name, role, disabled, must_change, created_at, password_hash)
    SELECT 'stranger', 'admin', disabled, must_change, created_at, password_hash FROM "user" WHERE name = 'member'"""
NEWEST = (
    "DELETE FROM upload_event WHERE upload_id = 5",
    "DELETE FROM group_row WHERE upload_id = 5",
    "DELETE FROM upload WHERE id = 5",
)

CHANGES: dict[str, tuple[Act, str, str]] = {  # what is done, and the place that is named
    "newest upload deleted": (sql(*NEWEST), "upload", "5"),
    "author": (sql("UPDATE upload SET \"by\" = 'somebody' WHERE id = 3"), "upload", "3"),
    "file name": (sql("UPDATE upload SET file_name = 'another.csv' WHERE id = 3"), "upload", "3"),
    "counts": (sql("UPDATE upload SET counts = '{}' WHERE id = 3"), "upload", "3"),
    "forged withdrawal": (sql(EVENT), "upload_event", "77"),
    "deleted withdrawal": (sql("DELETE FROM upload_event"), "upload_event", "1"),
    "whole log": (sql("DELETE FROM audit_event"), "audit_event", "1"),
    "raised role": (sql("UPDATE \"user\" SET role = 'admin' WHERE name = 'member'"), "user", "member"),
    "official total": (sql("UPDATE note SET amount_satang = 99000"), "note", "1"),
    "lesson": (sql("UPDATE lesson SET outcome = 'ดีมาก'"), "lesson", "1"),
    "amount with its hash": (amount_with_its_hash, "upload", "2"),
    "number of the set": (sql("UPDATE upload SET seq = 9 WHERE id = 3"), "upload", "3"),
    "day": (sql("UPDATE upload SET as_of = '2021-04-30' WHERE id = 3"), "upload", "3"),
    "time of arrival": (
        sql("UPDATE upload SET received_at = '2021-03-31 09:00:00+00:00' WHERE id = 3"),
        "upload",
        "3",
    ),
    "note deleted": (sql("DELETE FROM note"), "note", "1"),
    "project": (project_text, "project_version", ""),
    "mapping": (sql("UPDATE header_mapping SET columns = '{}'"), "header_mapping", "1"),
    "finding not looked at": (sql("DELETE FROM acknowledgement"), "acknowledgement", "1"),
    "user put in": (sql(USER), "user", "stranger"),
}


def tamper(engine: Engine, act: Act) -> None:
    with engine.begin() as connection:
        act(connection)


def places(engine: Engine) -> list[tuple[str | None, str | None]]:
    return [(one.table, one.key) for one in check(engine).findings]


def test_nothing_is_found_where_nothing_was_changed(office: Engine) -> None:
    found = check(office)

    assert found.findings == found.unsigned == ()
    assert verify(office) == []


@pytest.mark.parametrize("name", CHANGES)
def test_it_is_found_and_its_place_is_named(office: Engine, name: str) -> None:
    act, table, key = CHANGES[name]
    if name == "project":
        with office.connect() as connection:
            key = str(connection.scalar(text("SELECT id FROM project_version WHERE code = :c"), {"c": CODE}))

    tamper(office, act)

    assert (table, key) in places(office)


def test_a_row_moved_to_another_upload_is_found_in_both(office: Engine) -> None:
    tamper(office, sql("UPDATE spending_row SET upload_id = 3, pos = 1 WHERE upload_id = 2 AND pos = 1"))

    assert {(one.upload_id, one.what) for one in verify(office)} >= {(2, "rows_sha256"), (3, "rows_sha256")}


def test_two_swapped_links_are_found_at_the_first(office: Engine) -> None:
    tamper(office, swap_links)

    first = check(office).findings[0]
    assert (first.message.key, first.link) == ("chain.link_changed", 6)


def test_the_end_cut_with_all_it_covered_is_found_by_the_head_and_by_the_link_of_a_backup(office: Engine) -> None:
    with reading(office) as session:
        newest = last(session.connection())
    assert newest is not None

    tamper(
        office,
        sql(
            "DELETE FROM acknowledgement",
            "DELETE FROM audit_event WHERE action = 'acknowledge'",
            f"DELETE FROM chain_link WHERE seq = {newest.seq}",
        ),
    )

    assert [one.message.key for one in check(office).findings] == ["chain.head"]
    assert [one.message.key for one in check(office, newest.text).findings] == ["chain.head", "chain.since"]
    assert check(office, newest.text).findings[0].link == newest.seq

    put(office, "spending", [payment("ฎ.9", 1)], MAR, now=NOW + timedelta(hours=3))  # the head is not written over
    put(office, "spending", [payment("ฎ.9", 2)], MAR, now=NOW + timedelta(hours=4))
    assert [one.message.key for one in check(office).findings] == ["chain.head"]


def test_a_link_between_that_is_removed_is_found(office: Engine) -> None:
    tamper(office, sql("DELETE FROM chain_link WHERE seq = 6"))

    first = check(office).findings[0]
    assert (first.message.key, first.link) == ("chain.link_missing", 7)


def test_a_row_whose_link_is_forged_with_right_hashes_is_found_by_its_signature(office: Engine) -> None:
    """Somebody who knows the program but not the key: the row and the digests agree, the signature cannot."""
    links = ChainLink.metadata.tables["chain_link"]
    with office.begin() as connection:
        connection.execute(text("UPDATE note SET amount_satang = 99000"))
        digest = digests(connection, COVERED["note"])["1"]
        previous = ""
        for row in connection.execute(links.select().order_by("seq")).mappings().all():
            link = {**row, "previous": previous}
            if "note" in link["content"]:
                link["content"]["note"]["1"] = digest
            link["content_sha256"] = sha256(link["content"])
            link["hash"] = previous = hash_of(link)
            connection.execute(links.update().where(links.c.seq == row["seq"]).values(link))

    found = check(office).findings

    assert [one.message.key for one in found] == ["chain.link_forged", "chain.head"]
    assert found[0].link is not None


UNREADABLE = {  # what SQLite takes and no column of the program can hold, and the place that is named
    "no day": ("UPDATE upload SET as_of = 'x' WHERE id = 3", "chain.row_unreadable", "3"),
    "a day without dashes": ("UPDATE upload SET as_of = 20210731 WHERE id = 3", "chain.row_unreadable", "3"),
    "half a JSON": ("UPDATE upload SET counts = '{' WHERE id = 3", "chain.row_unreadable", "3"),
    "bytes for a name": ("UPDATE lesson SET outcome = x'00'", "chain.row_unreadable", "1"),
    "a list for the content": ("UPDATE chain_link SET content = '[]' WHERE seq = 6", "chain.link_changed", 6),
    "half a content": ("UPDATE chain_link SET content = '{' WHERE seq = 6", "chain.link_changed", 6),
    "an unknown table": (
        'UPDATE chain_link SET content = \'{"x": {"1": null}}\' WHERE seq = 6',
        "chain.link_changed",
        6,
    ),
    "bytes for a signature": ("UPDATE chain_link SET mac = x'00' WHERE seq = 6", "chain.link_changed", 6),
    "no instant": ("UPDATE chain_link SET at = 'x' WHERE seq = 6", "chain.link_changed", 6),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_found_and_its_place_is_named(sqlite: Engine, name: str) -> None:
    statement, message, place = UNREADABLE[name]
    filled(sqlite)
    tamper(sqlite, sql(statement))

    found = check(sqlite).findings
    verify(sqlite)

    first = next(one for one in found if one.message.key == message)
    assert place in (first.key, first.link)
    assert all(render(one.message, language) for one in found for language in ("th", "en"))


def test_an_unreadable_upload_is_a_difference_and_the_other_projects_are_proved(sqlite: Engine) -> None:
    filled(sqlite)
    tamper(sqlite, sql("UPDATE upload SET as_of = 'x' WHERE id = 3"))

    assert [(one.what, one.found) for one in verify(sqlite)] == [(f"uploads {CODE}", "ValueError")]


def write_over(engine: Engine, name: str) -> None:
    """What staff do next, who know nothing of it."""
    users.set_email(engine, name, "member@example.org", actor=OPERATOR, now=NOW + timedelta(hours=2))


@pytest.mark.parametrize(
    ("act", "name"),
    [(CHANGES["raised role"][0], "member"), (sql(USER), "stranger")],
    ids=["raised role", "user put in"],
)
def test_a_row_that_the_program_writes_over_stays_found(office: Engine, act: Act, name: str) -> None:
    tamper(office, act)

    write_over(office, name)
    users.reset_password(office, name, actor=OPERATOR, now=NOW + timedelta(hours=3))

    (found,) = check(office).findings
    assert (found.message.key, found.table, found.key) == ("chain.row_was_changed", "user", name)
    assert f"User {name}: was changed outside the program before link {found.link} (" in render(found.message, "en")
    assert f"ผู้ใช้ {name}: เคยถูกแก้ไขนอกโปรแกรม" in render(found.message, "th")


def test_that_it_was_changed_cannot_be_taken_out_of_the_link(office: Engine) -> None:
    tamper(office, CHANGES["raised role"][0])
    write_over(office, "member")
    links = ChainLink.metadata.tables["chain_link"]
    with office.begin() as connection:
        newest = connection.execute(links.select().order_by(links.c.seq.desc())).mappings().first()
        assert newest is not None
        content = {name: rows for name, rows in newest["content"].items() if name in COVERED}
        connection.execute(links.update().where(links.c.seq == newest["seq"]).values(content=content))

    assert [one.message.key for one in check(office).findings] == ["chain.link_changed"]


def test_what_somebody_changes_within_another_row_is_no_fault_of_the_row_that_is_written(office: Engine) -> None:
    users.add(office, "panel", "committee", actor=OPERATOR, now=NOW, password="ยาวพอสมควร-64")
    tamper(office, CHANGES["raised role"][0])

    write_over(office, "panel")

    assert places(office) == [("user", "member")]


def test_the_sentence_says_who_wrote_the_row_and_when_in_both_languages(office: Engine) -> None:
    tamper(office, sql("UPDATE lesson SET outcome = 'ดีมาก'"))

    (found,) = check(office).findings
    assert render(found.message, "en") == (
        f"Lesson 1: changed outside the program since link {found.link} (Wrote a lesson, clerk, 2021-08-02 04:00 UTC)"
    )
    assert "บทเรียน 1: ถูกแก้ไขนอกโปรแกรม" in render(found.message, "th")


def test_an_upload_received_at_an_instant_of_another_zone_has_one_digest(office: Engine) -> None:
    """PostgreSQL gives instants in the zone of the session, SQLite without one."""
    with office.begin() as connection:
        if office.dialect.name == "postgresql":
            connection.execute(text("SET TIME ZONE 'Asia/Bangkok'"))
        here = digests(connection, COVERED["upload"])
    with office.connect() as connection:
        assert digests(connection, COVERED["upload"]) == here
