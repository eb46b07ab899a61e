"""The formula of each figure in words, by its field in ``Figures``. (Thai, English).

``{goal}`` and ``{budget}`` are the project's own notes on its target and its budget, ``{tolerance}`` its rule,
``{at_goal}`` and ``{delivered}`` its names of the goal stage and of the stage that the contract delivers.
"""

from collections.abc import Mapping

from core.model.project import Project
from core.phrases import say
from core.sentences import Pair

VERDICT_NO_TARGET: Pair = (  # of a project without a spending target
    "เทียบกลุ่มและเบิกจ่ายกับแผน ณ วันที่เดียวกัน กรณีแรกที่เป็นจริงคือข้อสรุป",
    "Groups and disbursement against the plan on one day; the first case that holds",
)

FORMULAS: Mapping[str, Pair] = {
    "target_groups": ("{goal}", "{goal}"),
    "registered_groups": (
        "นับกลุ่มที่อยู่ในโครงการ ถึงขั้น “{at_goal}” และวันที่ลงทะเบียนอยู่ตั้งแต่วันเริ่มโครงการถึงวันที่ของข้อมูล ({goal})",
        "Groups in the project, at the stage “{at_goal}”, registered from the project's first day to the day of the "
        "data ({goal})",
    ),
    "developed_groups": (
        "นับกลุ่มที่อยู่ในโครงการและถึงขั้น “{delivered}” หรือเกินกว่านั้น",
        "Groups in the project at the stage “{delivered}” (what the contract delivers), or beyond",
    ),
    "active_groups": ("นับกลุ่มที่มีสถานะอยู่ในโครงการ", "Groups whose status is in the project"),
    "awaiting_date_groups": (
        "นับกลุ่มที่ถึงขั้น “{at_goal}” แต่ยังไม่มีวันที่",
        "Groups at the stage “{at_goal}” without a date",
    ),
    "registered_before_groups": (
        "นับกลุ่มที่ลงทะเบียนก่อนวันเริ่มโครงการ",
        "Groups registered before the project's first day",
    ),
    "expected_groups": (
        "กลุ่มสะสมตามแผน ณ สิ้นเดือนล่าสุดที่ไม่เกินวันที่ของข้อมูลกลุ่ม (เดือนที่เว้นไว้ประมาณตามเส้นตรง ปัดลงเป็นกลุ่มเต็ม)",
        "Groups planned at the last month end on or before the day of the groups' data "
        "(months left out lie on a straight line, cut to whole groups)",
    ),
    "expected_disbursed_satang": (
        "เบิกจ่ายสะสมตามแผน ณ สิ้นเดือนล่าสุดที่ไม่เกินวันที่ของข้อมูลการใช้จ่าย (เดือนที่เว้นไว้ประมาณตามเส้นตรง)",
        "Disbursement planned at the last month end on or before the day of the spending data "
        "(months left out lie on a straight line)",
    ),
    "tolerance_satang": ("{tolerance}", "{tolerance}"),
    "budget_satang": ("{budget}", "{budget}"),
    "net_budget_satang": (
        "งบเดิม + โอนเปลี่ยนแปลงเพิ่ม − โอนเปลี่ยนแปลงลด (ไม่นับเงินจัดสรร)",
        "Budget + transfers in − transfers out (allotments never count)",
    ),
    "allocated_satang": ("ผลรวมรายการจัดสรร", "Sum of the allotments"),
    "disbursed_satang": (
        "ผลรวมเบิกจ่าย − เบิกเกินส่งคืน (ก่อนหักภาษีและค่าปรับ)",
        "Disbursements − refunds (before tax and penalty)",
    ),
    "outstanding_satang": (
        "รวมทุกใบสั่งหรือสัญญา: ก่อหนี้ − ลดหนี้ − เบิกจ่าย + ส่งคืน ที่อ้างอิงเลขที่นั้น (ไม่ต่ำกว่าศูนย์)",
        "Over all orders: bound − released − paid + refunded that name the order (never below zero)",
    ),
    "used_satang": ("เบิกจ่าย + ก่อหนี้แล้วรอเบิกจ่าย", "Disbursed + bound, not yet paid"),
    "remaining_satang": ("งบหลังโอนเปลี่ยนแปลง − ใช้จ่าย", "Budget after transfers − spent"),
    "at_risk_satang": (
        "ตั้งแต่วันสุดท้ายของการจัดซื้อจัดจ้าง: หมวดจัดซื้อจัดจ้างที่ยังไม่ก่อหนี้ ตั้งแต่วันสุดท้ายของการจ่ายตรง: ทั้งหมดที่ยังไม่ก่อหนี้ "
        "+ (เมื่อสิ้นปี) ก่อหนี้รอเบิกที่กันเงินไม่ได้",
        "From the last safe day of procurement: its lines' money not yet bound. From that of direct payments: "
        "all not yet bound + (at the year's end) bound money that can not be carried over",
    ),
    "carried_over_satang": (
        "เบิกจ่าย − ส่งคืน หลังสิ้นปีงบประมาณ ของใบสั่งหรือสัญญาที่ก่อหนี้ไว้ภายในปี",
        "Paid − refunded after the year's end on orders bound within it",
    ),
    "carryover_satang": (
        "เมื่อสิ้นปี: ก่อหนี้รอเบิกของใบสั่งหรือสัญญาที่ถึงวงเงินขั้นต่ำของการกันเงิน รวมที่เบิกไปแล้วหลังสิ้นปี",
        "At the year's end: outstanding on orders large enough to carry over, and what was paid on them since",
    ),
    "lapsed_satang": (
        "เมื่อสิ้นปี: งบหลังโอนเปลี่ยนแปลง − เบิกจ่าย − เงินที่กันไว้ยังไม่เบิก",
        "At the year's end: budget after transfers − disbursed − carried over and not yet paid",
    ),
    "saving_satang": (
        "เมื่อก่อหนี้แล้ว: วงเงินหลังโอนของหมวดที่ต้องจัดหา − ใช้จ่าย (เบิกจ่าย + ก่อหนี้) ของหมวดนั้น",
        "Once bound: procurement lines after transfers − spent (disbursed + bound) on them",
    ),
    "cabinet": (
        "ร้อยละตามเป้าหมายสะสม × งบหลังโอนเปลี่ยนแปลง (หนึ่งในสามของไตรมาสทุกสิ้นเดือน ภายในเดือนตามวัน)",
        "Cumulative target in percent × budget after transfers (a third of a quarter each month end, by day inside)",
    ),
    "plan_revisions": ("จำนวนครั้งที่แผนเปลี่ยนจากชุดก่อน", "How often the plan differs from the one before"),
    "bac_satang": ("งบหลังโอนเปลี่ยนแปลง", "Budget after transfers"),
    "pv_satang": (
        "กลุ่มตามแผน × งบหลังโอนเปลี่ยนแปลง ÷ เป้าหมายกลุ่ม",
        "Groups planned × budget after transfers ÷ target",
    ),
    "ev_satang": (
        "กลุ่มที่ลงทะเบียนแล้ว × งบหลังโอนเปลี่ยนแปลง ÷ เป้าหมายกลุ่ม (นับเมื่อลงทะเบียนแล้วเท่านั้น)",
        "Groups registered × budget after transfers ÷ target (0/100 rule)",
    ),
    "ac_satang": ("เบิกจ่าย + งวดงานที่ตรวจรับแล้วรอเบิกจ่าย", "Disbursed + instalments accepted, not yet paid"),
    "accepted_unpaid_satang": (
        "งวดงานที่ตรวจรับแล้วและยังไม่เบิกจ่าย ณ วันที่ของข้อมูล",
        "Instalments accepted and not paid by the day of the data",
    ),
    "spi": ("EV ÷ PV (แสดงเมื่อ EV ถึงร้อยละ 20 ของ BAC)", "EV ÷ PV (shown from EV = 20 % of BAC)"),
    "cpi": ("EV ÷ AC (แสดงเมื่อ EV ถึงร้อยละ 20 ของ BAC)", "EV ÷ AC (shown from EV = 20 % of BAC)"),
    "eac_satang": ("BAC ÷ CPI = BAC × AC ÷ EV", "BAC ÷ CPI = BAC × AC ÷ EV"),
    "sv_satang": ("EV − PV (แสดงเมื่อ EV ถึงร้อยละ 20 ของ BAC)", "EV − PV (shown from EV = 20 % of BAC)"),
    "cv_satang": ("EV − AC (แสดงเมื่อ EV ถึงร้อยละ 20 ของ BAC)", "EV − AC (shown from EV = 20 % of BAC)"),
    "etc_satang": ("EAC − AC", "EAC − AC"),
    "vac_satang": ("BAC − EAC", "BAC − EAC"),
    "tcpi": ("(BAC − EV) ÷ (BAC − AC)", "(BAC − EV) ÷ (BAC − AC)"),
    "verdict": (
        "เทียบกลุ่มและเบิกจ่ายกับแผน ณ วันที่เดียวกัน แล้วเทียบกับเป้าหมาย ครม. กรณีแรกที่เป็นจริงคือข้อสรุป",
        "Groups and disbursement against the plan on one day, then the cabinet's curve; the first case that holds",
    ),
    "baht_a_group": (
        "ระหว่างปี: เบิกจ่าย ÷ กลุ่มเป้าหมาย เมื่อสิ้นปี: เบิกจ่าย ÷ กลุ่มที่ลงทะเบียน เทียบกับงบหลังโอนเปลี่ยนแปลง ÷ กลุ่มเป้าหมาย",
        "During the year: disbursed ÷ target; at its end: disbursed ÷ registered; "
        "beside it the budget after transfers ÷ target",
    ),
    "pace": (
        "กลุ่มที่ขาด = เป้าหมาย − กลุ่มที่ลงทะเบียนแล้ว วันที่เหลือนับจากวันที่ของข้อมูลถึงวันสิ้นโครงการ กลุ่มที่เพิ่มนับตามวันที่ลงทะเบียนใน 90 วันล่าสุด "
        "เงินที่เหลือ = งบหลังโอนเปลี่ยนแปลง − เบิกจ่าย",
        "Groups left = target − registered; days from the day of the data to the project's last; lately = by the "
        "day of registration within the last 90 days; money left = budget after transfers − disbursed",
    ),
    "objectives": (
        "2.1 กลุ่มที่ลงทะเบียนแล้ว 2.2 ผลิตภัณฑ์ที่มีวันลงทะเบียน OTOP 2.3 บทเรียนที่บันทึกไว้ถึงวันที่ของข้อมูล",
        "2.1 groups registered; 2.2 products with a day of OTOP registration; "
        "2.3 lessons on record by the day of the data",
    ),
}

# Figures that screens work out of others: no fields of ``Figures``.
DERIVED = ("baht_a_group", "pace", "objectives")

_TOLERANCE: Pair = (
    "ค่าที่น้อยกว่าระหว่างร้อยละ {most} ของงบหลังโอนเปลี่ยนแปลง กับค่าที่มากกว่าระหว่างร้อยละ {of_plan} ของเบิกจ่ายตามแผน ณ สิ้นเดือนล่าสุด "
    "และร้อยละ {floor} ของงบหลังโอนเปลี่ยนแปลง ({source_th})",
    "The smaller of {most} % of the budget after transfers and the larger of {of_plan} % of what the plan asks by the "
    "last month end and {floor} % of the budget after transfers ({source_en})",
)
_TOLERANCE_EARLIER: Pair = (
    "ร้อยละ {most} ของงบหลังโอนเปลี่ยนแปลง ({source_th})",
    "{most} % of the budget after transfers ({source_en})",
)
TOLERANCE_SOURCE: Pair = ("ค่าตั้งต้นของโปรแกรม หน่วยงานยังไม่ได้กำหนด", "the program's default; the office has not set one")


def tolerance_rule(project: Project) -> Pair:
    """How far below its plan money may lie, in words, and who said so."""
    source = project.tolerance_source
    th, en = (source.get("th"), source.get("en")) if source else TOLERANCE_SOURCE
    of_plan, floor = project.tolerance_of_plan_percent, project.tolerance_floor_percent
    pair = _TOLERANCE_EARLIER if of_plan is None and floor is None else _TOLERANCE
    return say(
        pair, None, most=project.tolerance_percent, of_plan=of_plan or 0, floor=floor or 0, source_th=th, source_en=en
    )
