"""Sentences that go with figures: why one is a dash, what to follow up, what changed. (Thai, English).

House rules: office-memo register, whole baht in sentences, dates as ``31 ก.ค. 64``, no blame.
"""

from collections.abc import Mapping
from datetime import date

from core.sentences import Pair
from core.text.thai import format_date

REASONS: Mapping[str, Pair] = {
    "no_money_left": ("ต้นทุนถึงงบแล้ว ไม่มีส่วนที่เหลือให้หาร", "The cost has reached the budget: nothing is left to divide by"),
    "no_groups": ("ยังไม่ได้นำเข้าข้อมูลกลุ่มอาชีพ", "Groups are not loaded yet"),
    "no_spending": ("ยังไม่ได้นำเข้าข้อมูลการใช้จ่าย", "Spending is not loaded yet"),
    "one_side": (
        "ต้องมีทั้งข้อมูลกลุ่มอาชีพและข้อมูลการใช้จ่าย",
        "Needs both groups and spending",
    ),
    "no_plan": ("ยังไม่ได้นำเข้าแผนของหน่วยงาน", "The office's plan is not loaded yet"),
    "no_plan_groups": ("แผนที่นำเข้าไม่มีจำนวนกลุ่ม", "The plan gives no number of groups"),
    "no_plan_money": ("แผนที่นำเข้าไม่มีจำนวนเงิน", "The plan gives no amount of money"),
    "no_allotment": ("ทะเบียนยังไม่มีรายการจัดสรร", "The register has no allotment"),
    "no_curve": ("โครงการนี้ไม่ได้ตั้งเป้าหมายการใช้จ่าย", "This project has no spending target"),
    "safe_until": (
        "แสดงตั้งแต่ {day} ซึ่งเป็นวันสุดท้ายที่ควรก่อหนี้",
        "Shown from {day}, the last safe day to bind",
    ),
    "no_safe_days": (
        "แสดงเมื่อสิ้นปีงบประมาณ เพราะโครงการนี้ยังไม่ได้กำหนดวันสุดท้ายที่ควรก่อหนี้",
        "Shown at the end of the year: this project has no last safe days yet",
    ),
    "year_ended": ("สิ้นปีงบประมาณแล้ว จึงไม่มีงานที่จะประมาณการ", "The year has ended, so nothing is left to estimate"),
    "year_running": ("แสดงเมื่อสิ้นปีงบประมาณ ({day})", "Shown at the end of the year ({day})"),
    "not_signed": (
        "ยังไม่มีใบสั่งหรือสัญญาในหมวดที่ต้องจัดหา",
        "No order or contract yet on the lines that go through procurement",
    ),
    "no_line_plan": (
        "ยังไม่ได้กำหนดวงเงินของหมวดที่ต้องจัดหา",
        "The lines that go through procurement have no planned amount",
    ),
    "ev_wait": ("แสดงเมื่อผลงานเกินร้อยละ 20", "Shown once work passes 20 %"),
    "no_cost": ("ยังไม่มีค่าใช้จ่าย จึงไม่มีตัวหาร", "No cost yet to divide by"),
    "nothing_planned": (
        "แผน ณ วันนี้ยังไม่มีกลุ่มที่ต้องลงทะเบียน จึงไม่มีตัวหาร",
        "No group is planned to be registered by this day, so there is nothing to divide by",
    ),
    "plans_unread": ("ยังไม่ได้เปิดแผนชุดก่อน", "Earlier plans were not read"),
}


def say(pair: Pair, days: Mapping[str, date] | None = None, /, **params: object) -> Pair:
    """A sentence in both languages, its dates written as each language writes them."""
    days = days or {}
    th, en = ({name: format_date(day, lang) for name, day in days.items()} for lang in ("th", "en"))
    return pair[0].format(**params, **th), pair[1].format(**params, **en)


def reason(code: str, day: date | None = None) -> Pair:
    """Why a figure is a dash, in both languages."""
    return say(REASONS[code], {} if day is None else {"day": day})
