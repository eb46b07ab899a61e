"""Sentences that core itself must say: verdicts and issues. (Thai, English); placeholders are filled by name.

House rules: office-memo register, whole baht in sentences, no blame; place, fault, remedy, example.
"""

from collections.abc import Mapping

from core.sentences_checks import CHECK_ISSUES, INFO_ISSUES
from core.sentences_day import DAY_ISSUES
from core.sentences_reading import CELL_ISSUES, FILE_ISSUES

Pair = tuple[str, str]

VERDICTS: Mapping[str, Pair] = {
    "no_data": ("ยังไม่มีข้อมูล เริ่มที่ “นำเข้าข้อมูล”", 'No data yet: begin at "Load data"'),
    "no_plan": (
        "ลงทะเบียนแล้ว {r} กลุ่ม เบิกจ่าย {d} บาท (ยังไม่มีแผนให้เทียบ)",
        "{r_en}, {d} baht (no plan loaded to compare with)",
    ),
    "suspect": ("ยังสรุปไม่ได้: มี {k} รายการต้องตรวจสอบก่อน", "No verdict yet: {k} entries to check first"),
    "closed": (
        "สิ้นปีงบฯ: ได้ {r} จาก {t} กลุ่ม เบิกจ่าย {d} บาท กันเงิน {co} บาท",
        "Year end: {r} of {t} groups, {d} baht disbursed, {co} carried over",
    ),
    "stale": ("ข้อมูลเก่า {days} วัน โปรดปรับปรุงก่อนใช้", "Data is {days} days old; update before use"),
    "both_late": (
        "ต่ำกว่าแผนทั้งสองด้าน: ขาด {g} กลุ่ม และ {gap} บาท",
        "Under plan on both: {g_en} and {gap} baht short",
    ),
    "money_ahead": (
        "เงินเร็วกว่างาน: เบิกจ่ายเกินแผน {gap} บาท แต่ขาด {g} กลุ่ม",
        "Money ahead of work: {gap} baht over plan, {g_en} short",
    ),
    "groups_late": (
        "ลงทะเบียนช้ากว่าแผน {g} กลุ่ม (ได้ {r} จากแผน {e}) ด้านเงินเป็นไปตามแผน",
        "Groups {g} behind plan ({r} of {e}); money on plan",
    ),
    "money_late": (
        "ด้านกลุ่มเป็นไปตามแผน เบิกจ่ายต่ำกว่าแผน {gap} บาท",
        "Groups on plan; disbursement {gap} baht under plan",
    ),
    "below_cabinet_on_plan": (
        "ต่ำกว่าเป้า ครม. {gap} บาท แต่เป็นไปตามแผน",
        "{gap} baht below the cabinet target, but on plan",
    ),
    "on_course": (
        "เป็นไปตามแผน: ลงทะเบียนแล้ว {r} กลุ่ม เบิกจ่าย {d} บาท",
        "On plan: {r_en} registered, {d} baht disbursed",
    ),
}

# Other sentences of a code, named by it: ``_within`` a side is below its plan within the tolerance, ``_waiting`` money
# waits for its allotment.
VARIANTS: Mapping[str, Pair] = {
    "no_plan_groups": (
        "ลงทะเบียนแล้ว {r} กลุ่ม เบิกจ่าย {d} บาท (แผนที่นำเข้าไม่มีจำนวนกลุ่มให้เทียบ)",
        "{r_en}, {d} baht (the plan gives no number of groups to compare with)",
    ),
    "no_plan_money": (
        "ลงทะเบียนแล้ว {r} กลุ่ม เบิกจ่าย {d} บาท (แผนที่นำเข้าไม่มีจำนวนเงินให้เทียบ)",
        "{r_en}, {d} baht (the plan gives no amount of money to compare with)",
    ),
    "closed_until": (
        "สิ้นปีงบฯ แต่ข้อมูลมีถึง {until}: ได้ {r} จาก {t} กลุ่ม เบิกจ่าย {d} บาท",
        "Year end, with data up to {until} only: {r} of {t} groups, {d} baht disbursed",
    ),
    "money_ahead_until": (
        "เงินเร็วกว่างาน: เบิกจ่ายเกินแผนถึง {until} {gap} บาท แต่ขาด {g} กลุ่ม",
        "Money ahead of work: {gap} baht over the plan up to {until}, {g_en} short",
    ),
    "groups_late_within": (
        "ลงทะเบียนช้ากว่าแผน {g} กลุ่ม (ได้ {r} จากแผน {e}) ด้านเงินเป็นไปตามแผน ({within_th})",
        "Groups {g} behind plan ({r} of {e}); money on plan ({within_en})",
    ),
    "money_late_within": (
        "ด้านกลุ่มเป็นไปตามแผน ({within_th}) เบิกจ่ายต่ำกว่าแผน {gap} บาท",
        "Groups on plan ({within_en}); disbursement {gap} baht under plan",
    ),
    "below_cabinet_on_plan_met": (
        "ต่ำกว่าเป้า ครม. {gap} บาท แต่เป็นไปตามแผน {note_th} ({source_th})",
        "{gap} baht below the cabinet target, but on plan: {note_en} ({source_en})",
    ),
    "below_cabinet_on_plan_within": (
        "ต่ำกว่าเป้า ครม. {gap} บาท แต่เป็นไปตามแผน ({within_th})",
        "{gap} baht below the cabinet target, but on plan ({within_en})",
    ),
    "on_course_within": ("เป็นไปตามแผน ({within_th})", "On plan ({within_en})"),
    "on_course_waiting": (
        "ด้านกลุ่มเป็นไปตามแผน ด้านเงินรอจัดสรร: ใช้จ่ายแล้ว {u} จากที่ได้รับ {a} บาท",
        "Groups on plan; money waits for its allotment: {u} of {a} baht received are spent",
    ),
    "on_course_waiting_within": (
        "ด้านกลุ่มเป็นไปตามแผน ({within_th}) ด้านเงินรอจัดสรร: ใช้จ่ายแล้ว {u} จากที่ได้รับ {a} บาท",
        "Groups on plan ({within_en}); money waits for its allotment: {u} of {a} baht received are spent",
    ),
    "groups_late_waiting": (
        "ลงทะเบียนช้ากว่าแผน {g} กลุ่ม (ได้ {r} จากแผน {e}) ด้านเงินรอจัดสรร: ใช้จ่ายแล้ว {u} จากที่ได้รับ {a} บาท",
        "Groups {g} behind plan ({r} of {e}); money waits for its allotment: {u} of {a} baht received are spent",
    ),
}

# What a verdict accepts: how far below its plan, and how far at most.
WITHIN: Mapping[str, Pair] = {
    "groups": (
        "ต่ำกว่าแผน {g} กลุ่ม อยู่ในช่วงที่ยอมรับได้ไม่เกิน {tol} กลุ่ม",
        "{g_en} under plan, within the accepted {tol_en}",
    ),
    "money": (
        "ต่ำกว่าแผน {gap} บาท อยู่ในช่วงที่ยอมรับได้ไม่เกิน {tol} บาท",
        "{gap} baht under plan, within the accepted {tol} baht",
    ),
}

ISSUES: Mapping[str, Pair] = {**FILE_ISSUES, **CELL_ISSUES, **CHECK_ISSUES, **INFO_ISSUES, **DAY_ISSUES}
