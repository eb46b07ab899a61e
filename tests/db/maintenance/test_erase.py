"""Rows of uploads withdrawn long ago go; what was recorded of them stays, and what was printed can still be opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from core.figures import compute
from db import engine as engines
from db.accounts import audit, looks
from db.errors import Erased, UnknownProject
from db.maintenance import erase, verify
from db.notebook import short_links
from db.notebook.short_links import Target
from db.snapshots import earlier, store
from db.snapshots.row_store import insert_rows, read_rows
from db.snapshots.uploads import UploadInfo
from db.tables import KeptFigures, UploadEvent
from db.transactions import reading, writing
from tests.support.actors import OPERATOR, admin, staff
from tests.support.door import Run
from tests.support.said import english, thai
from tests.support.uploads import CODE, NOW, group, payment, put
from words.rendering import render

JUNE, JULY = date(2021, 6, 30), date(2021, 7, 31)
YEAR = timedelta(days=366)
PHONE = "0898765432"


@dataclass(frozen=True)
class Past:
    """A set of groups that was withdrawn, the one that came in its place, and a set of money beside both."""

    wrong: UploadInfo
    right: UploadInfo
    money: UploadInfo
    withdrawn_at: datetime

    @property
    def while_wrong(self) -> datetime:
        return self.withdrawn_at - timedelta(hours=1)


@pytest.fixture
def past(engine: Engine) -> Past:
    money = put(engine, "spending", [payment("D1", 100_00)], JUNE)
    registered = {"stage": "registered", "registered_on": date(2021, 6, 1)}
    wrong = put(engine, "groups", [group("G01", phone=PHONE, **registered), group("G02", **registered)], JUNE)
    withdrawn_at = NOW + timedelta(days=1)
    store.withdraw(engine, wrong.id, actor=staff(), reason="ผิดไฟล์", now=withdrawn_at)
    right = put(engine, "groups", [group("G01", **registered)], JUNE, now=NOW + timedelta(days=2))
    return Past(wrong, right, money, withdrawn_at)


def erased(engine: Engine, *, days: int = 365, now: datetime = NOW + 2 * YEAR) -> list[int]:
    """The numbers of the uploads whose rows went."""
    return [one.upload.id for one in erase.erase(engine, days=days, actor=OPERATOR, now=now) if one.free]


def stored_rows(engine: Engine, upload: UploadInfo) -> int:
    with reading(engine) as session:
        return len(read_rows(session.connection(), upload.kind, upload.id))


def link(engine: Engine, seen: datetime, now: datetime) -> None:
    short_links.code_of(engine, Target(CODE, JUNE, seen), actor=staff(), now=now)


def summary(engine: Engine, seen: datetime) -> Mapping[str, Any]:
    return compute(store.view(engine, CODE, JUNE, seen)).summary(render)


def test_rows_go_and_what_was_recorded_stays(engine: Engine, past: Past) -> None:
    before = store.upload(engine, past.wrong.id)

    assert erased(engine) == [past.wrong.id]

    after = store.upload(engine, past.wrong.id)
    assert stored_rows(engine, past.wrong) == 0
    assert stored_rows(engine, past.right) == 1
    assert after.erased_at is not None
    assert after.model_copy(update={"erased_at": None}) == before
    assert not after.live
    event = audit.recent(engine, limit=1)[0]
    assert (event.action, event.upload_id, event.project, event.by) == ("upload.erase", past.wrong.id, CODE, "operator")


def test_today_is_as_it_was(engine: Engine, past: Past) -> None:
    before = compute(store.view(engine, CODE)).summary(render)

    erased(engine)

    assert compute(store.view(engine, CODE)).summary(render) == before


def test_the_list_before_erases_nothing(engine: Engine, past: Past) -> None:
    found = erase.candidates(engine, days=365, actor=OPERATOR, now=NOW + 2 * YEAR)

    assert [(one.upload.id, one.free, one.withdrawn_at) for one in found] == [(past.wrong.id, True, past.withdrawn_at)]
    assert stored_rows(engine, past.wrong) == 2


def test_what_is_live_or_was_withdrawn_later_stays(engine: Engine, past: Past) -> None:
    assert erased(engine, days=365, now=past.withdrawn_at + timedelta(days=364)) == []
    assert erased(engine, days=365, now=past.withdrawn_at + timedelta(days=365)) == [past.wrong.id]
    assert stored_rows(engine, past.right) == 1
    assert erased(engine, days=0, now=NOW + 3 * YEAR) == [], "it is not erased twice"


def test_a_plan_stays(engine: Engine) -> None:
    plan = put(engine, "plan", [{"month": date(2021, 6, 1), "planned_groups": 3}], JUNE)
    store.withdraw(engine, plan.id, actor=staff(), reason="ผิด", now=NOW)

    assert erase.candidates(engine, days=0, actor=OPERATOR, now=NOW + YEAR) == []


def test_one_project_is_chosen(engine: Engine, past: Past) -> None:
    other = "demo-phetchaburi-2564"

    assert erase.candidates(engine, other, days=0, actor=OPERATOR, now=NOW + YEAR) == []
    assert len(erase.candidates(engine, CODE, days=0, actor=OPERATOR, now=NOW + YEAR)) == 1
    with pytest.raises(UnknownProject):
        erase.candidates(engine, "nowhere", days=0, actor=OPERATOR, now=NOW + YEAR)


def test_what_a_short_link_names_is_kept_for_the_years_of_its_project(engine: Engine, past: Past) -> None:
    link(engine, past.while_wrong, now=datetime.fromisoformat("2022-03-15T03:00:00Z"))

    (kept,) = erase.candidates(engine, days=0, actor=OPERATOR, now=NOW + YEAR)
    assert kept.kept_until == date(2032, 3, 15)
    last = datetime.fromisoformat("2032-03-14T16:59:59Z")  # the evening before, in Bangkok
    assert erased(engine, now=last) == []
    assert erased(engine, now=last + timedelta(seconds=1)) == [past.wrong.id]


def test_a_link_that_names_another_set_keeps_nothing(engine: Engine, past: Past) -> None:
    link(engine, NOW + timedelta(days=3), now=NOW + timedelta(days=3))

    assert erased(engine) == [past.wrong.id]


def test_a_paper_keeps_the_sets_that_it_names(engine: Engine, past: Past) -> None:
    detail = f"report pack {past.wrong.id} {past.money.id}"
    looks.exported(engine, actor=staff(), project=CODE, detail=detail, now=NOW)

    (kept,) = erase.candidates(engine, days=0, actor=OPERATOR, now=NOW + YEAR)
    assert kept.kept_until == date(2031, 8, 2)


def test_a_paper_of_other_sets_keeps_nothing(engine: Engine, past: Past) -> None:
    looks.exported(engine, actor=staff(), project=CODE, detail=f"report pack {past.right.id}", now=NOW + YEAR)
    looks.exported(engine, actor=staff(), project=CODE, detail="groups", now=NOW + YEAR)

    assert erased(engine) == [past.wrong.id]


def test_a_paper_of_before_papers_named_their_sets_keeps_each_that_was_there(engine: Engine, past: Past) -> None:
    looks.exported(engine, actor=staff(), project=CODE, detail="report pack", now=NOW + YEAR)

    assert erased(engine) == []
    assert erased(engine, now=NOW + 12 * YEAR) == [past.wrong.id]


def test_a_frozen_link_opens_with_the_figures_that_it_showed(engine: Engine, past: Past) -> None:
    link(engine, past.while_wrong, now=NOW)
    shown = summary(engine, past.while_wrong)

    assert erased(engine, now=NOW + 12 * YEAR) == [past.wrong.id]

    with pytest.raises(Erased) as refused:
        store.view(engine, CODE, JUNE, past.while_wrong)
    assert thai(refused.value) == "ข้อมูลชุดที่ 1 ถูกลบตามระยะเก็บรักษาเมื่อ 11 ส.ค. 76"
    assert "Data set 1 was erased on 11 Aug 2033" in english(refused.value)
    kept = erase.kept_figures(engine, CODE, JUNE, past.while_wrong)
    assert kept is not None
    assert kept.figures == shown
    assert kept.figures["registered_groups"] == 2


def test_the_figures_of_a_link_are_kept_once_and_stay(engine: Engine, past: Past) -> None:
    """Its second set goes a year later: what it showed is not computed without the first."""
    link(engine, past.while_wrong, now=NOW)
    store.withdraw(engine, past.money.id, actor=staff(), reason="ผิด", now=NOW + 12 * YEAR)
    shown = summary(engine, past.while_wrong)

    assert erased(engine, now=NOW + 12 * YEAR) == [past.wrong.id]
    assert erased(engine, now=NOW + 14 * YEAR) == [past.money.id]

    with reading(engine) as session:
        assert [one.figures for one in session.exec(select(KeptFigures))] == [shown]


def test_no_figure_is_ever_computed_without_the_rows(engine: Engine, past: Past) -> None:
    erased(engine)

    for read in (
        lambda: store.view(engine, CODE, JUNE, past.while_wrong),
        lambda: store.rows_of_upload(engine, past.wrong.id),
        lambda: store.diff_uploads(engine, past.wrong.id, past.right.id),
        lambda: store.diff_uploads(engine, past.right.id, past.wrong.id),
        lambda: store.reinstate(engine, past.wrong.id, actor=staff(), reason="คืน", now=NOW + 3 * YEAR),
    ):
        with pytest.raises(Erased):
            read()


def test_what_is_only_compared_with_is_left_out(engine: Engine, past: Past) -> None:
    put(engine, "groups", [group("G01", stage="developing")], JULY, now=NOW + timedelta(hours=3))
    view = store.view(engine, CODE)
    assert earlier.before(engine, CODE, view) is not None

    erased(engine)

    found = earlier.before(engine, CODE, store.view(engine, CODE))
    assert found is None or past.wrong.id not in [upload.id for upload in found.uploads.values()]


def test_verify_knows_what_was_erased(engine: Engine, past: Past) -> None:
    assert verify.verify(engine) == []

    erased(engine)

    assert verify.verify(engine) == []


def test_verify_finds_rows_that_came_back(engine: Engine, past: Past) -> None:
    with reading(engine) as session:
        rows = read_rows(session.connection(), "groups", past.wrong.id)
    erased(engine)
    with writing(engine) as session:
        insert_rows(session.connection(), past.wrong.id, rows)

    assert [(one.upload_id, one.what, one.found) for one in verify.verify(engine)] == [
        (past.wrong.id, "row_count", "2")
    ]


def test_all_goes_or_nothing(engine: Engine, past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        erased(engine)

    assert stored_rows(engine, past.wrong) == 2
    with reading(engine) as session:
        assert [event.event for event in session.exec(select(UploadEvent))] == ["withdraw"]


def test_on_sqlite_nothing_of_the_rows_is_left_in_the_files(sqlite: Engine) -> None:
    wrong = put(sqlite, "groups", [group("G01", phone=PHONE)], JUNE)
    store.withdraw(sqlite, wrong.id, actor=staff(), reason="ผิด", now=NOW)
    path = Path(str(sqlite.url.database))
    assert any(PHONE.encode() in file.read_bytes() for file in path.parent.glob(path.name + "*"))

    erased(sqlite)

    assert not any(PHONE.encode() in file.read_bytes() for file in path.parent.glob(path.name + "*"))


def test_by_command_first_the_list_then_the_end(run: Run) -> None:
    engine = engines.engine()
    wrong = put(engine, "groups", [group("G01")], JUNE)
    store.withdraw(engine, wrong.id, actor=staff(), reason="ผิด", now=NOW)

    listed = run("erase", "--older-than", "30", "--dry-run", "--json")
    assert (listed.exit, listed.json["dry_run"], [one["id"] for one in listed.json["uploads"]]) == (0, True, [wrong.id])
    assert stored_rows(engine, wrong) == 1

    done = run("erase", "--older-than", "30", "--project", CODE)
    assert (done.exit, stored_rows(engine, wrong)) == (0, 0)
    assert "1 ชุด" in done.out and "แฟ้มสำรอง" in done.out
    assert run("verify").exit == 0
    assert "ลบตามระยะเก็บรักษา" in run("verify").out
    assert run("erase", "--older-than", "many").exit == 64
    assert run("erase").exit == 64
    assert run("erase", "--older-than", "30", "--by", "clerk").exit == 1


def test_an_admin_may_and_is_recorded(engine: Engine, past: Past) -> None:
    erase.erase(engine, days=0, actor=admin(), now=NOW + YEAR)

    assert audit.recent(engine, limit=1)[0].by == "admin"
