"""A kind gets its sentences from what its columns declare: one that is registered here needs no word of the rooms."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from core.model.choices import ENTRIES, STATUSES
from core.model.diff import diff_rows
from core.model.kinds import KINDS, Column, FileKind
from core.model.rows import from_records
from core.model.stages import stages_of
from core.text import Text
from tests.support.diffs import sentences, ticks
from tests.support.views import PROJECT

DAY = date(2021, 6, 30)
STALLS = FileKind(
    id="stalls",
    table="stall_row",
    name=Text.both("ร้านค้า", "Stalls"),
    unit=Text.both("ร้าน", "Stalls"),
    counted_by=("opened_on",),
    summed_by="paid_as",
    numbered=Text.both("ร้านที่ {key}", "Stall {key}"),
    falls=True,
    columns=(
        Column("no", "ร้านที่", "code", True, key=True),
        Column("step", "ขั้นของร้าน", "enum", ladder=True),
        Column("state", "สภาพ", "enum", choices=STATUSES, apart=True),
        Column("opened_on", "วันที่เปิด", "date", along=True),
        Column("paid_as", "ประเภทเงิน", "enum", choices=ENTRIES),
        Column("amount_baht", "จำนวนเงิน", "satang"),
    ),
)


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(KINDS, STALLS.id, STALLS)
    yield


def diff(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Any:
    rows = (from_records("stalls", records) for records in (before, after))
    return diff_rows(*rows, DAY, stages=stages_of(PROJECT))


def stall(no: str, **fields: Any) -> dict[str, Any]:
    return {"no": no, "step": "trained", "state": "active", "paid_as": "disbursement", "amount_satang": 500} | fields


def test_steps_states_sums_and_the_rest_are_told_apart() -> None:
    before = [stall("1"), stall("2"), stall("3"), stall("4")]
    after = [
        stall("1", step=PROJECT.goal_stage, opened_on=DAY),
        stall("2", step="developing"),
        stall("3", state="withdrawn"),
        stall("4", amount_satang=300),
        stall("5", opened_on=date(2021, 7, 2), amount_satang=700),
    ]

    assert sentences(diff(before, after)) == [
        "รายการใหม่: เบิกจ่าย 1 รายการ 7 บาท",
        "แก้ไขย้อนหลัง (ลงวันที่ไม่เกิน 30 มิ.ย. 64): เบิกจ่าย 1 รายการ -2 บาท",
        "เพิ่ม 1 ร้าน: ร้านที่ 5",
        "ลงทะเบียน OTOP เพิ่ม 1 ร้าน: 1",
        "ขยับขั้นตอน 1 ร้าน: อบรมแล้ว เป็น กำลังพัฒนา (1)",
        "เปลี่ยนสภาพ 1 ร้าน: 3 ขอถอนตัว",
        "แก้ข้อมูลอื่นของ 1 ร้าน: 4 (จำนวนเงิน)",
    ]
    assert "Stalls with a new state (1): 3 Withdrawn" in sentences(diff(before, after), "en")


def test_what_it_takes_away_is_asked_about() -> None:
    before = [stall("1", step="developing"), stall("2"), stall("3")]
    after = [stall("1", step="trained"), stall("2", amount_satang=100)]

    assert ticks(diff(before, after)) == [
        "หายไป: 3 5.00 บาท",
        "1: ถอยขั้นตอน จาก กำลังพัฒนา เป็น อบรมแล้ว",
        "2: ลดลง จาก 5.00 เป็น 1.00",
    ]
