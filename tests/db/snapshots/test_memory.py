"""Choices that people made while loading: remembered, offered again, set aside; findings looked at once."""

from datetime import timedelta

from sqlalchemy import Engine

from core.intake.layout.mapping import Mapping
from db.snapshots import memory
from db.tables import HeaderMapping, ValueMapping
from tests.support.actors import staff
from tests.support.uploads import CODE, NOW

HEADERS = ["ที่", "ชื่อกลุ่ม", "อำเภอ"]
MAPPING = Mapping(
    name="ทะเบียน",
    kind="groups",
    columns={"name": "ชื่อกลุ่ม", "amphoe": "อำเภอ"},
    constants={"stage": "trained"},
    ignore=("ที่",),
    values={"amphoe": {"ชอำ": "ชะอำ"}},
    skip=("เลขบัตร",),
    mint=True,
)


def test_mapping_is_offered_again_for_the_same_headers_in_any_order(engine: Engine) -> None:
    memory.remember_headers(engine, HEADERS, MAPPING, actor=staff(), now=NOW)

    assert memory.recall_headers(engine, "groups", reversed(HEADERS)) == MAPPING
    assert memory.recall_headers(engine, "groups", HEADERS[:2]) is None
    assert memory.recall_headers(engine, "products", HEADERS) is None


def test_later_mapping_takes_the_place_of_the_earlier(engine: Engine) -> None:
    later = Mapping("ใหม่", "groups", columns={"name": "อำเภอ"})
    memory.remember_headers(engine, HEADERS, MAPPING, actor=staff(), now=NOW)
    memory.remember_headers(engine, HEADERS, later, actor=staff(), now=NOW + timedelta(days=1))

    assert memory.recall_headers(engine, "groups", HEADERS) == later
    assert [kept.mapping for kept in memory.listed(engine, HeaderMapping)] == [later]


def test_mapping_can_be_forgotten(engine: Engine) -> None:
    memory.remember_headers(engine, HEADERS, MAPPING, actor=staff(), now=NOW)
    (kept,) = memory.listed(engine, HeaderMapping, "groups")
    assert (tuple(kept.headers), kept.by) == (tuple(HEADERS), "clerk")

    memory.forget(engine, kept, actor=staff(), now=NOW)

    assert memory.recall_headers(engine, "groups", HEADERS) is None
    assert memory.listed(engine, HeaderMapping) == []


def test_value_choices_come_back_as_a_mapping_takes_them(engine: Engine) -> None:
    memory.remember_value(engine, "groups", "amphoe", "ชอำ", "ชะอำ", actor=staff(), now=NOW)
    memory.remember_value(engine, "groups", "amphoe", "ท่าย่าง", "บ้านลาด", actor=staff(), now=NOW)
    memory.remember_value(engine, "groups", "amphoe", "ท่าย่าง", "ท่ายาง", actor=staff(), now=NOW)

    assert memory.recall_values(engine, "groups") == {"amphoe": {"ชอำ": "ชะอำ", "ท่าย่าง": "ท่ายาง"}}
    assert memory.recall_values(engine, "products") == {}

    first = memory.listed(engine, ValueMapping)[0]
    memory.forget(engine, first, actor=staff(), now=NOW)
    assert memory.recall_values(engine, "groups") == {"amphoe": {"ท่าย่าง": "ท่ายาง"}}


def test_finding_looked_at_stays_so_for_its_project_and_kind(engine: Engine) -> None:
    marks = {"weekend|ฎ.1·1|date|2021-07-31", "no_date|G01|registered_on|"}
    memory.acknowledge(engine, CODE, "spending", marks, actor=staff(), now=NOW)
    memory.acknowledge(engine, CODE, "spending", marks, actor=staff("other"), now=NOW)

    assert memory.acknowledged(engine, CODE, "spending") == marks
    assert memory.acknowledged(engine, CODE, "groups") == frozenset()
    assert memory.acknowledged(engine, "demo-phetchaburi-2564", "spending") == frozenset()
