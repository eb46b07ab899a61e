"""A person is found wherever they stand, by name or number, and only the place is told."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from core.intake import Mapping
from core.model.lessons import LessonText
from core.model.meetings.resolutions import ResolutionText
from db import engine as engines
from db.accounts import audit, users
from db.errors import NotAllowed, Refused
from db.maintenance import person
from db.notebook import lessons, notes, remarks, resolutions
from db.snapshots import memory, store
from db.tables import metadata
from tests.support.actors import OPERATOR, admin, staff
from tests.support.door import Run
from tests.support.uploads import CODE, NOW, group, payment, put
from words import catalogue

JUNE = date(2021, 6, 30)
WHO = "นางกขคงจฉ"  # a name that nobody bears
PHONE = "0898765432"


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """One person in every place, one of a hundred others nowhere."""
    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW, email="kokhokho@example.go.th")
    groups = put(engine, "groups", [group("G01"), group("G02", phone="089-876-5432", note=f"ติดต่อ {WHO}")], JUNE)
    put(engine, "spending", [payment("D1", 100_00, payee="นาง กขคงจฉ", description="ค่าวิทยากร")], JUNE)
    put(engine, "products", [_product("P1", note=f"ผู้ผลิต {WHO}")], JUNE)
    put(engine, "instalments", [{"no": "1", "name": f"จ้าง{WHO}", "due_on": JUNE}], JUNE)
    store.withdraw(engine, groups.id, actor=staff(), reason=f"{WHO} ขอ", now=NOW)
    lessons.write(engine, CODE, LessonText("ก", f"{WHO} ช่วย", "ค"), as_of=JUNE, actor=staff(), now=NOW)
    lessons.withdraw(engine, 1, actor=staff(), reason=f"ชื่อ{WHO}", now=NOW)
    notes.write(engine, CODE, "meeting", "ประชุม", text=f"ประธาน {WHO}", on_date=JUNE, actor=staff(), now=NOW)
    number = resolutions.record(engine, CODE, ResolutionText("ก", WHO), met_on=JUNE, actor=staff(), now=NOW)
    resolutions.report(engine, number, "done", f"{WHO} ทำ", on=JUNE, actor=staff(), now=NOW)
    remarks.write(engine, CODE, "agenda", "1", f"ถาม {WHO}", as_of=JUNE, actor=staff(), now=NOW)
    memory.acknowledge(engine, CODE, "spending", [f"anomaly|{WHO}"], actor=staff(), now=NOW)
    memory.remember_value(engine, "groups", "stage", WHO, "trained", actor=staff(), now=NOW)
    memory.remember_headers(engine, [WHO], Mapping("ours", "groups"), actor=staff(), now=NOW)
    return engine


def _product(code: str, **fields: Any) -> dict[str, Any]:
    return {"code": code, "group_code": "G01", "name": "ก", "category": "food"} | fields


def places(engine: Engine, text: str) -> set[tuple[str, str, str | None, int | None, tuple[str, ...]]]:
    found = person.search(engine, text, actor=admin(), now=NOW)
    return {(one.table, one.column, one.project, one.set, one.rows) for one in found}


@pytest.mark.parametrize("typed", [WHO, "นาง กขค งจฉ", "กขคงจฉ", "  นาง\u200bกขคงจฉ "])
def test_a_name_is_found_in_every_place(filled: Engine, typed: str) -> None:
    assert places(filled, typed) == {
        ("group_row", "note", CODE, 1, ("3",)),
        ("spending_row", "payee", CODE, 1, ("2",)),
        ("product_row", "note", CODE, 1, ("2",)),
        ("instalment_row", "name", CODE, 1, ("2",)),
        ("upload_event", "reason", None, None, ("1",)),
        ("audit_event", "detail", CODE, None, logged(filled)),
        ("lesson", "outcome", CODE, None, ("1",)),
        ("lesson_event", "reason", None, None, ("1",)),
        ("note", "text", CODE, None, ("1",)),
        ("resolution", "who", CODE, None, ("1",)),
        ("resolution_event", "became", None, None, ("1",)),
        ("remark", "text", CODE, None, ("1",)),
        ("acknowledgement", "row_key", CODE, None, ("1",)),
        ("value_mapping", "found", None, None, ("1",)),
        ("header_mapping", "headers", None, None, ("1",)),
    }


def logged(engine: Engine) -> tuple[str, ...]:
    """The events whose detail holds the name: both withdrawals give their reason."""
    events = [e for e in audit.recent(engine) if e.action in ("upload.withdraw", "lesson.withdraw")]
    return tuple(str(event.id) for event in reversed(events))


@pytest.mark.parametrize("typed", [PHONE, "089 876 5432", "๐๘๙-๘๗๖-๕๔๓๒", "+66898765432", "8765432"])
def test_a_number_is_found_however_it_is_typed(filled: Engine, typed: str) -> None:
    assert places(filled, typed) == {("group_row", "phone", CODE, 1, ("3",))}


def test_a_user_is_found_by_name_and_by_address(filled: Engine) -> None:
    assert ("user", "email", None, None, ("clerk",)) in places(filled, "KOKHOKHO")
    assert ("user", "name", None, None, ("clerk",)) in places(filled, "clerk")


def test_somebody_who_is_nowhere_is_found_nowhere(filled: Engine) -> None:
    assert places(filled, "นางชซฌญฎฏ") == set()
    assert places(filled, "0811111111") == set()


def test_that_somebody_looked_is_recorded_and_not_for_whom(filled: Engine) -> None:
    count = len(places(filled, WHO))

    event = audit.recent(filled, limit=1)[0]
    assert (event.action, event.by, event.detail) == ("person.search", "admin", str(count))
    assert len(places(filled, WHO)) == count, "a search finds no search"


@pytest.mark.parametrize("typed", ["", "กข", "12345", " - "])
def test_too_little_is_refused(filled: Engine, typed: str) -> None:
    with pytest.raises(Refused, match="Too short"):
        person.search(filled, typed, actor=admin(), now=NOW)


def test_others_may_not(filled: Engine) -> None:
    with pytest.raises(NotAllowed):
        person.search(filled, WHO, actor=staff(), now=NOW)


def test_every_text_that_people_write_is_searched() -> None:
    """A new column of text is searched unless it is named as the program's own; a new table needs its words."""
    named = catalogue()
    searched = {table.name: [column.name for column in person.searched(table)] for table in metadata.sorted_tables}
    rows = {name for name in searched if name.endswith("_row")}

    for table, columns in searched.items():
        if columns:
            assert f"place.{table}" in named
        for column in columns if table not in rows else ():
            assert f"place.column.{column}" in named
    for table in metadata.sorted_tables:
        left = {column.name for column in table.columns} - set(searched[table.name])
        texts = {name for name in left if table.columns[name].type.python_type in (str, dict)}
        assert texts <= person.OWN | {"user_name"}, table.name


def test_by_command_places_are_listed_and_nothing_of_what_stands_there(run: Run) -> None:
    engine = engines.engine()
    put(engine, "groups", [group("G01", note=f"ติดต่อ {WHO} ที่บ้านเลขที่ 5")], JUNE)

    ran = run("person", "กขคงจฉ")
    assert ran.exit == 0
    assert "แถวกลุ่มอาชีพ" in ran.out and "บ้านเลขที่" not in ran.out and WHO not in ran.out
    found = run("person", "กขคงจฉ", "--json").json["places"]
    assert found == [
        {"table": "group_row", "column": "note", "project": CODE, "kind": "groups", "set": 1, "rows": ["2"]}
    ]
    assert run("person", "ชซฌญฎฏ").out.strip() == "ไม่พบ"
    assert run("person", "กข").exit == 64
    assert run("person", "กขคงจฉ", "--by", "clerk").exit == 1
    assert audit.recent(engine, limit=1)[0].action == "refused"
