"""A load that is not saved yet is its user's alone, ends by itself, and is nowhere else."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from core.model.roles import Actor
from db import generation
from db.engine import new_engine
from db.errors import DatabaseBusy, NotAllowed, Refused
from db.maintenance import backup as backups
from db.maintenance import chain, erase, person, samples
from db.notebook import drafts
from db.notebook.drafts import DraftElsewhere, Writing
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from db.tables import Draft
from db.transactions import reading, writing
from tests.support.actors import OPERATOR, admin, staff
from tests.support.databases import address
from tests.support.uploads import CODE, NOW, group, put

WEEK = timedelta(days=drafts.KEPT_DAYS)
WHO = "นางกขคงจฉ"  # a name that nobody bears
GIVEN = Writing("print", ["groups.csv"], ["groups"], '{"dict":[["day","31/08/2564"]]}', f'["G01\\u001f{WHO}"]')


def begin(engine: Engine, given: Writing = GIVEN, actor: Actor | None = None, **options: Any) -> int:
    return drafts.begin(engine, options.pop("project", CODE), given, actor=actor or staff(),
                        **{"holder": "tab", "now": NOW, **options})  # fmt: skip


def listed(engine: Engine, actor: Actor | None = None, now: Any = NOW, project: str = CODE) -> list[int]:
    return [one.id for one in drafts.mine(engine, project, actor=actor or staff(), now=now)]


def rows(engine: Engine) -> list[Draft]:
    with reading(engine) as session:
        return list(session.exec(select(Draft)))


def on_disk(engine: Engine) -> bytes:
    """All that lies on the disk of a database."""
    path = Path(str(engine.url.database))
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


def test_a_draft_comes_back_as_it_was_written(engine: Engine) -> None:
    number = begin(engine)
    (told,) = drafts.mine(engine, CODE, actor=staff(), now=NOW)
    assert (told.id, told.names, told.kinds, told.files, told.at) == (
        number,
        ("groups.csv",),
        ("groups",),
        "print",
        NOW,
    )

    later = NOW + timedelta(minutes=5)
    changed = replace(GIVEN, choices='{"dict":[]}', content=None)
    drafts.change(engine, CODE, number, changed, holder="tab", actor=staff(), now=later)
    opened = drafts.take(engine, CODE, number, holder="other", actor=staff(), now=later)

    assert opened is not None
    assert (opened.choices, opened.content) == ('{"dict":[]}', GIVEN.content)
    assert (opened.told.begun_at, opened.told.at, opened.told.holder) == (NOW, later, "other")


@pytest.mark.parametrize("other", [staff("another"), admin("clerk2"), Actor("clerk", "director")])
def test_nobody_else_sees_or_changes_it(engine: Engine, other: Actor) -> None:
    number = begin(engine)
    acts: list[Callable[[], Any]] = [
        lambda: drafts.mine(engine, CODE, actor=other, now=NOW),
        lambda: drafts.take(engine, CODE, number, holder="x", actor=other, now=NOW),
        lambda: drafts.change(engine, CODE, number, GIVEN, holder="tab", actor=other, now=NOW),
        lambda: drafts.drop(engine, CODE, number, actor=other, now=NOW),
    ]
    for act in acts:
        try:
            assert not act()
        except (NotAllowed, DraftElsewhere):
            continue
    assert [(one.id, one.holder) for one in rows(engine)] == [(number, "tab")]


def test_of_another_project_it_is_not_told(engine: Engine) -> None:
    number = begin(engine)
    assert listed(engine, project=SAMPLE_PROJECT) == []
    assert drafts.take(engine, SAMPLE_PROJECT, number, holder="x", actor=staff(), now=NOW) is None


@pytest.mark.parametrize("number", [0, -1, 10**12])
def test_a_number_that_is_none_is_no_draft(engine: Engine, number: int) -> None:
    assert drafts.take(engine, CODE, number, holder="x", actor=staff(), now=NOW) is None


def test_of_two_tabs_the_one_that_goes_on_with_it_writes_it(engine: Engine) -> None:
    number = begin(engine)
    drafts.take(engine, CODE, number, holder="second", actor=staff(), now=NOW)

    with pytest.raises(DraftElsewhere):
        drafts.change(engine, CODE, number, replace(GIVEN, choices="{}"), holder="tab", actor=staff(), now=NOW)
    drafts.drop(engine, CODE, number, actor=staff(), now=NOW, holder="tab")
    assert rows(engine)[0].choices == GIVEN.choices

    drafts.change(engine, CODE, number, replace(GIVEN, choices="{}"), holder="second", actor=staff(), now=NOW)
    drafts.drop(engine, CODE, number, actor=staff(), now=NOW, holder="second")
    assert rows(engine) == []
    with pytest.raises(DraftElsewhere):
        drafts.change(engine, CODE, number, GIVEN, holder="second", actor=staff(), now=NOW)


def test_it_ends_a_week_after_it_was_touched_last_and_its_row_is_gone(engine: Engine) -> None:
    number = begin(engine)
    drafts.change(engine, CODE, number, GIVEN, holder="tab", actor=staff(), now=NOW + timedelta(days=1))

    assert listed(engine, now=NOW + WEEK) == [number]
    over = NOW + timedelta(days=1) + WEEK
    assert drafts.take(engine, CODE, number, holder="x", actor=staff(), now=over) is None
    assert len(rows(engine)) == 1
    assert listed(engine, staff("another"), now=over) == []
    assert rows(engine) == []


def test_a_new_one_ends_the_old_ones_of_everybody(engine: Engine) -> None:
    begin(engine)
    begin(engine, actor=staff("another"), now=NOW + WEEK)
    assert [one.by for one in rows(engine)] == ["another"]


def test_a_user_has_so_many_and_no_more(engine: Engine) -> None:
    for _ in range(drafts.KEPT_EACH):
        begin(engine)
    with pytest.raises(Refused, match="5 unfinished"):
        begin(engine, project=SAMPLE_PROJECT)
    begin(engine, actor=staff("another"))
    assert len(rows(engine)) == drafts.KEPT_EACH + 1


def test_one_that_is_too_large_is_not_kept(engine: Engine) -> None:
    large = replace(GIVEN, content="x" * drafts.MOST_LETTERS)
    with pytest.raises(Refused, match="too large"):
        begin(engine, large)
    number = begin(engine)
    with pytest.raises(Refused, match="too large"):
        drafts.change(engine, CODE, number, large, holder="tab", actor=staff(), now=NOW)


def test_it_is_no_change_of_the_data(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], date(2021, 6, 30))
    before, view, links = generation.current(engine), store.view(engine, CODE), chain.check(engine).count

    number = begin(engine)
    drafts.change(engine, CODE, number, GIVEN, holder="tab", actor=staff(), now=NOW)
    drafts.take(engine, CODE, number, holder="x", actor=staff(), now=NOW)
    drafts.drop(engine, CODE, number, actor=staff(), now=NOW)

    assert generation.current(engine) == before
    assert store.view(engine, CODE) is view
    checked = chain.check(engine)
    assert checked.count == links and checked.findings == ()


def test_a_person_in_it_is_found_and_the_place_alone_is_told(engine: Engine) -> None:
    number = begin(engine, replace(GIVEN, names=[f"{WHO}.csv"], choices=f'{{"dict":[["ก","ข\\n{WHO}"]]}}'))
    found = person.search(engine, "กขคงจฉ", actor=admin(), now=NOW)
    assert {(one.table, one.column, one.project, one.rows) for one in found} == {
        ("draft", column, CODE, (str(number),)) for column in ("names", "choices", "content")
    }


def test_the_erasure_takes_those_that_nobody_touched_for_so_long(engine: Engine) -> None:
    begin(engine)
    begin(engine, project=SAMPLE_PROJECT)
    now = NOW + timedelta(days=2)
    erase.erase(engine, days=3, actor=OPERATOR, now=now)
    assert len(rows(engine)) == 2
    erase.erase(engine, CODE, days=1, actor=OPERATOR, now=now)
    assert [one.project for one in rows(engine)] == [SAMPLE_PROJECT]
    erase.erase(engine, days=3_650, actor=OPERATOR, now=NOW + WEEK)
    assert rows(engine) == []


def test_what_is_deleted_is_on_the_disk_no_more(sqlite: Engine) -> None:
    mark = "ก" * 40
    number = begin(sqlite, replace(GIVEN, content=f'["{mark}"]'))
    assert mark.encode() in on_disk(sqlite)

    drafts.drop(sqlite, CODE, number, actor=staff(), now=NOW)
    with sqlite.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert mark.encode() not in on_disk(sqlite)

    begin(sqlite, replace(GIVEN, content=f'["{mark}"]'))
    erase.erase(sqlite, days=0, actor=OPERATOR, now=NOW)
    assert mark.encode() not in on_disk(sqlite)


def test_a_backup_has_none_and_a_restore_brings_none(engine: Engine, tmp_path: Path) -> None:
    mark = "ข" * 40
    begin(engine, replace(GIVEN, content=f'["{mark}"]'))
    file = backups.backup(engine, tmp_path / "copy.backup", actor=OPERATOR).file
    assert mark.encode() not in file.read_bytes()
    assert len(rows(engine)) == 1

    kept = backups.restore(engine, file, actor=OPERATOR, now=NOW)

    assert rows(engine) == []
    assert kept is not None and mark.encode() not in kept.read_bytes()


def test_a_copy_of_the_file_that_is_restored_brings_none(sqlite: Engine, tmp_path: Path) -> None:
    begin(sqlite)
    with sqlite.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (tmp_path / "by-hand.db").write_bytes(Path(str(sqlite.url.database)).read_bytes())
    backups.restore(sqlite, tmp_path / "by-hand.db", actor=OPERATOR, now=NOW)
    assert rows(sqlite) == []


def test_clearing_the_samples_clears_loads_into_them(engine: Engine) -> None:
    begin(engine, project=SAMPLE_PROJECT)
    begin(engine)
    samples.clear(engine, actor=OPERATOR, now=NOW)
    assert [one.project for one in rows(engine)] == [CODE]


def test_it_waits_for_nobodys_save(sqlite: Engine) -> None:
    there, done = threading.Event(), threading.Event()

    def save() -> None:
        with writing(new_engine(address(Path(str(sqlite.url.database))))):
            there.set()
            done.wait(20)

    saving = threading.Thread(target=save)
    saving.start()
    there.wait(20)
    begun = time.monotonic()
    with pytest.raises(DatabaseBusy):
        begin(sqlite)
    assert time.monotonic() - begun < 5
    done.set()
    saving.join()
    begin(sqlite)
    with sqlite.connect() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 10_000
