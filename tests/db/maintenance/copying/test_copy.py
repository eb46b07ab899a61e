"""A whole database into another: nothing is lost, nothing is added, and what people had in hand goes on."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, Engine, Table, insert, inspect, text

from core.model.kinds import KINDS
from db import generation
from db.accounts import sessions
from db.chain import head
from db.columns import UtcDateTime
from db.engine import new_engine
from db.errors import NotAllowed
from db.maintenance import migrate, samples
from db.maintenance.chain import check
from db.maintenance.copying import Copied, copy, rows
from db.notebook import drafts, short_links
from db.notebook.drafts import Writing
from db.notebook.short_links import Target
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from db.tables import AuditEvent, Generation, metadata
from db.transactions import reading
from tests.support.actors import OPERATOR, staff
from tests.support.copies import content, figures, proved
from tests.support.databases import Templates, address, with_samples_and_users
from tests.support.door import Run
from tests.support.uploads import CODE, group, put

DAY = date(2021, 3, 31)
NOW = datetime.now(UTC).replace(microsecond=123_456)
# What a text of a file, a payload of JSON and COPY each have a meaning of their own for.
HARD = "tab\t line\n\r \\N \\. \"quoted\" 'quoted' %s {x} ก็ 😀 \x7f"


@pytest.fixture
def source(tmp_path: Path, templates: Templates) -> Iterator[Engine]:
    """The samples, users, and in the office's own project a set, one withdrawn, a load under way and a short link."""
    engine = new_engine(address(templates.copy(with_samples_and_users, tmp_path / "from.db")))
    put(engine, "groups", [group("G01", note=HARD)], DAY, now=NOW)
    second = put(engine, "groups", [group("G01"), group("G02")], DAY, now=NOW)
    store.withdraw(engine, second.id, actor=staff(), reason=HARD, now=NOW)
    given = Writing("print", ["groups.csv"], ["groups"], "{}", "[]")
    drafts.begin(engine, CODE, given, holder="tab", actor=staff(), now=NOW)
    yield engine
    engine.dispose()


def copied(source: Engine, target: Engine, **options: Any) -> Copied:
    return copy(source, target, actor=OPERATOR, **options)


def test_a_copy_is_proved_like_what_it_was_copied_from(source: Engine, empty: Engine) -> None:
    before = content(source)

    made = copied(source, empty)

    assert content(empty) == content(source) == before
    assert proved(empty) == proved(source) == (made.link, len(before["chain_link"]))
    assert made.rows == {name: len(found) for name, found in before.items()} | {"generation": 1}
    assert figures(empty) == figures(source)
    assert {kind for kind in KINDS if before[KINDS[kind].table]} == set(KINDS)
    assert head.read(empty) == head.read(source) == (made.link,)


@pytest.mark.long
def test_there_and_back_leaves_every_cell_as_it_was(
    source: Engine, empty: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in many small transactions, which begin in the middle of tables."""
    monkeypatch.setattr(rows, "BATCH_ROWS", 7)
    monkeypatch.setattr(rows, "_PAGE", 3)
    monkeypatch.setattr(rows, "_PAGE_OF_TEXTS", 2)
    back = new_engine(address(tmp_path / "back.db"))

    copied(source, empty)
    copied(empty, back)

    assert content(back) == content(source)
    assert proved(back) == proved(source)
    back.dispose()


@pytest.mark.long
def test_of_every_table_every_cell_is_copied(source: Engine, empty: Engine, tmp_path: Path) -> None:
    """Whatever the table: hard letters, a null of JSON beside an empty cell, the largest and the least number."""
    back = new_engine(address(tmp_path / "back.db"))
    tables = [table for table in metadata.sorted_tables if table.name != Generation.__tablename__]
    with source.begin() as connection:
        for table in reversed(tables):
            connection.execute(table.delete())
        for table in tables:
            connection.execute(insert(table), [hard_row(table, number) for number in (1, 2)])
    expected = content(source)

    for before, after in ((source, empty), (empty, back)):
        copied(before, after)
        assert content(after) == expected
    back.dispose()


def hard_row(table: Table, number: int) -> dict[str, Any]:
    """A row, in every cell what is hardest to carry of what it may hold; the second has empty cells."""
    rules = " ".join(str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint))
    only = dict(reversed(re.findall(r"(\w+) = '([^']+)'", rules)))
    least = {name: int(value) for name, value in re.findall(r"(\w+) >= (\d+)", rules)}
    return {one.name: hard_cell(one, number, only, least) for one in table.columns}


def hard_cell(one: Column[Any], number: int, only: Mapping[str, str], least: Mapping[str, int]) -> Any:
    if one.name in only:
        return only[one.name]
    if one.foreign_keys or one.primary_key:
        return number if one.type.python_type is int else f"key{number}"
    if isinstance(one.type, JSON):
        return {"ก": [1.5, HARD, None]} if number == 1 else None if one.nullable or not one.type.none_as_null else {}
    if one.nullable and number == 2:
        return None
    if isinstance(one.type, UtcDateTime):
        return NOW - timedelta(days=900 * number)
    if isinstance(one.type, BigInteger):
        return 2**63 - number if one.name in least else (2**63 - 1) * (-1) ** number
    if one.name == "hash":
        return "f" * 64
    plain: dict[type, Any] = {date: date(1, 1, 1), bool: number == 1, int: 2**31 - number}
    return plain.get(one.type.python_type, f"{HARD}{number}")


@pytest.mark.long
@pytest.mark.parametrize("size", [{"BATCH_ROWS": 1}, {"BATCH_LETTERS": 1}, {}])
def test_a_batch_is_bounded_by_rows_and_by_letters(
    source: Engine, monkeypatch: pytest.MonkeyPatch, size: dict[str, int]
) -> None:
    for name, value in size.items():
        monkeypatch.setattr(rows, name, value)
    monkeypatch.setattr(rows, "_PAGE_OF_TEXTS", 4)
    table = inspect(AuditEvent).local_table

    with reading(source) as session:
        found = [(len(batch), key) for batch, key in rows.batches(session.connection(), table, None)]
        after = [key for _, key in rows.batches(session.connection(), table, found[0][1])]

    assert max(length for length, _ in found) == (4 if size else sum(length for length, _ in found))
    assert after == [key for _, key in found[1:]]


def test_what_people_have_in_hand_goes_on(source: Engine, empty: Engine) -> None:
    token = sessions.sign_in(source, "staff", NOW)
    code = short_links.code_of(source, Target(CODE, DAY, NOW), actor=staff(), now=NOW)
    ended = sessions.sign_in(source, "admin", NOW)
    sessions.sign_out(source, sessions.public_id(ended), NOW)

    copied(source, empty)

    found = sessions.signed_in(empty, sessions.public_id(token), NOW)
    assert found is not None and found.name == "staff"
    assert sessions.signed_in(empty, sessions.public_id(ended), NOW) is None
    assert short_links.find(empty, code) == Target(CODE, DAY, NOW)
    assert [one.names for one in drafts.mine(empty, CODE, actor=staff(), now=NOW)] == [("groups.csv",)]


def test_the_copy_goes_on_with_ids_and_with_the_chain(source: Engine, empty: Engine) -> None:
    """Also behind ids of rows that are gone: caches by id hold for ever."""
    put(source, "groups", [group("S01")], date(2021, 9, 29), project=SAMPLE_PROJECT, now=NOW)
    samples.clear(source, SAMPLE_PROJECT, actor=OPERATOR, now=NOW)
    _, links = proved(source)

    copied(source, empty)

    one, other = (put(engine, "groups", [group("G09")], date(2021, 5, 31), now=NOW).id for engine in (source, empty))
    assert one == other
    assert proved(empty)[1] == links + 1


@pytest.mark.long
def test_nothing_that_a_server_remembers_is_taken_for_the_copys(source: Engine, empty: Engine) -> None:
    with reading(source) as session:
        before = generation.restored(session)
    number, link = generation.current(source)

    copied(source, empty)

    with reading(empty) as session:
        assert generation.restored(session) != before
    assert generation.current(empty)[0] != number
    assert generation.current(empty)[1] == link
    assert generation.current(source) == (number, link)


def test_the_same_again_is_no_second_copy(source: Engine, empty: Engine) -> None:
    first = copied(source, empty)
    before = generation.current(empty)
    head.forget(empty)  # as if it were killed before it was written

    again = copied(source, empty)

    assert (again.was_there, again.rows, again.link) == (True, first.rows, first.link)
    assert generation.current(empty) == before
    assert head.read(empty) == (first.link,)


def test_a_cut_chain_is_seen_in_the_copy_too(source: Engine, empty: Engine) -> None:
    with source.begin() as connection:
        connection.execute(text("DELETE FROM chain_link WHERE seq = (SELECT max(seq) FROM chain_link)"))

    copied(source, empty)

    told = [[one.message.key for one in check(engine).findings] for engine in (source, empty)]
    assert told[0] == told[1] and "chain.head" in told[0]


@pytest.mark.long
def test_a_database_of_an_older_release_is_brought_up_to_date_first(release_before: Engine, empty: Engine) -> None:
    with reading(release_before) as session:
        assert migrate.current_revision(session.connection()) != migrate.head()

    copied(release_before, empty)

    migrate.require_current(release_before)
    assert content(empty) == content(release_before)
    assert proved(empty) == proved(release_before)
    assert figures(empty) == figures(release_before)


def test_only_who_keeps_the_program_copies(source: Engine, empty: Engine) -> None:
    with pytest.raises(NotAllowed):
        copy(source, empty, actor=staff())
    with reading(empty) as session:
        assert migrate.current_revision(session.connection()) is None


def test_the_command_copies_and_says_what_it_copied(sample: Run, tmp_path: Path) -> None:
    target = tmp_path / "there" / "copy.db"
    target.parent.mkdir()

    made = sample("copy", tmp_path / "door.db", target, "--json").json
    again = sample("copy", address(tmp_path / "door.db"), target)

    assert made["ok"] and not made["was_there"] and made["rows"]["upload"] == 25
    assert again.exit == 0 and made["link"] in again.out
    engine = new_engine(address(target))
    assert proved(engine)[0] == made["link"]
    engine.dispose()
