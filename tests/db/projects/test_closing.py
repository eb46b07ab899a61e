"""Closing a year: later loads need a reason, which is recorded; undo lifts it; no figure of any day changes by it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core.figures.figures import compute
from core.model.rows import from_records
from db.accounts import audit
from db.errors import NotAllowed, OneOfSeveral, Refused, WrongState, YearClosed
from db.maintenance import chain
from db.projects import closing
from db.snapshots import store, together
from db.snapshots.together import Load
from tests.support.actors import admin, staff
from tests.support.door import Run
from tests.support.said import english, thai
from tests.support.uploads import CODE, group, intake_of, put
from words.rendering import render

JUNE, JULY = date(2021, 6, 30), date(2021, 7, 31)
OVER = datetime(2021, 9, 30, 3, tzinfo=UTC)  # the year's last day
LATER = OVER + timedelta(days=1)


def close(engine: Engine) -> None:
    closing.close(engine, CODE, actor=admin(), now=OVER)


def test_a_load_into_a_closed_year_needs_a_reason_which_is_recorded(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], JUNE)
    close(engine)

    with pytest.raises(YearClosed) as refused:
        put(engine, "groups", [group("G01"), group("G02")], JULY, now=LATER)
    assert "2564" in thai(refused.value.message) and "--reason" in english(refused.value.message)
    assert len(store.history(engine, CODE)) == 1
    stored = put(engine, "groups", [group("G01"), group("G02")], JULY, now=LATER, reason=" หนังสือที่ 5 ")

    assert stored.counts["reason"] == "หนังสือที่ 5"
    event = audit.recent(engine, project=CODE)[0]
    assert (event.action, event.detail, event.upload_id) == ("upload.apply", "หนังสือที่ 5", stored.id)
    assert chain.check(engine).findings == ()


def test_a_month_in_one_press_needs_it_too(engine: Engine) -> None:
    close(engine)
    today = store.base_view(engine, CODE, JUNE)
    load = Load(intake_of(from_records("groups", [group("G01")]), today, as_of=JUNE), JUNE)

    with pytest.raises(OneOfSeveral):
        together.apply(engine, [load], project=CODE, actor=staff(), now=LATER)
    [stored] = together.apply(engine, [load], project=CODE, actor=staff(), now=LATER, reason="ก")

    assert stored.counts["reason"] == "ก"


def test_a_reason_with_an_identity_number_is_not_kept(engine: Engine) -> None:
    with pytest.raises(Refused):
        put(engine, "groups", [group("G01")], JUNE, now=LATER, reason="1-2345-67890-12-1")


def test_no_figure_changes_by_closing(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], JUNE)
    before = compute(store.view(engine, CODE)).summary(render)

    close(engine)

    assert compute(store.view(engine, CODE)).summary(render) == before


def test_undo_lifts_it_and_both_are_in_the_log(engine: Engine) -> None:
    close(engine)
    found = closing.closed(engine, CODE)
    assert found is not None
    assert (found.by, found.at) == ("admin", OVER)
    with pytest.raises(WrongState):
        close(engine)

    closing.reopen(engine, CODE, actor=admin(), now=LATER, reason="แก้ข้อมูล")

    assert closing.closed(engine, CODE) is None
    put(engine, "groups", [group("G01")], JUNE, now=LATER)
    with pytest.raises(WrongState):
        closing.reopen(engine, CODE, actor=admin(), now=LATER)
    told = [(e.action, e.by, e.detail) for e in audit.recent(engine, project=CODE)]
    assert ("project.close", "admin", "") in told
    assert ("project.reopen", "admin", "แก้ข้อมูล") in told


def test_a_year_that_runs_is_not_closed(engine: Engine) -> None:
    with pytest.raises(Refused, match="30 Sep 2021"):
        closing.close(engine, CODE, actor=admin(), now=OVER - timedelta(days=1))

    assert closing.closed(engine, CODE) is None


def test_only_who_keeps_the_server_closes(engine: Engine) -> None:
    with pytest.raises(NotAllowed):
        closing.close(engine, CODE, actor=staff(), now=OVER)


def test_the_commands_close_ask_for_a_reason_and_open_again(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text("รหัสกลุ่ม,ชื่อกลุ่ม,อำเภอ,ขั้นตอน\nG01,กลุ่มทอผ้า,ชะอำ,อบรมแล้ว\n", encoding="utf-8")
    load = (
        "load",
        "groups",
        str(path),
        "--project",
        CODE,
        "--as-of",
        "2021-06-30",
        "--by",
        "clerk",
        "--accept-warnings",
    )

    assert run("project", "close", "--project", CODE).exit == 0
    refused = run(*load)
    assert (refused.exit, "--reason" in refused.err) == (64, True)
    stored = run(*load, "--reason", "ข้อมูลมาช้า", "--json")
    assert stored.exit == 0
    withdrawn = run("withdraw", str(stored.json["upload_id"]), "--reason", "ก", "--by", "clerk")
    assert withdrawn.exit == 0
    assert run("reinstate", str(stored.json["upload_id"]), "--by", "clerk").exit == 64
    assert run("reinstate", str(stored.json["upload_id"]), "--by", "clerk", "--reason", "ก").exit == 0
    assert run("project", "reopen", "--project", CODE).exit == 0
    assert run("project", "reopen", "--project", CODE).exit == 64
