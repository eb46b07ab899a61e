"""Sentences that go with figures: why one is a dash, what to follow up, what changed. (Thai, English).

House rules: office-memo register, whole baht in sentences, dates as ``31 ก.ค. 64``, no blame.
"""

from collections.abc import Mapping
from datetime import date

from core.sentences import Pair
from core.text.thai import format_date

NO_DATA_OF: Pair = ("ยังไม่มีข้อมูล{th} เริ่มที่ “นำเข้าข้อมูล”", 'No data on {en} yet: begin at "Load data"')

BASIS: Mapping[str, Pair] = {"used": ("ใช้จ่าย", "spent"), "disbursed": ("เบิกจ่าย", "disbursed")}

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

NEEDS: Mapping[str, Pair] = {
    "check": (
        "มี {k} รายการที่ทำให้ตัวเลขยังสรุปไม่ได้ โปรดตรวจสอบ",
        "Entries that keep the figures from being told: {k}. Please check them",
    ),
    "old": ("ข้อมูลเก่า {days} วัน โปรดนำเข้าข้อมูลล่าสุด", "Data is {days} days old: load the newest"),
    "lapse": (
        "เงินที่อาจพับไปเมื่อสิ้น {dt}: {amt} บาท",
        "May lapse at the end of {dt}: {amt} baht",
    ),
    "cabinet": (
        "ต่ำกว่าเป้า ครม. {gap} บาท ({basis_th}) · เป้าเมื่อสิ้นไตรมาส ({dt}) ร้อยละ {pct} เท่ากับ {amt} บาท",
        "{gap} baht below the cabinet target ({basis_en}) · at the quarter's end ({dt}) it is {pct} %: {amt} baht",
    ),
    "allotment": (
        "รอจัดสรร: ใช้จ่ายแล้ว {used} บาท จากเงินจัดสรร {amt} บาท",
        "Waiting for allotment: {used} baht spent of {amt} allotted",
    ),
    "plan_over": (
        "แผนเบิกจ่าย {plan} บาท สูงกว่างบหลังโอนเปลี่ยนแปลง {net} บาท อยู่ {over} บาท โปรดปรับแผน",
        "The plan of {plan} baht is {over} above the budget after transfers ({net}): please revise the plan",
    ),
    "papers": ("เอกสารลงทะเบียนยังไม่ครบ {k} กลุ่ม", "Papers for registration missing, groups: {k}"),
    "instalment_late": (
        "งวดที่ {q} เลยกำหนดส่งมอบ {h} วัน ค่าปรับโดยประมาณ {pen} บาท (ก่อนพิจารณางดหรือลด)",
        "Instalment {q} is {h} days past due: about {pen} baht before any waiver",
    ),
    "instalment_late_no_rate": (
        "งวดที่ {q} เลยกำหนดส่งมอบ {h} วัน (โครงการนี้ยังไม่ได้กำหนดอัตราค่าปรับ)",
        "Instalment {q} is {h} days past due (this project has no rate of penalty yet)",
    ),
    "lastsafe": (
        "ควรก่อหนี้ภายใน {dt} จึงจะเบิกทันปีงบฯ (หมวดจัดซื้อจัดจ้างยังไม่ก่อหนี้ {amt} บาท)",
        "Bind by {dt} to be paid within the year ({amt} baht of the procurement lines not yet bound)",
    ),
    "lastsafe_all": (
        "ควรก่อหนี้ภายใน {dt} จึงจะเบิกทันปีงบฯ (ยังไม่ก่อหนี้ {amt} บาท)",
        "Bind by {dt} to be paid within the year ({amt} baht not yet bound)",
    ),
    "lastsafe_direct": (
        "ควรก่อหนี้ภายใน {dt} จึงจะเบิกทันปีงบฯ (ยังไม่ก่อหนี้ {amt} บาท) · หมวดจัดซื้อจัดจ้างเลยวันแล้ว อาจพับไป {lapse} บาท",
        "Bind by {dt} to be paid within the year ({amt} baht not yet bound) · "
        "procurement lines are past their day: {lapse} baht may lapse",
    ),
    "carryover": (
        "ก่อหนี้แล้ว รอเบิกจ่าย {amt} บาท: หากเบิกไม่ทัน {dt} ต้องขอกันเงิน",
        "{amt} baht bound, not yet paid: what is not paid by {dt} must be carried over",
    ),
    "window": (
        "ปิดรับลงทะเบียนใน {days} วัน · เอกสารยังไม่ครบ {k} กลุ่ม",
        "Window closes in {days} days · papers missing for {k} groups",
    ),
    "instalment": (
        "งวดที่ {q} จำนวน {amt} บาท รอตรวจรับ",
        "Instalment {q}, {amt} baht, waits for acceptance",
    ),
    "instalment_pay": (
        "งวดที่ {q} จำนวน {amt} บาท ตรวจรับแล้ว รอเบิกจ่าย",
        "Instalment {q}, {amt} baht, accepted, waits for payment",
    ),
    "milestone_late": (
        "ขั้นจัดหา: {name} (แผน {dt}) ยังไม่มีวันที่แล้วเสร็จ",
        "Procurement: {name} (planned {dt}) has no date of completion yet",
    ),
    "awaiting_date": (
        "ลงทะเบียน OTOP แล้วแต่รอวันที่ {k} กลุ่ม จึงยังไม่นับ",
        "Marked registered without a date, so not counted yet: {k}",
    ),
    "support": (
        "ควรลงพื้นที่สนับสนุน {k} กลุ่มที่อยู่ขั้นเดิมเกิน {days} วัน",
        "Worth a visit: {k} at one stage for over {days} days",
    ),
    "support_step": (
        "ควรลงพื้นที่สนับสนุน {k} กลุ่มที่อยู่ขั้นเดิมเกิน {days} วัน ({code} ขั้นต่อไป: {step})",
        "Worth a visit: {k} at one stage for over {days} days ({code}, next: {step})",
    ),
    "milestone": ("ขั้นจัดหา: {name} (แผน {dt})", "Procurement: {name} (planned {dt})"),
}

CHANGES: Mapping[str, Pair] = {
    "first": ("นำเข้าข้อมูล{kind_th}ชุดแรก {n} แถว", "First data on {kind_en}: {n} rows"),
    "again": ("นำเข้าข้อมูล{kind_th}อีกครั้ง {n} แถว", "Data on {kind_en} loaded again: {n} rows"),
    "gone": ("ยกเลิกข้อมูล{kind_th}ทั้งชุด", "Data on {kind_en} withdrawn altogether"),
    "registered": ("ลงทะเบียน OTOP เพิ่ม {n} กลุ่ม", "Registered as OTOP: {n} more"),
    "moved": ("ถึงขั้น{stage_th} {n} กลุ่ม", "Reached {stage_en}: {n}"),
    "left": ("ออกจากโครงการ {n} กลุ่ม", "Left the project: {n}"),
    "returned": ("กลับเข้าโครงการ {n} กลุ่ม", "Back in the project: {n}"),
    "groups_added": ("เพิ่มกลุ่มอาชีพ {n} กลุ่ม", "Groups added: {n}"),
    "groups_removed": ("นำกลุ่มอาชีพออก {n} กลุ่ม", "Groups taken out: {n}"),
    "registered_before": (
        "ลงทะเบียน OTOP เพิ่ม {n} กลุ่ม โดยลงวันที่ย้อนหลัง",
        "Registered as OTOP, dated back: {n} more",
    ),
    "unregistered": ("ไม่นับเป็นลงทะเบียน OTOP แล้ว {n} กลุ่ม", "No longer counted as registered: {n}"),
    "moved_back": ("แก้ขั้นตอนกลับ {n} กลุ่ม", "Stage set back: {n}"),
    "money": ("{entry_th} {n} รายการ {amt} บาท", "{entry_en}: {amt} baht (entries: {n})"),
    "money_fixed": ("{entry_th} {n} รายการ ยอดเปลี่ยน {amt} บาท", "{entry_en}: {amt} baht (entries: {n})"),
    "money_text": ("รายละเอียด {n} รายการ ยอดเงินเท่าเดิม", "Details alone, no amount changed (entries: {n})"),
    "certified": ("ได้รับรองมาตรฐานเพิ่ม {n} ผลิตภัณฑ์", "Products certified: {n} more"),
    "uncertified": ("ไม่มีมาตรฐานแล้ว {n} ผลิตภัณฑ์", "Products no longer certified: {n}"),
    "products_added": ("เพิ่มผลิตภัณฑ์ {n} รายการ", "Products added: {n}"),
    "products_removed": ("นำผลิตภัณฑ์ออก {n} รายการ", "Products taken out: {n}"),
    "delivered_on": ("{step_th} ส่งมอบ {day}", "{step_en} delivered {day}"),
    "accepted_on": ("{step_th} ตรวจรับ {day}", "{step_en} accepted {day}"),
    "paid_on": ("{step_th} เบิกจ่าย {day}", "{step_en} paid {day}"),
    "done_on": ("{step_th} แล้วเสร็จ {day}", "{step_en} done {day}"),
    "instalments_added": ("เพิ่มงวดงาน {n} งวด", "Instalments added: {n}"),
    "instalments_fixed": ("แก้ข้อมูลงวดงาน {n} งวด", "Instalments corrected: {n}"),
    "instalments_removed": ("นำงวดงานออก {n} งวด", "Instalments taken out: {n}"),
    "plan": ("ปรับแผน {n} เดือน", "Plan revised: {n} months"),
}


FORECASTS: Mapping[str, Pair] = {
    "range": (
        "หากเป็นไปเช่นเดิม คาดว่าครบ {t} กลุ่มระหว่าง {from_} – {to}",
        "If it goes on like this: all {t} groups between {from_} and {to}",
    ),
    "open": (
        "หากเป็นไปเช่นเดิม คาดว่าครบ {t} กลุ่มตั้งแต่ {from_} หรือไม่ครบภายในปีงบฯ",
        "If it goes on like this: all {t} groups from {from_} on, or not within the year",
    ),
    "maybe": (
        "หากเป็นไปเช่นเดิม ยังบอกไม่ได้ว่าจะครบ {t} กลุ่มภายในปีงบฯ หรือไม่",
        "If it goes on like this: too close to say whether all {t} groups come within the year",
    ),
    "early": (
        "ยังเร็วเกินกว่าจะบอกวันที่จะครบ {t} กลุ่ม",
        "Too early to name the day on which {t} groups are reached",
    ),
    "beyond": (
        "หากเป็นไปเช่นเดิม มีโอกาสน้อยที่จะครบ {t} กลุ่มภายในปีงบฯ",
        "If it goes on like this: all {t} groups within the year are unlikely",
    ),
    "met": ("ลงทะเบียนครบเป้าหมาย {t} กลุ่มแล้ว", "The target of {t} groups is reached"),
    "last_window": ("ไม่มีรอบลงทะเบียนเหลือในปีงบฯ นี้", "No registration window is left this year"),
    "thin": (
        "ยังคาดการณ์จำนวนกลุ่มไม่ได้: มีผลการลงทะเบียน {q} รอบ ต้องมี {k} รอบ",
        "No forecast of groups yet: {q} of {k} windows needed on record",
    ),
    "thin_months": (
        "ยังคาดการณ์จำนวนกลุ่มไม่ได้: มีผลการลงทะเบียน {q} เดือน ต้องมี {k} เดือน",
        "No forecast of groups yet: {q} of {k} months with registrations needed on record",
    ),
    "groups": ("คาดว่าสิ้นปีงบฯ ได้ {lo}–{hi} กลุ่ม", "{lo}–{hi} groups at year end"),
    "groups_one": ("คาดว่าสิ้นปีงบฯ ได้ {lo} กลุ่ม", "{lo} groups at year end"),
    "money": ("คาดว่าสิ้นปีงบฯ เบิกจ่าย {lo} ถึง {hi} บาท", "{lo} to {hi} baht expected to be disbursed by year end"),
}


def say(pair: Pair, days: Mapping[str, date] | None = None, /, **params: object) -> Pair:
    """A sentence in both languages, its dates written as each language writes them."""
    days = days or {}
    th, en = ({name: format_date(day, lang) for name, day in days.items()} for lang in ("th", "en"))
    return pair[0].format(**params, **th), pair[1].format(**params, **en)


def reason(code: str, day: date | None = None) -> Pair:
    """Why a figure is a dash, in both languages."""
    return say(REASONS[code], {} if day is None else {"day": day})
