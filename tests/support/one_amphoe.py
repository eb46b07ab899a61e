"""A project of three amphoe in whose every text and number the other two can be known, and an officer of the third."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Engine

from core.model import Actor
from core.model.kinds import Kind
from core.model.lessons import LessonText
from core.model.meetings.resolutions import ResolutionText
from core.text import digits
from db.accounts import users
from db.notebook import lessons, notes, organisations, remarks, resolutions
from db.snapshots import memory, store
from tests.support.actors import OPERATOR, staff
from tests.support.databases import NOW, PASSWORD
from tests.support.uploads import CODE, group, payment, put

OWN, OTHERS = "ชะอำ", ("เขาย้อย", "บ้านแหลม")
ROLES = ("director", "committee", "staff")
DAYS = (date(2021, 2, 28), date(2021, 3, 31))
MARK, MINE = "ฆฆฆ", "ฌฌฌ"  # in every text that is not theirs; in every one that is
# Amounts of what is not theirs, in baht: of other amphoe, of no group, of plan and contract.
NUMBERS = ("30303", "50505", "70707", "60606")
ELSEWHERE = (MARK, *OTHERS, "Khao Yoi", "Ban Laem", *NUMBERS)
WHOLE_PAID = 30_303_00 + 50_505_00 + 1_234_00 + 2_345_00
OFFICER = Actor("officer-staff", "staff", frozenset({CODE}), amphoe=OWN)
WRITE: dict[str, Any] = {"actor": staff(), "now": NOW}


def officer(role: str) -> str:
    """The name of the officer of the amphoe in a role."""
    return f"officer-{role}"


def rows_on(day: date) -> dict[Kind, list[dict[str, Any]]]:
    """The rows of every file; on the second day there is one more of each."""
    groups = [
        group("G01", name=f"กลุ่ม {MINE} 1", amphoe=OWN, stage="registered", registered_on=date(2021, 2, 1), members=11),
        group("G02", name=f"กลุ่ม {MINE} 2", amphoe=OWN, note=MINE, phone="081-234-5678"),
        group("G07", name=f"กลุ่ม {MARK} 7", amphoe=OTHERS[0], note=MARK, next_step=MARK, occupation=MARK,
              stage="registered", registered_on=date(2021, 2, 2), members=70707),
        group("G08", name=f"กลุ่ม {MARK} 8", amphoe=OTHERS[1], tambon="บ้านแหลม", missing_papers=MARK),
    ]  # fmt: skip
    products = [
        {"code": "P01", "group_code": "G01", "name": f"ขนม {MINE}", "category": "food", "price_satang": 1_500},
        {"code": "P07", "group_code": "G07", "name": f"ผ้า {MARK}", "category": "textile", "price_satang": 30_303_00},
        {"code": "P09", "group_code": "G99", "name": f"ยา {MARK}", "category": "herb", "note": MARK},
    ]
    spending = [
        payment("D01", 1_234_00, group_code="G01", description=f"ค่า {MINE}", payee=f"ร้าน {MINE}"),
        payment("D07", 30_303_00, group_code="G07", description=f"ค่า {MARK}", payee=f"ร้าน {MARK}"),
        payment("D08", 50_505_00, description=f"ค่า {MARK}", payee=f"ร้าน {MARK}", activity=MARK),
        payment("D02", 2_345_00, group_code="G02", description=f"ค่า {MINE}", settles=f"PO-{MINE}"),
    ]
    found: dict[Kind, list[dict[str, Any]]] = {
        "groups": groups,
        "products": products,
        "spending": spending,
        "plan": [{"month": date(2021, 2, 1), "planned_groups": 2, "planned_disbursed_satang": 70_707_00}],
        "instalments": [{"no": "1", "name": f"งวด {MARK}", "amount_satang": 60_606_00, "due_on": date(2021, 3, 5)}],
    }
    return found if day == DAYS[1] else {kind: rows[:-1] if len(rows) > 2 else rows for kind, rows in found.items()}


def plant(engine: Engine) -> None:
    """Load and type it, and give each role an officer of the amphoe."""
    for day in DAYS:
        for kind, rows in rows_on(day).items():
            if kind != "plan" or day == DAYS[0]:
                put(engine, kind, rows, day, counts={"edits": [[2, MARK, MARK, MARK]]}, now=NOW)
    for upload in store.history(engine, CODE)[:2]:
        for turn in (store.withdraw, store.reinstate):
            turn(engine, upload.id, reason=f"เพราะ {MARK}", **WRITE)
    for kind in ("meeting", "explained_gap"):
        notes.write(engine, CODE, kind, MARK, text=MARK, on_date=date(2021, 3, 10), amount_satang=60_606_00, **WRITE)
    notes.write(engine, CODE, "official_total", "GFMIS", on_date=DAYS[1], amount_satang=70_707_00, **WRITE)
    for code in ("G01", "G07"):
        lessons.write(engine, CODE, LessonText(MARK, MARK, MARK), group_code=code, as_of=DAYS[1], **WRITE)
        remarks.write(engine, CODE, "group", code, MARK, as_of=DAYS[1], **WRITE)
    remarks.write(engine, CODE, "figure", "disbursed_satang", MARK, as_of=DAYS[1], **WRITE)
    number = resolutions.record(engine, CODE, ResolutionText(MARK, MARK), met_on=date(2021, 3, 10), **WRITE)
    resolutions.report(engine, number, "going_on", MARK, on=DAYS[1], **WRITE)
    organisations.mark(engine, CODE, f"ร้าน {MARK}", organisation=True, **WRITE)
    memory.acknowledge(engine, CODE, "spending", [f"{MARK}|1"], **WRITE)
    for role in ROLES:
        users.add(engine, officer(role), role, actor=OPERATOR, now=NOW, password=PASSWORD)
        users.set_scope(engine, officer(role), [CODE], amphoe=OWN, actor=OPERATOR, now=NOW)


def traces_in(text: str, but: Sequence[str] = ()) -> list[str]:
    """What of other amphoe and of the whole stands in a text."""
    plain = digits(text).replace(",", "")
    return [trace for trace in ELSEWHERE if trace in plain and trace not in but]
